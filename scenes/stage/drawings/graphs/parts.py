"""The nodes and edges that a computational graph is drawn with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from manim import Circle, Polygon, RoundedRectangle, VGroup, VMobject
from numpy.typing import NDArray

from engine.graph import Node
from scenes.stage.declared import constant, stands_for
from scenes.stage.drawings.clearance import spread
from scenes.stage.drawings.graphs.signs import sign
from scenes.stage.drawings.path_arrow import PathArrow
from scenes.stage.look.theme import Theme, meaning_of
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula, em
from scenes.stage.writing.values import Value

Array = NDArray[np.float64]
GAP = 0.06  # units of the scene between a node and what stands or ends at it
_TIP = 0.15
_LONGEST = 5  # characters of a float that is shown as it stands in the expression


@dataclass(frozen=True)
class GraphStyle:
    """The sizes of all parts of a graph, `by` times what they are where there is plenty of room."""

    by: float

    @property
    def radius(self) -> float:
        """The radius of a leaf; a box is a little lower than a leaf."""
        return max(0.42 * self.by, min(0.25, 0.6 * self.by))

    @property
    def mark(self) -> float:
        """How large signs and symbols are against full size."""
        return max(self.by, min(0.68, 1.4 * self.by))

    @property
    def number(self) -> float:
        """The font size of numbers."""
        return max(LEAST_SIZE, 34 * self.by)

    @property
    def line(self) -> float:
        """The height of a line of numbers, in units of the scene."""
        return 0.98 * em(self.number)

    @property
    def arrow(self) -> float:
        """How thick the thickest gradient arrow is, in units of the scene."""
        return 0.15 * self.by

    def at_node(self, pen: Pen, path: str) -> Value:
        """A number that stands at a node."""
        return pen.value(path, size=self.number, figures=3, most=5)

    def at_edge(self, pen: Pen, path: str, **kwargs: str) -> Value:
        """A number that stands at an edge: smaller, so that it is not taken for one of a node nearby."""
        return pen.value(path, size=max(LEAST_SIZE, 0.82 * self.number), figures=3, most=5, **kwargs)


@dataclass(frozen=True)
class Mark:
    """What stands inside a node, at full size; None for a number that is bound. `is_number`: it is a number of the
    expression."""

    written: Formula | None
    is_number: bool


class GraphNode(VGroup):
    """A leaf: a circle with its symbol; a number of the expression: itself in a quiet circle; an operation: a box with
    its sign.

    `value` stands below it (inside the circle of a number) and `gradient`, if the walk came by, above; a leaf may have
    both on its left instead. They are no part of the node, so that a lesson can fade them in.
    """

    def __init__(self, name: str, node: Node, mark: Mark, pen: Pen, path: str, style: GraphStyle) -> None:
        super().__init__()
        self.name, self.node, self.style = name, node, style
        self.value: Value | None = style.at_node(pen, f"{path}.value")
        self.gradient: Value | None = style.at_node(pen, f"{path}.gradient") if node.requires_gradient else None
        self.is_leaf = node.operation is None
        self.is_number = mark.is_number
        self.mark: VMobject = self.value if mark.written is None else mark.written.copy().scale(style.mark)
        self.shape = self._shape()
        means = meaning_of(name)
        quiet = pen.theme.faint if self.is_number else pen.theme.muted
        self.shape.set_stroke(pen.theme.of(means) if means else quiet, width=3.5)
        self.shape.set_fill(pen.theme.panel, opacity=1)
        stands_for(self.shape, means)
        self.add(self.shape)
        self.add(self.mark.move_to(self.shape))
        self.half_width = float(self.shape.width) / 2
        self.half_height = float(self.shape.height) / 2
        self.labels_on_left = False

    def _shape(self) -> VMobject:
        radius = self.style.radius
        if self.is_number:
            return Circle(radius=max(0.7 * radius, float(self.mark.width) / 2 + 0.1))
        if self.is_leaf and self.mark.width > 1.7 * radius:  # a long name
            return RoundedRectangle(corner_radius=radius, width=float(self.mark.width) + radius, height=2 * radius)
        if self.is_leaf:
            return Circle(radius=radius)
        width = max(1.75 * radius, float(self.mark.width) + 0.6 * radius)
        return RoundedRectangle(corner_radius=0.4 * radius, width=width, height=1.8 * radius)

    @property
    def labels(self) -> list[Value]:
        """The numbers that stand outside of it."""
        return [label for label in (None if self.is_number else self.value, self.gradient) if label is not None]

    def leave_out(self, label: Value) -> None:
        """Do without a number that has no room."""
        self.value = None if label is self.value else self.value
        self.gradient = None if label is self.gradient else self.gradient

    def reach(self, staggered: bool) -> tuple[float, float, float]:
        """How far it and its labels reach from its middle: to the left, to the right, and the whole height. Where
        columns are staggered, labels may reach over the columns next to them."""
        widest = max((float(label.width) for label in self.labels), default=0.0)
        if self.labels_on_left:
            left = self.half_width + (widest + 2 * GAP if widest else 0.0)
            return left, self.half_width, max(2 * self.half_height, 2 * self.style.line)
        side = self.half_width if staggered else max(self.half_width, widest / 2)
        return side, side, 2 * (self.half_height + (self.style.line + GAP if self.labels else 0.0))

    def stand(self, x: float, y: float) -> GraphNode:
        """Stand with the middle here, numbers included."""
        self.move_to([x, y, 0])
        line, lift = self.style.line, self.half_height + GAP + self.style.line / 2
        for label, side in ((self.gradient, 1), (None if self.is_number else self.value, -1)):
            if label is not None and self.labels_on_left:
                left = x - self.half_width - 2 * GAP - float(label.width) / 2
                label.move_to([left, y + side * line / 2, 0])
            elif label is not None:
                label.move_to([x, y + side * lift, 0])
        return self


class GraphEdge(VGroup):
    """The edge from an argument to the node that was made of it. `local` is the local derivative beside it and
    `contribution` what flows back along it, which a lesson fades in; None where no gradient is wanted or no room is."""

    def __init__(self, argument: GraphNode, node: GraphNode, path: Array, theme: Theme) -> None:
        super().__init__()
        self.argument, self.node, self.path, self._theme = argument, node, path, theme
        self.local: Value | None = None
        self.contribution: Value | None = None
        self.flow = 0.0  # the size of the contribution
        end, back = path[-1], spread(path, 0.02)
        ahead = end - back[max(0, len(back) - 8)]
        ahead = _TIP * ahead / np.linalg.norm(ahead)
        aside = 0.4 * np.array([-ahead[1], ahead[0]])
        corners = [[*corner, 0.0] for corner in (end, end - ahead + aside, end - ahead - aside)]
        self.tip = Polygon(*corners, fill_color=theme.muted, fill_opacity=1, stroke_width=0)
        self.line = VMobject(stroke_color=theme.muted, stroke_width=3, fill_opacity=0)
        drawn = np.vstack([path[:-1], end - 0.5 * ahead])  # a line as thick as its tip would blunt it
        self.line.set_points_as_corners(np.column_stack([drawn, np.zeros(len(drawn))]))
        self.add(self.line, self.tip)

    def backward_arrow(self, thickness: float) -> PathArrow:
        """A gradient arrow back along the edge, so many units of the scene thick."""
        return PathArrow(self.path[::-1], self._theme, thickness)


def mark_of(node: Node, name: str, source: str | None, pen: Pen) -> Mark:
    """The sign of an operation; the symbol of a leaf from its Typst, in the colour of what its name means; without
    Typst a leaf is a number of the expression, as it stands there."""
    if node.operation is not None:
        return Mark(sign(node, 38, pen.theme.ink), is_number=False)
    if source is None:
        shown = f"{float(node.number):.12g}"
        if isinstance(node.number, Fraction) or len(shown) > _LONGEST:
            return Mark(None, is_number=True)
        separated = shown.replace(".", pen.catalogue.decimal_separator)
        made = Formula(shown.replace(".", f'"{pen.catalogue.decimal_separator}"'), 36, pen.theme.ink)
        return Mark(constant(made, separated, why="a number of the expression"), is_number=True)
    means = meaning_of(name)
    made = stands_for(Formula(source, 44, pen.theme.of(means)), means)
    for digits in re.findall(r"\d+", source):
        constant(made, digits, why="an index in a name")
    return Mark(made, is_number=False)
