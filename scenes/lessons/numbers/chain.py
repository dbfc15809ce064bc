"""The numbers of lesson 4, the chain rule: two machines in a row, the graph of an expression with a variable that is
used twice, and e * e, all from the engine's graph and walk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine import Trace, exact
from scenes.lessons.numbers import chain_machines as machines
from scenes.lessons.numbers import expression
from scenes.lessons.numbers.chain_graph import Graph, graph
from scenes.stage import parameters
from scenes.stage.parameters import ChoiceParameter, NumberParameter, SettingError, TextParameter, Values

Number = Fraction | float

LARGEST_OUTPUT = 10**6  # of the machines: more than that is not read off a number line
WIDER = 5  # so much wider than the nudge is the one that shrinks: its ratio can be seen to change
_SENSIBLE = ("2", "3", "-1", "0.5", "4", "-2", "1.5", "5")  # for variables without a value
_VALUE = re.compile(r"\s*([a-z][a-z0-9_]*)\s*=\s*([^\s,]+)\s*")
_MOST = 1000


def read_values(text: str) -> dict[str, Fraction]:
    """The values of variables, written `a=2, b=-1.5`; raises ValueError in one line for anything else."""
    found: dict[str, Fraction] = {}
    for piece in text.split(",") if text.strip() else ():
        match = _VALUE.fullmatch(piece)
        if match is None:
            raise ValueError(f"must be written a=2, b=-1.5; got {piece.strip()[:40]!r}")
        name, number = match[1], NumberParameter(match[1], "0", "number", -_MOST, _MOST)
        if name in found:
            raise ValueError(f"{name[:20]} has two values")
        try:
            found[name] = Fraction(number.read(match[2]))
        except ValueError as wrong:
            raise ValueError(f"{name[:20]}: {wrong}") from None
    return found


PARAMETERS = (
    ChoiceParameter("inner", "square", tuple(machines.MACHINES), meaning="the first machine, u = g(x)"),
    ChoiceParameter("outer", "double", tuple(machines.MACHINES), meaning="the second machine, y = f(u)"),
    NumberParameter("input", "1.5", "number", -10, 10, meaning="the input x of the first machine"),
    NumberParameter("nudge", "0.1", "number", 0, 1, exclusive_minimum=True, meaning="how far x is nudged"),
    TextParameter(
        "expression",
        "(a + b) * a",
        expression.read,
        f"an expression of up to {expression.MOST_OPERATIONS} operations: numbers, names, + - * / ^, brackets, "
        f"{', '.join(expression.FUNCTIONS)}",
        meaning="the expression whose graph is shown; best with a variable that is used twice",
    ),
    TextParameter(
        "values",
        "",
        read_values,
        f"values from -{_MOST} to {_MOST} for its variables, written a=2, b=-1.5",
        meaning="the values of the expression's variables; those left out get sensible ones",
    ),
    NumberParameter("e", "-1.9", "number", -1000, 1000, meaning="the number e whose square is written e * e"),
)


def defaults() -> parameters.Values:
    """The default parameters."""
    return parameters.defaults(PARAMETERS)


def trace(values: Values) -> Trace:
    """All numbers of the lesson for these parameters; raises SettingError where they do not go together."""
    check_together(values)
    return Trace(dict(_numbers(values)))


def check_together(values: Values) -> None:
    """Raises SettingError for values that are allowed one by one, but not together."""
    given, nudge = Fraction(values["input"]), Fraction(values["nudge"])
    pair = str(values["inner"]), str(values["outer"])
    try:
        found = [*dict(machines.numbers(*pair, given, nudge)).values(), *state(values, WIDER * nudge).values()]
    except OverflowError as wrong:
        raise SettingError(f"chain.input: {wrong}; give one nearer to 0") from None
    if max(abs(number) for number in found) > LARGEST_OUTPUT:
        raise SettingError(
            f"chain.input: {pair[1]} of {pair[0]} of {float(given):g} comes to numbers above {LARGEST_OUTPUT}; "
            "give one nearer to 0"
        )
    expression_graph(values)


def expression_graph(values: Values) -> Graph:
    """The graph of the expression; raises SettingError where its values do not go with it."""
    return _graph(str(values["expression"]), str(values["values"]))


def square_graph(values: Values) -> Graph:
    """The graph of e * e."""
    return graph(expression.read("e * e"), {"e": Fraction(values["e"])}, "square.")


def state(values: Values, nudge: Fraction) -> Mapping[str, Number]:
    """Both machines with x nudged so far, the changes and their ratios; without a nudge the ratios are the slopes."""
    pair, given = (str(values["inner"]), str(values["outer"])), Fraction(values["input"])
    before, now = machines.chain(*pair, given), machines.chain(*pair, given + nudge)
    changes = {f"change.{name}": now[name] - before[name] for name in before}
    slopes = machines.slopes(*pair, given)  # where u does not move, its second ratio is none: the slope takes its place
    rates = {**slopes, **machines.ratios(*pair, given, nudge)} if nudge else slopes
    return {**now, **changes, **{f"rate.{name}": rate for name, rate in rates.items()}}


def curve(name: str, given: NDArray[np.float64]) -> NDArray[np.float64]:
    """A machine at many inputs, to draw it; what is beyond the range of floats is infinite."""
    return machines.curve(name, given)


@cache
def _graph(written: str, values: str) -> Graph:
    read, given = expression.read(written), read_values(values)
    for name in given:
        if name not in read.names:
            raise SettingError(f"chain.values: no variable {name!r} in {written}; it has {', '.join(read.names)}")
    sensible = dict(zip(read.names, map(exact, _SENSIBLE), strict=False))
    try:
        return graph(read, {**sensible, **given}, "graph.")
    except ValueError as wrong:
        raise SettingError(f"chain.expression: {written}: {wrong}") from None


def _numbers(values: Values) -> Iterator[tuple[str, Number | int]]:
    given, nudge = Fraction(values["input"]), Fraction(values["nudge"])
    pair = str(values["inner"]), str(values["outer"])
    yield from machines.numbers(*pair, given, nudge)
    yield "wide.size", WIDER * nudge
    yield from ((f"wide.{path}", number) for path, number in state(values, WIDER * nudge).items())
    for name, found in (("graph", expression_graph(values)), ("square", square_graph(values))):
        for path in found.trace:
            yield path, found.trace.number(path)
        yield f"{name}.paths", len(found.paths)
        yield f"{name}.total.gradient", found.trace.number(f"{name}.node.{found.focus}.gradient")
        yield f"{name}.overwritten.gradient", found.overwritten
        yield from ((f"{name}.sum.{k}.gradient", number) for k, number in enumerate(found.sums()))
