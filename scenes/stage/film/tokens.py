"""The object that a film carries from one lesson to the next: what the one ends with and the other begins with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import Circle, Dot, RoundedRectangle, Square, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.shapes import Knob
from scenes.stage.film.emblem import Emblem
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme

SIZE = 1.1  # units of the scene, its height


def token(lesson: str | None, theme: Theme) -> VGroup:
    """What is carried to a lesson; None is the end of the film. It stands at the origin."""
    return VGroup(_TOKENS.get(lesson, _ball)(theme))


def _example(theme: Theme) -> VMobject:
    return stands_for(Dot(radius=0.22 * SIZE, color=theme.target), "target")


def _square(theme: Theme) -> VMobject:
    square = Square(SIZE, stroke_color=theme.loss, stroke_width=4, fill_color=theme.loss, fill_opacity=0.35)
    return stands_for(square, "loss")


def _knob(theme: Theme) -> VMobject:
    return Knob("weight", theme, 0.39 * SIZE).turn(0.0)


def _place(theme: Theme) -> VMobject:
    return stands_for(_node(theme).set_stroke(theme.input), "input")


def _node(theme: Theme) -> Circle:
    return Circle(0.5 * SIZE, stroke_color=theme.ink, stroke_width=4, fill_color=theme.panel, fill_opacity=1)


def _machine(theme: Theme) -> VMobject:
    return RoundedRectangle(
        0.3 * SIZE,
        width=1.9 * SIZE,
        height=0.9 * SIZE,
        stroke_color=theme.muted,
        stroke_width=4,
        fill_color=theme.panel,
        fill_opacity=1,
    )


def _hinge(theme: Theme) -> VMobject:
    circle = _node(theme)
    bend = VMobject(stroke_color=theme.ink, stroke_width=5)
    corners = np.array([[-0.32, -0.14, 0], [0, -0.14, 0], [0.26, 0.22, 0]]) * SIZE
    return VGroup(circle, bend.set_points_as_corners(corners))


def _network(theme: Theme) -> VMobject:
    half = SIZE
    return Emblem(Region(-half, -0.8 * half, half, 0.8 * half), theme, whole=False)


def _ball(theme: Theme) -> VMobject:
    return stands_for(Dot(radius=0.22 * SIZE, color=theme.loss), "loss")


_TOKENS: dict[str | None, Callable[[Theme], VMobject]] = {
    "loss": _example,
    "tuning": _square,
    "gradient": _knob,
    "chain": _place,
    "neuron": _node,
    "relu": _machine,
    "network": _hinge,
    "training": _network,
    "landscape": _ball,
    "autodiff": _ball,
    None: _network,
}
