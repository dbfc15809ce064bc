"""Two programs step by step: one clears its gradients, one lets them pile up. Their predictions, and the target."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from scenes.stage.frame.region import Region
from scenes.stage.neuron.rate_panel import RatePanel
from scenes.stage.writing.pen import Pen

_HEAD = 0.5  # units of the scene


class TwoRuns(VGroup):
    """`panels` and their `titles`: the one that clears first. Both have one scale."""

    def __init__(
        self, region: Region, pen: Pen, target: float, runs: Sequence[Sequence[float]], titles: Sequence[str]
    ) -> None:
        super().__init__()
        reach = 1.35 * abs(runs[0][0] - target) or 1.0
        cut = region.columns if region.width > 1.1 * region.height else region.rows
        self.panels: list[RatePanel] = []
        self.titles = []
        for cell, run, key in zip(cut(1, 1, gap=0.4), runs, titles, strict=True):
            head, plot = cell.rows(_HEAD, cell.height - _HEAD)
            title = pen.label(key, 32, pen.theme.ink)
            title.scale(min(1.0, head.width / float(title.width)))
            title.shift([head.x - float(title.get_center()[0]), head.y - 0.08 - title.baseline, 0])
            self.titles.append(title)
            self.panels.append(RatePanel(plot, pen.theme, target, run, reach))
        self.key = self.panels[0].key(pen.symbol("prediction", 36), pen.symbol("target", 36))
        self.add(*self.titles, *self.panels, self.key)
