"""Two functions, one behind the other: x -> u = g(x) -> y = f(u), what a nudge does to them, and their slopes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine import Node, derivative, exp, relu, sin, tanh, variable

Number = Fraction | float


@dataclass(frozen=True)
class Machine:
    """A function of one number. `straight`: its slope is the same everywhere, or on either side of a kink."""

    run: Callable[[Node], Node]
    straight: bool = False
    rational: bool = True


MACHINES: Mapping[str, Machine] = {
    "square": Machine(lambda given: given**2),
    "cube": Machine(lambda given: given**3),
    "double": Machine(lambda given: 2 * given, straight=True),
    "triple": Machine(lambda given: 3 * given, straight=True),
    "opposite": Machine(lambda given: -given, straight=True),
    "relu": Machine(relu, straight=True),
    "sine": Machine(sin, rational=False),
    "tanh": Machine(tanh, rational=False),
    "exp": Machine(exp, rational=False),
}


def output(name: str, given: Number) -> Number:
    """What a machine makes of a number: exact where number and machine are. Raises OverflowError beyond floats."""
    number = _run(name, given)[1].number
    if not np.isfinite(float(number)):
        raise OverflowError(f"{name} of {float(given):.6g} is beyond the range of floats")
    return number


def slope(name: str, given: Number) -> Number:
    """The derivative of a machine at a number. Where the machine is straight it is exact at any number."""
    leaf, made = _run(name, Fraction(given) if MACHINES[name].straight else given)
    return derivative(made, leaf).item()  # type: ignore[no-any-return]


def chain(inner: str, outer: str, given: Number) -> dict[str, Number]:
    """Both machines at one input: input, middle, output."""
    middle = output(inner, given)
    return {"input": given, "middle": middle, "output": output(outer, middle)}


def slopes(inner: str, outer: str, given: Number) -> dict[str, Number]:
    """The slope of each, and their product."""
    first, second = slope(inner, given), slope(outer, output(inner, given))
    zero = first == 0 or second == 0
    return {"inner": first, "outer": second, "total": Fraction(0) if zero else second * first}


def ratios(inner: str, outer: str, given: Fraction, nudge: Fraction) -> dict[str, Number]:
    """What a nudge does, as ratios of changes; no derivative is used. `outer` is missing where u does not move."""
    before, after = chain(inner, outer, given), chain(inner, outer, given + nudge)
    middle, out = (after[name] - before[name] for name in ("middle", "output"))
    found = {"inner": middle / nudge, "total": out / nudge}
    return {**found, "outer": out / middle} if middle else found


def numbers(inner: str, outer: str, given: Fraction, nudge: Fraction) -> Iterator[tuple[str, Number]]:
    """All of it, by path."""
    before, after = chain(inner, outer, given), chain(inner, outer, given + nudge)
    yield from before.items()
    yield "nudge.size", nudge
    for name, number in after.items():
        yield f"nudge.{name}", number
    for name in before:
        yield f"nudge.change.{name}", after[name] - before[name]
    for name, ratio in ratios(inner, outer, given, nudge).items():
        yield f"nudge.rate.{name}", ratio
    found = slopes(inner, outer, given)
    yield "local.inner", found["inner"]
    yield "local.outer", found["outer"]
    yield "gradient.input", found["total"]


def curve(name: str, given: NDArray[np.float64]) -> NDArray[np.float64]:
    """A machine at many inputs; what is beyond the range of floats is infinite."""
    with np.errstate(all="ignore"):
        return MACHINES[name].run(variable(np.asarray(given, dtype=np.float64))).value


def _run(name: str, given: Number) -> tuple[Node, Node]:
    machine = MACHINES[name]
    leaf = variable(given if machine.rational else float(given))
    with np.errstate(all="ignore"):
        return leaf, machine.run(leaf)
