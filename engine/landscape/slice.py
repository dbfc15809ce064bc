"""The loss of a network over any two of its parameters, with everything that they do not change worked out once.

A neuron's activation depends on the first parameter, on the second, on both or on neither; neurons of one kind are
kept together, with an axis of the grid only where there is something to tell apart. Of a whole layer only the neurons
behind a changed weight cost anything, until both changes meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

import numpy as np

from engine.dataset import Dataset
from engine.landscape.surface import Surface, axis, in_threads, surface_of
from engine.losses import Loss, loss_of
from engine.network import Network, activate
from engine.numbers import Array
from engine.operations import OPERATIONS

Place = tuple[str, tuple[int, ...]]  # a parameter by name and index: ("layer.1.weight", (0, 3))
_AT_ONCE = 2**19  # numbers of a layer that are worked out together: they stay in the processor's cache


@dataclass(frozen=True)
class _Moved:
    """A parameter that runs along an axis of the grid: into `neuron` of `layer`, from input `source`, or its bias."""

    layer: int
    source: int | None
    neuron: int
    shift: Array  # what is added to its value: shape (n, 1, 1) or (1, m, 1)


@dataclass(frozen=True)
class _Neurons:
    """Activations of some neurons of a layer, shape (neurons, n or 1, m or 1, examples)."""

    places: Array
    values: Array


def weight_surface(
    network: Network,
    first: tuple[Place, Sequence[float] | Array],
    second: tuple[Place, Sequence[float] | Array],
    dataset: Dataset,
    loss: Loss | str = "mean_squared_error",
) -> Surface:
    """The loss where one parameter takes the values of the first axis and another those of the second.

    A parameter is named as `(("layer.1.weight", (0, 3)), values)`. Raises ValueError for one that is not there, or
    twice the same.
    """
    wanted = loss_of(loss)
    places = (_checked(network, first[0]), _checked(network, second[0]))
    if places[0] == places[1]:
        raise ValueError(f"second: must be another parameter than the first, got {first[0]} twice")
    rows, columns = axis("first", first[1]), axis("second", second[1])
    weights = [np.asarray(layer.weight, dtype=np.float64) for layer in network.layers]
    biases = [np.asarray(layer.bias, dtype=np.float64) for layer in network.layers]
    inputs, targets = (np.array(part, dtype=np.float64) for part in (dataset.inputs, dataset.targets))
    shifts = [
        points - float(network.parameters[name][place])
        for points, (name, place) in zip((rows, columns), places, strict=True)
    ]
    pieces = _blocks(len(rows), len(columns), _at_once(network, places, len(dataset)))

    def losses(block: tuple[slice, slice]) -> Array:
        moved = (
            _moved(places[0], shifts[0][block[0], np.newaxis, np.newaxis]),
            _moved(places[1], shifts[1][np.newaxis, block[1], np.newaxis]),
        )
        with np.errstate(all="ignore"):  # what is not finite is said by the surface
            prediction = _together(_forward(network, weights, biases, inputs, moved)[-1])
            found = np.asarray(wanted(prediction, targets, stacked=2))
        return np.broadcast_to(found, (moved[0].shift.shape[0], moved[1].shift.shape[1]))

    values = np.empty((len(rows), len(columns)))
    for block, found in zip(pieces, in_threads(losses, pieces), strict=True):
        values[block] = found
    return surface_of(rows, columns, values)


def _forward(
    network: Network, weights: list[Array], biases: list[Array], inputs: Array, moved: tuple[_Moved, ...]
) -> list[list[_Neurons]]:
    """All layers, their neurons in groups."""
    layers = [[_Neurons(np.arange(inputs.shape[1]), inputs.T[:, np.newaxis, np.newaxis])]]
    for place, layer in enumerate(network.layers):
        here = [one for one in moved if one.layer == place]
        layers.append(_layer(layers[-1], weights[place], biases[place], layer.activation, here))
    return layers


def _at_once(network: Network, places: tuple[Place, Place], examples: int) -> int:
    """How many points of the grid to work out together: found on a grid of two by two, by how many neurons of one layer
    depend on both parameters there."""
    moved = tuple(_moved(place, np.zeros((2, 1, 1) if k == 0 else (1, 2, 1))) for k, place in enumerate(places))
    weights = [np.zeros(layer.weight.shape) for layer in network.layers]
    biases = [np.zeros(layer.outputs) for layer in network.layers]
    layers = _forward(network, weights, biases, np.zeros((1, network.widths[0])), moved)
    both = [len(group.places) for layer in layers for group in layer if group.values.shape[1:3] == (2, 2)]
    return max(1, _AT_ONCE // (examples * max(both, default=1)))


def _blocks(rows: int, columns: int, points: int) -> list[tuple[slice, slice]]:
    """The grid in blocks: whole rows where several fit, otherwise square ones, so that what depends on one parameter
    alone serves many points."""
    wide = min(columns, max(1, 4 * isqrt(points)))
    high = max(1, points // wide)
    return [
        (slice(row, row + high), slice(column, column + wide))
        for row in range(0, rows, high)
        for column in range(0, columns, wide)
    ]


def _checked(network: Network, place: Place) -> Place:
    name, index = place
    if name not in network.parameters:
        raise ValueError(f"no parameter {name!r}; there are: {', '.join(network.parameters)}")
    shape = network.parameters[name].shape
    if len(index) != len(shape) or any(not 0 <= i < size for i, size in zip(index, shape, strict=True)):
        raise ValueError(f"{name}: must have an index within its shape {shape}, got {index}")
    return name, tuple(int(i) for i in index)


def _moved(place: Place, shift: Array) -> _Moved:
    name, index = place
    layer = int(name.split(".")[1]) - 1
    return _Moved(layer, index[0] if len(index) == 2 else None, index[-1], shift)


def _layer(groups: list[_Neurons], weight: Array, bias: Array, activation: str, moved: list[_Moved]) -> list[_Neurons]:
    """One layer forward, its neurons grouped by what they depend on."""
    added = [(one.neuron, _added(groups, one)) for one in moved]
    special = sorted({neuron for neuron, _ in added})
    plain = np.array([neuron for neuron in range(len(bias)) if neuron not in special], dtype=int)
    kinds = [plain, *(np.array([neuron]) for neuron in special)]
    if activation == "softmax":  # mixes all neurons of the layer
        kinds = [np.arange(len(bias))]
    made = []
    for places in kinds:
        if not len(places):
            continue
        parts = [_product(group, weight[group.places][:, places]) for group in groups]
        parts += [change * (places == neuron).reshape(-1, 1, 1, 1) for neuron, change in added if neuron in places]
        made.append(_Neurons(places, _activated(activation, _sum(bias[places].reshape(-1, 1, 1, 1), parts))))
    return _merged(made)


def _sum(start: Array, parts: list[Array]) -> Array:
    """The sum of parts that are no longer needed, what depends on the whole grid last and written over."""
    total = start
    for part in sorted(parts, key=np.size):
        whole = np.broadcast_shapes(total.shape, part.shape) == part.shape
        total = np.add(total, part, out=part if whole else None)
    return total


def _activated(activation: str, z: Array) -> Array:
    """The activation, written over z where NumPy can."""
    if activation == "softmax":
        return np.moveaxis(activate(activation, np.moveaxis(z, 0, -1)), -1, 0)
    rule = OPERATIONS[activation].value if activation in OPERATIONS else None
    return np.asarray(rule(z, out=z) if isinstance(rule, np.ufunc) else activate(activation, z))


def _added(groups: list[_Neurons], moved: _Moved) -> Array:
    """What a moved parameter adds to z of its neuron, shape (n or 1, m or 1, examples)."""
    if moved.source is None:
        return moved.shift
    for group in groups:
        found = np.flatnonzero(group.places == moved.source)
        if len(found):
            return np.asarray(moved.shift * group.values[found[0]])
    raise AssertionError("every input belongs to a group")


def _product(group: _Neurons, weight: Array) -> Array:
    """One matrix product for all points of the grid."""
    values = group.values
    if len(values) == 1:  # quicker than a product of matrices
        return np.asarray(weight.T[..., np.newaxis, np.newaxis] * values)
    return (weight.T @ values.reshape(len(values), -1)).reshape(-1, *values.shape[1:])


def _merged(groups: list[_Neurons]) -> list[_Neurons]:
    """Groups that depend on the same are put together: one product is quicker than two."""
    kept: dict[tuple[int, ...], list[_Neurons]] = {}
    for group in groups:
        kept.setdefault(group.values.shape[1:3], []).append(group)
    return [_joined(alike) if len(alike) > 1 else alike[0] for alike in kept.values()]


def _joined(groups: list[_Neurons]) -> _Neurons:
    return _Neurons(
        np.concatenate([group.places for group in groups]), np.concatenate([group.values for group in groups])
    )


def _together(groups: list[_Neurons]) -> Array:
    """All neurons of the last layer in their order, shape (n, m, examples, outputs)."""
    shape = np.broadcast_shapes(*(group.values.shape[1:] for group in groups))
    whole = [_Neurons(group.places, np.broadcast_to(group.values, (len(group.places), *shape))) for group in groups]
    last = _joined(whole)
    return np.moveaxis(last.values[np.argsort(last.places)], 0, -1)
