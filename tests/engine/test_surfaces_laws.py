"""Loss surfaces of networks that hypothesis draws, against loops of plain forward passes."""

import numpy as np
import pytest

hypothesis = pytest.importorskip("hypothesis")
st = hypothesis.strategies

from engine import Dataset, Dense, Network, direction_surface, random_direction, weight_surface  # noqa: E402

FUNCTIONS = {
    "identity": lambda z: z,
    "relu": lambda z: np.where(z > 0, z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "softmax": lambda z: (lambda e: e / e.sum(axis=1, keepdims=True))(np.exp(z - z.max(axis=1, keepdims=True))),
}


def loss_at(parameters, activations, data):
    flowing = data.inputs
    for place, activation in enumerate(activations, 1):
        flowing = FUNCTIONS[activation](
            flowing @ parameters[f"layer.{place}.weight"] + parameters[f"layer.{place}.bias"]
        )
    return np.mean((flowing - data.targets) ** 2)


@st.composite
def networks(draw):
    widths = draw(st.lists(st.integers(1, 4), min_size=2, max_size=5))
    activations = [draw(st.sampled_from(sorted(FUNCTIONS))) for _ in widths[1:]]
    generator = np.random.default_rng(draw(st.integers(0, 10**6)))
    network = Network(
        tuple(
            Dense(generator.normal(size=(m, n)), generator.normal(size=n), activation)
            for m, n, activation in zip(widths[:-1], widths[1:], activations, strict=True)
        )
    )
    examples = draw(st.integers(1, 5))
    data = Dataset(generator.normal(size=(examples, widths[0])), generator.normal(size=(examples, widths[-1])))
    return network, activations, data


lines = st.lists(st.floats(-3, 3, width=16), min_size=1, max_size=6, unique=True).map(sorted)


@hypothesis.settings(deadline=None, max_examples=150)
@hypothesis.given(networks(), lines, lines, st.data())
def test_two_parameters(drawn, rows, columns, more):
    network, activations, data = drawn
    places = [(name, index) for name, array in network.parameters.items() for index in np.ndindex(array.shape)]
    first, second = more.draw(st.lists(st.sampled_from(places), min_size=2, max_size=2, unique=True))
    found = weight_surface(network, (first, rows), (second, columns), data)
    for i, a in enumerate(rows):
        for j, b in enumerate(columns):
            moved = {name: array.copy() for name, array in network.parameters.items()}
            moved[first[0]][first[1]], moved[second[0]][second[1]] = a, b
            assert found.values[i, j] == pytest.approx(loss_at(moved, activations, data), rel=1e-11, abs=1e-13)


@hypothesis.settings(deadline=None, max_examples=100)
@hypothesis.given(networks(), lines, lines, st.sampled_from(("filter", "layer", "none")), st.integers(0, 1000))
def test_two_directions(drawn, rows, columns, scaling, seed):
    network, activations, data = drawn
    one, other = random_direction(network, seed, scaling), random_direction(network, seed + 1, "none")
    found = direction_surface(network, rows, columns, (one, other), data)
    for i, a in enumerate(rows):
        for j, b in enumerate(columns):
            moved = {name: array + a * one[name] + b * other[name] for name, array in network.parameters.items()}
            assert found.values[i, j] == pytest.approx(loss_at(moved, activations, data), rel=1e-11, abs=1e-13)
