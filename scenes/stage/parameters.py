"""What a lesson can be told: typed parameters with ranges, and how a setting `KEY=VALUE` is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Literal

from engine.exact import exact

# More digits than a screen shows; exact steps grow by a few times this many each.
_DIGITS = 20


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
        try:
            number = exact(text)
        except ValueError as wrong:
            raise ValueError(f"{wrong}; allowed is {self.allowed}") from None
        if len(re.sub(r"\D", "", text.lower().partition("e")[0]).strip("0")) > _DIGITS:
            raise ValueError(f"must have at most {_DIGITS} digits, got {text}")
        if self.kind == "integer" and number.denominator != 1:
            raise ValueError(f"must be {self.allowed}, got {text}")
        too_small = number <= self.minimum if self.exclusive_minimum else number < self.minimum
        if too_small or number > self.maximum:
            raise ValueError(f"must be {self.allowed}, got {text}")
        return int(number) if self.kind == "integer" else number


def read_settings(
    lessons: Mapping[str, Sequence[Parameter]], settings: Iterable[str], lesson: str
) -> dict[str, Fraction | int]:
    """The values of a lesson's parameters: its defaults, and over them the settings `LESSON.KEY=VALUE`.

    Settings of other lessons are checked too, but not used. Raises SettingError.
    """
    values = {parameter.name: parameter.read(parameter.default) for parameter in lessons[lesson]}
    for setting in settings:
        owner, parameter, text = _split(lessons, setting)
        try:
            value = parameter.read(text)
        except ValueError as wrong:
            raise SettingError(f"{owner}.{parameter.name}: {wrong}{_comma(text)}") from None
        if owner == lesson:
            values[parameter.name] = value
    return values


def _split(lessons: Mapping[str, Sequence[Parameter]], setting: str) -> tuple[str, Parameter, str]:
    key, equals, text = setting.partition("=")
    key = key.strip()
    if not equals or not key:
        raise SettingError(f"{setting!r}: a setting is written KEY=VALUE, for example neuron.input=3")
    known = {f"{owner}.{p.name}": (owner, p) for owner, parameters in lessons.items() for p in parameters}
    if key not in known:
        nearest = get_close_matches(key.lower(), known, n=1, cutoff=0.0)
        raise SettingError(f"{key}: no such key; the nearest is {nearest[0]}; there are: {', '.join(sorted(known))}")
    return *known[key], text.strip()


def _comma(text: str) -> str:
    whole, comma, decimals = text.partition(",")
    if comma and decimals.isdigit() and whole.lstrip("+-").isdigit():
        return f"; write a point: {whole}.{decimals}"
    return ""
