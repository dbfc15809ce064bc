"""The numbers of the landscape lesson against the storyboard's, against values by hand, and against the same rules
written out anew without the engine."""

import math
from fractions import Fraction

import numpy as np
import pytest

from scenes.lessons.numbers import landscape
from scenes.lessons.numbers.landscape_network import real_of
from scenes.stage.parameters import SettingError

EXAMPLES = ((0, -0.5), (-2, 0.8), (4, 0))


def values_of(**settings: str):
    return {p.name: p.read(settings.get(p.name, p.default)) for p in landscape.PARAMETERS}


@pytest.fixture(scope="module")
def trace():
    return landscape.trace(landscape.defaults())


def loss(weight, bias):
    return sum((math.tanh(weight * x + bias) - y) ** 2 for x, y in EXAMPLES) / len(EXAMPLES)


def slopes(weight, bias):
    """d/dw of the mean of (t - y)^2 with t = tanh(w x + b): the mean of 2 (t - y) (1 - t^2) x; for b without the x."""
    found = [0.0, 0.0]
    for x, y in EXAMPLES:
        t = math.tanh(weight * x + bias)
        outer = 2 * (t - y) * (1 - t * t) / len(EXAMPLES)
        found[0] += outer * x
        found[1] += outer
    return np.array(found)


def test_the_three_points_of_the_storyboard(trace):
    wanted = [
        ("minimum", 0.231802, -0.094195, 0.150363),
        ("false", 0.332663, -0.802240, -0.537657),
        ("saddle", 0.352395, -0.403806, -0.208702),
    ]
    assert trace.number("points") == 3
    for j, (kind, height, weight, bias) in enumerate(wanted):
        assert landscape.KINDS[int(trace.number(f"point.{j}.kind"))] == kind
        assert trace.number(f"point.{j}.loss") == pytest.approx(height, abs=5e-7)
        assert trace.number(f"point.{j}.weight") == pytest.approx(weight, abs=5e-7)
        assert trace.number(f"point.{j}.bias") == pytest.approx(bias, abs=5e-7)
        assert trace.number(f"point.{j}.gradient.length") < 1e-12


def test_curvatures_are_second_differences_of_the_loss(trace):
    step = 1e-3
    for j in range(3):
        place = np.array([trace.number(f"point.{j}.{name}") for name in ("weight", "bias")])
        for k in range(2):
            way = np.array([trace.number(f"point.{j}.direction.{k}.{name}") for name in ("weight", "bias")])
            assert math.hypot(*way) == pytest.approx(1)
            there, here, back = (loss(*(place + share * step * way)) for share in (1, 0, -1))
            bend = (there - 2 * here + back) / step**2
            assert trace.number(f"point.{j}.curvature.{k}") == pytest.approx(bend, rel=2e-4)
    signs = [[trace.number(f"point.{j}.curvature.{k}") > 0 for k in range(2)] for j in range(3)]
    assert signs == [[True, True], [True, True], [False, True]]


def test_where_the_two_descents_end(trace):
    # rate 0.1: from (0, 0) to the true minimum, from (-1, 0) into the false one (storyboard, lesson 9)
    for walk, start, height in (("first", (0.0, 0.0), 0.231802), ("second", (-1.0, 0.0), 0.332663)):
        place = np.array(start)
        for k in range(int(trace.number(f"{walk}.steps")) + 1):
            shown = [float(trace.number(f"{walk}.{k}.{name}")) for name in ("weight", "bias")]
            assert shown == pytest.approx(place.tolist(), abs=1e-12)
            assert trace.number(f"{walk}.{k}.loss") == pytest.approx(loss(*place), abs=1e-12)
            assert trace.number(f"{walk}.{k}.gradient.length") == pytest.approx(math.hypot(*slopes(*place)), abs=1e-12)
            place = place - 0.1 * slopes(*place)
        assert trace.number(f"{walk}.{k}.loss") == pytest.approx(height, abs=2e-5)
    assert (trace.number("first.end"), trace.number("second.end")) == (0, 1)


def raced(rule, steps):
    """Places of a rule that makes a step from (place, gradient, memory, number of the step)."""
    place, memory, made = np.array([-1.0, 0.0]), {}, []
    for step in range(steps + 1):
        made.append(place)
        place = place - 0.1 * rule(slopes(*place), memory, step + 1)
    return np.array(made)


def heavy_ball(gradient, memory, step):
    memory["v"] = 0.9 * memory.get("v", 0.0) + gradient
    return memory["v"]


def adam(gradient, memory, step):
    """Kingma and Ba 2015, algorithm 1."""
    memory["m"] = 0.9 * memory.get("m", 0.0) + 0.1 * gradient
    memory["v"] = 0.999 * memory.get("v", 0.0) + 0.001 * gradient**2
    return memory["m"] / (1 - 0.9**step) / (np.sqrt(memory["v"] / (1 - 0.999**step)) + 1e-8)


def test_the_race_by_other_code(trace):
    radius, goal = float(trace.number("race.radius")), np.array([-0.802240, -0.537657])
    for j, (rule, arrives) in enumerate(((lambda g, m, s: g, 42), (heavy_ball, 36), (adam, 28))):
        last = int(trace.number(f"racer.{j}.steps"))
        made = raced(rule, 200)
        for k in range(last + 1):
            shown = [float(trace.number(f"racer.{j}.{k}.{name}")) for name in ("weight", "bias")]
            assert shown == pytest.approx(made[k].tolist(), abs=1e-9)
        outside = [k for k, place in enumerate(made) if math.dist(place, goal) > radius]
        assert trace.number(f"racer.{j}.arrives") == outside[-1] + 1 == arrives
        assert trace.number(f"racer.{j}.end") == 1  # the false minimum


def test_three_rates_on_the_bowl_are_exact(trace):
    # (2, -1) is 1/2 of (1, 1) and 3/2 of (1, -1); w^2 - 1.5 w b + b^2 is a^2 / 2 along the first and 7/2 a^2 along the
    # second, and a step multiplies them by 1 - eta / 2 and by 1 - 7/2 eta
    for name, rate in (("small", "0.05"), ("right", "0.45"), ("large", "0.6")):
        eta = Fraction(rate)
        for k in range(11):
            along, across = (1 - eta / 2) ** k / 2, 3 * (1 - 7 * eta / 2) ** k / 2
            assert trace.number(f"{name}.{k}.weight") == along + across
            assert trace.number(f"{name}.{k}.bias") == along - across
            assert trace.number(f"{name}.{k}.loss") == along**2 / 2 + 7 * across**2 / 2


def test_neighbours_beside_the_watershed(trace):
    assert trace.number("ridge.apart") == Fraction(1, 1000)
    ends = []
    for j in range(2):
        place = np.array([float(trace.number(f"ridge.{j}.0.{name}")) for name in ("weight", "bias")])
        for _ in range(2000):
            place = place - 0.1 * slopes(*place)
        ends.append(loss(*place))
    assert ends == pytest.approx([0.231802, 0.332663], abs=5e-7)
    # at the slowest of its steps beside the saddle it is as high as the saddle
    slowest = trace.number("ridge.slowest")
    assert trace.number(f"ridge.0.{slowest}.loss") == pytest.approx(0.352395, abs=1e-4)


def test_the_shelf_of_the_slow_descent(trace):
    begin, end = (int(trace.number(f"flat.shelf.{which}")) for which in ("from", "to"))
    losses = [trace.number(f"flat.{k}.loss") for k in range(int(trace.number("flat.steps")) + 1)]
    assert trace.number("flat.shelf") == end - begin == 59
    assert losses[begin] - losses[end] <= 0.02 * (losses[0] - losses[-1])
    assert losses[end] - losses[-1] > 0.49  # more than half of the fall is still to come
    assert all(trace.number(f"flat.{k}.gradient.length") > 0 for k in range(begin, end + 1))


def test_how_much_of_the_training_a_plane_shows(trace):
    training = real_of(landscape.defaults()).training
    moved = training.path - training.path[-1]
    axes = np.linalg.svd(moved - moved.mean(axis=0), full_matrices=False)[2]
    share = ((moved @ axes[:2].T) ** 2).sum() / (moved**2).sum()
    assert trace.number("real.percent") == pytest.approx(100 * share)
    assert trace.number("real.parameters") == 1 * 8 + 8 + 8 * 8 + 8 + 8 * 1 + 1
    for k in (0, 10):
        far = math.hypot(trace.number(f"real.{k}.first"), trace.number(f"real.{k}.second"))
        assert far <= np.linalg.norm(moved[k]) + 1e-9  # a projection makes nothing longer


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("racers", "descent 0.1", "2 to 4"),
        ("racers", "descent 0.1; adma 0.1", "the nearest is adam"),
        ("racers", "descent 0.1; adam -1", "above 0"),
        ("racers", "descent; adam 1", "one learning rate"),
        ("data", "1", "numbers"),
        ("surface", "bowls", "the nearest is bowl"),
        ("hidden", "0", "row 1"),
    ],
)
def test_a_bad_value_is_one_line(name, text, says):
    parameter = next(p for p in landscape.PARAMETERS if p.name == name)
    with pytest.raises(ValueError, match=says) as wrong:
        parameter.read(text)
    assert "\n" not in str(wrong.value)


def test_a_training_that_diverges_is_one_line():
    with pytest.raises(SettingError, match=r"landscape\.real_rate") as wrong:
        landscape.check_together(values_of(real_rate="10", activation="relu", epochs="50"))
    assert "\n" not in str(wrong.value)
