"""The way of a descent over a map or a surface: its real steps, and a ball that makes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import numpy as np
from manim import LineJointType, Mobject, Square, VGroup, VMobject
from numpy.typing import NDArray

from scenes.stage.declared import overlapping
from scenes.stage.drawings import outlines
from scenes.stage.drawings.landscapes.ground import Ground, Points
from scenes.stage.drawings.landscapes.marks import start_mark
from scenes.stage.look.theme import Theme
from scenes.stage.writing.pen import Pen

_FINE = 0.07  # units of the scene between points of a step: it lies on the ground's shape
_WIDTH = 3.5
_HALO = 3.0  # the border of the ground's colour around lines
_DOT, _LEAST_DOT = 0.075, 0.03  # radius of a dot, in units of the scene; smaller where steps are short
_BALL = 0.13
_HEAD, _HEADED = 0.17, 0.38  # length of an arrow's head, and of the shortest step that has one
_GHOST = (0.05, 0.08)
_ABOVE = 0.22  # from the middle of the ball to what it carries


@dataclass(frozen=True)
class PathStyle:
    """How one path is told from another: `dash` as lengths of dashes and gaps, `marker` a circle, square, triangle or
    diamond; ink unless a colour is given."""

    marker: str = "circle"
    dash: tuple[float, ...] = ()
    color: str | None = None


def race_styles(theme: Theme) -> tuple[PathStyle, ...]:
    """Four paths on one ground."""
    return (
        PathStyle(),
        PathStyle("square", (0.16, 0.09), theme.target),
        PathStyle("triangle", (0.05, 0.08), theme.input),
        PathStyle("diamond", (0.22, 0.08, 0.05, 0.08), theme.muted),
    )


@dataclass(frozen=True)
class _Step:
    """The part of a step that lies on the ground: points of the plane, shape (n, 2); the shares of the step at which it
    begins and ends."""

    places: Points
    begin: float
    end: float


class DescentPath(VGroup):
    """A path through `states`, shape (steps + 1, 2), over a map or a surface. `upto(k)` shows its first k steps, with
    any share of one; all of them at first.

    Each step is a straight line on the plane, as long as the step is; what leaves the ground is cut at its border, and
    a state that is not finite ends it. Behind hills it is thin and dotted. Its dots are the states. After the ground
    has been turned, `redraw` it.
    """

    def __init__(self, ground: Ground, pen: Pen, states: object, style: PathStyle | None = None) -> None:
        super().__init__()
        self.ground = ground
        self.style = style or PathStyle()
        self.states = _finite(np.asarray(states, dtype=np.float64), ground)
        self.progress = float(self.steps)
        self.ball_radius, self.marks_edge = _BALL, False
        self._places = ground.plane.places(self.states)
        self._pieces = [self._piece(k) for k in range(self.steps)]
        self._radii = _radii(self._places)
        theme = self.theme = pen.theme
        color = self.style.color or theme.ink
        solid: dict[str, Any] = {"fill_color": color, "fill_opacity": 1, "stroke_width": 0}
        line: dict[str, Any] = {"stroke_color": color, "joint_type": LineJointType.ROUND}
        self.ghost = VMobject(stroke_width=2, stroke_opacity=0.6, **line)
        self.trail = VMobject(stroke_width=_WIDTH, **line)
        self.trail.set_stroke(theme.background, width=_WIDTH + _HALO, opacity=0.7, background=True)
        self.heads, self.dots = VMobject(**solid), VMobject(**solid)
        self.start = start_mark(theme)
        self._start_points = [part.points.copy() for part in self.start.submobjects]
        self.ball = VMobject(**solid)
        self.ball.set_stroke(theme.background, width=5, background=True)
        self.hidden_ball = VMobject(stroke_color=color, stroke_width=2.5, stroke_opacity=0.6)
        self.tags = VGroup()
        parts = (self.ghost, self.trail, self.heads, self.dots, self.start, self.hidden_ball, self.ball, self.tags)
        self.add(*parts)
        self.redraw()

    def __deepcopy__(self, memo: dict[int, Any]) -> DescentPath:
        memo.setdefault(id(self.ground), self.ground)  # a copy runs over the same ground
        copied: DescentPath = super().__deepcopy__(memo)
        return copied

    @property
    def steps(self) -> int:
        """How many there are, up to the first state that is not finite."""
        return len(self.states) - 1

    @property
    def leaves_at(self) -> int | None:
        """The first state that lies outside of the ground, if one does."""
        outside = np.flatnonzero(~self._inside(self._places))
        return int(outside[0]) if len(outside) else None

    def upto(self, progress: float) -> DescentPath:
        """Show so many steps, and a share of the next; the ball is at the head."""
        self.progress = float(np.clip(progress, 0, self.steps))
        return self.redraw()

    def size(self, times: float) -> DescentPath:
        """Make its ball so many times as large as usual."""
        self.ball_radius = times * _BALL
        return self.redraw()

    def mark_edge(self) -> DescentPath:
        """While its ball is beyond the border, show it hollow at the border, on the way to it from the middle."""
        self.marks_edge = True
        return self.redraw()

    def state(self) -> tuple[float, float]:
        """The coordinates of the ball."""
        first, second = self._between(self.states)
        return float(first), float(second)

    def carry(self, label: VMobject) -> VMobject:
        """Let the ball carry a label above it, on a patch of the background."""
        patch = Square(fill_color=self.theme.background, fill_opacity=0.75, stroke_width=0)
        self.tags.add(VGroup(patch, label))
        overlapping(label, cast(Mobject, self.ground), self, why="carried by the ball over its ground")
        self.redraw()
        return label

    # -- drawing ----------------------------------------------------------------------

    def redraw(self) -> DescentPath:
        """Draw it again on its ground as it is now."""
        strands, visible, ends = self._strands()
        seen = [run for strand, kept in zip(strands, visible, strict=True) for run in outlines.runs(strand, kept)]
        hidden = [run for strand, kept in zip(strands, visible, strict=True) for run in outlines.runs(strand, ~kept)]
        outlines.draw(self.trail, [part for run in seen for part in outlines.dashed(run, self.style.dash)])
        outlines.draw(self.ghost, [part for run in hidden for part in outlines.dashed(run, _GHOST)])
        outlines.draw(self.heads, ends)
        self._draw_dots()
        self._draw_ball()
        return self

    def _strands(self) -> tuple[list[Points], list[NDArray[np.bool_]], list[Points]]:
        """What is shown of the steps: points of the picture, which of them are seen, and the heads of the arrows."""
        whole, share = divmod(self.progress, 1.0)
        shown: list[tuple[int, Points]] = [
            (k, p.places) for k, p in enumerate(self._pieces[: int(whole)]) if p is not None
        ]
        if share > 0 and (piece := self._pieces[int(whole)]) is not None and share > piece.begin:
            part = min(1.0, (share - piece.begin) / (piece.end - piece.begin))
            far = outlines.lengths(piece.places)
            shown.append((int(whole), outlines.between(piece.places, 0.0, part * float(far[-1]))))
        if not shown:
            return [], [], []
        places = np.concatenate([places for _, places in shown])
        points, visible = self.ground.lifted(places), self.ground.seen(places)
        begins = np.cumsum([0, *(len(places) for _, places in shown)])
        lasts = begins[1:] - 1
        headed = visible[lasts] & (np.linalg.norm(points[lasts] - points[begins[:-1]], axis=1) > _HEADED)
        heads = [
            self._head(k, points[begin : last + 1])
            for (k, _), begin, last, is_headed in zip(shown, begins[:-1], lasts, headed, strict=True)
            if is_headed and k < int(whole)
        ]
        inner = begins[1:-1]  # where a piece begins at the end of the one before, the two are one strand
        joined = np.isclose(points[inner], points[inner - 1], atol=1e-9).all(axis=1)
        kept = np.ones(len(points), dtype=bool)
        kept[inner[joined]] = False
        cuts = np.cumsum(kept)[inner[~joined]] - 1
        return np.split(points[kept], cuts), np.split(visible[kept], cuts), heads

    def _head(self, k: int, piece: Points) -> Points:
        """The head at the end of a step: it touches the dot there, or the border where the step goes on beyond."""
        piece_of = self._pieces[k]
        assert piece_of is not None
        direction = (piece[-1] - piece[-2])[:2]
        direction = direction / max(float(np.linalg.norm(direction)), 1e-9)
        back = self._radii[k + 1] if piece_of.end == 1 else 0.0
        size = min(_HEAD, 0.5 * float(np.linalg.norm(piece[-1] - piece[0])))
        return outlines.head(piece[-1][:2] - back * direction, direction, size)

    def _draw_dots(self) -> None:
        count = int(self.progress) + 1
        places = self._places[:count]
        points = np.full((count, 3), np.nan)
        inside = self._inside(places)
        points[inside] = self.ground.lifted(places[inside])
        shown = inside.copy()
        shown[inside] &= self.ground.seen(places[inside])
        shape = _marker(self.style.marker)
        dots = [points[k] + self._radii[k] * shape for k in np.flatnonzero(shown) if k > 0]
        self.dots.points = np.concatenate(dots) if dots else np.zeros((0, 3))
        for part, outline in zip(self.start.submobjects, self._start_points, strict=True):
            part.points = outline + points[0] if shown[0] else np.zeros((0, 3))

    def _draw_ball(self) -> None:
        place = self._between(self._places)[np.newaxis]
        inside = bool(self._inside(place)[0])
        point = self.ground.lifted(place)[0] if inside else np.zeros(3)
        seen = inside and bool(self.ground.seen(place)[0])
        edge = self._edge(place[0]) if self.marks_edge and not inside else None
        if edge is not None:
            point = self.ground.lifted(edge[np.newaxis])[0]
        ball = point + self.ball_radius * _marker(self.style.marker)
        self.ball.points = ball if seen else np.zeros((0, 3))
        self.hidden_ball.points = ball if (inside and not seen) or edge is not None else np.zeros((0, 3))
        for patch, label in self.tags:
            if inside:
                label.move_to(point + np.array([0, _ABOVE + float(label.height) / 2, 0]))
                self.ground.region.keep(label)
            patch.stretch_to_fit_width(float(label.width) + 0.14).stretch_to_fit_height(float(label.height) + 0.12)
            patch.move_to(label)

    # -- geometry ---------------------------------------------------------------------

    def _between(self, rows: Points) -> Points:
        k = min(int(self.progress), max(0, self.steps - 1))
        return np.asarray(rows[k] + (self.progress - k) * (rows[min(k + 1, self.steps)] - rows[k]))

    def _edge(self, place: Points) -> Points | None:
        """Where the way from the middle of the ground to a place beyond crosses the border."""
        plot = self.ground.plane.plot
        cut = plot.clip(np.array([plot.x, plot.y, 0.0]), np.append(place, 0.0))
        return None if cut is None else np.asarray(cut[1][:2])

    def _inside(self, places: Points) -> NDArray[np.bool_]:
        plot = self.ground.plane.plot
        low, high = np.array([plot.left, plot.bottom]) - 1e-9, np.array([plot.right, plot.top]) + 1e-9
        return np.asarray(np.all((places >= low) & (places <= high), axis=1))

    def _piece(self, k: int) -> _Step | None:
        start, end = (np.append(place, 0.0) for place in self._places[k : k + 2])
        cut = self.ground.plane.plot.clip(start, end)
        length = float(np.hypot(*(end - start)[:2]))  # without an overflow where a step leads very far
        if cut is None or length == 0:
            return None
        begins, ends = (float(np.linalg.norm(point - start)) / length for point in cut)
        points = max(2, int(np.ceil(float(np.linalg.norm(cut[1] - cut[0])) / _FINE)) + 1)
        ends = 1.0 if np.allclose(cut[1], end, rtol=0, atol=1e-9) else ends
        return _Step(np.linspace(cut[0][:2], cut[1][:2], points), begins, ends) if ends > begins else None


def _finite(states: Points, ground: Ground) -> Points:
    """The states before the first one that has no place."""
    if states.ndim != 2 or states.shape[1] != 2 or not len(states):
        raise ValueError(f"states: must be rows of two coordinates, got shape {states.shape}")
    with np.errstate(over="ignore"):  # a state near the end of the range of floats may be too far away
        wrong = np.flatnonzero(~np.isfinite(ground.plane.places(states)).all(axis=1))
    if len(wrong) and wrong[0] == 0:
        raise ValueError(f"states: the start must be finite, got {states[0].tolist()}")
    return states[: wrong[0]] if len(wrong) else states


def _radii(places: Points) -> Points:
    """Dots shrink where steps are short, so that they stay apart as long as they can be told apart."""
    steps = np.hypot(*np.diff(places, axis=0).T)
    if not len(steps):
        return np.full(1, _DOT)
    nearest = np.minimum(np.append(steps, np.inf), np.concatenate([[np.inf], steps]))
    return np.asarray(np.clip(0.35 * nearest, _LEAST_DOT, _DOT))


@cache
def _marker(name: str) -> Points:
    """The curves of a marker of radius 1, all of about one area. Raises KeyError for a name that is none."""
    corners, turned, size = {
        "circle": (24, 0.0, 1.0),
        "square": (4, np.pi / 4, 1.25),
        "triangle": (3, np.pi / 2, 1.35),
        "diamond": (4, 0.0, 1.35),
    }[name]
    angles = 2 * np.pi * np.arange(corners) / corners + turned
    ring = size * np.column_stack([np.cos(angles), np.sin(angles)])
    return outlines.curves(ring, np.roll(ring, -1, axis=0))
