"""The loss of a network over any two of its parameters, with everything that they do not change worked out once.

A neuron's activation depends on the first parameter, on the second, on both or on neither; neurons of one kind are
kept together, with an axis of the grid only where there is something to tell apart. Up to the layer where the two
parameters meet the whole grid is worked out at once, from there on block by block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isqrt
from numbers import Integral
from typing import Any, TypeAlias

import numpy as np

from engine.landscape.surface import Surface, axis, check_fit, in_threads, surface_of
from engine.networks.losses import Loss, loss_of
from engine.networks.network import Dense, Network, activate
from engine.numbers import Array
from engine.operations import OPERATIONS
from engine.training.dataset import Dataset

Place: TypeAlias = tuple[str, tuple[int, ...]]  # a parameter by name and index: ("layer.1.weight", (0, 3))
_Block: TypeAlias = tuple[slice, slice]  # rows and columns of the grid

_TILE = 2**22  # most numbers of a layer that depend on one parameter: 32 MB
_BLOCK = 2**19  # most numbers of a layer that depend on both: they stay in the processor's cache


@dataclass(frozen=True)
class _Moved:
    """A parameter that runs along an axis of the grid: into `neuron` of `layer`, from input `source`, or its bias."""

    layer: int
    source: int | None
    neuron: int
    values: Array  # shape (n, 1, 1) or (1, m, 1)


@dataclass(frozen=True)
class _Neurons:
    """Activations of some neurons of a layer, shape (neurons, n or 1, m or 1, examples)."""

    places: Array
    values: Array


@dataclass(frozen=True)
class _Meeting:
    """How far a tile of the grid goes at once: the activations before `layer`, where both parameters meet; those of its
    neurons that are `ready`; and for this and all later layers the neurons that wait, in groups that are worked out
    together."""

    layer: int
    before: list[_Neurons]
    ready: list[_Neurons]
    waiting: list[list[Array]]


def weight_surface(
    network: Network,
    first: tuple[Place, Sequence[float] | Array],
    second: tuple[Place, Sequence[float] | Array],
    dataset: Dataset,
    loss: Loss | str = "mean_squared_error",
) -> Surface:
    """The loss where one parameter takes the values of the first axis and another those of the second; all others stay
    as they are.

    A parameter is given by name, index and values: `(("layer.1.weight", (0, 3)), np.linspace(-1, 1, 200))`. Raises
    ValueError for one that is not there, or twice the same, for values that do not rise, and for data or a loss that
    do not fit the network.

    >>> network, data = Network.neuron([0.0], 0.0), Dataset([[1.0], [2.0]], [[1.0], [2.0]])
    >>> weight, bias = ("layer.1.weight", (0, 0)), ("layer.1.bias", (0,))
    >>> weight_surface(network, (weight, [0, 1]), (bias, [0, 1]), data).values.tolist()
    [[2.5, 0.5], [0.0, 1.0]]
    """
    wanted = loss_of(loss)
    check_fit(network, dataset, wanted)
    places = _checked("first", network, first[0]), _checked("second", network, second[0])
    if places[0] == places[1]:
        raise ValueError(f"second: must be another parameter than the first, got {places[0]} twice")
    rows, columns = axis("first", first[1]), axis("second", second[1])
    layers = _without(network, places)
    inputs, targets = dataset.inputs.astype(np.float64), dataset.targets.astype(np.float64)
    values = np.empty((len(rows), len(columns)))
    side = max(1, _TILE // (len(dataset) * max(network.widths)))
    for tile in _blocks(values.shape, side, side):
        moved = (
            _moved(places[0], rows[tile[0], np.newaxis, np.newaxis]),
            _moved(places[1], columns[np.newaxis, tile[1], np.newaxis]),
        )
        _fill(values[tile], layers, inputs, moved, lambda prediction: wanted(prediction, targets, stacked=2))
    return surface_of(rows, columns, values)


def _fill(
    values: Array, layers: list[Dense], inputs: Array, moved: tuple[_Moved, ...], loss: Callable[[Array], Any]
) -> None:
    """Work out the losses of a tile of the grid."""
    with np.errstate(all="ignore"):  # what is not finite is said by the surface
        start = _until_they_meet(layers, inputs, moved)
    widest = max(layers[-1].outputs, *(sum(map(len, kinds)) for kinds in start.waiting), 1)
    points = max(1, _BLOCK // (len(inputs) * widest))
    wide = min(values.shape[1], 4 * isqrt(points))  # NumPy likes long rows
    blocks = _blocks(values.shape, max(1, points // wide), wide)

    def losses(block: _Block) -> Array:
        here = tuple(replace(one, values=_cut(one.values, block)) for one in moved)
        with np.errstate(all="ignore"):  # a thread has settings of its own
            return np.asarray(loss(_together(_onwards(layers, _cut_all(start, block), here))))

    for block, found in zip(blocks, in_threads(losses, blocks), strict=True):
        values[block] = found


def _until_they_meet(layers: list[Dense], inputs: Array, moved: tuple[_Moved, ...]) -> _Meeting:
    groups = [_Neurons(np.arange(inputs.shape[1]), inputs.T[:, np.newaxis, np.newaxis])]
    kinds = [_kinds(layer, _into(place, moved)) for place, layer in enumerate(layers)]
    for place, layer in enumerate(layers):
        here = _into(place, moved)
        ready, waiting = [], []
        for neurons in kinds[place]:
            if _both(groups, here, neurons):
                waiting.append(neurons)
            else:
                ready.append(_part(groups, layer, here, neurons))
        if waiting:
            return _Meeting(place, groups, ready, [waiting, *kinds[place + 1 :]])
        groups = _merged(ready)
    return _Meeting(len(layers), groups, [], [])


def _onwards(layers: list[Dense], start: _Meeting, moved: tuple[_Moved, ...]) -> list[_Neurons]:
    """The activations of the last layer."""
    groups, ready = start.before, start.ready
    for place, kinds in enumerate(start.waiting, start.layer):
        here = _into(place, moved)
        made = [_part(groups, layers[place], here, neurons) for neurons in kinds]
        groups, ready = _merged([*ready, *made]), []
    return groups


def _into(layer: int, moved: tuple[_Moved, ...]) -> list[_Moved]:
    return [one for one in moved if one.layer == layer]


def _kinds(layer: Dense, moved: list[_Moved]) -> list[Array]:
    """The neurons of a layer in groups whose activations depend on the same parameters."""
    everyone = np.arange(layer.outputs)
    if layer.activation == "softmax":  # mixes all neurons of the layer
        return [everyone]
    special = sorted({one.neuron for one in moved})
    plain = np.delete(everyone, special)
    return [*([plain] if len(plain) else []), *(np.array([neuron]) for neuron in special)]


def _both(groups: list[_Neurons], moved: list[_Moved], neurons: Array) -> bool:
    """Whether these neurons depend on both parameters."""
    shapes = [group.values.shape[1:3] for group in groups]
    shapes += [one.values.shape[:2] for one in moved if one.neuron in neurons]
    return min(int(size) for size in np.broadcast_shapes(*shapes)) > 1


def _part(groups: list[_Neurons], layer: Dense, moved: list[_Moved], neurons: Array) -> _Neurons:
    """Some neurons of a layer, from all of the layer before."""
    terms = [_product(group, layer.weight[group.places][:, neurons]) for group in groups]
    for one in moved:
        if one.neuron in neurons:
            terms.append(_added(groups, one) * (neurons == one.neuron).reshape(-1, 1, 1, 1))
    total = layer.bias[neurons].reshape(-1, 1, 1, 1)
    for term in sorted(terms, key=np.size):  # what runs over the whole grid comes last, and is written over
        whole = all(a <= b for a, b in zip(total.shape, term.shape, strict=True))
        total = np.add(total, term, out=term if whole else None)
    return _Neurons(neurons, _activated(layer.activation, total))


def _product(group: _Neurons, weight: Array) -> Array:
    """One matrix product for all points of the grid."""
    values = group.values
    if len(values) == 1:  # quicker than a product of matrices
        return np.asarray(weight.T[..., np.newaxis, np.newaxis] * values)
    return (weight.T @ values.reshape(len(values), -1)).reshape(-1, *values.shape[1:])


def _added(groups: list[_Neurons], moved: _Moved) -> Array:
    """What a moved parameter gives to z of its neuron, shape (n or 1, m or 1, examples)."""
    if moved.source is None:
        return moved.values
    found = (group.values[group.places == moved.source] for group in groups)
    return np.asarray(moved.values * next(values[0] for values in found if len(values)))


def _activated(activation: str, z: Array) -> Array:
    """The activation, written over z where NumPy can."""
    if activation == "softmax":
        return np.moveaxis(activate(activation, np.moveaxis(z, 0, -1)), -1, 0)
    rule = OPERATIONS[activation].value if activation in OPERATIONS else None
    return np.asarray(rule(z, out=z) if isinstance(rule, np.ufunc) else activate(activation, z))


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
    last = _joined(whole) if len(whole) > 1 else whole[0]
    return np.moveaxis(last.values[np.argsort(last.places)], 0, -1)


def _blocks(shape: tuple[int, ...], high: int, wide: int) -> list[_Block]:
    return [
        (slice(row, row + high), slice(column, column + wide))
        for row in range(0, shape[0], high)
        for column in range(0, shape[1], wide)
    ]


def _cut(values: Array, block: _Block) -> Array:
    """The part of an array of shape (..., n or 1, m or 1, examples) that belongs to a block of the grid."""
    rows, columns = (part if size > 1 else slice(None) for part, size in zip(block, values.shape[-3:-1], strict=True))
    return values[..., rows, columns, :]


def _cut_all(start: _Meeting, block: _Block) -> _Meeting:
    before, ready = (
        [replace(group, values=_cut(group.values, block)) for group in groups] for groups in (start.before, start.ready)
    )
    return replace(start, before=before, ready=ready)


def _checked(name: str, network: Network, place: Any) -> Place:
    """A parameter's name and index. Raises ValueError where there is none."""
    try:
        parameter, index = place
    except (TypeError, ValueError):
        parameter, index = place, None
    if not isinstance(index, tuple):
        got = " ".join(repr(place).split())
        raise ValueError(f'{name}: must name a parameter, as ("layer.1.weight", (0, 3)), got {got:.60}')
    if parameter not in network.parameters:
        raise ValueError(f"{name}: no parameter {parameter!r:.60}; there are: {', '.join(network.parameters)}")
    shape = network.parameters[parameter].shape
    within = len(index) == len(shape) and all(isinstance(i, Integral) for i in index)
    if not within or any(not 0 <= i < size for i, size in zip(index, shape, strict=True)):
        raise ValueError(f"{name}: {parameter} must have an index within its shape {shape}, got {index!r:.60}")
    return parameter, tuple(int(i) for i in index)


def _moved(place: Place, values: Array) -> _Moved:
    name, index = place
    layer = int(name.split(".")[1]) - 1
    return _Moved(layer, index[0] if len(index) == 2 else None, index[-1], values)


def _without(network: Network, places: Sequence[Place]) -> list[Dense]:
    """The layers in floats, with 0 in place of the two parameters, whose parts are added point by point."""
    parameters = {name: np.array(array, dtype=np.float64) for name, array in network.parameters.items()}
    for name, index in places:
        parameters[name][index] = 0.0
    return [
        Dense(parameters[f"layer.{place}.weight"], parameters[f"layer.{place}.bias"], layer.activation)
        for place, layer in enumerate(network.layers, 1)
    ]
