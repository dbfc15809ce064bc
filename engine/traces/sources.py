"""Traces of networks, trainings, landscapes and costs: their numbers under the paths that lessons use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from engine.backward import Walk, backward
from engine.cost import Costs
from engine.graph import Node, constant, variable
from engine.landscape.critical_points import CriticalPoint
from engine.landscape.directions import Projection
from engine.landscape.surface import Surface
from engine.networks.losses import Loss, loss_of
from engine.networks.network import Forward, Network
from engine.numbers import Array
from engine.traces.trace import Trace
from engine.training.descent import History
from engine.training.train import Training


def network_trace(network: Network, inputs: Any, target: Any, loss: Loss | str, prefix: str = "") -> Trace:
    """A forward and a backward pass, neuron by neuron. Layers, neurons, inputs and outputs count from 1.

    For one example, inputs of shape (inputs,), there are single numbers:

    - `input.I`, `prediction.J`, `target.J`, `loss`, and `gradient.input.I`, `gradient.prediction.J`;
    - for each neuron `layer.L.neuron.J.` with `weight.I`, `bias`, `z`, `activation`, and `gradient.weight.I`,
      `gradient.bias`, `gradient.z` (dL/dz, often called delta), `gradient.activation` (dL/da).

    For a batch, inputs of shape (examples, inputs), whatever differs between examples is an array over them.
    Raises ValueError where inputs or target do not fit.

    >>> trace = network_trace(Network.neuron([1.0], 0.0), [2.0], [4.0], "squared_error")
    >>> trace.number("loss"), trace.number("layer.1.neuron.1.gradient.weight.1")
    (4.0, -8.0)
    """
    given, wanted = variable(inputs, "input"), constant(target, "target")
    nodes = {name: variable(array, name) for name, array in network.parameters.items()}
    forward = network.forward(given, nodes)
    output = loss_of(loss)(forward.prediction, wanted)
    walk = backward(output)
    numbers: dict[str, Any] = {}
    numbers.update(_columns("input", given.value))
    for place in range(1, len(network.layers) + 1):
        numbers.update(_layer(place, nodes, forward, walk))
    numbers.update(_columns("prediction", forward.prediction.value))
    numbers.update(_columns("target", wanted.value))
    numbers["loss"] = output.value
    numbers.update(_columns("gradient.prediction", walk.gradient(forward.prediction)))
    numbers.update(_columns("gradient.input", walk.gradient(given)))
    return _prefixed(numbers, prefix)


def _layer(place: int, nodes: dict[str, Node], forward: Forward, walk: Walk) -> Iterator[tuple[str, Any]]:
    weight, bias = nodes[f"layer.{place}.weight"], nodes[f"layer.{place}.bias"]
    z, activation = forward.z[place - 1], forward.activations[place - 1]
    for neuron in range(weight.shape[1]):
        path = f"layer.{place}.neuron.{neuron + 1}."
        yield from ((f"{path}{name}", number) for name, number in _columns("weight", weight.value[:, neuron]))
        for name, node in (("bias", bias), ("z", z), ("activation", activation)):
            yield f"{path}{name}", node.value[..., neuron]
        gradients = walk.gradient(weight)[:, neuron]
        yield from ((f"{path}{name}", number) for name, number in _columns("gradient.weight", gradients))
        for name, node in (("bias", bias), ("z", z), ("activation", activation)):
            yield f"{path}gradient.{name}", walk.gradient(node)[..., neuron]


def history_trace(history: History, prefix: str = "") -> Trace:
    """All states of a descent: for state K `step.K.NAME` and `step.K.gradient.NAME` of every parameter, and of every
    node that the model named, the loss among them; `diverged` is 0 or 1.

    >>> from engine import descend
    >>> trace = history_trace(descend(lambda p: p["w"] ** 2, {"w": 1.0}, 0.25, 2))
    >>> trace.number("step.1.w"), trace.number("step.1.gradient.w"), trace.number("step.2.loss")
    (0.5, 1.0, 0.0625)
    """
    numbers: dict[str, Any] = {}
    for k, step in enumerate(history.steps):
        for name, node in {**step.parameters, **step.nodes}.items():
            numbers[f"step.{k}.{name}"] = node.value
            if node.requires_gradient:
                numbers[f"step.{k}.gradient.{name}"] = step.walk.gradient(node)
    numbers["diverged"] = int(history.diverged)
    return _prefixed(numbers, prefix)


def training_trace(training: Training, prefix: str = "") -> Trace:
    """A training's history, each quantity an array over the records: `step`, `epoch`, `loss`, `batch_loss`,
    `held_out_loss` where there is one, `learning_rate`, then `layer.L.weight`, `layer.L.bias` and
    `gradient.layer.L.weight`, `gradient.layer.L.bias`; `diverged` is 0 or 1."""
    numbers: dict[str, Any] = {
        "step": training.steps,
        "epoch": training.epochs,
        "loss": training.losses,
        "batch_loss": training.batch_losses,
    }
    if training.held_out_losses is not None:
        numbers["held_out_loss"] = training.held_out_losses
    numbers["learning_rate"] = training.learning_rates
    numbers.update(training.parameters)
    numbers.update({f"gradient.{name}": kept for name, kept in training.gradients.items()})
    numbers["diverged"] = int(training.diverged)
    return _prefixed(numbers, prefix)


def surface_trace(surface: Surface, prefix: str = "") -> Trace:
    """A surface: `first`, `second`, and `loss`, where loss[i, j] belongs to first[i] and second[j]."""
    return _prefixed({"first": surface.first, "second": surface.second, "loss": surface.values}, prefix)


def projection_trace(projection: Projection, prefix: str = "") -> Trace:
    """A path in a plane: `first`, `second` for every state, and the `share` of the motion that the plane keeps."""
    first, second = projection.coordinates.T
    return _prefixed({"first": first, "second": second, "share": projection.share}, prefix)


def critical_points_trace(points: Sequence[CriticalPoint], prefix: str = "") -> Trace:
    """Critical points by kind, counted from 0 in the order of their values: `minimum.0.position`, `.loss`, `.gradient`
    (the length that is left), `.eigenvalues`; `saddle.0` and so on.

    >>> from engine import critical_points
    >>> points = critical_points(lambda a, b: a**2 - b**2, [(-1, 1), (-1, 1)])
    >>> list(critical_points_trace(points))[:2]
    ['saddle.0.position', 'saddle.0.loss']
    """
    numbers: dict[str, Any] = {}
    met: dict[str, int] = {}
    for point in points:
        path = f"{point.kind}.{met.get(point.kind, 0)}"
        met[point.kind] = met.get(point.kind, 0) + 1
        numbers[f"{path}.position"] = point.position
        numbers[f"{path}.loss"] = point.value
        numbers[f"{path}.gradient"] = point.gradient
        numbers[f"{path}.eigenvalues"] = point.eigenvalues
    return _prefixed(numbers, prefix)


def costs_trace(costs: Costs, prefix: str = "") -> Trace:
    """What derivatives cost: `parameters`, and for each of `forward`, `backward`, `tangents`, `backpropagation`,
    `forward_mode` and `nudging` its `multiplications`, `additions` and `functions`."""
    numbers: dict[str, Any] = {"parameters": costs.parameters}
    for name in ("forward", "backward", "tangents", "backpropagation", "forward_mode", "nudging"):
        cost = getattr(costs, name)
        for kind in ("multiplications", "additions", "functions"):
            numbers[f"{name}.{kind}"] = getattr(cost, kind)
    return _prefixed(numbers, prefix)


def _columns(name: str, array: Array) -> Iterator[tuple[str, Any]]:
    """The last axis taken apart, counted from 1."""
    for place in range(array.shape[-1]):
        yield f"{name}.{place + 1}", array[..., place]


def _prefixed(numbers: dict[str, Any], prefix: str) -> Trace:
    return Trace({f"{prefix}{path}": _plain(number) for path, number in numbers.items()})


def _plain(number: Any) -> Any:
    """A single number bare, as the trace takes it."""
    return number.item() if isinstance(number, np.ndarray) and number.ndim == 0 else number
