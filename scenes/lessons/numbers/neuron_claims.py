"""What is true of a trace of the neuron lesson: which words its captions may use. No Manim, no words themselves."""

from __future__ import annotations

from fractions import Fraction

from engine import Trace

Number = Fraction | float
HALF = Fraction(1, 2)


def caption_variant(trace: Trace, shot: str) -> str | None:
    """The variant of a shot's caption that is true; None where the caption claims nothing that could be false."""
    error, slope = trace.number("step.0.error"), trace.number("step.0.gradient.prediction")
    first, second = trace.number("step.0.loss"), trace.number("step.1.loss")
    last = trace.number(f"step.{trace.number('steps')}.loss")
    match shot:
        case "loss":
            return "zero" if error == 0 else "miss"
        case "nudge":
            return trend(trace.number("nudge.loss.change"))
        case "slope":
            return "flat" if slope == 0 else "right" if slope < 0 else "left"
        case "update":
            return "stay" if slope == 0 else "move"
        case "again" | "summary":
            return trend(second - first)
        case "repeat" if trace.number("steps") == 1:
            return "once"
        case "repeat":
            return trend(last - first)
        case "valley" if error == 0:
            return "still"
        case "valley":
            factor = abs(trace.number("factor"))
            return "converges" if factor < 1 else "swings" if factor == 1 else "diverges"
    return None


def trend(change: Number) -> str:
    """Whether something falls, rises or stays the same."""
    return "falls" if change < 0 else "rises" if change > 0 else "same"


def fate(error: Number, factor: Number) -> str:
    """What becomes of an error that is multiplied by the same factor at every step."""
    if error == 0:
        return "still"
    if factor == 0:
        return "lands"
    if abs(factor) >= 1:
        return "diverges" if abs(factor) > 1 else "forever"
    if factor > HALF:
        return "creeps"
    return "swings" if factor < -HALF else "settles"
