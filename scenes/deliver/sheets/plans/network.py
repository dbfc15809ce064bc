"""The sheet of a small network: one input, up to three hidden neurons with ReLU, one prediction."""

from __future__ import annotations

from collections.abc import Iterator

from engine import Trace
from scenes.deliver.sheets.sheet import Blank, Part, Plan
from scenes.stage.parameters import Values


def plan(values: Values, trace: Trace) -> Plan:
    """What is asked."""
    neurons = range(1, int(trace.number("small.neurons")) + 1)
    weighted = " + ".join(f"{{output_weight.{j}}} · {{activation.{j}}}" for j in neurons)
    collected = " + ".join(f"{{loss/pre_activation.{j}}} · {{weight.{j}}}" for j in neurons)
    return Plan(
        (
            "input",
            "target",
            *(f"{name}.{j}" for j in neurons for name in ("weight", "bias", "output_weight")),
            "output_bias",
        ),
        (
            Part(
                "forward",
                blanks=(
                    *(blank for j in neurons for blank in _hidden(j)),
                    Blank("prediction", f"{weighted} + {{output_bias}}"),
                    Blank("error", "{prediction} − {target}"),
                    Blank("loss", "{error}²"),
                ),
            ),
            Part(
                "backward_output",
                blanks=(
                    Blank("loss/prediction", "2 · {error}"),
                    *(Blank(f"loss/output_weight.{j}", f"{{loss/prediction}} · {{activation.{j}}}") for j in neurons),
                    Blank("loss/output_bias", "{loss/prediction}"),
                ),
            ),
            Part(
                "backward_hidden",
                notes=("relu_slope",),
                blanks=tuple(blank for j in neurons for blank in _hidden_back(j)),
            ),
            Part("backward_input", notes=("collect",), blanks=(Blank("loss/input", collected),)),
        ),
        {
            "input": "small.input.1",
            "target": "small.target.1",
            "output_bias": "small.layer.2.neuron.1.bias",
            "prediction": "small.prediction.1",
            "error": "small.error",
            "loss": "small.loss",
            "loss/prediction": "small.gradient.prediction.1",
            "loss/output_bias": "small.layer.2.neuron.1.gradient.bias",
            "loss/input": "small.gradient.input.1",
            **{key: path for j in neurons for key, path in _paths(j)},
        },
    )


def _hidden(j: int) -> tuple[Blank, ...]:
    return (
        Blank(f"pre_activation.{j}", f"{{weight.{j}}} · {{input}} + {{bias.{j}}}"),
        Blank(f"activation.{j}", f"max(0, {{pre_activation.{j}}})"),
    )


def _hidden_back(j: int) -> tuple[Blank, ...]:
    z, activation = f"pre_activation.{j}", f"activation.{j}"
    return (
        Blank(f"loss/{activation}", f"{{loss/prediction}} · {{output_weight.{j}}}"),
        Blank(f"{activation}/{z}"),
        Blank(f"loss/{z}", f"{{loss/{activation}}} · {{{activation}/{z}}}"),
        Blank(f"loss/weight.{j}", f"{{loss/{z}}} · {{input}}"),
        Blank(f"loss/bias.{j}", f"{{loss/{z}}}"),
    )


def _paths(j: int) -> Iterator[tuple[str, str]]:
    neuron, output = f"small.layer.1.neuron.{j}", "small.layer.2.neuron.1"
    yield f"weight.{j}", f"{neuron}.weight.1"
    yield f"bias.{j}", f"{neuron}.bias"
    yield f"pre_activation.{j}", f"{neuron}.z"
    yield f"activation.{j}", f"{neuron}.activation"
    yield f"output_weight.{j}", f"{output}.weight.{j}"
    yield f"loss/output_weight.{j}", f"{output}.gradient.weight.{j}"
    yield f"loss/activation.{j}", f"{neuron}.gradient.activation"
    yield f"activation.{j}/pre_activation.{j}", f"{neuron}.slope"
    yield f"loss/pre_activation.{j}", f"{neuron}.gradient.z"
    yield f"loss/weight.{j}", f"{neuron}.gradient.weight.1"
    yield f"loss/bias.{j}", f"{neuron}.gradient.bias"
