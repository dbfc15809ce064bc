"""What is true of a trace of the loss lesson: which words its captions may use. No Manim, no words themselves."""

from __future__ import annotations

from fractions import Fraction

from engine import Trace

_CLOSE = Fraction(99, 100)  # of two moves, the smaller beside the larger: nobody sees a difference


def caption_variant(trace: Trace, shot: str) -> str | None:
    """The variant of a shot's caption that is true; None where the caption claims nothing that could be false."""
    start, best = trace.number("start.loss"), trace.number("best.loss")
    match shot:
        case "absolute":
            ratio = trace.number("compared.ratio")
            return "more" if ratio > 1 else "plain"
        case "turn":
            return turn(trace)
        case "best":
            return "zero" if best == 0 else "rest"
        case "outlier":
            squared, absolute = abs(trace.number("outlier.squared.move")), abs(trace.number("outlier.absolute.move"))
            if squared == absolute == 0:
                return "still"
            if squared != absolute and min(squared, absolute) > _CLOSE * max(squared, absolute):
                return "close"
            return "squared" if squared > absolute else "absolute" if absolute > squared else "same"
        case "summary":
            return "falls" if best < start else "same"
    return None


def turn(trace: Trace) -> str:
    """Which way of turning the line lowers the loss: a larger weight, a smaller one, or neither."""
    if trace.number("turned.loss") >= trace.number("start.loss"):
        return "neither"
    return "larger" if trace.number("turned.weight") > trace.number("start.weight") else "smaller"
