"""The landscape of a real network: its training, the plane in which it moved most, and a random one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine import (
    Dataset,
    Network,
    Surface,
    Training,
    circles,
    direction_surface,
    line,
    moons,
    principal_directions,
    project,
    random_direction,
    sine,
    train,
    xor,
)
from engine.landscape.directions import flat, unflat
from scenes.lessons.numbers.landscape_surfaces import Window, is_flat, window
from scenes.stage.parameters import ChoiceParameter, NumberParameter, SettingError, TableParameter, Values

_DATA = {
    "sine": lambda: sine(seed=1),
    "line": lambda: line(seed=1),
    "xor": xor,
    "moons": lambda: moons(40, seed=1),
    "circles": lambda: circles(40, seed=1),
}
_BLIND = (0, 1)  # seeds of random directions
_RECORDS = 60  # states of a training that are kept
PARAMETERS = (
    ChoiceParameter("real_data", "sine", tuple(_DATA), meaning="what the real network learns"),
    TableParameter(
        "hidden",
        "8; 8",
        (NumberParameter("neurons", "8", "integer", 1, 64),),
        1,
        4,
        meaning="the hidden layers of the real network: how many neurons each has",
    ),
    ChoiceParameter(
        "activation", "tanh", ("tanh", "relu", "sigmoid"), meaning="the activation of the real network's hidden layers"
    ),
    NumberParameter("seed", "3", "integer", 0, 10**6, meaning="the seed of the real network's first weights"),
    NumberParameter(
        "epochs", "1000", "integer", 3, 3000, meaning="how many epochs the real network trains", unit="epochs"
    ),
    NumberParameter(
        "real_rate", "0.1", "number", 0, 10, exclusive_minimum=True, meaning="the learning rate of the real network"
    ),
)


@dataclass(frozen=True, eq=False)
class Real:
    """A training; two directions of its plane, shape (2, parameters); where it was in that plane, shape (records, 2);
    the shares of its motion that this plane and that a random one keep."""

    data: Dataset
    training: Training
    axes: NDArray[np.float64]
    places: NDArray[np.float64]
    share: float
    random_share: float

    def surface(self, window: Window, points: int = 61) -> Surface:
        """The loss over a window of the plane."""
        trained = self.training.trained
        first, second = (np.linspace(low, high, points) for low, high in window)
        directions = unflat(self.axes[0], trained), unflat(self.axes[1], trained)
        return direction_surface(trained, first, second, directions, self.data)


def real_of(values: Values) -> Real:
    """The training for these parameters. Raises SettingError where it diverges, or does not move."""
    names = tuple(parameter.name for parameter in PARAMETERS)
    return _real(tuple((name, values[name]) for name in names))


@lru_cache(maxsize=4)
def _real(items: tuple[tuple[str, object], ...]) -> Real:
    values = dict(items)
    data = _DATA[str(values["real_data"])]()
    hidden = values["hidden"]
    assert isinstance(hidden, tuple)
    widths = (data.inputs.shape[1], *(int(row[0]) for row in hidden), 1)
    epochs = int(str(values["epochs"]))
    network = Network.of(widths, str(values["activation"]), seed=int(str(values["seed"])))
    training = train(
        network,
        data,
        learning_rate=float(Fraction(str(values["real_rate"]))),
        epochs=epochs,
        every=max(1, epochs // _RECORDS),
    )
    if training.diverged:
        raise SettingError(f"landscape.real_rate: {training.reason}; take a smaller rate")
    path = training.path
    try:
        principal = principal_directions(path)
        seen = project(path, principal.origin, *principal.axes)
    except ValueError as wrong:
        raise SettingError(f"landscape.real_rate: the training cannot be seen in a plane; {wrong}") from None
    blind_share = _random_share(training.trained, path, principal.origin)
    return Real(data, training, principal.axes, seen.coordinates, seen.share, blind_share)


def _random_share(trained: Network, path: NDArray[np.float64], origin: NDArray[np.float64]) -> float:
    """The share of a path that a plane shows along two random directions, scaled filter by filter; where filters are
    single weights, and both are one direction, unscaled ones."""
    for scaling in ("filter", "none"):
        pair = [flat(random_direction(trained, seed, scaling), trained) for seed in _BLIND]
        if np.linalg.matrix_rank(np.stack(pair)) == len(pair):
            return project(path, origin, *pair).share
    raise SettingError("landscape.hidden: this network has too few parameters for two directions")


def check_together(values: Values) -> None:
    """Raises SettingError for a training that diverges."""
    real = real_of(values)
    places = [(float(first), float(second)) for first, second in real.places]
    if is_flat(real.surface(window(places, 1.0), 15)):
        raise SettingError("landscape.epochs: the loss hardly changes in this training, there is nothing to be seen")


def numbers(values: Values) -> Iterator[tuple[str, object]]:
    """The training in the trace: `real.K.first`, `.second` in the plane, `.loss` and `.epoch` for every record."""
    real = real_of(values)
    training = real.training
    yield "real.parameters", training.network.size
    yield "real.directions", len(real.axes)
    yield "real.steps", len(training) - 1
    yield "real.epochs", int(training.steps[-1])
    yield "real.percent", 100 * real.share
    yield "real.random_percent", 100 * real.random_share
    yield "real.last.loss", float(training.losses[-1])
    for k in range(len(training)):
        yield f"real.{k}", k
        yield f"real.{k}.first", float(real.places[k, 0])
        yield f"real.{k}.second", float(real.places[k, 1])
        yield f"real.{k}.loss", float(training.losses[k])
        yield f"real.{k}.epoch", int(training.steps[k])
