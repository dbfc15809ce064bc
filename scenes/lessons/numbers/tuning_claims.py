"""What is true of a trace of the tuning lesson: which words its captions may use. No Manim, no words themselves."""

from __future__ import annotations

from fractions import Fraction

from engine import Trace
from scenes.lessons.numbers import tuning_tries
from scenes.lessons.numbers.tuning_tries import State


def caption_variant(trace: Trace, shot: str) -> str | None:
    """The variant of a shot's caption that is true; None where the caption claims nothing that could be false."""
    match shot:
        case "knobs":
            return "hit" if trace.number("try.0.loss") == 0 else "miss"
        case "first":
            return verdict(trace, 1)
        case "tries" if trace.number("tries") == 1:
            return "once"
        case "tries":
            return "start" if trace.number("best") == 0 else "best"
        case "map":
            return "hit" if trace.number("best.loss") == 0 else "lost"
        case "summary":
            return "more" if trace.number("network.parameters") > trace.number("knobs") else "same"
    return None


def turn(trace: Trace, k: int) -> str:
    """Which way try k turns each knob."""
    return tuning_tries.turn(_state(trace, k - 1), _state(trace, k))


def verdict(trace: Trace, k: int) -> str:
    """What try k makes of the loss."""
    return tuning_tries.verdict(_state(trace, k - 1), _state(trace, k), Fraction(trace.number("input")))


def question(trace: Trace, k: int) -> str | None:
    """What is asked before try k is turned: `again` where the same turn has helped before; None: nothing."""
    if "asked" not in trace or trace.number("asked") != k:
        return None
    return "again" if "asked.earlier" in trace else "guess"


def lesson_of(trace: Trace, k: int) -> str | None:
    """What there is to learn from try k, where the same turn helped before and hurts now."""
    if question(trace, k) != "again":
        return None
    return "overshot" if verdict(trace, k) == "too_far" else "hurt"


def best_until(trace: Trace, k: int) -> int:
    """The try with the smallest loss among the start and the first k."""
    return tuning_tries.best([_state(trace, j) for j in range(k + 1)])


def _state(trace: Trace, k: int) -> State:
    weight, bias, error = (Fraction(trace.number(f"try.{k}.{name}")) for name in ("weight", "bias", "error"))
    return State(weight, bias, error)
