"""The examples of lesson 8: a named data set made from a seed, rows written out, or a CSV file; one input or two."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine import Dataset, circles, line, moons, read_csv, sine, spirals, xor
from scenes.stage.data_parameter import LARGEST_FILE, names_file
from scenes.stage.near import nearest, path_shown, quoted
from scenes.stage.parameters import NumberParameter, Table, TableParameter

MADE = ("sine", "line", "moons", "circles", "xor", "spirals")
WITH_TWO_INPUTS = MADE[2:]
LEAST, MOST = 8, 200  # examples
LARGEST = 100  # of a number given by the user: networks learn from small numbers
_DECIMALS = 2
_PERIODS = 1.5  # of the sine: what no line comes near
_DIGITS = 20
_COLUMNS = {2: ("x", "y"), 3: ("x1", "x2", "y")}


@dataclass(frozen=True)
class TrainingData:
    """A parameter that is a data set: the name of one, rows `x, y; ...` or `x1, x2, y; ...`, or the path of a CSV file
    with the columns x and y, or x1, x2 and y. Decimal strings are taken exactly."""

    name: str
    default: str
    meaning: str = ""

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        return (
            f"one of {', '.join(MADE)}, or {LEAST} to {MOST} rows of X, Y or X1, X2, Y with numbers up to {LARGEST}, "
            "written 1, 2; 2, 3.5; ..., or the path of a .csv file with the columns x, y or x1, x2, y"
        )

    def read(self, text: str) -> str | Table:
        """The name, or the rows; raises ValueError in one line."""
        written = text.strip()
        if written in MADE:
            return written
        if names_file(written):
            return self._from_file(written)
        if "," not in written:
            raise ValueError(f"must be {self.allowed}; got {quoted(written)}; the nearest is {nearest(written, MADE)}")
        columns = min(3, max(2, written.split(";")[0].count(",") + 1))
        kinds = tuple(NumberParameter(name, "0", "number", -LARGEST, LARGEST) for name in _COLUMNS[columns])
        rows = TableParameter(self.name, "1, 2; 2, 3.5; ...", kinds, LEAST, MOST).read(written)
        _check(rows)
        return rows

    def _from_file(self, path: str) -> Table:
        found = None
        for columns in _COLUMNS.values():
            try:
                found = read_csv(path, columns[:-1], columns[-1:], exact=True, most_rows=MOST, largest=LARGEST_FILE)
                break
            except OSError as wrong:
                raise ValueError(str(wrong)) from None
            except ValueError as wrong:
                reason = str(wrong)
                if "there is no column" not in reason:  # it has these columns, and is wrong elsewhere
                    break
        if found is None:
            raise ValueError(reason)
        rows = tuple(
            tuple(map(Fraction, [*inputs, *targets]))
            for inputs, targets in zip(found.inputs.tolist(), found.targets.tolist(), strict=True)
        )
        if not LEAST <= len(rows) <= MOST:
            raise ValueError(f"{path_shown(path)}: must have {LEAST} to {MOST} rows of numbers, got {len(rows)}")
        for place, row in enumerate(rows, start=1):
            if any(abs(number) > LARGEST for number in row):
                raise ValueError(f"{path_shown(path)}: example {place}: must have numbers from {-LARGEST} to {LARGEST}")
            if any(len(str(number.numerator)) + len(str(number.denominator)) > 2 * _DIGITS for number in row):
                raise ValueError(f"{path_shown(path)}: example {place}: must have at most {_DIGITS} digits")
        try:
            _check(rows)
        except ValueError as wrong:
            raise ValueError(f"{path_shown(path)}: {wrong}") from None
        return rows


def dataset(data: str | Table, points: int, noise: float, seed: int) -> Dataset:
    """The examples with decimals that can be written down, as exact numbers; `data` as `TrainingData` reads it."""
    if isinstance(data, tuple):
        table = np.array(data, dtype=object)
        return Dataset(table[:, :-1], table[:, -1:])
    made = {
        "sine": lambda: sine(points, _PERIODS, noise, spacing="random", seed=seed),
        "line": lambda: line(points, 1, 0, noise, spacing="random", seed=seed),
        "moons": lambda: moons(points, noise, seed=seed),
        "circles": lambda: circles(points, noise, seed=seed),
        "xor": lambda: xor(-(-points // 4), noise, seed=seed).take(range(points)),
        "spirals": lambda: spirals(points, noise=noise, seed=seed),
    }
    return made[data]().rounded(_DECIMALS)


def floats(exact: Dataset) -> Dataset:
    """The same examples as floats, which is what a network trains on."""
    return Dataset(exact.inputs.astype(np.float64), exact.targets.astype(np.float64))


def _check(rows: Table) -> None:
    for column in range(len(rows[0]) - 1):
        if len({row[column] for row in rows}) < 2:
            raise ValueError("the numbers of an input must not all be the same")
    if len({row[-1] for row in rows}) < 2:
        raise ValueError("the targets must not all be the same: there would be nothing to learn")
