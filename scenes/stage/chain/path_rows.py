"""The product along each path, and the sum over the paths."""

from __future__ import annotations

import re
from collections.abc import Sequence

from manim import VGroup

from scenes.stage.declared import constant
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import INK, Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Formula

_SIZE, _SUM_SIZE = 44.0, 48.0
MOST_PRODUCTS, MOST_TERMS = 4, 5


class PathRows(VGroup):
    """`products[k]` is the row of path k: a local derivative for each edge, from the output back, and their product,
    which is the last part. `total` is their sum, behind the derivative that it is. Where there are many paths, those in
    the middle are left out, which the sum says with dots: `shown` are the places of the others.

    `factors` are the paths in the trace of the local derivatives, for each path, `ends` those of the products.
    """

    def __init__(
        self,
        region: Region,
        pen: Pen,
        factors: Sequence[Sequence[str]],
        ends: Sequence[str],
        total: str,
        names: tuple[str, str],
    ) -> None:
        super().__init__()
        self.pen = pen
        count = len(ends)
        self.shown = list(range(count)) if count <= MOST_PRODUCTS else [*range(MOST_PRODUCTS - 1), count - 1]
        self.products = [self._product(factors[k], ends[k]) for k in self.shown]
        self.total = self._total(ends, total, names)
        self._place(region)
        self.add(*self.products, self.total)

    def _product(self, factors: Sequence[str], end: str) -> Row:
        if len(factors) == 1:
            return Row([self.pen.value(end, _SIZE, "gradient")], _SIZE, self.pen.theme.ink)
        parts: list[object] = []
        for place, path in enumerate(factors):
            parts += ["dot"] if place else []
            parts.append(self.pen.value(path, _SIZE, INK, figures=3, most=5, guarded=place > 0, inside=True))
        return Row([*parts, self.pen.value(end, _SIZE, "gradient", relation=True)], _SIZE, self.pen.theme.ink)

    def _total(self, ends: Sequence[str], total: str, names: tuple[str, str]) -> Row:
        left = derivative(*names, _SUM_SIZE, self.pen)
        result = self.pen.value(total, _SUM_SIZE * 1.12, "gradient", relation=True)
        if len(ends) == 1:
            return Row([left, result], _SUM_SIZE, self.pen.theme.ink)
        parts: list[object] = []
        chosen = list(ends) if len(ends) <= MOST_TERMS else [*ends[: MOST_TERMS - 2], None, ends[-1]]
        for place, path in enumerate(chosen):
            parts += ["+"] if place else []
            parts.append(
                "dots.c"
                if path is None
                else self.pen.value(path, _SUM_SIZE, "gradient", figures=3, most=5, guarded=place > 0, inside=True)
            )
        return Row([left, "=", *parts, result], _SUM_SIZE, self.pen.theme.ink)

    def _place(self, region: Region) -> None:
        """The sum on a line of its own, the products above it: side by side where they have room, else one a line."""
        gap = 0.9
        widths = [float(row.width) for row in self.products]
        if sum(widths) + gap * (len(widths) - 1) <= region.width:
            above, below = region.rows(1, 1.15)
            x = region.x - (sum(widths) + gap * (len(widths) - 1)) / 2
            for row in self.products:
                row.at(x, above.y - 0.14)
                x += float(row.width) + gap
        else:
            *lines, below = region.rows(*[1.0] * len(self.products), 1.15)
            for row, line in zip(self.products, lines, strict=True):
                fold = 2 * (len(row.parts) // 4) if len(row.parts) > 6 else None
                row.fit(region.width, fold).centered(region.x, line.y - 0.14)
        self.total.fit(region.width).centered(region.x, below.y - 0.14)


def derivative(output: str, name: str, size: float, pen: Pen) -> Formula:
    """The derivative of an output by a variable, both given as Typst."""
    made = Formula(f"(partial {output})/(partial {name})", size, pen.theme.ink)
    for digits in re.findall(r"\d+", name):
        constant(made, digits, why="an index in a name")
    return made
