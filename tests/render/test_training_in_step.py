"""While the network of the training lesson learns, epoch, loss, loss curve, edges and fitted curve show one record of
the trace in every frame, also in the middle of the time-lapse."""

import numpy as np
import pytest

from scenes.lessons import index
from scenes.lessons.numbers import training as numbers
from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.memory import tidied_afterwards
from scenes.render.watching import watch
from scenes.stage.frame.layout import ASPECTS
from scenes.stage.look.theme import DARK
from scenes.stage.settings import Settings

FPS = 10
LAPSES = ("again", "regions")


def shown(value):
    return float(value.shown.replace("−", "-"))


def read_off(scale, share):
    """The number at a share of an axis: what `share` undoes."""
    low, high = float(scale.low), float(scale.high)
    return low * (high / low) ** share if type(scale).__name__ == "Logarithmic" else low + share * (high - low)


def answer(weights, biases, inputs):
    """A ReLU network with a linear output, written out."""
    flowing = inputs
    for k, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        flowing = flowing @ weight + bias
        if k < len(weights) - 1:
            flowing = np.maximum(flowing, 0)
    return flowing


class Measuring:
    """Reads the drawings within the moves of the time-lapse, and on the way of the first step."""

    is_watching = True  # it wants to look often

    def __init__(self):
        self.epochs, self.losses, self.widths, self.flips, self.heights, self.steps = set(), 0, 0, 0, 0, 0

    def look_away(self) -> None:
        pass

    def look(self, scene, time, since, at_rest):
        shot = scene.shot.name if scene.shot else None
        loss = getattr(scene, "loss", None)
        if at_rest or loss is None or loss.number.at_rest:
            return
        if shot in LAPSES:
            self.lapse(scene, shot)
        if shot == "update":
            self.step(scene)

    def end_of(self, series):
        """Step and loss at the dot that ends a loss curve, read off its place."""
        axes = series.axes
        x, y, _ = series.dot.get_center()
        across = (x - axes.plot.left) / axes.plot.width
        up = (y - axes.plot.bottom) / axes.plot.height
        last = series.line.points[-1]
        assert np.allclose([x, y], last[:2], atol=1e-6)
        return read_off(axes.x, across), read_off(axes.y, up)

    def lapse(self, scene, shot):
        epoch = int(shown(scene.epoch.number))
        trace = scene.trace
        loss = trace.number(f"{shot}.record.{epoch}.loss")
        assert trace.number(f"{shot}.record.{epoch}.epoch") == epoch
        assert scene.epoch.number.path == f"{shot}.record.{epoch}.epoch"
        step, height = self.end_of(scene.series)
        assert step == pytest.approx(epoch, abs=1e-6)
        assert height == pytest.approx(loss, rel=1e-6)
        assert shown(scene.loss.number) == pytest.approx(loss, abs=6e-4)
        self.losses += 1
        if shot == "again":
            self.epochs.add(epoch)
            assert trace["history.loss"].array[epoch] == loss
            assert trace["weights.epoch"].array[epoch] == epoch  # this training is short enough for all its weights
            names = [f"weights.layer.{layer}" for layer in range(1, scene.net.layers + 1)]
            weights, biases = ([trace[f"{n}.{kind}"].array[epoch] for n in names] for kind in ("weight", "bias"))
            self.edges(scene.net, weights)
            self.curve(scene, weights, biases)

    def edges(self, net, weights):
        for layer, weight in enumerate(weights, 1):
            for i in net.drawn(layer - 1):
                for j in net.drawn(layer):
                    edge = net.edge(layer, i, j)
                    wanted = float(weight[i - 1, j - 1])
                    assert net.weight_scale.weight(edge.stroke_width) == pytest.approx(abs(wanted), rel=1e-9)
                    assert edge.is_dashed == (wanted < 0)
                    assert (len(edge.points) > 4) == (wanted < 0)  # dashes are several pieces
                    self.widths += 1
                    self.flips += edge.is_dashed

    def curve(self, scene, weights, biases):
        axes = scene.fit.axes
        places = scene.fit.answer.points[::4]
        inputs = read_off(axes.x, (places[:, 0] - axes.plot.left) / axes.plot.width)
        heights = read_off(axes.y, (places[:, 1] - axes.plot.bottom) / axes.plot.height)
        assert len(inputs) > 100
        assert np.allclose(heights, answer(weights, biases, inputs[:, None])[:, 0], atol=1e-6)
        self.heights += len(inputs)

    def step(self, scene):
        """Between two records too: the height of the curve's end is the loss that is written beside the network."""
        step, height = self.end_of(scene.series)
        assert 0 <= step <= 1
        assert height == pytest.approx(shown(scene.loss.number), abs=6e-4)
        self.steps += 1


def test_everything_shows_the_same_record():
    with tidied_afterwards(), quick_manim(), manim_set(ASPECTS["16:9"], (960, 540), FPS):
        scene = index.film("training")(Settings(numbers.defaults(), "en", DARK))
        measuring = Measuring()
        watch(scene, measuring, FPS)
    assert len(measuring.epochs) > 25
    assert {e for e in measuring.epochs if 50 < e < 250}
    assert measuring.losses > 60
    assert measuring.widths > 25 * 80
    assert 0 < measuring.flips < measuring.widths
    assert measuring.heights > 25 * 100
    assert measuring.steps > 10
