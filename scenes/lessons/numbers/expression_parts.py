"""What an expression is made of, and how it becomes a graph of the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine import OPERATIONS, Node, apply, constant, variable

LARGEST = 10**9  # of any number in a graph: more than that is not read off a picture


@dataclass(frozen=True)
class Part:
    """A part of an expression: a number, a name, or an operation of the engine on other parts, and its column."""

    column: int
    number: Fraction | None = None
    name: str | None = None
    operation: str | None = None
    arguments: tuple[Part, ...] = ()
    exponent: int | None = None

    def parts(self) -> Iterator[Part]:
        """Itself and all that is in it, in the order in which it is written."""
        for argument in self.arguments[:1]:
            yield from argument.parts()
        yield self
        for argument in self.arguments[1:]:
            yield from argument.parts()


@dataclass(frozen=True)
class Expression:
    """What was written, and its parts. `names` are the variables in the order in which they come."""

    text: str
    root: Part
    names: tuple[str, ...]

    @property
    def is_rational(self) -> bool:
        """Whether Fractions stay Fractions in it."""
        return all(OPERATIONS[part.operation].rational for part in self.root.parts() if part.operation)

    def graph(self, values: Mapping[str, Fraction]) -> tuple[Node, dict[str, Node]]:
        """The output and the variables of its graph at these values: of Fractions where all of it is rational, else of
        floats. Raises ValueError in one line where it has no value there, or one that is out of range."""
        kind = Fraction if self.is_rational else float
        variables = {name: variable(kind(values[name]), name) for name in self.names}
        return _node(self.root, variables, kind), variables


def _node(part: Part, variables: Mapping[str, Node], kind: type) -> Node:
    if part.number is not None:
        return constant(kind(part.number))
    if part.name is not None:
        return variables[part.name]
    assert part.operation is not None
    arguments = [_node(argument, variables, kind) for argument in part.arguments]
    with np.errstate(all="ignore"):
        try:
            node = arguments[0] ** part.exponent if part.exponent is not None else apply(part.operation, *arguments)
        except ZeroDivisionError:
            raise ValueError(f"column {part.column}: divided by zero; give other values") from None
    _check(part, node, arguments)
    return node


def _check(part: Part, node: Node, arguments: list[Node]) -> None:
    """Raises ValueError where a number is none, or too large to be shown."""
    given = float(arguments[-1].number)
    if part.operation in ("log", "sqrt") and not given > 0:
        raise ValueError(f"column {part.column}: {part.operation} needs a number above 0, got {given:.6g}")
    if part.operation == "divide" and given == 0:
        raise ValueError(f"column {part.column}: divided by zero; give other values")
    number = node.number
    if (isinstance(number, float) and not np.isfinite(number)) or abs(number) > LARGEST:
        raise ValueError(f"column {part.column}: comes to a number above {LARGEST}; give smaller values")
