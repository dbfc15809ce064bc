"""Training: forward pass, loss, backpropagation, step of the optimiser, again and again, with its whole history."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from numbers import Real
from typing import Any

import numpy as np

from engine.backward import backward
from engine.graph import leaf
from engine.mapping import FrozenMapping
from engine.memory import keep_memory
from engine.networks.losses import Loss, loss_of
from engine.networks.network import Network
from engine.numbers import Array, full_like
from engine.training.batches import Batches
from engine.training.dataset import Dataset, Seed, check_whole
from engine.training.divergence import above, array_not_finite, number_not_finite
from engine.training.optimiser import Optimiser
from engine.training.optimisers import GradientDescent
from engine.training.schedules import Number, Rate, as_schedule, of_one_kind

RECORDS = 1000  # how many states a history keeps unless it is told otherwise
NUMBERS = 2**26  # how many parameters and gradients (512 MB) these states hold together unless it is told otherwise
LIMIT = 10_000  # a loss so many times that of the start is divergence, long before it overflows


@dataclass(frozen=True, eq=False)
class Training:
    """The history of a training. Record r holds the state before update number `steps[r]`, at exactly these parameters;
    the last one is the state after the last update. All arrays are read-only.

    - `steps`, `epochs`, shape (records,): updates made so far, and the same as passes through the data;
    - `parameters`, `gradients`: by name, shape (records, *shape of the parameter); the gradient of `batch_losses`;
    - `batch_losses`, `losses`, `held_out_losses` (None without such data), shape (records,): on the batch of this
      step, on all training examples, on the held-out ones;
    - `learning_rates`, shape (records,): what the step that follows uses; after the last step, what that one used;
    - `state`: `finished` or `diverged`. A history that diverged ends with the state that showed it;
    - `reason`: why it diverged, in words. A history that finished has one only where a held-out loss is not finite.
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
        way = np.concatenate([kept.reshape(len(self), -1) for kept in self.parameters.values()], axis=1)
        way.flags.writeable = False
        return way


def train(
    network: Network,
    dataset: Dataset,
    loss: Loss | str = "mean_squared_error",
    optimiser: Optimiser | None = None,
    learning_rate: Number | Rate = 0.1,
    *,
    epochs: int,
    batch_size: int | None = None,
    seed: Seed | None = None,
    held_out: Dataset | None = None,
    every: int | None = None,
    limit: float | None = LIMIT,
) -> Training:
    """Train a network and keep the history.

    Without `batch_size` a step uses all examples. With it the examples are shuffled anew for every epoch by `seed`,
    which is then required: batches are taken one after another from `generator.permutation(len(dataset))`, asked once
    an epoch, where the generator is numpy.random.default_rng(seed); the last batch of an epoch may be smaller. The
    optimiser is gradient descent unless one is given. Exact networks and data train exactly where loss and optimiser
    are rational. Held-out examples are looked at, and change nothing.

    Recorded is every `every`-th state, and the first and the last. Unless it is given, all states of up to 1000
    steps are recorded, and 500 to 1001 of more steps; fewer of a network with over 33,000 parameters.

    Training stops as diverged when a parameter, loss, gradient or learning rate is not finite, or when the loss on all
    examples is over `limit` times that of the start, or of answering 0 to everything where this is larger, because a
    start may be as near a minimum as it likes. (None: only when something is not finite.) Between records the loss on
    all N examples is known from below: it is at least n / N of a mean over n of them. So divergence is seen early, and
    one odd batch is not taken for it. It is a state of the history, not an error.

    Raises ValueError for numbers out of range and for data that do not fit the network, TypeError for things of
    another kind, and where exact numbers meet floats.

    >>> from engine.training.datasets import xor
    >>> network = Network.of((2, 4, 1), "tanh", seed=1)
    >>> training = train(network, xor(), learning_rate=0.2, epochs=500)
    >>> training.state, bool(training.losses[-1] < 0.01 < training.losses[0])
    ('finished', True)
    """
    wanted, rule, schedule = loss_of(loss), _rule(optimiser), as_schedule(learning_rate)
    check_fit(network, dataset)
    if held_out is not None:
        check_fit(network, held_out, "held_out")
    batches = Batches(dataset, batch_size, seed)
    check_whole("epochs", epochs, 0, most=sys.maxsize)
    steps = int(epochs) * batches.per_epoch
    every = _every(steps, network.size, every)
    keep_memory()
    record = _Record(network, steps, every, batches.per_epoch, held_out is not None)
    parameters: Mapping[str, Array] = network.parameters
    optimiser_state = rule.start(parameters)
    reason = aside = None
    with np.errstate(all="ignore"):  # what overflows is noticed below, and is a state of the history
        most = _most(network, dataset, wanted, limit)
        for step, (inputs, targets) in zip(range(steps + 1), batches, strict=False):
            batch_loss, gradients = loss_and_gradients(network, parameters, inputs, targets, wanted)
            rate = of_one_kind("learning_rate", schedule(min(step, max(0, steps - 1))), network.exact)
            reason = (
                number_not_finite("loss", batch_loss)
                or array_not_finite("gradient of ", gradients)
                or number_not_finite("learning rate", rate)
                or above("loss", batch_loss * len(inputs) / len(dataset) if wanted.mean else batch_loss, most, limit)
            )
            if reason or step % every == 0 or step == steps:
                whole = batch_loss if batches.whole else _value(network, parameters, dataset, wanted)
                beside = None if held_out is None else _value(network, parameters, held_out, wanted)
                reason = (
                    array_not_finite("parameter ", parameters)
                    or reason
                    or number_not_finite("loss on all examples", whole)
                    or above("loss on all examples", whole, most, limit)
                )
                if aside is None and beside is not None:
                    aside = _at(step, number_not_finite("held-out loss", beside))
                record.add(step, parameters, gradients, (batch_loss, whole, beside, rate))
            if reason:
                break
            if step < steps:
                parameters, optimiser_state = rule.step(parameters, gradients, optimiser_state, rate)
    return record.finished(network, _at(step, reason), aside)


def loss_and_gradients(
    network: Network, parameters: Mapping[str, Array], inputs: Any, targets: Any, loss: Loss
) -> tuple[Number, dict[str, Array]]:
    """One forward and one backward pass: the loss of a batch, and d loss / d parameter by name. Inputs and targets are
    arrays or nodes."""
    nodes = {name: leaf(array, name, requires_gradient=True) for name, array in parameters.items()}
    output = loss(network.forward(inputs, nodes).prediction, targets)
    walk = backward(output)
    return output.number, {name: walk.gradient(node) for name, node in nodes.items()}


def _value(network: Network, parameters: Mapping[str, Array], dataset: Dataset, loss: Loss) -> Any:
    return loss(network.forward(dataset.inputs, parameters).prediction, dataset.targets)


def _most(network: Network, dataset: Dataset, loss: Loss, limit: float | None) -> Any:
    """The loss above which training has diverged; None where there is no such loss."""
    if limit is None:
        return None
    if isinstance(limit, bool) or not isinstance(limit, Real) or not 1 <= limit <= sys.float_info.max:
        raise ValueError(f"limit: must be a finite number of at least 1, or None, got {limit!r}")
    prediction = network.forward(dataset.inputs).prediction
    usual = max(loss(answer, dataset.targets) for answer in (prediction, full_like(prediction, 0)))
    return (Fraction(limit) if network.exact else float(limit)) * usual or None


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

    def finished(self, network: Network, diverged: str | None, aside: str | None) -> Training:
        """The history, as long as it became."""
        batch_losses, losses, held_out, rates = (self._cut(kept) for kept in self._numbers)
        steps = self._cut(self._steps)
        epochs = steps / self._per_epoch
        epochs.flags.writeable = False
        return Training(
            network,
            steps,
            epochs,
            FrozenMapping({name: self._cut(kept) for name, kept in self._parameters.items()}),
            FrozenMapping({name: self._cut(kept) for name, kept in self._gradients.items()}),
            batch_losses,
            losses,
            held_out if self._held_out else None,
            rates,
            "diverged" if diverged else "finished",
            diverged or aside,
        )

    def _cut(self, kept: Array) -> Array:
        cut = kept if self._filled == self._records else kept[: self._filled].copy()
        cut.flags.writeable = False
        return cut


def _at(step: int, reason: str | None) -> str | None:
    return f"{reason} at step {step}" if reason else None


def _every(steps: int, size: int, every: int | None) -> int:
    """How many steps lead from one record to the next."""
    if every is not None:
        check_whole("every", every, 1, most=sys.maxsize)
        return int(every)
    records = max(2, min(RECORDS, NUMBERS // (2 * size)))
    return max(1, -(-steps // records))


def _rule(optimiser: Any) -> Optimiser:
    if optimiser is not None and not isinstance(optimiser, Optimiser):
        raise TypeError(f"optimiser: must be an optimiser such as Adam(), got {optimiser!r:.60}")
    return optimiser or GradientDescent()


def check_fit(network: Network, dataset: Any, name: str = "dataset") -> None:
    """Raises ValueError where the examples have another number of inputs than the network, TypeError for what is no
    data set, and where one is exact and the other of floats."""
    if not isinstance(dataset, Dataset):
        raise TypeError(f"{name}: must be a Dataset, got {dataset!r:.60}")
    inputs = dataset.inputs.shape[1]
    if inputs != network.widths[0]:
        raise ValueError(f"{name}: has {inputs} inputs, the network takes {network.widths[0]}")
    if dataset.is_exact != network.exact:
        kinds = ("exact", "of floats") if network.exact else ("of floats", "exact")
        raise TypeError(f"{name}: the network is {kinds[0]} and the data are {kinds[1]}; convert one of them first")
