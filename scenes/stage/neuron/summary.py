"""Everything about one step in one picture: under the parts of the machine their gradients and their new values."""

from __future__ import annotations

from collections.abc import Callable

from manim import VGroup

from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme
from scenes.stage.neuron.formulas import NeuronFormulas
from scenes.stage.neuron.picture import NeuronPicture, fraction
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Label


class NeuronSummary(VGroup):
    """Two lines below a machine: `gradients` from weight to prediction, `results` from weight to loss, each with its
    word."""

    SIZE = 42.0

    def __init__(
        self,
        region: Region,
        theme: Theme,
        picture: NeuronPicture,
        formulas: NeuronFormulas,
        label: Callable[..., Label],
    ) -> None:
        super().__init__()
        backward, after = region.rows(1, 1)
        columns = {
            "weight": picture.knob,
            "bias": picture.neuron_node,
            "prediction": picture.prediction_node,
            "loss": picture.loss_node,
        }
        self.words = [
            Row([label(key, 30)], 30, theme.muted).at(region.left, line.y - 0.12)
            for key, line in (("backward", backward), ("after", after))
        ]
        self.gradients: list[Row] = []
        self.results: list[Row] = []
        for name, part in columns.items():
            x = float(part.get_center()[0])
            if name != "loss":
                number = formulas.value(f"step.0.gradient.{name}", self.SIZE, relation=True)
                row = Row([fraction("loss", name, self.SIZE, theme), number], self.SIZE, theme.ink)
                self.gradients.append(row.fit(2.2).centered(x, backward.y - 0.12))
            row = formulas.labelled(name, f"step.1.{name}", self.SIZE, most=6)
            self.results.append(row.fit(2.3).centered(x, after.y - 0.12))
        self.add(*self.words, *self.gradients, *self.results)
