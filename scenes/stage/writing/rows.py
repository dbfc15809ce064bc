"""Formulas put together from parts of the picture: symbols, signs and bound numbers on one baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from manim import VGroup, VMobject

from scenes.stage.declared import constant
from scenes.stage.writing import fitting
from scenes.stage.writing.placed import Placed
from scenes.stage.writing.typeset import Formula, Label, em
from scenes.stage.writing.values import Value

# In em, between the ink: TeX's thick and medium spaces (The TeXbook, chapter 18) and the side bearings of the signs.
_GAPS = {
    "=": (0.36, 0.36),
    "approx": (0.36, 0.36),
    ":=": (0.36, 0.36),
    "+": (0.3, 0.3),
    "-": (0.3, 0.3),
    "dot": (0.28, 0.28),
    "times": (0.28, 0.24),
    "(": (0.1, 0.05),
    ")": (0.05, 0.0),
    ")^2": (0.05, 0.0),
}
_BETWEEN_SYMBOLS = 0.17
_LEADING = 1.75  # from a line to the one below it; a fraction has room


class Row(Placed, VGroup):
    """Parts side by side on one baseline. A string is a sign from the table above or the Typst source of a symbol. A
    `=` in front of an expression with a rounded number in it becomes the approximately-equal sign; `approx?` stands
    there only in front of such a one.

    `parts[i]` is the mobject made from the i-th part, so a lesson can send a factor from the picture into its place
    here. `constants` are the digits in its signs that are no data, with the reason (see `declared.constant`).
    """

    def __init__(
        self,
        parts: Sequence[str | Formula | Label | Value],
        size: float,
        color: str,
        constants: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.size = size
        self._constants = constants or {}
        self._given = list(parts)
        self._signs: dict[tuple[int, str], Formula] = {}
        self.parts: list[VMobject] = []
        self.folded_at: int | None = None
        self._color = color
        self._arrange()

    def _arrange(self) -> None:
        """Set the parts side by side from the origin on, with the signs that are true for the numbers as written."""
        self.remove(*self.submobjects)
        self.parts = []
        gap_after = 0.0
        pen = 0.0
        unit = em(self.size)
        for index, part in enumerate(self._given):
            before, after = (0.0, 0.0)
            if part == "approx?":
                if _exact_side(self._given[index + 1 :]):
                    continue
                part = "approx"
            if isinstance(part, str):
                sides = (_side_before(self._given[:index]), self._given[index + 1 :])
                if part == "=" and not all(map(_exact_side, sides)):
                    part = "approx"
                mobject: Formula | Label | Value = self._sign(index, part)
                before, after = _GAPS.get(part, (0.0, 0.0))
            else:
                mobject = part
                if isinstance(part, Value) and part.has_relation:
                    part.stand_behind(rounded=not _exact_side(_side_before(self._given[:index])))
                if isinstance(part, Value) and part.leads_with_relation:
                    before = _GAPS["="][0]
            if self.parts:
                gap = max(before, gap_after)
                plain = isinstance(mobject, Formula) and not before and isinstance(self.parts[-1], Formula)
                pen += (gap or (_BETWEEN_SYMBOLS if plain and not gap_after else 0.03)) * unit
            if index == self.folded_at:
                pen = 0.0
            drop = _LEADING * unit if self.folded_at is not None and index >= self.folded_at else 0.0
            mobject.shift([pen - float(mobject.get_left()[0]), -mobject.baseline - drop, 0])
            pen = float(mobject.get_right()[0])
            gap_after = after
            self.parts.append(mobject)
            self.add(mobject)

    def _sign(self, index: int, sign: str) -> Formula:
        if (index, sign) not in self._signs:
            made = Formula(_SIGNS.get(sign, sign), self.size, self._color)
            for digits, why in self._constants.items():
                constant(made, digits, why)
            self._signs[index, sign] = made
        return self._signs[index, sign]

    def shorten(self, times: int) -> None:
        """Write all its numbers with fewer figures, by the table `fitting.FEWER`; only before it was scaled."""
        for part in self._given:
            if isinstance(part, Value):
                part.shorten(times)
        self._arrange()

    @property
    def baseline(self) -> float:
        """The height of the baseline, in units of the scene."""
        return float(self.parts[0].baseline)  # type: ignore[attr-defined]

    def fit(self, width: float, fold: int | None = None) -> Row:
        """Make it no wider than this: smaller while it stays legible, then its numbers with fewer figures; it never
        grows. Where it would be too small even then, and may `fold`, the parts from that index on stand on a second
        line."""
        legible = fitting.shortened(self, width, self.size, self.shorten)
        if not legible and fold is not None:
            self.fold(fold)
            fitting.shortened(self, width, self.size, self.shorten)
        fitting.shrink(self, width)
        last = self.parts[-1]
        if isinstance(last, Value):
            last.keep_to(float(last.width) + max(0.0, width - float(self.width)))
        return self

    def fold(self, at: int) -> Row:
        """Set the parts from this index on, on a second line."""
        self.folded_at = at
        self.shorten(0)
        return self


def _side_before(parts: Sequence[object]) -> Sequence[object]:
    """The side of a relation that ends here: back to the relation sign before it."""
    signs = [i for i, part in enumerate(parts) if part in ("=", ":=")]
    return parts[signs[-1] + 1 :] if signs else parts


def _exact_side(parts: Sequence[object]) -> bool:
    """Whether the side of a relation that begins here is exact: no number in it is rounded, up to the next relation."""
    for part in parts:
        if part in ("=", ":=") or (isinstance(part, Value) and part.leads_with_relation):
            return True
        if isinstance(part, Value) and part.inside and part.relation != "=":
            return False
    return True


_SIGNS = {"dot": "dot.op", "times": "times", "(": "paren.l", ")": "paren.r", ")^2": "paren.r^2", ":=": ":="}
