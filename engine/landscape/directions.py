"""The loss of a network along two directions through its parameters, and directions worth looking along (Li, Xu,
Taylor, Studer and Goldstein 2018, Visualizing the Loss Landscape of Neural Nets)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from engine.landscape.surface import Surface, axis, check_fit, in_threads, surface_of
from engine.networks.losses import Loss, loss_of
from engine.networks.network import Network
from engine.numbers import Array
from engine.training.dataset import Dataset, as_numbers, generator_of

Direction = Mapping[str, Array]  # for every parameter of a network an array in its shape
_AT_ONCE = 2**17  # numbers of a layer that are worked out together: they stay in the processor's cache


def random_direction(network: Network, seed: int | np.random.Generator, scaling: str = "filter") -> Direction:
    """A direction with normally distributed entries. With `scaling="filter"` every filter, which in a dense layer is
    the weights into one neuron, is scaled to the length of the network's own, and biases stand still (Li et al. 2018,
    section 4); `"layer"` scales weight matrices as a whole, `"none"` scales nothing and moves biases too. Raises
    ValueError for another scaling, TypeError for what is no seed.

    >>> network = Network.of((2, 3, 1), seed=0)
    >>> direction = random_direction(network, seed=1)["layer.1.weight"]
    >>> np.allclose(np.linalg.norm(direction, axis=0), np.linalg.norm(network.layers[0].weight, axis=0))
    True
    """
    if scaling not in ("filter", "layer", "none"):
        raise ValueError(f"scaling: must be filter, layer or none, got {scaling!r:.60}")
    generator = generator_of(seed)
    direction: dict[str, Array] = {}
    for name, array in network.parameters.items():
        drawn = generator.normal(size=array.shape)
        if scaling != "none":
            drawn = _scaled(drawn, array.astype(np.float64), 0 if scaling == "filter" else None)
        direction[name] = _read_only(drawn)
    return direction


def _scaled(drawn: Array, own: Array, along: int | None) -> Array:
    if own.ndim < 2:
        return np.zeros_like(own)
    length = np.linalg.norm(drawn, axis=along, keepdims=True)
    return np.asarray(drawn * (np.linalg.norm(own, axis=along, keepdims=True) / length))


@dataclass(frozen=True, eq=False)
class Principal:
    """The two principal directions of a path: orthogonal, of length 1, as the rows of `axes`, shape (2, parameters);
    `shares`, the part of the path's variance along each, largest first; and the path's end, through which the plane
    is laid."""

    axes: Array
    shares: tuple[float, float]
    origin: Array


def principal_directions(path: Any) -> Principal:
    """The directions in which a path through parameter space varies most: principal components of the matrix of
    theta_k - theta_end (Li et al. 2018, section 7.2), by singular values.

    `path` has shape (states, parameters), the end last. The sign is such that the path's start lies on the positive
    side. Raises ValueError for fewer than three states or two parameters, for a path that is not finite, and for one
    that does not move.

    >>> principal_directions([[3.0, 0.0], [1.0, 0.5], [0.0, 0.0]]).shares[0] > 0.9
    True
    """
    states = _finite("path", path)
    if states.ndim != 2 or states.shape[0] < 3 or states.shape[1] < 2:
        raise ValueError(f"path: must be at least 3 states of at least 2 parameters, got shape {states.shape}")
    moved = states - states[-1]
    longest = float(np.abs(moved).max())
    if longest == 0:
        raise ValueError("path: must move, got the same state throughout")
    moved = moved / longest  # squares neither overflow nor vanish
    _, lengths, axes = np.linalg.svd(moved - moved.mean(axis=0), full_matrices=False)
    found = axes[:2] * np.where(moved[0] @ axes[:2].T < 0, -1.0, 1.0)[:, np.newaxis]
    shares = lengths[:2] ** 2 / (lengths**2).sum()
    return Principal(_read_only(found), (float(shares[0]), float(shares[1])), _read_only(states[-1].copy()))


@dataclass(frozen=True, eq=False)
class Projection:
    """A path seen in a plane: `coordinates`, shape (states, 2), along the two directions; `share`, the part of the
    squared distances from the plane's origin that the plane keeps; what is missing happened outside of it."""

    coordinates: Array
    share: float


def project(path: Any, origin: Any, first: Any, second: Any) -> Projection:
    """Every state of a path at the nearest point of the plane through `origin` along two directions, which need not be
    orthogonal. Flat arrays: path (states, parameters), the others (parameters,). Raises ValueError for another shape,
    for what is not finite, and for directions that span no plane.

    >>> project([[1.0, 2.0, 2.0]], [0, 0, 0], [1, 0, 0], [0, 2, 0]).coordinates.tolist()
    [[1.0, 1.0]]
    """
    states, start = _finite("path", path), _finite("origin", origin)
    plane = np.stack([_along("first", first, start), _along("second", second, start)], axis=1)
    if states.ndim != 2 or start.ndim != 1 or states.shape[1:] != start.shape:
        raise ValueError(f"path: must have shape (states, {start.size}) as the origin has, got {states.shape}")
    sizes = np.abs(plane).max(axis=0)
    plane /= sizes
    if np.linalg.matrix_rank(plane) < 2:
        raise ValueError("first, second: must span a plane; one is a multiple of the other")
    moved = states - start
    longest = float(np.abs(moved).max(initial=0)) or 1.0
    moved /= longest  # squares neither overflow nor vanish
    coordinates = np.linalg.lstsq(plane, moved.T, rcond=None)[0].T
    whole, missed = float((moved**2).sum()), float(((moved - coordinates @ plane.T) ** 2).sum())
    share = 1.0 - min(1.0, missed / whole) if whole else 1.0
    return Projection(_read_only(coordinates / sizes * longest), share)


def _along(name: str, direction: Any, origin: Array) -> Array:
    found = _finite(name, direction)
    if found.shape != origin.shape:
        raise ValueError(f"{name}: must have the origin's shape {origin.shape}, got {found.shape}")
    if not found.any():
        raise ValueError(f"{name}: must not be zero, or there is no plane")
    return found


def _finite(name: str, numbers: Any) -> Array:
    found = as_numbers(name, numbers).astype(np.float64)
    if not np.isfinite(found).all():
        raise ValueError(f"{name}: must be finite; cut off where it diverged")
    return found


def flat(direction: Direction, network: Network) -> Array:
    """A direction as one row of numbers, in the order of the network's parameters. Raises ValueError where it has not
    every parameter in its shape."""
    return np.concatenate([array.ravel() for array in _fitting("direction", direction, network).values()])


def unflat(numbers: Any, network: Network) -> Direction:
    """One row of numbers as a direction; the opposite of `flat`. Raises ValueError for another length."""
    row = _finite("direction", numbers)
    if row.shape != (network.size,):
        raise ValueError(f"direction: must have {network.size} numbers, one for each parameter, got {row.shape}")
    direction: dict[str, Array] = {}
    begin = 0
    for name, array in network.parameters.items():
        direction[name] = _read_only(row[begin : begin + array.size].reshape(array.shape))
        begin += array.size
    return direction


def direction_surface(
    network: Network,
    first: Sequence[float] | Array,
    second: Sequence[float] | Array,
    directions: tuple[Direction, Direction],
    dataset: Dataset,
    loss: Loss | str = "mean_squared_error",
) -> Surface:
    """The loss at network + a * directions[0] + b * directions[1], for every a in `first` and b in `second`.

    Many networks go through the layers at once, as a stack, on all processors. Raises ValueError for directions, data
    or a loss that do not fit the network, and for values that do not rise.

    >>> network, data = Network.neuron([1.0], 0.0), Dataset([[1.0]], [[0.0]])
    >>> directions = (unflat([1.0, 0.0], network), unflat([0.0, 2.0], network))
    >>> direction_surface(network, [0, 1], [-1, 0], directions, data).values.tolist()
    [[1.0, 1.0], [0.0, 4.0]]
    """
    wanted = loss_of(loss)
    check_fit(network, dataset, wanted)
    if len(directions) != 2:
        raise ValueError(f"directions: must be two, got {len(directions)}")
    rows, columns = axis("first", first), axis("second", second)
    pairs = np.stack(np.meshgrid(rows, columns, indexing="ij"), axis=-1).reshape(-1, 2)
    start = _stackable(network.parameters)
    moves = [_stackable(_fitting(f"directions[{place}]", one, network)) for place, one in enumerate(directions)]
    inputs, targets = dataset.inputs.astype(np.float64), dataset.targets.astype(np.float64)
    size = max(1, _AT_ONCE // (len(dataset) * max(network.widths)))

    def losses(begin: int) -> Array:
        a, b = pairs[begin : begin + size].T[..., np.newaxis, np.newaxis]
        with np.errstate(all="ignore"):  # what is not finite is said by the surface
            moved = {name: start[name] + a * moves[0][name] + b * moves[1][name] for name in start}
            return np.asarray(wanted(network.forward(inputs, moved).prediction, targets, stacked=1))

    found = np.concatenate(in_threads(losses, range(0, len(pairs), size)))
    return surface_of(rows, columns, found.reshape(len(rows), len(columns)))


def _fitting(name: str, direction: Direction, network: Network) -> dict[str, Array]:
    """A direction in floats and in the order of the parameters. Raises ValueError where it does not fit them."""
    if set(direction) != set(network.parameters):
        raise ValueError(f"{name}: must have {', '.join(network.parameters)}, got {', '.join(map(str, direction))}")
    found = {parameter: _finite(f"{name}, {parameter}", direction[parameter]) for parameter in network.parameters}
    for parameter, array in found.items():
        if array.shape != network.parameters[parameter].shape:
            wanted = network.parameters[parameter].shape
            raise ValueError(f"{name}, {parameter}: must have the parameter's shape {wanted}, got {array.shape}")
    return found


def _stackable(parameters: Mapping[str, Array]) -> dict[str, Array]:
    """Every weight and bias as the only one of a stack: shape (1, inputs, outputs) or (1, 1, outputs)."""
    return {
        name: array.astype(np.float64).reshape(1, prod(array.shape[:-1]), array.shape[-1])
        for name, array in parameters.items()
    }


def _read_only(array: Array) -> Array:
    array.flags.writeable = False
    return array
