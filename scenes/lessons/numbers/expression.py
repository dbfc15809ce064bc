"""Expressions that a user writes, such as `(a + b) * a`, read by a grammar and made into a graph of the engine. Nothing
is ever evaluated by Python itself; whatever is wrong is a ValueError of one line, with its column."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from scenes.lessons.numbers.expression_parts import LARGEST, Expression, Part

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

LONGEST = 120  # characters
MOST_OPERATIONS = 12
LONGEST_NAME = 12
MOST_DIGITS = 6
LARGEST_EXPONENT = 9
MOST_NAMES = 8
FUNCTIONS = ("relu", "tanh", "exp", "sin", "cos", "log", "sqrt", "sigmoid", "square", "abs")

_GRAMMAR = r"""
?start: sum
?sum: product | sum "+" product -> add | sum "-" product -> subtract
?product: signed | product "*" signed -> multiply | product "/" signed -> divide
?signed: power | "-" signed -> negate
?power: atom | atom (POWER) exponent -> power
exponent: (MINUS)? NUMBER
?atom: NUMBER -> number | NAME -> name | NAME "(" sum ")" -> call | "(" sum ")"
POWER.2: "**" | "^"
MINUS: "-"
NUMBER: /[0-9]+(\.[0-9]+)?/
NAME: /[a-z][a-z0-9_]*/
%ignore " "
"""
_WORDS = {
    "NUMBER": "a number",
    "NAME": "a name",
    "LPAR": "(",
    "RPAR": ")",
    "PLUS": "+",
    "MINUS": "-",
    "STAR": "*",
    "SLASH": "/",
    "POWER": "^",
    "$END": "the end",
}


def read(text: str) -> Expression:
    """The expression that is written; raises ValueError in one line for anything else."""
    from lark.exceptions import UnexpectedInput

    if len(text) > LONGEST:
        raise ValueError(f"must have at most {LONGEST} characters, got {len(text)}")
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as wrong:
        raise ValueError(_unexpected(text, wrong)) from None
    root = _part(tree)
    found = list(root.parts())
    operations = sum(part.operation is not None for part in found)
    names = tuple(dict.fromkeys(part.name for part in found if part.name))
    if not names:
        raise ValueError("must have a variable in it, such as a in (a + b) * a")
    if not 1 <= operations <= MOST_OPERATIONS:
        raise ValueError(f"must have 1 to {MOST_OPERATIONS} operations, got {operations}")
    if len(names) > MOST_NAMES:
        raise ValueError(f"must have at most {MOST_NAMES} variables, got {len(names)}")
    return Expression(text, root, names)


@cache
def _parser() -> Lark:
    from lark import Lark

    return Lark(_GRAMMAR, parser="lalr", propagate_positions=True, maybe_placeholders=False)


def _part(tree: Tree[Token] | Token) -> Part:
    """A tree of the grammar as a part. A minus in front of a number belongs to the number."""
    from lark import Token

    assert not isinstance(tree, Token)
    column, children = tree.meta.column, tree.children
    match str(tree.data):
        case "number":
            return Part(column, number=_number(str(children[0]), column))
        case "name":
            return Part(column, name=_name(str(children[0]), column))
        case "call":
            function = str(children[0])
            if function not in FUNCTIONS:
                raise ValueError(f"column {column}: no function {function[:20]!r}; there are: {', '.join(FUNCTIONS)}")
            return Part(column, operation=function, arguments=(_part(children[1]),))
        case "power":
            return _power(column, _part(children[0]), [str(child) for child in children[-1].children])
        case "negate":
            within = _part(children[0])
            if within.number is not None and within.number >= 0:
                return Part(column, number=-within.number)
            return Part(column, operation="negate", arguments=(within,))
        case operation:
            return Part(column, operation=operation, arguments=tuple(map(_part, children)))


def _number(written: str, column: int) -> Fraction:
    if len(written.replace(".", "").strip("0")) > MOST_DIGITS:
        raise ValueError(f"column {column}: a number has at most {MOST_DIGITS} digits, got {written[:20]}")
    return _small(Fraction(written), column)


def _small(number: Fraction, column: int) -> Fraction:
    if abs(number) > LARGEST:
        raise ValueError(f"column {column}: a number is at most {LARGEST}")
    return number


def _name(written: str, column: int) -> str:
    if len(written) > LONGEST_NAME:
        raise ValueError(f"column {column}: a name has at most {LONGEST_NAME} characters, got {written[:20]!r}")
    if written in FUNCTIONS:
        raise ValueError(f"column {column}: {written} is a function; write {written}(a)")
    return written


def _power(column: int, base: Part, exponent: list[str]) -> Part:
    written = "".join(exponent)
    if "." in written or len(written) > 2 or abs(int(written)) > LARGEST_EXPONENT:
        raise ValueError(
            f"column {column}: an exponent is an integer from -{LARGEST_EXPONENT} to {LARGEST_EXPONENT}, "
            f"got {written[:20]}"
        )
    return Part(column, operation="power", arguments=(base,), exponent=int(written))


def _unexpected(text: str, wrong: Exception) -> str:
    expected = set(getattr(wrong, "expected", None) or getattr(wrong, "allowed", None) or ())
    column = getattr(wrong, "column", -1)
    if text[: max(column, 0)].count("(") <= text[: max(column, 0)].count(")"):
        expected.discard("RPAR")
    wanted = ", ".join(word for name, word in _WORDS.items() if name in expected)
    at_end = not 1 <= column <= len(text) or getattr(getattr(wrong, "token", None), "type", "") == "$END"
    found = "the end" if at_end else repr(text[column - 1])
    place = len(text) + 1 if at_end else column
    return f"column {place}: expected {wanted or 'a number, a name or a bracket'}, got {found}"
