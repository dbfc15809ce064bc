"""What is true of a trace of the ReLU lesson: which words its captions may use. No Manim, no words themselves."""

from __future__ import annotations

from fractions import Fraction

from engine import Trace

Number = Fraction | float

_LOOKED_AT = 2  # steps that change nothing, before it is said that none will


def caption_variant(trace: Trace, shot: str) -> str | None:
    """The variant of a shot's caption that is true; None where the caption claims nothing that could be false."""
    match shot:
        case "hinges":
            return _how_many_bend(trace)
        case "sum":
            return "some" if trace.number("corners") else "none"
        case "open":
            return gate(trace.number("step.0.pre_activation"))
        case "closed":
            return gate(trace.number("dead.0.pre_activation"))
        case "dead":
            lasting = trace.number("dead.lasting")
            return "dead" if lasting == 0 else "goes_off" if lasting > 0 else _trend(trace, "dead")
        case "killed":
            return _killed(trace)
        case "leaky":
            return _leaky(trace)
        case "thrown":
            return _thrown(trace)
    return None


def gate(pre_activation: Number) -> str:
    """Whether ReLU lets this sum through; zero itself is off by convention."""
    return "on" if pre_activation > 0 else "zero" if pre_activation == 0 else "off"


def overshoots(trace: Trace) -> bool:
    """Whether the healthy neuron dies of its steps, and its first one already leaps over the target to where the slope
    is steeper.

    With a target above zero, off only after the second step or later, it must: while it is on, the error is multiplied
    by the same factor below 1 at every step, and it is farther from the target two steps later, on the same side.
    """
    return _killed(trace) == "killed" and trace.number("step.lasting") >= 2


def decided(trace: Trace, kind: str, last: int) -> int:
    """The step after which the answer of a shot with a descent is plain to see."""
    lasting, back = int(trace.number(f"{kind}.lasting")), int(trace.number(f"{kind}.back"))
    if kind == "leaky":
        return back if _leaky(trace) == "back" else last
    return min(last, max(lasting, _LOOKED_AT)) if lasting >= 0 else last


def _how_many_bend(trace: Trace) -> str:
    count = int(trace.number("hinges"))
    bent = [
        trace.number(f"hinge.{k}.weight") != 0 != trace.number(f"hinge.{k}.output.weight") for k in range(1, count + 1)
    ]
    return "all" if all(bent) else "some" if any(bent) else "none"


def _killed(trace: Trace) -> str:
    lasting = trace.number("step.lasting")
    if lasting == 0:
        return "off"
    if lasting > 0:
        return "killed" if trace.number("target") > 0 else "drifted"
    return _trend(trace, "step")


def _trend(trace: Trace, kind: str) -> str:
    first, last = trace.number(f"{kind}.0.loss"), trace.number(f"{kind}.last.loss")
    return "falls" if last < first else "rises" if last > first else "same"


def _leaky(trace: Trace) -> str:
    if trace.number("leaky.0.pre_activation") > 0:
        return "on"
    if trace.number("leaky.0.error") == 0 or trace.number("leaky.0.gradient.pre_activation") == 0:
        return "still"
    return "back" if trace.number("leaky.back") > 0 else "moves"


def _thrown(trace: Trace) -> str:
    off, back, again = (trace.number(f"thrown.{when}") for when in ("lasting", "back", "again"))
    if off < 0:
        return "on"
    if back < 0:
        return "off"
    if again < 0:
        return "back"
    died = trace.number("step.lasting") >= 0  # in the steps that are shown, without the leak
    return "again" if died and trace.number("target") > 0 else "once_more"
