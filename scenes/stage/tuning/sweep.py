"""One knob after the other is tried: a knob runs from edge to edge, is turned up and down, and leaves them lit."""

from __future__ import annotations

from manim import Line, VGroup

from scenes.stage.declared import stands_for
from scenes.stage.drawings.shapes import Knob
from scenes.stage.look.theme import Theme
from scenes.stage.tuning.many_knobs import ManyKnobs

_RADIUS = 0.24  # units of the scene
_SWINGS = 24  # turns up and down of the knob on its way; the edges are too many to show every one of theirs
_TURN = 0.6  # share of the dial


class Sweep(VGroup):
    """The knob and the edge that it stands on; `go(share)` is the state at a share of the way."""

    def __init__(self, many: ManyKnobs, theme: Theme) -> None:
        super().__init__()
        self.edges = [edge for layer in range(1, many.count + 1) for edge in many.edges_into(layer)]
        self.edge = stands_for(Line(*self.edges[0].ends, stroke_color=theme.weight, stroke_width=6), "weight")
        self.knob = Knob("weight", theme, _RADIUS)
        self.add(self.edge, self.knob)
        self.set_z_index(3)
        self._lit = 0

    def go(self, share: float) -> Sweep:
        """Stand on the edge at this share of the way; the edges before it are lit."""
        place = min(len(self.edges) - 1, int(share * len(self.edges)))
        ends = self.edges[place].ends
        self.edge.put_start_and_end_on(*ends)
        self.knob.stand((ends[0] + ends[1]) / 2)
        self.knob.turn(_TURN if int(share * 2 * _SWINGS) % 2 == 0 else -_TURN)
        for edge in self.edges[self._lit : place]:
            edge.set_stroke(opacity=1.0)
        self._lit = max(self._lit, place)
        return self
