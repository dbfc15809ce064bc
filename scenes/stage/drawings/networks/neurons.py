"""The neurons of a dense network: on, off, or not worked out yet."""

from __future__ import annotations

from typing import Literal

import numpy as np
from manim import Circle, DashedVMobject, ManimColor, RoundedRectangle, VGroup, VMobject, interpolate_color
from numpy.typing import NDArray

from scenes.stage.declared import stands_for
from scenes.stage.look.theme import Theme

Role = Literal["input", "hidden", "prediction"]
Mode = Literal["waiting", "on", "off"]
_STROKE = {"input": 4.0, "hidden": 3.0, "prediction": 6.0}
_BEHIND_NUMBERS = 0.55  # of the way from the panel to what is faint
_LEAST_FILL = 0.12  # of the way from the panel to the brightest, for a neuron that is on


class Neuron(VGroup):
    """A shape that is filled where the neuron is on, hollow and dashed where it is off, quiet while it waits for its
    numbers. Inputs and predictions carry their colours, a prediction a thick outline."""

    def __init__(
        self, role: Role, outline: VMobject, place: NDArray[np.float64], theme: Theme, holds_number: bool
    ) -> None:
        super().__init__()
        self.role, self.theme = role, theme
        # Behind a number the fill stays far enough from the ink for it to be read.
        self._brightest = ManimColor(theme.ink)
        if holds_number:
            self._brightest = interpolate_color(ManimColor(theme.panel), ManimColor(theme.faint), _BEHIND_NUMBERS)
        self._thin = float(np.clip(outline.height / 0.7, 0.5, 1.0))
        self.body, self.ring = outline.copy().submobjects
        self.add(self.body, self.ring)
        self.move_to(place)
        stands_for(self, role if role != "hidden" else None)
        self.show("waiting")

    @property
    def is_hollow(self) -> bool:
        """Whether it looks off."""
        return bool(self.ring.stroke_width > 0)

    def show(self, mode: Mode, share: float = 0.0) -> Neuron:
        """Look like this from now on; `share` is the size of the activation against the largest of the drawing.
        Lessons play `neuron.animate.show(...)`."""
        theme, off = self.theme, mode == "off"
        color = theme.of(self.role) if self.role != "hidden" else theme.ink if mode == "on" else theme.muted
        fill = theme.panel
        if mode == "on":
            bright = _LEAST_FILL + (1 - _LEAST_FILL) * min(1.0, share)
            fill = interpolate_color(ManimColor(theme.panel), self._brightest, bright)
        self.body.set_stroke(color, width=0 if off else _STROKE[self.role] * self._thin)
        self.body.set_fill(fill, opacity=0 if off else 1)
        self.ring.set_stroke(theme.muted, width=2.5 * self._thin if off else 0)
        return self


def outline(radius: float, half_width: float) -> VGroup:
    """The shape of a neuron, whole and as dashes; a circle unless it is to be wider than high."""
    if half_width > radius:
        whole: VMobject = RoundedRectangle(corner_radius=0.999 * radius, width=2 * half_width, height=2 * radius)
    else:
        whole = Circle(radius=radius)
    pieces = DashedVMobject(whole, num_dashes=max(7, round(14 * (radius + half_width))), dashed_ratio=0.55)
    dashes = VMobject(fill_opacity=0)  # one mobject for all, as hundreds of dashes would be slow to draw
    dashes.points = np.vstack([piece.points for piece in pieces])
    return VGroup(whole, dashes)
