"""The programs of the autodiff lesson, read from `scenes/lessons/programs` and given the lesson's numbers. What is
shown is what runs: `source` is a whole program, `lines` are the same cut into tokens, without those that print."""

from __future__ import annotations

import io
import keyword
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources

from engine.rounding import rounded
from scenes.stage import parameters
from scenes.stage.autodiff.token import Line, Token

FRAMEWORKS = ("pytorch", "tensorflow")
# The numbers of a program, in the order in which it names them: each belongs to a parameter. Floats end in `.0` where
# they are whole, for a framework has another type for integers.
PLACES = (("input", False), ("target", False), ("learning_rate", False), ("weight", True), ("bias", True))
_PATHS = {"weight": "step.0.weight", "bias": "step.0.bias"}
_MEANINGS = {
    "x": "input",
    "y": "target",
    "w": "weight",
    "b": "bias",
    "y_hat": "prediction",
    "e": "loss",
    "loss": "loss",
    "grad": "gradient",
    "dw": "gradient",
    "db": "gradient",
}


@dataclass(frozen=True)
class Program:
    """A program with the lesson's numbers in it."""

    framework: str
    source: str
    lines: tuple[Line, ...]

    def text(self, place: int) -> str:
        """A line as it is shown."""
        written = ""
        for token in self.lines[place]:
            written = written.ljust(token.column) + token.text
        return written

    def place(self, start: str) -> int:
        """The line that begins so, indents aside; raises StopIteration where there is none."""
        return next(k for k in range(len(self.lines)) if self.text(k).strip().startswith(start))

    @property
    def forward(self) -> tuple[int, ...]:
        """The lines that work out the loss."""
        return tuple(range(self.place("p ="), self.place("loss =") + 1))

    @property
    def longest(self) -> int:
        """The characters of the longest line."""
        return max(len(self.text(k)) for k in range(len(self.lines)))


def program(framework: str, values: parameters.Values) -> Program:
    """The program of a framework for these parameters."""
    source = _with_numbers(_file(framework), values)
    lines = [line for line in _lines(source) if not (line and line[0].text == "print")]
    return Program(framework, source, tuple(lines))


def written(value: Fraction, is_float: bool) -> tuple[str, int | None]:
    """A number as a program writes it, and its decimal places if they are more than it needs; raises ValueError for
    one that has no such string.

    >>> written(Fraction(-21, 10), True), written(Fraction(4), True), written(Fraction(4), False)
    (('-2.1', None), ('4.0', 1), ('4', None))
    """
    found = rounded(value)
    if not found.exact or found.exponent is not None:
        raise ValueError("has too many digits to be written into a program")
    text = found.text(minus="-")
    return (f"{text}.0", 1) if is_float and "." not in text else (text, None)


@cache
def _file(framework: str) -> str:
    folder = resources.files("scenes") / "lessons" / "programs"
    return (folder / f"neuron_{framework}.py").read_text(encoding="utf-8")


def _with_numbers(source: str, values: parameters.Values) -> str:
    """The program with its first numbers replaced by those of the parameters."""
    rows = source.splitlines(keepends=True)
    found = [token for token in _tokens(source) if token.type == tokenize.NUMBER][: len(PLACES)]
    for token, (name, is_float) in reversed([*zip(found, PLACES, strict=True)]):
        row, (start, end) = token.start[0] - 1, (token.start[1], token.end[1])
        number = written(Fraction(values[name]), is_float)[0]
        rows[row] = rows[row][:start] + number + rows[row][end:]
    return "".join(rows)


def _tokens(source: str) -> list[tokenize.TokenInfo]:
    return list(tokenize.generate_tokens(io.StringIO(source).readline))


def _lines(source: str) -> Iterator[Line]:
    """The lines cut into tokens; a number takes the minus in front of it in."""
    rows: list[list[Token]] = [[] for _ in source.splitlines()]
    places = iter(PLACES)
    shown = [token for token in _tokens(source) if token.string.strip() and token.type != tokenize.COMMENT]
    for before, token in zip([None, *shown], shown, strict=False):
        row, column = token.start[0] - 1, token.start[1]
        name, is_float = next(places, ("", False)) if token.type == tokenize.NUMBER else ("", False)
        if not name:
            meaning = _MEANINGS.get(token.string) if token.type == tokenize.NAME else None
            quiet = keyword.iskeyword(token.string)
            rows[row].append(Token(token.string, column, meaning, is_quiet=quiet))
            continue
        text = token.string
        if before is not None and before.string == "-":
            sign = rows[row].pop()
            text, column = "-" + text, sign.column
        places_ = 1 if is_float and text.endswith(".0") else None
        rows[row].append(Token(text, column, _meaning(name), _PATHS.get(name, name), places_))
    return map(tuple, rows)


def _meaning(name: str) -> str | None:
    return None if name == "learning_rate" else name
