"""What the network lesson says is so, for all its parameters."""

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.lessons.numbers import network
from scenes.lessons.numbers import network_claims as claims
from scenes.lessons.numbers.network_costs import ACTIVATIONS
from scenes.stage.writing import words

some = st.fractions(-3, 3, max_denominator=10)
rows = st.lists(st.tuples(some, some, some), min_size=1, max_size=3).map(tuple)
few = st.lists(st.integers(1, 5), min_size=2, max_size=5).map(lambda found: "-".join(map(str, found)))


def trace(**given):
    return network.trace(network.defaults() | given)


@given(rows, some)
@settings(deadline=None, max_examples=60)
def test_which_neurons_are_off_and_what_comes_back_through_them(neurons, x):
    made = trace(neurons=neurons, input=x)
    off = [weight * x + bias <= 0 for weight, bias, _ in neurons]
    said = claims.caption_variant(made, "hidden_back")
    assert said == claims.caption_variant(made, "forward")
    assert said == ("all_off" if all(off) else "some_off" if any(off) else "all_on")
    slope = 2 * (sum(v * max(F(0), w * x + b) for w, b, v in neurons) + F(1, 10) - 4)
    for j, (shut, (_, _, out)) in enumerate(zip(off, neurons, strict=True), 1):
        path = f"small.layer.1.neuron.{j}.gradient"
        assert made.number(f"{path}.z") == (0 if shut else out * slope)
        assert made.number(f"{path}.weight.1") == made.number(f"{path}.z") * x
    assert claims.caption_variant(made, "sum_paths") == ("one" if len(neurons) == 1 else "many")
    parts = [made.number(f"small.gradient.path.{j}") for j in range(1, len(neurons) + 1)]
    assert sum(parts) == made.number("small.gradient.input.1")


@given(few, st.sampled_from(ACTIVATIONS), st.integers(0, 10**6))
@settings(deadline=None, max_examples=60)
def test_what_is_said_of_the_neuron_that_collects(layers, activation, seed):
    made = trace(layers=layers, activation=activation, seed=seed)
    widths = list(map(int, layers.split("-")))
    layer, neuron, edges = (int(made.number(f"collect.{name}")) for name in ("layer", "neuron", "edges"))
    assert edges == widths[layer + 1]
    assert (layer == 0) == (len(widths) == 2)
    said = claims.caption_variant(made, "collect")
    assert said == ("inputs" if layer == 0 else "single" if edges == 1 else "all")
    assert claims.caption_variant(made, "matrices") == ("gate" if layer else "inputs")
    right = f"deep.layer.{layer}.neuron.{neuron}.gradient.z" if layer else f"deep.gradient.input.{neuron}"
    one, whole, nudged = (made.number(f"wrong.gradient.{name}") for name in ("one", "all", "nudged"))
    assert float(whole) == pytest.approx(float(made.number(right)), abs=1e-12)
    wrong = claims.caption_variant(made, "wrong")
    if edges == 1:
        assert wrong == "single"
    elif one == whole:
        assert wrong == "same"
    elif wrong == "wrong":
        assert abs(nudged - whole) <= abs(one - whole) / 1000
    else:
        assert wrong == "apart"
    assert made.number("cost.backpropagation") < made.number("cost.nudging")


@pytest.mark.parametrize(
    ("layers", "said"),
    [("2-3-2-1", "whole"), ("2-16-16-1", "whole"), ("2-17-1", "cut"), ("64-1", "cut"), ("3-2", "flat")],
)
def test_dots_are_spoken_of_where_neurons_are_left_out(layers, said):
    assert claims.caption_variant(trace(layers=layers), "deep") == said


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_there_are_words_for_every_claim(language: str):
    off = {"all_on", "some_off", "all_off"}
    variants = {
        "forward": off,
        "hidden_back": off,
        "sum_paths": {"one", "many"},
        "deep": {"whole", "cut", "flat"},
        "collect": {"all", "single", "inputs"},
        "wrong": {"wrong", "apart", "same", "single"},
        "matrices": {"gate", "inputs"},
    }
    for shot in words.load(language).lesson("network").shots:
        captions = set() if isinstance(shot.caption, str) else set(shot.caption)
        assert captions == variants.get(shot.name, set())
