"""What is true of a trace of the network lesson: which words its captions may use. No Manim, no words themselves."""

from __future__ import annotations

from engine import Trace
from scenes.stage.drawings.networks.layout import MOST_WHOLE

_CLOSE = 1000  # times as near as what is wrong, before a measurement is said to have found a number


def caption_variant(trace: Trace, shot: str) -> str | None:
    """The variant of a shot's caption that is true; None where the caption claims nothing that could be false."""
    match shot:
        case "forward" | "hidden_back":
            return _off(trace)
        case "sum_paths":
            return "one" if trace.number("small.neurons") == 1 else "many"
        case "deep":
            return _shape(trace)
        case "collect":
            return _collects(trace)
        case "matrices":
            return "gate" if trace.number("collect.layer") else "inputs"
        case "wrong":
            return _wrong(trace)
    return None


def _off(trace: Trace) -> str:
    off, neurons = trace.number("small.off"), trace.number("small.neurons")
    return "all_on" if off == 0 else "all_off" if off == neurons else "some_off"


def _shape(trace: Trace) -> str:
    layers = int(trace.number("deep.layers"))
    if any(trace.number(f"deep.width.{k}") > MOST_WHOLE for k in range(layers + 1)):
        return "cut"
    return "whole" if layers > 1 else "flat"


def _collects(trace: Trace) -> str:
    if trace.number("collect.layer") == 0:
        return "inputs"
    return "single" if trace.number("collect.edges") == 1 else "all"


def _wrong(trace: Trace) -> str:
    if trace.number("collect.edges") == 1:
        return "single"
    one, whole, nudged = (trace.number(f"wrong.gradient.{name}") for name in ("one", "all", "nudged"))
    if one == whole:
        return "same"
    return "wrong" if abs(nudged - whole) * _CLOSE <= abs(one - whole) else "apart"
