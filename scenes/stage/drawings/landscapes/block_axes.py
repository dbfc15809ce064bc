"""The axes of a block: two along its foot, one upright with heights beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from scenes.stage.drawings import outlines
from scenes.stage.drawings.landscapes.block import BASE
from scenes.stage.drawings.landscapes.contour_map import AXIS_WIDTH, BEYOND, NAME, TICK, TIP
from scenes.stage.drawings.landscapes.ground import Points
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme

BESIDE = 0.45  # units of the scene that heights take to the left
_POINTS = 60  # along an axis, each hidden or not
_SHOWN = 0.7, 1.3  # units of the scene: the upright axis shows from this length on, and wholly from that
_HEIGHTS_SHOWN = 0.75, 0.95  # of the length for which the heights were chosen
_ABOVE_FOOT, _LEADING = 0.5, 0.34  # from the foot of the upright axis to the lowest height, and from one to the next


class BlockAxes(VGroup):
    """`symbols` are the names of the first and the second coordinate and of the height. A name is hidden where its end
    of the axis is hidden by hills. The upright axis stands at the far end of the second one; it shows when it is long
    enough."""

    def __init__(self, theme: Theme, region: Region, half: Points, symbols: Sequence[VMobject]) -> None:
        super().__init__()
        self.theme = theme
        self.region = region
        corner, upright = np.array([-half[0], -half[1], -BASE]), np.array([-half[0], half[1], -BASE])
        ends = np.array([half[0], -half[1], -BASE]), upright, np.array([-half[0], half[1], 1.0])
        starts = corner, corner, upright
        self._ways = [np.linspace(start, end, _POINTS) for start, end in zip(starts, ends, strict=True)]
        self.lines = VGroup(*(VMobject(stroke_color=theme.muted, stroke_width=AXIS_WIDTH) for _ in ends))
        self.tips = VGroup(*(VMobject(fill_color=theme.muted, fill_opacity=1, stroke_width=0) for _ in ends))
        self.symbols = VGroup(*symbols)
        self._outlines = [
            [(part, part.points - symbol.get_center()) for part in symbol.family_members_with_points()]
            for symbol in symbols
        ]
        self._widths = [float(symbol.width) for symbol in symbols]
        self.heights = VGroup()
        self._heights: list[tuple[VMobject, VMobject, float]] = []
        self._chosen_for = 1.0
        self.add(self.lines, self.tips, self.symbols, self.heights)

    def room_for(self, length: float) -> int:
        """How many evenly spaced heights stand apart on an upright axis of this length."""
        return max(1, int((length - _ABOVE_FOOT) / _LEADING) + 1)

    def has_height(self, share: float, length: float) -> bool:
        """Whether a share of the height can be written beside an upright axis of this length."""
        return _ABOVE_FOOT <= length * (share + BASE) / (1 + BASE) <= length

    def take_heights(self, labels: Sequence[tuple[VMobject, float]], length: float) -> None:
        """Write labels at shares of the height, rising, as many as stand apart on an upright axis of this length."""
        self._chosen_for = length
        lowest = _ABOVE_FOOT
        for label, share in labels:
            up = length * (share + BASE) / (1 + BASE)
            if lowest <= up <= length:
                tick = VMobject(stroke_color=self.theme.muted, stroke_width=2)
                self._heights.append((tick, label, share))
                self.heights.add(tick, label)
                lowest = up + _LEADING

    def redraw(self, screen: Callable[[Points], Points], seen: Callable[[Points], NDArray[np.bool_]]) -> None:
        """Draw them where `screen` puts points of the block, without what is not `seen`."""
        for k, way in enumerate(self._ways):
            points, visible = screen(way), seen(way)
            direction = points[-1] - points[0]
            length = float(np.linalg.norm(direction))
            along = direction / max(length, 1e-9)
            points[-1] += BEYOND * along
            outlines.draw(self.lines[k], outlines.runs(points, visible))
            pointed = visible[-1] and length > TIP
            outlines.draw(self.tips[k], [outlines.head(points[-1, :2], along[:2], TIP)] if pointed else [])
            if k < len(self.symbols):
                self._place(k, points[-1] + (NAME - BEYOND) * along, bool(visible[-1]))
        shown = _fading(length, *_SHOWN)
        for part in (self.lines[2], self.tips[2], *self.symbols[2:]):
            part.set_opacity(shown)
        self._draw_heights(screen, length)

    def _place(self, k: int, point: Points, visible: bool) -> None:
        half = self._widths[k] / 2
        x = float(np.clip(point[0], self.region.left + half, self.region.right - half))
        for part, outline in self._outlines[k]:
            part.points = outline + [x, point[1], 0.0] if visible else np.zeros((0, 3))

    def _draw_heights(self, screen: Callable[[Points], Points], length: float) -> None:
        if not self._heights:
            return
        shown = _fading(length, *_SHOWN) * _fading(length / self._chosen_for, *_HEIGHTS_SHOWN)
        x, y = self._ways[2][0, :2]
        points = screen(np.array([[x, y, share] for _, _, share in self._heights]))
        outward = -1.0 if points[0, 0] <= float(screen(np.zeros((1, 3)))[0, 0]) else 1.0
        for (tick, label, _), point in zip(self._heights, points, strict=True):
            outlines.draw(tick, [np.array([point, point + [outward * TICK, 0, 0]])])
            label.move_to(point + [outward * (2 * TICK + float(label.width) / 2), 0, 0])
            tick.set_stroke(opacity=shown)
            label.set_opacity(shown)


def _fading(size: float, none: float, whole: float) -> float:
    """The opacity of what shows from a size on, and wholly from a larger one."""
    return float(np.clip((size - none) / (whole - none), 0, 1))
