"""What is true of a trace of the landscape lesson: which words its captions may use. No Manim, no words themselves."""

from __future__ import annotations

from itertools import pairwise

from engine import Trace
from scenes.lessons.numbers.landscape import KINDS, RATES

_SETTLED = 0.02  # of the loss at the start, above the lowest that is reached
_SMALL = 0.1  # of the steepest gradient on the way
_HARDLY = 5e-4  # of a loss: a change that its number does not show


def caption_variant(trace: Trace, shot: str) -> str | None:
    """The variant of a shot's caption that is true; None where the caption claims nothing that could be false."""
    match shot:
        case "contours" | "steps":
            return "flat" if trace.number("first.0.gradient.length") == 0 else first_fall(trace, shot)
        case "rates":
            return rates(trace)
        case "valleys":
            return valleys(trace)
        case "certify":
            return certified(trace)
        case "saddle":
            return saddle(trace)
        case "plateau":
            return plateau(trace)
        case "race":
            return race(trace)
    return None


def kinds(trace: Trace) -> list[str]:
    """What kind of place each of the points is, lowest first."""
    return [KINDS[int(trace.number(f"point.{j}.kind"))] for j in range(int(trace.number("points")))]


def first_fall(trace: Trace, shot: str) -> str:
    """Whether the first descent comes to rest lower than it began, or what else it does."""
    if shot == "contours":
        return "slope"
    n = trace.number
    first, last = n("first.0.loss"), n(f"first.{n('first.steps')}.loss")
    if n("first.finished") and last < first:
        return "rest"
    return "same" if abs(last - first) <= _HARDLY * abs(first) else "falls" if last < first else "rises"


def valleys(trace: Trace) -> str:
    """Where both descents end: in a false minimum and another one, in two minima, in one place, or elsewhere."""
    n, of = trace.number, kinds(trace)
    ends = [int(n(f"{name}.end")) for name in ("first", "second")]
    if -1 in ends:
        return "open"
    if ends[0] == ends[1]:
        return "same"
    found = {of[end] for end in ends}
    if found == {"minimum", "false"}:
        return "false_first" if of[ends[0]] == "false" else "false_second"
    return "two"


def certified(trace: Trace) -> str:
    """Which kinds of places there are."""
    found = set(kinds(trace))
    if not found:
        return "none"
    if found <= {"minimum", "false"}:
        return "minima"
    if found <= {"minimum", "false", "saddle"}:
        return "both" if found - {"saddle"} else "saddles"
    return "mixed"


def saddle(trace: Trace) -> str:
    """Whether two neighbours part, and whether beside a saddle."""
    n = trace.number
    if not n("ridge.parts"):
        ends = [(float(n(f"ridge.{j}.{k}.weight")), float(n(f"ridge.{j}.{k}.bias"))) for j, k in _lasts(trace)]
        near = max(abs(a - b) for a, b in zip(*ends, strict=True)) <= 10 * n("ridge.apart")
        return "together" if near else "drift"
    return "saddle" if "ridge.slowest" in trace and n("ridge.near") > 1 and _is_slow(trace) else "parts"


def _is_slow(trace: Trace) -> bool:
    """Whether the gradient beside the saddle is small beside the steepest on the way."""
    lengths = [trace.number(f"ridge.0.{k}.gradient.length") for k in range(int(trace.number("ridge.0.steps")) + 1)]
    return bool(lengths[int(trace.number("ridge.slowest"))] <= _SMALL * max(lengths))


def _lasts(trace: Trace) -> list[tuple[int, int]]:
    return [(j, int(trace.number(f"ridge.{j}.steps"))) for j in range(2)]


def plateau(trace: Trace) -> str:
    """Whether the slow descent has a shelf from which it falls on; what it does otherwise."""
    n = trace.number
    if n("flat.0.gradient.length") == 0:
        return "still"
    if n("flat.shelf"):
        return "plateau"
    pause, last = n(f"flat.{n('flat.pause')}.loss"), n(f"flat.{n('flat.steps')}.loss")
    if abs(last - pause) <= _HARDLY * abs(pause):
        return "arrived" if n("flat.finished") else "stays"
    return "falls" if last < pause else "rises"


def outcome(trace: Trace, name: str) -> str:
    """What a learning rate does: the loss rises at every step, it settles, it falls at every step, or neither."""
    n = trace.number
    losses = [float(n(f"{name}.{k}.loss")) for k in range(int(n(f"{name}.steps")) + 1)]
    lowest = min(float(n(f"{other}.{k}.loss")) for other in RATES for k in range(int(n(f"{other}.steps")) + 1))
    steps = list(pairwise(losses))
    if steps and all(after > before for before, after in steps):
        return "rises"
    if losses[-1] - lowest <= _SETTLED * (losses[0] - lowest):
        return "settles"
    return "falls" if steps and all(after < before for before, after in steps) else "neither"


def rates(trace: Trace) -> str:
    """What the three rates do, if it is what their names say."""
    found = [outcome(trace, name) for name in RATES]
    if found == ["falls", "settles", "rises"]:
        return "usual"
    return "rises" if found[2] == "rises" else "other"


def race(trace: Trace) -> str:
    """Who arrives, and where: all in one false minimum, all in one minimum, in several, some of them, or none."""
    n = trace.number
    racers = range(int(n("racers")))
    arrives = [int(n(f"racer.{j}.arrives")) for j in racers]
    if max(arrives) < 0:
        return "none"
    if min(arrives) < 0:
        return "some"
    goals = {(n(f"racer.{j}.goal.weight"), n(f"racer.{j}.goal.bias")) for j in racers}
    if len(goals) > 1:
        return "apart"
    of, ends = kinds(trace), [int(n(f"racer.{j}.end")) for j in racers]
    return "false" if all(end >= 0 and of[end] == "false" for end in ends) else "same"
