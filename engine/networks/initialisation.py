"""Weights to start from, drawn by an explicit generator: the same seed gives the same network, bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

# A string: naming the generator would load numpy.random.
Initialisation: TypeAlias = "Callable[[int, int, np.random.Generator], NDArray[np.float64]]"


def he_normal(inputs: int, outputs: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """Normal with variance 2 / inputs, for ReLU (He et al. 2015, equation 10). Shape (inputs, outputs)."""
    return generator.normal(0.0, np.sqrt(2 / inputs), (inputs, outputs))


def he_uniform(inputs: int, outputs: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """Uniform with the same variance, in ±sqrt(6 / inputs). Shape (inputs, outputs)."""
    limit = np.sqrt(6 / inputs)
    return generator.uniform(-limit, limit, (inputs, outputs))


def glorot_normal(inputs: int, outputs: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """Normal with variance 2 / (inputs + outputs) (Glorot and Bengio 2010, equation 12). Shape (inputs, outputs)."""
    return generator.normal(0.0, np.sqrt(2 / (inputs + outputs)), (inputs, outputs))


def glorot_uniform(inputs: int, outputs: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """Uniform in ±sqrt(6 / (inputs + outputs)), for tanh (Glorot and Bengio 2010, equation 16). Shape (inputs,
    outputs)."""
    limit = np.sqrt(6 / (inputs + outputs))
    return generator.uniform(-limit, limit, (inputs, outputs))


INITIALISATIONS: dict[str, Initialisation] = {
    "he_normal": he_normal,
    "he_uniform": he_uniform,
    "glorot_normal": glorot_normal,
    "glorot_uniform": glorot_uniform,
}
