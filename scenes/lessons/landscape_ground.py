"""Lesson 9, first act: a map of the loss, the surface that it is a map of, and a descent on it step by step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import PI, Create, Dot, FadeIn, FadeOut, GrowFromPoint, ReplacementTransform, Rotate, VMobject

from engine import Surface
from scenes.lessons.numbers import landscape as numbers
from scenes.lessons.numbers.landscape_surfaces import Place
from scenes.stage.drawings import outlines
from scenes.stage.drawings.clearance import spread
from scenes.stage.drawings.landscapes.descent_path import DescentPath, PathStyle
from scenes.stage.drawings.landscapes.gradient_map import GradientMap
from scenes.stage.drawings.landscapes.live_arrow import LiveArrow
from scenes.stage.drawings.landscapes.projection import ABOVE
from scenes.stage.drawings.landscapes.surface import SurfacePicture
from scenes.stage.frame.region import Point, Region
from scenes.stage.landscape.clock import Clock
from scenes.stage.landscape.terrain_map import block, ratio_of, terrain_map
from scenes.stage.lesson import Lesson
from scenes.stage.motion.live import Live

_BALL = 0.13
_LONGEST = 1.0  # units of the scene that the first arrow of a descent is long
_SHORTEST = 0.25
_FOLLOWED = 200  # steps of a walk that heights keep clear of
_AIR = 1.38  # of the map around what it must show
_HILLSIDE = 0.16  # of what is seen


class LandscapeGround(Lesson):
    """The shots on the first map. `left` and `right` are the map's part of the stage and the one beside or below in a
    frame that is nearer to a square."""

    map: GradientMap
    ball: Dot
    walking: Sequence[tuple[str, DescentPath]] = ()  # the walks that are on the screen
    clock: Clock | None = None  # and at which step they are

    # -- where things stand ----------------------------------------------------------

    def halves(self, map_share: float = 1.35, upright: float | None = None, most_square: float = 1.2) -> list[Region]:
        """The map, so many times as wide, or in an upright frame as high, as what belongs to it beside or below in a
        frame that is nearer to a square."""
        stage = self.layout.stage
        if self.layout.width > most_square * self.layout.height:
            return stage.columns(map_share, 1.0, gap=0.5)
        return stage.rows(upright or (1.9 if self.layout.is_tall else 2.3), 1.0, gap=0.25)

    def at(self, walk: str, step: int) -> Place:
        """Where a walk is after so many steps."""
        return self.float(f"{walk}.{step}.weight"), self.float(f"{walk}.{step}.bias")

    def slopes_at(self, walk: str, step: int) -> Place:
        """The gradient there, for drawing."""
        return self.float(f"{walk}.{step}.gradient.weight"), self.float(f"{walk}.{step}.gradient.bias")

    def last(self, walk: str) -> int:
        """How many steps a walk has."""
        return int(self.number(f"{walk}.steps"))

    def point(self, j: int) -> Place:
        """Where one of the critical points lies."""
        return self.float(f"point.{j}.weight"), self.float(f"point.{j}.bias")

    @property
    def points(self) -> list[int]:
        """The critical points."""
        return list(range(int(self.number("points"))))

    def points_seen(self) -> list[Place]:
        """Where the critical points lie that a picture of both descents shows."""
        return [self.point(j) for j in self.points]

    def main_surface(self, region: Region, widest: float = np.inf) -> Surface:
        """The surface of the lesson around both descents, in the shape of a region; at most so many times as
        wide as high."""
        seen = [*self.near_walk("first"), *self.near_walk("second"), *self.points_seen()]
        seen.append(self.uphill_of("first", seen))
        return numbers.surface_of(self.values).around(seen, min(ratio_of(region), widest), _AIR)

    def near_walk(self, walk: str, reach: float | None = None) -> list[Place]:
        """The places of a walk as long as it stays near its start: what leaves every picture does not decide on it."""
        found = numbers.places(self.trace, walk)
        starts = [self.at(name, 0) for name in numbers.WALKS]
        far = reach or 3 * (float(np.hypot(*np.subtract(*starts))) or 1.0)
        inside = [place for place in found if np.hypot(*np.subtract(place, found[0])) <= far]
        if len(found) > 1 and self.number(f"{walk}.finished") if f"{walk}.finished" in self.trace else False:
            inside.append(found[-1])
        return inside

    @property
    def highest(self) -> float:
        """The highest loss that matters on the main surface."""
        return max(self.float(f"{walk}.0.loss") for walk in numbers.WALKS)

    def path(self, ground: GradientMap | SurfacePicture, walk: str, style: PathStyle | None = None) -> DescentPath:
        """A walk of the trace on a map or a surface, at its start."""
        made = DescentPath(ground, self.pen, numbers.places(self.trace, walk), style)
        made.upto(0).set_z_index(3)
        return made

    def on_way(self, ground: GradientMap, *walks: str) -> list[Place]:
        """Places along walks on a map, close to one another, that heights keep clear of."""
        made: list[Place] = []
        for walk in walks:
            points = [ground.at(*place) for place in numbers.places(self.trace, walk)[:_FOLLOWED]]
            cut = [ground.plane.plot.clip(a, b) for a, b in pairwise(points)]
            for part in (np.array(ends) for ends in cut if ends is not None):
                made += [ground.plane.read(np.append(point, 0.0)) for point in spread(part, 0.25)]
        return made

    def uphill_of(self, walk: str, seen: Sequence[Place]) -> Place:
        """A place uphill from the start of a walk, some share of what is seen away: the arrow has room."""
        slopes, start = np.array(self.slopes_at(walk, 0)), self.at(walk, 0)
        length = float(np.hypot(*slopes)) or 1.0
        size = max(max(column) - min(column) for column in zip(*seen, strict=True)) or 1.0
        return start[0] + _HILLSIDE * size * slopes[0] / length, start[1] + _HILLSIDE * size * slopes[1] / length

    def uphill(self, arrow: LiveArrow, ground: GradientMap, walk: str, step: float, longest: float) -> LiveArrow:
        """Let an arrow be the gradient at a step, `longest` at the start and in proportion to it elsewhere, but long
        enough to be seen."""
        whole = min(int(step + 1e-9), self.last(walk))
        slopes = np.array(self.slopes_at(walk, whole))
        size, first = float(np.hypot(*slopes)), self.float(f"{walk}.0.gradient.length")
        start = ground.at(*self.at(walk, whole))
        if not size or not ground.plane.plot.holds(start):
            return arrow.span(start, start)
        length = float(np.clip(longest * size / (first or size), _SHORTEST, 1.4 * longest))
        inside = ground.plane.plot.clip(start, start + np.array([*slopes, 0.0]) / size * length)
        return arrow.span(*inside) if inside is not None else arrow.span(start, start)

    # -- the shots -------------------------------------------------------------------

    def arrives(self) -> Dot:
        """The ball of the first picture."""
        return self.ball

    def lay_map(self) -> None:
        """The map of the lesson, with nothing on it."""
        self.left, self.right = self.halves()
        self.surface = self.main_surface(self.left)
        self.map = terrain_map(self.left, self.pen, self.surface, self.highest)
        self.ball = Dot(self.map.at(*self.at("first", 0)), radius=_BALL, color=self.theme.ink).set_z_index(4)

    def contours(self) -> None:
        """The map with heights on its lines, and a ball on it; then the way that it goes."""
        self.lay_map()
        m = self.map
        arrow = self.uphill(LiveArrow(self.theme), m, "first", 0, _LONGEST).set_z_index(3)
        here = m.at(*self.at("first", 0))
        downhill = self.turned(arrow, m)
        busy: list[Point] = [*arrow.outline(), *downhill.outline(), here]
        loss = self.float("first.0.loss")
        busy += m.points_of_level(loss)
        m.label_others(self.pen, loss, [m.plane.read(point) for point in busy])
        title, values = self.right.rows(1.0, 1.7, gap=0.1)
        self.formula = self.pen.row(f"surface_{self.values['surface']}", 40, of="surface").fit(title.width)
        self.formula.centered(title.x, title.y - 0.14)
        rows = [
            self.pen.equation(name, f"first.0.{name}", 44).fit(values.width)
            for name in ("weight", "bias", "loss", "gradient.length")
        ]
        cut = (
            values.rows(1, 1, 1, 1) if self.layout.is_wide else [c for r in values.rows(1, 1) for c in r.columns(1, 1)]
        )
        for row, cell in zip(rows, cut, strict=True):
            row.fit(cell.width).centered(cell.x, cell.y - 0.14)
        self.place_rows = rows[:3]
        self.play(FadeIn(m), FadeIn(self.ball), FadeIn(self.formula), run_time=1.0)
        self.level = level = m.level_through(loss).set_z_index(2)
        self.play(Create(level), *map(FadeIn, rows[:3]), run_time=1.0)
        self.answer()
        if not len(arrow.points):
            self.play(FadeIn(rows[3]), run_time=0.6)
            return
        corner = m.right_angle(self.at("first", 0), self.slopes_at("first", 0))
        self.play(GrowFromPoint(arrow, here), FadeIn(rows[3]), run_time=0.9)
        self.play(Create(corner.set_z_index(2)), run_time=0.4)
        turning = LiveArrow(self.theme, "ink", arrow.thickness).set_z_index(3)
        turning.points = arrow.points.copy()
        self.play(Rotate(turning, PI, about_point=here), run_time=0.9)
        self.play(ReplacementTransform(turning, downhill), run_time=0.3)

    def turned(self, arrow: LiveArrow, ground: GradientMap) -> LiveArrow:
        """The opposite of a gradient, as far as it lies on the map."""
        made = LiveArrow(self.theme, "ink", arrow.thickness).set_z_index(3)
        start = ground.at(*self.at("first", 0))
        slopes = np.array([*self.slopes_at("first", 0), 0.0])
        size = float(np.hypot(*slopes[:2]))
        inside = ground.plane.plot.clip(start, start - slopes / size * _LONGEST) if size else None
        return made.span(*inside) if inside is not None else made

    def rise(self) -> None:
        """The map is seen from lower and lower and rises into its surface; the ball stands on it."""
        shows = [self.at("first", 0), *self.points_seen()]
        made = block(self.map.region, self.pen, self.surface, self.highest, shows=shows)
        view = made.view
        made.stand(ABOVE, 0.0)
        gone = self.clear_stage(self.ball, self.formula, self.level, *self.place_rows)
        self.add(made)
        self.bring_to_back(made)
        self.play(*(FadeOut(mobject) for mobject in gone), run_time=0.6)
        ring = self.map.level_places(self.float("first.0.loss"))
        moving = Live(lambda share: {})

        def stand(picture: SurfacePicture) -> SurfacePicture:
            share = float(moving.share.get_value())
            return picture.stand(ABOVE.toward(view, share), share)

        def lift(line: VMobject) -> None:
            parts = [(made.lifted(part), made.seen(part)) for part in ring]
            outlines.draw(line, [run for points, seen in parts for run in outlines.runs(points, seen)])

        moving.shape(made, stand)
        moving.shape(self.level, lift)
        moving.shape(self.ball, lambda ball: ball.move_to(made.at(*self.at("first", 0))))
        self.play(moving.share.animate.set_value(1.0), run_time=2.0)
        moving.stop()
