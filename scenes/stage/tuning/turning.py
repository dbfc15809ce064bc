"""Bent arrows round a knob: which way it is going to be turned."""

from __future__ import annotations

import numpy as np
from manim import Arc, VGroup

from scenes.stage.declared import stands_for
from scenes.stage.drawings.shapes import Knob
from scenes.stage.look.theme import Theme

_AROUND = 1.62  # radii of the knob, from its middle to the arrow
_FROM, _TURN = 0.3, 1.15  # radians: from upright to where the arrow begins, and how far it goes


def way_round(knob: Knob, meaning: str, up: bool, theme: Theme) -> VGroup:
    """The arrow for turning a knob up (to the right) or down (to the left)."""
    side = -1 if up else 1
    radius = float(knob.body.width) / 2
    arrow = Arc(
        _AROUND * radius,
        np.pi / 2 + side * _FROM,
        side * _TURN,
        stroke_color=theme.of(meaning),
        stroke_width=4,
    )
    arrow.move_arc_center_to(knob.body.get_center())
    size = float(np.clip(0.5 * radius, 0.12, 0.2))
    arrow.add_tip(tip_length=size, tip_width=size)
    return stands_for(VGroup(arrow), meaning)
