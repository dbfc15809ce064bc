"""Networks from other libraries' arrays and back, and from the NPZ files that NumPy makes of those."""

import io
import zipfile
from collections import OrderedDict
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.networks.frameworks import from_keras, from_state_dict, to_keras, to_state_dict
from engine.networks.network import Dense, Network
from engine.networks.weights import load_network, network_from_npz

# The weight of a PyTorch layer has a row a neuron. Layer 1: z1 = x1 + 2 x2 + 10, z2 = 3 x1 + 4 x2 + 20,
# z3 = 5 x1 + 6 x2 - 30. Layer 2: z = a1 - a2 + 2 a3 + 0.5.
STATE = {
    "0.weight": np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]),
    "0.bias": np.array([10.0, 20.0, -30.0]),
    "2.weight": np.array([[1.0, -1.0, 2.0]]),
    "2.bias": np.array([0.5]),
}
KERAS = [STATE["0.weight"].T, STATE["0.bias"], STATE["2.weight"].T, STATE["2.bias"]]
# x = (1, 1): z = (13, 27, -19), relu gives (13, 27, 0), and 13 - 27 + 0.5 = -13.5.
X, PREDICTION = [1.0, 1.0], [-13.5]


@pytest.mark.parametrize("prefixes", [("0", "2"), ("fc1", "out"), ("net.0", "net.2"), ("9", "10"), ("b.weight", "a")])
def test_a_state_dict_is_read_in_its_own_order_whatever_the_names(prefixes: tuple[str, str]):
    state = OrderedDict(
        (f"{prefix}.{kind}", STATE[f"{place}.{kind}"])
        for prefix, place in zip(prefixes, "02", strict=True)
        for kind in ("bias", "weight")
    )
    network = from_state_dict(state, "relu")
    assert network(X).tolist() == PREDICTION
    assert [layer.activation for layer in network.layers] == ["relu", "identity"]
    assert not any(array.flags.writeable for array in network.parameters.values())


def test_a_single_linear_layer_has_bare_names():
    network = from_state_dict({"weight": [[1, 2], [3, 4]], "bias": [5, 6]}, ["tanh"])
    assert network.layers[0].weight.tolist() == [[1.0, 3.0], [2.0, 4.0]]
    assert (network.layers[0].bias.tolist(), network.layers[0].activation) == ([5.0, 6.0], "tanh")


def test_keras_lists_are_read_as_they_stand():
    network = from_keras(KERAS, ["relu", "identity"])
    assert network(X).tolist() == PREDICTION
    assert [array.tolist() for array in to_keras(network)] == [array.tolist() for array in KERAS]


def test_layers_without_bias_get_zeros():
    state = {key: array for key, array in STATE.items() if key != "0.bias"}
    for network in (from_state_dict(state, "relu"), from_keras([KERAS[0], *KERAS[2:]], "relu")):
        assert network.layers[0].bias.tolist() == [0.0, 0.0, 0.0]
        assert network.layers[1].bias.tolist() == [0.5]
    exact = from_keras([np.array([[Fraction(1, 3)]])], ["relu"])
    assert exact.layers[0].bias.tolist() == [Fraction(0)]
    assert type(exact.layers[0].bias[0]) is Fraction


def test_what_comes_in_is_copied_and_what_goes_out_too():
    state = {key: array.copy() for key, array in STATE.items()}
    network = from_state_dict(state, "relu")
    for array in state.values():
        array[...] = 0
    for array in (*to_state_dict(network).values(), *to_keras(network)):
        assert array.flags.writeable
        assert array.flags.c_contiguous
        array[...] = 0
    assert network(X).tolist() == PREDICTION


def test_float32_becomes_float64_without_a_change():
    # 0.1 rounded to 24 bits is 13421773 / 2^27.
    state = {"0.weight": np.array([[0.1]], dtype=np.float32), "0.bias": np.array([1e-45], dtype=np.float32)}
    layer = from_state_dict(state, "relu").layers[0]
    assert layer.weight[0, 0] == 13421773 / 2**27
    assert layer.bias[0] == 2.0**-149
    assert layer.weight.dtype == layer.bias.dtype == np.float64


def test_a_state_dict_is_named_after_the_places_in_sequential():
    def dense(activation: str) -> Dense:
        return Dense([[1.0]], [0.0], activation)

    network = Network(tuple(map(dense, ["relu", "identity", "tanh", "identity"])))
    # Linear 0, ReLU 1, Linear 2, Linear 3, Tanh 4, Linear 5
    weights = ["0.weight", "2.weight", "3.weight", "5.weight"]
    assert [key for key in to_state_dict(network) if key.endswith("weight")] == weights
    assert list(to_state_dict(network, list("abcd")))[:3] == ["a.weight", "a.bias", "b.weight"]
    for names in (["a"], ["a", "a", "b", "c"]):
        with pytest.raises(ValueError, match="names: must be 4 different ones, one for each layer"):
            to_state_dict(network, names)


def test_a_state_dict_comes_back_as_it_was():
    state = to_state_dict(from_state_dict(STATE, "relu"))
    assert list(state) == list(STATE)
    for key, array in state.items():
        assert (array.dtype, array.tolist()) == (np.float64, STATE[key].tolist())


def test_exact_networks_do_not_go_out_to_libraries_of_floats():
    for write in (to_state_dict, to_keras):
        with pytest.raises(TypeError, match="network: its numbers are exact, and other libraries hold floats"):
            write(Network.neuron([Fraction(1, 2)], Fraction(3)))


MATRIX, VECTOR = np.ones((3, 2)), np.ones(3)
NOT_FINITE = np.array([[1.0, 2, 3], [4, np.nan, 6]])


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ({}, "^state: must hold the weights of at least one layer"),
        ({0: MATRIX}, "^state: its keys must be names such as 0.weight, got 0"),
        ({"0.bias": VECTOR}, r"^0\.bias: has no 0\.weight beside it"),
        ({"1.running_mean": VECTOR}, r"^1\.running_mean: must end in \.weight or \.bias; only dense layers"),
        ({"rnn.weight_ih_l0": MATRIX}, r"^rnn\.weight_ih_l0: must end in"),
        ({"conv1.weight": np.ones((8, 3, 5, 5))}, r"^conv1\.weight: must be a matrix .*got shape \(8, 3, 5, 5\); only"),
        ({**STATE, "1.weight": VECTOR, "1.bias": VECTOR}, r"^1\.weight: must be a matrix .*, got shape \(3,\)"),
        ({"0.weight": np.ones((0, 2))}, r"^0\.weight: must be a matrix .*, got shape \(0, 2\)"),
        ({"0.weight": MATRIX, "0.bias": MATRIX}, r"^0\.bias: must have shape \(3,\), one for each output of 0\.weight"),
        ({"0.weight": MATRIX, "0.bias": np.ones(2)}, r"^0\.bias: must have shape \(3,\), .*got \(2,\)"),
        (
            {"fc1.weight": MATRIX, "fc2.weight": MATRIX},
            r"^fc2\.weight: takes 2 inputs, but fc1\.weight has 3 outputs",
        ),
        ({"0.weight": NOT_FINITE}, r"^0\.weight: row 2, column 2 is nan; every number must be finite"),
        ({"0.weight": MATRIX, "0.bias": [1, np.inf, 2]}, r"^0\.bias: entry 2 is inf"),
    ],
)
def test_what_is_no_row_of_linear_layers_is_refused_by_key(state: dict[str, object], says: str):
    with pytest.raises(ValueError, match=says) as refused:
        from_state_dict(state, "relu")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (object(), r"0\.weight: must be an array of numbers, got one of object"),
        ("ones", r"0\.weight: must be an array of numbers, got one of <U4"),
        (MATRIX > 0, r"0\.weight: must be an array of numbers, got one of bool"),
        (MATRIX * 1j, r"0\.weight: must be an array of numbers, got one of complex128"),
        ([[1], [2, 3]], r"0\.weight: cannot be read as an array"),
        (np.array([[Fraction(1), 0.5]], dtype=object), r"0\.weight: must be an array of numbers, got one of object"),
    ],
)
def test_what_are_no_numbers_is_refused_by_key(given: object, says: str):
    with pytest.raises(TypeError, match=says) as refused:
        from_state_dict({"0.weight": given}, "relu")
    assert "\n" not in str(refused.value)


@pytest.mark.skipif(np.finfo(np.longdouble).nmant <= 52, reason="long double is no wider than float64 here")
def test_wider_floats_are_refused_rather_than_rounded():
    with pytest.raises(TypeError, match=r"0\.weight: .* is wider than float64 and would lose digits"):
        from_state_dict({"0.weight": np.ones((1, 1), dtype=np.longdouble)}, "relu")


@pytest.mark.parametrize(
    ("arrays", "says"),
    [
        ([], "^arrays: must hold the weights of at least one layer"),
        ([VECTOR], r"^arrays\[0\]: must be a matrix \(inputs, outputs\), got shape \(3,\)"),
        ([*KERAS[:2], VECTOR], r"^arrays\[2\]: must be a matrix .*no normalisation"),  # gamma of a BatchNormalization
        ([np.ones((3, 3, 1, 8))], r"^arrays\[0\]: must be a matrix .*got shape \(3, 3, 1, 8\)"),
        (
            [KERAS[0], np.ones(2)],
            r"^arrays\[1\]: must have shape \(3,\), one for each output of arrays\[0\], got \(2,\)",
        ),
        ([KERAS[0], KERAS[1], KERAS[0]], r"^arrays\[2\]: takes 2 inputs, but arrays\[0\] has 3 outputs"),
        ([NOT_FINITE], r"^arrays\[0\]: row 2, column 2 is nan"),
    ],
)
def test_what_are_no_dense_layers_of_keras_is_refused_by_place(arrays: list[object], says: str):
    with pytest.raises(ValueError, match=says):
        from_keras(arrays, "relu")


def test_a_whole_model_in_place_of_its_weights_is_told_so():
    with pytest.raises(TypeError, match=r"^state: must map names to arrays, as module.state_dict\(\) does, got one of"):
        from_state_dict(KERAS, "relu")
    with pytest.raises(TypeError, match=r"^arrays: must be a list of arrays, as model.get_weights\(\) is, got one of"):
        from_keras(STATE, "relu")


@pytest.mark.parametrize("activations", ["ReLU", ["relu", "linear"], ["relu"], ["relu"] * 3, [None, "relu"]])
def test_activations_are_names_one_for_each_layer(activations: object):
    with pytest.raises(
        ValueError, match=r"^activations: (must be of identity, relu, |2 layers need as many names, got )"
    ):
        from_state_dict(STATE, activations)
    with pytest.raises(TypeError, match=r"^activations: must be a name or a list of one for each layer"):
        from_keras(KERAS, None)


def npz(*arrays: object, **named: object) -> bytes:
    """What NumPy's own savez writes."""
    file = io.BytesIO()
    np.savez(file, *arrays, **named)
    return file.getvalue()


def with_member(written: bytes, name: str, member: bytes) -> bytes:
    file = io.BytesIO(written)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, member)
    return file.getvalue()


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("kind", [np.float64, np.float32, ">f8", np.int64])
def test_npz_files_of_pytorch_and_keras_are_networks(save, kind: object, tmp_path: Path):
    state = {key: np.asfortranarray(array.astype(kind)) for key, array in STATE.items()}
    save(tmp_path / "pytorch.npz", **state)
    save(tmp_path / "keras.npz", *(array.astype(kind) for array in KERAS))
    half = 0.0 if kind is np.int64 else 0.5  # the bias 0.5 as an integer is 0
    for name in ("pytorch.npz", "keras.npz"):
        network = load_network(tmp_path / name, "relu")
        assert network(X).tolist() == [-14 + half]
        assert [layer.activation for layer in network.layers] == ["relu", "identity"]


def test_more_than_ten_arrays_of_keras_stand_in_the_order_of_their_numbers():
    widths = range(2, 14)  # each layer its own sizes, so that another order cannot fit
    kernels = [np.full((inputs, inputs + 1), float(inputs)) for inputs in widths]
    named = {f"arr_{place}": kernel for place, kernel in enumerate(kernels)}
    network = network_from_npz(npz(**dict(sorted(named.items()))), "relu")
    assert network.widths == (*widths, 14)


@pytest.mark.parametrize(
    ("written", "activations", "says"),
    [
        (npz(**STATE), None, r"activations: a state_dict of PyTorch does not say them; give a name"),
        (npz(*KERAS), None, r"activations: model.get_weights\(\) of Keras does not say them; give a name"),
        (npz(**STATE), ["relu"], "activations: 2 layers need as many names, got 1"),
        (
            npz(arr_0=KERAS[0], arr_2=KERAS[1]),
            "relu",
            r"not a network: arr_0 to arr_1 must be there, got \['arr_0', 'arr_2'\]",
        ),
        (npz(*KERAS[:2], VECTOR), "relu", "arr_2: must be a matrix"),
        (npz(**STATE, epoch=3), "relu", "epoch: must end in .weight or .bias"),
        (npz(**{"0.weight": np.array([[{}]])}), "relu", "0.weight: must be an array of float64 or .*, got object"),
        (npz(**{"0.weight": MATRIX > 0}), "relu", "0.weight: must be an array of float64 or .*, got bool"),
        (with_member(npz(**STATE), "4.weight.npy", b"[[0.5]]"), "relu", "4.weight: "),
    ],
)
def test_what_is_wrong_in_foreign_npz_is_named(written: bytes, activations: object, says: str, tmp_path: Path):
    (tmp_path / "net.npz").write_bytes(written)
    with pytest.raises(ValueError, match=rf"net\.npz: {says}") as refused:
        load_network(tmp_path / "net.npz", activations)
    assert "\n" not in str(refused.value)
