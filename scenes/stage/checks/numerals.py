"""Numbers put together from glyphs that were read, by their places alone: digits side by side on one baseline, a sign
in front, a separator between, a power of ten behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from manim import VMobject

from scenes.stage.checks.reader import Read
from scenes.stage.writing.binding import binding_of

# All in em.
_LEVEL = 0.06  # between the baselines of what stands on one
_TIGHT = 0.12  # between the pen positions of neighbours; a word space is 0.25, a thin space 0.17
_OVERLAP = 0.25  # neighbours that were pushed together read as one number still
_SEPARATOR_REACH = 0.34  # from a digit to the middle of its decimal separator, at most
_FACTOR_GAP = 0.7  # from a number to the middle of the dot or cross, and from there to the power of ten
_RAISED = (0.2, 0.6)
_SMALLER = (0.5, 0.85)

LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉⁻₋", "01234567890123456789−−")
_TO_SUPERSCRIPT = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALL_MINUS = frozenset("⁻₋")
_MINUS = frozenset("−-–") | _SMALL_MINUS
_CLOSING = frozenset(")]}|")
_POINTS = frozenset(".·•⋅")
_COMMAS = frozenset(",’‚'")
_TIMES = _POINTS | frozenset("×")


@dataclass(frozen=True)
class Sign:
    """A glyph on the screen and what it was read as."""

    leaf: VMobject
    read: Read

    @property
    def is_digit(self) -> bool:
        """Whether it is a digit of any kind, raised ones and fractions included."""
        return self.read.character.isnumeric()


@dataclass(frozen=True)
class Numeral:
    """A number as it stands on the screen, written as `Rounded.text` writes it, and its glyphs from left to right.

    `origin` is where it starts on its baseline, `direction` the way that the baseline goes, a complex number of size 1.
    """

    text: str
    leaves: tuple[VMobject, ...]
    em: float
    origin: complex
    direction: complex

    @property
    def digits(self) -> int:
        """How many digits it has."""
        return sum(character.isnumeric() for character in self.text)


@dataclass
class _Run:
    """Digits side by side, while they are put together; places as seen with the text upright."""

    em: float
    baseline: float
    start: float
    end: float
    small: bool  # characters that are superscripts by themselves
    text: str = ""
    minus: str = ""
    signs: list[Sign] = field(default_factory=list)

    @property
    def binding(self) -> object:
        return binding_of(self.signs[-1].leaf)


def numerals(signs: Sequence[Sign]) -> list[Numeral]:
    """The numbers among these glyphs, whatever else is among them."""
    found: list[Numeral] = []
    angles: list[float] = []
    for sign in signs:
        if sign.is_digit and not any(abs(sign.read.angle - angle) < 0.02 for angle in angles):
            angles.append(sign.read.angle)
    for angle in angles:
        found += _upright(signs, angle)
    return found


def _upright(signs: Sequence[Sign], angle: float) -> list[Numeral]:
    """The numbers whose digits are turned by this angle."""
    turn = complex(np.exp(-1j * angle))
    digits = [sign for sign in signs if sign.is_digit and abs(sign.read.angle - angle) < 0.02]
    others = [_Placed(sign, turn) for sign in signs]
    marks = [other for other in others if other.character in _POINTS | _COMMAS]
    minuses = [other for other in others if other.character in _MINUS]
    operands = [other for other in others if other.character.isalnum() or other.character in _CLOSING]
    runs: list[_Run] = []
    for placed in sorted((_Placed(sign, turn) for sign in digits), key=lambda placed: placed.start):
        if not any(_continued(run, placed, marks) for run in reversed(runs)):
            text = placed.character.translate(LOWERED)
            small = text != placed.character
            runs.append(_Run(placed.em, placed.baseline, placed.start, placed.end, small, text, "", [placed.sign]))
    for run in runs:
        _give_minus(run, minuses, operands)
    runs = _with_powers(runs, [other for other in others if other.character in _TIMES])
    back = turn.conjugate()
    return [
        Numeral(
            run.minus + run.text,
            tuple(sign.leaf for sign in run.signs),
            run.em,
            complex(run.start, run.baseline) * back,
            back,
        )
        for run in runs
    ]


class _Placed:
    """A glyph as seen with the text upright."""

    def __init__(self, sign: Sign, turn: complex) -> None:
        origin, end, center = (place * turn for place in (sign.read.origin, sign.read.end, sign.read.center))
        self.sign = sign
        self.character = sign.read.character
        self.em = sign.read.em
        self.baseline = origin.imag
        self.start, self.end = origin.real, end.real
        self.x, self.y = center.real, center.imag


def _continued(run: _Run, digit: _Placed, marks: Iterable[_Placed]) -> bool:
    """Add a digit to a run if it stands next to its last one, or behind a separator."""
    text = digit.character.translate(LOWERED)
    if (text != digit.character) != run.small or not _same_line(run, digit):
        return False
    gap = (digit.start - run.end) / run.em
    if -_OVERLAP < gap < _TIGHT:
        run.text += text
    elif _TIGHT <= gap < 2 * _SEPARATOR_REACH:
        mark = next((mark for mark in marks if _separates(mark, run, digit)), None)
        if mark is None:
            return False
        run.text += ("." if mark.character in _POINTS else ",") + text
        run.signs.append(mark.sign)
    else:
        return False
    run.signs.append(digit.sign)
    run.end = digit.end
    return True


def _same_line(run: _Run, placed: _Placed) -> bool:
    return _level(placed, run) and abs(placed.em / run.em - 1) < 0.04


def _separates(mark: _Placed, run: _Run, digit: _Placed) -> bool:
    """Whether a dot or comma stands on the baseline, as near to the digit before it as to the one behind it."""
    before, after = (mark.x - run.end) / run.em, (digit.start - mark.x) / run.em
    return (
        0 < before < _SEPARATOR_REACH
        and abs(before - after) < _TIGHT
        and -0.15 < (mark.y - run.baseline) / run.em < 0.15
    )


def _give_minus(run: _Run, minuses: Iterable[_Placed], operands: Sequence[_Placed]) -> None:
    """A minus close in front is a sign, unless an operand stands as close before it; a bound number owns its minus."""
    for minus in minuses:
        near = _level(minus, run) and abs(run.start - minus.end) < _TIGHT * run.em and abs(minus.em / run.em - 1) < 0.1
        if not near or (minus.character in _SMALL_MINUS) != run.small:
            continue
        own = run.binding is not None and binding_of(minus.sign.leaf) is run.binding
        if (
            own
            or run.small
            or not any(
                _level(operand, run) and abs(minus.start - operand.end) < _TIGHT * run.em for operand in operands
            )
        ):
            run.minus = "−"
            run.signs.insert(0, minus.sign)
            run.start = minus.start
            return


def _level(placed: _Placed, run: _Run) -> bool:
    return abs(placed.baseline - run.baseline) < _LEVEL * run.em


def _with_powers(runs: Sequence[_Run], dots: Sequence[_Placed]) -> list[_Run]:
    """The runs, with `1.5 · 10` and a raised `−5` made into one."""
    left = list(runs)
    for ten in runs:
        if ten.text != "10" or ten.minus or ten.small:
            continue
        power = next((run for run in runs if _raised(ten, run)), None)
        dot = next((dot for dot in dots if _raised_dot(dot, ten)), None)
        if power is None or dot is None:
            continue
        base = next((run for run in runs if _before(run, dot, ten)), None)
        if base is None or not base.binding is ten.binding is power.binding:
            continue
        base.text += f"·10{(power.minus + power.text).translate(_TO_SUPERSCRIPT)}"
        base.signs += [dot.sign, *ten.signs, *power.signs]
        base.end = power.end
        left.remove(ten)
        left.remove(power)
    return left


def _raised(base: _Run, power: _Run) -> bool:
    if abs(power.start - base.end) > _TIGHT * base.em:
        return False
    if power.small:
        return abs(power.baseline - base.baseline) < _LEVEL * base.em
    up, size = (power.baseline - base.baseline) / base.em, power.em / base.em
    return _RAISED[0] < up < _RAISED[1] and _SMALLER[0] < size < _SMALLER[1]


def _raised_dot(dot: _Placed, ten: _Run) -> bool:
    up = (dot.y - ten.baseline) / ten.em
    return 0.15 < up < 0.4 and 0 < ten.start - dot.x < _FACTOR_GAP * ten.em


def _before(base: _Run, dot: _Placed, ten: _Run) -> bool:
    level = abs(base.baseline - ten.baseline) < _LEVEL * ten.em and abs(base.em / ten.em - 1) < 0.04
    return level and 0 < dot.x - base.end < _FACTOR_GAP * ten.em
