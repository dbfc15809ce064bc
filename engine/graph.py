"""A computational graph that grows as the code runs: each node keeps the operation it came from and what went in."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from numbers import Rational
from typing import Any

import numpy as np

from engine.operations import OPERATIONS, Array, Operation, is_exact

_serial = count()


class Node:
    """One value of a graph. Nodes are immutable; a later node has a larger `serial`, so serial order is topological
    order.

    `value` is an array, float64 or of Fractions (dtype object); a single number is an array of shape ().

    >>> from fractions import Fraction
    >>> weight = variable(Fraction(21, 10), "weight")
    >>> weight * 2 + 1
    Node(add, Fraction(26, 5))
    """

    __slots__ = ("arguments", "keywords", "name", "operation", "requires_gradient", "serial", "value")

    value: Array
    operation: Operation | None
    arguments: tuple[Node, ...]
    keywords: dict[str, Any]
    name: str | None
    requires_gradient: bool
    serial: int

    # Without it NumPy takes `array * node` apart into an array of nodes.
    __array_ufunc__ = None

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

    def __pow__(self, exponent: float | Fraction) -> Node:
        if isinstance(exponent, Node):
            raise TypeError("power: the exponent must be a constant number, not a node")
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
    """A number or an array as the engine keeps it: objects if it holds Fractions (integers beside them become
    Fractions too), otherwise float64; always a copy.

    Raises TypeError for what is no number, and for exact and float numbers in one array.
    """
    array = np.array(value)
    if array.dtype == object:
        return array if isinstance(value, Fraction) else _fractions(array)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"must be a number or an array of numbers, got {value!r}")
    return array.astype(np.float64, copy=False)


def variable(value: Any, name: str | None = None) -> Node:
    """A leaf of the graph that gradients are wanted for. Raises TypeError for what is no number."""
    return Node(as_array(value), name=name, requires_gradient=True)


def constant(value: Any, name: str | None = None) -> Node:
    """A leaf of the graph that is only given. Raises TypeError for what is no number."""
    return Node(as_array(value), name=name)


def apply(name: str, *operands: Any, **keywords: Any) -> Node:
    """Run one operation of the table and remember it as a new node. Plain numbers become constants of the others' kind.

    Raises ExactnessError where exact numbers meet an operation that is not rational, TypeError where exact and float
    numbers meet, ZeroDivisionError where an exact number is divided by zero, and ValueError for an operation that is
    not in the table.
    """
    if name not in OPERATIONS:
        raise ValueError(f"there is no operation {name!r}; there are: {', '.join(OPERATIONS)}")
    operation = OPERATIONS[name]
    exact_kind = any(is_exact(o.value) for o in operands if isinstance(o, Node))
    arguments = tuple(o if isinstance(o, Node) else _constant_like(o, exact_kind) for o in operands)
    if len({is_exact(a.value) for a in arguments}) > 1:
        raise TypeError(f"{name}: exact and float numbers do not mix; convert one of them first")
    try:
        result = operation.value(*(a.value for a in arguments), **keywords)
    except ZeroDivisionError:
        raise ZeroDivisionError(f"{name}: an exact number was divided by zero") from None
    value = np.asarray(result, dtype=arguments[0].value.dtype)
    return Node(value, operation, arguments, keywords, None, any(a.requires_gradient for a in arguments))


def _constant_like(value: Any, exact_kind: bool) -> Node:
    if exact_kind and isinstance(value, int):
        return constant(Fraction(value))
    array = as_array(value)
    if exact_kind and not is_exact(array) and np.asarray(value).dtype.kind in "iuO":
        return constant(_fractions(np.array(value, dtype=object), whole=True))
    return Node(array)


def _fractions(array: Array, whole: bool = False) -> Array:
    """An object array with every entry a Fraction; integers alone become floats unless they are wanted `whole`."""
    entries = list(array.flat)
    if any(isinstance(entry, float | np.floating) for entry in entries):
        raise TypeError("exact and float numbers do not mix in one array; convert one of them first")
    wrong = [entry for entry in entries if not isinstance(entry, Rational)]
    if wrong:
        raise TypeError(f"must be a number or an array of numbers, got {wrong[0]!r}")
    if entries and not whole and not any(isinstance(entry, Fraction) for entry in entries):
        return array.astype(np.float64)  # integers too large for NumPy's own
    kept = np.empty(array.shape, dtype=object)
    for place, entry in zip(np.ndindex(array.shape), entries, strict=True):
        kept[place] = Fraction(int(entry.numerator), int(entry.denominator))
    return kept
