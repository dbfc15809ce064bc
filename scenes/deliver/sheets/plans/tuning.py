"""The sheet of two knobs: a table of tries, and which of them is the best."""

from __future__ import annotations

from engine import Trace
from scenes.deliver.sheets.sheet import Blank, Part, Plan, Table
from scenes.stage.parameters import Values

_RULES = (
    Blank("prediction", "{weight} · {input} + {bias}"),
    Blank("error", "{prediction} − {target}"),
    Blank("loss", "{error}²"),
)


def plan(values: Values, trace: Trace) -> Plan:
    """What is asked."""
    tries = tuple(range(int(trace.number("tries")) + 1))
    given, wanted = ("weight", "bias"), ("prediction", "error", "loss")
    return Plan(
        ("input", "target"),
        (Part("tries", rules=_RULES, table=Table(given, wanted, tries), questions=(("which_try", "best"),)),),
        {
            "input": "input",
            "target": "target",
            **{f"{name}.{k}": f"try.{k}.{name}" for k in tries for name in (*given, *wanted)},
        },
    )
