"""The drawings of the training lesson: what is drawn has the size of its number."""

import numpy as np
import pytest

from engine import Dataset, Network
from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.drawings.networks.state import NetworkState
from scenes.stage.frame.region import Region
from scenes.stage.training.fit_curve import FitCurve
from scenes.stage.training.fit_map import FitMap
from scenes.stage.training.loss_chart import LossChart, loss_scale
from scenes.stage.training.straight import StraightNetwork
from scenes.stage.training.wishes import EdgeWishes
from tests.scenes.drawings.pens import pen

REGION = Region(-4, -3, 4, 3)


def test_losses_far_above_the_start_are_cut_off():
    scale = loss_scale(1.0, [1.0, 0.1, 1e30])
    assert float(scale.low) < 0.1
    assert 100 <= float(scale.high) < 1000


def test_a_loss_curve_ends_at_its_loss():
    writer = pen()
    losses = [1.0, 0.1, 0.01]
    chart = LossChart(REGION, writer, 2, loss_scale(1.0, losses), writer.symbol("input", 30))
    series = chart.series([0, 1, 2], losses).upto(2)
    up = [chart.axes.y_place(loss) for loss in losses]
    assert series.dot.get_center()[1] == pytest.approx(up[2])
    assert up[0] - up[1] == pytest.approx(up[1] - up[2])  # an equal length for an equal factor
    assert series.upto(0.5).end[1] == pytest.approx((up[0] + up[1]) / 2)


def test_an_edge_is_wished_against_its_gradient():
    writer = pen()
    state = NetworkState((np.array([[1.0, -1.0]]), np.array([[1.0], [1.0]])))
    network = NetworkPicture(REGION, writer, state, above=(), below=())
    wishes = EdgeWishes(network, 1, np.array([[4.0, -1.0]]), 4.0)
    # the gradient 4 wishes a smaller weight, -1 a larger one; a quarter of the size has half the length
    assert wishes.sizes[0] < 0 < wishes.sizes[1]
    assert abs(wishes.sizes[0]) == pytest.approx(2 * wishes.sizes[1])
    assert not len(wishes.show(0.0).points)


def test_the_border_is_where_the_answer_is_half_way():
    # the answer of this network is x1, between the classes 0 and 1: the border stands at x1 = 1/2
    examples = Dataset([[0.0, 0.0], [1.0, 1.0]], [[0.0], [1.0]])
    network = Network.of((2, 1), seed=0).with_parameters(
        {"layer.1.weight": np.array([[1.0], [0.0]]), "layer.1.bias": np.zeros(1)}
    )
    fit = FitMap(REGION, pen(), examples, None, network).show(network.parameters)
    assert np.allclose(fit.border.points[:, 0], fit.axes.x_place(0.5), atol=1e-6)


@pytest.mark.parametrize(("answer", "way"), [(50.0, 1), (-50.0, -1), (0.5, 0)])
def test_an_arrowhead_points_to_an_answer_out_of_sight(answer, way):
    examples = Dataset([[0.0], [1.0]], [[0.0], [1.0]])
    network = Network.of((1, 1), seed=0).with_parameters(
        {"layer.1.weight": np.zeros((1, 1)), "layer.1.bias": np.array([answer])}
    )
    fit = FitCurve(REGION, pen(), examples, None, network).show(network.parameters)
    assert bool(len(fit.away.points)) == (way != 0)
    assert bool(len(fit.answer.points)) == (way == 0)
    if way:
        assert way * (fit.away.get_center()[1] - fit.axes.plot.y) > 0


def test_a_network_without_hidden_neurons_has_the_ends_of_the_larger_one():
    state = NetworkState((np.ones((2, 3)), np.ones((3, 1))))
    network = NetworkPicture(REGION, pen(), state, above=(), below=())
    straight = StraightNetwork(network, [1.0, -2.0])
    assert list(straight.neurons) == [network.neuron(0, 1), network.neuron(0, 2), network.neuron(2, 1)]
    assert [edge.is_dashed for edge in straight.edges] == [False, True]
    assert straight.edges[1].stroke_width == pytest.approx(2 * straight.edges[0].stroke_width)
