"""What is true of a trace of the gradient lesson: which words its captions may use. No Manim, no words themselves."""

from __future__ import annotations

from fractions import Fraction

from engine import Trace
from scenes.lessons.numbers.gradient import AROUND, is_plain

Number = Fraction | float
_HARDLY = Fraction(1, 2000)  # of a loss: a change that four figures do not show
_SMALL = Fraction(1, 10)  # of a nudge that is plain to see


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
            return "flat" if slope == 0 else "little" if is_little(trace) else trend(n("step.change"))
        case "overstep":
            return "flat" if slope == 0 else landing(first, n("step.loss"), n("large.loss"))
        case "arrow":
            return "flat" if is_flat(trace) else "arrow"
        case "turn":
            return "flat" if is_flat(trace) else "clear" if stands_out(trace) else "faint"
        case "descend":
            first, last = n("step.0.loss"), n(f"step.{n('steps')}.loss")
            return "flat" if is_flat(trace) else "little" if creeps(trace) else trend(last - first)
    return None


def trend(change: Number) -> str:
    """Whether something falls, rises or stays the same."""
    return "falls" if change < 0 else "rises" if change > 0 else "same"


def is_little(trace: Trace) -> bool:
    """Whether a step on the curve is small, and changes the loss by less than its number shows."""
    n = trace.number
    short = abs(n("step.move")) <= _SMALL * Fraction(n("nudge.0.size"))
    return short and abs(n("step.change")) <= _HARDLY * abs(Fraction(n("start.loss")))


def creeps(trace: Trace) -> bool:
    """Whether a descent on the surface stays near its start, and changes the loss by less than its number shows."""
    n = trace.number
    first, last = (Fraction(n(f"step.{k}.loss")) for k in (0, n("steps")))
    near = all(
        abs(Fraction(n(f"step.{k}.{name}")) - Fraction(n(f"step.0.{name}"))) <= Fraction(n("ring.size"))
        for k in range(int(n("steps")) + 1)
        for name in ("weight", "bias")
    )
    return near and abs(last - first) <= _HARDLY * abs(first)


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
