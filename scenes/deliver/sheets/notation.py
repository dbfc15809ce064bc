"""The formulas of a sheet, written once and set in several notations.

In a formula `{weight}` is the letter of a quantity, `{loss/weight}` a partial derivative, `√{weight}` a square root;
raised digits are exponents, all else are numbers, signs and names of functions.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

from engine.rounding import Rounded
from scenes.deliver.sheets.letters import LETTERS, Letter, read_key

_TOKEN = re.compile(
    r"√\{(?P<root>[^{}]+)\}|\{(?P<key>[^{}]+)\}|(?P<word>[A-Za-z]{2,})|(?P<digits>\d+(?:\.\d+)?)"
    r"|(?P<raised>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<sign>[^\s{}])"
)
_RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LEVEL = str.maketrans(_RAISED, "-0123456789")
NumberOf = Callable[[str], Rounded]


def keys(formula: str) -> list[str]:
    """The quantities that a formula names, in order."""
    return [found["key"] or found["root"] for found in _TOKEN.finditer(formula) if found["key"] or found["root"]]


class Notation(ABC):
    """A way to write formulas; `letters` are those of a sheet besides the usual ones."""

    gap = ""  # between a sign or a bracket and its number

    def __init__(self, separator: str, letters: Mapping[str, Letter]) -> None:
        self.separator = separator
        self.letters = {**LETTERS, **letters}
        self._between = ";" if separator == "," else ","  # arguments of a function

    def formula(self, formula: str, number_of: NumberOf | None = None) -> str:
        """A formula with its letters, or with their numbers in their places."""
        parts: list[str] = []
        for token in _TOKEN.finditer(formula):
            if token["raised"]:
                parts[-1] += self.raised(token["raised"].translate(_LEVEL))
            elif token["key"]:
                is_base = formula[token.end() : token.end() + 1] in tuple(_RAISED)
                is_inside = bool(parts) and parts[-1] not in ("(", self._between)
                parts.append(self._quantity(token["key"], number_of, is_inside, is_base))
            elif token["root"]:
                parts.append(self.root(self._quantity(token["root"], number_of, False, False)))
            elif token["digits"]:
                parts.append(self.digits(token["digits"]))
            else:
                sign = self._between if token["sign"] == "," else token["sign"]
                parts.append(self.word(token["word"]) if token["word"] else self.sign(sign))
        return self.joined(parts)

    def key(self, key: str) -> str:
        """A quantity or a derivative by its letter."""
        above, _, below = key.partition("/")
        return self.partial(self._letter(above), self._letter(below)) if below else self._letter(above)

    def number(self, number: Rounded) -> str:
        """A rounded number."""
        mantissa = self.digits(number.digits)
        signed = f"{self.sign('−')}{self.gap}{mantissa}" if number.negative else mantissa
        if number.exponent is None:
            return signed
        return self.joined([signed, self.sign("·"), self.digits("10") + self.raised(str(number.exponent))])

    def _quantity(self, key: str, number_of: NumberOf | None, is_inside: bool, is_base: bool) -> str:
        if number_of is None:
            return self.key(key)
        number = number_of(key)
        is_long = number.exponent is not None and is_base
        text = self.number(number)
        brackets = is_long or (number.negative and (is_inside or is_base))
        return self.gap.join([self.sign("("), text, self.sign(")")]) if brackets else text

    def _letter(self, key: str) -> str:
        read = read_key(key)
        return self.letter(self.letters[read.base], read.index, read.prime)

    def joined(self, parts: list[str]) -> str:
        """Pieces beside one another."""
        return " ".join(parts)

    @abstractmethod
    def letter(self, letter: Letter, index: int, prime: bool) -> str: ...

    @abstractmethod
    def partial(self, above: str, below: str) -> str: ...

    @abstractmethod
    def root(self, inside: str) -> str: ...

    @abstractmethod
    def digits(self, digits: str) -> str: ...

    @abstractmethod
    def raised(self, exponent: str) -> str: ...

    @abstractmethod
    def sign(self, sign: str) -> str: ...

    @abstractmethod
    def word(self, word: str) -> str: ...


class Tex(Notation):
    """TeX, as course systems read it between dollar signs."""

    _SIGNS: Mapping[str, str] = {"·": r"\cdot", "−": "-", "≈": r"\approx", "σ": r"\sigma"}
    _FUNCTIONS = ("max", "sin", "cos", "exp", "ln", "tanh")

    def letter(self, letter: Letter, index: int, prime: bool) -> str:
        return letter.tex + (f"_{{{index}}}" if index else "") + ("'" if prime else "")

    def partial(self, above: str, below: str) -> str:
        return rf"\dfrac{{\partial {above}}}{{\partial {below}}}"

    def root(self, inside: str) -> str:
        return rf"\sqrt{{{inside}}}"

    def digits(self, digits: str) -> str:
        return digits.replace(".", "." if self.separator == "." else f"{{{self.separator}}}")

    def raised(self, exponent: str) -> str:
        return f"^{{{exponent}}}"

    def sign(self, sign: str) -> str:
        return self._SIGNS.get(sign, sign)

    def word(self, word: str) -> str:
        return rf"\{word}" if word in self._FUNCTIONS else rf"\operatorname{{{word}}}"


class Typst(Notation):
    """Typst's math mode."""

    _SIGNS: Mapping[str, str] = {"·": "dot.op", "−": "-", "/": "slash", "≈": "approx", "σ": "sigma"}

    def letter(self, letter: Letter, index: int, prime: bool) -> str:
        return letter.typst + (f"_({index})" if index else "") + ("'" if prime else "")

    def partial(self, above: str, below: str) -> str:
        return f"(partial {above})/(partial {below})"

    def root(self, inside: str) -> str:
        return f"sqrt({inside})"

    def digits(self, digits: str) -> str:
        return f'"{digits.replace(".", self.separator)}"'

    def raised(self, exponent: str) -> str:
        return f"^({exponent})"

    def sign(self, sign: str) -> str:
        return self._SIGNS.get(sign, sign)

    def word(self, word: str) -> str:
        return f'op("{word}")'


class Plain(Notation):
    """Characters alone, for tables."""

    def joined(self, parts: list[str]) -> str:
        text = re.sub(r"(\() | (?=[),;])", r"\1", super().joined(parts))
        text = re.sub(r"(\w{2}|σ) \(", r"\1(", text)
        return re.sub(r"(^|\()− ", r"\1−", text)

    def letter(self, letter: Letter, index: int, prime: bool) -> str:
        return letter.plain + (str(index).translate(_LOWERED) if index else "") + ("′" if prime else "")

    def partial(self, above: str, below: str) -> str:
        return f"∂{above}/∂{below}"

    def root(self, inside: str) -> str:
        return f"√({inside})"

    def digits(self, digits: str) -> str:
        return digits.replace(".", self.separator)

    def raised(self, exponent: str) -> str:
        return exponent.translate(str.maketrans("-0123456789", _RAISED))

    def sign(self, sign: str) -> str:
        return sign

    def word(self, word: str) -> str:
        return word


class Spoken(Notation):
    """Words, for those who hear a sheet; `words` say how signs and letters are read, the letters by how they look."""

    gap = " "

    def __init__(self, separator: str, letters: Mapping[str, Letter], words: Mapping[str, str]) -> None:
        super().__init__(separator, letters)
        self.words = words

    def letter(self, letter: Letter, index: int, prime: bool) -> str:
        said = self.words.get(letter.plain, letter.plain)
        return " ".join([said, *([str(index)] if index else []), *([self.words["′"]] if prime else [])])

    def partial(self, above: str, below: str) -> str:
        return self.words["∂"].format(above=above, below=below)

    def root(self, inside: str) -> str:
        return f"{self.words['√']} {inside}"

    def digits(self, digits: str) -> str:
        return digits.replace(".", self.separator)

    def raised(self, exponent: str) -> str:
        return " " + self.words.get(f"^{exponent}", f"{self.words['^']} {exponent.replace('-', '−')}")

    def sign(self, sign: str) -> str:
        return self.words.get(sign, sign)

    def word(self, word: str) -> str:
        return self.words.get(word, word)
