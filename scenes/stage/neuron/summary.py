"""Everything about one step in one picture: under the parts of the machine their gradients and their new values."""

from __future__ import annotations

from itertools import pairwise

from manim import VGroup

from scenes.stage.frame.region import Region
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.writing.fitting import FEWER, LEAST_SIZE
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row

_GAP = 0.5  # units of the scene, at least, between numbers side by side


class NeuronSummary(VGroup):
    """`gradients` from weight to prediction, `results` from weight to loss, and their two `words`.

    They stand in two lines under their parts of the machine, or, in an upright region, in two columns.
    """

    SIZE = 42.0
    WORD = 30.0

    def __init__(self, region: Region, pen: Pen, picture: NeuronPicture) -> None:
        super().__init__()
        self.pen = pen
        parts = {
            "weight": picture.knob,
            "bias": picture.neuron_node,
            "prediction": picture.prediction_node,
            "loss": picture.loss_node,
        }
        self.words = [Row([pen.label(key, self.WORD)], self.WORD, pen.theme.muted) for key in ("backward", "after")]
        self.gradients = [self._gradient(name) for name in parts if name != "loss"]
        self.results = [pen.equation(name, f"step.1.{name}", self.SIZE, most=6) for name in parts]
        if region.height > 0.6 * region.width:
            self._in_columns(region)
        else:
            self._in_lines(region, [float(part.get_center()[0]) for part in parts.values()])
        self.add(*self.words, *self.gradients, *self.results)

    def _gradient(self, name: str) -> Row:
        number = self.pen.value(f"step.0.gradient.{name}", self.SIZE, relation=True)
        return Row([self.pen.partial("loss", name, self.SIZE), number], self.SIZE, self.pen.theme.ink)

    def _in_lines(self, region: Region, places: list[float]) -> None:
        """Each under its part of the machine, as wide as the way to its neighbours lets it be."""
        in_front = region.left + float(self.words[0].width) + 1.2 < places[0]
        left = region.left + (float(self.words[0].width) + 0.2 if in_front else 0.0)
        ends = [left, *((a + b) / 2 for a, b in pairwise(places)), region.right]
        for word, line, rows in zip(self.words, region.rows(1.25, 1), (self.gradients, self.results), strict=True):
            head, cell = (line, line) if in_front else line.rows(0.3, 1.0)
            word.at(region.left, head.y - 0.12)
            widths = [end - begin - 0.4 for begin, end in pairwise(ends)]
            if all(row.width <= width for row, width in zip(rows, widths, strict=False)):
                for row, x, begin, end in zip(rows, places, ends, ends[1:], strict=False):
                    row.centered(x, cell.y - 0.12)
                    Region(begin + 0.2, cell.bottom, end - 0.2, cell.top).keep(row)
            else:
                _share_out(rows, Region(left, cell.bottom, region.right, cell.top))

    def _in_columns(self, region: Region) -> None:
        """A line for each part, gradients on the left, results on the right."""
        lines = region.rows(0.5, *[1.0] * len(self.results))
        for word, column, rows in zip(self.words, region.columns(1, 1), (self.gradients, self.results), strict=True):
            left = column.left + 0.1 * column.width
            word.at(left, lines[0].y - 0.12)
            _fit_alike(rows, [0.85 * column.width] * len(rows))
            for row, line in zip(rows, lines[1:], strict=False):
                row.at(left, line.y - 0.12)


def _fit_alike(rows: list[Row], widths: list[float]) -> None:
    """Fit each row into its width, all of them to the size of the smallest."""
    before = [float(row.height) for row in rows]
    shrunk = [float(row.fit(width).height) / height for row, width, height in zip(rows, widths, before, strict=False)]
    for row, share in zip(rows, shrunk, strict=True):
        row.scale(min(shrunk) / share)


def _share_out(rows: list[Row], region: Region) -> None:
    """Side by side, all of one size, with the same gaps: as large as the region lets them be, with fewer figures before
    they get too small to read."""
    for times in range(len(FEWER)):
        if times:
            for row in rows:
                row.shorten(times)
        taken = sum(float(row.width) for row in rows)
        size = min(1.0, (region.width - _GAP * (len(rows) - 1)) / taken)
        if size * NeuronSummary.SIZE >= LEAST_SIZE:
            break
    gap = (region.width - size * taken) / max(1, len(rows) - 1)
    left = region.left
    for row in rows:
        row.scale(size).at(left, region.y - 0.12)
        left += float(row.width) + min(gap, 0.9)
