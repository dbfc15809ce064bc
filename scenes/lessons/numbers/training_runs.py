"""The trainings of lesson 8, from its parameters: the one of the slow epoch, with batches, with other learning rates,
on few examples, and with two inputs. All of them by `engine.train`; what is not finite is left out of their records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import OPTIMISERS, Dataset, Network, Training, train
from scenes.lessons.numbers.training_data import dataset, floats
from scenes.stage import parameters
from scenes.stage.drawings.networks.layout import LEFT_OUT
from scenes.stage.near import quoted

Array = NDArray[np.float64]
Parameters = Mapping[str, Array]
_MOST_NUMBERS = 2_000_000  # parameters and gradients that the records of one training hold together
_MOST_RECORDS = 1000
_NOISE = {"spirals": 0.02, "moons": 0.1, "circles": 0.05, "xor": 0.1}  # of the examples with two inputs


@dataclass(frozen=True, eq=False)
class Run:
    """A training on examples, its records up to `last`, the last one that is finite."""

    training: Training
    examples: Dataset
    last: int

    @property
    def network(self) -> Network:
        """The network at the start."""
        return self.training.network

    @property
    def steps(self) -> Array:
        """Steps made at each record."""
        return self.training.steps[: self.last + 1]

    @property
    def epochs(self) -> Array:
        """Passes through the examples at each record."""
        return self.training.epochs[: self.last + 1]

    @property
    def losses(self) -> Array:
        """The loss on all examples at each record."""
        return self.training.losses[: self.last + 1]

    @property
    def batch_losses(self) -> Array:
        """The loss on the batch of the step that follows, at each record."""
        return self.training.batch_losses[: self.last + 1]

    @property
    def held_out_losses(self) -> Array:
        """The loss on the held-out examples at each record."""
        assert self.training.held_out_losses is not None
        return self.training.held_out_losses[: self.last + 1]

    def parameters(self, record: int) -> dict[str, Array]:
        """The parameters of a record."""
        return {name: kept[record] for name, kept in self.training.parameters.items()}

    def gradients(self, record: int) -> dict[str, Array]:
        """The gradient at a record, of the loss of its batch."""
        return {name: kept[record] for name, kept in self.training.gradients.items()}


@dataclass(frozen=True, eq=False)
class Runs:
    """All trainings of the lesson, and the examples as they are written: those to learn from, those held out, the few
    of the larger network. `first` is the first epoch of `main` alone."""

    exact: Dataset
    exact_held_out: Dataset
    first: Run
    main: Run
    batches: Run
    small: Run
    large: Run
    few: Run
    exact_few: Dataset
    regions: Run


def runs(values: parameters.Values) -> Runs:
    """The trainings for these parameters; worked out once."""
    return _runs(tuple(sorted(values.items())))


@lru_cache(maxsize=4)
def _runs(given: tuple[tuple[str, Any], ...]) -> Runs:
    values = dict(given)
    seed, start = int(values["seed"]), int(values["start"])
    every = dataset(values["data"], int(values["points"]), float(values["noise"]), seed)
    exact, exact_held_out = every.split(values["held_out"], seed)
    examples, held_out = floats(exact), floats(exact_held_out)
    inputs = examples.inputs.shape[1]
    network = _network(inputs, widths(str(values["hidden"])), values, start)
    rates = {name: float(values[f"{name}rate"]) for name in ("learning_", "small_", "large_")}
    epochs = int(values["epochs"])
    optimiser = OPTIMISERS[str(values["optimiser"])]()

    def run(network: Network, examples: Dataset, epochs: int, rate: float = rates["learning_"], **more: Any) -> Run:
        size = more.get("batch_size")
        steps = epochs * (1 if size is None else -(-len(examples) // size))
        records = max(2, min(_MOST_RECORDS, _MOST_NUMBERS // (2 * network.size)))
        training = train(
            network,
            examples,
            optimiser=optimiser,
            learning_rate=rate,
            epochs=epochs,
            every=1 if "held_out" in more else max(1, -(-steps // records)),  # whether it turns is seen at every step
            **more,
        )
        return Run(training, examples, _last_finite(training))

    size = min(int(values["batch_size"]), len(examples))
    few = min(int(values["few"]), len(examples))
    larger = _network(inputs, widths(str(values["few_hidden"])), values, start)
    choice = str(values["regions"])
    two = floats(dataset(choice, int(values["regions_points"]), _NOISE[choice], 1))
    return Runs(
        exact,
        exact_held_out,
        run(network, examples, 1),
        run(network, examples, epochs),
        run(network, examples, int(values["batch_epochs"]), batch_size=size, seed=seed),
        run(network, examples, epochs, rates["small_"]),
        run(network, examples, epochs, rates["large_"]),
        run(larger, examples.take(range(few)), int(values["few_epochs"]), float(values["few_rate"]), held_out=held_out),
        exact.take(range(few)),
        run(
            _network(2, widths(str(values["hidden"])), values, int(values["regions_start"])),
            two,
            int(values["regions_epochs"]),
        ),
    )


def widths(text: str) -> tuple[int, ...]:
    """The widths of hidden layers from `8, 8`; raises ValueError in one line."""
    cells = [cell.strip() for cell in text.split(",", MOST_LAYERS)]
    if len(cells) > MOST_LAYERS or not all(_WIDTH.fullmatch(cell) and 1 <= int(cell) <= WIDEST for cell in cells):
        raise ValueError(f"must be {ALLOWED_WIDTHS}, got {quoted(text)}; {LEFT_OUT}")
    return tuple(map(int, cells))


MOST_LAYERS, WIDEST = 3, 32
ALLOWED_WIDTHS = f"the neurons of 1 to {MOST_LAYERS} hidden layers, 1 to {WIDEST} each, written 8, 8"
_WIDTH = re.compile("[0-9]{1,9}")


def _network(inputs: int, hidden: tuple[int, ...], values: Mapping[str, Any], seed: int) -> Network:
    return Network.of((inputs, *hidden, 1), str(values["activation"]), seed=seed)


def _last_finite(training: Training) -> int:
    """The last record before anything is not finite; the start always is."""
    finite = np.isfinite(training.losses) & np.isfinite(training.batch_losses)
    for kept in training.parameters.values():
        finite &= np.isfinite(kept.reshape(len(kept), -1)).all(axis=1)
    if training.held_out_losses is not None:
        finite &= np.isfinite(training.held_out_losses)
    return int(len(finite) if finite.all() else np.argmin(finite)) - 1
