"""The loss of a 2-16-16-1 network with tanh over 128 points, on a grid of 200 x 200, float64."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from engine import Dataset, Network, direction_surface, random_direction, weight_surface
from scripts.benchmarks.measure import Result, compare

SLICES = {
    "two weights of different layers": (("layer.1.weight", (0, 0)), ("layer.2.weight", (0, 0))),
    "two weights of the last layers": (("layer.2.weight", (3, 5)), ("layer.3.weight", (7, 0))),
    "two weights of the first layer": (("layer.1.weight", (0, 0)), ("layer.1.weight", (1, 3))),
}


def results() -> Iterator[Result]:
    """Against a loop of forward passes in NumPy: twice as fast along directions, 8 times over two weights."""
    generator = np.random.default_rng(0)
    inputs = generator.normal(size=(128, 2))
    dataset = Dataset(inputs, np.tanh(inputs[:, :1] * inputs[:, 1:]))
    network = Network.of((2, 16, 16, 1), "tanh", initialisation="glorot_normal", seed=0)
    grid = np.linspace(-2, 2, 200)
    directions = (random_direction(network, seed=1), random_direction(network, seed=2))

    def along():
        return direction_surface(network, grid, grid, directions, dataset)

    def loop():
        return _along_directions(network, grid, directions, dataset)

    yield compare("loss surface along two directions, all threads, against a loop", along, loop, 2.0, rounds=3)
    with one_processor():
        yield compare("loss surface along two directions, one thread, against a loop", along, loop, rounds=3)
    for name, (first, second) in SLICES.items():
        yield compare(
            f"loss surface over {name}, all threads, against a loop",
            lambda first=first, second=second: weight_surface(network, (first, grid), (second, grid), dataset),
            lambda first=first, second=second: _over_weights(network, grid, first, second, dataset),
            None if "first" in name else 8.0,
            rounds=3,
        )


@contextmanager
def one_processor():
    """On one processor, where the system allows it."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _loss(weights, biases, dataset):
    flowing = dataset.inputs
    for place, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        flowing = flowing @ weight + bias
        if place < len(weights) - 1:
            flowing = np.tanh(flowing)
    return ((flowing - dataset.targets) ** 2).mean()


def _parts(parameters):
    return [parameters[f"layer.{k}.weight"] for k in (1, 2, 3)], [parameters[f"layer.{k}.bias"] for k in (1, 2, 3)]


def _along_directions(network, grid, directions, dataset):
    values = np.empty((len(grid), len(grid)))
    for i, a in enumerate(grid):
        for j, b in enumerate(grid):
            moved = {n: p + a * directions[0][n] + b * directions[1][n] for n, p in network.parameters.items()}
            values[i, j] = _loss(*_parts(moved), dataset)
    return values


def _over_weights(network, grid, first, second, dataset):
    values = np.empty((len(grid), len(grid)))
    moved = {name: np.array(array) for name, array in network.parameters.items()}
    for i, a in enumerate(grid):
        for j, b in enumerate(grid):
            moved[first[0]][first[1]] = a
            moved[second[0]][second[1]] = b
            values[i, j] = _loss(*_parts(moved), dataset)
    return values
