"""What is true of a trace of the training lesson: which words its captions may use. No Manim, no words themselves."""

from __future__ import annotations

from engine import Trace

_BAD = 0.3  # of the loss of one constant answer: a line that leaves more of it does not fit
_SEEN = 0.1  # of the longest arrow: a shorter one says little
_CLEARLY = 1.05  # a held-out loss that grows by less has not turned
_SAME = 0.001  # of a loss: one that differs by less is written almost the same


def caption_variant(trace: Trace, shot: str) -> str | None:
    """The variant of a shot's caption that is true; None where the caption claims nothing that could be false."""
    match shot:
        case "data":
            left = trace.number("line.loss")
            fits = "exact" if left == 0 else "bad" if left > _BAD * trace.number("flat.loss") else "good"
            return fits if trace.number("inputs") == 1 else f"{fits}_two"
        case "forward":
            if trace.number("inputs") == 2:
                return "map"
            return "curve" if trace.number("corners") else "smooth"
        case "backward":
            return backward(trace)
        case "update":
            return update(trace)
        case "again":
            return again(trace)
        case "batches":
            return batches(trace)
        case "rate":
            return rate(trace)
        case "heldout":
            return held_out(trace)
        case "regions":
            return regions(trace)
    return None


def nearly(one: float, other: float) -> bool:
    """Whether two losses are almost the same number."""
    return abs(one - other) <= _SAME * abs(other)


def backward(trace: Trace) -> str:
    """Whether the examples agree about the weight: none is clearly against what most wish, some are, or nobody wishes
    anything."""
    gradients = [trace.number(f"step.0.{k}.gradient.weight") for k in range(int(trace.number("examples")))]
    if all(gradient == 0 for gradient in gradients):
        return "none"
    largest, other = sorted((max(max(gradients), 0), max(-min(gradients), 0)), reverse=True)
    return "both" if other > _SEEN * largest else "one"


def update(trace: Trace) -> str:
    """Which way the first step takes the loss."""
    before, after = trace.number("step.0.loss"), trace.number("step.1.loss")
    if after < before:
        return "little" if nearly(after, before) else "falls"
    return "rises" if after > before else "same"


def again(trace: Trace) -> str:
    """How the loss goes over all epochs: whether it rises anywhere, and where it ends."""
    if trace.number("again.diverged"):
        return "diverged"
    if trace.number("again.loss") >= trace.number("step.0.loss"):
        return "worse"
    counted = trace.number("again.records") == trace.number("again.epochs") + 1
    if trace.number("again.rises") == 0:
        if counted and nearly(trace.number("again.loss"), trace.number("step.0.loss")):
            return "little"
        return "falls" if counted else "down"
    return "counted" if counted else "rises"


def batches(trace: Trace) -> str:
    """What batches change: nothing where one holds all examples; otherwise what an epoch of them does to the loss."""
    if trace.number("batches.per_epoch") == 1:
        return "whole"
    if trace.number("batches.diverged"):
        return "diverged"
    if "batches.once.loss" not in trace:
        return "many"
    once, whole = trace.number("batches.once.loss"), trace.number("step.1.loss")
    if nearly(once, whole):
        return "alike"
    return "better" if once < whole else "worse"


def rate(trace: Trace) -> str:
    """Whether the smaller learning rate lags behind and the larger one fails, as they should in an ordinary lesson."""
    names = ("small", "own", "large")
    small, own, large = (trace.number(f"rates.{name}.learning_rate") for name in names)
    low, middle, high = (trace.number(f"rates.{name}.loss") for name in names)
    start = trace.number("step.0.loss")
    ordered = small < own < large and middle < low < start and not trace.number("rates.small.diverged")
    if not ordered or trace.number("rates.own.diverged"):
        return "plain"
    if trace.number("rates.large.diverged"):
        return "diverged"
    if trace.number("rates.large.dead"):
        return "dead" if high > middle else "plain"
    return "climbs" if high > start else "plain"


def held_out(trace: Trace) -> str:
    """Whether overfitting begins: the held-out loss is smallest before the end, and from there on clearly grows while
    the loss clearly falls."""
    if trace.number("few.diverged"):
        return "diverged"
    best, end = trace.number("few.best.held_out.loss"), trace.number("few.end.held_out.loss")
    if trace.number("few.best.epoch") == trace.number("few.end.epoch"):
        return "still"
    if end <= _CLEARLY * best or _CLEARLY * trace.number("few.end.loss") >= trace.number("few.best.loss"):
        return "about"
    return "turns"


def regions(trace: Trace) -> str:
    """Whether a border parts the examples: where all of them are answered alike there is none."""
    if trace.number("regions.diverged"):
        return "diverged"
    return "border" if 0 < trace.number("regions.above") < trace.number("regions.examples") else "alike"
