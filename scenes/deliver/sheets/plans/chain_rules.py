"""How the operations of a graph are written on a sheet, and what each multiplies a gradient by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from engine import Node

_WRITTEN = {
    "add": "{0} + {1}",
    "subtract": "{0} − {1}",
    "multiply": "{0} · {1}",
    "divide": "{0} / {1}",
    "negate": "−{0}",
    "square": "{0}²",
    "sqrt": "√{0}",
    "relu": "max(0, {0})",
    "log": "ln({0})",
    "sigmoid": "σ({0})",
}
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def written(node: Node, places: Sequence[str]) -> str:
    """The operation of a node on its arguments, which are written so."""
    assert node.operation is not None
    name = node.operation.name
    if name == "power":
        return f"{places[0]}{_exponent(node)}"
    if name in _WRITTEN:
        return _WRITTEN[name].format(*places)
    return f"{name}({places[0]})"


_BINDS = {"add": 1, "subtract": 1, "negate": 1, "multiply": 2, "divide": 2, "power": 3, "square": 3}
_CALL = 4  # how tightly a function and a letter bind


def expression(node: Node, place: Callable[[Node], str]) -> str:
    """The whole expression of a node in one formula, with the brackets that it needs."""
    if node.operation is None:
        return place(node)
    name, binds = node.operation.name, _binds(node)
    parts = []
    for position, argument in enumerate(node.arguments):
        inside = expression(argument, place)
        if name == "sqrt":
            return f"sqrt({inside})"
        is_tighter = position == 1 or name in ("power", "square", "negate")
        needs = binds < _CALL and _binds(argument) < binds + is_tighter
        parts.append(f"({inside})" if needs else inside)
    return written(node, parts)


def _binds(node: Node) -> int:
    return _BINDS.get(node.operation.name, _CALL) if node.operation is not None else _CALL


@dataclass(frozen=True)
class Factor:
    """A product of factors over divisors, with its sign."""

    factors: tuple[str, ...] = ()
    divisors: tuple[str, ...] = ()
    negative: bool = False

    def times(self, upstream: str) -> Factor:
        """The same times a gradient; with none, as at the output, it stays as it is."""
        return replace(self, factors=(upstream, *self.factors)) if upstream else self

    @property
    def text(self) -> str:
        """Without its sign."""
        top = " · ".join(self.factors) or "1"
        if not self.divisors:
            return top
        bottom = " · ".join(self.divisors)
        return f"{top} / ({bottom})" if len(self.divisors) > 1 else f"{top} / {bottom}"


def local(node: Node, position: int, place: Callable[[Node], str], slope: str) -> Factor:
    """The derivative of a node by the argument at a position; `slope` is how it is called where it is asked by
    itself, as that of ReLU is."""
    assert node.operation is not None
    first, last, here = place(node.arguments[0]), place(node.arguments[-1]), place(node)
    match node.operation.name, position:
        case ("add", _) | ("subtract", 0):
            return Factor()
        case ("subtract", 1) | ("negate", _):
            return Factor(negative=True)
        case ("multiply", 0):
            return Factor((last,))
        case ("multiply", 1):
            return Factor((first,))
        case ("divide", 0):
            return Factor(divisors=(last,))
        case ("divide", 1):
            return Factor((first,), (f"{last}²",), negative=True)
        case ("square", _):
            return Factor(("2", first))
        case ("power", _):
            return _power(node, first)
        case ("sqrt", _):
            return Factor(divisors=("2", here))
        case ("exp", _):
            return Factor((here,))
        case ("log", _):
            return Factor(divisors=(first,))
        case ("sin", _):
            return Factor((f"cos({first})",))
        case ("cos", _):
            return Factor((f"sin({first})",), negative=True)
        case ("tanh", _):
            return Factor((f"(1 − {here}²)",))
        case ("sigmoid", _):
            return Factor((here, f"(1 − {here})"))
    return Factor((slope,))


def _power(node: Node, base: str) -> Factor:
    exponent = _power_of(node)
    if exponent == 0:
        return Factor(("0",))
    rest = {1: (), 2: (base,)}.get(exponent, (f"{base}{str(exponent - 1).translate(_RAISED)}",))
    return Factor((str(abs(exponent)), *rest), negative=exponent < 0)


def _power_of(node: Node) -> int:
    return int(node.keywords["exponent"])


def _exponent(node: Node) -> str:
    return str(_power_of(node)).translate(_RAISED)
