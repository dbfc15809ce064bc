"""Reduced motion: what moves is replaced by what fades, and what changes its shape or place does so in one cut.

For people whom large movements make unwell (WCAG 2.2, 2.3.3): the same pictures at the same times, without the ways in
between.
"""

from __future__ import annotations

from typing import Any

from manim import (
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    Succession,
    TransformFromCopy,
    there_and_back,
)
from manim.animation.animation import prepare_animation

_GROUPS = (Succession, LaggedStart, AnimationGroup)


def without_motion(animations: tuple[Any, ...], rate_func: Any = None) -> list[Animation]:
    """The animations of one play without movement; `rate_func` is the one that the play has for all of them."""
    prepared = [prepare_animation(animation) for animation in animations]
    for animation in prepared:
        if rate_func is not None:
            animation.rate_func = rate_func
    return [reduced(animation) for animation in prepared]


def reduced(animation: Animation) -> Animation:
    """The animation without movement: it takes as long and ends on the same picture.

    Groups keep their order; what is new fades in, what goes fades out, where it is; what becomes something else is
    crossed with it; anything else jumps at its start; what would return to where it was stays there.
    """
    time = animation.run_time
    if isinstance(animation, _GROUPS):
        parts = [reduced(part) for part in animation.animations]
        # Not its own kind: Circumscribe, say, takes no parts.
        kind = next(group for group in _GROUPS if isinstance(animation, group))
        return kind(*parts, lag_ratio=animation.lag_ratio, run_time=time, rate_func=animation.rate_func)
    if isinstance(animation, FadeOut):
        return FadeOut(animation.mobject, run_time=time)
    if isinstance(animation, ReplacementTransform):
        return AnimationGroup(FadeOut(animation.mobject), FadeIn(animation.target_mobject), run_time=time)
    if animation.is_introducer() or isinstance(animation, TransformFromCopy):
        return FadeIn(animation.mobject, run_time=time)
    animation.rate_func = _stay if animation.rate_func is there_and_back else _jump
    return animation


def _jump(share: float) -> float:
    return 1.0


def _stay(share: float) -> float:
    return 0.0
