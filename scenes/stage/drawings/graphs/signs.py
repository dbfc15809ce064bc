"""The signs of operations, as a computational graph shows them in its boxes."""

from __future__ import annotations

from engine.graph import Node
from scenes.stage.declared import constant
from scenes.stage.writing.typeset import Formula

# Typst; a point stands for the value that goes in. Digits in them are mathematics, with the reason.
_SIGNS = {
    "add": "+",
    "subtract": "-",
    "multiply": "times",
    "divide": "div",
    "negate": "- (dot.c)",
    "square": "(dot.c)^2",
    "abs": "abs(dot.c)",
    "relu": "max(0, dot.c)",
    "leaky_relu": 'op("leaky ReLU")',
    "maximum": "max",
    "minimum": "min",
    "exp": "exp",
    "log": "ln",
    "sqrt": "sqrt(dot.c)",
    "sin": "sin",
    "cos": "cos",
    "tanh": "tanh",
    "sigmoid": "sigma",
    "sum": "sum",
    "matmul": "times",
}
_DIGITS = {"square": ("2", "the exponent of a square"), "relu": ("0", "ReLU is the larger of 0 and its argument")}
_LARGER = {"add": 1.15, "subtract": 1.15, "multiply": 1.15, "divide": 1.1}


def sign(node: Node, size: float, color: str) -> Formula:
    """The sign of the operation that made a node; its name where there is no sign."""
    assert node.operation is not None
    name = node.operation.name
    exponent = node.keywords.get("exponent")
    if name == "power":
        if exponent is None:
            return Formula("(dot.c)^(dot.c)", size, color)
        return constant(Formula(f"(dot.c)^({exponent})", size, color), str(exponent), why="the exponent of a power")
    made = Formula(_SIGNS.get(name, f'op("{name.replace("_", " ")}")'), size * _LARGER.get(name, 1.0), color)
    return constant(made, *_DIGITS[name]) if name in _DIGITS else made
