"""Any network comes back from any file and any list of arrays as it was, bit by bit."""

import json
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from engine.networks.frameworks import from_keras, from_state_dict, to_keras, to_state_dict
from engine.networks.network import ACTIVATIONS, Dense, Network
from engine.networks.weights import network_from_json, network_from_npz, network_to_json, network_to_npz

hypothesis = pytest.importorskip("hypothesis")
given, settings, strategies = hypothesis.given, hypothesis.settings, hypothesis.strategies

floats = strategies.floats(allow_nan=False, allow_infinity=False)
fractions = strategies.fractions() | strategies.builds(Fraction, strategies.integers(), strategies.just(10**350))


@strategies.composite
def networks(draw, kinds=("floats", "fractions")):
    exact = draw(strategies.sampled_from(kinds)) == "fractions"
    widths = draw(strategies.lists(strategies.integers(1, 4), min_size=2, max_size=4))
    layers = []
    for inputs, outputs in pairwise(widths):
        size = (inputs + 1) * outputs
        entries = draw(strategies.lists(fractions if exact else floats, min_size=size, max_size=size))
        table = np.array(entries, dtype=object if exact else np.float64).reshape(inputs + 1, outputs)
        layers.append(Dense(table[:-1], table[-1], draw(strategies.sampled_from(ACTIVATIONS))))
    return Network(tuple(layers))


def same(network: Network, other: Network) -> bool:
    for mine, theirs in zip(network.layers, other.layers, strict=True):
        assert mine.activation == theirs.activation
        for a, b in ((mine.weight, theirs.weight), (mine.bias, theirs.bias)):
            assert (a.dtype, a.shape, a.tolist()) == (b.dtype, b.shape, b.tolist())
            assert a.dtype == object or a.tobytes() == b.tobytes()  # -0.0 equals 0.0, and is not the same
    return True


@given(networks())
@settings(deadline=None, max_examples=150)
def test_files_keep_a_network(network: Network):
    assert same(network, network_from_json(network_to_json(network)))
    assert same(network, network_from_json(network_to_json(network).encode("utf-16")))
    assert same(network, network_from_npz(network_to_npz(network)))


@given(networks(["floats"]))
@settings(deadline=None, max_examples=100)
def test_arrays_keep_a_network(network: Network):
    activations = [layer.activation for layer in network.layers]
    assert same(network, from_state_dict(to_state_dict(network), activations))
    assert same(network, from_keras(to_keras(network), activations))


def outcome(read, text) -> tuple[Network | None, str]:
    """The network, or what the ValueError says; no other error is expected."""
    try:
        return read(text), ""
    except ValueError as refused:
        return None, str(refused)


anything = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers(-3, 3) | strategies.floats() | strategies.text(),
    lambda inner: (
        strategies.lists(inner, max_size=3)
        | strategies.dictionaries(strategies.sampled_from(["activation", "weight", "bias", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)
layer_like = strategies.fixed_dictionaries(
    {"activation": strategies.just("relu") | anything},
    optional={"weight": strategies.lists(strategies.lists(floats, max_size=2)) | anything, "bias": anything},
)


@given(strategies.lists(layer_like, max_size=2) | anything)
@hypothesis.example("\x85\u2028")  # lines end here too
@settings(deadline=None, max_examples=300)
def test_whatever_stands_in_json_is_a_network_or_an_error_of_one_line(layers):
    text = json.dumps({"format": "backreel.network", "version": 1, "layers": layers})
    network, refusal = outcome(network_from_json, text)
    if network is None:
        assert len(refusal.splitlines()) == 1
    else:
        assert [len(layer["bias"]) for layer in layers] == list(network.widths[1:])


written = network_to_npz(Network((Dense([[1.5, -2.0]], [0.25, 3.0], "tanh"),)))


@given(strategies.integers(0, len(written) - 1), strategies.integers(1, 255))
@settings(deadline=None, max_examples=300)
def test_a_damaged_byte_never_goes_unseen(place: int, flip: int):
    damaged = bytearray(written)
    damaged[place] ^= flip
    read, refusal = outcome(network_from_npz, bytes(damaged))
    if read is None:
        assert len(refusal.splitlines()) == 1
    else:
        assert same(network_from_npz(written), read)  # a date, or another field that says nothing
