"""Training: forward pass, loss, backpropagation, step of the optimiser, again and again, with its whole history."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.backward import backward
from engine.dataset import Dataset
from engine.graph import leaf
from engine.losses import Loss, loss_of
from engine.memory import keep_memory
from engine.network import Network
from engine.numbers import Array, is_exact
from engine.optimiser import Optimiser
from engine.optimisers import GradientDescent
from engine.schedules import Number, Rate, as_schedule

RECORDS = 1000  # how many states a history keeps unless it is told otherwise
LIMIT = 10_000  # a loss so many times that of the start is divergence, long before it overflows


@dataclass(frozen=True, eq=False)
class Training:
    """The history of a training. Record r holds the state before update number `steps[r]`, at exactly these parameters;
    the last one is the state after the last update. All arrays are read-only.

    - `steps`, `epochs`, shape (records,): updates made so far, and the same as passes through the data;
    - `parameters`, `gradients`: by name, shape (records, *shape of the parameter); the gradient of `batch_losses`;
    - `batch_losses`, `losses`, `held_out_losses` (None without such data), shape (records,): on the batch of this
      step, on all training examples, on the held-out ones;
    - `learning_rates`, shape (records,): what the step that follows uses;
    - `state`: `finished` or `diverged`, with the reason. A history that diverged ends with the state that showed it.
    """

    network: Network
    steps: Array
    epochs: Array
    parameters: Mapping[str, Array]
    gradients: Mapping[str, Array]
    batch_losses: Array
    losses: Array
    held_out_losses: Array | None
    learning_rates: Array
    state: str
    reason: str | None

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def diverged(self) -> bool:
        """Whether training was stopped because it diverged."""
        return self.state == "diverged"

    def network_at(self, record: int) -> Network:
        """The network of a record; -1 is the last."""
        return self.network.with_parameters({name: kept[record] for name, kept in self.parameters.items()})

    @property
    def trained(self) -> Network:
        """The network of the last record."""
        return self.network_at(-1)

    @property
    def path(self) -> Array:
        """The way through parameter space: shape (records, number of parameters), parameters in their order."""
        return np.concatenate([kept.reshape(len(self), -1) for kept in self.parameters.values()], axis=1)


def train(
    network: Network,
    dataset: Dataset,
    loss: Loss | str = "mean_squared_error",
    optimiser: Optimiser | None = None,
    learning_rate: Number | Rate = 0.1,
    *,
    epochs: int,
    batch_size: int | None = None,
    seed: int | np.random.Generator | None = None,
    held_out: Dataset | None = None,
    every: int | None = None,
    limit: float | None = LIMIT,
) -> Training:
    """Train a network and keep the history.

    Without `batch_size` a step uses all examples. With it the examples are shuffled anew for every epoch by `seed`,
    which is then required, and the last batch of an epoch may be smaller. The optimiser is gradient descent unless one
    is given. Every `every`-th state is recorded, and the first and the last; unless it is given, so that there are
    about 1000. Exact networks and data train exactly where loss and optimiser are rational.

    Training stops as diverged when a loss, gradient or parameter is not finite, or when a batch's loss is above `limit`
    times the loss at the start (None: only when something is not finite). That is a state of the history, not an error.
    Raises ValueError for numbers out of range and for data that do not fit the network.

    >>> from engine.datasets import xor
    >>> network = Network.of((2, 4, 1), "tanh", seed=1)
    >>> training = train(network, xor(), learning_rate=0.2, epochs=500)
    >>> training.state, bool(training.losses[-1] < 0.01 < training.losses[0])
    ('finished', True)
    """
    wanted = loss_of(loss)
    rule = optimiser or GradientDescent()
    schedule = as_schedule(learning_rate)
    batches = _Batches(dataset, batch_size, seed)
    steps = _at_least("epochs", epochs, 0) * batches.per_epoch
    every = max(1, -(-steps // RECORDS)) if every is None else _at_least("every", every, 1)
    _check_fit(network, dataset)
    if held_out is not None:
        _check_fit(network, held_out)
    keep_memory()
    record = _Record(network, steps, every, batches.per_epoch, held_out is not None)
    parameters: Mapping[str, Array] = network.parameters
    optimiser_state = rule.start(parameters)
    start: float | None = None
    reason = None
    with np.errstate(all="ignore"):  # what overflows is noticed below, and is a state of the history
        for step, (inputs, targets) in zip(range(steps + 1), batches, strict=False):
            batch_loss, gradients = loss_and_gradients(network, parameters, inputs, targets, wanted)
            start = float(batch_loss) if start is None else start
            reason = _reason(batch_loss, gradients, start, limit)
            rate = schedule(step)
            if reason or step % every == 0 or step == steps:
                reason = reason or _not_finite("parameter", parameters)
                whole = batch_loss if batches.whole else _value(network, parameters, dataset, wanted)
                beside = None if held_out is None else _value(network, parameters, held_out, wanted)
                record.add(step, parameters, gradients, (batch_loss, whole, beside, rate))
            if reason:
                break
            if step < steps:
                parameters, optimiser_state = rule.step(parameters, gradients, optimiser_state, rate)
    return record.finished(network, reason and f"{reason} at step {step}")


def loss_and_gradients(
    network: Network, parameters: Mapping[str, Array], inputs: Any, targets: Any, loss: Loss
) -> tuple[Number, dict[str, Array]]:
    """One forward and one backward pass: the loss of a batch, and d loss / d parameter by name."""
    nodes = {name: leaf(array, name, requires_gradient=True) for name, array in parameters.items()}
    output = loss(network.forward(inputs, nodes).prediction, targets)
    walk = backward(output)
    return output.number, {name: walk.gradient(node) for name, node in nodes.items()}


def _value(network: Network, parameters: Mapping[str, Array], dataset: Dataset, loss: Loss) -> Any:
    return loss(network.forward(dataset.inputs, parameters).prediction, dataset.targets)


class _Batches:
    """The batches of all epochs, without end."""

    def __init__(self, dataset: Dataset, size: int | None, seed: int | np.random.Generator | None) -> None:
        self._dataset = dataset
        self._size = len(dataset) if size is None else _at_least("batch_size", size, 1)
        self.whole = self._size >= len(dataset)
        if not self.whole and seed is None:
            raise ValueError("seed: must be given with a batch_size, because the examples are shuffled")
        self._generator = np.random.default_rng(seed)
        self.per_epoch = 1 if self.whole else -(-len(dataset) // self._size)

    def __iter__(self) -> Iterator[tuple[Array, Array]]:
        inputs, targets = self._dataset.inputs, self._dataset.targets
        while True:
            if self.whole:
                yield inputs, targets
                continue
            order = self._generator.permutation(len(inputs))
            for begin in range(0, len(order), self._size):
                rows = order[begin : begin + self._size]
                yield inputs[rows], targets[rows]


class _Record:
    """The arrays of a history, made at once and filled as training goes on."""

    def __init__(self, network: Network, steps: int, every: int, per_epoch: int, held_out: bool) -> None:
        self._records = steps // every + 1 + (steps % every > 0)
        self._filled = 0
        self._per_epoch = per_epoch
        kind = object if network.exact else np.float64
        self._steps = np.zeros(self._records, dtype=np.int64)
        self._numbers = [np.zeros(self._records, dtype=kind) for _ in range(4)]
        self._held_out = held_out
        shapes = {name: (self._records, *array.shape) for name, array in network.parameters.items()}
        self._parameters = {name: np.zeros(shape, dtype=kind) for name, shape in shapes.items()}
        self._gradients = {name: np.zeros(shape, dtype=kind) for name, shape in shapes.items()}

    def add(
        self, step: int, parameters: Mapping[str, Array], gradients: Mapping[str, Array], numbers: tuple[Any, ...]
    ) -> None:
        """Batch loss, loss, held-out loss and learning rate, in this order. A record that diverged between two of the
        planned ones has its place, because it is the last."""
        place = self._filled
        self._steps[place] = step
        for kept, number in zip(self._numbers, numbers, strict=True):
            if number is not None:
                kept[place] = number
        for name in self._parameters:
            self._parameters[name][place] = parameters[name]
            self._gradients[name][place] = gradients[name]
        self._filled += 1

    def finished(self, network: Network, reason: str | None) -> Training:
        """The history, as long as it became."""
        batch_losses, losses, held_out, rates = (self._cut(kept) for kept in self._numbers)
        steps = self._cut(self._steps)
        epochs = steps / self._per_epoch
        epochs.flags.writeable = False
        return Training(
            network,
            steps,
            epochs,
            MappingProxyType({name: self._cut(kept) for name, kept in self._parameters.items()}),
            MappingProxyType({name: self._cut(kept) for name, kept in self._gradients.items()}),
            batch_losses,
            losses,
            held_out if self._held_out else None,
            rates,
            "diverged" if reason else "finished",
            reason,
        )

    def _cut(self, kept: Array) -> Array:
        cut = kept[: self._filled]
        cut.flags.writeable = False
        return cut


def _reason(loss: Any, gradients: Mapping[str, Array], start: float, limit: float | None) -> str | None:
    """Why training has diverged; None where it has not."""
    if isinstance(loss, Fraction):
        return None if limit is None or loss <= limit * (start or 1) else _above(loss, limit)
    if not math.isfinite(loss):
        return f"the loss is {loss}"
    if limit is not None and loss > limit * (start or 1):
        return _above(loss, limit)
    return _not_finite("gradient", gradients)


def _above(loss: Any, limit: float) -> str:
    return f"the loss is {float(loss):.4g}, over {limit:g} times that of the start"


def _not_finite(kind: str, arrays: Mapping[str, Array]) -> str | None:
    for name, array in arrays.items():
        if not is_exact(array) and not math.isfinite(array.sum()) and not np.isfinite(array).all():
            return f"the {kind} {'of ' if kind == 'gradient' else ''}{name} is not finite"
    return None


def _at_least(name: str, number: int, least: int) -> int:
    if isinstance(number, bool) or not isinstance(number, int | np.integer) or number < least:
        raise ValueError(f"{name}: must be a whole number of at least {least}, got {number!r}")
    return int(number)


def _check_fit(network: Network, dataset: Dataset) -> None:
    inputs = dataset.inputs.shape[1]
    if inputs != network.widths[0]:
        raise ValueError(f"dataset: has {inputs} inputs, the network takes {network.widths[0]}")
    if is_exact(dataset.inputs) != network.exact:
        kinds = ("exact", "of floats") if network.exact else ("of floats", "exact")
        raise TypeError(f"dataset: the network is {kinds[0]} and the data are {kinds[1]}; convert one of them first")
