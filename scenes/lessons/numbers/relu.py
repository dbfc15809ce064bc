"""The numbers of lesson 6, exactly: what ReLU does to one neuron, forward and backward. Lines and hinges, its first
act, have a file of their own (relu_lines.py).

`step.<k>` is the healthy neuron after k updates with a learning rate that may be too large, `dead.<k>` one that may be
off from the start; `thrown.<k>` and `leaky.<k>` are the same two with a leaky ReLU. All of it is the engine's graph,
walk and descent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from engine import Node, Trace, derivative, descend, forward_and_backward, leaky_relu, relu, variable
from engine.training.descent import Model, Step
from scenes.lessons.numbers import relu_lines
from scenes.stage import parameters
from scenes.stage.parameters import NumberParameter

Number = Fraction | float

_MOST = 1_000_000
PARAMETERS = (
    *relu_lines.PARAMETERS,
    NumberParameter("input", "2.1", "number", -_MOST, _MOST, meaning="the input x of the neuron"),
    NumberParameter("target", "4", "number", -_MOST, _MOST, meaning="the right answer y of the neuron"),
    NumberParameter("weight", "1", "number", -_MOST, _MOST, meaning="the weight w of the healthy neuron"),
    NumberParameter("bias", "0", "number", -_MOST, _MOST, meaning="the bias b of the healthy neuron"),
    NumberParameter(
        "learning_rate",
        "0.5",
        "number",
        0,
        1000,
        exclusive_minimum=True,
        meaning="the learning rate of the healthy neuron; the default is so large that it kills it",
    ),
    NumberParameter(
        "steps", "3", "integer", 1, 12, meaning="how many updates of the healthy neuron are shown", unit="steps"
    ),
    NumberParameter("off_weight", "-1", "number", -_MOST, _MOST, meaning="the weight of the neuron that is off"),
    NumberParameter("off_bias", "0", "number", -_MOST, _MOST, meaning="the bias of the neuron that is off"),
    NumberParameter(
        "off_learning_rate",
        "0.1",
        "number",
        0,
        1000,
        exclusive_minimum=True,
        meaning="the learning rate of the neuron that is off",
    ),
    NumberParameter(
        "off_steps", "6", "integer", 1, 30, meaning="how many updates of the neuron that is off are shown", unit="steps"
    ),
    NumberParameter(
        "leak",
        "0.1",
        "number",
        0,
        Fraction(9, 10),
        exclusive_minimum=True,
        meaning="the slope of the leaky ReLU where it is off",
    ),
)

_QUANTITIES = ("pre_activation", "prediction", "error", "loss")
_PAIR = ("weight", "bias")
THROWN_STEPS = 18  # of the healthy neuron with a leak: by default enough to come back, and to be thrown off again


def defaults() -> parameters.Values:
    """The default parameters."""
    return parameters.defaults(PARAMETERS)


def trace(values: parameters.Values) -> Trace:
    """All numbers of the lesson for these parameters."""
    return Trace(dict(_numbers(values)))


def state(values: parameters.Values, weight: Number, bias: Number) -> dict[str, Number]:
    """One exact forward and backward pass of the ReLU neuron at any weight and bias."""
    pair = {"weight": Fraction(weight), "bias": Fraction(bias)}
    return dict(_state(forward_and_backward(_model(values), pair), ""))


def loss_at(values: parameters.Values, pre_activation: Fraction, leak: Fraction | None = None) -> Fraction:
    """The loss of a neuron whose sum is this, by the engine; with a leak, that of the leaky one."""
    z = variable(pre_activation, "pre_activation")
    return Fraction(((_activation(z, leak) - Fraction(values["target"])) ** 2).number)


def _activation(z: Node, leak: Fraction | None) -> Node:
    made = relu(z) if leak is None else leaky_relu(z, leak)
    assert isinstance(made, Node)
    return made


def _model(values: parameters.Values, leak: Fraction | None = None) -> Model:
    def forward(parameters: Mapping[str, Node]) -> Mapping[str, Node]:
        z = parameters["weight"] * Fraction(values["input"]) + parameters["bias"]
        prediction = _activation(z, leak)
        error = prediction - Fraction(values["target"])
        return {"pre_activation": z, "prediction": prediction, "error": error, "loss": error**2}

    return forward


def _numbers(values: parameters.Values) -> Iterator[tuple[str, Number | int]]:
    yield from relu_lines.numbers(values)
    for name in ("input", "target", "learning_rate", "off_learning_rate", "leak"):
        yield name, Fraction(values[name])
    for name in ("steps", "off_steps"):
        yield name, int(values[name])
    leak = Fraction(values["leak"])
    yield "thrown.steps", THROWN_STEPS
    yield from _descent(values, "", int(values["steps"]), "step", None)
    yield from _descent(values, "off_", int(values["off_steps"]), "dead", None)
    yield from _descent(values, "off_", int(values["off_steps"]), "leaky", leak)
    yield from _descent(values, "", THROWN_STEPS, "thrown", leak)


def _descent(
    values: parameters.Values, kind: str, steps: int, prefix: str, leak: Fraction | None
) -> Iterator[tuple[str, Number]]:
    start = {name: Fraction(values[f"{kind}{name}"]) for name in _PAIR}
    history = descend(_model(values, leak), start, Fraction(values[f"{kind}learning_rate"]), steps).steps
    for k, step in enumerate(history):
        yield f"{prefix}.{k}", k
        yield from _state(step, f"{prefix}.{k}.")
    yield f"{prefix}.last.loss", history[-1].loss
    states = [step.nodes["pre_activation"].number for step in history]
    off = _first(states, 0, on=False)
    back = _first(states, off, on=True)
    yield f"{prefix}.lasting", off
    yield f"{prefix}.back", back
    yield f"{prefix}.again", _first(states, back, on=False)


def _first(states: list[Number], since: int, on: bool) -> int:
    """The first step from one on at which the neuron is on, or off; -1 if there is none."""
    if since < 0:
        return -1
    return next((k for k in range(since, len(states)) if (states[k] > 0) == on), -1)


def _state(step: Step, prefix: str) -> Iterator[tuple[str, Number]]:
    for name, node in step.parameters.items():
        yield f"{prefix}{name}", node.number
    for name in _QUANTITIES:
        yield f"{prefix}{name}", step.nodes[name].number
    for name in ("prediction", "pre_activation", *_PAIR):
        yield f"{prefix}gradient.{name}", step.gradient(name).item()
    z, prediction = step.nodes["pre_activation"], step.nodes["prediction"]
    yield f"{prefix}local.prediction.pre_activation", derivative(prediction, z).item()
    yield f"{prefix}local.pre_activation.weight", derivative(z, step.parameters["weight"]).item()
