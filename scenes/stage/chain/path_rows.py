"""The product along each path, and the sum over the paths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from manim import VGroup, VMobject

from scenes.stage.declared import constant
from scenes.stage.frame.region import Region
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import INK, Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Formula
from scenes.stage.writing.values import Value

_SMALLEST = 0.76  # of the size: smaller than that the products stand on lines of their own
MOST_SHOWN = 4
_PRODUCT, _SUM = 0.7, 1.35  # shares of the height: a line of a product, the line of the sum, which has a fraction
_LEAST_LINE = 0.3  # units of the scene: a line of a product with brackets that can be read
_KEPT, _LEAST_KEPT = 5, 3  # factors of a product that has no room for all


@dataclass(frozen=True)
class Step:
    """What is written when a path is walked: signs, a factor for each edge (None where dots stand for it), and their
    product, if it is not itself the only factor."""

    signs: Sequence[VMobject]
    factors: Sequence[VMobject | None]
    product: Value | None


class PathRows(VGroup):
    """`head` is the derivative and a relation; `steps[k]` what path `shown[k]` adds; `tail` the sum of the products,
    `result` what it comes to. It is all one line where there is room, else the products have lines of their own. Where
    there are many paths, those in the middle are left out, which the sum says with dots.

    `is_shut`: nothing comes between the head and the result. `line_height` is what the line of the result has.

    `factors` are the paths in the trace of the local derivatives, for each path through the graph, from the output
    back; `ends` those of the products.
    """

    def __init__(
        self,
        region: Region,
        pen: Pen,
        factors: Sequence[Sequence[str]],
        ends: Sequence[str],
        total: str,
        names: tuple[str, str],
        size: float = 50.0,
    ) -> None:
        super().__init__()
        self.size = size
        self.pen, self._factors, self._ends, self._total, self._names = pen, factors, ends, total, names
        count = len(ends)
        self.shown = list(range(count))
        self.left_out = 0
        self.line_height = region.height
        self.result: Value
        self.on_one_line = count <= MOST_SHOWN and self._on_one_line(region)
        if not self.on_one_line:
            self._on_many_lines(region)
        self.is_shut = not (self.on_one_line or self.tail)

    # -- one line ----------------------------------------------------------------

    def _on_one_line(self, region: Region) -> bool:
        """The derivative = product + product = number + number = result; whether that has room."""
        parts: list[object] = [self._derivative(), "="]
        places: list[tuple[list[int], list[int]]] = []
        single = all(len(path) == 1 for path in self._factors) or len(self._factors) == 1
        for k, path in enumerate(self._factors):
            signs, own = [], []
            if k:
                signs.append(len(parts))
                parts.append("+")
            for place, local in enumerate(path):
                if place:
                    signs.append(len(parts))
                    parts.append("dot")
                own.append(len(parts))
                parts.append(self._local(local, k + place > 0))
            places.append((signs, own))
        tail = len(parts)
        if not single:
            parts.append("=")
            for k, end in enumerate(self._ends):
                parts += ["+"] if k else []
                parts.append(self._product(end, k > 0))
        row = Row([*parts, self._result()], self.size, self.pen.theme.ink)
        if row.width * _SMALLEST > region.width:
            return False
        row.fit(region.width).centered(region.x, region.y - 0.14)
        made = row.parts
        self.head = made[:2]
        self.steps = [Step([made[i] for i in signs], [made[i] for i in own], None) for signs, own in places]
        self.tail, self.result = made[tail:-1], made[-1]  # type: ignore[assignment]
        self.add(row)
        return True

    # -- many lines --------------------------------------------------------------

    def _on_many_lines(self, region: Region) -> None:
        """A line for each product, and below them the sum."""
        count = len(self._ends)
        most = int((region.height * _PRODUCT / _LEAST_LINE - _SUM) / _PRODUCT)
        most = max(2, min(MOST_SHOWN, most))
        if count > most:
            self.shown = [*range(most - 1), count - 1]
            self.left_out = count - most
        rows = [self._product_row(k, region) for k in self.shown]
        total = self._sum()
        *lines, below = region.rows(*[_PRODUCT] * len(rows), _SUM)
        self.line_height = below.height
        self.steps = []
        for (row, kept), line in zip(rows, lines, strict=True):
            row.fit(region.width)
            row.scale(min(1.0, line.height / float(row.height))).centered(region.x, line.y - 0.14)
            many = len(row.parts) > 1
            product = row.parts[-1] if many else None
            values = [part for part in row.parts if isinstance(part, Value) and part is not product]
            signs = [part for part in row.parts if not isinstance(part, Value)]
            written = iter(values)
            self.steps.append(Step(signs, [next(written) if is_kept else None for is_kept in kept], product))
        total.fit(region.width)
        total.scale(min(1.0, below.height / float(total.height))).centered(region.x, below.y - 0.14)
        opened = min(2, len(total.parts) - 1)
        self.head, self.tail = total.parts[:opened], total.parts[opened:-1]
        self.result = total.parts[-1]  # type: ignore[assignment]
        self.add(*(row for row, _ in rows), total)

    def _product_row(self, k: int, region: Region) -> tuple[Row, list[bool]]:
        """The product along a path, and which of its factors are written: where there is no room for all, dots stand
        for those in the middle."""
        path = self._factors[k]
        kept = [True] * len(path)
        while True:
            parts: list[object] = []
            for place, local in enumerate(path):
                if kept[place]:
                    parts += ["dot"] if place else []
                    parts.append(self._local(local, place > 0, inside=len(path) > 1))
                elif kept[place - 1]:
                    parts += ["dot", "dots.c"]
            end = [] if len(path) == 1 else [self.pen.value(self._ends[k], self.size * 0.9, "gradient", relation=True)]
            row = Row([*parts, *end], self.size * 0.9, self.pen.theme.ink)
            large = not all(kept) and sum(kept) > _KEPT  # where dots stand anyway, the rest is large
            least = self.size * _SMALLEST if large else LEAST_SIZE
            if row.width * least <= region.width * 0.9 * self.size or sum(kept) <= _LEAST_KEPT:
                return row, kept
            fewer = sum(kept) - 1 if not all(kept) else len(path) - 2
            kept = [place < (fewer + 1) // 2 or place >= len(path) - fewer // 2 for place in range(len(path))]

    def _sum(self) -> Row:
        parts: list[object] = []
        for k in self.shown:
            parts += ["+"] if parts else []
            if self.left_out and k == self.shown[-1]:
                parts += ["dots.c", "+"]
            parts.append(self._product(self._ends[k], len(parts) > 0))
        middle = ["=", *parts] if len(self._ends) > 1 else []
        return Row([self._derivative(), *middle, self._result()], self.size, self.pen.theme.ink)

    # -- parts -------------------------------------------------------------------

    def _derivative(self) -> Formula:
        output, name = self._names
        made = Formula(f"(partial {output})/(partial {name})", self.size, self.pen.theme.ink)
        for digits in re.findall(r"\d+", name):
            constant(made, digits, why="an index in a name")
        return made

    def _local(self, path: str, guarded: bool, inside: bool = True) -> Value:
        return self.pen.value(path, self.size * 0.9, INK, figures=3, most=5, guarded=guarded, inside=inside)

    def _product(self, path: str, guarded: bool) -> Value:
        return self.pen.value(path, self.size, "gradient", figures=3, most=5, guarded=guarded, inside=True)

    def _result(self) -> Value:
        return self.pen.value(self._total, self.size * 1.12, "gradient", relation=True)
