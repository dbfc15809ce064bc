"""The sheet of a neuron with ReLU: one step with a rate that may be too large, and the passes after it."""

from __future__ import annotations

from engine import Trace
from scenes.deliver.sheets.sheet import Blank, Part, Plan
from scenes.stage.parameters import Values

_STATE = ("weight", "bias", "pre_activation", "prediction", "error", "loss")
_GRADIENTS = ("prediction", "pre_activation", "weight", "bias")


def plan(values: Values, trace: Trace) -> Plan:
    """What is asked."""
    return Plan(
        ("input", "target", "weight", "bias", "learning_rate"),
        (
            Part("forward", blanks=_forward("")),
            Part("backward", notes=("relu_slope",), blanks=_backward("")),
            Part(
                "update",
                blanks=(
                    Blank("weight'", "{weight} − {learning_rate} · {loss/weight}"),
                    Blank("bias'", "{bias} − {learning_rate} · {loss/bias}"),
                ),
            ),
            Part("again", blanks=_forward("'")),
            Part("back_again", blanks=_backward("'")),
        ),
        {
            **{name: name for name in ("input", "target", "learning_rate")},
            **_paths("", 0),
            **_paths("'", 1),
        },
    )


def _forward(prime: str) -> tuple[Blank, ...]:
    return (
        Blank(f"pre_activation{prime}", f"{{weight{prime}}} · {{input}} + {{bias{prime}}}"),
        Blank(f"prediction{prime}", f"max(0, {{pre_activation{prime}}})"),
        Blank(f"error{prime}", f"{{prediction{prime}}} − {{target}}"),
        Blank(f"loss{prime}", f"{{error{prime}}}²"),
    )


def _backward(prime: str) -> tuple[Blank, ...]:
    loss, z, prediction = f"loss{prime}", f"pre_activation{prime}", f"prediction{prime}"
    return (
        Blank(f"{loss}/{prediction}", f"2 · {{error{prime}}}"),
        Blank(f"{prediction}/{z}"),
        Blank(f"{loss}/{z}", f"{{{loss}/{prediction}}} · {{{prediction}/{z}}}"),
        Blank(f"{loss}/weight{prime}", f"{{{loss}/{z}}} · {{input}}"),
        Blank(f"{loss}/bias{prime}", f"{{{loss}/{z}}}"),
    )


def _paths(prime: str, step: int) -> dict[str, str]:
    return {
        **{f"{name}{prime}": f"step.{step}.{name}" for name in _STATE},
        **{f"loss{prime}/{name}{prime}": f"step.{step}.gradient.{name}" for name in _GRADIENTS},
        f"prediction{prime}/pre_activation{prime}": f"step.{step}.local.prediction.pre_activation",
    }
