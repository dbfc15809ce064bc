"""The numbers of lesson 7, against the storyboard, against nudges worked out here, and against a count by hand."""

from fractions import Fraction as F
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.lessons.numbers import network, network_costs
from scenes.lessons.numbers.network_deep import Deep
from scenes.lessons.numbers.network_layers import numbers, widths
from scenes.stage.parameters import SettingError, read_settings


def values(**given: str):
    return read_settings({"network": network.PARAMETERS}, [f"network.{k}={v}" for k, v in given.items()], "network")


def test_the_small_network_has_the_numbers_of_the_storyboard():
    trace = network.trace(network.defaults())
    hidden = [f"small.layer.1.neuron.{j}" for j in (1, 2, 3)]
    assert [trace.number(f"{path}.z") for path in hidden] == [F("2.1"), F("1.25"), F("-1.6")]
    assert [trace.number(f"{path}.activation") for path in hidden] == [F("2.1"), F("1.25"), 0]
    assert trace.number("small.prediction.1") == F("2.15")
    assert trace.number("small.loss") == F("3.4225")
    assert trace.number("small.gradient.prediction.1") == F("-3.7")
    last = [trace.number(f"small.layer.2.neuron.1.gradient.weight.{j}") for j in (1, 2, 3)]
    assert last == [F("-7.77"), F("-4.625"), 0]
    assert [trace.number(f"{path}.gradient.weight.1") for path in hidden] == [F("-3.885"), F("-6.216"), 0]
    assert [trace.number(f"{path}.slope") for path in hidden] == [1, 1, 0]
    assert [trace.number(f"small.gradient.path.{j}") for j in (1, 2, 3)] == [F("-1.85"), F("-1.48"), 0]
    assert trace.number("small.gradient.input.1") == F("-3.33")
    assert (trace.number("small.neurons"), trace.number("small.off")) == (3, 1)


def plain_loss(weights, biases, inputs, targets, bend):
    """A forward pass in plain Python: lists of lists, weights[k][i][j] from neuron i to neuron j."""
    flowing = inputs
    for place, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        sums = [b + sum(a * row[j] for a, row in zip(flowing, weight, strict=True)) for j, b in enumerate(bias)]
        flowing = sums if place == len(weights) - 1 else [bend(z) for z in sums]
    return sum((a - y) ** 2 for a, y in zip(flowing, targets, strict=True))


def test_every_gradient_of_the_deep_network_is_what_a_nudge_of_its_weight_does():
    """The loss is a piece of a parabola over any one weight, so a nudge up and down gives its slope exactly."""
    deep = Deep.of(network.defaults())
    assert deep.network.exact
    weights = [layer.weight.tolist() for layer in deep.network.layers]
    biases = [layer.bias.tolist() for layer in deep.network.layers]
    inputs, targets = deep.inputs.tolist(), deep.targets.tolist()
    nudge = F(1, 1000)

    def slope(place: list, index: int) -> F:
        at, found = place[index], []
        for step in (nudge, -nudge):
            place[index] = at + step
            found.append(plain_loss(weights, biases, inputs, targets, lambda z: max(F(0), z)))
        place[index] = at
        return (found[0] - found[1]) / (2 * nudge)

    trace = network.trace(network.defaults())
    assert trace.number("deep.loss") == plain_loss(weights, biases, inputs, targets, lambda z: max(F(0), z))
    checked = 0
    for layer, weight in enumerate(weights, 1):
        for j in range(len(biases[layer - 1])):
            path = f"deep.layer.{layer}.neuron.{j + 1}.gradient"
            assert trace.number(f"{path}.bias") == slope(biases[layer - 1], j)
            for i, row in enumerate(weight):
                assert trace.number(f"{path}.weight.{i + 1}") == slope(row, j)
                checked += 1
    assert checked == 2 * 3 + 3 * 2 + 2 * 1


def test_one_edge_alone_is_wrong_and_a_nudge_finds_the_sum():
    trace = network.trace(network.defaults())
    assert trace.number("wrong.gradient.nudged") == trace.number("wrong.gradient.all")
    assert trace.number("wrong.gradient.one") != trace.number("wrong.gradient.all")
    layer, neuron = trace.number("collect.layer"), trace.number("collect.neuron")
    assert trace.number("wrong.gradient.all") == trace.number(f"deep.layer.{layer}.neuron.{neuron}.gradient.z")


@pytest.mark.parametrize(("layers", "activation"), [("3-8-2", "tanh"), ("2-17-4-1", "sigmoid"), ("1-1", "relu")])
def test_what_is_collected_is_measured_by_a_nudge(layers: str, activation: str):
    trace = network.trace(values(layers=layers, activation=activation))
    assert float(trace.number("wrong.gradient.nudged")) == pytest.approx(
        float(trace.number("wrong.gradient.all")), rel=1e-5, abs=1e-7
    )
    parts = [trace.number(f"collect.gradient.part.{j}") for j in range(1, int(trace.number("collect.edges")) + 1)]
    whole = float(sum(parts) * trace.number("collect.slope"))
    assert float(trace.number("wrong.gradient.all")) == pytest.approx(whole)


def test_multiplications_of_the_small_deep_network_counted_by_hand():
    """2-3-2-1 with ReLU. Forward: 6 + 6 + 2 products and a square: 15. Back: 2 for the error, 2 + 6 + 6 for the
    weights, 2 + 6 to carry deltas back: 24. Parameters: 14 weights, 6 biases. Nudging: 15 + 20 * (15 + 1)."""
    trace = network.trace(network.defaults())
    assert trace.number("cost.parameters") == 20
    assert trace.number("cost.backpropagation") == 15 + 24
    assert trace.number("cost.nudging") == 15 + 20 * 16


shapes = st.lists(st.integers(1, 9), min_size=2, max_size=7)


@given(shapes, st.sampled_from(network_costs.ACTIVATIONS))
@settings(deadline=None, max_examples=60)
def test_the_formula_gives_what_the_engine_counts(shape: list[int], activation: str):
    assert network_costs.by_formula(shape, activation) == network_costs.counted(shape, activation)


def test_the_formula_gives_what_the_engine_counts_on_large_networks():
    for shape, activation in (((64,) * 7, "tanh"), ((200, 300, 200, 100), "relu"), ((3, 500, 2), "sigmoid")):
        assert network_costs.by_formula(shape, activation) == network_costs.counted(shape, activation)


@given(st.lists(st.integers(1, 64), min_size=2, max_size=7))
@settings(deadline=None, max_examples=60)
def test_the_widest_network_has_about_a_billion_parameters(shape: list[int]):
    family = list(network_costs.family(shape))
    assert family[0] == tuple(shape)
    last = family[-1]
    parameters = sum(a * b + b for a, b in pairwise(last))
    assert abs(parameters - 10**9) < 10**7
    assert all(np.ptp([a / b for a, b in zip(wide, shape, strict=True)]) == 0 for wide in family)


def test_widths_and_rows_of_numbers_are_read():
    assert widths("2-3-2-1") == widths("2, 3, 2, 1") == (2, 3, 2, 1)
    assert numbers("seed") is None
    assert numbers("0.5, -1") == (F(1, 2), F(-1))


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("layers=5", "got 1 of them"),
        ("layers=1-2-3-4-5-6-7-8", "got 8 of them"),
        ("layers=2-65-1", "got '65'"),
        ("layers=2-x", "got 'x'"),
        ("layers=0-1", "got '0'"),
        ("inputs=1, two", "'two'"),
        ("inputs=1000001", "got 1000001"),
        ("activation=step", "must be one of"),
        ("neurons=1,2,3;1,2,3;1,2,3;1,2,3", "got 4 rows"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_one_line(setting: str, said: str):
    with pytest.raises(SettingError, match=said) as wrong:
        read_settings({"network": network.PARAMETERS}, [f"network.{setting}"], "network")
    assert "\n" not in str(wrong.value)


@pytest.mark.parametrize("given", [{"inputs": "1, 2, 3"}, {"targets": "1, 2"}])
def test_an_example_that_does_not_fit_the_network_is_refused_in_one_line(given: dict[str, str]):
    with pytest.raises(SettingError, match=f"network.{next(iter(given))}: the network 2-3-2-1 has") as wrong:
        network.check_together(values(**given))
    assert "\n" not in str(wrong.value)
