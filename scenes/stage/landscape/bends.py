"""Places with zero gradient beside one another: for each the cuts along its two main directions, and its curvatures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Dot, Line, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Label

DASH = (0.1, 0.09)
_SIZE = 34
_WIDEST = 3.4


class BendColumn(VGroup):
    """One of them: `name`, `place` (a dot on a level line), `curves` (the flatter cut dashed, the other whole) and
    `rows` of numbers."""

    def __init__(self, region: Region, pen: Pen, j: int, cuts: Sequence[np.ndarray], name: Label) -> None:
        super().__init__()
        if region.width > _WIDEST:
            region = Region(region.x - _WIDEST / 2, region.bottom, region.x + _WIDEST / 2, region.top)
        header, plot, *lines = region.rows(0.55, 1.9, 0.6, 0.6, 0.6, 0.6)
        self.name = name
        name.shift([header.x - float(name.get_center()[0]), header.y - 0.1 - name.baseline, 0])
        self.curves = self._curves(plot.inset(0.15, 0.1), pen, cuts)
        self.rows = VGroup(*self._rows(lines, pen, j))
        self.add(self.name, self.place, self.curves, self.rows)

    def _curves(self, plot: Region, pen: Pen, cuts: Sequence[np.ndarray]) -> VGroup:
        heights = np.clip(np.nan_to_num(np.stack(cuts)), -1e9, 1e9)
        low, high = float(min(heights.min(), 0)), float(max(heights.max(), 0))
        unit = plot.height / ((high - low) or 1.0)
        level = plot.bottom - low * unit if high > low else plot.y
        across = np.linspace(plot.left, plot.right, heights.shape[1])
        curves = VGroup()
        for k, cut in enumerate(heights):
            line = np.column_stack([across, level + cut * unit])
            curve = VMobject(stroke_color=pen.theme.loss, stroke_width=4 if k else 3)
            outlines.draw(curve, outlines.dashed(line, () if k else DASH))
            curves.add(stands_for(curve, "loss"))
        ground = Line([plot.left, level, 0], [plot.right, level, 0], stroke_color=pen.theme.faint, stroke_width=2)
        dot = Dot([plot.x, level, 0], radius=0.11, color=pen.theme.ink).set_z_index(1)
        self.place = VGroup(ground, dot)
        return curves

    def _rows(self, lines: Sequence[Region], pen: Pen, j: int) -> list[VGroup | Row]:
        made: list[VGroup | Row] = []
        shown = [("loss", "loss", False), ("gradient.length", "gradient.length", False)]
        shown += [("curvature", f"curvature.{k}", True) for k in (1, 0)]
        for line, (symbol, path, is_cut) in zip(lines, shown, strict=True):
            figures = {"figures": 1, "most": 1} if symbol == "gradient.length" else {}
            row = pen.equation(symbol, f"point.{j}.{path}", _SIZE, **figures)
            row.fit(line.width - (0.55 if is_cut else 0.0))
            if not is_cut:
                made.append(row.centered(line.x, line.y - 0.12))
                continue
            whole = path.endswith("1")
            width = float(row.width) + 0.55
            row.at(line.x - width / 2 + 0.55, line.y - 0.12)
            ends = np.array([[line.x - width / 2, line.y - 0.02], [line.x - width / 2 + 0.4, line.y - 0.02]])
            sample = VMobject(stroke_color=pen.theme.loss, stroke_width=4 if whole else 3)
            outlines.draw(sample, outlines.dashed(ends, () if whole else DASH))
            made.append(VGroup(stands_for(sample, "loss"), row))
        return made


class BendBoard(VGroup):
    """The columns, lowest place first."""

    def __init__(self, region: Region, pen: Pen, bends: Sequence[Sequence[np.ndarray]], names: Sequence[Label]) -> None:
        super().__init__()
        rooms = region.columns(*[1.0] * len(bends), gap=0.25)
        narrow = min([1.0, *(room.width / float(name.width) for room, name in zip(rooms, names, strict=True))])
        for name in names:  # all of one size
            name.scale(narrow)
        self.columns = [
            BendColumn(room, pen, j, cuts, name)
            for j, (room, cuts, name) in enumerate(zip(rooms, bends, names, strict=True))
        ]
        self.add(*self.columns)
