"""A way to point at parts of a formula."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Animation, Mobject, UpdateFromAlphaFunc, linear, there_and_back

from scenes.stage.writing.typeset import Formula


def swell(formula: Formula, labels: Sequence[str]) -> Animation:
    """The labelled parts of a formula grow and shrink back, in their places; the formula stays whole,
    which it would not if its parts were animated by themselves."""
    parts = [formula.select(label) for label in labels]
    leaves = [
        (leaf, leaf.points.copy(), part.get_center())
        for part in parts
        for leaf in part.get_family()
        if len(leaf.points)
    ]

    def grow(_: Mobject, alpha: float) -> None:
        for leaf, points, center in leaves:
            leaf.points = center + (1 + 0.5 * there_and_back(alpha)) * (points - center)

    return UpdateFromAlphaFunc(formula, grow, rate_func=linear)
