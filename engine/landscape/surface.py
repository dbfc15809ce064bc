"""A surface: a loss over a grid of two coordinates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.memory import keep_memory
from engine.networks.losses import Loss
from engine.networks.network import Network
from engine.numbers import Array
from engine.training.dataset import Dataset, as_numbers


@dataclass(frozen=True, eq=False)
class Surface:
    """values[i, j] is the loss at (first[i], second[j]); shapes (n,), (m,) and (n, m), float64, read-only. Where a loss
    is not finite, `finite` says so."""

    first: Array
    second: Array
    values: Array

    @property
    def finite(self) -> bool:
        """Whether all losses are finite."""
        return bool(np.isfinite(self.values).all())

    @property
    def lowest(self) -> tuple[float, float, float]:
        """The lowest point of the grid: its two coordinates and its loss. It is a point of the grid, no minimum: see
        `critical_points`. Raises ValueError where no loss is finite."""
        if not np.isfinite(self.values).any():
            raise ValueError("the surface has no finite loss")
        row, column = np.unravel_index(
            np.nanargmin(np.where(np.isfinite(self.values), self.values, np.nan)), self.shape
        )
        return float(self.first[row]), float(self.second[column]), float(self.values[row, column])

    @property
    def shape(self) -> tuple[int, int]:
        """Points along the first and along the second coordinate."""
        return len(self.first), len(self.second)


def axis(name: str, points: Sequence[float] | Array) -> Array:
    """The coordinates along one side of the grid, as a read-only copy. Raises ValueError unless they are finite and
    rising."""
    array = as_numbers(name, points).astype(np.float64)
    if array.ndim != 1 or not array.size:
        raise ValueError(f"{name}: must be a row of numbers, got shape {array.shape}")
    if not np.isfinite(array).all() or (np.diff(array) <= 0).any():
        raise ValueError(f"{name}: must be finite and rising, as np.linspace(-1, 1, 200)")
    array.flags.writeable = False
    return array


def surface_of(first: Array, second: Array, values: Any) -> Surface:
    """A surface from its parts; `values` becomes read-only."""
    array = np.ascontiguousarray(values, dtype=np.float64)
    array.flags.writeable = False
    return Surface(first, second, array)


def function_surface(function: Callable[[Any, Any], Any], first: Sequence[float], second: Sequence[float]) -> Surface:
    """A function of two numbers over a grid. It is called once, with arrays of shape (n, 1) and (1, m), and works entry
    by entry, as `lambda a, b: a**2 - b**2`. Raises ValueError where it gives no number for every point.

    >>> surface = function_surface(lambda a, b: a**2 - b**2, [-1, 0, 1], [0, 2])
    >>> surface.values.tolist()
    [[1.0, -3.0], [0.0, -4.0], [1.0, -3.0]]
    """
    rows, columns = axis("first", first), axis("second", second)
    with np.errstate(all="ignore"):  # what is not finite is said by the surface
        made = function(rows[:, np.newaxis], columns[np.newaxis, :])
    made = getattr(made, "value", made)
    try:
        values = np.broadcast_to(made, (len(rows), len(columns)))
    except ValueError:
        shape = np.shape(made)
        raise ValueError(f"function: must give a number for every point, got shape {shape}") from None
    return surface_of(rows, columns, values)


def check_fit(network: Network, dataset: Dataset, loss: Loss) -> None:
    """Raise ValueError where data or loss do not fit the network, in the words of a forward pass."""
    if not isinstance(dataset, Dataset):
        raise TypeError(f"dataset: must be a Dataset, got {type(dataset).__name__}")
    parameters = {name: array.astype(np.float64) for name, array in network.parameters.items()}
    with np.errstate(all="ignore"):
        prediction = network.forward(dataset.inputs[:1].astype(np.float64), parameters).prediction
        loss(prediction, dataset.targets[:1].astype(np.float64))


def in_threads(work: Callable[[Any], Array], pieces: Sequence[Any]) -> list[Array]:
    """The same work on every piece, in order; NumPy lets several threads run side by side."""
    import os
    from collections import deque
    from concurrent.futures import ThreadPoolExecutor

    keep_memory()
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    workers = min(workers, len(pieces))
    if workers < 2:
        return [work(piece) for piece in pieces]
    left = deque(enumerate(pieces))
    found: dict[int, Array] = {}

    def until_none_is_left() -> None:  # without a word to the waiting thread in between, which would cost a switch
        while left:
            try:
                place, piece = left.popleft()
            except IndexError:  # another thread took the last one
                return
            found[place] = work(piece)

    with ThreadPoolExecutor(workers) as pool:
        for thread in [pool.submit(until_none_is_left) for _ in range(workers)]:
            thread.result()
    return [found[place] for place in range(len(pieces))]
