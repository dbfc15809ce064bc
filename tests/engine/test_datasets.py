"""Data sets: their geometry from the definitions of the curves, their seeds, and what a data set refuses."""

import copy
import math
import os
import pickle
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.training.dataset import Dataset
from engine.training.datasets import circles, line, moons, one_hot, sine, spirals, xor

NAN, INF = float("nan"), float("inf")
MAKERS = [line, sine, moons, circles, spirals]
SHAPES = [moons, circles, spirals]


def numbers(dataset: Dataset) -> bytes:
    return dataset.inputs.tobytes() + dataset.targets.tobytes()


def of_class(dataset: Dataset, label: int) -> np.ndarray:
    return dataset.inputs[dataset.targets[:, 0] == label]


# Seeds


@pytest.mark.parametrize("spacing", ["even", "random"])
@pytest.mark.parametrize("make", MAKERS)
def test_one_seed_makes_the_same_numbers_and_another_seed_others(make, spacing):
    first = make(30, spacing=spacing, seed=7)
    assert numbers(first) == numbers(make(30, spacing=spacing, seed=7))
    assert numbers(first) == numbers(make(30, spacing=spacing, seed=np.random.default_rng(7)))
    assert numbers(first) != numbers(make(30, spacing=spacing, seed=8))


def test_one_seed_makes_the_same_numbers_in_another_process():
    code = (
        "from engine.training.datasets import moons\n"
        "training, held_out = moons(9, spacing='random', seed=7).split(3, seed=1)\n"
        "print(training.inputs.tobytes().hex() + held_out.inputs.tobytes().hex())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    training, held_out = moons(9, spacing="random", seed=7).split(3, seed=1)
    assert runs[0] == runs[1]
    assert bytes.fromhex(runs[0]) == training.inputs.tobytes() + held_out.inputs.tobytes()


def test_numpys_global_random_state_is_neither_used_nor_moved():
    np.random.seed(1)  # noqa: NPY002
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    first = [numbers(make(10, spacing="random", seed=3)) for make in MAKERS]
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002
    np.random.seed(2)  # noqa: NPY002
    assert first == [numbers(make(10, spacing="random", seed=3)) for make in MAKERS]


@pytest.mark.parametrize("spacing", ["even", "random"])
@pytest.mark.parametrize("make", MAKERS)
def test_more_noise_moves_the_same_points_further_the_same_way(make, spacing):
    still, little, much = (make(20, noise=noise, spacing=spacing, seed=5) for noise in (0, 0.125, 0.25))
    for table in ("inputs", "targets"):
        moved = getattr(little, table) - getattr(still, table)
        np.testing.assert_allclose(getattr(much, table) - getattr(still, table), 2 * moved, atol=1e-14)
    assert numbers(still) != numbers(little)


@pytest.mark.parametrize(
    ("seed", "error", "words"),
    [
        (None, TypeError, "seed: must be a whole number or a numpy.random.Generator, got None"),
        (True, TypeError, "seed: must be a whole number or a numpy.random.Generator, got True"),
        (1.0, TypeError, "seed: must be a whole number or a numpy.random.Generator, got 1.0"),
        (-1, ValueError, "seed: must be at least 0, got -1"),
    ],
)
def test_what_is_no_seed_is_refused(seed, error, words):
    with pytest.raises(error) as refused:
        line(seed=seed)
    assert str(refused.value) == words


# The line and the sine wave


@pytest.mark.parametrize("spacing", ["even", "random"])
def test_without_noise_a_line_is_a_line(spacing):
    # 3/4 and -5/2 are exact in floats, and so is every product with a float of few bits; hence no tolerance for even
    # spacing in steps of 1/8.
    dataset = line(33, slope=0.75, intercept=-2.5, noise=0, low=-1, high=3, spacing=spacing, seed=0)
    for (x,), (y,) in zip(dataset.inputs.tolist(), dataset.targets.tolist(), strict=True):
        wanted = Fraction(3, 4) * Fraction(x) - Fraction(5, 2)
        assert abs(Fraction(y) - wanted) <= (0 if spacing == "even" else Fraction(1, 10**15))
    assert (dataset.input_names, dataset.target_names) == (("x",), ("y",))


def test_even_spacing_takes_both_ends_and_equal_steps():
    assert line(9, low=-1, high=1, seed=0).inputs.ravel().tolist() == [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1]
    x = sine(7, low=0.1, high=0.7, seed=0).inputs.ravel()
    assert (x[0], x[-1]) == (0.1, 0.7)
    np.testing.assert_allclose(x, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], rtol=1e-15)
    assert line(1, low=2, high=3, seed=0).inputs.tolist() == [[2.0]]


def test_random_spacing_is_uniform():
    x = line(20000, low=2, high=6, spacing="random", seed=3).inputs.ravel()
    assert 2 <= x.min() < 2.01
    assert 5.99 < x.max() <= 6
    # Uniform on [2, 6]: mean 4, standard deviation 4/sqrt(12) = 1.1547; of the mean of 20000: 0.0082.
    assert abs(x.mean() - 4) < 0.04
    assert abs(x.std() - 1.1547) < 0.02
    assert (np.diff(x) < 0).any()


@pytest.mark.parametrize("spacing", ["even", "random"])
def test_without_noise_a_sine_wave_is_a_sine_wave(spacing):
    # Three waves over a width of 4: the angle is 2 pi 3 x / 4 = 3 pi x / 2.
    dataset = sine(50, periods=3, noise=0, low=-1, high=3, spacing=spacing, seed=0)
    for (x,), (y,) in zip(dataset.inputs.tolist(), dataset.targets.tolist(), strict=True):
        assert y == pytest.approx(math.sin(1.5 * math.pi * x), abs=1e-14)


def test_a_sine_wave_over_two_pi_is_the_sine():
    dataset = sine(5, noise=0, low=0, high=2 * math.pi, seed=0)
    np.testing.assert_allclose(dataset.targets.ravel(), [0, 1, 0, -1, 0], atol=1e-15)


@pytest.mark.parametrize("make", [line, sine])
def test_noise_is_a_standard_deviation_about_the_curve(make):
    still, noisy = (make(20000, noise=noise, seed=1) for noise in (0, 0.3))
    assert numbers(still)[: 8 * 20000] == numbers(noisy)[: 8 * 20000], "x stays"
    shift = (noisy.targets - still.targets).ravel()
    # Normal: the mean of 20000 has deviation 0.3/sqrt(20000) = 0.0021, their deviation 0.3/sqrt(40000) = 0.0015.
    assert abs(shift.mean()) < 0.01
    assert abs(shift.std() - 0.3) < 0.007
    # 95.45 % of a normal distribution lie within two standard deviations; of 20000 draws +- 0.15 %.
    assert abs((abs(shift) < 0.6).mean() - 0.9545) < 0.0075


# Moons, circles, spirals


@pytest.mark.parametrize("spacing", ["even", "random"])
def test_without_noise_moons_are_two_half_circles(spacing):
    dataset = moons(101, noise=0, spacing=spacing, seed=0)
    upper, lower = of_class(dataset, 0), of_class(dataset, 1)
    np.testing.assert_allclose(np.hypot(upper[:, 0], upper[:, 1]), 1, rtol=1e-15)
    np.testing.assert_allclose(np.hypot(lower[:, 0] - 1, lower[:, 1] - 0.5), 1, rtol=1e-15)
    assert (upper[:, 1] >= 0).all()
    assert (lower[:, 1] <= 0.5).all()
    assert (dataset.input_names, dataset.target_names) == (("x1", "x2"), ("class",))


def test_moons_are_where_scikit_learn_puts_them():
    # sklearn.datasets.make_moons(6, shuffle=False, noise=None): outer (cos t, sin t), inner (1 - cos t, 0.5 - sin t)
    # for t = 0, pi/2, pi.
    dataset = moons(6, noise=0, seed=0)
    np.testing.assert_allclose(of_class(dataset, 0), [[1, 0], [0, 1], [-1, 0]], atol=1e-15)
    np.testing.assert_allclose(of_class(dataset, 1), [[0, 0.5], [1, -0.5], [2, 0.5]], atol=1e-15)


@pytest.mark.parametrize("spacing", ["even", "random"])
def test_without_noise_circles_are_circles(spacing):
    dataset = circles(101, noise=0, factor=0.3, spacing=spacing, seed=0)
    for label, radius in ((0, 1), (1, 0.3)):
        points = of_class(dataset, label)
        np.testing.assert_allclose(np.hypot(points[:, 0], points[:, 1]), radius, rtol=1e-15)
        assert len(np.unique(points.round(9), axis=0)) == len(points)


def test_points_on_a_circle_are_evenly_spaced_all_the_way_round():
    points = of_class(circles(8, noise=0, seed=0), 0)
    np.testing.assert_allclose(points, [[1, 0], [0, 1], [-1, 0], [0, -1]], atol=1e-15)


@pytest.mark.parametrize("spacing", ["even", "random"])
@pytest.mark.parametrize(("classes", "turns"), [(2, 1.0), (3, 2.25), (5, -0.5)])
def test_without_noise_spirals_are_archimedean_and_a_turn_over_classes_apart(classes, turns, spacing):
    dataset = spirals(60 * classes, classes=classes, turns=turns, noise=0, spacing=spacing, seed=0)
    for (x1, x2), (label,) in zip(dataset.inputs.tolist(), dataset.targets.tolist(), strict=True):
        radius, share_of_a_turn = math.hypot(x1, x2), math.atan2(x2, x1) / (2 * math.pi)
        assert 0 < radius <= 1 + 1e-15
        away = share_of_a_turn - turns * radius - label / classes
        assert away - round(away) == pytest.approx(0, abs=1e-12)


def test_even_spirals_have_evenly_spaced_radii_up_to_1():
    points = of_class(spirals(10, noise=0, seed=0), 1)
    np.testing.assert_allclose(np.hypot(points[:, 0], points[:, 1]), [0.2, 0.4, 0.6, 0.8, 1], rtol=1e-15)


@pytest.mark.parametrize("make", SHAPES)
def test_noise_is_a_standard_deviation_in_each_input(make):
    still, noisy = (make(20000, noise=noise, seed=1) for noise in (0, 0.3))
    shift = noisy.inputs - still.inputs
    assert np.array_equal(still.targets, noisy.targets)
    assert (abs(shift.mean(axis=0)) < 0.01).all()
    assert (abs(shift.std(axis=0) - 0.3) < 0.007).all()
    assert abs((shift[:, 0] * shift[:, 1]).mean()) < 0.09 * 0.03, "x1 and x2 move independently"


@pytest.mark.parametrize(
    ("dataset", "counts"),
    [
        (moons(7, seed=0), {0: 4, 1: 3}),
        (circles(8, seed=0), {0: 4, 1: 4}),
        (spirals(8, classes=3, seed=0), {0: 3, 1: 3, 2: 2}),
        (spirals(3, classes=3, seed=0), {0: 1, 1: 1, 2: 1}),
    ],
)
def test_classes_are_balanced_within_one_and_so_are_any_first_rows(dataset, counts):
    labels = dataset.targets[:, 0].tolist()
    assert Counter(labels) == counts
    for rows in range(len(counts), len(labels) + 1):
        most, *_, least = (count for _, count in Counter(labels[:rows]).most_common())
        assert most - least <= 1


# XOR


def test_xor_is_its_truth_table():
    assert xor().inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert xor().targets.tolist() == [[0], [1], [1], [0]]
    exact = xor().rounded(0)
    assert exact.is_exact
    assert all(type(number) is Fraction for number in [*exact.inputs.flat, *exact.targets.flat])
    assert exact.inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_noisy_copies_of_xor_scatter_about_its_corners():
    dataset = xor(copies=5000, noise=0.1, seed=2)
    assert len(dataset) == 20000
    assert dataset.targets[:8, 0].tolist() == [0, 1, 1, 0, 0, 1, 1, 0]
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]] * 5000)
    shift = dataset.inputs - corners
    assert abs(shift.std() - 0.1) < 0.002
    assert numbers(dataset) == numbers(xor(copies=5000, noise=0.1, seed=2))
    assert numbers(dataset) != numbers(xor(copies=5000, noise=0.1, seed=3))
    with pytest.raises(ValueError, match=r"^seed: noise needs a seed, such as seed=0$"):
        xor(noise=0.1)


# What the makers refuse


@pytest.mark.parametrize(
    ("make", "arguments", "error", "words"),
    [
        (line, {"points": 0}, ValueError, "points: must be at least 1, got 0"),
        (line, {"points": 2.0}, TypeError, "points: must be a whole number, got 2.0"),
        (line, {"points": True}, TypeError, "points: must be a whole number, got True"),
        (line, {"points": 10**30}, ValueError, f"points: must be at most 10000000, got {10**30}"),
        (line, {"noise": -0.1}, ValueError, "noise: must be at least 0, got -0.1"),
        (line, {"noise": NAN}, ValueError, "noise: must be finite, got nan"),
        (line, {"noise": "much"}, TypeError, "noise: must be a number, got 'much'"),
        (line, {"slope": INF}, ValueError, "slope: must be finite, got inf"),
        (line, {"intercept": None}, TypeError, "intercept: must be a number, got None"),
        (line, {"low": 1, "high": 1}, ValueError, "low: must be below high, got 1 and 1"),
        (line, {"low": NAN}, ValueError, "low: must be finite, got nan"),
        (line, {"low": -1e308, "high": 1e308}, ValueError, "low: too far from high for floats, got -1e+308 and 1e+308"),
        (line, {"slope": 1e308, "high": 1e3}, ValueError, "targets: row 1, column y: must be finite, got inf"),
        (line, {"spacing": "odd"}, ValueError, "spacing: must be one of even, random, got 'odd'"),
        (sine, {"points": 0}, ValueError, "points: must be at least 1, got 0"),
        (sine, {"periods": 0}, ValueError, "periods: must be above 0, got 0"),
        (sine, {"periods": 1e308}, ValueError, "targets: row 0, column y: must be finite, got nan"),
        (moons, {"points": 1}, ValueError, "points: must be at least 2, got 1"),
        (circles, {"points": 1}, ValueError, "points: must be at least 2, got 1"),
        (circles, {"factor": 1}, ValueError, "factor: must be between 0 and 1, got 1"),
        (circles, {"factor": NAN}, ValueError, "factor: must be finite, got nan"),
        (spirals, {"classes": 1}, ValueError, "classes: must be at least 2, got 1"),
        (spirals, {"points": 2, "classes": 3}, ValueError, "points: must be at least 3, got 2"),
        (spirals, {"turns": INF}, ValueError, "turns: must be finite, got inf"),
        (xor, {"copies": 0}, ValueError, "copies: must be at least 1, got 0"),
        (xor, {"noise": -1}, ValueError, "noise: must be at least 0, got -1"),
    ],
)
def test_arguments_that_make_no_sense_are_named(make, arguments, error, words):
    with pytest.raises(error) as refused:
        make(**{"seed": 0} | arguments)
    assert str(refused.value) == words


# One-hot targets


def test_one_hot_rows():
    assert one_hot([[2], [0]], 3).tolist() == [[0, 0, 1], [1, 0, 0]]
    assert one_hot([1, 1], 2).tolist() == [[0, 1], [0, 1]]
    dataset = spirals(9, classes=3, seed=0)
    rows = one_hot(dataset.targets, 3)
    assert rows.dtype == np.float64
    assert not rows.flags.writeable
    assert np.array_equal(rows, np.tile(np.eye(3), (3, 1)))


def test_one_hot_rows_of_fractions_are_fractions():
    rows = one_hot(xor().rounded(0).targets, 2)
    assert rows.tolist() == [[1, 0], [0, 1], [0, 1], [1, 0]]
    assert all(type(number) is Fraction for number in rows.flat)


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ([0, 2], "targets: row 1: must be a class from 0 to 1, got 2.0"),
        ([-1], "targets: row 0: must be a class from 0 to 1, got -1.0"),
        ([0.5], "targets: row 0: must be a class from 0 to 1, got 0.5"),
        ([NAN], "targets: row 0: must be a class from 0 to 1, got nan"),
        ([[0, 1]], "targets: must be one class a row, got the shape (1, 2)"),
        (1, "targets: must be one class a row, got the shape ()"),
    ],
)
def test_what_is_no_class_is_named_by_its_row(targets, words):
    with pytest.raises(ValueError, match="targets") as refused:
        one_hot(targets, 2)
    assert str(refused.value) == words


# The data set itself


def test_a_data_set_keeps_copies_that_cannot_be_written_to():
    inputs, targets = np.array([[1.0, 2.0]]), np.array([[3.0]])
    dataset = Dataset(inputs, targets)
    inputs[0, 0] = targets[0, 0] = 9
    assert dataset.inputs.tolist() == [[1, 2]]
    assert dataset.targets.tolist() == [[3]]
    for kept in (dataset, copy.deepcopy(dataset), pickle.loads(pickle.dumps(dataset)), dataset.take([0])):
        for table in (kept.inputs, kept.targets):
            assert table.dtype == np.float64
            with pytest.raises(ValueError, match="read-only"):
                table[0, 0] = 1
    with pytest.raises(AttributeError):
        dataset.inputs = inputs


def test_names_that_are_left_out_count_the_columns():
    dataset = Dataset([[1, 2, 3]], [[1]])
    assert (dataset.input_names, dataset.target_names) == (("x1", "x2", "x3"), ("y",))
    named = Dataset([[1, 2]], [[1, 0]], ["age", "height"], ("boy", "girl"))
    assert (named.input_names, named.target_names) == (("age", "height"), ("boy", "girl"))
    assert repr(named) == "Dataset(1 point of floats, inputs age, height, targets boy, girl)"


def test_fractions_stay_and_integers_join_them():
    half = Fraction(1, 2)
    for targets in ([[1]], np.array([[1]]), [[Fraction(1)]]):
        dataset = Dataset([[half, 2]], targets)
        assert dataset.is_exact
        assert dataset.inputs.tolist() == [[half, 2]]
        assert all(type(number) is Fraction for number in [*dataset.inputs.flat, *dataset.targets.flat])
    assert not Dataset([[1]], [[2]]).is_exact


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (
            ([1, 2], [[1], [2]]),
            ValueError,
            "inputs: must be a table of at least one row and one column, got the shape (2,)",
        ),
        (([[1]], []), ValueError, "targets: must be a table of at least one row and one column, got the shape (0,)"),
        (
            (np.zeros((0, 2)), [[1]]),
            ValueError,
            "inputs: must be a table of at least one row and one column, got the shape (0, 2)",
        ),
        (([[1], [2]], [[1]]), ValueError, "targets: must have one row for each of 2 rows of inputs, got 1"),
        (
            ([[1, 2], [3]], [[1], [2]]),
            ValueError,
            "inputs: the rows must have the same length, and no integer may be beyond floats",
        ),
        (
            ([[10**400]], [[1]]),
            ValueError,
            "inputs: the rows must have the same length, and no integer may be beyond floats",
        ),
        (([[1, 2], [3, NAN]], [[1], [2]]), ValueError, "inputs: row 1, column x2: must be finite, got nan"),
        (
            ([[1]], [[-INF]], ("age",), ("height",)),
            ValueError,
            "targets: row 0, column height: must be finite, got -inf",
        ),
        (([["a"]], [[1]]), TypeError, "inputs: must be a number or an array of numbers, got [['a']]"),
        (
            ([[Fraction(1, 2)]], [[0.5]]),
            TypeError,
            "targets: floats beside exact numbers; give Fractions in both tables or floats in both",
        ),
        (([[1, 2]], [[1]], ("a",)), ValueError, "input_names: must be 2, one a column, got 1"),
        (([[1, 2]], [[1]], ("a", "a")), ValueError, "input_names: must differ, got 'a' twice"),
        (([[1, 2]], [[1]], "ab"), TypeError, "input_names: must be a tuple of names, got 'ab'"),
        (([[1, 2]], [[1]], ("a", 1)), TypeError, "input_names: must be a tuple of names, got ('a', 1)"),
        (([[1]], [[1]], ("a\nb",)), ValueError, "input_names: must be printable, got 'a\\nb'"),
        (([[1]], [[1]], ("a",), (" ",)), ValueError, "target_names: must be printable, got ' '"),
    ],
)
def test_what_is_no_data_set_is_refused_in_one_line(arguments, error, words):
    with pytest.raises(error) as refused:
        Dataset(*arguments)
    assert str(refused.value) == words


def test_an_array_of_words_is_refused_in_one_line():
    with pytest.raises(TypeError) as refused:
        Dataset(np.full((50, 3), "word"), np.ones((50, 1)))
    assert str(refused.value).startswith("inputs: must be a number or an array of numbers")
    assert "\n" not in str(refused.value)


# Rows, parts, rounding

FOUR = Dataset([[10], [11], [12], [13]], [[0], [1], [2], [3]], ("age",), ("rank",))


@pytest.mark.parametrize(
    ("rows", "ages", "ranks"),
    [
        ([2, 0, 2], [12, 10, 12], [2, 0, 2]),
        (range(2), [10, 11], [0, 1]),
        (np.array([3, 1]), [13, 11], [3, 1]),
        (iter((-1,)), [13], [3]),
    ],
)
def test_rows_are_taken_in_order_with_their_targets(rows, ages, ranks):
    taken = FOUR.take(rows)
    assert taken.inputs.ravel().tolist() == ages
    assert taken.targets.ravel().tolist() == ranks
    assert (taken.input_names, taken.target_names) == (("age",), ("rank",))


@pytest.mark.parametrize(
    ("rows", "error", "words"),
    [
        ([], ValueError, "rows: must be at least one row number, got none"),
        ([4], ValueError, "rows: must be below the number of points, 4, got 4"),
        ([-5], ValueError, "rows: must be below the number of points, 4, got -5"),
        (2, TypeError, "rows: must be a list of row numbers, got 2"),
        ([1.0], TypeError, "rows: must be whole numbers, got 1.0"),
        ([True, False, True, False], TypeError, "rows: must be whole numbers, got True"),
    ],
)
def test_rows_that_are_not_there_are_named(rows, error, words):
    with pytest.raises(error) as refused:
        FOUR.take(rows)
    assert str(refused.value) == words


def test_a_split_parts_the_rows_and_keeps_targets_beside_inputs():
    training, held_out = FOUR.split(1, seed=0)
    assert (len(training), len(held_out)) == (3, 1)
    for part in (training, held_out):
        assert (part.inputs - part.targets == 10).all()
        assert (part.input_names, part.target_names) == (("age",), ("rank",))
    assert sorted([*training.inputs.flat, *held_out.inputs.flat]) == [10, 11, 12, 13]


def test_a_split_is_shuffled_by_its_seed_alone():
    points = line(100, noise=0, seed=0)
    first, again, other = (points.split(0.5, seed=seed)[0].inputs for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert (np.diff(first.ravel()) < 0).any()


def test_every_row_is_as_likely_to_be_held_out():
    held_out = Counter(FOUR.split(1, seed=seed)[1].targets.item() for seed in range(4000))
    # Binomial, 4000 draws of 1/4: mean 1000, standard deviation sqrt(4000 * 1/4 * 3/4) = 27.4.
    assert all(abs(held_out[rank] - 1000) < 140 for rank in range(4))


@pytest.mark.parametrize(
    ("points", "share", "count"),
    [(10, 0.2, 2), (10, Fraction(1, 4), 2), (10, Fraction(7, 20), 4), (10, 0.99 - 0.06, 9), (2, 0.5, 1), (7, 3, 3)],
)
def test_a_share_is_rounded_to_whole_points(points, share, count):
    # 10/4 = 2.5 goes to the even 2, 7/2 = 3.5 to the even 4.
    training, held_out = line(points, seed=0).split(share, seed=0)
    assert (len(training), len(held_out)) == (points - count, count)


@pytest.mark.parametrize(
    ("held_out", "error", "words"),
    [
        (0, ValueError, "held_out: nothing is held out; must be 1 to 3 of 4 points, got 0"),
        (4, ValueError, "held_out: nothing is left for training; must be 1 to 3 of 4 points, got 4"),
        (0.1, ValueError, "held_out: nothing is held out; must be 1 to 3 of 4 points, got 0.1"),
        (0.9, ValueError, "held_out: nothing is left for training; must be 1 to 3 of 4 points, got 0.9"),
        (1.0, ValueError, "held_out: must be a whole number of points or a share between 0 and 1, got 1.0"),
        (-0.5, ValueError, "held_out: must be a whole number of points or a share between 0 and 1, got -0.5"),
        (NAN, ValueError, "held_out: must be a whole number of points or a share between 0 and 1, got nan"),
        (True, TypeError, "held_out: must be a number of points or a share, got True"),
        ("half", TypeError, "held_out: must be a number of points or a share, got 'half'"),
    ],
)
def test_a_split_with_an_empty_part_is_refused_and_says_why(held_out, error, words):
    with pytest.raises(error) as refused:
        FOUR.split(held_out, seed=0)
    assert str(refused.value) == words


def test_one_point_cannot_be_split():
    with pytest.raises(ValueError, match=r"^held_out: one point cannot be split; both parts need at least one$"):
        line(1, seed=0).split(0.5, seed=0)


@pytest.mark.parametrize(
    ("number", "decimals", "wanted"),
    [
        (0.125, 2, Fraction(12, 100)),  # a tie, to the even 12
        (0.375, 2, Fraction(38, 100)),  # a tie, to the even 38
        (-0.125, 2, Fraction(-12, 100)),
        (2.5, 0, Fraction(2)),
        (3.5, 0, Fraction(4)),
        (2.675, 2, Fraction(267, 100)),  # the float is 2.67499999999999982236431605997495353221893310546875
        (1.005, 2, Fraction(1)),  # the float is 1.00499999999999989341858963598497211933135986328125
        (0.1, 30, Fraction(100000000000000005551115123126, 10**30)),  # 0.1000000000000000055511151231257827...
        (1e300, 1, Fraction(int(1e300))),
        (Fraction(1, 3), 3, Fraction(333, 1000)),
    ],
)
def test_rounding_is_half_to_even_on_the_exact_value(number, decimals, wanted):
    dataset = Dataset([[number]], [[number]], ("age",), ("rank",)).rounded(decimals)
    for table in (dataset.inputs, dataset.targets):
        assert type(table[0, 0]) is Fraction
        assert table[0, 0] == wanted
        assert not table.flags.writeable
    assert (dataset.input_names, dataset.target_names) == (("age",), ("rank",))


@pytest.mark.parametrize(
    ("decimals", "error", "words"),
    [
        (-1, ValueError, "decimals: must be at least 0, got -1"),
        (10**9, ValueError, "decimals: must be at most 1074, got 1000000000"),
        (1.0, TypeError, "decimals: must be a whole number, got 1.0"),
    ],
)
def test_decimals_that_make_no_sense_are_refused(decimals, error, words):
    with pytest.raises(error) as refused:
        FOUR.rounded(decimals)
    assert str(refused.value) == words
