"""Small pictures side by side: each shows what one training answers, under its learning rate and over its loss."""

from __future__ import annotations

from manim import Rectangle, VGroup

from scenes.stage.frame.region import Region
from scenes.stage.training.fit_curve import FitCurve
from scenes.stage.training.fit_map import FitMap
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row

_TITLE = 0.55  # units of the scene
_SIZE = 38.0


class Tile(VGroup):
    """A panel with the examples and a live answer; `title` names the learning rate, `loss` is its number."""

    def __init__(self, region: Region, pen: Pen, fit: FitCurve | FitMap, name: str) -> None:
        super().__init__()
        self.fit = fit
        plot = fit.axes.plot
        self.panel = Rectangle(
            width=plot.width, height=plot.height, stroke_color=pen.theme.faint, stroke_width=2.5, fill_opacity=0
        ).move_to([plot.x, plot.y, 0])
        self.title = pen.equation("learning_rate", f"rates.{name}.learning_rate", _SIZE).fit(plot.width)
        self.title.centered(plot.x, region.top - 0.35)
        self.loss: Row = pen.equation("loss", f"rates.{name}.loss", _SIZE).fit(plot.width)
        self.loss.centered(plot.x, region.bottom + 0.12)
        self.add(self.panel, fit.answer, fit.points, self.title)


def frame_of(tile: Region) -> Region:
    """What a tile leaves for its picture: axes take margins for labels that are not shown here."""
    return Region(tile.left - 0.35, tile.bottom + _TITLE - 0.45, tile.right + 0.3, tile.top - _TITLE + 0.3)
