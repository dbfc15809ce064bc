"""The dense network against its numbers: widths, dashes, places, what is written and what runs along the edges."""

from fractions import Fraction as F
from itertools import pairwise

import numpy as np
import pytest
from manim import VMobject

from engine import Network, Trace
from engine.networks.network import Dense
from engine.traces.sources import network_trace
from scenes.stage.declared import declared
from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.drawings.networks.state import NetworkState
from scenes.stage.drawings.path_arrow import RunAlong
from scenes.stage.frame.region import Region
from scenes.stage.writing.binding import binding_of
from scenes.stage.writing.fitting import LEAST_SIZE
from tests.scenes.drawings.pens import pen

WIDE, SQUARE, TALL = Region(-6.4, -2.6, 6.4, 2.6), Region(-4, -3, 4, 3), Region(-3.6, -5, 3.6, 5.5)
REGIONS = [WIDE, SQUARE, TALL]


def storyboard() -> Trace:
    """The network of lesson 7."""
    first = Dense(np.array([[F(1), F(1, 2), F(-1)]]), np.array([F(0), F(1, 5), F(1, 2)]), "relu")
    second = Dense(np.array([[F(1, 2)], [F(4, 5)], [F(1)]]), np.array([F(1, 10)]))
    return network_trace(Network((first, second)), [F(21, 10)], [F(4)], "squared_error")


def random(*widths: int, prefix: str = "", seed: int = 3) -> Trace:
    """A network with weights of one decimal, exactly."""
    numbers = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray:
        return np.vectorize(lambda tenths: F(int(tenths), 10), otypes=[object])(numbers.integers(-15, 16, shape))

    pairs = list(pairwise(widths))
    layers = [
        Dense(some(a, b), some(b), "relu" if k < len(pairs) - 1 else "identity") for k, (a, b) in enumerate(pairs)
    ]
    return network_trace(Network(tuple(layers)), some(widths[0]), some(widths[-1]), "squared_error", prefix)


def picture(trace: Trace, region: Region = WIDE, **kwargs: object) -> NetworkPicture:
    written = pen("en", {path: trace.number(path) for path in trace})
    return NetworkPicture(region, written, NetworkState.of_trace(trace), **kwargs)


def numbers(drawing: NetworkPicture) -> list[VMobject]:
    kinds = ("activation", "z", "gradient.z", "weight", "gradient.weight")
    return [value for kind in kinds for group in drawing.values(kind) for value in group]


def box(mobject: VMobject) -> tuple[float, float, float, float]:
    (left, bottom, _), (right, top, _) = mobject.get_corner([-1, -1, 0]), mobject.get_corner([1, 1, 0])
    return left, bottom, right, top


def ink(edge: VMobject) -> float:
    """The length of what is drawn of a straight edge."""
    return sum(float(np.linalg.norm(piece[-1] - piece[0])) for piece in edge.get_subpaths())


def test_the_width_of_an_edge_is_its_weight_on_one_scale():
    trace = random(2, 3, 2, 1)
    drawing = picture(trace)
    largest = max(abs(trace.number(path)) for path in trace if ".weight." in path and "gradient" not in path)
    widest = max(edge.stroke_width for group in drawing.edges for edge in group)
    for layer, sources, targets in ((1, 2, 3), (2, 3, 2), (3, 2, 1)):
        for i in range(1, sources + 1):
            for j in range(1, targets + 1):
                read = drawing.edge(layer, i, j).stroke_width / widest * float(largest)
                assert read == pytest.approx(abs(float(trace.number(f"layer.{layer}.neuron.{j}.weight.{i}"))))


def test_a_negative_weight_is_dashed_and_a_positive_one_solid():
    drawing = picture(storyboard())
    for edge in (drawing.edge(1, 1, 1), drawing.edge(1, 1, 3)):
        begins, ends = edge.ends
        length = float(np.linalg.norm(ends - begins))
        if edge.weight < 0:
            assert len(edge.get_subpaths()) > 5
            assert 0.5 * length < ink(edge) < 0.75 * length
        else:
            assert ink(edge) == pytest.approx(length)


def test_dashes_begin_and_end_where_the_edge_does():
    dashed, solid = picture(storyboard()).edge(1, 1, 3), picture(storyboard()).edge(1, 1, 3).show(1.0)
    assert np.allclose(dashed.ends, solid.ends)


def test_layers_stand_from_left_to_right_and_edges_run_that_way():
    drawing = picture(random(2, 3, 2, 1), TALL)
    columns = [{round(float(neuron.get_center()[0]), 6) for neuron in layer} for layer in drawing.neurons]
    assert all(len(column) == 1 for column in columns)
    places = [column.pop() for column in columns]
    assert places == sorted(places)
    assert len(set(places)) == 4
    assert all(edge.ends[0][0] < edge.ends[1][0] for layer in drawing.edges for edge in layer)


def test_a_neuron_that_is_off_is_hollow_and_dashed():
    drawing = picture(storyboard())
    off, on = drawing.neuron(1, 3), drawing.neuron(1, 2)
    assert off.is_hollow
    assert off.body.get_fill_opacity() == 0
    assert off.body.stroke_width == 0
    assert len(off.ring.get_subpaths()) > 5
    assert not on.is_hollow
    assert on.body.get_fill_opacity() == 1
    assert not drawing.neuron(2, 1).is_hollow  # no ReLU there


def test_before_the_forward_pass_no_neuron_shows_whether_it_is_on():
    drawing = picture(storyboard()).wait_for_forward()
    assert not drawing.neuron(1, 3).is_hollow
    waking = drawing.wake(1)
    waking.begin()
    waking.interpolate(1)
    waking.finish()
    assert drawing.neuron(1, 3).is_hollow
    assert not drawing.neuron(1, 1).is_hollow


def test_a_large_layer_has_a_gap_with_dots_and_says_how_many_neurons_it_has():
    drawing = picture(random(3, 40, 1), TALL)
    assert drawing.drawn(1) == [1, 2, 3, 4, 5, 6, 7, 38, 39, 40]
    (dots,) = drawing.gaps
    last_above, first_below = drawing.neuron(1, 7).get_bottom()[1], drawing.neuron(1, 38).get_top()[1]
    assert len(dots) == 3
    assert first_below < dots.get_bottom()[1] < dots.get_top()[1] < last_above
    assert ("40", "how many neurons the layer has") in declared(drawing.count(1)).constants
    with pytest.raises(KeyError):
        drawing.edge(1, 1, 8)


def test_sixteen_neurons_are_drawn_whole():
    drawing = picture(random(16, 16, 16, 16, 16))
    assert [len(layer) for layer in drawing.neurons] == [16] * 5
    assert not len(drawing.gaps)


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("widths", [(1, 3, 1), (2, 3, 2, 1), (1, 8, 8, 1), (3, 40, 1), (16, 16, 16, 16, 16), (1, 1)])
def test_everything_stays_in_its_region(region: Region, widths: tuple[int, ...]):
    drawing = picture(random(*widths), region, beside=("weight",))
    for part in (drawing, *numbers(drawing)):
        left, bottom, right, top = box(part)
        assert region.left <= left < right <= region.right
        assert region.bottom <= bottom < top <= region.top
    assert float(drawing.width) > 0.95 * region.width


@pytest.mark.parametrize("region", REGIONS)
def test_every_number_is_bound_to_its_quantity(region: Region):
    trace = storyboard()
    drawing = picture(trace, region, beside=("weight",))
    expected = {
        ("activation", 0, 1): "input.1",
        ("z", 1, 3): "layer.1.neuron.3.z",
        ("activation", 2, 1): "prediction.1",
        ("gradient.z", 1, 2): "layer.1.neuron.2.gradient.z",
    }
    for (kind, layer, neuron), path in expected.items():
        assert drawing.value(kind, layer, neuron).path == path
    shown = [drawing.value("gradient.z", layer, 1).shown for layer in (1, 2)]
    assert shown == ["−1.85", "−3.7"]  # -3.7 times 0.5, and 2 (2.15 - 4)
    for value in numbers(drawing):
        for leaf in value.submobjects:
            binding = binding_of(leaf)
            assert binding is not None
            assert binding.number == trace.number(binding.path)


def test_a_number_stands_inside_above_or_below_its_neuron():
    drawing = picture(storyboard(), Region(-6, -3.5, 6, 3.5), above=("z", "bias"), below=("gradient.z",))
    left, bottom, right, top = box(drawing.neuron(1, 2))
    inside = box(drawing.value("activation", 1, 2))
    assert left < inside[0] < inside[2] < right
    assert bottom < inside[1] < inside[3] < top
    z, bias, delta = (box(drawing.value(kind, 1, 2)) for kind in ("z", "bias", "gradient.z"))
    assert top < z[1] < z[3] < bias[1]
    assert delta[3] < bottom
    assert bias[3] < box(drawing.value("gradient.z", 1, 1))[1]  # the next neuron's number is further away


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("trace", [storyboard(), random(2, 3, 2, 1), random(2, 2, 2, seed=5)])
def test_numbers_keep_clear_of_edges_and_of_each_other(trace: Trace, region: Region):
    drawing = picture(trace, region, beside=("weight",))
    placed = [box(value) for value in numbers(drawing)]
    for k, (left, bottom, right, top) in enumerate(placed):
        here = Region(left, bottom, right, top)
        assert all(here.clip(*edge.ends) is None for group in drawing.edges for edge in group)
        for other in placed[:k]:
            assert other[2] < left or right < other[0] or other[3] < bottom or top < other[1]


def test_the_numbers_of_the_lesson_are_all_there_and_legible():
    drawing = picture(storyboard(), beside=("weight",))
    for kind in ("activation", "z", "gradient.z", "weight"):
        assert drawing.writes(kind)
    assert [len(drawing.values("weight", layer)) for layer in (0, 1, 2)] == [0, 3, 3]
    assert [value.shown for value in drawing.values("weight", 1)] == ["1", "0.5", "−1"]
    for value in numbers(drawing):
        digit = max(float(leaf.height) for leaf in value.submobjects)
        assert digit >= 0.63 * LEAST_SIZE * 0.5 / 48  # the height of a digit is at least 0.63 em


def test_what_would_be_too_small_to_read_is_not_written():
    drawing = picture(random(1, 8, 8, 1), beside=("weight",))
    assert not any(map(drawing.writes, ("activation", "z", "weight")))
    assert not any(len(group) for group in drawing.values("activation"))
    with pytest.raises(KeyError):
        drawing.value("z", 1, 1)


def test_numbers_can_show_another_step():
    steps = {**random(1, 2, 1, prefix="step.0."), **random(1, 2, 1, prefix="step.1.", seed=8)}
    trace = Trace({path: found.numbers.item() for path, found in steps.items()})
    written = pen("en", {path: trace.number(path) for path in trace})
    drawing = NetworkPicture(WIDE, written, NetworkState.of_trace(trace, "step.0."), "step.0.")
    drawing.rebind("step.1.")
    value = drawing.value("z", 1, 2)
    assert value.path == "step.1.layer.1.neuron.2.z"
    assert value.number == trace.number("step.1.layer.1.neuron.2.z")


def spots_at(animation: object, alpha: float) -> list[np.ndarray]:
    animation.interpolate(alpha)
    return [spot.get_center() for spot in animation.spots if spot.get_family()[-1].has_points()]


def test_signals_run_to_the_right_forward_and_to_the_left_backward():
    drawing = picture(storyboard())
    for animation, way in ((drawing.forward_signals(1), 1), (drawing.backward_signals(2), -1)):
        animation.begin()
        early, late = spots_at(animation, 0.3), spots_at(animation, 0.5)
        assert early
        assert way * (late[0][0] - early[0][0]) > 0.2
        assert spots_at(animation, 1.0) == []


def test_signals_are_as_large_as_what_flows():
    drawing = picture(storyboard())
    signals = drawing.forward_signals(2).signals
    assert len(signals) == 2  # the third neuron is off: nothing comes out of it
    assert (signals[0].radius / signals[1].radius) ** 2 == pytest.approx(1.05 / 1.0)  # 2.1 x 0.5, 1.25 x 0.8
    (negative,) = [signal for signal in drawing.forward_signals(1).signals if signal.negative]
    assert np.allclose(negative.end, drawing.edge(1, 1, 3).ends[1])
    backward = drawing.backward_signals(1).signals
    assert (backward[0].radius / backward[1].radius) ** 2 == pytest.approx(1.85 / 1.48)
    assert len(backward) == 2


def test_gradient_arrows_are_as_thick_as_gradients_and_point_left():
    drawing = picture(storyboard())
    first, second, third = drawing.gradient_arrows(2)
    assert first.thickness / second.thickness == pytest.approx(7.77 / 4.625)
    assert drawing.gradient_arrows(1)[0].thickness / first.thickness == pytest.approx(3.885 / 7.77)
    assert not third.has_points()
    begins, ends = drawing.edge(2, 1, 1).ends
    assert float(first.get_left()[0]) == pytest.approx(begins[0], abs=0.15)
    assert np.abs(first.points - begins).sum(axis=1).min() < 1e-6  # its tip
    growing = RunAlong(drawing.gradient_arrows(2), rate_func=lambda share: share, lag_ratio=0)
    growing.begin()
    growing.interpolate(0.5)
    half = growing.mobject[0]
    assert float(half.get_left()[0]) == pytest.approx((begins[0] + ends[0]) / 2, abs=0.1)
    assert float(half.get_right()[0]) == pytest.approx(float(first.get_right()[0]))


def test_one_neurons_edges_can_be_lit():
    drawing = picture(random(2, 3, 2, 1))
    lit = drawing.edges_out_of(1, 2)
    assert [edge.ends[0][1] for edge in lit] == pytest.approx([lit[0].ends[0][1]] * 2, abs=0.5)
    shading = drawing.highlight(lit)
    shading.begin()
    shading.interpolate(1)
    bright = [edge for group in drawing.edges for edge in group if edge.get_stroke_opacity() == 1]
    assert bright == list(lit)
    back = drawing.highlight_all()
    back.begin()
    back.interpolate(1)
    assert all(edge.get_stroke_opacity() == 1 for group in drawing.edges for edge in group)


def test_edges_follow_a_history_without_being_made_anew():
    weights = {"layer.1.weight": np.array([[1.0, -2.0]]), "layer.2.weight": np.array([[0.5], [0.25]])}
    turned = {name: -0.5 * weight for name, weight in weights.items()}
    now = [NetworkState.of_parameters(weights)]
    drawing = NetworkPicture(SQUARE, pen(), now[0], largest_weight=4.0)
    family = [id(part) for part in drawing.get_family()]
    edge = drawing.edge(1, 1, 1)
    width = edge.stroke_width
    assert not edge.is_dashed
    drawing.follow(lambda: now[0])
    now[0] = NetworkState.of_parameters(turned)
    drawing.update()
    assert edge.is_dashed
    assert edge.stroke_width == pytest.approx(width / 2)
    assert drawing.edge(1, 1, 2).stroke_width == pytest.approx(width)
    assert [id(part) for part in drawing.get_family()] == family
    drawing.rest()
    now[0] = NetworkState.of_parameters(weights)
    drawing.update()
    assert edge.is_dashed


def test_a_moved_picture_still_follows():
    drawing = picture(storyboard()).shift([1.0, -0.5, 0]).scale(0.8)
    edge = drawing.edge(1, 1, 1)
    before = np.array(edge.ends)
    edge.show(-0.3)
    edge.show(0.3)
    assert np.allclose(edge.ends, before)


def test_the_key_shows_a_round_weight_on_the_scale_of_the_edges():
    trace = storyboard()
    positive, negative = picture(trace).scale_key()
    assert positive[0].stroke_width == picture(trace).edge(1, 1, 1).stroke_width  # the weight there is 1
    assert negative[0].is_dashed
    assert declared(negative[1]).constants[0][0] == "1"


def test_the_state_of_a_batch_or_of_nothing_is_refused():
    network = Network.neuron([1.0], 0.0)
    batch = network_trace(network, np.array([[1.0], [2.0]]), np.array([[0.0], [0.0]]), "mean_squared_error")
    with pytest.raises(ValueError, match="a batch"):
        NetworkState.of_trace(batch)
    with pytest.raises(ValueError, match="no network"):
        NetworkState.of_trace(Trace({"loss": 1}))
