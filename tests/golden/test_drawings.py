"""Golden pictures of what lessons are built from: each was looked at before it was taken."""

from collections.abc import Callable
from fractions import Fraction as F

import numpy as np
import pytest
from manim import Mobject, VGroup
from PIL import Image

from engine import Dense, Network, Trace, backward, constant, contour_levels, descend, function_surface, variable
from engine.traces.sources import history_trace, network_trace
from scenes.lessons.numbers import neuron
from scenes.stage.drawings.graphs.graph import GraphPicture
from scenes.stage.drawings.landscapes.contour_map import ContourMap
from scenes.stage.drawings.landscapes.descent_path import DescentPath
from scenes.stage.drawings.landscapes.surface import SurfacePicture
from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.drawings.networks.state import NetworkState
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.data_points import HeldOutPoints, TrainingPoints
from scenes.stage.drawings.plots.gauge import Gauge
from scenes.stage.drawings.plots.history_table import Column, HistoryTable
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.loss_curve import LossCurve
from scenes.stage.drawings.plots.scales import Linear, Logarithmic
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.writing.pen import Pen
from tests.golden.plates import plate

Golden = Callable[[str, Image.Image], None]
NEURON = neuron.trace(neuron.defaults())
LOOKS = [("16:9", "dark"), ("9:16", "light"), ("1:1", "print"), ("4:3", "dark")]


@pytest.mark.parametrize(("aspect", "theme"), LOOKS)
def test_neuron(aspect: str, theme: str, golden: Golden):
    def draw(pen: Pen) -> Mobject:
        p = NeuronPicture(pen.layout.stage, pen, step=1)
        labels = (p.weight_label, p.bias_label, p.target_value, p.input_value, p.prediction_value, p.loss_value)
        return VGroup(p.machine, *labels)

    golden(f"neuron.{aspect.replace(':', 'x')}.{theme}", plate(draw, NEURON, aspect, theme))


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_network(theme: str, golden: Golden):
    """The network of lesson 7: one weight is negative, one neuron off."""
    first = Dense(np.array([[F(1), F(1, 2), F(-1)]]), np.array([F(0), F(1, 5), F(1, 2)]), "relu")
    second = Dense(np.array([[F(1, 2)], [F(4, 5)], [F(1)]]), np.array([F(1, 10)]))
    trace = network_trace(Network((first, second)), [F(21, 10)], [F(4)], "squared_error")

    def draw(pen: Pen) -> Mobject:
        picture = NetworkPicture(pen.layout.stage, pen, NetworkState.of_trace(trace), beside=("weight",))
        kinds = ("activation", "z", "gradient.z", "weight")
        return VGroup(picture, *(group for kind in kinds for group in picture.values(kind)))

    golden(f"network.{theme}", plate(draw, trace, "16:9", theme))


def test_graph(golden: Golden):
    weight, given, bias = variable(F(1), "weight"), variable(F(21, 10), "input"), variable(F(0), "bias")
    prediction = (weight * given + bias).named("prediction")
    walk = backward(((prediction - constant(F(4), "target")) ** 2).named("loss"))

    def draw(pen: Pen) -> Mobject:
        picture = GraphPicture(pen.layout.stage, pen, walk)
        return VGroup(picture, picture.values, picture.gradients, picture.locals)

    golden("graph", plate(draw, Trace.from_walk(walk)))


def test_plots(golden: Golden):
    """A curve with a corner through training and held-out data, a loss curve, a gauge and a table."""
    inputs = np.array([-1.5, -0.5, 0.5, 1.0, 2.0])

    def draw(pen: Pen) -> Mobject:
        left, right = pen.layout.stage.columns(1, 1, gap=0.6)
        above, below = left.rows(1, 0.9, gap=0.3)
        high, low = right.rows(1, 0.35, gap=0.3)
        axes = Axes(above, pen, Linear(-2, 3), Linear(-1, 3), x_end=pen.symbol("input", 40))
        curve = LiveCurve(axes).graph(lambda x: np.maximum(0, x), corners=(0,))
        training = TrainingPoints(axes, inputs, np.maximum(0, inputs) + [0.2, -0.3, 0.1, 0.3, -0.2])
        held_out = HeldOutPoints(axes, inputs + 0.25, np.maximum(0, inputs) + [-0.2, 0.3, 0.4, -0.3, 0.2])
        losses = [NEURON.number(f"step.{k}.loss") for k in range(5)]
        loss = LossCurve(high, pen, losses, pen.symbol("loss", 40), pen.label("step"))
        gauge = Gauge(low, pen, Logarithmic.around(losses), "step.1.loss")
        heads = [Column(pen.label("step"), "step.<k>"), Column(pen.symbol("weight", 40), "step.<k>.weight")]
        table = HistoryTable(below, pen, [*heads, Column(pen.symbol("loss", 40), "step.<k>.loss")], 4)
        return VGroup(axes, curve, training, held_out, loss, gauge, table)

    golden("plots", plate(draw, NEURON))


def two_valleys(w, b):
    """The mean squared error of tanh(w x + b) over the three points of lesson 9."""
    data = ((0, -0.5), (-2, 0.8), (4, 0))
    return sum((np.tanh(w * x + b) - y) ** 2 for x, y in data) / len(data)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_landscape(theme: str, golden: Golden):
    surface = function_surface(two_valleys, np.linspace(-1.4, 0.6, 81), np.linspace(-1.0, 0.8, 81))
    levels = contour_levels(surface.values, 14)

    def mean_squared_error(p):
        return two_valleys(p["w"], p["b"])

    history = descend(mean_squared_error, {"w": -1.0, "b": 0.0}, 0.1, 40)
    states = [(step.parameters["w"].value.item(), step.parameters["b"].value.item()) for step in history.steps]

    def draw(pen: Pen) -> Mobject:
        left, right = pen.layout.stage.columns(1, 1.15, gap=0.4)
        symbols = (pen.symbol("weight", 40), pen.symbol("bias", 40))
        flat = ContourMap(left, pen, surface, levels, symbols)
        path = DescentPath(flat, pen, states).upto(40)
        again = (pen.symbol("weight", 40), pen.symbol("bias", 40), pen.symbol("loss", 40))
        risen = SurfacePicture(right, pen, surface, levels, again, cells=24)
        return VGroup(flat, path, risen)

    golden(f"landscape.{theme}", plate(draw, history_trace(history), "16:9", theme))
