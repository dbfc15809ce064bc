"""How an expression is written as a formula of Typst."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import count

from scenes.lessons.numbers.expression_parts import Part

_SIGNS = {"add": ("+", 1), "subtract": ("-", 1), "multiply": ("dot.op", 2)}
_ATOM = 5
_MARK = "@"
_CUT = "%"


def typst(part: Part, separator: str = ".", marked: str | None = None, lines: int = 1) -> str:
    """The source; `separator` is the decimal one. Each place of the `marked` variable has a label. On two `lines` a sum
    breaks in front of its last term.

    >>> from scenes.lessons.numbers.expression import read
    >>> typst(read("(a + rate) * a ^ 2").root)
    '(a + upright("rate")) dot.op a^(2)'
    >>> typst(read("a / a").root, marked="a")
    '({{ a : m0 }})/({{ a : m1 }})'
    """
    places = count()
    return re.sub(
        _MARK, lambda _: f"{{{{ {name(marked or '')} : {label(next(places))} }}}}", _written(part, separator, marked)[0]
    )


def label(place: int) -> str:
    """The label of the marked variable at this place of the formula."""
    return f"m{place}"


def name(written: str) -> str:
    """A name as Typst."""
    return written if len(written) == 1 else f'upright("{written}")'


def _written(part: Part, separator: str, marked: str | None) -> tuple[str, int]:
    """The source, and how tightly its last operation binds."""
    if part.name is not None:
        return _MARK if part.name == marked else name(part.name), _ATOM
    if part.number is not None:
        return _number(part.number, separator), _ATOM if part.number >= 0 else 1
    arguments = [_written(argument, separator, marked) for argument in part.arguments]
    if part.operation in _SIGNS:
        sign, binds = _SIGNS[part.operation]
        first, second = (_bracketed(argument, binds + right) for right, argument in enumerate(arguments))
        return f"{first} {sign} {second}", binds
    if part.operation == "divide":
        return f"({arguments[0][0]})/({arguments[1][0]})", 4
    if part.operation == "negate":
        return f"- {_bracketed(arguments[0], 2)}", 1
    if part.operation == "power":
        return f"{_bracketed(arguments[0], _ATOM)}^({part.exponent})", 4
    inside = arguments[0][0]
    match part.operation:
        case "square":
            return f"{_bracketed(arguments[0], _ATOM)}^(2)", 4
        case "sqrt":
            return f"sqrt({inside})", _ATOM
        case "abs":
            return f"abs({inside})", _ATOM
        case "exp":
            return f"exp({inside})", 4
        case "log":
            return f"ln({inside})", 4
        case "relu" | "sigmoid":
            return f'op("{part.operation}")({inside})'.replace('op("sigmoid")', "sigma"), 4
    return f"{part.operation}({inside})", 4


def _bracketed(argument: tuple[str, int], binds: int) -> str:
    return argument[0] if argument[1] >= binds else f"({argument[0]})"


def _number(number: Fraction, separator: str) -> str:
    written = f"{float(number):.12g}".replace(".", f'"{separator}"')
    return written.replace("-", "- ")
