"""The losses over a weight and a bias that the landscape lesson walks on, as functions of engine nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Node, Surface, exp, function_surface, tanh, variable
from scenes.lessons.numbers.gradient_functions import GROUNDS
from scenes.stage.parameters import Table

Loss = Callable[[Node, Node], Node]
Place = tuple[float, float]
Window = tuple[Place, Place]
TANH = "tanh"
_AIR = 1.25  # of the places that a picture must show
_LEAST = 0.45  # of the longer side: how short the other one may be before it is widened
_WIDER = tuple(4.0**k for k in range(12))
_FLAT = 1e-6  # of a height: smaller differences have no round levels
_ALONE = 1.0  # half the width of a picture of one place


@dataclass(frozen=True)
class Terrain:
    """A loss over a weight and a bias, entry by entry for nodes of one shape; `rational` keeps Fractions."""

    loss: Loss
    rational: bool
    quadratic: bool

    def surface(self, window: Window, points: int = 97) -> Surface:
        """The loss over a grid in a window, for drawing."""

        axes = (np.linspace(low, high, points) for low, high in window)
        return function_surface(self.losses, *axes)

    def around(self, places: Sequence[Place], ratio: float, air: float = _AIR, points: int = 97) -> Surface:
        """The same around these places, in a window of this shape; a wider one where all is flat. Raises ValueError
        where that is flat too."""
        for wider in _WIDER:
            made = self.surface(window(places, ratio, air * wider), points)
            if not is_flat(made):
                return made
        raise ValueError("the surface is flat all around")

    def losses(self, weights: Any, biases: Any) -> NDArray[np.float64]:
        """The losses at many weights and biases, arrays that broadcast, for drawing."""
        weight, bias = (variable(array.copy()) for array in np.broadcast_arrays(weights, biases))
        with np.errstate(all="ignore"):
            return np.asarray(self.loss(weight, bias).value)


def is_flat(surface: Surface) -> bool:
    """Whether there is nothing to be seen of a surface: it has no heights, or hardly any differences of height."""
    heights = surface.values[np.isfinite(surface.values)]
    if not heights.size:
        return True
    low, high = float(heights.min()), float(heights.max())
    return not high - low > _FLAT * max(abs(low), abs(high), 1e-250)


def _of_neuron(data: Table) -> Loss:
    """The mean squared error of tanh(w x + b) over examples."""

    def loss(weight: Node, bias: Node) -> Node:
        errors = [(tanh(weight * float(x) + bias) - float(y)) ** 2 for x, y in data]
        return sum(errors[1:], errors[0]) / float(len(errors))

    return loss


def _of_ground(name: str) -> Loss:
    ground = GROUNDS[name]

    def loss(weight: Node, bias: Node) -> Node:
        kind = Fraction if weight.exact else float
        return ground.make(weight, bias, [kind(c) for c in ground.coefficients])

    return loss


# A ravine ten times as steep across as along, and a hole in a plain that is flat but for it.
_MORE: Mapping[str, tuple[Loss, bool, bool]] = {
    "ravine": (lambda w, b: (w**2 + 10 * b**2) / 2, True, True),
    "plateau": (lambda w, b: 1 - exp(-(w**2 + b**2)), False, False),
}
SURFACES = (TANH, *GROUNDS, *_MORE)
QUADRATIC = ("bowl", "neuron", "saddle", "ravine")


def terrain(name: str, data: Table) -> Terrain:
    """The surface of this name; `data` are the examples of the tanh neuron."""
    if name == TANH:
        return Terrain(_of_neuron(data), rational=False, quadratic=False)
    if name in _MORE:
        return Terrain(*_MORE[name])
    return Terrain(_of_ground(name), GROUNDS[name].rational, GROUNDS[name].quadratic)


def coefficients(name: str) -> tuple[Fraction, ...]:
    """The numbers in the formula of this surface."""
    return GROUNDS[name].coefficients if name in GROUNDS else ()


def window(places: Sequence[Place], ratio: float, air: float = _AIR) -> Window:
    """The weights and biases of a picture so many times as wide as high, with one scale for both, that shows all these
    places in its middle."""
    columns = np.array(places, dtype=np.float64).T
    low, high = columns.min(axis=1), columns.max(axis=1)
    middle, half = (low + high) / 2, (high - low) / 2
    longest = float(half.max()) or _ALONE
    tall = max(float(half[0]) / ratio, float(half[1]), _LEAST * longest) * air
    wide = tall * ratio
    return (float(middle[0] - wide), float(middle[0] + wide)), (float(middle[1] - tall), float(middle[1] + tall))
