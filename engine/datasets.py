"""Data sets: points with targets, made from seeds. `engine/columns.py` reads them from CSV.

One seed makes the same numbers bit for bit, on one machine and with one version of NumPy. Positions are drawn before
the noise, so that one seed with more or less noise moves the same points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from numbers import Integral, Real
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from engine.numbers import Array, as_array, as_kind, is_exact

Seed: TypeAlias = int | np.random.Generator
Spacing: TypeAlias = Literal["even", "random"]

_MOST_POINTS = 10_000_000
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

        >>> training, held_out = moons(100, seed=0).split(0.2, seed=1)
        >>> len(training), len(held_out)
        (80, 20)
        """
        count = self._held_out(held_out)
        order = _generator(seed).permutation(len(self)).tolist()
        return self.take(order[count:]), self.take(order[:count])

    def rounded(self, decimals: int) -> Dataset:
        """The same points as exact Fractions with that many decimals, each half to even on the exact value of its
        number, so that a lesson can write every one of them with `=`.

        Raises ValueError unless 0 <= decimals <= 1074, TypeError for what is no whole number.

        >>> Dataset([[0.125], [2.1]], [[0.375], [-2.1]]).rounded(2).targets.tolist()
        [[Fraction(19, 50)], [Fraction(-21, 10)]]
        """
        _whole("decimals", decimals, 0, most=_MOST_DECIMALS)
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


def line(
    points: int = 20,
    slope: float = 2.0,
    intercept: float = -1.0,
    noise: float = 0.1,
    low: float = -1.0,
    high: float = 1.0,
    spacing: Spacing = "even",
    *,
    seed: Seed,
) -> Dataset:
    """Points about a line: y = slope * x + intercept + noise * n with n from the standard normal distribution.

    x: evenly spaced with the first at `low` and the last at `high`, or, with spacing "random", uniform between them in
    no order. Returns inputs x (N, 1) and targets y (N, 1). Raises ValueError unless points >= 1, noise >= 0,
    low < high and all are finite.

    >>> line(3, slope=2, intercept=1, noise=0, seed=0).targets.ravel().tolist()
    [-1.0, 1.0, 3.0]
    """
    _whole("points", points, 1)
    slope, intercept = _finite("slope", slope), _finite("intercept", intercept)
    generator = _generator(seed)
    x = _along(points, low, high, spacing, generator)
    with np.errstate(over="ignore", invalid="ignore"):  # the data set names what is beyond floats
        y = slope * x + intercept + _noise(noise, points, generator)
    return Dataset(x[:, None], y[:, None])


def sine(
    points: int = 40,
    periods: float = 1.0,
    noise: float = 0.1,
    low: float = -1.0,
    high: float = 1.0,
    spacing: Spacing = "even",
    *,
    seed: Seed,
) -> Dataset:
    """Points about a sine wave of amplitude 1 through the origin: y = sin(2 pi periods x / (high - low)) + noise * n
    with n from the standard normal distribution, so that `periods` whole waves lie between `low` and `high`.

    x as in `line`. Returns inputs x (N, 1) and targets y (N, 1). Raises ValueError unless points >= 1, periods > 0,
    noise >= 0, low < high and all are finite.

    >>> sine(5, noise=0, seed=0).targets.ravel().round(9).tolist()
    [-0.0, -1.0, 0.0, 1.0, 0.0]
    """
    _whole("points", points, 1)
    if _finite("periods", periods) <= 0:
        raise ValueError(f"periods: must be above 0, got {periods}")
    generator = _generator(seed)
    x = _along(points, low, high, spacing, generator)
    with np.errstate(over="ignore", invalid="ignore"):  # the data set names what is beyond floats
        waves = float(periods) * (x / (float(high) - float(low)))
        y = np.sin(2 * math.pi * waves) + _noise(noise, points, generator)
    return Dataset(x[:, None], y[:, None])


def moons(points: int = 100, noise: float = 0.1, spacing: Spacing = "even", *, seed: Seed) -> Dataset:
    """Two interleaving half circles of radius 1 (the geometry of scikit-learn's make_moons): class 0 is the upper half
    about (0, 0), from (1, 0) to (-1, 0), class 1 the lower half about (1, 1/2), from (0, 1/2) to (2, 1/2).

    Classes take turns row by row, so any first rows are balanced within one; along each half the points are evenly
    spaced, or uniform with spacing "random". Noise is the standard deviation of a normal shift in x1 and in x2.
    Returns inputs x1, x2 (N, 2) and the class, 0 or 1, as targets (N, 1). Raises ValueError unless points >= 2 and
    noise >= 0.

    >>> moons(4, noise=0, seed=0).inputs.round(9).tolist()
    [[1.0, 0.0], [0.0, 0.5], [-1.0, 0.0], [2.0, 0.5]]
    """
    _whole("points", points, 2)
    generator = _generator(seed)
    classes, share = _arms(points, 2, "both", spacing, generator)
    x1, x2 = np.cos(math.pi * share), np.sin(math.pi * share)
    lower = classes == 1
    x1[lower], x2[lower] = 1 - x1[lower], 0.5 - x2[lower]
    return _classified(x1, x2, classes, noise, generator)


def circles(
    points: int = 100, noise: float = 0.05, factor: float = 0.5, spacing: Spacing = "even", *, seed: Seed
) -> Dataset:
    """Two circles about the origin, one in the other (as scikit-learn's make_circles): class 0 has radius 1, class 1
    the radius `factor`; both begin on the positive x1 axis.

    Rows, spacing, noise and what is returned as in `moons`. Raises ValueError unless points >= 2, noise >= 0 and
    0 < factor < 1.

    >>> circles(4, noise=0, seed=0).inputs.round(9).tolist()
    [[1.0, 0.0], [0.5, 0.0], [-1.0, 0.0], [-0.5, 0.0]]
    """
    _whole("points", points, 2)
    if not 0 < _finite("factor", factor) < 1:
        raise ValueError(f"factor: must be between 0 and 1, got {factor}")
    generator = _generator(seed)
    classes, share = _arms(points, 2, "first", spacing, generator)
    radius = np.where(classes == 1, float(factor), 1.0)
    angle = 2 * math.pi * share
    return _classified(radius * np.cos(angle), radius * np.sin(angle), classes, noise, generator)


def spirals(
    points: int = 100,
    classes: int = 2,
    turns: float = 1.0,
    noise: float = 0.02,
    spacing: Spacing = "even",
    *,
    seed: Seed,
) -> Dataset:
    """Spiral arms about the origin, one a class (after Lang and Witbrock 1988, Learning to tell two spirals apart):
    class c at radius r has the angle 2 pi (turns r + c / classes), with r above 0 up to 1.

    Rows, spacing (of r) and noise as in `moons`; the origin, where all arms would meet, is left out. Negative turns
    run clockwise. Returns inputs x1, x2 (N, 2) and the class, 0 to classes - 1, as targets (N, 1). Raises ValueError
    unless classes >= 2, points >= classes, noise >= 0 and turns is finite.

    >>> spirals(4, noise=0, seed=0).inputs.round(9).tolist()
    [[-0.5, 0.0], [0.5, 0.0], [1.0, 0.0], [-1.0, 0.0]]
    """
    _whole("classes", classes, 2)
    _whole("points", points, classes)
    turns = _finite("turns", turns)
    generator = _generator(seed)
    labels, radius = _arms(points, classes, "last", spacing, generator)
    # Only the part of a turn counts, and thousands of turns would blur it.
    angle = 2 * math.pi * ((turns * radius + labels / classes) % 1.0)
    return _classified(radius * np.cos(angle), radius * np.sin(angle), labels, noise, generator)


def xor(copies: int = 1, noise: float = 0.0, *, seed: Seed | None = None) -> Dataset:
    """The four points of exclusive or, (0, 0), (0, 1), (1, 0), (1, 1) with the targets 0, 1, 1, 0, `copies` times over;
    noise is the standard deviation of a normal shift in x1 and in x2.

    Returns inputs x1, x2 (4 copies, 2) and targets y (4 copies, 1). Raises ValueError unless copies >= 1 and
    noise >= 0, and for noise without a seed.

    >>> xor().rounded(0).targets.ravel().tolist()
    [Fraction(0, 1), Fraction(1, 1), Fraction(1, 1), Fraction(0, 1)]
    """
    _whole("copies", copies, 1, most=_MOST_POINTS // 4)
    corners = np.tile([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], (copies, 1))
    targets = np.tile([[0.0], [1.0], [1.0], [0.0]], (copies, 1))
    if _finite("noise", noise) and seed is None:
        raise ValueError("seed: noise needs a seed, such as seed=0")
    generator = _generator(0 if seed is None else seed)
    return Dataset(corners + _noise(noise, corners.shape, generator), targets)


def one_hot(targets: Any, classes: int) -> Array:
    """Class numbers (N,) or (N, 1) as rows (N, classes) with a 1 in the column of the class and 0 elsewhere: Fractions
    for Fractions, otherwise float64; read-only.

    Raises ValueError unless every class is one of 0, 1, ..., classes - 1, naming its row (from 0).

    >>> one_hot([[0], [2]], classes=3).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    _whole("classes", classes, 1)
    given = _numbers("targets", targets)
    if given.ndim not in (1, 2) or given.shape[1:] not in ((), (1,)):
        raise ValueError(f"targets: must be one class a row, got the shape {given.shape}")
    zero, one = (Fraction(0), Fraction(1)) if is_exact(given) else (0.0, 1.0)
    rows: Array = np.full((len(given), classes), zero, dtype=given.dtype)
    for row, number in enumerate(given.ravel().tolist()):
        if not 0 <= number < classes or number != int(number):  # NaN is not at least 0
            raise ValueError(f"targets: row {row}: must be a class from 0 to {classes - 1}, got {number}")
        rows[row, int(number)] = one
    rows.flags.writeable = False
    return rows


def _along(points: int, low: Any, high: Any, spacing: Spacing, generator: np.random.Generator) -> NDArray[np.float64]:
    """Places from `low` to `high`."""
    first, last = _finite("low", low), _finite("high", high)
    if not first < last:
        raise ValueError(f"low: must be below high, got {low} and {high}")
    if not math.isfinite(last - first):
        raise ValueError(f"low: too far from high for floats, got {low} and {high}")
    _, share = _arms(points, 1, "both", spacing, generator)
    return first * (1 - share) + last * share


def _arms(
    points: int, classes: int, ends: Literal["both", "first", "last"], spacing: Spacing, generator: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The class of each point, 0, 1, ..., 0, 1, ..., and how far along the curve of its class it lies: from 0 to 1,
    where even spacing takes both ends, or the first or the last alone."""
    classes_in_turn = np.arange(points) % classes
    if spacing == "random":
        return classes_in_turn, 1 - generator.random(points)  # above 0, where spirals would meet
    if spacing != "even":
        raise ValueError(f"spacing: must be one of {', '.join(get_args(Spacing))}, got {spacing!r:.60}")
    step = np.arange(points) // classes
    size = np.bincount(classes_in_turn, minlength=classes)[classes_in_turn]
    if ends == "both":
        return classes_in_turn, step / np.maximum(size - 1, 1)
    return classes_in_turn, (step + (ends == "last")) / size


def _classified(
    x1: NDArray[np.float64],
    x2: NDArray[np.float64],
    classes: NDArray[np.intp],
    noise: float,
    generator: np.random.Generator,
) -> Dataset:
    places = np.stack([x1, x2], axis=1)
    targets = classes[:, None].astype(np.float64)
    return Dataset(places + _noise(noise, places.shape, generator), targets, target_names=("class",))


def _noise(noise: Any, shape: int | tuple[int, ...], generator: np.random.Generator) -> NDArray[np.float64]:
    if _finite("noise", noise) < 0:
        raise ValueError(f"noise: must be at least 0, got {noise}")
    with np.errstate(over="ignore"):  # the data set names what is beyond floats
        return float(noise) * generator.standard_normal(shape)


def _generator(seed: Any) -> np.random.Generator:
    if isinstance(seed, np.random.Generator):
        return seed
    if isinstance(seed, bool) or not isinstance(seed, Integral):
        raise TypeError(f"seed: must be a whole number or a numpy.random.Generator, got {seed!r:.60}")
    if int(seed) < 0:
        raise ValueError(f"seed: must be at least 0, got {seed}")
    return np.random.default_rng(int(seed))


def _whole(name: str, number: Any, least: int, most: int = _MOST_POINTS) -> None:
    if isinstance(number, bool) or not isinstance(number, Integral):
        raise TypeError(f"{name}: must be a whole number, got {number!r:.60}")
    if int(number) < least:
        raise ValueError(f"{name}: must be at least {least}, got {number!r:.60}")
    if int(number) > most:
        raise ValueError(f"{name}: must be at most {most}, got {number!r:.60}")


def _finite(name: str, number: Any) -> float:
    if isinstance(number, bool) or not isinstance(number, Real):
        raise TypeError(f"{name}: must be a number, got {number!r:.60}")
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise ValueError(f"{name}: must be finite, got {number!r:.60}")
    return value


def _numbers(name: str, numbers: Any) -> Array:
    try:
        return as_array(numbers)
    except TypeError as wrong:
        raise TypeError(f"{name}: {' '.join(str(wrong).split()):.200}") from None
    except (ValueError, OverflowError):
        raise ValueError(f"{name}: the rows must have the same length, and no integer may be beyond floats") from None


def _table(name: str, numbers: Any) -> Array:
    table = _numbers(name, numbers)
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
