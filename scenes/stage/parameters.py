"""What a lesson can be told: typed parameters with ranges, and how a setting `KEY=VALUE` is read."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from engine.exact import exact


class SettingError(ValueError):
    """A setting that is wrong; the message is one line that says which, why, and what would be right."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a lesson. Decimal strings are taken exactly."""

    name: str
    default: str
    kind: Literal["number", "integer"]
    minimum: int | Fraction
    maximum: int | Fraction
    exclusive_minimum: bool = False
    meaning: str = ""

    @property
    def allowed(self) -> str:
        """The range in words."""
        least = f"above {self.minimum}" if self.exclusive_minimum else f"at least {self.minimum}"
        what = "an integer" if self.kind == "integer" else "a number"
        return f"{what}, {least} and at most {self.maximum}"

    def read(self, text: str) -> Fraction | int:
        """The value of a string; raises ValueError in one line."""
        number = exact(text)
        if self.kind == "integer" and number.denominator != 1:
            raise ValueError(f"must be {self.allowed}, got {text}")
        too_small = number <= self.minimum if self.exclusive_minimum else number < self.minimum
        if too_small or number > self.maximum:
            raise ValueError(f"must be {self.allowed}, got {text}")
        return int(number) if self.kind == "integer" else number
