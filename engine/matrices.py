"""What flows back through a matrix product: for C = A B with upstream gradient G, G B^T to A and A^T G to B (Giles
2008, section 2.2.2), with NumPy's rules for vectors and stacks of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def matmul_left(upstream: NDArray[Any], out: NDArray[Any], a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    """The contribution to the left factor. Stacked axes along which it was repeated are still to be summed."""
    contribution: NDArray[Any] = _upstream(upstream, a, b) @ np.swapaxes(_column(b), -1, -2)
    return contribution[..., 0, :] if a.ndim == 1 else contribution


def matmul_right(upstream: NDArray[Any], out: NDArray[Any], a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    """The contribution to the right factor. Stacked axes along which it was repeated are still to be summed."""
    contribution: NDArray[Any] = np.swapaxes(_row(a), -1, -2) @ _upstream(upstream, a, b)
    return contribution[..., 0] if b.ndim == 1 else contribution


def _row(a: NDArray[Any]) -> NDArray[Any]:
    """A vector on the left counts as a matrix of one row."""
    return a[np.newaxis, :] if a.ndim == 1 else a


def _column(b: NDArray[Any]) -> NDArray[Any]:
    """A vector on the right counts as a matrix of one column."""
    return b[:, np.newaxis] if b.ndim == 1 else b


def _upstream(upstream: NDArray[Any], a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    """The upstream gradient with the axes that the product of a vector leaves out."""
    if b.ndim == 1:
        upstream = upstream[..., np.newaxis]
    return np.expand_dims(upstream, -2) if a.ndim == 1 else upstream
