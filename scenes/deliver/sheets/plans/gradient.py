"""The sheet of slopes: nudges, the slope and a step on a curve; the gradient and a step on a surface."""

from __future__ import annotations

from engine import Trace
from engine.rounding import rounded
from scenes.deliver.sheets.sheet import Blank, Part, Plan, Table
from scenes.lessons.numbers.gradient import NUDGES
from scenes.stage.parameters import Values

# The loss and its slopes; C0, C1 are the coefficients, W and B the places. tests/deliver/test_exercise.py
# works each of them out.
CURVES = {
    "neuron": ("(C0 · W − C1)²", "2 · (C0 · W − C1) · C0"),
    "parabola": ("W²", "2 · W"),
    "valleys": ("(W² − 1)² + C0 · W + C1", "4 · W · (W² − 1) + C0"),
    "cubic": ("W³", "3 · W²"),
    "wave": ("sin(W) + 1", "cos(W)"),
    "plateau": ("1 − exp(−W²)", "2 · W · exp(−W²)"),
}
GROUNDS = {
    "bowl": ("W² − C0 · W · B + B²", "2 · W − C0 · B", "2 · B − C0 · W"),
    "neuron": ("(C0 · W + B − C1)²", "2 · (C0 · W + B − C1) · C0", "2 · (C0 · W + B − C1)"),
    "saddle": ("W² − B²", "2 · W", "−2 · B"),
    "valleys": ("(W² − 1)² + B² + C0 · W + C1", "4 · W · (W² − 1) + C0", "2 · B"),
    "waves": ("sin(W) + cos(B) + 2", "cos(W)", "−sin(B)"),
}


def plan(values: Values, trace: Trace) -> Plan:
    """What is asked."""
    curve, slope = (_told(template, trace, "curve", "{weight}") for template in CURVES[str(values["function"])])
    loss, along, upward = (
        _told(template, trace, "surface", "{second_weight}", "{second_bias}")
        for template in GROUNDS[str(values["surface"])]
    )
    nudges = tuple(range(1, NUDGES + 1))
    return Plan(
        (),
        (
            Part("curve", ("weight",), blanks=(Blank("loss", curve),)),
            Part("nudges", notes=("nudged",), table=Table(("size",), ("nudged", "change", "ratio"), nudges)),
            Part("slope", notes=("slope",), blanks=(Blank("loss/weight", slope),)),
            Part(
                "step",
                ("learning_rate",),
                blanks=(
                    Blank("weight'", "{weight} − {learning_rate} · {loss/weight}"),
                    Blank("loss'", _after(curve)),
                ),
            ),
            Part(
                "surface",
                ("second_weight", "second_bias"),
                blanks=(
                    Blank("second_loss", loss),
                    Blank("second_loss/second_weight", along),
                    Blank("second_loss/second_bias", upward),
                ),
            ),
            Part(
                "surface_step",
                ("second_learning_rate",),
                blanks=(
                    Blank("second_weight'", "{second_weight} − {second_learning_rate} · {second_loss/second_weight}"),
                    Blank("second_bias'", "{second_bias} − {second_learning_rate} · {second_loss/second_bias}"),
                    Blank("second_loss'", _after(loss)),
                ),
            ),
        ),
        {
            "weight": "start.weight",
            "loss": "start.loss",
            "loss/weight": "start.gradient",
            "learning_rate": "learning_rate",
            "weight'": "step.weight",
            "loss'": "step.loss",
            **{
                f"{name}.{k}": f"nudge.{k - 1}.{path}"
                for k in nudges
                for name, path in (("size", "size"), ("nudged", "loss"), ("change", "change"), ("ratio", "ratio"))
            },
            "second_learning_rate": "surface_rate",
            "second_loss/second_weight": "step.0.gradient.weight",
            "second_loss/second_bias": "step.0.gradient.bias",
            **{
                f"{name}{prime}": f"step.{step}.{path}"
                for prime, step in (("", 0), ("'", 1))
                for name, path in (("second_weight", "weight"), ("second_bias", "bias"), ("second_loss", "loss"))
            },
        },
    )


def _told(template: str, trace: Trace, kind: str, weight: str, bias: str = "") -> str:
    """A template with its coefficients and places."""
    for k in range(2):
        if f"C{k}" in template:
            template = template.replace(f"C{k}", rounded(trace.number(f"{kind}.coefficient.{k}")).text(".", "−"))
    return template.replace("W", weight).replace("B", bias)


def _after(formula: str) -> str:
    """The formula at the places after the step."""
    return formula.replace("}", "'}")
