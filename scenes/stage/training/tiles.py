"""Small pictures of one kind: each shows what one training answers, and beside it its learning rate and its loss."""

from __future__ import annotations

from manim import Rectangle, VGroup

from scenes.stage.frame.region import Region
from scenes.stage.training.fit_curve import FitCurve
from scenes.stage.training.fit_map import FitMap
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row

_TITLE = 0.55  # units of the scene
_SIZE = 38.0
_FLAT = 2.2  # times as wide as high


class Tile(VGroup):
    """A panel with the examples and a live answer; `title` is its learning rate, `loss` its loss."""

    def __init__(self, region: Region, pen: Pen, fit: FitCurve | FitMap, name: str) -> None:
        super().__init__()
        self.fit = fit
        plot = fit.axes.plot
        self.panel = Rectangle(
            width=plot.width, height=plot.height, stroke_color=pen.theme.faint, stroke_width=2.5, fill_opacity=0
        ).move_to([plot.x, plot.y, 0])
        self.title = pen.equation("learning_rate", f"rates.{name}.learning_rate", _SIZE)
        self.loss: Row = pen.equation("loss", f"rates.{name}.loss", _SIZE)
        if region.width > _FLAT * region.height:
            beside = _beside(region)
            for row, height in ((self.title, 0.3), (self.loss, -0.3)):
                row.fit(beside.width).at(beside.left, plot.y + height - 0.1)
        else:
            self.title.fit(plot.width).centered(plot.x, region.top - 0.35)
            self.loss.fit(plot.width).centered(plot.x, region.bottom + 0.12)
        self.add(self.panel, fit.answer, fit.points, self.title)


def frame_of(tile: Region) -> Region:
    """What a tile leaves for its picture: axes take margins for labels that are not shown here. In a flat tile the
    words stand beside it, in a higher one over and under it."""
    if tile.width > _FLAT * tile.height:
        return Region(tile.left - 0.35, tile.bottom - 0.45, _beside(tile).left, tile.top + 0.3)
    return Region(tile.left - 0.35, tile.bottom + _TITLE - 0.45, tile.right + 0.3, tile.top - _TITLE + 0.3)


def _beside(tile: Region) -> Region:
    return tile.columns(1.7, 1, gap=0.0)[1]
