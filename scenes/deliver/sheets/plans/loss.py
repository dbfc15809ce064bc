"""The sheet of the loss: errors, squares and their mean, for two lines on the same examples."""

from __future__ import annotations

from engine import Trace
from scenes.deliver.sheets.sheet import Blank, Part, Plan, Table
from scenes.stage.parameters import Values

_RULES = (
    Blank("prediction", "{weight} · {input} + {bias}"),
    Blank("error", "{prediction} − {target}"),
)
_CELLS = {"prediction": "prediction", "error": "error", "squared": "squared.error", "absolute": "absolute.error"}
_LINES = {"": "start", "'": "turned"}


def plan(values: Values, trace: Trace) -> Plan:
    """What is asked."""
    rows = tuple(range(1, int(trace.number("points")) + 1))
    paths = {"count": "points"}
    for prime, line in _LINES.items():
        paths |= {f"{name}{prime}": f"{line}.{name}" for name in ("weight", "bias", "loss")}
        paths |= {f"total{prime}": f"{line}.sum.squared.error", f"mean_absolute{prime}": f"{line}.absolute.loss"}
        for row in rows:
            paths |= {f"{name}.{row}{prime}": f"example.{row - 1}.{name}" for name in ("input", "target")}
            paths |= {f"{name}.{row}{prime}": f"{line}.{row - 1}.{path}" for name, path in _CELLS.items()}
    return Plan(("count",), (_line("", "first_line", rows), _line("'", "second_line", rows)), paths)


def _line(prime: str, heading: str, rows: tuple[int, ...]) -> Part:
    return Part(
        heading,
        (f"weight{prime}", f"bias{prime}"),
        ("mean_absolute",) if not prime else ("compare",),
        Table(_RULES, ("input", "target"), tuple(_CELLS), rows, bool(prime)),
        (
            Blank(f"total{prime}"),
            Blank(f"loss{prime}", f"{{total{prime}}} / {{count}}"),
            Blank(f"mean_absolute{prime}"),
        ),
    )
