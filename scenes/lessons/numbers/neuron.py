"""The numbers of lesson 5: one neuron, prediction = weight * input + bias, loss = (prediction - target)^2, gradient
descent.

All of them come from the engine's graph, walk and descent, exactly. Step k is the state after k updates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from engine import Node, Trace, derivative, descend, exact, forward_and_backward, variable
from engine.training.descent import Model, Step
from scenes.lessons.numbers.round_numbers import power_of_ten_below
from scenes.stage import parameters
from scenes.stage.parameters import NumberParameter

Number = Fraction | float

PARAMETERS = (
    NumberParameter("input", "2.1", "number", -1_000_000, 1_000_000, meaning="the input x"),
    NumberParameter("target", "4", "number", -1_000_000, 1_000_000, meaning="the right answer y"),
    NumberParameter("weight", "1", "number", -1_000_000, 1_000_000, meaning="the weight w before the first step"),
    NumberParameter("bias", "0", "number", -1_000_000, 1_000_000, meaning="the bias b before the first step"),
    NumberParameter("learning_rate", "0.1", "number", 0, 1000, exclusive_minimum=True, meaning="the learning rate"),
    NumberParameter("steps", "4", "integer", 1, 60, meaning="how many updates the history shows", unit="steps"),
)

# The rates that the lesson compares, at an input of 2.1: creeping, settling, swinging, diverging. What they do
# depends on rate * (input^2 + 1) alone, so for another input they are scaled to do the same.
COMPARED_RATES = ("0.01", "0.1", "0.15", "0.2")
COMPARED_INPUT = "2.1"
RATE_STEPS = 16

_QUANTITIES = ("prediction", "error", "loss")


def defaults() -> parameters.Values:
    """The default parameters."""
    return parameters.defaults(PARAMETERS)


def trace(values: parameters.Values) -> Trace:
    """All numbers of the lesson for these parameters."""
    return Trace(dict(_numbers(values)))


def state(values: parameters.Values, weight: Number, bias: Number) -> dict[str, Number]:
    """One exact forward and backward pass at any weight and bias: prediction, error, loss and their gradients.

    Floats are taken as the binary fractions that they are. Raises ValueError or OverflowError for one that is not
    finite.
    """
    step = forward_and_backward(model(values), {"weight": Fraction(weight), "bias": Fraction(bias)})
    return dict(_state(step, "", step.nodes["input"]))


def model(values: parameters.Values) -> Model:
    """The forward pass from weight and bias, as nodes: input, prediction, error and loss."""

    def forward(parameters: Mapping[str, Node]) -> Mapping[str, Node]:
        given = variable(Fraction(values["input"]), "input")  # no constant: its gradient is wanted too
        prediction = parameters["weight"] * given + parameters["bias"]
        error = prediction - Fraction(values["target"])
        return {"input": given, "prediction": prediction, "error": error, "loss": error**2}

    return forward


def _numbers(values: parameters.Values) -> Iterator[tuple[str, Number | int]]:
    rate = Fraction(values["learning_rate"])
    for name in ("input", "target", "learning_rate"):
        yield name, Fraction(values[name])
    yield "steps", int(values["steps"])
    history = descend(model(values), _start(values), rate, int(values["steps"]))
    for k, step in enumerate(history.steps):
        yield f"step.{k}", k
        yield from _step(step, f"step.{k}.", rate)
    yield "factor", _factor(rate, values)
    yield "curvature", 2 * _curvature(Fraction(values["input"]))
    yield from _nudge(values, history.steps[0])
    yield from _rates(values)
    yield from _valley(values)


def _start(values: parameters.Values) -> dict[str, Fraction]:
    return {name: Fraction(values[name]) for name in ("weight", "bias")}


def _state(step: Step, prefix: str, given: Node) -> Iterator[tuple[str, Number]]:
    for name, node in step.parameters.items():
        yield f"{prefix}{name}", node.number
    for name in _QUANTITIES:
        yield f"{prefix}{name}", step.nodes[name].number
    yield f"{prefix}gradient.prediction", step.gradient("prediction").item()
    for name in step.parameters:
        yield f"{prefix}gradient.{name}", step.gradient(name).item()
    yield f"{prefix}gradient.input", step.walk.gradient(given).item()


def _step(step: Step, prefix: str, rate: Fraction) -> Iterator[tuple[str, Number]]:
    yield from _state(step, prefix, step.nodes["input"])
    prediction, loss = step.nodes["prediction"], step.nodes["loss"]
    yield f"{prefix}local.loss.prediction", derivative(loss, prediction).item()
    for name, node in (*step.parameters.items(), ("input", step.nodes["input"])):
        yield f"{prefix}local.prediction.{name}", derivative(prediction, node).item()
    for name in step.parameters:
        update = rate * step.gradient(name).item()
        yield f"{prefix}update.{name}", update
        yield f"{prefix}move.{name}", -update


def _nudge(values: parameters.Values, first: Step) -> Iterator[tuple[str, Number]]:
    """What a small turn of the weight does, by running the engine forward again: no derivative is used."""
    weight = first.parameters["weight"].number
    size = _nudge_size(Fraction(weight), Fraction(first.nodes["error"].number), Fraction(values["input"]))
    nudged = state(values, weight + size, first.parameters["bias"].number)
    yield "nudge.size", size
    yield "nudge.weight", weight + size
    yield "nudge.prediction", nudged["prediction"]
    yield "nudge.loss", nudged["loss"]
    changes = {name: nudged[name] - first.nodes[name].number for name in ("prediction", "loss")}
    for name, change in changes.items():
        yield f"nudge.{name}.change", change
    yield "nudge.rate.prediction", changes["prediction"] / size
    if changes["prediction"]:
        yield "nudge.rate.loss", changes["loss"] / changes["prediction"]


def _nudge_size(weight: Fraction, error: Fraction, given: Fraction) -> Fraction:
    """A power of ten that moves the prediction by about a tenth of the error, so that both can be seen in one picture;
    where there is no error, or no input to move it by, a tenth of the power of ten below the weight."""
    wanted = abs(error / given) / 10 if error and given else power_of_ten_below(abs(weight) or Fraction(1)) / 10
    below = power_of_ten_below(wanted)
    return below if wanted < 3 * below else 10 * below


def _rates(values: parameters.Values) -> Iterator[tuple[str, Number]]:
    scale = _curvature(exact(COMPARED_INPUT)) / _curvature(Fraction(values["input"]))
    yield "rate.perfect", 1 / (2 * _curvature(Fraction(values["input"])))
    for j, text in enumerate(COMPARED_RATES):
        rate = _two_figures(exact(text) * scale)
        yield f"rate.{j}.learning_rate", rate
        yield f"rate.{j}.factor", _factor(rate, values)
        for k, step in enumerate(descend(model(values), _start(values), rate, RATE_STEPS).steps):
            for name in _QUANTITIES:
                yield f"rate.{j}.step.{k}.{name}", step.nodes[name].number


def _curvature(given: Fraction) -> Fraction:
    """input^2 + 1: half the curvature of the loss along its gradient."""
    return given**2 + 1


def _factor(rate: Fraction, values: parameters.Values) -> Fraction:
    """What the error is multiplied by at every step: 1 - 2 rate (input^2 + 1)."""
    return 1 - 2 * rate * _curvature(Fraction(values["input"]))


def _two_figures(number: Fraction) -> Fraction:
    """A positive number rounded to two significant decimal figures, half to even."""
    unit = power_of_ten_below(number) / 10
    return round(number / unit) * unit


def _valley(values: parameters.Values) -> Iterator[tuple[str, Number]]:
    """The point of the line input * weight + bias = target that is nearest to the start: the foot of the
    perpendicular."""
    given, start = Fraction(values["input"]), _start(values)
    miss = given * start["weight"] + start["bias"] - Fraction(values["target"])
    weight, bias = start["weight"] - miss * given / _curvature(given), start["bias"] - miss / _curvature(given)
    yield "valley.weight", weight
    yield "valley.bias", bias
    yield "valley.loss", state(values, weight, bias)["loss"]
