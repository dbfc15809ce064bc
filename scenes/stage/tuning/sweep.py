"""One knob after the other is tried: a knob runs from edge to edge and from neuron to neuron, is turned up and down,
and leaves them lit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from manim import Line, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.networks.edges import Edge
from scenes.stage.drawings.shapes import Knob
from scenes.stage.look.theme import Theme
from scenes.stage.tuning.many_knobs import ManyKnobs

_RADIUS = 0.24  # units of the scene
_SWINGS = 24  # turns up and down of the knob on its way; the edges are too many to show every one of theirs
_TURN = 0.6  # share of the dial


class Sweep(VGroup):
    """The knob and the edge or neuron that it stands on; `go(share)` is the state at a share of the way,
    `passes(share)` the forward passes until then.

    It goes layer by layer, first from edge to edge, then from ring to ring of the neurons. Of a wide layer not all are
    drawn: each of those that are stands for an equal part of the layer.
    """

    def __init__(self, many: ManyKnobs, rings: Sequence[VGroup], theme: Theme) -> None:
        super().__init__()
        self.stops: list[VMobject] = []
        self._counted = [Fraction(0)]  # forward passes before each stop, and after the last one
        ways = int(many.pen.number_of("network.ways"))
        for layer in range(1, many.count + 1):
            weights = int(many.pen.number_of(f"network.layer.{layer}.weights"))
            biases = int(many.pen.number_of(f"network.layer.{layer}.parameters")) - weights
            for stops, knobs in ((many.edges_into(layer), weights), (rings[layer - 1], biases)):
                self.stops += stops
                self._counted += [self._counted[-1] + Fraction(k * ways * knobs, len(stops)) for k in _one_to(stops)]
        first = many.edges_into(1)[0]
        self.edge = stands_for(Line(*first.ends, stroke_color=theme.weight, stroke_width=6), "weight")
        self.weight_knob, self.bias_knob = (Knob(name, theme, _RADIUS) for name in ("weight", "bias"))
        self.add(self.edge, self.weight_knob, self.bias_knob)
        self.set_z_index(3)
        self._lit = 0

    def go(self, share: float) -> Sweep:
        """Stand at this share of the way; what lies before it is lit."""
        place = min(len(self.stops) - 1, int(share * len(self.stops)))
        stop = self.stops[place]
        knob = self.weight_knob if isinstance(stop, Edge) else self.bias_knob
        if isinstance(stop, Edge):
            self.edge.put_start_and_end_on(*stop.ends)
            self.submobjects = [self.edge, knob]
        else:
            self.submobjects = [knob]
        knob.stand((stop.ends[0] + stop.ends[1]) / 2 if isinstance(stop, Edge) else stop.get_center())
        knob.turn(_TURN if int(share * 2 * _SWINGS) % 2 == 0 else -_TURN)
        done = len(self.stops) if share >= 1 else place
        for passed in self.stops[self._lit : done]:
            passed.set_stroke(opacity=1.0)
        self._lit = max(self._lit, done)
        return self

    def passes(self, share: float) -> int:
        """How many forward passes were made until this share of the way."""
        place = Fraction(share) * len(self.stops)
        before = min(len(self.stops) - 1, int(place))
        start, end = self._counted[before : before + 2]
        return int(start + (place - before) * (end - start))


def _one_to(stops: VGroup) -> range:
    return range(1, len(stops) + 1)
