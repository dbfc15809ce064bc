"""Directions through a network's parameters: Li, Xu, Taylor, Studer and Goldstein, Visualizing the Loss Landscape of
Neural Nets (2018), sections 4 and 7.2."""

import math
from fractions import Fraction

import numpy as np
import pytest

from engine import (
    Dataset,
    Dense,
    Network,
    direction_surface,
    principal_directions,
    project,
    random_direction,
    train,
    weight_surface,
)
from engine.landscape.directions import flat, unflat

# Into the first neuron lead (3, 4), of length 5; into the second (0, 2), of length 2; into the third nothing.
SMALL = Network(
    (Dense([[3.0, 0.0, 0.0], [4.0, 2.0, 0.0]], [1.0, 2.0, 3.0], "tanh"), Dense([[1.0], [2.0], [2.0]], [5.0]))
)


def test_every_filter_has_the_length_of_the_networks_own():
    direction = random_direction(SMALL, seed=0)
    first, second = direction["layer.1.weight"], direction["layer.2.weight"]
    for neuron, length in enumerate((5.0, 2.0, 0.0)):
        assert math.hypot(*first[:, neuron]) == pytest.approx(length, rel=1e-14)
    assert math.hypot(*second[:, 0]) == pytest.approx(3.0, rel=1e-14)  # (1, 2, 2)
    assert direction["layer.1.bias"].tolist() == [0.0, 0.0, 0.0]
    assert direction["layer.2.bias"].tolist() == [0.0]


def test_every_layer_has_the_length_of_the_networks_own():
    """3^2 + 4^2 + 2^2 = 29."""
    direction = random_direction(SMALL, seed=0, scaling="layer")
    assert math.sqrt((direction["layer.1.weight"] ** 2).sum()) == pytest.approx(math.sqrt(29), rel=1e-14)
    assert math.sqrt((direction["layer.2.weight"] ** 2).sum()) == pytest.approx(3, rel=1e-14)
    assert direction["layer.1.bias"].tolist() == [0.0, 0.0, 0.0]


def test_the_construction_of_li_et_al():
    """d_ij := d_ij / |d_ij| |theta_ij| of the very numbers that `scaling="none"` draws: the direction of every filter
    stays, only its length changes."""
    drawn = random_direction(SMALL, seed=3, scaling="none")
    scaled = random_direction(SMALL, seed=3)
    for name, own in SMALL.parameters.items():
        if own.ndim == 2:
            for neuron in range(own.shape[1]):
                d, theta = drawn[name][:, neuron], own[:, neuron]
                wanted = d / math.sqrt(sum(d**2)) * math.sqrt(sum(theta**2))
                assert scaled[name][:, neuron] == pytest.approx(wanted, rel=1e-14)


def test_drawn_entries_are_standard_normal_and_move_biases_too():
    """20,300 entries: the mean's standard deviation is 0.007, the variance's 0.01."""
    direction = random_direction(Network.of((200, 100, 1), seed=0), seed=1, scaling="none")
    entries = np.concatenate([array.ravel() for array in direction.values()])
    assert len(entries) == 200 * 100 + 100 + 100 + 1
    assert entries.mean() == pytest.approx(0, abs=0.03)
    assert entries.var() == pytest.approx(1, abs=0.04)
    assert np.all(direction["layer.1.bias"] != 0)


def test_the_seed_decides():
    one, same, other = (random_direction(SMALL, seed) for seed in (4, 4, 5))
    assert all((one[name] == same[name]).all() for name in one)
    assert (one["layer.1.weight"] != other["layer.1.weight"]).any()
    generator = np.random.default_rng(4)
    again, next_one = random_direction(SMALL, generator), random_direction(SMALL, generator)
    assert (again["layer.1.weight"] == one["layer.1.weight"]).all()
    assert (next_one["layer.1.weight"] != one["layer.1.weight"]).any()


def test_exact_networks_have_float_directions():
    direction = random_direction(Network.neuron([Fraction(3), Fraction(4)], Fraction(1)), seed=0)
    assert direction["layer.1.weight"].dtype == np.float64
    assert math.hypot(*direction["layer.1.weight"][:, 0]) == pytest.approx(5, rel=1e-14)


def test_filter_scaling_undoes_what_relu_networks_do_not_feel():
    """Li et al. (2018), section 4: scaling a layer by 10 and the next by 1/10 leaves a ReLU network as it is, and so it
    leaves the surface along directions that are scaled filter by filter."""
    generator = np.random.default_rng(0)
    first, second = generator.normal(size=(2, 4)), generator.normal(size=(4, 1))
    data = Dataset(generator.normal(size=(6, 2)), generator.normal(size=(6, 1)))
    surfaces = []
    for factor in (1.0, 10.0):
        layers = (Dense(first * factor, np.zeros(4), "relu"), Dense(second / factor, np.zeros(1)))
        network = Network(layers)
        directions = (random_direction(network, 1), random_direction(network, 2))
        surfaces.append(direction_surface(network, [-1, 0, 1], [-1, 0.5], directions, data).values)
    assert surfaces[0] == pytest.approx(surfaces[1], rel=1e-12)


def test_flat_and_unflat():
    direction = unflat(range(13), SMALL)
    assert direction["layer.1.weight"].tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
    assert direction["layer.1.bias"].tolist() == [6.0, 7.0, 8.0]
    assert direction["layer.2.weight"].tolist() == [[9.0], [10.0], [11.0]]
    assert direction["layer.2.bias"].tolist() == [12.0]
    assert flat(direction, SMALL).tolist() == list(range(13))
    backwards = dict(reversed(direction.items()))
    assert flat(backwards, SMALL).tolist() == list(range(13))


def test_principal_directions_of_a_path_by_hand():
    """States (7, 0, 0), (1, 3, 0), (-5, 0, 0), (1, -3, 0), (1, 0, 0) around the end (1, 0, 0): means are 1, 0, 0, so
    the squares along the axes are 36 + 36 = 72 and 9 + 9 = 18, of 90 in all: shares 0.8 and 0.2. The start lies at +6
    along x; along y it lies at 0."""
    path = [[7, 0, 0], [1, 3, 0], [-5, 0, 0], [1, -3, 0], [1, 0, 0]]
    plane = principal_directions(path)
    assert plane.axes[0] == pytest.approx([1, 0, 0], abs=1e-15)
    assert np.abs(plane.axes[1]) == pytest.approx([0, 1, 0], abs=1e-15)
    assert plane.shares == pytest.approx((0.8, 0.2), rel=1e-14)
    assert plane.origin.tolist() == [1.0, 0.0, 0.0]


def test_the_start_lies_on_the_positive_side():
    turned = principal_directions([[-7.0, -1.0], [0.0, -2.0], [2.0, 0.0], [1.0, 1.0]])
    start = np.array([-7.0, -1.0]) - np.array([1.0, 1.0])
    assert turned.axes @ start == pytest.approx(np.abs(turned.axes @ start))


def test_principal_directions_are_eigenvectors_of_the_covariance():
    generator = np.random.default_rng(0)
    path = np.cumsum(generator.normal(size=(40, 6)) * [3, 1, 0.5, 2, 1, 1], axis=0)
    values, vectors = np.linalg.eigh(np.cov(path - path[-1], rowvar=False))
    plane = principal_directions(path)
    for axis, share, place in zip(plane.axes, plane.shares, (-1, -2), strict=True):
        assert abs(axis @ vectors[:, place]) == pytest.approx(1, rel=1e-12)
        assert share == pytest.approx(values[place] / values.sum(), rel=1e-12)
    assert plane.axes @ plane.axes.T == pytest.approx(np.eye(2), abs=1e-14)


def test_a_straight_path_has_one_direction():
    """Along (3, 4): the first axis is (0.6, 0.8) with share 1, the second is at right angles with share 0."""
    plane = principal_directions([[6.0, 8.0], [3.0, 4.0], [0.0, 0.0]])
    assert plane.axes[0] == pytest.approx([0.6, 0.8], rel=1e-14)
    assert plane.axes[0] @ plane.axes[1] == pytest.approx(0, abs=1e-15)
    assert plane.shares == pytest.approx((1, 0), abs=1e-15)


@pytest.mark.parametrize("size", [1e-250, 1e-20, 1e20, 1e250])
def test_the_size_of_a_path_does_not_matter(size):
    path = np.array([[7.0, 0, 0], [1, 3, 0], [-5, 0, 0], [1, -3, 0], [1, 0, 0]]) * size
    plane = principal_directions(path)
    assert plane.shares == pytest.approx((0.8, 0.2), rel=1e-13)
    seen = project(path, plane.origin, *plane.axes)
    assert seen.share == pytest.approx(1, rel=1e-14)
    assert seen.coordinates[:, 0] / size == pytest.approx([6, 0, -6, 0, 0], abs=1e-13)


def test_projection_by_hand():
    """Along (1, 0, 0) and (1, 1, 0) from (0, 0, 1): (2, 3, 5) is -1 of the first and 3 of the second, and 4 are missed;
    of the squared distance 4 + 9 + 16 = 29 the plane keeps 13."""
    seen = project([[2.0, 3.0, 5.0]], [0, 0, 1], [1, 0, 0], [1, 1, 0])
    assert seen.coordinates == pytest.approx(np.array([[-1.0, 3.0]]), rel=1e-14)
    assert seen.share == pytest.approx(13 / 29, rel=1e-14)


def test_what_is_missed_is_at_right_angles():
    generator = np.random.default_rng(1)
    path, origin, first, second = (generator.normal(size=shape) for shape in ((9, 5), 5, 5, 5))
    seen = project(path, origin, first, second)
    missed = path - origin - seen.coordinates @ np.array([first, second])
    assert missed @ first == pytest.approx(np.zeros(9), abs=1e-13)
    assert missed @ second == pytest.approx(np.zeros(9), abs=1e-13)
    assert seen.share == pytest.approx(1 - (missed**2).sum() / ((path - origin) ** 2).sum(), rel=1e-13)


def test_directions_of_very_different_lengths():
    seen = project([[2.0, 3.0]], [0, 0], [1e-150, 0], [0, 1e160])
    assert seen.coordinates == pytest.approx(np.array([[2e150, 3e-160]]), rel=1e-14)


@pytest.mark.parametrize(
    ("state", "share"),
    [([1.0, 2.0, 0.0], 1.0), ([0.0, 0.0, 3.0], 0.0), ([0.0, 0.0, 0.0], 1.0)],
)
def test_shares_at_their_borders(state, share):
    """In the plane, at right angles to it, and in its origin, where nothing is missed."""
    assert project([state], [0, 0, 0], [1, 0, 0], [0, 1, 0]).share == share


def test_the_path_of_a_training_on_the_surface():
    """The plane through the trained network along the two principal directions: a network put together from the
    coordinates of a state has the state's own loss, as far as the plane keeps the path; at the end exactly."""
    generator = np.random.default_rng(0)
    data = Dataset(generator.normal(size=(12, 2)), generator.normal(size=(12, 1)))
    training = train(Network.of((2, 3, 1), "tanh", seed=0), data, learning_rate=0.1, epochs=40)
    plane = principal_directions(training.path)
    assert plane.origin.tolist() == flat(training.trained.parameters, training.network).tolist()
    seen = project(training.path, plane.origin, *plane.axes)
    assert seen.coordinates.shape == (len(training), 2)
    assert seen.coordinates[-1].tolist() == [0.0, 0.0]
    assert 0.9 < sum(plane.shares) <= 1
    assert 0.9 < seen.share <= 1
    directions = tuple(unflat(axis, training.network) for axis in plane.axes)
    a, b = seen.coordinates[0]
    surface = direction_surface(training.trained, sorted([0, a]), sorted([0, b]), directions, data)
    row, column = list(surface.first).index(0), list(surface.second).index(0)
    assert surface.values[row, column] == pytest.approx(training.losses[-1], rel=1e-13)
    rebuilt = training.trained.with_parameters(unflat(plane.origin + a * plane.axes[0] + b * plane.axes[1], SEEN))
    assert surface.values[1 - row, 1 - column] == pytest.approx(((rebuilt(data.inputs) - data.targets) ** 2).mean())


SEEN = Network.of((2, 3, 1), "tanh", seed=0)


def test_unit_directions_are_slices():
    """Along one weight and one bias the directions give what the slice gives."""
    data = Dataset([[1.0, 2.0], [0.5, -1.0]], [[1.0], [0.0]])
    own = flat(SMALL.parameters, SMALL)
    rows = np.eye(13)[[1, 12]]  # layer.1.weight[0, 1] and layer.2.bias[0]
    along = direction_surface(SMALL, [-1, 0, 2], [-3, 1], tuple(unflat(row, SMALL) for row in rows), data)
    places = ("layer.1.weight", (0, 1)), ("layer.2.bias", (0,))
    over = weight_surface(SMALL, (places[0], own[1] + [-1.0, 0.0, 2.0]), (places[1], own[12] + [-3.0, 1.0]), data)
    assert along.values == pytest.approx(over.values, rel=1e-13)


def test_what_is_handed_out_cannot_be_changed():
    plane = principal_directions([[3.0, 0.0], [1.0, 0.5], [0.0, 0.0]])
    seen = project([[1.0, 2.0]], [0, 0], [1, 0], [0, 1])
    direction = random_direction(SMALL, 0)
    arrays = [plane.axes, plane.origin, seen.coordinates, *direction.values(), *unflat(range(13), SMALL).values()]
    for array in arrays:
        assert not array.flags.writeable


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: random_direction(SMALL, 0, "filters"), ValueError, "scaling: must be filter, layer or none, got"),
        (lambda: random_direction(SMALL, None), TypeError, "seed: must be a whole number"),
        (lambda: random_direction(SMALL, -1), ValueError, "seed: must be at least 0"),
        (lambda: principal_directions([[1, 2], [3, 4]]), ValueError, "path: must be at least 3 states"),
        (lambda: principal_directions([[1], [2], [3]]), ValueError, "path: must be at least 3 states of at least 2"),
        (lambda: principal_directions([1, 2, 3]), ValueError, "path: must be at least 3 states"),
        (lambda: principal_directions([[1, 2]] * 4), ValueError, "path: must move"),
        (lambda: principal_directions([[1, 2], [3, 4], [5, math.inf]]), ValueError, "path: must be finite"),
        (lambda: principal_directions([["a", "b"]] * 3), TypeError, "path: must be a number"),
        (lambda: project([[1, 2]], [0, 0], [1, 2], [2, 4]), ValueError, "first, second: must span a plane"),
        (lambda: project([[1, 2]], [0, 0], [1, 2], [0, 0]), ValueError, "second: must not be zero"),
        (lambda: project([[1, 2]], [0, 0], [1, 2, 3], [0, 1]), ValueError, "first: must have the origin's shape (2,)"),
        (lambda: project([1, 2], [0, 0], [1, 2], [0, 1]), ValueError, "path: must have shape (states, 2)"),
        (lambda: project([[1, 2, 3]], [0, 0], [1, 2], [0, 1]), ValueError, "path: must have shape (states, 2)"),
        (lambda: project([[1, math.nan]], [0, 0], [1, 0], [0, 1]), ValueError, "path: must be finite"),
        (lambda: unflat(range(12), SMALL), ValueError, "direction: must have 13 numbers"),
        (lambda: flat({}, SMALL), ValueError, "direction: must have layer.1.weight, layer.1.bias"),
        (lambda: flat({**SMALL.parameters, "layer.2.bias": 0.0}, SMALL), ValueError, "direction, layer.2.bias: must"),
    ],
)
def test_errors_in_one_line(call, error, words):
    with pytest.raises(error) as caught:
        call()
    message = str(caught.value)
    assert message.startswith(words)
    assert "\n" not in message
