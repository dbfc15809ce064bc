"""A table of examples: inputs and targets, row by row, with a name for every column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from numbers import Integral, Real
from typing import Any, TypeAlias

import numpy as np

from engine.numbers import Array, as_array, as_kind, is_exact

Seed: TypeAlias = "int | np.random.Generator"  # a string: naming it would load numpy.random

MOST_POINTS = 10_000_000
_MOST_DECIMALS = 1074  # no float64 has more


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Points with their targets, row by row: `inputs` (N, d) and `targets` (N, k), both float64 or both exact
    Fractions, copied and read-only, with N, d and k at least 1.

    Names left out are x and y, or x1, x2, ... and y1, y2, ... Integers are taken as floats, beside Fractions exactly.
    Raises ValueError for a wrong shape, lengths or names that do not match, and NaN or an infinity, named by row (from
    0) and column; TypeError for what is no number, and for exact numbers beside floats.

    >>> Dataset([[0, 1], [1, 1]], [[1], [0]])
    Dataset(2 points of floats, inputs x1, x2, targets y)
    """

    inputs: Array
    targets: Array
    input_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        inputs, targets = _table("inputs", self.inputs), _table("targets", self.targets)
        if is_exact(inputs) != is_exact(targets):
            inputs, targets = _exact_table("inputs", self.inputs), _exact_table("targets", self.targets)
        if len(inputs) != len(targets):
            raise ValueError(f"targets: must have one row for each of {len(inputs)} rows of inputs, got {len(targets)}")
        for kind, letter, table in (("input", "x", inputs), ("target", "y", targets)):
            names = _names(f"{kind}_names", getattr(self, f"{kind}_names"), table.shape[1], letter)
            _check_finite(f"{kind}s", table, names)
            table.flags.writeable = False
            object.__setattr__(self, f"{kind}s", table)
            object.__setattr__(self, f"{kind}_names", names)

    @property
    def is_exact(self) -> bool:
        """Whether the numbers are Fractions."""
        return is_exact(self.inputs)

    def take(self, rows: Iterable[int]) -> Dataset:
        """The rows of these numbers, from 0 (negative: from the end), in this order; a number twice is a row twice.

        Raises ValueError for no rows and for a row that is not there, TypeError for what is no whole number.

        >>> from engine import xor
        >>> xor().take([3, 0]).inputs.tolist()
        [[1.0, 1.0], [0.0, 0.0]]
        """
        try:
            chosen = list(rows)
        except TypeError:
            raise TypeError(f"rows: must be a list of row numbers, got {rows!r:.60}") from None
        if not chosen:
            raise ValueError("rows: must be at least one row number, got none")
        for row in chosen:
            if isinstance(row, bool | np.bool_) or not isinstance(row, Integral):
                raise TypeError(f"rows: must be whole numbers, got {row!r:.60}")
            if not -len(self) <= int(row) < len(self):
                raise ValueError(f"rows: must be below the number of points, {len(self)}, got {row}")
        index = np.array(chosen, dtype=np.intp)
        return Dataset(self.inputs[index], self.targets[index], self.input_names, self.target_names)

    def split(self, held_out: float | Fraction, seed: Seed) -> tuple[Dataset, Dataset]:
        """The points shuffled and parted: (training, held out), together every row once.

        `held_out` is how many points to hold out, a whole number, or their share, between 0 and 1, of which the
        nearest number of points is held out (half to even). Raises ValueError where either part would be empty.

        >>> from engine import moons
        >>> training, held_out = moons(100, seed=0).split(0.2, seed=1)
        >>> len(training), len(held_out)
        (80, 20)
        """
        count = self._held_out(held_out)
        order = generator_of(seed).permutation(len(self)).tolist()
        return self.take(order[count:]), self.take(order[:count])

    def rounded(self, decimals: int) -> Dataset:
        """The same points as exact Fractions with that many decimals, each half to even on the exact value of its
        number, so that a lesson can write every one of them with `=`.

        Raises ValueError unless 0 <= decimals <= 1074, TypeError for what is no whole number.

        >>> Dataset([[0.125], [2.1]], [[0.375], [-2.1]]).rounded(2).targets.tolist()
        [[Fraction(19, 50)], [Fraction(-21, 10)]]
        """
        check_whole("decimals", decimals, 0, most=_MOST_DECIMALS)
        inputs, targets = (_rounded(table, int(decimals)) for table in (self.inputs, self.targets))
        return Dataset(inputs, targets, self.input_names, self.target_names)

    def _held_out(self, held_out: Any) -> int:
        """How many points to hold out."""
        if isinstance(held_out, bool) or not isinstance(held_out, Real):
            raise TypeError(f"held_out: must be a number of points or a share, got {held_out!r:.60}")
        if len(self) < 2:
            raise ValueError("held_out: one point cannot be split; both parts need at least one")
        share: Any = held_out
        if not isinstance(share, Integral) and not 0 < share < 1:
            raise ValueError(f"held_out: must be a whole number of points or a share between 0 and 1, got {share}")
        count = int(share) if isinstance(share, Integral) else round(share * len(self))
        if not 1 <= count < len(self):
            lost = "nothing is held out" if count < 1 else "nothing is left for training"
            raise ValueError(f"held_out: {lost}; must be 1 to {len(self) - 1} of {len(self)} points, got {share}")
        return count

    def __len__(self) -> int:
        return len(self.inputs)

    def __repr__(self) -> str:
        points = f"{len(self)} point{'s' if len(self) > 1 else ''} of {'Fractions' if self.is_exact else 'floats'}"
        return f"Dataset({points}, inputs {', '.join(self.input_names)}, targets {', '.join(self.target_names)})"

    def __reduce__(self) -> tuple[Any, ...]:
        # NumPy's own pickles come back writeable.
        return Dataset, (self.inputs, self.targets, self.input_names, self.target_names)


def generator_of(seed: Any) -> np.random.Generator:
    if isinstance(seed, np.random.Generator):
        return seed
    if isinstance(seed, bool) or not isinstance(seed, Integral):
        raise TypeError(f"seed: must be a whole number or a numpy.random.Generator, got {seed!r:.60}")
    if int(seed) < 0:
        raise ValueError(f"seed: must be at least 0, got {seed}")
    return np.random.default_rng(int(seed))


def check_whole(name: str, number: Any, least: int, most: int = MOST_POINTS) -> None:
    if isinstance(number, bool) or not isinstance(number, Integral):
        raise TypeError(f"{name}: must be a whole number, got {number!r:.60}")
    if int(number) < least:
        raise ValueError(f"{name}: must be at least {least}, got {number!r:.60}")
    if int(number) > most:
        raise ValueError(f"{name}: must be at most {most}, got {number!r:.60}")


def as_numbers(name: str, numbers: Any) -> Array:
    try:
        return as_array(numbers)
    except TypeError as wrong:
        raise TypeError(f"{name}: {' '.join(str(wrong).split()):.200}") from None
    except (ValueError, OverflowError):
        raise ValueError(f"{name}: the rows must have the same length, and no integer may be beyond floats") from None


def _table(name: str, numbers: Any) -> Array:
    table = as_numbers(name, numbers)
    if table.ndim != 2 or not table.size:
        raise ValueError(f"{name}: must be a table of at least one row and one column, got the shape {table.shape}")
    return table


def _exact_table(name: str, numbers: Any) -> Array:
    table = as_kind(numbers, True)
    if not is_exact(table):
        raise TypeError(f"{name}: floats beside exact numbers; give Fractions in both tables or floats in both")
    return table


def _names(kind: str, names: Any, columns: int, letter: str) -> tuple[str, ...]:
    if isinstance(names, str) or not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
        raise TypeError(f"{kind}: must be a tuple of names, got {names!r:.60}")
    if not names:
        return (letter,) if columns == 1 else tuple(f"{letter}{number + 1}" for number in range(columns))
    if len(names) != columns:
        raise ValueError(f"{kind}: must be {columns}, one a column, got {len(names)}")
    for name in names:
        if not name.strip() or not name.isprintable():
            raise ValueError(f"{kind}: must be printable, got {name!r:.60}")
        if names.count(name) > 1:
            raise ValueError(f"{kind}: must differ, got {name!r:.60} twice")
    return tuple(names)


def _check_finite(kind: str, table: Array, names: tuple[str, ...]) -> None:
    if is_exact(table) or np.isfinite(table).all():
        return
    row, column = map(int, np.argwhere(~np.isfinite(table))[0])
    raise ValueError(f"{kind}: row {row}, column {names[column]}: must be finite, got {table[row, column]}")


def _rounded(table: Array, decimals: int) -> Array:
    tenth = 10**decimals
    exact = (Fraction(round(Fraction(number) * tenth), tenth) for number in table.ravel().tolist())
    return np.fromiter(exact, dtype=object, count=table.size).reshape(table.shape)
