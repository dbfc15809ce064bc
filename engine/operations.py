"""The table of operations: one row each, a value and one derivative per argument."""

from __future__ import annotations

from engine import elementwise, structural
from engine.operation import Cost, ExactnessError, Operation

__all__ = ["OPERATIONS", "Cost", "ExactnessError", "Operation"]

OPERATIONS: dict[str, Operation] = {row.name: row for row in (*elementwise.ROWS, *structural.ROWS)}
