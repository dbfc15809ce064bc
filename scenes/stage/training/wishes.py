"""What the gradient wishes of the weights: a small arrow on every edge, and for one weight an arrow of each example."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Circle, Line, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.networks.edges import Edge
from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.drawings.networks.state import Array
from scenes.stage.drawings.path_arrow import PathArrow
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula

_ALONG = 0.27  # of the way along an edge, where its arrow stands: edges of one neuron are apart there
_SYMBOL, _GLOW = 0.62, 14.0  # of the way along the edge that is looked at; stroke width
_SHORT = 0.55  # units of the scene: on a shorter edge the symbol stands over it
_GHOST = 0.3  # opacity of what each example wished, when all became their mean
_LARGEST, _LEAST = 0.19, 0.012  # half the width of an arrow
_HEAD = np.array([[0.0, 1.0, 0.0], [1.0, -0.8, 0.0], [-1.0, -0.8, 0.0], [0.0, 1.0, 0.0]])


class EdgeWishes(VMobject):
    """On every edge into a layer an arrowhead, as large (in area) as the gradient of its weight, one scale for all
    layers: upwards where a larger weight lowers the loss, downwards where a smaller one does."""

    def __init__(self, network: NetworkPicture, layer: int, gradient: Array, largest: float) -> None:
        theme = network.theme
        super().__init__(fill_color=theme.gradient, fill_opacity=1, stroke_color=theme.background, stroke_width=1.5)
        stands_for(self, "gradient").set_z_index(2)
        places, sizes = [], []
        for j in network.drawn(layer):
            for i in network.drawn(layer - 1):
                start, end = network.edge(layer, i, j).ends
                wish = -float(gradient[i - 1, j - 1])
                size = _LARGEST * (abs(wish) / largest) ** 0.5 if largest else 0.0
                if size >= _LEAST:
                    places.append(start + _ALONG * (end - start))
                    sizes.append(np.sign(wish) * size)
        self.places, self.sizes = np.array(places).reshape(-1, 3), np.array(sizes)
        self.show(1.0)

    def show(self, share: float) -> EdgeWishes:
        """Draw all arrows at a share of their size."""
        corners = [place + share * size * _HEAD for place, size in zip(self.places, self.sizes, strict=True)]
        if share < 1e-3 or not corners:
            self.points = np.zeros((0, 3))
            return self
        made = [_ring(corner) for corner in corners]
        self.points = np.concatenate(made)
        return self


def _ring(corners: Array) -> Array:
    starts, ends = corners[:-1], corners[1:]
    curves = np.stack([starts, (2 * starts + ends) / 3, (starts + 2 * ends) / 3, ends], axis=1)
    return np.asarray(curves.reshape(-1, 3))


class ChosenEdge(VGroup):
    """The edge of the weight that is looked at: a glow along it, and the symbol of the weight on it."""

    def __init__(self, edge: Edge, pen: Pen) -> None:
        super().__init__()
        start, end = edge.ends
        glow = Line(start, end, stroke_color=edge.get_stroke_color(), stroke_width=_GLOW)
        stands_for(glow, "negative_weight" if edge.is_dashed else "weight")
        length = float(np.linalg.norm(end - start))
        radius = float(np.clip(0.25 * length, 0.19, 0.24))
        symbol = pen.symbol("weight", 150 * radius)
        plate = Circle(radius, stroke_color=pen.theme.weight, stroke_width=2.5, fill_opacity=1)
        plate.set_fill(pen.theme.background).set_z_index(3)
        symbol.set_z_index(4)
        aside = np.array([0.0, 0.45 if length < _SHORT else 0.0, 0.0])
        for part in (plate, symbol):
            part.move_to(start + _SYMBOL * (end - start) + aside)
        self.add(glow.set_stroke(opacity=0.35), plate, symbol)


class WishBoard(VGroup):
    """For one weight, what each example wishes: minus the gradient of its own squared error, as an arrow over its
    place. `level` lets them all become their mean."""

    def __init__(
        self,
        region: Region,
        pen: Pen,
        feet: Sequence[float],
        x_scale: Linear,
        gradients: Sequence[float],
        mean: float,
        x_end: Formula,
    ) -> None:
        super().__init__()
        self.wishes, self.mean = -np.asarray(gradients, dtype=float), -mean
        up = Linear.around([*self.wishes.tolist(), 0.0], margin=0.12)
        symbol = pen.formula("- partial {loss} slash partial {weight}", 36)
        self.axes = Axes(region, pen, x_scale, up, x_end=x_end, y_end=symbol)
        thickness = float(np.clip(0.3 * self.axes.plot.width / max(len(feet), 1), 0.04, 0.09))
        self.thickness = thickness
        self.feet = [float(foot) for foot in feet]
        self.arrows = VGroup(
            *(PathArrow(self._path(k, wish), pen.theme, thickness) for k, wish in enumerate(self.wishes))
        )
        self.ghosts = self.arrows.copy().set_fill(opacity=_GHOST)
        self.row = pen.row("mean", 36)
        plot = self.axes.plot
        self.row.fit(plot.right - float(symbol.get_right()[0]) - 0.25)
        self.row.at(plot.right - float(self.row.width), symbol.baseline)
        self.level_line = LiveCurve(self.axes, "gradient", 3.5, (0.12, 0.1))
        self.level_line.through([x_scale.low, x_scale.high], [self.mean, self.mean])

    def level(self, share: float) -> None:
        """Let each arrow be on a share of the way to the mean of all."""
        for k, arrow in enumerate(self.arrows):
            arrow.lead(*self._path(k, self.wishes[k] + share * (self.mean - self.wishes[k])))

    def _path(self, k: int, wish: float) -> Array:
        x = self.axes.x_place(self.feet[k])
        return np.array([[x, self.axes.y_place(0), 0.0], [x, self.axes.y_place(wish), 0.0]])
