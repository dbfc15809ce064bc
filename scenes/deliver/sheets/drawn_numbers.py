"""Other numbers for a sheet, drawn from a seed: such that a hand can work with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

from scenes.lessons.numbers import expression


def drawn(lesson: str, seed: int, given: str) -> list[str]:
    """Settings KEY=VALUE for a lesson; `given` is the expression that the lesson chain has. The same seed gives the
    same numbers."""
    generator = Random(f"{lesson} {seed}")
    return [f"{lesson}.{name}={value}" for name, value in _DRAW[lesson](generator, given).items()]


def _neuron(generator: Random, given: str) -> Mapping[str, str]:
    return {
        "input": _tenths(generator, 11, 29),
        "target": str(generator.randint(2, 6)),
        "weight": _tenths(generator, -15, 15),
        "bias": _tenths(generator, -10, 10),
        "learning_rate": generator.choice(("0.05", "0.1")),
    }


def _relu(generator: Random, given: str) -> Mapping[str, str]:
    return {
        "input": _tenths(generator, 11, 29),
        "target": str(generator.randint(2, 6)),
        "weight": _tenths(generator, 5, 15),  # such that the neuron is on
        "bias": _tenths(generator, 0, 10),
        "learning_rate": generator.choice(("0.1", "0.2", "0.5")),
    }


def _network(generator: Random, given: str) -> Mapping[str, str]:
    seen = _tenths(generator, 11, 29)
    while True:  # at least two of three neurons are to be on
        rows = [[_tenths(generator, low, high) for low, high in ((-15, 15), (-5, 10), (-15, 15))] for _ in range(3)]
        if sum(Fraction(weight) * Fraction(seen) + Fraction(bias) > 0 for weight, bias, _ in rows) >= 2:
            break
    return {
        "input": seen,
        "target": str(generator.randint(2, 6)),
        "neurons": "; ".join(", ".join(row) for row in rows),
        "bias": _tenths(generator, -5, 5),
    }


def _tuning(generator: Random, given: str) -> Mapping[str, str]:
    tries = [[_tenths(generator, 5, 20), _tenths(generator, -10, 10)] for _ in range(5)]
    return {
        "input": _tenths(generator, 11, 29),
        "target": str(generator.randint(2, 6)),
        "weight": _tenths(generator, 5, 20),
        "bias": "0",
        "tries": "; ".join(", ".join(pair) for pair in tries),
    }


def _loss(generator: Random, given: str) -> Mapping[str, str]:
    return {
        "seed": str(generator.randrange(1_000_000)),
        "weight": _tenths(generator, -3, 8),
        "bias": _tenths(generator, 5, 20),
    }


def _gradient(generator: Random, given: str) -> Mapping[str, str]:
    return {
        "start": _tenths(generator, -10, 30),
        "weight": _tenths(generator, 10, 25),
        "bias": _tenths(generator, -15, 15),
    }


def _chain(generator: Random, given: str) -> Mapping[str, str]:
    names = expression.read(given).names
    machines = ("square", "cube", "double", "triple", "opposite")
    inner = generator.choice(machines)
    return {
        "inner": inner,
        "outer": generator.choice([machine for machine in machines if machine != inner]),
        "input": _tenths(generator, 5, 25),
        "values": ", ".join(f"{name}={_tenths(generator, 5, 40)}" for name in names),
    }


def _tenths(generator: Random, low: int, high: int) -> str:
    """A number with one decimal that is not zero, from so many tenths to so many."""
    tenths = generator.choice([number for number in range(low, high + 1) if number])
    return f"{float(Fraction(tenths, 10)):g}"


_DRAW: Mapping[str, Callable[[Random, str], Mapping[str, str]]] = {
    "loss": _loss,
    "tuning": _tuning,
    "gradient": _gradient,
    "chain": _chain,
    "neuron": _neuron,
    "relu": _relu,
    "network": _network,
}
