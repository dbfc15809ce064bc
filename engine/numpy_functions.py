"""NumPy's own functions on nodes: `np.exp(node)`, `np.concatenate([a, b])`. They make the rows of the table, so a
formula written for arrays, the rules of the table among them, runs on nodes unchanged."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.graph import Node, apply, constant

_UFUNCS: dict[Any, str] = {
    np.add: "add",
    np.subtract: "subtract",
    np.multiply: "multiply",
    np.divide: "divide",
    np.negative: "negate",
    np.power: "power",
    np.float_power: "power",
    np.square: "square",
    np.absolute: "abs",
    np.fabs: "abs",
    np.maximum: "maximum",
    np.minimum: "minimum",
    np.exp: "exp",
    np.log: "log",
    np.sqrt: "sqrt",
    np.sin: "sin",
    np.cos: "cos",
    np.tanh: "tanh",
    np.matmul: "matmul",
}
# These have no derivative, or one that is zero wherever there is any: plain numbers come back.
_PLAIN = {
    *(np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal),
    *(np.sign, np.floor, np.ceil, np.isfinite, np.isnan, np.isinf),
}


def ufunc_on_nodes(ufunc: np.ufunc, method: str, inputs: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """A universal function of NumPy with a node among its inputs. Raises TypeError for one that the table lacks."""
    if method == "__call__" and not options:
        if ufunc in _UFUNCS:
            return apply(_UFUNCS[ufunc], *inputs)
        if ufunc in _PLAIN:
            return ufunc(*(given.value if isinstance(given, Node) else given for given in inputs))
    call = ufunc.__name__ if method == "__call__" else f"{ufunc.__name__}.{method}"
    told = f" with {', '.join(options)}" if options else ""
    raise TypeError(f"np.{call}{told} does not work on nodes; the operations are those of engine.OPERATIONS")


def function_on_nodes(function: Any, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
    """Another function of NumPy with a node among its arguments. Raises TypeError for one that is not known here, and
    for an option such as `out` or `dtype`."""
    if function in _READ:
        read = _READ[function]
        strange = sorted(keywords.keys() - set(read.__code__.co_varnames))
        if strange:
            raise TypeError(f"np.{function.__name__} with {', '.join(strange)} does not work on nodes; leave it out")
        return read(*arguments, **keywords)
    raise TypeError(f"np.{function.__name__} does not work on nodes; the operations are those of engine.OPERATIONS")


def _where(condition: Any, *chosen: Any) -> Node:
    if len(chosen) != 2:
        raise TypeError("np.where with one argument does not work on nodes; read their `value`")
    kept = condition.value if isinstance(condition, Node) else condition
    return apply("where", *chosen, condition=np.array(kept, dtype=bool))


def _stack(pieces: Any, axis: int = 0) -> Node:
    return apply("concatenate", *(_expanded(piece, axis) for piece in pieces), axis=axis)


def _concatenate(pieces: Any, axis: int = 0) -> Node:
    return apply("concatenate", *pieces, axis=axis)


def _expanded(a: Any, axis: int) -> Node:
    node = a if isinstance(a, Node) else constant(a)
    return node.reshape(np.expand_dims(node.value, axis).shape)


def _squeezed(a: Node, axis: Any = None) -> Node:
    return a.reshape(np.squeeze(a.value, axis).shape)


def _swapped(a: Node, axis1: int, axis2: int) -> Node:
    axes = list(range(a.ndim))
    axes[axis1], axes[axis2] = axes[axis2], axes[axis1]
    return a.transpose(axes)


def _dot(a: Any, b: Any) -> Node:
    if np.ndim(a) > 2 or np.ndim(b) > 2:
        raise TypeError("np.dot of more than two axes does not work on nodes; use @")
    return apply("matmul" if np.ndim(a) and np.ndim(b) else "multiply", a, b)


_READ: dict[Any, Any] = {
    np.sum: lambda a, axis=None, keepdims=False: apply("sum", a, axis=axis, keepdims=keepdims),
    np.mean: lambda a, axis=None, keepdims=False: apply("mean", a, axis=axis, keepdims=keepdims),
    np.max: lambda a, axis=None, keepdims=False: apply("max", a, axis=axis, keepdims=keepdims),
    np.amax: lambda a, axis=None, keepdims=False: apply("max", a, axis=axis, keepdims=keepdims),
    np.reshape: lambda a, shape: apply("reshape", a, shape=shape),
    np.ravel: lambda a: apply("reshape", a, shape=(-1,)),
    np.transpose: lambda a, axes=None: apply("transpose", a, axes=axes),
    np.swapaxes: _swapped,
    np.broadcast_to: lambda a, shape: apply("broadcast_to", a, shape=shape),
    np.expand_dims: _expanded,
    np.squeeze: _squeezed,
    np.concatenate: _concatenate,
    np.stack: _stack,
    np.where: _where,
    np.dot: _dot,
    np.shape: lambda a: a.shape,
    np.ndim: lambda a: a.ndim,
    np.size: lambda a: a.size,
    np.zeros_like: lambda a: np.zeros_like(a.value),
    np.ones_like: lambda a: np.ones_like(a.value),
}
