"""What each lesson's sheet asks; a lesson without a plan has no numbers that are worked out by hand."""

from __future__ import annotations

from importlib import import_module

from scenes.deliver.sheets.sheet import Plan, Sheet
from scenes.lessons import index
from scenes.stage.parameters import Values

LESSONS = ("loss", "tuning", "gradient", "chain", "neuron", "relu", "network")


def sheet(lesson: str, values: Values) -> Sheet:
    """The sheet of a lesson with these parameters."""
    trace = index.trace(lesson, values)
    plan: Plan = import_module(f"{__name__}.{lesson}").plan(values, trace)
    return Sheet(lesson, plan, trace)
