"""Optimisers by hand: every expected number is worked out in the comment above it."""

import warnings
from dataclasses import FrozenInstanceError
from fractions import Fraction as F

import numpy as np
import pytest

from engine.operations import ExactnessError
from engine.training.optimisers import OPTIMISERS, AdaGrad, Adam, AdamW, GradientDescent, Momentum, Nesterov, RMSProp

RATIONAL = ("gradient_descent", "momentum", "nesterov")
WITH_ROOT = ("adagrad", "rmsprop", "adam", "adamw")


def path(optimiser, learning_rate, gradients, start=1, kind=float):
    """The parameter after each of the given gradients, as single numbers."""
    parameters = {"w": np.array(kind(start))}
    state, numbers = optimiser.start(parameters), []
    for gradient in gradients:
        parameters, state = optimiser.step(parameters, {"w": np.array(kind(gradient))}, state, learning_rate)
        numbers.append(parameters["w"].item())
    return numbers


# -- rational optimisers, on Fractions and on floats: all numbers have powers of two below, so floats are exact too


@pytest.fixture(params=[F, float], ids=["exact", "float"])
def kind(request):
    return request.param


def test_gradient_descent(kind):
    # w = 1 - 1/4 * 1 = 3/4;  3/4 - 1/4 * (-2) = 5/4;  5/4 - 1/4 * 1/2 = 9/8
    assert path(GradientDescent(), F(1, 4), [1, -2, F(1, 2)], kind=kind) == [F(3, 4), F(5, 4), F(9, 8)]


def test_gradient_descent_with_weight_decay(kind):
    # g = 1 + 1/2 * 1 = 3/2;          w = 1 - 1/4 * 3/2 = 5/8
    # g = -2 + 1/2 * 5/8 = -27/16;    w = 5/8 + 1/4 * 27/16 = 40/64 + 27/64 = 67/64
    assert path(GradientDescent(weight_decay=F(1, 2)), F(1, 4), [1, -2], kind=kind) == [F(5, 8), F(67, 64)]


def test_momentum(kind):
    # v = 1;                          w = 1 - 1/4 = 3/4
    # v = 1/2 * 1 - 2 = -3/2;         w = 3/4 + 3/8 = 9/8
    # v = 1/2 * (-3/2) + 1/2 = -1/4;  w = 9/8 + 1/16 = 19/16
    assert path(Momentum(F(1, 2)), F(1, 4), [1, -2, F(1, 2)], kind=kind) == [F(3, 4), F(9, 8), F(19, 16)]


def test_momentum_with_dampening_which_leaves_the_first_step_alone(kind):
    # v = 1;                                w = 3/4
    # v = 1/2 * 1 + 1/2 * (-2) = -1/2;      w = 3/4 + 1/8 = 7/8
    # v = 1/2 * (-1/2) + 1/2 * 1/2 = 0;     w = 7/8
    optimiser = Momentum(F(1, 2), dampening=F(1, 2))
    assert path(optimiser, F(1, 4), [1, -2, F(1, 2)], kind=kind) == [F(3, 4), F(7, 8), F(7, 8)]


def test_momentum_with_weight_decay(kind):
    # g = 1 + 1/2 * 1 = 3/2;        v = 3/2;                          w = 1 - 3/8 = 5/8
    # g = -2 + 1/2 * 5/8 = -27/16;  v = 1/2 * 3/2 - 27/16 = -15/16;   w = 5/8 + 15/64 = 55/64
    assert path(Momentum(F(1, 2), weight_decay=F(1, 2)), F(1, 4), [1, -2], kind=kind) == [F(5, 8), F(55, 64)]


def test_the_learning_rate_stands_outside_the_velocity():
    # v = 1, w = 1 - 1/2 * 1 = 1/2; now the rate is 1/4: v = 1/2 + 1 = 3/2, w = 1/2 - 3/8 = 1/8.
    # Polyak's and Sutskever's rate inside the velocity would give w = 1/2 - (1/2 * 1/2 + 1/4 * 1) = 0.
    optimiser, slope = Momentum(F(1, 2)), {"w": np.array(F(1))}
    one, state = optimiser.step(slope, slope, optimiser.start(slope), F(1, 2))
    two, state = optimiser.step(one, slope, state, F(1, 4))
    assert (one["w"].item(), two["w"].item()) == (F(1, 2), F(1, 8))
    assert state["velocity"]["w"].item() == F(3, 2)
    assert state["step"] == 2


def test_nesterov(kind):
    # v = 1;      g + v/2 = 1 + 1/2 = 3/2;        w = 1 - 3/8 = 5/8
    # v = -3/2;   g + v/2 = -2 - 3/4 = -11/4;     w = 5/8 + 11/16 = 21/16
    # v = -1/4;   g + v/2 = 1/2 - 1/8 = 3/8;      w = 21/16 - 3/32 = 39/32
    assert path(Nesterov(F(1, 2)), F(1, 4), [1, -2, F(1, 2)], kind=kind) == [F(5, 8), F(21, 16), F(39, 32)]


def test_nesterov_is_sutskevers_look_ahead():
    # Sutskever et al. 2013, equations 3 and 4, on the loss w^2/2 (slope w), momentum 1/2, rate 1/4, from w = 1, v = 0:
    #   v = 0/2 - 1/4 * (1 + 0) = -1/4;                 w = 3/4;    looking ahead: w + v/2 = 5/8
    #   v = -1/8 - 1/4 * 5/8 = -9/32;                   w = 15/32;  looking ahead: 15/32 - 9/64 = 21/64
    #   v = -9/64 - 1/4 * 21/64 = -57/256;              w = 63/256; looking ahead: 63/256 - 57/512 = 69/512
    # PyTorch's parameter is the point that is looked ahead to.
    optimiser, parameters, seen = Nesterov(F(1, 2)), {"w": np.array(F(1))}, []
    state = optimiser.start(parameters)
    for _ in range(3):
        parameters, state = optimiser.step(parameters, parameters, state, F(1, 4))
        seen.append(parameters["w"].item())
    assert seen == [F(5, 8), F(21, 64), F(69, 512)]


def test_default_momentum_is_nine_tenths_for_both_kinds():
    # v = 1, then 9/10 + 1 = 19/10; w = 1 - 1/10 = 9/10, then 9/10 - 19/100 = 71/100
    assert path(Momentum(), F(1, 10), [1, 1], kind=F) == [F(9, 10), F(71, 100)]
    assert path(Momentum(), 0.1, [1, 1]) == pytest.approx([0.9, 0.71], rel=1e-15)
    # g + 9/10 v = 19/10, then 1 + 171/100 = 271/100; w = 1 - 19/100 = 81/100, then 81/100 - 271/1000 = 539/1000
    assert path(Nesterov(), F(1, 10), [1, 1], kind=F) == [F(81, 100), F(539, 1000)]
    assert path(Nesterov(), 0.1, [1, 1]) == pytest.approx([0.81, 0.539], rel=1e-15)


def test_exact_matrices_stay_exact():
    # By entry: 1/3 - 1/2 * 1/5 = 7/30;  0 - 1/2 * (-4) = 2
    parameters = {"w": np.array([[F(1, 3)], [F(0)]]), "b": np.array([F(1)])}
    gradients = {"w": np.array([[F(1, 5)], [F(-4)]]), "b": np.array([F(0)])}
    for name in RATIONAL[:2]:
        optimiser = OPTIMISERS[name]()
        updated, _ = optimiser.step(parameters, gradients, optimiser.start(parameters), F(1, 2))
        assert updated["w"].tolist() == [[F(7, 30)], [F(2)]]
        assert updated["b"].tolist() == [F(1)]
        assert all(type(entry) is F for entry in updated["w"].flat)


# -- optimisers with a root, on numbers whose roots are rational


def test_adagrad():
    # 3, 4, 12: the sums 9, 25, 169 have the roots 3, 5, 13. Rate 1/2, epsilon 0:
    # w = 1 - 1/2 * 3/3 = 1/2;  1/2 - 1/2 * 4/5 = 1/10;  1/10 - 1/2 * 12/13 = 13/130 - 60/130 = -47/130
    assert path(AdaGrad(epsilon=0), 0.5, [3, 4, 12]) == pytest.approx([1 / 2, 1 / 10, -47 / 130], rel=1e-14)


def test_adagrad_adds_epsilon_to_the_root():
    # Epsilon 1: w = 1 - 1/2 * 3/4 = 5/8;  5/8 - 1/2 * 4/6 = 7/24;  7/24 - 1/2 * 12/14 = 49/168 - 72/168 = -23/168
    assert path(AdaGrad(epsilon=1), 0.5, [3, 4, 12]) == pytest.approx([5 / 8, 7 / 24, -23 / 168], rel=1e-14)


def test_rmsprop():
    # Decay 3/4, epsilon 1, rate 3/4, gradients 4, 2, -1/2:
    # mean square = 3/4 * 0 + 1/4 * 16 = 4,        root 2:    w = 1 - 3/4 * 4/3 = 0
    # mean square = 3/4 * 4 + 1/4 * 4 = 4,         root 2:    w = 0 - 3/4 * 2/3 = -1/2
    # mean square = 3/4 * 4 + 1/4 * 1/4 = 49/16,   root 7/4:  w = -1/2 + 3/4 * (1/2)/(11/4) = -1/2 + 3/22 = -4/11
    expected = [0, -1 / 2, -4 / 11]
    assert path(RMSProp(decay=0.75, epsilon=1), 0.75, [4, 2, -0.5]) == pytest.approx(expected, rel=1e-14, abs=1e-15)


def test_rmsprop_with_momentum():
    # The quotients are those above: 4/3, 2/3, -2/11. Momentum 1/2:
    # v = 4/3;                        w = 1 - 3/4 * 4/3 = 0
    # v = 1/2 * 4/3 + 2/3 = 4/3;      w = 0 - 1 = -1
    # v = 1/2 * 4/3 - 2/11 = 16/33;   w = -1 - 3/4 * 16/33 = -1 - 4/11 = -15/11
    optimiser = RMSProp(decay=0.75, epsilon=1, momentum=0.5)
    assert path(optimiser, 0.75, [4, 2, -0.5]) == pytest.approx([0, -1, -15 / 11], rel=1e-14, abs=1e-15)


def test_rmsprop_centred():
    # Decay 1/2, epsilon 1, rate 1/2, gradients 2, -3/4:
    # mean square 2, mean 1:                                  variance 2 - 1 = 1, root 1:  w = 1 - 1/2 * 2/2 = 1/2
    # mean square 1 + 9/32 = 41/32, mean 1/2 - 3/8 = 1/8:     variance 82/64 - 1/64 = 81/64, root 9/8:
    #                                                         w = 1/2 + 1/2 * (3/4)/(17/8) = 1/2 + 3/17 = 23/34
    optimiser = RMSProp(decay=0.5, epsilon=1, centred=True)
    assert path(optimiser, 0.5, [2, -0.75]) == pytest.approx([1 / 2, 23 / 34], rel=1e-14)


ADAM = {"beta1": 0.5, "beta2": 0.75, "epsilon": 1}


def test_adam():
    # Gradients 4, -4, 4: second moments 4, 7, 37/4, corrected by 1/4, 7/16, 37/64: always 16, root 4, and with
    # epsilon 1 the divisor is 5. First moments, and corrected by 1/2, 3/4, 7/8; rate 1/2:
    # m = 2 -> 4;              w = 1 - 1/2 * 4/5 = 3/5
    # m = 1 - 2 = -1 -> -4/3;  w = 3/5 + 1/2 * 4/15 = 11/15
    # m = -1/2 + 2 = 3/2 -> 12/7;  w = 11/15 - 1/2 * 12/35 = 77/105 - 18/105 = 59/105
    assert path(Adam(**ADAM), 0.5, [4, -4, 4]) == pytest.approx([3 / 5, 11 / 15, 59 / 105], rel=1e-14)


def test_adams_state_holds_the_uncorrected_moments():
    # First moment 2, then -1; second moment 4, then 3/4 * 4 + 1/4 * 16 = 7: the numbers above.
    optimiser, parameters = Adam(**ADAM), {"w": np.array(1.0)}
    state = optimiser.start(parameters)
    for gradient, first, second in ((4.0, 2.0, 4.0), (-4.0, -1.0, 7.0)):
        parameters, state = optimiser.step(parameters, {"w": np.array(gradient)}, state, 0.5)
        assert state["first_moment"]["w"].item() == first
        assert state["second_moment"]["w"].item() == second


def test_adam_with_weight_decay_adds_it_to_the_gradient():
    # Decay 1. Gradients 3, -23/5, 49/15 at w = 1, 3/5, 11/15 make 4, -4, 4 with w added: the path above.
    optimiser = Adam(**ADAM, weight_decay=1)
    assert path(optimiser, 0.5, [3, F(-23, 5), F(49, 15)]) == pytest.approx([3 / 5, 11 / 15, 59 / 105], rel=1e-14)


def test_adamw_shrinks_the_parameter_and_leaves_the_gradient():
    # Adam's changes above are -2/5, +2/15, -6/35; the parameter shrinks first by 1 - 1/2 * 1/2 = 3/4:
    # w = 3/4 - 2/5 = 7/20;  21/80 + 2/15 = 63/240 + 32/240 = 19/48;  19/64 - 6/35 = 665/2240 - 384/2240 = 281/2240
    expected = [7 / 20, 19 / 48, 281 / 2240]
    assert path(AdamW(**ADAM, weight_decay=0.5), 0.5, [4, -4, 4]) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("optimiser", [Adam(epsilon=0), Adam(0.3, 0.7, 0), AdamW(epsilon=0, weight_decay=0)])
def test_adams_first_step_is_the_learning_rate_times_the_sign(optimiser):
    gradients = {"w": np.array([1e-3, -5.0, 1e6, -1e-9])}
    parameters = {"w": np.zeros(4)}
    updated, _ = optimiser.step(parameters, gradients, optimiser.start(parameters), 0.125)
    np.testing.assert_allclose(updated["w"], [-0.125, 0.125, -0.125, 0.125], rtol=1e-13)


def test_epsilon_matters_to_adams_first_step_where_the_gradient_is_as_small():
    # g = 1e-8 = epsilon: the first step is rate * g / (|g| + epsilon) = rate / 2; a zero gradient moves nothing.
    optimiser, parameters = Adam(), {"w": np.zeros(2)}
    updated, _ = optimiser.step(parameters, {"w": np.array([1e-8, 0.0])}, optimiser.start(parameters), 0.5)
    np.testing.assert_allclose(updated["w"], [-0.25, 0.0], rtol=1e-7)


@pytest.mark.parametrize(
    ("optimiser", "start", "expected"),
    [
        (GradientDescent(), 1.0, [0.9]),
        (Momentum(0.9), 1.0, [1 - 0.1, 1 - 0.1 - 0.18]),
        (RMSProp(decay=0.9, epsilon=1e-7), 10.0, [9.683772]),
        (Adam(epsilon=1e-7), 10.0, [9.9]),
    ],
    ids=["gradient_descent", "momentum", "rmsprop", "adam"],
)
def test_the_worked_examples_of_tensorflows_reference(optimiser, start, expected):
    # The "Usage" examples of tf.keras.optimizers.SGD, RMSprop and Adam (TensorFlow 2.8 API reference), all on the loss
    # w^2/2 with rate 0.1 and Keras's own hyperparameters. Printed from float32.
    parameters = {"w": np.array(start)}
    state = optimiser.start(parameters)
    for value in expected:
        parameters, state = optimiser.step(parameters, parameters, state, 0.1)
        assert parameters["w"].item() == pytest.approx(value, abs=1e-6)


# -- what holds for all


@pytest.mark.parametrize("weight_decay", [0, 0.1])
@pytest.mark.parametrize("name", OPTIMISERS)
def test_nothing_given_is_modified(name, weight_decay):
    generator = np.random.default_rng(5)
    optimiser = OPTIMISERS[name](weight_decay=weight_decay)
    parameters = {"w": generator.normal(size=(2, 3)), "b": np.array(0.5)}
    gradients = {"w": generator.normal(size=(2, 3)), "b": np.array(-1.5)}
    state = optimiser.start(parameters)
    for _ in range(3):
        kept = [dict(arrays) for arrays in (parameters, gradients, *(v for k, v in state.items() if k != "step"))]
        copies = [{key: array.copy() for key, array in arrays.items()} for arrays in kept]
        number = state["step"]
        updated, after = optimiser.step(parameters, gradients, state, 0.1)
        for arrays, before in zip(kept, copies, strict=True):
            for key, array in arrays.items():
                np.testing.assert_array_equal(array, before[key])
        assert all(array.flags.writeable for array in gradients.values())
        fresh = [updated, *(v for k, v in after.items() if k != "step")]
        assert not any(np.shares_memory(new[key], old[key]) for new in fresh for old in kept for key in new)
        assert (state["step"], after["step"]) == (number, number + 1)
        parameters, state = updated, after


@pytest.mark.parametrize("name", OPTIMISERS)
def test_what_is_handed_out_cannot_be_changed(name):
    optimiser, parameters = OPTIMISERS[name](), {"w": np.ones(2)}
    updated, state = optimiser.step(parameters, parameters, optimiser.start(parameters), 0.1)
    held = [updated["w"]] + [arrays["w"] for key, arrays in state.items() if key != "step"]
    for array in held:
        assert array.dtype == np.float64
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(TypeError):
        state["step"] = 0
    with pytest.raises(FrozenInstanceError):
        optimiser.weight_decay = 1


@pytest.mark.parametrize("name", OPTIMISERS)
def test_a_step_can_be_taken_again_from_the_same_state(name):
    optimiser, parameters = OPTIMISERS[name](), {"w": np.array([1.0, -2.0])}
    first, state = optimiser.step(parameters, parameters, optimiser.start(parameters), 0.1)
    again = [optimiser.step(first, first, state, 0.1)[0]["w"] for _ in range(2)]
    np.testing.assert_array_equal(*again)
    assert not np.array_equal(again[0], first["w"])


@pytest.mark.parametrize("name", OPTIMISERS)
def test_infinities_and_nan_go_through_without_a_warning(name):
    # Without AdamW's decay, which alone would make every entry overflow at this learning rate.
    optimiser, parameters = OPTIMISERS[name](weight_decay=0), {"w": np.array([1.0, 1.0, 1.0, 1.0])}
    gradients = {"w": np.array([np.nan, np.inf, 1e300, 1.0])}
    state = optimiser.start(parameters)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(3):
            parameters, state = optimiser.step(parameters, gradients, state, 1e200)
    assert np.isnan(parameters["w"][0])
    assert not np.isfinite(parameters["w"][1])
    assert not np.isfinite(parameters["w"][2]) or name in WITH_ROOT  # those divide the overflow away
    assert np.isfinite(parameters["w"][3])


@pytest.mark.parametrize("name", OPTIMISERS)
def test_no_parameters_and_empty_ones(name):
    optimiser = OPTIMISERS[name]()
    assert optimiser.step({}, {}, optimiser.start({}), 0.1)[0] == {}
    empty = {"w": np.zeros((0, 3))}
    assert optimiser.step(empty, empty, optimiser.start(empty), 0.1)[0]["w"].shape == (0, 3)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_other_numbers_than_float64_arrays_are_taken(name):
    """Bare numbers, integers, float32, transposed views: the same as float64 arrays of the same values."""
    optimiser = OPTIMISERS[name]()
    parameters, gradients = {"a": np.array(2.0), "b": np.ones((3, 2))}, {"a": np.array(0.5), "b": np.full((3, 2), 2.0)}
    loose = {"a": 2, "b": np.ones((3, 2), dtype=np.float32)}
    slopes = {"a": np.float64(0.5), "b": np.full((2, 3), 2).T}
    expected, _ = optimiser.step(parameters, gradients, optimiser.start(parameters), 0.25)
    updated, _ = optimiser.step(loose, slopes, optimiser.start(loose), F(1, 4))
    for key, array in expected.items():
        assert updated[key].dtype == np.float64
        np.testing.assert_array_equal(updated[key], array)


def test_fractions_among_the_hyperparameters_serve_floats():
    numbers = [3.0, -1.0, 0.5]
    exact = RMSProp(decay=F(3, 4), momentum=F(1, 2), weight_decay=F(1, 4))
    assert path(exact, 0.5, numbers) == path(RMSProp(decay=0.75, momentum=0.5, weight_decay=0.25), 0.5, numbers)
    assert exact.decay == F(3, 4)
    assert isinstance(exact.decay, F)


def test_the_names_for_a_lesson_file():
    names = ["gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]
    assert list(OPTIMISERS) == names
    assert [OPTIMISERS[name]().name for name in names] == names
    assert OPTIMISERS["adam"](beta1=0.5) == Adam(beta1=0.5)


# -- what is refused, in one line


def refused(error, match):
    return pytest.raises(error, match=rf"\A{match}\Z")


@pytest.mark.parametrize(
    ("name", "hyperparameters", "error", "match"),
    [
        ("momentum", {"momentum": 1}, ValueError, r"momentum\.momentum: must be at least 0 and below 1, got 1"),
        ("momentum", {"momentum": -0.1}, ValueError, r"momentum\.momentum: must be at least 0, got -0\.1"),
        ("momentum", {"dampening": 1.0}, ValueError, r"momentum\.dampening: must be at least 0 and below 1, got 1\.0"),
        ("nesterov", {"momentum": F(3, 2)}, ValueError, r"nesterov\.momentum: must be at least 0 and below 1, got 3/2"),
        ("adagrad", {"epsilon": -1e-9}, ValueError, r"adagrad\.epsilon: must be at least 0, got -1e-09"),
        ("rmsprop", {"decay": 1.0}, ValueError, r"rmsprop\.decay: must be at least 0 and below 1, got 1\.0"),
        ("rmsprop", {"centred": 1}, TypeError, r"rmsprop\.centred: must be True or False, got 1"),
        ("adam", {"beta1": 1.0}, ValueError, r"adam\.beta1: must be at least 0 and below 1, got 1\.0"),
        ("adam", {"beta2": float("nan")}, ValueError, r"adam\.beta2: must be finite, got nan"),
        ("adam", {"epsilon": float("inf")}, ValueError, r"adam\.epsilon: must be finite, got inf"),
        ("adamw", {"weight_decay": "0.1"}, TypeError, r"adamw\.weight_decay: must be a number, got '0\.1'"),
        ("gradient_descent", {"weight_decay": True}, TypeError, r"gradient_descent\.weight_decay: must be a number.*"),
    ],
)
def test_hyperparameters_out_of_range(name, hyperparameters, error, match):
    with refused(error, match):
        OPTIMISERS[name](**hyperparameters)


@pytest.mark.parametrize("name", WITH_ROOT)
def test_a_root_of_exact_numbers_is_refused(name):
    optimiser, exact = OPTIMISERS[name](), {"w": np.array([F(1)])}
    with pytest.raises(ExactnessError, match=f"{name}'s sqrt"):
        optimiser.start(exact)
    state = optimiser.start({"w": np.array([1.0])})
    with pytest.raises(ExactnessError, match=f"{name}'s sqrt"):
        optimiser.step(exact, exact, state, F(1, 2))


def test_exact_and_float_do_not_mix():
    exact, floats = {"w": np.array([F(1)])}, {"w": np.array([1.0])}
    with refused(TypeError, r"momentum\.momentum: exact and float do not mix; give momentum as Fraction\(9, 10\)"):
        Momentum(0.9).start(exact)
    optimiser = Momentum()
    state = optimiser.start(exact)
    with refused(TypeError, r"learning_rate: exact and float do not mix; give learning_rate as Fraction\(1, 10\)"):
        optimiser.step(exact, exact, state, 0.1)
    with refused(TypeError, "gradient of w: exact and float do not mix; it is a float and others are exact"):
        optimiser.step(exact, floats, state, F(1, 10))
    with refused(TypeError, "gradient of w: exact and float do not mix; it is exact and others are floats"):
        optimiser.step(floats, exact, optimiser.start(floats), 0.1)
    with refused(TypeError, "b: exact and float do not mix; it is a float and others are exact"):
        optimiser.start({**exact, "b": np.array(1.0)})
    with refused(TypeError, "b: exact and float do not mix; it is a float and others are exact"):
        optimiser.step({**exact, "b": np.array(1.0)}, {**exact, "b": np.array(1.0)}, state_with_b(optimiser), F(1, 2))


def state_with_b(optimiser):
    return optimiser.start({"w": np.array([F(1)]), "b": np.array(F(1))})


def test_what_does_not_fit_the_parameters():
    optimiser, parameters = Momentum(), {"w": np.ones((2, 3)), "b": np.ones(3)}
    state = optimiser.start(parameters)
    with refused(ValueError, r"gradient of w: must have the parameter's shape \(2, 3\), got \(3,\)"):
        optimiser.step(parameters, {"w": np.ones(3), "b": np.ones(3)}, state, 0.1)
    with refused(ValueError, "momentum: there is no gradient for the parameter 'b'"):
        optimiser.step(parameters, {"w": np.ones((2, 3))}, state, 0.1)
    with refused(ValueError, "momentum: there is no state for the parameter 'c'"):
        optimiser.step({"c": np.ones(1)}, {"c": np.ones(1)}, state, 0.1)
    with refused(ValueError, "adam: the state has no 'first_moment'; begin with its own start"):
        Adam().step(parameters, parameters, state, 0.1)
    with refused(TypeError, "learning_rate: must be a number, got '0.1'"):
        optimiser.step(parameters, parameters, state, "0.1")
    with pytest.raises(TypeError, match=r"\Ab: must be a number or an array of numbers"):
        optimiser.start({"b": np.array(["x"])})
