"""What a network with two inputs has learned: regions of the plane, and the border between the two classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from contourpy import FillType, LineType, contour_generator
from manim import Circle, Square, VGroup, VMobject
from numpy.typing import NDArray

from engine import Dataset, Network
from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.landscapes.ramp import level_colors
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.frame.region import Point, Region
from scenes.stage.look.oklab import hexadecimal
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula

Array = NDArray[np.float64]
Parameters = Mapping[str, Array]
_GRID = 56  # points along a side
_STEPS = (0.25, 0.5, 0.75)  # of the way from the lowest target to the highest, where the tint changes
_FAR = 1e12


class FitMap:
    """`axes`, `points`, `held_out` and the live `answer` (tinted bands, and the border in the colour of predictions)
    are its parts. Examples above the border are full, those below it hollow; held-out ones are diamonds."""

    def __init__(self, region: Region, pen: Pen, examples: Dataset, held_out: Dataset | None, network: Network) -> None:
        self.network, self.theme = network, pen.theme
        every = [examples] if held_out is None else [examples, held_out]
        columns = [np.concatenate([some.inputs[:, k] for some in every]).tolist() for k in (0, 1)]
        targets = np.concatenate([some.targets[:, 0] for some in every]).astype(np.float64)
        self.low, self.high = float(targets.min()), float(targets.max())
        self.axes = _axes(region, pen, columns)
        self.middle = (self.low + self.high) / 2
        self.points = self._marks(examples, held_out=False)
        self.held_out = self._marks(held_out, held_out=True) if held_out is not None else VGroup()
        tints = hexadecimal(level_colors(pen.theme, len(_STEPS) + 1))
        self.bands = VGroup(*(VMobject(fill_color=tint, fill_opacity=1, stroke_width=0) for tint in tints))
        self.border = stands_for(VMobject(stroke_color=pen.theme.prediction, stroke_width=5), "prediction")
        self.border.set_z_index(1)
        self.answer = VGroup(self.bands, self.border).set_z_index(-1, family=False)
        self.bands.set_z_index(-2)
        self.across, self.up = (scale.numbers(np.linspace(0, 1, _GRID)) for scale in (self.axes.x, self.axes.y))
        grid = np.meshgrid(self.across, self.up)
        self._pairs = np.stack([part.ravel() for part in grid], axis=1)

    def show(self, at: Parameters) -> FitMap:
        """Show what the network answers with these parameters."""
        self._draw(at, self.bands, self.border)
        return self

    def ghost(self, at: Parameters) -> VMobject:
        """The border with other parameters, thin and dashed."""
        ghost = VMobject(stroke_color=self.theme.muted, stroke_width=3).set_z_index(1)
        lines = self._lines(self._heights(at))
        outlines.draw(ghost, [dash for line in lines for dash in outlines.dashed(line, (0.13, 0.11))])
        return ghost

    def line(self, weights: Sequence[float]) -> VMobject:
        """The border of a linear answer."""
        line = stands_for(VMobject(stroke_color=self.theme.prediction, stroke_width=5), "prediction")
        heights = (self._pairs @ np.array(weights[:2]) + weights[2]).reshape(_GRID, _GRID)
        outlines.draw(line.set_z_index(1), self._lines(heights))
        return line

    def place(self, inputs: Sequence[float], height: float) -> Point:
        """Where an input lies: an answer has no height here."""
        return self.axes.at(inputs[0], inputs[1])

    # -- how it is drawn -----------------------------------------------------------

    def _heights(self, at: Parameters) -> Array:
        with np.errstate(all="ignore"):
            answered = self.network.forward(self._pairs, at).prediction
        return np.nan_to_num(np.clip(answered, -_FAR, _FAR)).reshape(_GRID, _GRID)

    def _draw(self, at: Parameters, bands: VGroup, border: VMobject) -> None:
        heights = self._heights(at)
        across, up = self._sides()
        generator = contour_generator(across, up, heights, fill_type=FillType.OuterOffset)
        cuts = [-np.inf, *(self.low + step * (self.high - self.low) for step in _STEPS), np.inf]
        for band, low, high in zip(bands, cuts[:-1], cuts[1:], strict=True):
            low = min(low, float(heights.min()) - 1) if np.isinf(low) else low
            high = max(high, float(heights.max()) + 1) if np.isinf(high) else high
            polygons, offsets = generator.filled(min(low, high), max(low, high)) if low < high else ([], [])
            rings = [
                ring
                for polygon, offset in zip(polygons, offsets, strict=True)
                for ring in np.split(polygon, offset[1:-1])
            ]
            outlines.draw(band, rings)
        outlines.draw(border, self._lines(heights))

    def _lines(self, heights: Array) -> list[Array]:
        across, up = self._sides()
        return list(contour_generator(across, up, heights, line_type=LineType.Separate).lines(self.middle))

    def _sides(self) -> tuple[Array, Array]:
        plot = self.axes.plot
        return np.linspace(plot.left, plot.right, _GRID), np.linspace(plot.bottom, plot.top, _GRID)

    def _marks(self, examples: Dataset, *, held_out: bool) -> VGroup:
        radius = 0.1 if len(examples) <= 40 else 0.075
        marks = VGroup()
        for (x1, x2), (target,) in zip(examples.inputs.tolist(), examples.targets.tolist(), strict=True):
            shape = Square(1.8 * radius).rotate(np.pi / 4) if held_out else Circle(radius=radius)
            full = float(target) > self.middle
            shape.set_fill(self.theme.target if full else self.theme.background, 1)
            shape.set_stroke(self.theme.background if full else self.theme.target, 2.5 if full else 3)
            marks.add(shape.move_to(self.axes.at(x1, x2)))
        return stands_for(marks, "target").set_z_index(3)


def _axes(region: Region, pen: Pen, columns: Sequence[Sequence[float]]) -> Axes:
    """Both inputs with one scale, in a range that fills the region."""
    ends = {"x_end": _symbol(1, pen), "y_end": _symbol(2, pen)}
    spans = [(float(min(column)), float(max(column))) for column in columns]
    room = (region.width - 0.9) / (region.height - 1.0)
    middles = [(low + high) / 2 for low, high in spans]
    halves = [0.56 * (high - low) for low, high in spans]
    halves = [max(halves[0], halves[1] * room), max(halves[1], halves[0] / room)]
    scales = [Linear(middle - half, middle + half) for middle, half in zip(middles, halves, strict=True)]
    return Axes(region, pen, scales[0], scales[1], **ends)


def _symbol(number: int, pen: Pen) -> Formula:
    from scenes.stage.declared import constant

    symbol = stands_for(Formula(f"x_{number}", 38, pen.theme.input), "input")
    return constant(symbol, str(number), why="the number of the input")
