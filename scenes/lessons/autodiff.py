"""Lesson 10: what PyTorch and TensorFlow do for you. Its first two acts have files of their own (autodiff_record.py,
autodiff_frameworks.py); here are the lesson itself and its third act: why backwards, how far it reaches, the end."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import (
    RIGHT,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    TransformFromCopy,
    VGroup,
)

from scenes.lessons.autodiff_frameworks import AutodiffFrameworks
from scenes.lessons.neuron_step import OF_BEFORE
from scenes.lessons.numbers import autodiff as numbers
from scenes.stage.autodiff.closing import Closing, is_legible
from scenes.stage.autodiff.fields import fields
from scenes.stage.autodiff.modes import ModePanel
from scenes.stage.drawings.path_arrow import PathArrow, RunAlong
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import Fly

_DIAL = 0.75  # share of the dial that the larger of the two moves turns its knob


class AutodiffLesson(AutodiffFrameworks):
    """The neuron of lesson 5 with the numbers of lesson 5 unless told otherwise."""

    name: ClassVar[str] = "autodiff"
    poster_shot: ClassVar[str] = "tensorflow"

    def leaves(self) -> Mobject | None:
        """The neuron with its gradients."""
        p = self.closing.picture
        return VGroup(p.input_edge, p.target_edge, *p.nodes, *p.symbols, *self.arrows)

    def modes(self) -> None:
        """Forwards, one input after the other; backwards, all of them at once."""
        stage = self.layout.stage
        cut = stage.rows if self.layout.is_tall else stage.columns
        inputs = int(self.values["inputs"])
        cells = cut(1, 1, gap=0.5)
        modes = zip(cells, ("forward", "reverse"), strict=True)
        forward, reverse = panels = [ModePanel(cell, self.pen, mode, inputs, numbers.HIDDEN) for cell, mode in modes]
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(*(FadeIn(panel) for panel in panels), run_time=0.8)
        self.play(*(FadeIn(panel.passes[0], panel.ask) for panel in panels), run_time=0.5)
        self.think()
        self.play(*(FadeOut(panel.ask) for panel in panels), *(FadeIn(p.passes[1]) for p in panels), run_time=0.5)
        self.sweep_forward(forward, 0, 0.9)
        late, early = reverse.net.backward()
        self.play(RunAlong(late, lag_ratio=0.0), run_time=0.6)
        self.play(RunAlong(early, lag_ratio=0.0), run_time=0.7)
        reverse.count(1)
        self.play(LaggedStart(*(FadeIn(mark, scale=0.4) for mark in reverse.net.known), lag_ratio=0.05), run_time=0.6)
        for place in range(1, inputs):
            self.sweep_forward(forward, place, 0.55 if place < 3 else 0.4)
        self.answer()
        self.play(*(FadeIn(panel.cost) for panel in panels), run_time=0.7)

    def sweep_forward(self, panel: ModePanel, place: int, run_time: float) -> None:
        """One pass: one input is nudged, and everything after it is worked out again."""
        first, second = panel.net.forward(place)
        self.play(LaggedStart(*map(Create, first), lag_ratio=0.0), run_time=0.5 * run_time)
        self.play(LaggedStart(*map(Create, second), lag_ratio=0.0), run_time=0.5 * run_time)
        panel.count(place + 1)
        self.play(FadeOut(first, second), FadeIn(panel.net.known[place], scale=0.4), run_time=0.35)

    def billions(self) -> None:
        """The same picture four times: other inputs, the same pass forward, the same walk back."""
        made = fields(self.layout.stage.inset(0.1, 0.1), self.pen)
        first, *others = made
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        seed = first.layers[1][0]
        self.play(FadeIn(seed, scale=3.0), run_time=0.7)
        rest = sorted(
            (part for part in first.network if part is not seed),
            key=lambda part: float(np.linalg.norm(part.get_center() - seed.get_center())),
        )
        self.play(LaggedStart(*(FadeIn(part) for part in rest), lag_ratio=0.1), run_time=1.2)
        self.play(FadeIn(first.around), run_time=0.6)
        self.play(
            LaggedStart(*(TransformFromCopy(first.network, other.network) for other in others), lag_ratio=0.25),
            run_time=1.4,
        )
        self.play(LaggedStart(*(FadeIn(other.around) for other in others), lag_ratio=0.2), run_time=0.8)
        steps = range(len(first.steps))
        lights = None
        for k in steps:
            lit = VGroup(*(field.lights(k) for field in made)).set_z_index(1)
            off = [FadeOut(lights)] if lights is not None else []
            self.play(FadeIn(lit), *off, run_time=0.4)
            lights = lit
        self.play(FadeOut(lights), run_time=0.3)
        for k in reversed(steps):
            arrows = [arrow for field in made for arrow in field.arrows(k)]
            runs = [RunAlong(VGroup(a), lag_ratio=0.0) if isinstance(a, PathArrow) else Create(a) for a in arrows]
            self.play(*runs, run_time=0.6)

    def summary(self) -> None:
        """Back to the neuron: the lines that one writes, the call that walks back, the step."""
        self.closing = Closing(self.layout, self.pen, self.shown)
        c, p = self.closing, self.closing.picture
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(p.machine, *c.labels), run_time=0.8)
        self.play(FadeIn(c.blocks[0]), FadeIn(c.bands[0]), run_time=0.5)
        values = (p.input_value, p.prediction_value, p.loss_value)
        self.play(LaggedStart(*(FadeIn(value, shift=RIGHT * 0.3) for value in values), lag_ratio=0.4), run_time=1.2)
        self.play(FadeIn(c.blocks[1]), FadeIn(c.bands[1]), FadeOut(c.bands[0]), run_time=0.5)
        arrows = [
            p.backward_arrow(p.loss_node, p.prediction_node),
            p.backward_arrow(p.prediction_node, p.neuron_node),
            VGroup(p.backward_arrow(p.neuron_node, p.knob.body), p.backward_arrow_up()),
        ]
        self.arrows = arrows
        self.play(
            LaggedStart(*(Create(arrow) for arrow in arrows), lag_ratio=0.5), FadeOut(*p.backward_edges), run_time=1.4
        )
        ends = (arrows[2][0], arrows[2][1])
        self.play(*(FadeIn(slot.name) for slot in c.gradients), run_time=0.4)
        self.play(*(Fly(arrow, slot.value) for arrow, slot in zip(ends, c.gradients, strict=True)), run_time=0.8)
        self.play(FadeIn(c.blocks[2]), FadeIn(c.bands[2]), FadeOut(c.bands[1]), run_time=0.5)
        self.play(*(FadeIn(row) for row in c.results), run_time=0.8)
        self.turn_knobs(c)
        self.play(FadeOut(c.bands[2]), run_time=0.4)

    def turn_knobs(self, closing: Closing) -> None:
        """The step: both parameters move at once; what was worked out with the old ones fades."""
        p = closing.picture
        ends = {name: (self.number(f"step.0.{name}"), self.number(f"step.1.{name}")) for name in ("weight", "bias")}
        most = max(abs(float(b - a)) for a, b in ends.values()) or 1.0
        staying = []  # the labels that can still be read with the new numbers in them; the program says them too
        for name, label in (("weight", p.weight_label), ("bias", p.bias_label)):
            label.parts[1].bind(f"step.1.{name}", ends[name][1])
            p.settle()
            if label in closing.labels and is_legible(label.parts[1], self.layout):
                staying.append(label)
            label.parts[1].bind(f"step.0.{name}", ends[name][0])
            p.settle()
        gone = [label for label in closing.labels if label in (p.weight_label, p.bias_label) and label not in staying]
        moving = Live(lambda share: {name: a + share * (b - a) for name, (a, b) in ends.items()})
        for name, knob, label in (("weight", p.knob, p.weight_label), ("bias", p.bias_knob, p.bias_label)):
            start = float(ends[name][0])
            moving.shape(knob, lambda k, n=name, a=start: k.turn(_DIAL * (float(moving.now(n)) - a) / most))
            if label in staying:
                moving.number(label.parts[1], name)
        if p.weight_label in staying:
            moving.shape(p.weight_label, lambda _: p.settle())
        before = (p.prediction_value, p.loss_value)
        self.play(
            *(value.animate(run_time=0.5).set_opacity(OF_BEFORE) for value in before),
            *(FadeOut(label, run_time=0.5) for label in gone),
            moving.share.animate(run_time=1.2).set_value(1.0),
        )
        for name, label in (("weight", p.weight_label), ("bias", p.bias_label)):
            if label in staying:
                label.parts[1].bind(f"step.1.{name}", ends[name][1])
        moving.stop()
        p.settle()
