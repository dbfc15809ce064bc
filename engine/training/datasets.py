"""Data sets: points with targets, made from seeds. `engine/training/columns.py` reads them from CSV.

One seed makes the same numbers bit for bit, on one machine and with one version of NumPy. Positions are drawn before
the noise, so that one seed with more or less noise moves the same points.
"""

from __future__ import annotations

import math
from fractions import Fraction
from numbers import Real
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from engine.numbers import Array, is_exact
from engine.training.dataset import MOST_POINTS, Dataset, Seed, as_numbers, check_whole, generator_of

Spacing: TypeAlias = Literal["even", "random"]


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
    check_whole("points", points, 1)
    slope, intercept = _finite("slope", slope), _finite("intercept", intercept)
    generator = generator_of(seed)
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
    check_whole("points", points, 1)
    if _finite("periods", periods) <= 0:
        raise ValueError(f"periods: must be above 0, got {periods}")
    generator = generator_of(seed)
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
    check_whole("points", points, 2)
    generator = generator_of(seed)
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
    check_whole("points", points, 2)
    if not 0 < _finite("factor", factor) < 1:
        raise ValueError(f"factor: must be between 0 and 1, got {factor}")
    generator = generator_of(seed)
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
    check_whole("classes", classes, 2)
    check_whole("points", points, classes)
    turns = _finite("turns", turns)
    generator = generator_of(seed)
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
    check_whole("copies", copies, 1, most=MOST_POINTS // 4)
    corners = np.tile([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], (copies, 1))
    targets = np.tile([[0.0], [1.0], [1.0], [0.0]], (copies, 1))
    if _finite("noise", noise) and seed is None:
        raise ValueError("seed: noise needs a seed, such as seed=0")
    generator = generator_of(0 if seed is None else seed)
    return Dataset(corners + _noise(noise, corners.shape, generator), targets)


def one_hot(targets: Any, classes: int) -> Array:
    """Class numbers (N,) or (N, 1) as rows (N, classes) with a 1 in the column of the class and 0 elsewhere: Fractions
    for Fractions, otherwise float64; read-only.

    Raises ValueError unless every class is one of 0, 1, ..., classes - 1, naming its row (from 0).

    >>> one_hot([[0], [2]], classes=3).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    check_whole("classes", classes, 1)
    given = as_numbers("targets", targets)
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
