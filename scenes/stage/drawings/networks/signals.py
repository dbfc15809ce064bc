"""Signals that run along edges: spots of light with a tail, large where much flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Animation, VGroup, VMobject
from numpy.typing import NDArray

from scenes.stage.look.theme import Theme

Point = NDArray[np.float64]
_TAIL = 4.5  # radii
_SWELLS = (1.0, 1.6, 2.2)  # of a spot's light and of the glow around it
_FEW = 40  # signals up to which each has a glow


@dataclass(frozen=True)
class Signal:
    """What runs along a straight edge: its start and end, its radius in units of the scene, whether it is negative,
    and its place in the order of setting out."""

    start: Point
    end: Point
    radius: float
    negative: bool
    order: int


class Signals(Animation):
    """Signals of one layer set out one neuron's after the other's, each eased, and are gone when they have arrived.

    A negative signal is hollow. `lag` is the share of a run after which the next in order sets out.
    """

    def __init__(
        self,
        signals: Sequence[Signal],
        color: str,
        theme: Theme,
        lag: float = 0.25,
        run_time: float = 1.4,
        **kwargs: Any,
    ) -> None:
        self.signals = list(signals)
        self.lag = lag
        glows = len(self.signals) <= _FEW
        self.spots = [_spot(signal, color, theme, glows) for signal in self.signals]
        super().__init__(VGroup(*self.spots), run_time=run_time, introducer=True, remover=True, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        last = max((signal.order for signal in self.signals), default=0)
        for signal, spot in zip(self.signals, self.spots, strict=True):
            share = np.clip(alpha * (1 + last * self.lag) - signal.order * self.lag, 0.0, 1.0)
            place(signal, spot, float(self.rate_func(share)))


def place(signal: Signal, spot: VGroup, share: float) -> None:
    """Put a spot where its signal is after a share of the way; it grows at the start, where it comes out of the
    neuron, and shrinks into the neuron that it reaches."""
    way = signal.end - signal.start
    length = float(np.linalg.norm(way))
    ahead = way / length
    aside = np.array([-ahead[1], ahead[0], 0.0])
    visible = 0.0 < share < 1.0
    size = signal.radius * min(1.0, share / 0.08, (1 - share) / 0.08)
    tail = min(_TAIL, share * length / max(size, 1e-9))
    for swell, part in zip(_SWELLS, reversed(spot.submobjects), strict=False):
        if not visible or size < 1e-6:
            part.points = np.zeros((0, 3))
            continue
        outline = _DROP * swell
        outline[outline[:, 0] < 0, 0] *= tail / _TAIL / swell
        part.points = signal.start + share * way + size * (outline[:, :1] * ahead + outline[:, 1:] * aside)


def _spot(signal: Signal, color: str, theme: Theme, glows: bool) -> VGroup:
    if signal.negative:
        core = VMobject(stroke_color=color, stroke_width=2.5, fill_color=theme.background, fill_opacity=1)
    else:
        core = VMobject(stroke_width=0, fill_color=color, fill_opacity=1)
    glow = [VMobject(stroke_width=0, fill_color=color, fill_opacity=opacity) for opacity in (0.12, 0.2)]
    return VGroup(*glow, core) if glows else VGroup(core)


def _drop() -> Point:
    """The outline of a drop that flies to the right, its head a half circle around the origin, as cubic curves."""
    arc = 4 / 3 * np.tan(np.pi / 8)
    return np.array(
        [
            *([0, 1], [arc, 1], [1, arc], [1, 0]),
            *([1, 0], [1, -arc], [arc, -1], [0, -1]),
            *([0, -1], [-1.1, -1], [-0.5 * _TAIL, -0.25], [-_TAIL, 0]),
            *([-_TAIL, 0], [-0.5 * _TAIL, 0.25], [-1.1, 1], [0, 1]),
        ],
        dtype=float,
    )


_DROP = _drop()
