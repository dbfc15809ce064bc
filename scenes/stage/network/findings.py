"""Three numbers that should be one: from one edge, from all edges, and measured."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen

_KEYS = ("one_edge", "all_edges", "measured")
_ROWS = ("wrong_one", "wrong_all", "wrong_nudged")
_ROOM = 0.75  # units of the scene at the right, for what is drawn there
_CROSS = 0.17


class Findings(VGroup):
    """`words[k]` above `rows[k]`; a `cross` at the first, a `link` from the second to the third."""

    def __init__(self, region: Region, pen: Pen, ending: str) -> None:
        super().__init__()
        inner = Region(region.left, region.bottom, region.right - _ROOM, region.top)
        self.words = [pen.label(key, 34) for key in _KEYS]
        self.rows = [pen.row(f"{name}{ending}", 46).fit(inner.width) for name in _ROWS]
        pitch = min(1.75, region.height / 3)
        for k, (word, row) in enumerate(zip(self.words, self.rows, strict=True)):
            y = region.y + (1 - k) * pitch
            if word.width > region.width:
                word.scale(region.width / word.width)
            word.move_to([inner.left + word.width / 2, y + 0.52, 0])
            row.at(inner.left, y - 0.32)
        self.add(*self.words, *self.rows)
        first, second, third = (row.parts[-1] for row in self.rows)
        x = float(first.get_right()[0]) + 0.4
        self.cross = VGroup(
            *(
                VMobject(stroke_color=pen.theme.ink, stroke_width=6).set_points_as_corners(
                    [
                        np.array([x - _CROSS, first.get_center()[1] - side * _CROSS, 0.0]),
                        np.array([x + _CROSS, first.get_center()[1] + side * _CROSS, 0.0]),
                    ]
                )
                for side in (1, -1)
            )
        )
        x = max(float(part.get_right()[0]) for part in (second, third)) + 0.45
        (_, top, _), (_, bottom, _) = second.get_center(), third.get_center()
        self.link = VMobject(stroke_color=pen.theme.gradient, stroke_width=4, fill_opacity=0)
        self.link.set_points_as_corners(
            [np.array([at, y, 0.0]) for at, y in ((x - 0.2, top), (x, top), (x, bottom), (x - 0.2, bottom))]
        )
