"""The parameter that says who races: optimisers by name, each with its learning rate."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scenes.lessons.numbers.landscape_walks import OPTIMISERS
from scenes.stage.near import no_such
from scenes.stage.parameters import NumberParameter

_LEAST, _MOST = 2, 4


@dataclass(frozen=True)
class Racer:
    """An optimiser and its learning rate."""

    optimiser: str
    rate: Fraction


@dataclass(frozen=True)
class RacersParameter:
    """Optimisers with their learning rates, written `descent 0.1; adam 0.05`."""

    name: str
    default: str
    meaning: str = ""

    @property
    def allowed(self) -> str:
        """How they are written."""
        return f"{_LEAST} to {_MOST} of {', '.join(OPTIMISERS)}, each with a learning rate: descent 0.1; adam 0.05"

    def read(self, text: str) -> str:
        """The text, if it says who races; raises ValueError in one line."""
        self.racers(text)
        return text.strip()

    def racers(self, text: str) -> tuple[Racer, ...]:
        """Who races; raises ValueError in one line."""
        written = [part.split() for part in text.split(";") if part.strip()]
        if not _LEAST <= len(written) <= _MOST:
            raise ValueError(f"must be {self.allowed}; got {len(written)}")
        return tuple(self._racer(*part) for part in written)

    def _racer(self, name: str, *rates: str) -> Racer:
        if name not in OPTIMISERS:
            raise ValueError(no_such("optimiser", name, OPTIMISERS))
        if len(rates) != 1:
            raise ValueError(f"{name} needs one learning rate, as in {name} 0.1")
        rate = NumberParameter("rate", "0.1", "number", 0, 100, exclusive_minimum=True)
        try:
            return Racer(name, Fraction(rate.read(rates[0])))
        except ValueError as wrong:
            raise ValueError(f"the learning rate of {name}: {wrong}") from None
