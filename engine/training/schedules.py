"""Learning-rate schedules: the learning rate of step k = 0, 1, ..., as a function of k alone."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational, Real
from operator import index
from typing import Any, ClassVar

Number = Fraction | float
Rate = Callable[[int], Number]  # what a training loop asks: a schedule below, or any function of the step number


class Schedule(ABC):
    """A learning rate for every step: `schedule(k)` is the rate of the step that makes parameters k + 1 from
    parameters k.

    A rate given as a Fraction gives Fractions wherever the schedule is rational; one float among the numbers gives
    floats. Calling it raises ValueError for a negative step, TypeError for one that is no whole number.
    """

    name: ClassVar[str]

    def __call__(self, step: int) -> Number:
        try:
            number = index(step)
        except TypeError:
            raise TypeError(f"{self.name}: the step must be a whole number, got {step!r}") from None
        if number < 0:
            raise ValueError(f"{self.name}: the step must be at least 0, got {number}")
        return self._rate(number)

    @abstractmethod
    def _rate(self, step: int) -> Number: ...


@dataclass(frozen=True)
class Constant(Schedule):
    """The same learning rate at every step.

    Raises ValueError for a rate below 0 or not finite, TypeError for what is no number.

    >>> [Constant(0.5)(k) for k in (0, 1, 1000)]
    [0.5, 0.5, 0.5]
    """

    name: ClassVar[str] = "constant"
    rate: Number

    def __post_init__(self) -> None:
        _take_numbers(self, "rate")

    def _rate(self, step: int) -> Number:
        return self.rate


@dataclass(frozen=True)
class StepDecay(Schedule):
    """The learning rate times `factor` after every `every` steps: rate * factor^floor(k / every), as PyTorch's StepLR.

    Raises ValueError unless rate >= 0, every >= 1 and 0 < factor <= 1; TypeError for what is no number and for an
    exact rate with a float factor.

    >>> [str(StepDecay(Fraction(1, 2), every=2)(k)) for k in range(5)]
    ['1/2', '1/2', '1/20', '1/20', '1/200']
    """

    name: ClassVar[str] = "step"
    rate: Number
    every: int
    factor: Number = Fraction(1, 10)

    def __post_init__(self) -> None:
        _take_numbers(self, "rate", "factor")
        _check_whole(f"{self.name}.every", self.every)
        if not 0 < self.factor <= 1:
            raise ValueError(f"{self.name}.factor: must be above 0 and at most 1, got {self.factor}")

    def _rate(self, step: int) -> Number:
        return self.rate * self.factor ** (step // self.every)


@dataclass(frozen=True)
class Cosine(Schedule):
    """Down from the rate to the minimum along half a cosine wave:
    minimum + (rate - minimum) * (1 + cos(pi k / steps)) / 2 (Loshchilov and Hutter 2017, SGDR, equation 5, without
    restarts), and the minimum from step `steps` on.

    The closed form of PyTorch's CosineAnnealingLR up to k = steps; after that PyTorch climbs up again, this one stays.
    Always a float, because a cosine is rarely rational. Raises ValueError unless 0 <= minimum <= rate and steps >= 1,
    TypeError for what is no number.

    >>> [round(Cosine(1.0, steps=4)(k), 3) for k in range(6)]
    [1.0, 0.854, 0.5, 0.146, 0.0, 0.0]
    """

    name: ClassVar[str] = "cosine"
    rate: Number
    steps: int
    minimum: Number = 0

    def __post_init__(self) -> None:
        _take_numbers(self, "rate", "minimum")
        _check_whole(f"{self.name}.steps", self.steps)
        if self.minimum > self.rate:
            raise ValueError(f"{self.name}.minimum: must be at most the rate {self.rate}, got {self.minimum}")

    def _rate(self, step: int) -> Number:
        if step >= self.steps:
            return float(self.minimum)
        height = (1 + math.cos(math.pi * step / self.steps)) / 2
        return float(self.minimum) + float(self.rate - self.minimum) * height


@dataclass(frozen=True)
class WarmUp(Schedule):
    """In a straight line from `start` up to the first rate of another schedule, which begins at step `steps` as if
    that were its step 0: start + (schedule(0) - start) * k / steps for k < steps, then schedule(k - steps) (Goyal et
    al. 2017, section 2.2, gradual warm-up).

    PyTorch's SequentialLR of LinearLR(start_factor=start / schedule(0), total_iters=steps) and the schedule, with the
    milestone at `steps`; LinearLR refuses start = 0, this one takes it (and step 0 then changes nothing). A number
    in the place of the schedule is a constant rate. Raises ValueError unless 0 <= start <= schedule(0) and
    steps >= 1; TypeError for what is no number or schedule, and for a float start of an exact schedule.

    >>> [str(WarmUp(Fraction(1, 2), steps=4)(k)) for k in range(6)]
    ['0', '1/8', '1/4', '3/8', '1/2', '1/2']
    """

    name: ClassVar[str] = "warm_up"
    schedule: Rate
    steps: int
    start: Number = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "schedule", as_schedule(self.schedule, f"{self.name}.schedule"))
        check_number(f"{self.name}.start", self.start)
        _check_whole(f"{self.name}.steps", self.steps)
        first = self.schedule(0)
        exact = isinstance(first, Fraction) or (isinstance(first, Rational) and isinstance(self.start, Rational))
        start = of_one_kind(f"{self.name}.start", self.start, exact)
        object.__setattr__(self, "start", start)
        if start > first:
            raise ValueError(f"{self.name}.start: must be at most the schedule's first rate {first}, got {start}")

    def _rate(self, step: int) -> Number:
        if step >= self.steps:
            return self.schedule(step - self.steps)
        return self.start + (self.schedule(0) - self.start) * step / self.steps


SCHEDULES: dict[str, type[Schedule]] = {row.name: row for row in (Constant, StepDecay, Cosine, WarmUp)}


def as_schedule(rate: Any, path: str = "learning_rate") -> Rate:
    """A number as a constant schedule; a schedule, or any function of the step number, as it is.

    `path` is what an error calls it. Raises TypeError for anything else, ValueError for a number below 0 or not finite.

    >>> as_schedule(0.1)
    Constant(rate=0.1)
    """
    if callable(rate) and not isinstance(rate, type):
        return rate  # type: ignore[no-any-return]
    if isinstance(rate, bool) or not isinstance(rate, Real):
        raise TypeError(f"{path}: must be a number or a schedule, got {rate!r}")
    check_number(path, rate)
    return Constant(rate)  # type: ignore[arg-type]


def check_number(path: str, value: Any) -> None:
    """Refuse what is no finite number of at least 0: TypeError or ValueError with a line that begins with `path`."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{path}: must be a number, got {value!r}")
    if not isinstance(value, Rational) and not math.isfinite(value):
        raise ValueError(f"{path}: must be finite, got {value}")
    if value < 0:
        raise ValueError(f"{path}: must be at least 0, got {value}")


def of_one_kind(path: str, value: Any, exact: bool) -> Number:
    """A number as a Fraction or as a float. Raises TypeError where a float would have to be exact, because its binary
    value is not what was written.

    >>> of_one_kind("momentum.momentum", Fraction(9, 10), exact=False)
    0.9
    >>> of_one_kind("momentum.momentum", 0.9, exact=True)
    Traceback (most recent call last):
    TypeError: momentum.momentum: exact and float do not mix; give momentum as Fraction(9, 10)
    """
    if not isinstance(value, Real):
        raise TypeError(f"{path}: must be a number, got {value!r}")
    if not exact:
        return float(value)
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    meant = repr(Fraction(repr(float(value)))) if math.isfinite(value) else "a Fraction"
    raise TypeError(f"{path}: exact and float do not mix; give {path.rpartition('.')[2]} as {meant}")


def _take_numbers(schedule: Any, *names: str) -> None:
    """Check the named fields and bring them to one kind: exact where the rate is a Fraction or nothing is a float."""
    for name in names:
        check_number(f"{schedule.name}.{name}", getattr(schedule, name))
    given = [getattr(schedule, name) for name in names]
    exact = isinstance(schedule.rate, Fraction) or all(isinstance(value, Rational) for value in given)
    for name, value in zip(names, given, strict=True):
        object.__setattr__(schedule, name, of_one_kind(f"{schedule.name}.{name}", value, exact))


def _check_whole(path: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{path}: must be a whole number, got {value!r}")
    if value < 1:
        raise ValueError(f"{path}: must be at least 1, got {value}")
