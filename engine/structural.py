"""Structural rows of the table of operations: sums, products of matrices, and whatever moves entries to other places.

Their local derivative is a whole matrix, so a row gives the contribution that flows back. Axes are NumPy's.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine.matrices import matmul, matmul_cost, matmul_left, matmul_left_cost, matmul_right, matmul_right_cost
from engine.numbers import is_exact, like
from engine.operation import Cost, Operation, Rule, numbers_of, shape_of

Axis = int | tuple[int, ...] | None

# NumPy's types have no overload for an axis that may be one, several or none.
_ADD: Rule = np.add.reduce
_MAXIMUM: Rule = np.maximum.reduce


def _sum(a: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    return _ADD(a, axis=axis, keepdims=keepdims, initial=like(a, 0))


def _mean(a: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    if not np.size(a):
        raise ValueError("mean: of no numbers there is none")
    return _sum(a, axis, keepdims) / _together(a, axis)


def _max(a: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    if not np.size(a):
        raise ValueError("max: of no numbers there is none")
    return _MAXIMUM(a, axis=axis, keepdims=keepdims)


def _kept(a: Any, axis: Axis) -> tuple[int, ...]:
    """The shape of a reduced array with the axes that were reduced, of length 1."""
    shape = shape_of(a)
    if axis is None:
        return (1,) * len(shape)
    axes = {one % len(shape) for one in (axis if isinstance(axis, tuple) else (axis,))}
    return tuple(1 if place in axes else size for place, size in enumerate(shape))


def _together(a: Any, axis: Axis) -> int:
    """How many entries are reduced to one."""
    return prod(shape_of(a)) // max(1, prod(_kept(a, axis)))


def _spread(upstream: Any, a: Any, axis: Axis) -> Any:
    """A reduced gradient, copied back along the axes that were reduced."""
    return np.broadcast_to(np.reshape(upstream, _kept(a, axis)), shape_of(a))


def _share_of_largest(a: Any, axis: Axis) -> Any:
    """1 at the largest entry, shared evenly where several are the largest."""
    a = numbers_of(a)
    largest = a == np.maximum.reduce(a, axis=axis, keepdims=True)
    ones = np.asarray(largest) * like(a, 1)
    with np.errstate(invalid="ignore"):  # beside a NaN nothing is the largest, and 0 / 0 says so
        return ones / np.add.reduce(ones, axis=axis, keepdims=True)


def _softmax(a: Any, axis: int = -1) -> Any:
    raised = np.exp(a - np.maximum.reduce(a, axis=axis, keepdims=True))  # the largest exponent is 0: no overflow
    return raised / np.add.reduce(raised, axis=axis, keepdims=True)


def _log_softmax(a: Any, axis: int = -1) -> Any:
    low = a - np.maximum.reduce(a, axis=axis, keepdims=True)
    largest = low == 0
    others = np.add.reduce(np.exp(low), axis=axis, keepdims=True, where=~largest)
    # Apart from one of the largest, whose 1 would swallow the figures of small others.
    return low - np.log1p(others + (np.add.reduce(largest, axis=axis, keepdims=True) - 1))


def _softmax_pull(upstream: Any, out: Any, a: Any, axis: int = -1) -> Any:
    return out * (upstream - np.sum(upstream * out, axis=axis, keepdims=True))


def _log_softmax_pull(upstream: Any, out: Any, a: Any, axis: int = -1) -> Any:
    return upstream - np.exp(out) * np.sum(upstream, axis=axis, keepdims=True)


def _transpose(a: Any, axes: tuple[int, ...] | None = None) -> Any:
    return np.transpose(a, axes)


def _transpose_pull(upstream: Any, out: Any, a: Any, axes: tuple[int, ...] | None = None) -> Any:
    return np.transpose(upstream, None if axes is None else _back_to_front(axes))


def _back_to_front(axes: tuple[int, ...]) -> tuple[int, ...]:
    places = [axis % len(axes) for axis in axes]
    return tuple(places.index(place) for place in range(len(axes)))


def _index(a: Any, key: Any) -> Any:
    return np.asarray(a)[key]


def _index_pull(upstream: Any, out: Any, a: Any, key: Any) -> Any:
    again = getattr(upstream, "apply", None)
    if again:
        return again("scatter", key=key, shape=shape_of(a))
    return _scatter(upstream, key, shape_of(a))


def _scatter(a: Any, key: Any, shape: tuple[int, ...]) -> Any:
    """Zeros, with the entries of `a` added at the places that `key` names: a place named twice gets both."""
    spread = np.full(shape, like(a, 0), dtype=object if is_exact(a) else np.float64)
    np.add.at(spread, key, a)
    return spread


def _scatter_pull(upstream: Any, out: Any, a: Any, key: Any, shape: tuple[int, ...]) -> Any:
    return (upstream if hasattr(upstream, "apply") else np.asarray(upstream))[key]


def _concatenate(*pieces: Any, axis: int = 0) -> Any:
    if axis is None:
        raise TypeError("concatenate: axis must be a whole number; reshape the pieces first")
    return np.concatenate(pieces, axis=axis)


def _concatenate_pull(upstream: Any, out: Any, *pieces: Any, axis: int = 0, position: int) -> Any:
    axis %= len(shape_of(out))
    start = sum(shape_of(piece)[axis] for piece in pieces[:position])
    stop = start + shape_of(pieces[position])[axis]
    return upstream[(slice(None),) * axis + (slice(start, stop),)]


def _additions(out: Any, a: Any, **keywords: Any) -> Cost:
    return Cost(additions=max(0, np.size(a) - np.size(out)))


def _softmax_cost(out: Any, a: Any, axis: int = -1) -> Cost:
    size, rows = np.size(a), np.size(a) // max(1, _together(a, axis))
    return Cost(size, 2 * size - rows, size)


def _log_softmax_cost(out: Any, a: Any, axis: int = -1) -> Cost:
    size, rows = np.size(a), np.size(a) // max(1, _together(a, axis))
    return Cost(0, 3 * size - rows, size + rows)


def _softmax_back(out: Any, a: Any, axis: int = -1) -> Cost:
    size, rows = np.size(a), np.size(a) // max(1, _together(a, axis))
    return Cost(2 * size, 2 * size - rows)


def _log_softmax_back(out: Any, a: Any, axis: int = -1) -> Cost:
    size, rows = np.size(a), np.size(a) // max(1, _together(a, axis))
    return Cost(size, 2 * size - rows, size)


def _meetings(key: Any, shape: tuple[int, ...]) -> Cost:
    """The additions of a scatter: one for every entry whose place was taken before."""
    places = np.arange(prod(shape)).reshape(shape)[key]
    return Cost(additions=int(np.size(places) - np.unique(places).size))


def _free(out: Any, *arguments: Any, **keywords: Any) -> Cost:
    return Cost()


ROWS = (
    Operation(
        "sum",
        _sum,
        pull=(lambda upstream, out, a, axis=None, keepdims=False: _spread(upstream, a, axis),),
        linear=True,
        cost=_additions,
        back=(_free,),
    ),
    Operation(
        "mean",
        _mean,
        pull=(lambda upstream, out, a, axis=None, keepdims=False: _spread(upstream / _together(a, axis), a, axis),),
        linear=True,
        cost=lambda out, a, **keywords: _additions(out, a) + Cost(int(np.size(out))),
        back=(lambda out, a, **keywords: Cost(int(np.size(out))),),
    ),
    Operation(
        "max",
        _max,
        pull=(
            lambda upstream, out, a, axis=None, keepdims=False: _spread(upstream, a, axis) * _share_of_largest(a, axis),
        ),
        back=(lambda out, a, **keywords: Cost(int(np.size(a))),),
    ),
    Operation(
        "matmul",
        matmul,
        pull=(matmul_left, matmul_right),
        linear=True,
        cost=matmul_cost,
        back=(matmul_left_cost, matmul_right_cost),
    ),
    Operation(
        "reshape",
        lambda a, shape: np.reshape(a, shape),
        pull=(lambda upstream, out, a, shape: np.reshape(upstream, shape_of(a)),),
        linear=True,
        back=(_free,),
    ),
    Operation("transpose", _transpose, pull=(_transpose_pull,), linear=True, back=(_free,)),
    Operation(
        "broadcast_to",
        lambda a, shape: np.broadcast_to(a, shape),
        pull=(None,),  # the sum over repeated axes is every contribution's
        linear=True,
        back=(_free,),
    ),
    Operation(
        "index",
        _index,
        pull=(_index_pull,),
        linear=True,
        back=(lambda out, a, key: _meetings(key, shape_of(a)),),
    ),
    Operation(
        "scatter",
        _scatter,
        pull=(_scatter_pull,),
        linear=True,
        cost=lambda out, a, key, shape: _meetings(key, shape),
        back=(_free,),
    ),
    Operation("concatenate", _concatenate, pull=(_concatenate_pull,), variadic=True, linear=True, back=(_free,)),
    Operation("softmax", _softmax, pull=(_softmax_pull,), rational=False, cost=_softmax_cost, back=(_softmax_back,)),
    Operation(
        "log_softmax",
        _log_softmax,
        pull=(_log_softmax_pull,),
        rational=False,
        cost=_log_softmax_cost,
        back=(_log_softmax_back,),
    ),
)
