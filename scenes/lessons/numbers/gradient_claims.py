"""What is true of a trace of the gradient lesson: which words its captions may use. No Manim, no words themselves."""

from __future__ import annotations

from fractions import Fraction

from engine import Trace
from scenes.lessons.numbers.gradient import AROUND, is_plain

Number = Fraction | float


def caption_variant(trace: Trace, shot: str) -> str | None:
    """The variant of a shot's caption that is true; None where the caption claims nothing that could be false."""
    n = trace.number
    slope, first = n("start.gradient"), n("start.loss")
    match shot:
        case "fog":
            return "flat" if slope == 0 else "right" if slope < 0 else "left"
        case "slope":
            here, there = abs(slope), abs(n("other.gradient"))
            return "start" if here > there else "other" if there > here else "same"
        case "step":
            return "flat" if slope == 0 else trend(n("step.loss") - first)
        case "overstep":
            return "flat" if slope == 0 else landing(first, n("step.loss"), n("large.loss"))
        case "arrow":
            return "flat" if is_flat(trace) else "arrow"
        case "turn":
            return "flat" if is_flat(trace) else "clear" if stands_out(trace) else "faint"
        case "descend":
            return "flat" if is_flat(trace) else trend(n(f"step.{n('steps')}.loss") - n("step.0.loss"))
    return None


def trend(change: Number) -> str:
    """Whether something falls, rises or stays the same."""
    return "falls" if change < 0 else "rises" if change > 0 else "same"


def landing(first: Number, one: Number, other: Number) -> str:
    """Where the other of two steps lands: above the start, lower than the first step, between the two, or elsewhere."""
    if other > first:
        return "rises"
    if other < one < first:
        return "lower"
    return "between" if one < other < first else "elsewhere"


def is_flat(trace: Trace) -> bool:
    """Whether the gradient on the surface is zero at the start."""
    return trace.number("step.0.gradient.weight") == 0 == trace.number("step.0.gradient.bias")


def stands_out(trace: Trace) -> bool:
    """Whether the nudge along the gradient raises the loss most, the opposite one lowers it most, and those along the
    level line change it little."""
    return is_plain([trace.number(f"ring.{k}.change") for k in range(AROUND)])
