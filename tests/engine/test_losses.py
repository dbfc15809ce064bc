"""Losses: by hand, from 500 decimal figures far out, and what is refused. PyTorch's are in
test_networks_against_pytorch.py."""

import math
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest

from engine import LOSSES, Loss, Node, backward, hessian, huber, variable
from engine.networks.losses import loss_of

# Errors 2, -1/2, 0 and 3; squares 4, 1/4, 0, 9 with the sum 53/4
PREDICTION = np.array([[3.0, 0.5], [-1.0, 2.0]])
TARGET = np.array([[1.0, 1.0], [-1.0, -1.0]])


def exactly(array) -> np.ndarray:
    return np.array([[Fraction(entry) for entry in row] for row in np.asarray(array).tolist()], dtype=object)


@pytest.mark.parametrize(
    ("name", "value", "gradient"),
    [
        ("squared_error", Fraction(53, 4), [[4, -1], [0, 6]]),  # 2 (prediction - target)
        ("half_squared_error", Fraction(53, 8), [[2, Fraction(-1, 2)], [0, 3]]),
        ("mean_squared_error", Fraction(53, 16), [[1, Fraction(-1, 4)], [0, Fraction(3, 2)]]),
        ("half_mean_squared_error", Fraction(53, 32), [[Fraction(1, 2), Fraction(-1, 8)], [0, Fraction(3, 4)]]),
        ("absolute_error", Fraction(11, 2), [[1, -1], [0, 1]]),  # slope 0 at 0
        ("mean_absolute_error", Fraction(11, 8), [[Fraction(1, 4), Fraction(-1, 4)], [0, Fraction(1, 4)]]),
        ("huber", Fraction(33, 8), [[1, Fraction(-1, 2)], [0, 1]]),  # 2 - 1/2, 1/8, 0, 3 - 1/2
        ("mean_huber", Fraction(33, 32), [[Fraction(1, 4), Fraction(-1, 8)], [0, Fraction(1, 4)]]),
    ],
)
def test_by_hand(name: str, value: Fraction, gradient: list):
    loss = LOSSES[name]
    assert loss.name == name
    node = variable(PREDICTION)
    made = loss(node, TARGET)
    assert made.number == float(value) == loss(PREDICTION, TARGET)
    assert backward(made).gradient(node).tolist() == [[float(entry) for entry in row] for row in gradient]
    node = variable(exactly(PREDICTION))
    made = loss(node, exactly(TARGET))
    assert (made.number, type(made.number)) == (value, Fraction)
    assert loss(exactly(PREDICTION), exactly(TARGET)) == value
    found = backward(made).gradient(node)
    assert found.tolist() == gradient
    assert {type(entry) for entry in found.flat} == {Fraction}


def test_the_table_names_every_loss_and_says_what_it_is():
    assert list(LOSSES) == [
        *("squared_error", "half_squared_error", "mean_squared_error", "half_mean_squared_error"),
        *("absolute_error", "mean_absolute_error", "huber", "mean_huber", "binary_cross_entropy", "cross_entropy"),
    ]
    for loss in LOSSES.values():
        assert isinstance(loss, Loss)
        assert ("mean" in loss.about) == loss.mean


def test_a_loss_by_name():
    assert loss_of("mean_huber") is LOSSES["mean_huber"]
    mine = huber(2)
    assert loss_of(mine) is mine
    with pytest.raises(ValueError, match=r"^loss: must be one of squared_error, .*, cross_entropy, got 'mse'$"):
        loss_of("mse")


def test_targets_may_be_nodes_with_gradients_of_their_own():
    prediction, target = variable(PREDICTION), variable(TARGET)
    for name in ("squared_error", "absolute_error", "mean_huber"):
        walk = backward(LOSSES[name](prediction, target))
        assert np.array_equal(walk.gradient(target), -walk.gradient(prediction))


def test_huber_with_another_delta():
    # delta 2: 2^2 / 2 = 2, 1/8, 0, 2 (3 - 1) = 4: sum 49/8
    assert huber(delta=2, mean=False)(PREDICTION, TARGET) == 49 / 8
    assert huber(delta=2)(PREDICTION, TARGET) == 49 / 32
    assert huber(delta=Fraction(2), mean=False)(exactly(PREDICTION), exactly(TARGET)) == Fraction(49, 8)
    node = variable(PREDICTION)
    # beyond delta the slope is delta; at delta itself both formulas give it
    assert backward(huber(delta=2, mean=False)(node, TARGET)).gradient(node).tolist() == [[2, -0.5], [0, 2]]


def test_huber_bends_only_within_delta():
    node = variable(np.array([0.0, 0.5, 3.0]))
    bends = hessian(huber(mean=False)(node, np.zeros(3)), [node])
    assert bends.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_deltas_that_cannot_be():
    for delta in (0, -1, math.nan, math.inf):
        with pytest.raises(ValueError, match=f"^delta: must be above 0 and finite, got {delta}$"):
            huber(delta)
    with pytest.raises(TypeError, match=r"huber: exact and float numbers do not mix; give delta exactly, not 0.1"):
        huber(0.1)(exactly(PREDICTION), exactly(TARGET))


def test_binary_cross_entropy_by_hand():
    # logit 0, target 1: log 2. Logit log 3 (probability 3/4), target 0: log 4. Their mean: 3/2 log 2
    loss = LOSSES["binary_cross_entropy"]
    logits, targets = variable([[0.0], [math.log(3)]]), np.array([[1.0], [0.0]])
    made = loss(logits, targets)
    assert made.number == pytest.approx(1.5 * math.log(2), rel=1e-15)
    # (probability - target) / 2
    np.testing.assert_allclose(backward(made).gradient(logits), [[-0.25], [0.375]], rtol=1e-15)


def test_cross_entropy_by_hand():
    # shares 1/6, 2/6, 3/6 and 1/3, 1/3, 1/3; classes 2 and 0: (log 2 + log 3) / 2
    logits, loss = variable([[0.0, math.log(2), math.log(3)], [7.0, 7.0, 7.0]]), LOSSES["cross_entropy"]
    made = loss(logits, np.array([2, 0]))
    assert made.number == pytest.approx(math.log(6) / 2, rel=1e-15)
    # (share - target) / 2
    gradient = [[1 / 12, 1 / 6, -1 / 4], [-1 / 3, 1 / 6, 1 / 6]]
    np.testing.assert_allclose(backward(made).gradient(logits), gradient, rtol=1e-14)


CLASSES = np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 4.0], [2.0, 2.0, 2.5]])


def plain(loss) -> float:
    return loss.number if isinstance(loss, Node) else float(loss)


@pytest.mark.parametrize("prediction", [CLASSES, variable(CLASSES)])
def test_classes_in_any_shape_give_the_same(prediction):
    loss, classes = LOSSES["cross_entropy"], np.array([1, 0, 2])  # as many examples as classes
    want = plain(loss(prediction, classes))
    for same in (classes.astype(float), classes[:, np.newaxis], np.eye(3)[classes], variable(np.eye(3)[classes])):
        assert plain(loss(prediction, same)) == want
    for same in (np.array(1), 1, np.eye(3)[1]):  # one example alone: logits 1, 2 and 1/2, class 1
        single = plain(loss(prediction[0], same))
        assert single == pytest.approx(math.log(math.exp(-1) + 1 + math.exp(-1.5)), rel=1e-15)


def decimally(formula, *numbers) -> float:
    with localcontext() as context:
        context.prec = 500
        return float(formula(*(Decimal(number) for number in numbers)))


@pytest.mark.parametrize("logit", [-1000, -700, -40, -36.5, 0, 36.5, 40, 700, 1000])
def test_cross_entropies_keep_their_figures_far_out(logit: float):
    for target, formula in ((1, lambda z: (1 + (-z).exp()).ln()), (0, lambda z: (1 + z.exp()).ln())):
        want = pytest.approx(decimally(formula, logit), rel=5e-15, abs=0)
        slope = pytest.approx(decimally(lambda z, t: 1 / (1 + (-z).exp()) - t, logit, target), rel=5e-15, abs=0)
        node = variable([[float(logit)]])
        made = LOSSES["binary_cross_entropy"](node, np.array([[float(target)]]))
        assert made.number == want
        assert backward(made).gradient(node).item() == slope
        both = np.array([[0.0, float(logit)]])
        assert LOSSES["cross_entropy"](both, np.array([target])) == want


@pytest.mark.parametrize("name", [name for name in LOSSES if name != "cross_entropy"])
@pytest.mark.parametrize(
    ("predicted", "wanted"),
    [((4, 1), (4,)), ((4,), (4, 1)), ((4, 2), (2,)), ((4, 2), (4, 1)), ((4, 2), (1, 2)), ((4, 2), ()), ((4,), ())],
)
def test_shapes_that_numpy_would_broadcast_are_refused(name: str, predicted, wanted):
    for prediction in (np.zeros(predicted), variable(np.zeros(predicted))):
        with pytest.raises(ValueError, match=r"^target: must have the prediction's shape \(4,.*\), got \(") as caught:
            LOSSES[name](prediction, np.zeros(wanted))
        assert str(predicted) in str(caught.value)
        assert str(caught.value).endswith(f"got {wanted}")


@pytest.mark.parametrize(
    ("predicted", "target", "message"),
    [
        ((4, 1), np.zeros(4), r"cross-entropy: needs at least two classes, got predictions of shape \(4, 1\)"),
        ((4, 3), np.zeros(3), r"target: for predictions of shape \(4, 3\) give class numbers, .*; got \(3,\)"),
        ((4, 3), np.zeros((1, 3)), r"target: for predictions of shape \(4, 3\) .* got \(1, 3\)"),
        ((4, 3), np.zeros(()), r"target: for predictions of shape \(4, 3\) .* got \(\)"),
        ((4, 3), np.zeros((4, 2)), r"target: for predictions of shape \(4, 3\) .* got \(4, 2\)"),
        ((3,), np.zeros(1), r"target: for predictions of shape \(3,\) .* got \(1,\)"),
        ((4, 3), np.array([0, 1, 2, 3]), "target: class numbers must be whole, from 0 to 2"),
        ((4, 3), np.array([0, 1, 2, -1]), "target: class numbers must be whole, from 0 to 2"),
        ((4, 3), np.array([0, 1, 2, 0.5]), "target: class numbers must be whole, from 0 to 2"),
        ((4, 3), np.array([0, 1, 2, math.nan]), "target: class numbers must be whole, from 0 to 2"),
        ((), np.zeros(()), "cross-entropy: needs at least two classes"),
    ],
)
def test_classes_that_cannot_be(predicted, target, message: str):
    with pytest.raises(ValueError, match=message):
        LOSSES["cross_entropy"](np.zeros(predicted), target)


@pytest.mark.parametrize("name", LOSSES)
def test_stacked_gives_a_loss_for_each_network(name: str):
    generator = np.random.default_rng(5)
    stack, target = generator.normal(size=(3, 4, 2)), np.eye(2)[[0, 1, 1, 0]]
    loss = LOSSES[name]
    together = loss(variable(stack), target, stacked=1)
    assert together.shape == (3,)
    each = [loss(variable(one), target).number for one in stack]
    np.testing.assert_allclose(together.value, each, rtol=1e-15)
    np.testing.assert_allclose(loss(stack, target, stacked=1), each, rtol=1e-15)
    np.testing.assert_allclose(loss(stack, np.stack([target] * 3), stacked=1), each, rtol=1e-15)
    if name == "cross_entropy":
        np.testing.assert_allclose(loss(stack, np.array([0, 1, 1, 0]), stacked=1), each, rtol=1e-15)
    with pytest.raises(ValueError, match=r"target: must have the prediction's shape \(3, 4, 2\), got \(4, 2\)"):
        loss(stack, target)  # not said to be stacked


@pytest.mark.parametrize("name", LOSSES)
def test_nan_is_never_silent(name: str):
    prediction = np.array([[math.nan, 1.0], [0.0, 1.0]])
    node = variable(prediction)
    made = LOSSES[name](node, np.eye(2))
    assert math.isnan(made.number)
    assert math.isnan(LOSSES[name](prediction, np.eye(2)))
    assert math.isnan(LOSSES[name](np.zeros((2, 2)), np.array([[math.nan, 1.0], [0.0, 1.0]])))
