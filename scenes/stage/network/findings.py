"""Three numbers that should be one: from one edge, from all edges, and measured."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from scenes.stage.frame.region import Region
from scenes.stage.network.lines import Lines
from scenes.stage.writing.pen import Pen

_KEYS = ("one_edge", "all_edges", "measured")
_ROWS = ("wrong_one", "wrong_all", "wrong_nudged")
_ROOM = 0.62  # units of the scene at the right, for what is drawn there
_CROSS = 0.15


class Findings(VGroup):
    """`words[k]` above `rows[k]`; a `cross` at the first, a `link` from the second to the third."""

    def __init__(self, region: Region, pen: Pen, ending: str) -> None:
        super().__init__()
        inner = Region(region.left, region.bottom, region.right - _ROOM, region.top)
        self.words = [pen.label(key, 32) for key in _KEYS]
        self.rows = [pen.row(f"{name}{ending}", 44) for name in _ROWS]
        pairs = zip(self.words, self.rows, strict=True)
        lines = Lines(inner, [line for pair in pairs for line in pair], gap_before=(2, 4), apart=0.34)
        self.add(lines)
        first, second, third = (row.parts[-1] for row in self.rows)
        x, y = float(first.get_right()[0]) + 0.36, float(first.get_center()[1])
        self.cross = VGroup(
            *(
                self._line([(x - _CROSS, y - side * _CROSS), (x + _CROSS, y + side * _CROSS)], pen.theme.ink, 6)
                for side in (1, -1)
            )
        )
        texts = (second, third, self.words[2])
        x = max(float(part.get_right()[0]) for part in texts) + 0.4
        x = min(x, region.right - 0.03)
        (_, top, _), (_, bottom, _) = second.get_center(), third.get_center()
        self.link = self._line([(x - 0.2, top), (x, top), (x, bottom), (x - 0.2, bottom)], pen.theme.gradient, 4)

    @staticmethod
    def _line(places: list[tuple[float, float]], color: str, width: float) -> VMobject:
        made = VMobject(stroke_color=color, stroke_width=width, fill_opacity=0)
        made.set_points_as_corners([np.array([x, y, 0.0]) for x, y in places])
        return made
