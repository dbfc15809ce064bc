"""While the line of the loss lesson moves, its drawings show in every frame what the numbers beside them say."""

import pytest

from scenes.lessons import index
from scenes.lessons.numbers import loss as numbers
from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.memory import tidied_afterwards
from scenes.render.watching import watch
from scenes.stage.frame.layout import ASPECTS
from scenes.stage.look.theme import DARK
from scenes.stage.settings import Settings

FPS = 10
NEAR = 1e-3  # the numbers are shown to three places at least


def shown(value):
    return float(value.shown.replace("−", "-"))


class Measuring:
    """Measures, within the moves, the slope and height of the line, and from the mean on its squares and columns."""

    is_watching = True  # it wants to look often

    def __init__(self):
        self.lines = self.losses = 0

    def look_away(self) -> None:
        pass

    def look(self, scene, time, since, at_rest):
        weight, bias = (getattr(scene, f"{name}_row", None) for name in ("weight", "bias"))
        if at_rest or weight is None or (weight.parts[1].at_rest and bias.parts[1].at_rest):
            return
        plot, axes = scene.plot, scene.plot.axes
        across, up = axes.plot.width / float(axes.x.span), axes.plot.height / float(axes.y.span)
        (x0, y0), (x1, y1) = (
            (
                (x - axes.plot.left) / across + float(axes.x.low),
                (y - axes.plot.bottom) / up + float(axes.y.low),
            )
            for x, y, _ in plot.line.points[[0, -1]]
        )
        slope = (y1 - y0) / (x1 - x0)
        assert slope == pytest.approx(shown(weight.parts[1]), abs=NEAR), time
        assert y0 - slope * x0 == pytest.approx(shown(bias.parts[1]), abs=NEAR), time
        self.lines += 1
        if scene.loss_row.parts[1].at_rest or scene.loss_row not in scene.mobjects:
            return
        loss, columns = shown(scene.loss_row.parts[1]), scene.columns
        heights = [bar.height / columns.unit for bar in columns.bars]
        areas = [square.width * square.height / across / up for square in plot.squares]
        assert (scene.level.get_y() - columns.y) / columns.unit == pytest.approx(loss, abs=NEAR), time
        assert sum(heights) / len(heights) == pytest.approx(loss, abs=NEAR), time
        assert sum(areas) / len(areas) == pytest.approx(loss, abs=NEAR), time
        self.losses += 1


def test_no_drawing_lags_behind_its_number():
    with tidied_afterwards(), quick_manim(), manim_set(ASPECTS["16:9"], (960, 540), FPS):
        scene = index.film("loss")(Settings(numbers.defaults(), "en", DARK))
        measuring = Measuring()
        watch(scene, measuring, FPS)
    assert measuring.lines > 120
    assert measuring.losses > 60
