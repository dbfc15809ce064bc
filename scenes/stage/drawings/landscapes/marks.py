"""Marks for places of a landscape, told apart by their shape: where a descent starts, a minimum, a saddle."""

from __future__ import annotations

from manim import Circle, Dot, Line, VGroup

from scenes.stage.look.theme import Theme

RADIUS = 0.13  # units of the scene


def start_mark(theme: Theme, radius: float = RADIUS) -> VGroup:
    """A hollow circle."""
    circle = Circle(radius=radius, stroke_color=theme.ink, stroke_width=4, fill_color=theme.background, fill_opacity=1)
    return _on_ground(VGroup(circle), theme)


def minimum_mark(theme: Theme, radius: float = RADIUS) -> VGroup:
    """A ring around a dot: what rolls ends here."""
    ring = Circle(radius=1.35 * radius, stroke_color=theme.ink, stroke_width=3)
    return _on_ground(VGroup(ring, Dot(radius=0.45 * radius, color=theme.ink)), theme)


def saddle_mark(theme: Theme, radius: float = RADIUS) -> VGroup:
    """A cross: down along one line, up along the other."""
    arm = 0.85 * radius
    arms = (Line((-x, -arm, 0), (x, arm, 0), stroke_color=theme.ink, stroke_width=4) for x in (arm, -arm))
    return _on_ground(VGroup(*arms), theme)


def _on_ground(mark: VGroup, theme: Theme) -> VGroup:
    """With a border of the background's colour, so that level lines end beside it."""
    for part in mark.submobjects:
        part.set_stroke(theme.background, width=float(part.stroke_width) + 5, background=True)
    return mark


MARKS = {"start": start_mark, "minimum": minimum_mark, "saddle": saddle_mark}
