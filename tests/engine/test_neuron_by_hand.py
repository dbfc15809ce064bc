"""One neuron worked out by hand: x = 2.1, w = 1, b = 0, target 4, L = (p - y)^2, learning rate 0.1.

Forward:  p = 1 * 2.1 + 0 = 2.1;  p - y = 2.1 - 4 = -1.9;  L = 1.9^2 = 3.61 = 361/100.
Backward: dL/dp = 2 * (-1.9) = -3.8;  dL/dw = -3.8 * 2.1 = -7.98 = -399/50;  dL/db = -3.8 = -19/5;  dL/dx = -3.8 * 1
= -3.8. Update:   w = 1 + 0.798 = 1.798 = 899/500;  b = 0.38 = 19/50.
Forward:  p = 1.798 * 2.1 + 0.38 = 3.7758 + 0.38 = 4.1558 = 20779/5000;  L = 0.1558^2 = 0.02427364.
"""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from engine import Node, backward, constant, derivative, descend, exact, variable


def neuron(parameters: Mapping[str, Node]) -> dict[str, Node]:
    kind = exact if isinstance(parameters["weight"].number, Fraction) else float
    prediction = parameters["weight"] * constant(kind("2.1")) + parameters["bias"]
    return {"prediction": prediction, "loss": (prediction - constant(kind("4"))) ** 2}


def history(rate: str, steps: int):
    return descend(neuron, {"weight": Fraction(1), "bias": Fraction(0)}, exact(rate), steps).steps


def test_forward_backward_update_and_forward_again_are_exact():
    first, second = history("0.1", 1)
    assert first.nodes["prediction"].number == Fraction(21, 10)
    assert first.nodes["loss"].number == Fraction(361, 100)
    assert first.gradient("prediction").item() == Fraction(-19, 5)
    assert first.gradient("weight").item() == Fraction(-399, 50)
    assert first.gradient("bias").item() == Fraction(-19, 5)
    assert second.parameters["weight"].number == Fraction(899, 500)
    assert second.parameters["bias"].number == Fraction(19, 50)
    assert second.nodes["prediction"].number == Fraction(20779, 5000)
    assert second.nodes["loss"].number == Fraction(2427364, 100000000)


def test_a_small_rate_creeps():
    # w = 1 + 0.0798, b = 0.038: p = 1.0798 * 2.1 + 0.038 = 2.30558; L = 1.69442^2 = 2.8710591364
    second = history("0.01", 1)[1]
    assert second.nodes["prediction"].number == exact("2.30558")
    assert second.nodes["loss"].number == exact("2.8710591364")


@pytest.mark.parametrize(("rate", "steps"), [("0.1", 4), ("0.15", 16)])
def test_steps_until_the_loss_is_below_a_millionth(rate: str, steps: int):
    losses = [step.nodes["loss"].number for step in history(rate, steps)]
    below = [loss < Fraction(1, 10**6) for loss in losses]
    assert below.index(True) == steps


def test_one_rate_lands_in_one_step_and_another_blows_up():
    assert history("50/541", 1)[1].nodes["loss"].number == 0
    losses = [step.nodes["loss"].number for step in history("0.2", 5)]
    assert losses == sorted(losses)
    # the error is multiplied by 1 - 2 * 0.2 * (2.1^2 + 1) = -1.164 at every step
    assert losses[1] / losses[0] == exact("1.164") ** 2


def test_parameters_are_updated_together_from_the_same_gradients():
    # loss = w * b: both gradients come from the old values. w = 2, b = 3, rate 1: w' = 2 - 3 = -1, b' = 3 - 2 = 1.
    # An update of b with the new w would give b' = 3 - (-1) = 4.
    second = descend(lambda p: {"loss": p["w"] * p["b"]}, {"w": Fraction(2), "b": Fraction(3)}, Fraction(1), 1).steps[1]
    assert (second.parameters["w"].number, second.parameters["b"].number) == (-1, 1)


def test_a_model_may_give_the_loss_alone():
    # w := w - 2 w / 4 halves w: loss 1, 1/4, 1/16
    steps = descend(lambda p: p["w"] ** 2, {"w": Fraction(1)}, Fraction(1, 4), 2).steps
    assert [step.loss for step in steps] == [1, Fraction(1, 4), Fraction(1, 16)]


def test_descent_refuses_what_makes_no_sense():
    start = {"w": Fraction(1)}
    with pytest.raises(ValueError, match="gives no `loss`, only: cost"):
        descend(lambda p: {"cost": p["w"]}, start, Fraction(1), 1)
    with pytest.raises(ValueError, match="steps: must be at least 0"):
        descend(lambda p: p["w"] ** 2, start, Fraction(1), -1)
    with pytest.raises(ValueError, match="learning_rate: must be finite"):
        descend(lambda p: p["w"] ** 2, {"w": 1.0}, float("nan"), 1)
    with pytest.raises(TypeError, match="w is exact and the learning rate is a float"):
        descend(lambda p: p["w"] ** 2, start, 0.1, 1)
    with pytest.raises(TypeError, match="w is a float and the learning rate is exact"):
        descend(lambda p: p["w"] ** 2, {"w": 1.0}, Fraction(1, 10), 1)


def test_arrays_descend_too():
    # loss = (w . w) / 2 has gradient w: a rate of 1/2 halves every entry
    start = {"w": [Fraction(4), Fraction(-6)]}
    second = descend(lambda p: (p["w"] ** 2).sum() / 2, start, Fraction(1, 2), 1).steps[1]
    assert second.parameters["w"].value.tolist() == [2, -3]


def test_the_same_code_runs_on_floats():
    steps = descend(neuron, {"weight": 1.0, "bias": 0.0}, 0.1, 1).steps
    assert steps[0].gradient("weight").item() == pytest.approx(-7.98, abs=1e-14)
    assert steps[1].nodes["loss"].number == pytest.approx(0.02427364, abs=1e-14)


def test_every_edge_of_the_walk_is_kept_in_order():
    # L = s * s with s = w x + b at w = 3, x = 2, b = 1: s = 7, dL/ds = 14, dL/dw = 28, dL/db = 14
    w, x, b = variable(Fraction(3), "w"), constant(Fraction(2)), variable(Fraction(1), "b")
    total = w * x + b
    walk = backward(total**2)
    seen = [
        (edge.node.operation.name, edge.upstream.item(), edge.local.item(), edge.contribution.item())
        for edge in walk.edges
    ]
    assert seen == [
        ("square", 1, 14, 14),
        ("add", 14, 1, 14),
        ("add", 14, 1, 14),
        ("multiply", 14, 2, 28),
    ]
    assert walk.gradient(w).item() == 28
    assert walk.gradient(b).item() == 14
    assert derivative(total, w).item() == 2


def test_a_value_used_twice_collects_both_contributions():
    # e * e at e = -1.9: two paths, -1.9 each; overwriting instead of adding would give -1.9
    e = variable(exact("-1.9"))
    assert backward(e * e).gradient(e).item() == exact("-3.8")
