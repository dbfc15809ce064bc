"""What a lesson can be told: its parameters, each of a kind that says what is allowed and reads it from a string; and
how a setting `KEY=VALUE` is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol

from engine.exact import exact
from scenes.stage.near import listed, nearest, quoted

Table = tuple[tuple[Fraction, ...], ...]
Value = Fraction | int | str | Table
Values = Mapping[str, Value]

# More digits than a screen shows; exact steps grow by a few times this many each.
_DIGITS = 20
_LONGEST = 60  # characters of a number


class SettingError(ValueError):
    """A setting that is wrong; the message is one line that says which, why, and what would be right."""


@dataclass(frozen=True)
class Setting:
    """A value for a parameter, LESSON.KEY, as a string; `where` says of one from a file which file and line that is."""

    key: str
    text: str
    where: Callable[[], str] | None = None

    @classmethod
    def of(cls, written: str | Setting) -> Setting:
        """A setting that may be written KEY=VALUE; raises SettingError for anything else."""
        if isinstance(written, Setting):
            return written
        key, equals, text = written.partition("=")
        if not equals or not key.strip():
            raise SettingError(f"{quoted(written)}: a setting is written KEY=VALUE, for example neuron.input=3")
        return cls(key.strip(), text.strip())

    def fault(self, why: str) -> SettingError:
        """What is wrong with it."""
        return SettingError(f"{self.where()}: {why}" if self.where is not None else why)


class Parameter(Protocol):
    """What all kinds have: `default` is a string that it reads itself, `meaning` says what it is."""

    @property
    def name(self) -> str: ...

    @property
    def default(self) -> str: ...

    @property
    def meaning(self) -> str: ...

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        ...

    def read(self, text: str) -> Value:
        """The value of a string; raises ValueError in one line."""
        ...


@dataclass(frozen=True)
class NumberParameter:
    """A number or an integer in a range; `unit` says what it counts. Decimal strings are taken exactly."""

    name: str
    default: str
    kind: Literal["number", "integer"]
    minimum: int | Fraction
    maximum: int | Fraction
    exclusive_minimum: bool = False
    meaning: str = ""
    unit: str = ""

    @property
    def allowed(self) -> str:
        """The range in words."""
        least = f"above {self.minimum}" if self.exclusive_minimum else f"at least {self.minimum}"
        what = "an integer" if self.kind == "integer" else "a number"
        return f"{what}, {least} and at most {self.maximum}"

    def read(self, text: str) -> Fraction | int:
        """The value of a string; raises ValueError in one line."""
        text = text.strip()
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


@dataclass(frozen=True)
class ChoiceParameter:
    """One of a few names."""

    name: str
    default: str
    choices: tuple[str, ...]
    meaning: str = ""

    @property
    def allowed(self) -> str:
        """The names."""
        return f"one of {', '.join(self.choices)}"

    def read(self, text: str) -> str:
        """The name; raises ValueError in one line for any other."""
        if text not in self.choices:
            close = nearest(text, self.choices)
            raise ValueError(f"must be {self.allowed}, got {quoted(text)}; the nearest is {close}")
        return text


@dataclass(frozen=True)
class TableParameter:
    """Rows of numbers, written `1, 2; 3, 4`: numbers by commas, rows by semicolons. Each column is a number parameter
    that says what is allowed in it."""

    name: str
    default: str
    columns: tuple[NumberParameter, ...]
    least_rows: int
    most_rows: int
    meaning: str = ""

    @property
    def allowed(self) -> str:
        """How a table is written, and how long it may be."""
        names = ", ".join(column.name.upper() for column in self.columns)
        least, most = self.least_rows, self.most_rows
        counted = f"{least} to {most} rows" if least != most else f"{most} row{'s' if most > 1 else ''}"
        return f"{counted} of {names}, written {self.default}"

    def read(self, text: str) -> Table:
        """The rows of a string; raises ValueError in one line, which names the row."""
        written = [row for row in text.split(";") if row.strip()]
        if not self.least_rows <= len(written) <= self.most_rows:
            raise ValueError(f"must be {self.allowed}; got {len(written)} rows")
        return tuple(self._row(place, row.split(",")) for place, row in enumerate(written, start=1))

    def _row(self, place: int, cells: Sequence[str]) -> tuple[Fraction, ...]:
        if len(cells) != len(self.columns):
            raise ValueError(f"row {place} has {len(cells)} numbers; allowed are {self.allowed}")
        row = []
        for column, cell in zip(self.columns, cells, strict=True):
            try:
                row.append(Fraction(column.read(cell.strip())))
            except ValueError as wrong:
                raise ValueError(f"row {place}, {column.name}: {wrong}") from None
        return tuple(row)


@dataclass(frozen=True)
class TextParameter:
    """A text that something else understands: `check` raises ValueError in one line for what it does not."""

    name: str
    default: str
    check: Callable[[str], object]
    allowed: str
    meaning: str = ""

    def read(self, text: str) -> str:
        """The text; raises ValueError in one line."""
        self.check(text)
        return text


def defaults(parameters: Iterable[Parameter]) -> dict[str, Value]:
    """The default values."""
    return {parameter.name: parameter.read(parameter.default) for parameter in parameters}


def read_settings(
    lessons: Mapping[str, Sequence[Parameter]], settings: Iterable[str | Setting], lesson: str
) -> dict[str, Value]:
    """The values of a lesson's parameters: its defaults, and over them the settings, the last one of a key.

    Settings of other lessons are checked too, but not used. Raises SettingError.
    """
    values = defaults(lessons[lesson])
    for setting in map(Setting.of, settings):
        owner, parameter = _known(lessons, setting, lesson)
        try:
            value = parameter.read(setting.text)
        except ValueError as wrong:
            hint = _comma(setting.text) if isinstance(parameter, NumberParameter) else ""
            raise setting.fault(f"{owner}.{parameter.name}: {wrong}{hint}") from None
        if owner == lesson:
            values[parameter.name] = value
    return values


def _known(lessons: Mapping[str, Sequence[Parameter]], setting: Setting, lesson: str) -> tuple[str, Parameter]:
    key = setting.key
    known = {f"{owner}.{p.name}": (owner, p) for owner, parameters in lessons.items() for p in parameters}
    if key not in known:
        written = key if key.isprintable() and len(key) < 60 else quoted(key)
        close = f"{lesson}.{key}" if f"{lesson}.{key}" in known else nearest(key, known)
        owner = close.partition(".")[0]
        of_owner = [name for name in known if name.startswith(f"{owner}.")]
        raise setting.fault(f"{written}: no such key; the nearest is {close}; there are: {listed(sorted(of_owner))}")
    return known[key]


def _comma(text: str) -> str:
    whole, comma, decimals = text.partition(",")
    if len(text) <= _LONGEST and comma and decimals.isdecimal() and whole.lstrip("+-").isdecimal():
        return f"; write a point: {whole}.{decimals}"
    return ""
