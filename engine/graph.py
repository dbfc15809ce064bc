"""A computational graph that grows as the code runs: each node keeps the operation it came from and what went in."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from typing import Any

import numpy as np

from engine.operations import OPERATIONS, Array, Operation, is_exact

_serial = count()

Operand = "Node | Array | Fraction | float | int"


class Node:
    """One value of a graph. Nodes are immutable; a later node has a larger `serial`, so serial order is topological
    order.

    `value` is an array, float64 or of Fractions (dtype object); a single number is an array of shape ().
    """

    __slots__ = ("arguments", "keywords", "name", "operation", "requires_gradient", "serial", "value")

    value: Array
    operation: Operation | None
    arguments: tuple[Node, ...]
    keywords: dict[str, Any]
    name: str | None
    requires_gradient: bool
    serial: int

    def __init__(
        self,
        value: Array,
        operation: Operation | None = None,
        arguments: tuple[Node, ...] = (),
        keywords: dict[str, Any] | None = None,
        name: str | None = None,
        requires_gradient: bool = False,
    ) -> None:
        put = object.__setattr__
        value.flags.writeable = False
        put(self, "value", value)
        put(self, "operation", operation)
        put(self, "arguments", arguments)
        put(self, "keywords", keywords or {})
        put(self, "name", name)
        put(self, "requires_gradient", requires_gradient)
        put(self, "serial", next(_serial))

    def __setattr__(self, attribute: str, value: object) -> None:
        raise AttributeError(f"a node cannot be changed: {attribute}")

    def __repr__(self) -> str:
        made = self.operation.name if self.operation else ("variable" if self.requires_gradient else "constant")
        return f"Node({self.name or made}, {self.value.tolist()!r})"

    @property
    def number(self) -> Fraction | float:
        """The value as a single number: a Fraction if it is exact. Raises ValueError for an array of more than one."""
        return self.value.item()  # type: ignore[no-any-return]

    def named(self, name: str) -> Node:
        """The same node with a name: made new, so give it before others use it."""
        return Node(self.value, self.operation, self.arguments, self.keywords, name, self.requires_gradient)

    # -- operators ---------------------------------------------------------------

    def __add__(self, other: Any) -> Node:
        return apply("add", self, other)

    def __radd__(self, other: Any) -> Node:
        return apply("add", other, self)

    def __sub__(self, other: Any) -> Node:
        return apply("subtract", self, other)

    def __rsub__(self, other: Any) -> Node:
        return apply("subtract", other, self)

    def __mul__(self, other: Any) -> Node:
        return apply("multiply", self, other)

    def __rmul__(self, other: Any) -> Node:
        return apply("multiply", other, self)

    def __truediv__(self, other: Any) -> Node:
        return apply("divide", self, other)

    def __rtruediv__(self, other: Any) -> Node:
        return apply("divide", other, self)

    def __neg__(self) -> Node:
        return apply("negate", self)

    def __pow__(self, exponent: int) -> Node:
        return apply("square", self) if exponent == 2 else apply("power", self, exponent=exponent)

    def __matmul__(self, other: Any) -> Node:
        return apply("matmul", self, other)

    def __rmatmul__(self, other: Any) -> Node:
        return apply("matmul", other, self)

    def relu(self) -> Node:
        """max(0, value), with slope 0 at 0."""
        return apply("relu", self)

    def exp(self) -> Node:
        """e to the value; float only."""
        return apply("exp", self)

    def log(self) -> Node:
        """The natural logarithm; float only."""
        return apply("log", self)

    def tanh(self) -> Node:
        """The hyperbolic tangent; float only."""
        return apply("tanh", self)

    def sigmoid(self) -> Node:
        """1 / (1 + exp(-value)); float only."""
        return apply("sigmoid", self)

    def sum(self, axis: int | None = None) -> Node:
        """The sum over one axis, or over all."""
        return apply("sum", self, axis=axis)

    def mean(self, axis: int | None = None) -> Node:
        """The mean over one axis, or over all."""
        return apply("mean", self, axis=axis)


def as_array(value: Any) -> Array:
    """A number or an array as the engine keeps it: Fractions (and integers beside them) as objects, all else
    float64."""
    if isinstance(value, Fraction):
        return np.array(value, dtype=object)
    array = np.array(value)
    if array.dtype == object:
        return np.vectorize(Fraction, otypes=[object])(array) if array.size else array
    return array.astype(np.float64)


def variable(value: Any, name: str | None = None) -> Node:
    """A leaf of the graph that gradients are wanted for."""
    return Node(as_array(value), name=name, requires_gradient=True)


def constant(value: Any, name: str | None = None) -> Node:
    """A leaf of the graph that is only given."""
    return Node(as_array(value), name=name)


def apply(name: str, *operands: Any, **keywords: Any) -> Node:
    """Run one operation of the table and remember it as a new node. Plain numbers become constants of the others' kind.

    Raises ExactnessError where exact numbers meet an operation that is not rational, and TypeError where exact and
    float numbers meet.
    """
    operation = OPERATIONS[name]
    exact_kind = next((is_exact(o.value) for o in operands if isinstance(o, Node)), False)
    arguments = tuple(o if isinstance(o, Node) else _constant_like(o, exact_kind) for o in operands)
    if len({is_exact(a.value) for a in arguments}) > 1:
        raise TypeError(f"{name}: exact and float numbers do not mix; convert one of them first")
    result = operation.value(*(a.value for a in arguments), **keywords)
    value = np.asarray(result, dtype=object if is_exact(arguments[0].value) else np.float64)
    if any(value is argument.value for argument in arguments):
        value = value.copy()
    return Node(value, operation, arguments, keywords, None, any(a.requires_gradient for a in arguments))


def _constant_like(value: Any, exact_kind: bool) -> Node:
    if exact_kind and isinstance(value, int):
        return constant(Fraction(value))
    return constant(value)
