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
_LINES = {"": "start", "second_": "turned"}


def plan(values: Values, trace: Trace) -> Plan:
    """What is asked."""
    rows = tuple(range(1, int(trace.number("points")) + 1))
    paths = {"count": "points"}
    for prefix, line in _LINES.items():
        paths |= {f"{prefix}{name}": f"{line}.{name}" for name in ("weight", "bias", "loss")}
        paths |= {f"{prefix}total": f"{line}.sum.squared.error", f"{prefix}mean_absolute": f"{line}.absolute.loss"}
        for row in rows:
            paths |= {f"{prefix}{name}.{row}": f"example.{row - 1}.{name}" for name in ("input", "target")}
            paths |= {f"{prefix}{name}.{row}": f"{line}.{row - 1}.{path}" for name, path in _CELLS.items()}
    first, second = (_line(prefix, rows) for prefix in _LINES)
    return Plan(("count",), (first, second), paths)


def _line(prefix: str, rows: tuple[int, ...]) -> Part:
    return Part(
        f"{prefix or 'first_'}line",
        (f"{prefix}weight", f"{prefix}bias"),
        ("compare",) if prefix else ("mean_absolute",),
        _RULES,
        Table(("input", "target"), tuple(_CELLS), rows, prefix),
        (
            Blank(f"{prefix}total"),
            Blank(f"{prefix}loss", f"{{{prefix}total}} / {{count}}"),
            Blank(f"{prefix}mean_absolute"),
        ),
    )
