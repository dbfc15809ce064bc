"""Lesson 9, first act: a map of the loss, the surface that it is a map of, and a descent on it step by step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Create, Dot, FadeIn, FadeOut, GrowFromPoint

from engine import Surface
from scenes.lessons.numbers import landscape as numbers
from scenes.lessons.numbers.landscape_surfaces import Place, window
from scenes.stage.drawings.clearance import spread
from scenes.stage.drawings.landscapes.descent_path import DescentPath, PathStyle
from scenes.stage.drawings.landscapes.projection import ABOVE, ASIDE
from scenes.stage.drawings.landscapes.surface import SurfacePicture
from scenes.stage.frame.region import Point, Region
from scenes.stage.gradient.arrows import LiveArrow
from scenes.stage.gradient.gradient_map import GradientMap
from scenes.stage.landscape.clock import StepNumbers
from scenes.stage.landscape.run import Run
from scenes.stage.landscape.terrain_map import block, ratio_of, terrain_map
from scenes.stage.lesson import Lesson
from scenes.stage.motion.live import Live

_BALL = 0.13
_SHOWN = ("loss", "gradient.length")
_SINGLE = 3  # steps that are made one by one
_LONGEST = 1.4  # units of the scene that the first arrow of a descent is long
_SHORTEST = 0.25


class LandscapeGround(Lesson):
    """The shots on the first map. `left` and `right` are the map's part of the stage and the one beside or below."""

    map: GradientMap
    ball: Dot

    # -- where things stand ----------------------------------------------------------

    def halves(self, map_share: float = 1.35) -> list[Region]:
        """The map, and beside or below it what belongs to it."""
        stage = self.layout.stage
        if self.layout.is_wide:
            return stage.columns(map_share, 1.0, gap=0.5)
        return stage.rows(1.9 if self.layout.is_tall else 2.4, 1.0, gap=0.25)

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

    def main_surface(self, region: Region) -> Surface:
        """The surface of the lesson around both descents, in the shape of a region."""
        seen = [*self.near_walk("first"), *self.near_walk("second"), *map(self.point, self.points)]
        return numbers.surface_of(self.values).surface(window(seen, ratio_of(region)))

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
            points = ground.plane.places(np.array(numbers.places(self.trace, walk)[:200]))
            points = points[np.abs(points).max(axis=1) < 20]
            if len(points) > 1:
                made += [ground.plane.read(np.append(point, 0.0)) for point in spread(points, 0.25)]
        return made

    def downhill(self, ground: GradientMap, walk: str, step: int) -> LiveArrow:
        """The way of the next step: against the gradient, as long beside the first one as the gradient is."""
        return self.point_downhill(LiveArrow(self.theme, "gradient", 0.11), ground, walk, step)

    def point_downhill(self, arrow: LiveArrow, ground: GradientMap, walk: str, step: float) -> LiveArrow:
        """Let an arrow be that one."""
        whole = min(int(step + 1e-9), self.last(walk))
        slopes = np.array(self.slopes_at(walk, whole))
        size, first = float(np.hypot(*slopes)), self.float(f"{walk}.0.gradient.length")
        place = self.at(walk, whole)
        start = ground.at(*place)
        if not size or not ground.plane.plot.holds(start):
            return arrow.span(start, start)
        length = float(np.clip(_LONGEST * size / (first or size), _SHORTEST, 1.3 * _LONGEST))
        inside = ground.plane.plot.clip(start, start - np.array([*slopes, 0.0]) / size * length)
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
        arrow = self.downhill(m, "first", 0).set_z_index(3)
        busy: list[Point] = [*arrow.outline(), m.at(*self.at("first", 0))]
        m.label_levels(self.pen, avoid=[m.plane.read(point) for point in busy])
        title, values = self.right.rows(1.0, 1.7, gap=0.1)
        self.formula = self.pen.row(f"surface_{self.values['surface']}", 40).fit(title.width)
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
        self.play(FadeIn(m, self.ball), FadeIn(self.formula), run_time=1.0)
        level = m.level_through(self.float("first.0.loss")).set_z_index(2)
        self.play(Create(level), FadeIn(*rows[:3]), run_time=1.0)
        self.answer()
        if len(arrow.points):
            corner = m.right_angle(self.at("first", 0), self.slopes_at("first", 0))
            self.play(GrowFromPoint(arrow, self.ball.get_center()), FadeIn(rows[3]), run_time=1.0)
            self.play(Create(corner.set_z_index(2)), run_time=0.5)
        else:
            self.play(FadeIn(rows[3]), run_time=0.6)

    def rise(self) -> None:
        """The map is seen from lower and lower and rises into its surface; the ball stands on it."""
        made = block(self.left, self.pen, self.surface, self.highest, like=self.map)
        made.stand(ABOVE, 0.0).label_heights(self.pen)
        made.stand(ABOVE, 0.0)
        self.ball.set_z_index(4)
        gone = [m for m in self.clear_stage(self.ball, self.formula)]
        self.add(made)
        self.bring_to_back(made)
        self.play(*(FadeOut(mobject) for mobject in gone), run_time=0.6)
        moving = Live(lambda share: {})

        def stand(picture: SurfacePicture) -> SurfacePicture:
            share = float(moving.share.get_value())
            return picture.stand(ABOVE.toward(ASIDE, share), share)

        moving.shape(made, stand)
        moving.shape(self.ball, lambda ball: ball.move_to(made.at(*self.at("first", 0))))
        self.play(moving.share.animate.set_value(1.0), run_time=2.4)
        moving.stop()

    def steps(self) -> None:
        """The ball goes down step by step on the map, an arrow at each step, and its numbers go along."""
        self.lay_map()
        m, last = self.map, self.last("first")
        path = self.path(m, "first")
        arrow = self.downhill(m, "first", 0).set_z_index(4)
        busy = [m.plane.read(point) for point in arrow.outline()]
        m.label_levels(self.pen, avoid=[*self.on_way(m, "first"), *busy])
        board = self.right.rows(0.4, 1.5, 0.4)[1] if self.layout.is_wide else self.right
        told = StepNumbers(self.pen, board, "first", last, _SHOWN, centered=not self.layout.is_wide)
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.5)
        self.play(FadeIn(m, path, told), run_time=0.8)
        if not len(arrow.points):
            return
        for k in range(min(_SINGLE, last)):
            self.point_downhill(arrow, m, "first", k)
            self.play(GrowFromPoint(arrow, m.at(*self.at("first", k))), run_time=0.5)
            self.go(path, told, k, k + 1, 0.6)
            self.remove(arrow)
        if last > _SINGLE:
            self.add(self.point_downhill(arrow, m, "first", _SINGLE))
            self.go(path, told, _SINGLE, last, 5.0, arrow)
            self.play(FadeOut(arrow), run_time=0.3)

    def go(
        self,
        path: DescentPath,
        told: StepNumbers,
        first: int,
        last: int,
        seconds: float,
        arrow: LiveArrow | None = None,
    ) -> None:
        """A ball and its numbers from one step to another."""
        run = Run(self.pen, first)
        told.follow(run, last)
        run.shape(path, path.upto)
        if arrow is not None:
            run.shape(arrow, lambda progress: self.point_downhill(arrow, self.map, "first", progress))
        self.play(run.to(last), run_time=seconds)
        run.stop()

    def paths_seen(self, walks: Sequence[str]) -> list[Place]:
        """All that a picture of these walks shows."""
        return [place for walk in walks for place in self.near_walk(walk)]
