"""What is true of a trace of the autodiff lesson: which words its captions may use. No Manim, no words themselves."""

from __future__ import annotations

from engine import Trace
from engine.rounding import rounded
from scenes.lessons.numbers.neuron_claims import trend


def caption_variant(trace: Trace, shot: str) -> str | None:
    """The variant of a shot's caption that is true; None where the caption claims nothing that could be false."""
    still = trace.number("step.0.error") == 0
    match shot:
        case "update":
            return "stay" if still else trend(trace.number("step.1.loss") - trace.number("step.0.loss"))
        case "accumulate":
            return kept(trace)
        case "modes":
            return "one" if trace.number("modes.inputs") == 1 else "many"
    return None


def kept(trace: Trace) -> str:
    """How a second step with the gradient of the first one in it compares with one that forgets it."""
    if trace.number("step.0.error") == 0:
        return "still"
    if trace.number("step.1.error") == 0:
        return "leaves"  # the target was hit, and the old gradient drives it away again
    wrong, right = trace.number("kept.step.2.loss"), trace.number("step.2.loss")
    if wrong != right and rounded(wrong).text() == rounded(right).text():
        return "alike"  # so far away that no difference is to be seen
    if min(wrong, right) > trace.number("step.0.loss"):
        return "both"  # steps far too long: clearing alone does not help, and neither does luck
    return "worse" if wrong > right else "better" if wrong < right else "same"
