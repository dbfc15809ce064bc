"""What flows back through a matrix product: for C = A B with upstream gradient G, G B^T to A and A^T G to B (Giles
2008, section 2.2.2), with NumPy's rules for vectors and stacks of matrices."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from engine.numbers import is_exact
from engine.operation import Cost


def matmul(a: Any, b: Any) -> Any:
    """The matrix product. Exact inner products of length 0, of which NumPy makes integers, are Fractions too."""
    product = a @ b
    return product + Fraction(0) if is_exact(a) and a.shape[-1] == 0 else product


def matmul_left(upstream: Any, out: Any, a: Any, b: Any) -> Any:
    """The contribution to the left factor. Stacked axes along which it was repeated are still to be summed."""
    if a.ndim == b.ndim == 2:
        return upstream @ b.T
    contribution = _upstream(upstream, a, b) @ np.swapaxes(_column(b), -1, -2)
    return contribution[..., 0, :] if a.ndim == 1 else contribution


def matmul_right(upstream: Any, out: Any, a: Any, b: Any) -> Any:
    """The contribution to the right factor. Stacked axes along which it was repeated are still to be summed."""
    if a.ndim == b.ndim == 2:
        return a.T @ upstream
    contribution = np.swapaxes(_row(a), -1, -2) @ _upstream(upstream, a, b)
    return contribution[..., 0] if b.ndim == 1 else contribution


def matmul_cost(out: Any, a: Any, b: Any) -> Cost:
    """Of A B: n inner products of length k each take k multiplications and k - 1 additions."""
    length = np.shape(a)[-1]
    return Cost(length, max(0, length - 1)) * int(np.size(out))


def matmul_left_cost(out: Any, a: Any, b: Any) -> Cost:
    """Of G B^T: an inner product over the columns of B for each entry of A, in each matrix of the stack."""
    columns = 1 if np.ndim(b) == 1 else np.shape(b)[-1]
    return Cost(columns, max(0, columns - 1)) * (int(np.size(out)) // columns * np.shape(a)[-1] if columns else 0)


def matmul_right_cost(out: Any, a: Any, b: Any) -> Cost:
    """Of A^T G: an inner product over the rows of A for each entry of B, in each matrix of the stack."""
    rows = 1 if np.ndim(a) == 1 else np.shape(a)[-2]
    return Cost(rows, max(0, rows - 1)) * (int(np.size(out)) // rows * np.shape(a)[-1] if rows else 0)


def _row(a: Any) -> Any:
    """A vector on the left counts as a matrix of one row."""
    return a[np.newaxis, :] if a.ndim == 1 else a


def _column(b: Any) -> Any:
    """A vector on the right counts as a matrix of one column."""
    return b[:, np.newaxis] if b.ndim == 1 else b


def _upstream(upstream: Any, a: Any, b: Any) -> Any:
    """The upstream gradient with the axes that the product of a vector leaves out."""
    if not hasattr(upstream, "apply"):
        upstream = np.asarray(upstream)  # the bare number of an inner product
    if b.ndim == 1:
        upstream = upstream[..., np.newaxis]
    return upstream[..., np.newaxis, :] if a.ndim == 1 else upstream
