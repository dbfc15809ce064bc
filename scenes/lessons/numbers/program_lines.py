"""The lines of a program that are sums, products and powers of names and numbers, run on the engine's nodes. They are
read as a tree in which every kind of node is known; Python itself runs nothing of them."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

_OPERATIONS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Pow: operator.pow,
}


def run(lines: str, names: Mapping[str, Any]) -> dict[str, Any]:
    """The names after the lines; raises ValueError in one line, with its line, for anything but `name = ...` of names,
    integers, + - * ** and brackets.

    >>> run("p = w * x\\nloss = (p - 1) ** 2", {"w": 2, "x": 3})
    {'w': 2, 'x': 3, 'p': 6, 'loss': 25}
    """
    found = dict(names)
    try:
        body = ast.parse(lines).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as wrong:
        raise ValueError(f"not lines of a program ({type(wrong).__name__})") from None
    for line in body:
        match line:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found[name] = _value(value, found)
            case _:
                raise _unknown(line)
    return found


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.BinOp(left=left, op=operation, right=right) if type(operation) in _OPERATIONS:
            return _OPERATIONS[type(operation)](_value(left, names), _value(right, names))
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.Constant(value=int(number)) if not isinstance(number, bool):
            return number
        case _:
            raise _unknown(node)


def _unknown(node: ast.stmt | ast.expr) -> ValueError:
    return ValueError(f"line {node.lineno}: {ast.unparse(node)[:60]!r} is none of name = ..., + - * ** and known names")
