"""What is true of a trace of the chain lesson: which words its captions may use. No Manim, no words themselves."""

from __future__ import annotations

from fractions import Fraction

from engine import Trace
from scenes.stage.parameters import Values

Number = Fraction | float


def caption_variant(trace: Trace, values: Values, shot: str) -> str | None:
    """The variant of a shot's caption that is true; None where the caption claims nothing that could be false."""
    paths = trace.number("graph.paths")
    match shot:
        case "nudge":
            return _moved(trace.number("nudge.change.middle"), trace.number("nudge.change.output"))
        case "multiply":
            return "product" if "nudge.rate.outer" in trace else "stuck"
        case "slope":
            return _slope(trace, values)
        case "graph":
            return "once" if paths == 1 else "twice" if paths == 2 else "many"
        case "paths" | "backward":
            return "once" if paths == 1 else "many"
        case "overwrite" if paths == 1:
            return "once"
        case "overwrite":
            same = trace.number("graph.overwritten.gradient") == trace.number("graph.total.gradient")
            return "same" if same else "wrong"
        case "squared":
            return "zero" if trace.number("square.total.gradient") == 0 else "wrong"
    return None


def _moved(middle: Number, output: Number) -> str:
    """Which of the two numbers moved; a float that did not move may have moved by less than a float can tell."""
    if middle and output:
        return "moves"
    first_still = output if middle else middle
    if not isinstance(first_still, Fraction):
        return "hardly"
    return "held" if middle else "stuck"


def _slope(trace: Trace, values: Values) -> str:
    """Whether the ratios change as the nudge shrinks, and whether they have a limit."""
    kinks = (("inner", "input"), ("outer", "middle"))
    if any(values[machine] == "relu" and trace.number(given) == 0 for machine, given in kinks):
        return "kink"
    for machine in ("inner", "outer"):
        wide, slope = trace.number(f"wide.rate.{machine}"), trace.number(f"local.{machine}")
        if wide != slope:
            return "limit"
    return "straight"
