"""A computational graph that grows as the code runs: each node keeps the operation it came from and what went in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.numbers import Array, Numbers, as_array, as_kind, frozen, is_exact, plain
from engine.operation import ExactnessError, Operation
from engine.operations import OPERATIONS

_serial = count()
_NOTHING: dict[str, Any] = {}


class Node:
    """One value of a graph. Nodes cannot be changed; a later node has a larger `serial`, so serial order is
    topological order.

    `value` is a read-only array, float64 or of Fractions (dtype object); a single number is an array of shape ().
    Operators, NumPy's functions (`np.exp(node)`, `np.sum(node, axis=0)`) and the methods below make new nodes.

    >>> from fractions import Fraction
    >>> weight = variable(Fraction(21, 10), "weight")
    >>> weight * 2 + 1
    Node(add, Fraction(26, 5))
    """

    # Behind the properties: what the engine itself computes with. `_numbers` keeps a single number bare, because
    # NumPy takes many times longer for an array of one.
    __slots__ = (
        "_arguments",
        "_exact",
        "_inputs",
        "_keywords",
        "_name",
        "_numbers",
        "_operation",
        "_serial",
        "_wanted",
    )

    def __init__(
        self,
        numbers: Numbers,
        operation: Operation | None = None,
        arguments: tuple[Node, ...] = (),
        inputs: Sequence[Numbers] = (),
        keywords: dict[str, Any] = _NOTHING,
        name: str | None = None,
        requires_gradient: bool = False,
        exact: bool = False,
    ) -> None:
        self._numbers = numbers
        self._operation = operation
        self._arguments = arguments
        self._inputs = inputs
        self._keywords = keywords
        self._name = name
        self._wanted = requires_gradient
        self._exact = exact
        self._serial = next(_serial)

    @property
    def value(self) -> Array:
        """The value, as a read-only array."""
        return frozen(self._numbers)

    @property
    def number(self) -> Fraction | float:
        """The value as a single number: a Fraction if it is exact. Raises ValueError for an array of more than one."""
        return self.value.item()  # type: ignore[no-any-return]

    @property
    def operation(self) -> Operation | None:
        """The row of the table that made the node; None for a leaf."""
        return self._operation

    @property
    def arguments(self) -> tuple[Node, ...]:
        """The nodes that went in."""
        return self._arguments

    @property
    def keywords(self) -> MappingProxyType[str, Any]:
        """What else the operation was told, such as an axis."""
        return MappingProxyType(self._keywords)

    @property
    def name(self) -> str | None:
        """The name that it was given, if any."""
        return self._name

    @property
    def requires_gradient(self) -> bool:
        """Whether it is a variable or depends on one."""
        return self._wanted

    @property
    def exact(self) -> bool:
        """Whether its numbers are Fractions."""
        return self._exact

    @property
    def serial(self) -> int:
        """Its place in the order of computation."""
        return self._serial

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the value; () for a single number."""
        return getattr(self._numbers, "shape", ())

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of entries."""
        return int(np.size(self._numbers))

    def __repr__(self) -> str:
        made = self._operation.name if self._operation else ("variable" if self._wanted else "constant")
        return f"Node({self._name or made}, {self.value.tolist()!r})"

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a single number has no length")
        return self.shape[0]

    def __iter__(self) -> Iterator[Node]:
        return (self[place] for place in range(len(self)))

    def __bool__(self) -> bool:
        raise TypeError("a node is neither true nor false; compare it, as node > 0")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        # Without this a list of nodes would become a list of constants, and lose its gradients in silence.
        raise TypeError("a node is no plain array: take its value, or join several with np.stack or np.concatenate")

    def named(self, name: str) -> Node:
        """The same node with a name: made new, so give it before others use it."""
        made = self._operation, self._arguments, self._inputs, self._keywords
        return Node(self._numbers, *made, name, self._wanted, self._exact)

    # -- operators ---------------------------------------------------------------

    def __add__(self, other: Any) -> Node:
        return _binary(_ADD, self, other)

    def __radd__(self, other: Any) -> Node:
        return _binary(_ADD, other, self)

    def __sub__(self, other: Any) -> Node:
        return _binary(_SUBTRACT, self, other)

    def __rsub__(self, other: Any) -> Node:
        return _binary(_SUBTRACT, other, self)

    def __mul__(self, other: Any) -> Node:
        return _binary(_MULTIPLY, self, other)

    def __rmul__(self, other: Any) -> Node:
        return _binary(_MULTIPLY, other, self)

    def __truediv__(self, other: Any) -> Node:
        return _binary(_DIVIDE, self, other)

    def __rtruediv__(self, other: Any) -> Node:
        return _binary(_DIVIDE, other, self)

    def __pos__(self) -> Node:
        return self

    def __neg__(self) -> Node:
        return _record(_NEGATE, (self,))

    def __abs__(self) -> Node:
        return apply("abs", self)

    def __pow__(self, exponent: Any) -> Node:
        if isinstance(exponent, Node) or np.ndim(exponent):
            return apply("power", self, exponent)
        return _record(_SQUARE, (self,)) if exponent == 2 else apply("power", self, exponent=exponent)

    def __rpow__(self, base: Any) -> Node:
        return apply("power", base, self)

    def __matmul__(self, other: Any) -> Node:
        return _binary(_MATMUL, self, other)

    def __rmatmul__(self, other: Any) -> Node:
        return _binary(_MATMUL, other, self)

    def __getitem__(self, key: Any) -> Node:
        return apply("index", self, key=_own(key))

    # Comparisons are of the values: a condition has no derivative. == and != stay the node's own.

    def __lt__(self, other: Any) -> Any:
        return self._numbers < _numbers(other)

    def __le__(self, other: Any) -> Any:
        return self._numbers <= _numbers(other)

    def __gt__(self, other: Any) -> Any:
        return self._numbers > _numbers(other)

    def __ge__(self, other: Any) -> Any:
        return self._numbers >= _numbers(other)

    # -- methods -----------------------------------------------------------------

    def apply(self, name: str, *others: Any, **keywords: Any) -> Node:
        """Any row of the table, with this node as its first argument.

        >>> variable([1.0, 2.0]).apply("maximum", 1.5)
        Node(maximum, [1.5, 2.0])
        """
        return apply(name, self, *others, **keywords)

    def relu(self) -> Node:
        """max(0, value), with slope 0 at 0."""
        return _record(_RELU, (self,))

    def exp(self) -> Node:
        """e to the value; float only."""
        return _record(_EXP, (self,))

    def log(self) -> Node:
        """The natural logarithm; float only."""
        return _record(_LOG, (self,))

    def sqrt(self) -> Node:
        """The square root; float only."""
        return _record(_SQRT, (self,))

    def tanh(self) -> Node:
        """The hyperbolic tangent; float only."""
        return _record(_TANH, (self,))

    def sigmoid(self) -> Node:
        """1 / (1 + exp(-value)); float only."""
        return _record(_SIGMOID, (self,))

    def sum(self, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Node:
        """The sum over one axis, over several, or over all."""
        return apply("sum", self, axis=axis, keepdims=keepdims)

    def mean(self, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Node:
        """The mean over one axis, over several, or over all."""
        return apply("mean", self, axis=axis, keepdims=keepdims)

    def max(self, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Node:
        """The largest entry along one axis, several, or all; a tie shares the gradient evenly."""
        return apply("max", self, axis=axis, keepdims=keepdims)

    def reshape(self, *shape: Any) -> Node:
        """The same entries in another shape."""
        return apply("reshape", self, shape=shape[0] if len(shape) == 1 else shape)

    def transpose(self, *axes: Any) -> Node:
        """The axes in another order; reversed if none is given."""
        given = axes[0] if len(axes) == 1 and not isinstance(axes[0], int) else axes
        return apply("transpose", self, axes=tuple(given) if given else None)

    @property
    def T(self) -> Node:
        """The axes reversed."""
        return apply("transpose", self)

    # -- NumPy's functions on nodes ------------------------------------------------

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        from engine.numpy_functions import ufunc_on_nodes

        return ufunc_on_nodes(ufunc, method, inputs, options)

    def __array_function__(self, function: Any, types: Any, arguments: Any, keywords: Any) -> Any:
        from engine.numpy_functions import function_on_nodes

        return function_on_nodes(function, arguments, keywords)


_SERIAL = attrgetter("_serial")
_ADD, _SUBTRACT, _MULTIPLY, _DIVIDE, _NEGATE, _SQUARE, _MATMUL = (
    OPERATIONS[name] for name in ("add", "subtract", "multiply", "divide", "negate", "square", "matmul")
)
_RELU, _EXP, _LOG, _SQRT, _TANH, _SIGMOID = (
    OPERATIONS[name] for name in ("relu", "exp", "log", "sqrt", "tanh", "sigmoid")
)


def variable(value: Any, name: str | None = None) -> Node:
    """A leaf of the graph that gradients are wanted for. Raises TypeError for what is no number."""
    return leaf(as_array(value), name, requires_gradient=True)


def constant(value: Any, name: str | None = None) -> Node:
    """A leaf of the graph that is only given. Raises TypeError for what is no number."""
    return leaf(as_array(value), name)


def leaf(numbers: Numbers, name: str | None = None, requires_gradient: bool = False) -> Node:
    """A leaf that takes over numbers of the engine's own kinds without a copy: the array becomes read-only."""
    exact = is_exact(numbers)
    return Node(plain(numbers, exact), None, (), (), _NOTHING, name, requires_gradient, exact)


def nodes_under(output: Node) -> tuple[Node, ...]:
    """The whole graph of an output, constants too, in the order of computation; no recursion."""
    found, seen = [output], {output}
    for node in found:
        for argument in node._arguments:
            if argument not in seen:
                seen.add(argument)
                found.append(argument)
    return tuple(sorted(found, key=_SERIAL))


def apply(name: str, *operands: Any, **keywords: Any) -> Node:
    """Run one operation of the table and remember it as a new node. Plain numbers become constants of the others' kind.

    Raises ExactnessError where exact numbers meet an operation that is not rational, TypeError where exact and float
    numbers meet, ZeroDivisionError where an exact number is divided by zero, and ValueError for an operation that is
    not in the table.

    >>> apply("softmax", variable([0.0, 0.0])).value
    array([0.5, 0.5])
    """
    if name not in OPERATIONS:
        raise ValueError(f"there is no operation {name!r}; there are: {', '.join(OPERATIONS)}")
    return _record(OPERATIONS[name], operands, keywords)


def _record(operation: Operation, operands: tuple[Any, ...], keywords: dict[str, Any] = _NOTHING) -> Node:
    exact, wanted, inputs = None, False, []
    for operand in operands:
        if operand.__class__ is not Node or operand._exact is not exact is not None:
            return _record(operation, _of_one_kind(operation.name, operands), keywords)
        exact = operand._exact
        wanted = wanted or operand._wanted
        inputs.append(operand._numbers)
    if exact:
        numbers = _exactly(operation, inputs, keywords)
    else:
        numbers = operation.value(*inputs, **keywords) if keywords else operation.value(*inputs)
        if numbers.__class__ is not np.float64:
            numbers = plain(numbers, False)
    return Node(numbers, operation, operands, inputs, keywords, None, wanted, exact is True)


def _binary(operation: Operation, a: Any, b: Any) -> Node:
    """The same for two operands, in half the time where both are float nodes: most nodes of a scalar graph."""
    if not (a.__class__ is b.__class__ is Node) or a._exact or b._exact:
        return _record(operation, (a, b))
    first, second = a._numbers, b._numbers
    numbers = operation.value(first, second)
    if numbers.__class__ is not np.float64:
        numbers = plain(numbers, False)
    return Node(numbers, operation, (a, b), (first, second), _NOTHING, None, a._wanted or b._wanted, False)


def _exactly(operation: Operation, inputs: Sequence[Numbers], keywords: dict[str, Any]) -> Numbers:
    if not operation.rational:
        raise ExactnessError(operation.name)
    try:
        return plain(operation.value(*inputs, **keywords), True)
    except ZeroDivisionError:
        raise ZeroDivisionError(f"{operation.name}: an exact number was divided by zero") from None


def _of_one_kind(name: str, operands: tuple[Any, ...]) -> tuple[Node, ...]:
    """All operands as nodes. Raises TypeError where some are exact and some are floats."""
    exact = any(operand._exact for operand in operands if isinstance(operand, Node))
    nodes = tuple(o if isinstance(o, Node) else _as_node(o, exact) for o in operands)
    if len({node._exact for node in nodes}) > 1:
        raise TypeError(f"{name}: exact and float numbers do not mix; convert one of them first")
    return nodes


def _as_node(value: Any, exact: bool) -> Node:
    if not exact and (value.__class__ is float or value.__class__ is int):
        return Node(np.float64(value))  # the usual case, at once
    return leaf(as_kind(value, exact))


def _own(key: Any) -> Any:
    """An index that does not change when the caller's array does."""
    if isinstance(key, tuple):
        return tuple(_own(one) for one in key)
    return np.array(key) if isinstance(key, list | np.ndarray) else key


def _numbers(value: Any) -> Any:
    return value._numbers if isinstance(value, Node) else value
