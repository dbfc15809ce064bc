"""The sheet of one neuron: forward, loss, backward, update, and forward again."""

from __future__ import annotations

from engine import Trace
from scenes.deliver.sheets.sheet import Blank, Part, Plan
from scenes.stage.parameters import Values


def plan(values: Values, trace: Trace) -> Plan:
    """What is asked."""
    first = ("weight", "bias", "prediction", "error", "loss")
    return Plan(
        ("input", "target", "weight", "bias", "learning_rate"),
        (
            Part(
                "forward",
                blanks=(
                    Blank("prediction", "{weight} · {input} + {bias}"),
                    Blank("error", "{prediction} − {target}"),
                    Blank("loss", "{error}²"),
                ),
            ),
            Part(
                "backward",
                blanks=(
                    Blank("loss/prediction", "2 · {error}"),
                    Blank("prediction/weight", "{input}"),
                    Blank("loss/weight", "{loss/prediction} · {prediction/weight}"),
                    Blank("prediction/bias", "1"),
                    Blank("loss/bias", "{loss/prediction} · {prediction/bias}"),
                ),
            ),
            Part(
                "update",
                blanks=(
                    Blank("weight'", "{weight} − {learning_rate} · {loss/weight}"),
                    Blank("bias'", "{bias} − {learning_rate} · {loss/bias}"),
                ),
            ),
            Part(
                "again",
                blanks=(
                    Blank("prediction'", "{weight'} · {input} + {bias'}"),
                    Blank("error'", "{prediction'} − {target}"),
                    Blank("loss'", "{error'}²"),
                ),
            ),
        ),
        {
            **{name: name for name in ("input", "target", "learning_rate")},
            **{name: f"step.0.{name}" for name in first},
            **{f"{name}'": f"step.1.{name}" for name in first},
            **{f"loss/{name}": f"step.0.gradient.{name}" for name in ("prediction", "weight", "bias")},
            **{f"prediction/{name}": f"step.0.local.prediction.{name}" for name in ("weight", "bias")},
        },
    )
