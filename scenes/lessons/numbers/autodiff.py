"""The numbers of lesson 10: the neuron of lesson 5 as the frameworks work it out.

The graph on the screen is the one that the engine records while it runs the very lines of the program on the screen.
`step.k` are the states of lesson 5; `kept.step.k` those of a program that never clears its gradients, `kept.sum.k` what
stands in them then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine import OPERATIONS, Node, Trace, Walk, backward, constant, costs, forward_mode, variable
from engine.graph import apply
from scenes.lessons.numbers import neuron
from scenes.lessons.numbers.programs import Program, program, written
from scenes.stage import parameters
from scenes.stage.parameters import NumberParameter

Number = Fraction | float

STEPS = 8  # updates of the two programs that are compared
HIDDEN = 3  # hidden neurons of the graph on which the modes are compared
PARAMETERS_OF_STEP = ("weight", "bias")


@dataclass(frozen=True)
class ProgramNumber(NumberParameter):
    """A number that can stand in a program as it is: not too long."""

    def read(self, text: str) -> Fraction | int:
        """The value of a string; raises ValueError in one line."""
        number = super().read(text)
        try:
            written(Fraction(number), False)
        except ValueError:
            raise ValueError(
                f"must have at most 8 digits as a decimal number, so that it can stand in a program, got {text}"
            ) from None
        return number


PARAMETERS = (
    ProgramNumber("input", "2.1", "number", -1_000_000, 1_000_000, meaning="the input x"),
    ProgramNumber("target", "4", "number", -1_000_000, 1_000_000, meaning="the right answer y"),
    ProgramNumber("weight", "1", "number", -1_000_000, 1_000_000, meaning="the weight w before the first step"),
    ProgramNumber("bias", "0", "number", -1_000_000, 1_000_000, meaning="the bias b before the first step"),
    ProgramNumber("learning_rate", "0.1", "number", 0, 1000, exclusive_minimum=True, meaning="the learning rate"),
    NumberParameter(
        "inputs", "6", "integer", 1, 10, meaning="inputs of the graph on which both modes are compared", unit="inputs"
    ),
)


def defaults() -> parameters.Values:
    """The default parameters."""
    return parameters.defaults(PARAMETERS)


def trace(values: parameters.Values) -> Trace:
    """All numbers of the lesson for these parameters."""
    return Trace(dict(_numbers(values)))


def state(values: parameters.Values, weight: Number, bias: Number) -> dict[str, Number]:
    """One exact forward and backward pass at any weight and bias, as in lesson 5."""
    return neuron.state(values, weight, bias)


@dataclass(frozen=True, eq=False)
class Record:
    """The graph that the engine recorded while it ran lines of a program: its nodes by their names in the trace."""

    nodes: Mapping[str, Node]
    walk: Walk


NAMES = {"w": "weight", "b": "bias", "p": "product", "y_hat": "prediction", "e": "error", "loss": "loss"}


def record(values: parameters.Values, weight: Fraction, bias: Fraction) -> Record:
    """Run the forward lines of the PyTorch program on the engine's variables."""
    shown = program("pytorch", values)
    run: dict[str, Node] = {
        "w": variable(weight, "weight"),
        "b": variable(bias, "bias"),
        "x": constant(Fraction(values["input"]), "input"),
        "y": constant(Fraction(values["target"]), "target"),
    }
    exec(_forward(shown), {"__builtins__": {}}, run)
    nodes = {name: run[called] for called, name in NAMES.items()}
    return Record(nodes | {"input": run["x"], "target": run["y"]}, backward(run["loss"]))


def _forward(shown: Program) -> str:
    return "\n".join(shown.text(k).strip() for k in shown.forward)


def _numbers(values: parameters.Values) -> Iterator[tuple[str, Number | int]]:
    of_neuron = neuron.trace({**values, "steps": STEPS})
    for path in of_neuron:
        if path.split(".")[0] in ("input", "target", "learning_rate", "step"):
            yield path, of_neuron.number(path)
    yield from _kept(values)
    for k in (0, 1):
        here = (of_neuron.number(f"step.{k}.weight"), of_neuron.number(f"step.{k}.bias"))
        found = record(values, *map(Fraction, here))
        recorded = Trace.from_walk(found.walk, found.nodes, f"record.{k}.")
        yield from ((path, recorded.number(path)) for path in recorded)
    yield "operations", len(OPERATIONS)
    yield from _modes(int(values["inputs"]))


def _kept(values: parameters.Values) -> Iterator[tuple[str, Number]]:
    """A program that forgets to set its gradients to zero: each step uses the sum of all gradients so far."""
    rate = Fraction(values["learning_rate"])
    now = {name: Fraction(values[name]) for name in PARAMETERS_OF_STEP}
    sums = dict.fromkeys(PARAMETERS_OF_STEP, Fraction(0))
    for k in range(STEPS + 1):
        found = state(values, **now)
        for name in ("weight", "bias", "prediction", "error", "loss"):
            yield f"kept.step.{k}.{name}", found[name]
        for name in PARAMETERS_OF_STEP:
            fresh = found[f"gradient.{name}"]
            sums[name] += Fraction(fresh)
            yield f"kept.step.{k}.gradient.{name}", fresh
            yield f"kept.sum.{k}.gradient.{name}", sums[name]
        now = {name: now[name] - rate * sums[name] for name in PARAMETERS_OF_STEP}


def _modes(inputs: int) -> Iterator[tuple[str, Number | int]]:
    """All derivatives of one output with respect to `inputs` numbers by both modes: how many passes each takes, and
    what the engine counts for it. The graph: a layer of hidden neurons, squares, their sum."""
    given = variable(np.array([Fraction(1, k + 1) for k in range(inputs)], dtype=object), "inputs")
    ways = constant(np.array([[Fraction(1 + j - k) for k in range(inputs)] for j in range(HIDDEN)], dtype=object))
    output = apply("sum", (ways @ given) ** 2)
    forward = []
    for k in range(inputs):
        direction = np.array([Fraction(int(k == place)) for place in range(inputs)], dtype=object)
        forward.append(forward_mode(output, {given: direction}).tangent(output).item())
    walks = [backward(output)]
    assert [*walks[0].gradient(given)] == forward
    counted = costs(output)
    yield "modes.inputs", inputs
    yield "modes.forward.passes", len(forward)
    yield "modes.reverse.passes", len(walks)
    yield "modes.forward.multiplications", counted.forward_mode.multiplications
    yield "modes.reverse.multiplications", counted.backpropagation.multiplications
    for k in range(inputs + 1):
        yield f"modes.count.{k}", k
