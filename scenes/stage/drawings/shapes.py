"""Small shapes that several drawings share: rings, knobs, edges, signals, gradient arrows, question boxes."""

from __future__ import annotations

import numpy as np
from manim import (
    UP,
    Arc,
    Circle,
    DashedVMobject,
    Dot,
    Line,
    Polygon,
    RoundedRectangle,
    Triangle,
    VGroup,
)

from scenes.stage.declared import stands_for
from scenes.stage.look.theme import Theme
from scenes.stage.writing.typeset import Formula

Point = np.ndarray


class Knob(VGroup):
    """A dial for one parameter: its pointer stands upright at the starting value and turns with the value."""

    TURN = 2.2  # radians from upright to the end of the dial

    def __init__(self, meaning: str, theme: Theme, radius: float) -> None:
        super().__init__()
        color = theme.of(meaning)
        self.radius = radius
        self.turned = 0.0
        self.body = Circle(radius=radius, stroke_color=color, stroke_width=4, fill_color=theme.panel, fill_opacity=1)
        self.scale_arc = Arc(
            radius=radius * 1.28,
            start_angle=np.pi / 2 - self.TURN,
            angle=2 * self.TURN,
            stroke_color=theme.faint,
            stroke_width=2.5,
        )
        self.pointer = Line(self.body.get_center(), UP * radius * 0.82, stroke_color=color, stroke_width=6)
        self.hub = Dot(radius=radius * 0.16, color=color)
        for part in (self.body, self.pointer, self.hub):
            stands_for(part, meaning)
        self.add(self.scale_arc, self.body, self.pointer, self.hub)

    def stand(self, place: Point) -> Knob:
        """Put the middle of the dial at a place."""
        self.shift(place - self.body.get_center())
        return self

    def turn(self, amount: float) -> Knob:
        """Point at an amount between -1 (end of the dial, left) and 1 (right); beyond that the pointer stays at the
        end."""
        self.turned = float(np.clip(amount, -1, 1))
        angle = np.pi / 2 - self.turned * self.TURN
        center = self.body.get_center()
        radius = self.body.width / 2
        tip = center + radius * 0.82 * np.array([np.cos(angle), np.sin(angle), 0])
        self.pointer.put_start_and_end_on(center, tip)
        return self


def ring(radius: float, theme: Theme) -> VGroup:
    """The target: a dashed ring."""
    circle = Circle(radius=radius, stroke_color=theme.target, stroke_width=5)
    dashes = DashedVMobject(circle, num_dashes=max(10, round(radius * 36)), dashed_ratio=0.6)
    return stands_for(VGroup(dashes), "target")


def edge(start: Point, end: Point, color: str, width: float = 3) -> VGroup:
    """A thin edge along which a signal runs forward, with a small tip."""
    line = Line(start, end, stroke_color=color, stroke_width=width)
    direction = (end - start) / np.linalg.norm(end - start)
    tip = Triangle(fill_color=color, fill_opacity=1, stroke_width=0).scale(0.1)
    tip.rotate(np.arctan2(direction[1], direction[0]) - np.pi / 2)
    tip.move_to(end - direction * 0.06)
    return VGroup(line, tip)


def gradient_arrow(start: Point, end: Point, theme: Theme, width: float = 11) -> VGroup:
    """A thick arrow for a gradient, exactly as long as from start to end; nothing where the two are one point."""
    length = float(np.linalg.norm(end - start))
    if length < 1e-6:
        return VGroup()
    direction = (end - start) / length
    head_length = min(0.3, 0.7 * length)
    across = np.array([-direction[1], direction[0], 0.0]) * head_length * 0.6
    neck = end - direction * head_length
    head = Polygon(end, neck + across, neck - across, fill_color=theme.gradient, fill_opacity=1, stroke_width=0)
    shaft = Line(start, neck + direction * 0.02, stroke_color=theme.gradient, stroke_width=width)
    return stands_for(VGroup(shaft, head), "gradient")


def question_box(width: float, height: float, theme: Theme, size: float = 44) -> VGroup:
    """An empty box that stands for an answer before it is given."""
    box = RoundedRectangle(
        corner_radius=0.12,
        width=width,
        height=height,
        stroke_color=theme.muted,
        stroke_width=2.5,
        fill_color=theme.panel,
        fill_opacity=1,
    )
    dashed = DashedVMobject(box.copy().set_fill(opacity=0), num_dashes=round((width + height) * 9), dashed_ratio=0.55)
    box.set_stroke(width=0)
    return VGroup(box, dashed, Formula("?", size, theme.ink).move_to(box))


def signal(theme: Theme, meaning: str | None = None) -> VGroup:
    """A spot of light that runs along an edge."""
    tint = theme.of(meaning)
    halo = [Dot(radius=0.09 + 0.06 * i, color=tint, fill_opacity=0.22 - 0.06 * i) for i in range(3)]
    return stands_for(VGroup(*halo, Dot(radius=0.08, color=tint)), meaning)
