"""What the manuals of other programs print. TensorFlow and JAX work in single precision: their figures carry about
seven digits, however many are printed."""

import math
from fractions import Fraction

import numpy as np
import pytest

from engine import LOSSES, backward, constant, descend, exact, gelu, gradient_nodes, relu, sigmoid, softplus, variable
from engine.training.optimisers import Adam, Momentum, RMSProp


def single(figure: float):
    """A figure worked out in single precision from numbers up to 1: off by a few units of 2^-24."""
    return pytest.approx(figure, abs=4 * 2.0**-24)


def test_micrograd(printed):
    """Karpathy, micrograd (2020), README, "Example usage": four decimals. On Fractions, so no rounding but theirs."""
    a, b = variable(Fraction(-4)), variable(Fraction(2))
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + relu(b + a)
    d += 3 * d + relu(b - a)
    e = c - d
    f = e**2
    g = f / 2
    g += 10 / f
    walk = backward(g)
    assert g.number == printed("24.7041")
    assert walk.gradient(a).item() == printed("138.8338")
    assert walk.gradient(b).item() == printed("645.5773")
    # By hand: a + b = -2 is cut off, b - a = 6 is not. c = -2, then -3, then -6 + 1 + 4 = -1; d = 0, then 0, then 6.
    # e = -7, f = 49, g = 24.5 + 10/49.
    assert g.number == Fraction(49, 2) + Fraction(10, 49)


def test_autograd_the_slope_of_tanh():
    """Maclaurin, Duvenaud and Johnson, autograd (HIPS), README: tanh from exp, its slope at 1 as 0.41997434161402603,
    and (tanh(1.0001) - tanh(0.9999)) / 0.0002 = 0.41997434264973155. The slope is 1 / cosh(1)^2, to a float's last
    place. The difference is larger by h^2 / 6 times the third derivative, 1e-8 / 6 * 0.6216 = 1.036e-9: with
    t = tanh(1) = 0.761594 the third derivative is (6 t^2 - 2)(1 - t^2) = 1.480155 * 0.419974 = 0.621627."""
    x = variable(1.0)
    y = np.exp(-2.0 * x)
    slope = backward((1.0 - y) / (1.0 + y)).gradient(x).item()
    assert slope == pytest.approx(0.41997434161402603, rel=4 * 2.0**-53)
    assert slope == pytest.approx(1 / math.cosh(1) ** 2, rel=4 * 2.0**-53)
    assert 0.41997434264973155 - slope == pytest.approx(1.036e-9, abs=2e-12)  # rounding: 2^-53 / 0.0002 = 6e-13


def test_tanh_differentiated_three_times():
    """JAX documentation, "Automatic differentiation" (formerly "The Autodiff Cookbook"): at 2, 0.070650816, -0.13621868
    and 0.25265405; an older cookbook printed 0.070650935.

    Of 0.070650816 the last two digits are wrong, of 0.070650935 the last three: 1 - tanh(2)^2 = 1 - 0.929349... loses
    them in single precision. In double precision (diku-dk/autodiff for Futhark, README): 0.07065082485316443 and
    -0.13621868742711296."""
    x = variable(2.0)
    (first,) = gradient_nodes(np.tanh(x), [x])
    (second,) = gradient_nodes(first, [x])
    third = backward(second).gradient(x).item()
    assert first.number == pytest.approx(0.07065082485316443, abs=2.0**-52)
    assert second.number == pytest.approx(-0.13621868742711296, abs=2.0**-51)
    assert [first.number, second.number, third] == [single(0.070650816), single(-0.13621868), single(0.25265405)]
    assert first.number == single(0.070650935)
    assert first.number != pytest.approx(0.070650816, abs=5e-10)
    assert first.number != pytest.approx(0.070650935, abs=5e-10)


def test_pytorch_autograd_tutorial_of_2020():
    """PyTorch, "A Gentle Introduction to torch.autograd" (1.7 on): Q = 3 a^3 - b^2 with a = (2, 3), b = (6, 4), seed
    (1, 1); the gradients are 9 a^2 and -2 b. Exact."""
    a, b = variable([Fraction(2), Fraction(3)]), variable([Fraction(6), Fraction(4)])
    walk = backward(3 * a**3 - b**2, [Fraction(1), Fraction(1)])
    assert walk.gradient(a).tolist() == [36, 81]
    assert walk.gradient(b).tolist() == [-12, -8]


def test_pytorch_autograd_tutorial_until_2020():
    """PyTorch, "Autograd: automatic differentiation" (0.4 to 1.6): o = mean of 3 (x + 2)^2 over a 2 by 2 matrix of
    ones; o = 27 and every entry of the gradient 4.5. Exact."""
    x = variable([[Fraction(1)] * 2] * 2)
    out = (3 * (x + 2) ** 2).mean()
    assert out.number == 27
    assert backward(out).gradient(x).tolist() == [[exact("4.5")] * 2] * 2


def test_pytorch_jacobian_product():
    """PyTorch, "Automatic Differentiation with torch.autograd": (x + 1)^2 transposed, x the 4 by 5 matrix with ones on
    the diagonal, seed all ones; 4 on the diagonal and 2 elsewhere. Its second call prints 8 and 4, because there
    gradients add up from call to call; here a walk stands by itself."""
    x = variable(np.eye(4, 5))
    out = ((x + 1.0) ** 2).T
    expected = (2 + 2 * np.eye(4, 5)).tolist()
    assert backward(out, np.ones((5, 4))).gradient(x).tolist() == expected
    assert backward(out, np.ones((5, 4))).gradient(x).tolist() == expected


def test_keras_gradient_descent_and_momentum():
    """Keras, tf.keras.optimizers.SGD, "Usage": loss w^2 / 2 from 1, rate 0.1: 0.9. With momentum 0.9 the steps are 0.1
    and 0.18. Exact.

    The manual of TensorFlow 2.3 gives the rule with momentum as velocity = momentum * velocity - rate * gradient and
    w = w * velocity, which cannot be: that w would be 1 * -0.1. It is w + velocity, as later manuals say."""

    def loss(parameters):
        return parameters["w"] ** 2 / 2

    one, rate = {"w": Fraction(1)}, exact("0.1")
    assert descend(loss, one, rate, 1).path.ravel().tolist() == [1, exact("0.9")]
    start, first, second = descend(loss, one, rate, 2, Momentum(exact("0.9"))).path.ravel()
    assert (start - first, first - second) == (exact("0.1"), exact("0.18"))
    assert first != start * exact("-0.1")


def test_keras_rmsprop_and_adam(printed):
    """Keras, tf.keras.optimizers.RMSprop and Adam, "Usage": loss w^2 / 2 from 10, rate 0.1, after one step 9.683772 and
    9.9. By hand: 10 - 0.1 * 10 / sqrt(0.1 * 100) = 10 - 0.1 sqrt(10) for the decay 0.9, and for Adam a first step of
    the rate itself, whatever the gradient (Kingma and Ba 2015, section 2.1)."""

    def after_one_step(rule):
        return descend(lambda p: p["w"] ** 2 / 2.0, {"w": 10.0}, 0.1, 1, rule).path[-1].item()

    assert after_one_step(RMSProp(decay=0.9)) == printed("9.683772")
    assert after_one_step(Adam()) == printed("9.9")
    assert after_one_step(Adam()) == pytest.approx(9.9, abs=1e-9)


def test_keras_losses(printed):
    """Keras, tf.keras.losses, "Standalone usage": Huber 0.155; BinaryCrossentropy(from_logits=True) 0.865 (0.8654)."""
    target, prediction = [[0.0, 1.0], [0.0, 0.0]], [[0.6, 0.4], [0.4, 0.6]]
    assert LOSSES["mean_huber"](variable(prediction), constant(target)).number == printed("0.155")
    logits = variable([-18.6, 0.51, 2.94, -12.8])
    loss = LOSSES["binary_cross_entropy"](logits, constant([0.0, 1.0, 0.0, 0.0]))
    assert loss.number == printed("0.865")
    assert loss.number == pytest.approx(0.8654, abs=1e-4)  # 0.86546, cut off


def test_keras_activations():
    """Keras, tf.keras.activations: gelu, exactly and approximately, softplus and sigmoid; single precision."""
    x = np.array([-3.0, -1.0, 0.0, 1.0, 3.0])
    exactly = [-0.00404951, -0.15865529, 0.0, 0.8413447, 2.9959507]
    about = [-0.00363752, -0.15880796, 0.0, 0.841192, 2.9963627]
    assert gelu(x) == pytest.approx(exactly, rel=2.0**-21, abs=4 * 2.0**-24)
    assert gelu(x, approximate="tanh") == pytest.approx(about, rel=2.0**-21, abs=4 * 2.0**-24)
    far = np.array([-20.0, -1.0, 0.0, 1.0, 20.0])
    assert softplus(far) == pytest.approx([2.0611537e-09, 0.31326166, 0.69314718, 1.3132616, 20.0], rel=2.0**-23)
    assert sigmoid(far) == pytest.approx([2.0611537e-09, 0.26894143, 0.5, 0.73105860, 1.0], rel=2.0**-23)
