"""The numbers of the first half of lesson 6: a stack of linear layers is a line, ReLU neurons added up are a curve with
corners. Layers and neurons are counted from 1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from engine import Node, backward, relu, variable
from scenes.stage.parameters import NumberParameter, Table, TableParameter, Values

_MOST = 10_000
_WEIGHT, _BIAS, _OUTPUT = (NumberParameter(name, "1", "number", -_MOST, _MOST) for name in ("weight", "bias", "output"))
PARAMETERS = (
    TableParameter(
        "layers", "2, -1; -0.5, 1; 1.5, 0.5", (_WEIGHT, _BIAS), 2, 4, meaning="weight and bias of each linear layer"
    ),
    TableParameter(
        "hinges",
        "-1, -1, 1; 1, 0, 1.5; 2, -2, -1.25",
        (_WEIGHT, _BIAS, _OUTPUT),
        1,
        5,
        meaning="weight, bias and output weight of each ReLU neuron that is added up",
    ),
    NumberParameter(
        "output_bias", "0.5", "number", -_MOST, _MOST, meaning="the bias that is added to the sum of the ReLU neurons"
    ),
)

# How the weights of the layers are turned to show that the line only turns: each times one of these.
_TURNED = (Fraction(-1), Fraction(3, 2), Fraction(1, 2), Fraction(3, 2))
STACK_INPUTS = tuple(Fraction(k) for k in range(-3, 4))
_BESIDE_CORNERS = Fraction(7, 10)  # of their span, at least


def numbers(values: Values) -> Iterator[tuple[str, Fraction | int]]:
    """Everything of the stack, as it is and with its weights turned, and of the hinges."""
    yield from _stack(layers(values), "")
    yield from _stack(turned(layers(values), Fraction(1)), "turned.")
    for k, given in enumerate(STACK_INPUTS):
        yield f"point.{k}.input", given
        yield f"point.{k}.prediction", through(layers(values), given)
    yield from _hinges(hinges(values), Fraction(values["output_bias"]))


def layers(values: Values) -> Table:
    """Weight and bias of each layer, the first one first."""
    table = values["layers"]
    assert isinstance(table, tuple)
    return table


def hinges(values: Values) -> Table:
    """Weight, bias and output weight of each neuron."""
    table = values["hinges"]
    assert isinstance(table, tuple)
    return table


def turned(stack: Table, share: Fraction) -> Table:
    """The layers with their weights a share of the way to those that the film turns them to."""
    return tuple(
        (weight * (1 + share * (factor - 1)), bias) for (weight, bias), factor in zip(stack, _TURNED, strict=False)
    )


def through(stack: Table, given: Fraction) -> Fraction:
    """What comes out behind the last layer, by the engine: one layer after the other, and no line is assumed."""
    return Fraction(_forward(stack, variable(given, "input")).number)


def line(stack: Table) -> tuple[Fraction, Fraction]:
    """The slope and the height at zero of the whole stack, by the engine's backward and forward pass."""
    zero = variable(Fraction(0), "input")
    made = _forward(stack, zero)
    return Fraction(backward(made).gradient(zero).item()), Fraction(made.number)


def _forward(stack: Table, node: Node) -> Node:
    for weight, bias in stack:
        node = node * weight + bias
    return node


def _stack(stack: Table, prefix: str) -> Iterator[tuple[str, Fraction | int]]:
    yield f"{prefix}layers", len(stack)
    for k, (weight, bias) in enumerate(stack, start=1):
        yield f"{prefix}layer.{k}.weight", weight
        yield f"{prefix}layer.{k}.bias", bias
    weight, bias = line(stack)
    yield f"{prefix}stack.weight", weight
    yield f"{prefix}stack.bias", bias


# -- hinges ------------------------------------------------------------------------


def hinge(row: Sequence[Fraction], given: Fraction) -> Fraction:
    """output weight * ReLU(weight * input + bias), by the engine."""
    weight, bias, output = row
    made = relu(variable(given, "input") * weight + bias) * output
    assert isinstance(made, Node)
    return Fraction(made.number)


def corner(row: Sequence[Fraction]) -> Fraction | None:
    """Where a neuron switches: weight * input + bias = 0; None for a weight of zero, which never does."""
    weight, bias, _ = row
    return -bias / weight if weight else None


def slope(table: Table, given: Fraction) -> Fraction:
    """The slope of the sum at an input, by the engine's backward pass; at a corner, ReLU'(0) = 0."""
    x = variable(given, "input")
    total = x * 0
    for weight, bias, output in table:
        total = total + relu(x * weight + bias) * output
    return Fraction(backward(total).gradient(x).item())


def window(table: Table) -> tuple[Fraction, Fraction]:
    """The inputs that are shown: all corners, with room on both sides."""
    corners = [place for place in map(corner, table) if place is not None] or [Fraction(0)]
    low, high = min(corners), max(corners)
    room = _BESIDE_CORNERS * (high - low) or max(Fraction(1), abs(low) / 2)
    return low - room, high + room


def segments(table: Table) -> list[tuple[Fraction, Fraction]]:
    """The pieces of the window between which a neuron switches, from left to right."""
    low, high = window(table)
    ends = [low, *sorted({place for place in map(corner, table) if place is not None}), high]
    return list(pairwise(ends))


def true_corners(table: Table) -> dict[Fraction, Fraction]:
    """Where the sum has a corner, with what its slope changes by there, from left to right."""
    changes: dict[Fraction, Fraction] = {}
    for row in table:
        place = corner(row)
        if place is not None:
            changes[place] = changes.get(place, Fraction(0)) + row[2] * abs(row[0])
    return {place: changes[place] for place in sorted(changes) if changes[place]}


def _hinges(table: Table, output_bias: Fraction) -> Iterator[tuple[str, Fraction | int]]:
    yield "hinges", len(table)
    for k, row in enumerate(table, start=1):
        for name, number in zip(("weight", "bias", "output.weight"), row, strict=True):
            yield f"hinge.{k}.{name}", number
        place = corner(row)
        if place is not None:
            yield f"hinge.{k}.corner", place
    yield "output.bias", output_bias
    yield "corners", len(true_corners(table))
    for k, (start, end) in enumerate(segments(table)):
        yield f"segment.{k}.start", start
        yield f"segment.{k}.end", end
        yield f"segment.{k}.slope", slope(table, (start + end) / 2)
