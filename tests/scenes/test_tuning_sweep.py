"""The forward passes that are counted while knob after knob is tried, against counts by hand."""

from fractions import Fraction as F

import pytest

from scenes.lessons.numbers import tuning
from scenes.stage.frame.region import Region
from scenes.stage.tuning.many_knobs import ManyKnobs
from scenes.stage.tuning.sweep import Sweep
from tests.scenes.drawings.pens import pen


def sweep(layers: str) -> Sweep:
    trace = tuning.trace(tuning.defaults() | {"layers": layers})
    written = pen("en", {path: trace.number(path) for path in trace})
    many = ManyKnobs(Region(-6.4, -2.6, 6.4, 2.6), written)
    return Sweep(many, [many.rings(layer) for layer in range(1, many.count + 1)], written.theme)


def test_every_knob_is_two_passes():
    # 2 inputs, 3 neurons, 1 neuron: 6 weights, 3 biases, 3 weights, 1 bias, all of them drawn
    tried = sweep("2, 3, 1")
    assert [tried.passes(F(knob, 13)) for knob in range(14)] == [2 * knob for knob in range(14)]
    assert tried.passes(1 / 26) == 1


@pytest.mark.parametrize("layers", ["784, 16, 16, 10", "1, 1", "1024, 1, 1024"])
def test_the_last_pass_is_the_last_of_all(layers: str):
    numbers = tuning.trace(tuning.defaults() | {"layers": layers})
    assert sweep(layers).passes(1.0) == numbers.number("network.passes")


def test_a_layer_of_which_not_all_is_drawn_counts_whole():
    # 784 * 16 weights and 16 biases were tried when the sweep comes to the last 16 * 16 + 16 * 10 edges and 26 neurons
    tried = sweep("784, 16, 16, 10")
    places = len(tried.stops)
    assert tried.passes(F(places - 442, places)) == 25120
    assert tried.passes(F(places - 443, places)) == 25118  # the bias before it
