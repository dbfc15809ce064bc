"""Networks in files: what is kept, what is read from a hand-written file, and what is refused."""

import io
import json
import os
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.networks.network import Dense, Network
from engine.networks.weights import (
    load_network,
    network_from_json,
    network_from_npz,
    network_to_json,
    network_to_npz,
    save_network,
)

EXTREMES = [5e-324, 2.2250738585072014e-308, 1.7e308, -1.7976931348623157e308, -0.0, 0.1, 1 / 3, 2.0**53 + 2]


def same(network: Network, other: Network) -> bool:
    """Bit by bit: -0.0 is not 0.0 here."""
    assert [layer.activation for layer in network.layers] == [layer.activation for layer in other.layers]
    assert list(network.parameters) == list(other.parameters)
    for mine, theirs in zip(network.parameters.values(), other.parameters.values(), strict=True):
        assert (mine.dtype, mine.shape) == (theirs.dtype, theirs.shape)
        if mine.dtype == object:
            assert mine.tolist() == theirs.tolist()
            assert all(type(number) is Fraction for number in theirs.flat)
        else:
            assert mine.tobytes() == theirs.tobytes()
    return True


def floats() -> Network:
    weight = np.array(EXTREMES).reshape(2, 4)
    return Network((Dense(weight, EXTREMES[4:], "leaky_relu"), Dense(-weight.reshape(4, 2), [-0.0, 5e-324], "softmax")))


def fractions() -> Network:
    weight = np.array([[Fraction(1, 3), Fraction(-22, 7)], [Fraction(0), Fraction(3**200, 7**200)]])
    return Network((Dense(weight, np.array([Fraction(10) ** 400, Fraction(1, 10**5000)]), "relu"),))


@pytest.mark.parametrize("network", [floats(), fractions()], ids=["floats", "fractions"])
@pytest.mark.parametrize("name", ["net.json", "net.npz", "Net.NPZ"])
def test_a_file_keeps_every_number_and_the_activations(network: Network, name: str, tmp_path: Path):
    save_network(network, tmp_path / name)
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert same(network, load_network(str(tmp_path / name)))


def test_json_is_as_documented():
    network = Network((Dense([[0.5, -1.0], [2.0, 0.1]], [0.0, 1e-07], "relu"), Dense([[3.0], [4.0]], [1.0])))
    assert json.loads(network_to_json(network)) == {
        "format": "backreel.network",
        "version": 1,
        "layers": [
            {"activation": "relu", "weight": [[0.5, -1.0], [2.0, 0.1]], "bias": [0.0, 1e-07]},
            {"activation": "identity", "weight": [[3.0], [4.0]], "bias": [1.0]},
        ],
    }


def test_exact_numbers_are_strings_in_json():
    network = Network.neuron([Fraction(1, 2), Fraction(-3)], Fraction(1, 10))
    layer = {"activation": "identity", "weight": [["1/2"], ["-3"]], "bias": ["1/10"]}
    assert json.loads(network_to_json(network))["layers"] == [layer]


def test_npz_is_read_by_numpy_alone_and_says_the_rest_in_json():
    written = network_to_npz(floats())
    with np.load(io.BytesIO(written), allow_pickle=False) as read:
        assert read["layer.1.weight"].dtype == np.float64
        assert read["layer.1.weight"].tolist() == [EXTREMES[:4], EXTREMES[4:]]
        assert read["layer.2.bias"].tolist() == [0.0, 5e-324]
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert json.loads(archive.read("backreel.network.json")) == {
            "format": "backreel.network",
            "version": 1,
            "activations": ["leaky_relu", "softmax"],
            "exact": {},
        }


def test_the_order_of_axes_in_memory_is_not_in_the_file():
    rows = np.arange(6.0).reshape(2, 3)
    by_columns = np.asfortranarray(rows)
    bias = np.zeros(3)
    assert network_to_npz(Network((Dense(rows, bias),))) == network_to_npz(Network((Dense(by_columns, bias),)))


def written_by_hand(**changes: object) -> str:
    layers = [
        {"activation": "relu", "weight": [[1, 2, 3], [4, 5, 6]], "bias": [0, 0, 0.5]},
        {"activation": "sigmoid", "weight": [[1], [2], [3]], "bias": [-1]},
    ]
    for place, change in changes.items():
        layers[int(place[-1]) - 1].update(change)
    return json.dumps({"format": "backreel.network", "version": 1, "layers": layers})


def test_a_file_written_by_hand(tmp_path: Path):
    (tmp_path / "net.json").write_bytes(b"\xef\xbb\xbf" + written_by_hand().encode())  # with a byte order mark
    network = load_network(tmp_path / "net.json")
    assert (network.widths, network.exact) == ((2, 3, 1), False)
    # x = (1, -1): z = (1-4, 2-5, 3-6+0.5) = (-3, -3, -2.5), relu gives 0; z = -1; sigmoid(-1) = 1 / (1 + e)
    assert network([1.0, -1.0]) == pytest.approx([1 / (1 + 2.718281828459045)], rel=1e-15)
    assert same(network, network_from_json("\ufeff" + written_by_hand()))


def test_strings_are_exact_however_they_are_written():
    layer = '{"activation": "relu", "weight": [["0.1"], ["1/3"], ["-2e-1"]], "bias": [" 7 "]}'
    network = network_from_json(f'{{"format": "backreel.network", "version": 1, "layers": [{layer}]}}')
    assert network.layers[0].weight.tolist() == [[Fraction(1, 10)], [Fraction(1, 3)], [Fraction(-1, 5)]]
    assert network.layers[0].bias.tolist() == [Fraction(7)]


def test_minus_zero_and_long_integers_are_floats():
    layer = f'{{"activation": "relu", "weight": [[-0]], "bias": [1{"0" * 300}]}}'
    network = network_from_json(f'{{"format": "backreel.network", "version": 1, "layers": [{layer}]}}')
    assert str(network.layers[0].weight[0, 0]) == "-0.0"
    assert network.layers[0].bias[0] == 1e300


def broken(old: str, new: str) -> str:
    assert old in written_by_hand()
    return written_by_hand().replace(old, new, 1)


EXACT = {"weight": [["1", "2", "3"], ["4", "5", "6"]], "bias": ["0", "0", "1/2"]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON: Expecting value: line 1 column 1"),
        ("[1", "not JSON: Expecting ',' delimiter"),
        (b"\xff", "not JSON: 'utf-8' codec can't decode"),
        ("[" * 100_000, "not a network: nested too deep"),
        ("[]", r"not a network: must be an object with format, version, layers, got \[\]"),
        ("{}", r"not a network: the format must be backreel.network \(version 1\), got None"),
        (broken("backreel.network", "backreel.trace"), "the format must be backreel.network .*got 'backreel.trace'"),
        (
            broken('"version": 1', '"version": 2'),
            "a network of version 2, and this Backreel reads version 1; a newer Backreel is needed",
        ),
        (broken('"version": 1', '"version": 0'), "a network of version 0, and this Backreel reads version 1$"),
        (broken('"version": 1', '"version": true'), "a network of version True"),
        (broken('"version": 1', '"version": 1, "name": "mine"'), 'has the key "name", but its keys are format, '),
        (broken('"version": 1', '"version": 1, "version": 1'), '^"version" is there twice'),
        ('{"format": "backreel.network", "version": 1}', "has no layers; its keys are format, version, layers"),
        ('{"format": "backreel.network", "version": 1, "layers": []}', "layers: must be a list with at least one"),
        ('{"format": "backreel.network", "version": 1, "layers": [7]}', "layer 1: must be an object .*, got 7"),
        (broken('"bias": [-1]', '"biases": [-1]'), 'layer 2: has the key "biases", but its keys are activation, weigh'),
        (broken(', "bias": [-1]', ""), "layer 2: has no bias; its keys are activation, weight, bias"),
        (broken('"bias": [-1]', '"bias": [-1], "bias": [1]'), 'layer 2: "bias" is there twice'),
        (written_by_hand(layer2={"activation": "ReLU"}), 'layer 2, activation: must be one of .*, got "ReLU"'),
        (written_by_hand(layer2={"activation": None}), "layer 2, activation: must be one of .*, got null"),
        (written_by_hand(layer2={"activation": ["relu"]}), r'layer 2, activation: .*, got \["relu"\]'),
        (written_by_hand(layer1={"weight": {}}), "layer 1, weight: must be a list .* row for each input, got {}"),
        (written_by_hand(layer1={"weight": [1, 2]}), "layer 1, weight, row 1: must be a list .*each neuron, got 1"),
        (written_by_hand(layer1={"weight": [[1], []]}), r"layer 1, weight, row 2: must be a list .*, got \[\]"),
        (
            written_by_hand(layer2={"weight": [[1, 2], [1, 2, 3], [1, 2, 3]]}),
            "layer 2, weight, row 1: has 2 numbers, the others 3$",
        ),
        (written_by_hand(layer1={"weight": [[1, 2], [3]]}), "layer 1, weight, row 2: has 1 number, row 1 has 2$"),
        (
            written_by_hand(layer1={"weight": [[1], [1, 2], [1, 2], [1, 2, 3]]}),
            "layer 1, weight, row 1: has 1 number, row 2 has 2$",
        ),
        (written_by_hand(layer1={"bias": 0}), "layer 1, bias: must be a list .*for each neuron, got 0"),
        (written_by_hand(layer1={"bias": [1, 2]}), "layer 1, bias: has 2 numbers, but the weight has 3 columns"),
        (written_by_hand(layer2={"weight": [[1], [2]]}), "layer 2, weight: has 2 rows, but layer 1 has 3 neurons"),
        (written_by_hand(layer1={"bias": [0, [1], 2]}), r"layer 1, bias, entry 2: must be a number, .*got \[1\]"),
        (written_by_hand(layer2={"bias": [None]}), "layer 2, bias, entry 1: must be a number, .*got null"),
        (written_by_hand(layer2={"bias": [True]}), "layer 2, bias, entry 1: must be a number, .*got true"),
        (broken("4, 5, 6", "4, NaN, 6"), "layer 1, weight, row 2, entry 2: must be a finite number .*got NaN"),
        (broken("4, 5, 6", "4, 5, -Infinity"), "layer 1, weight, row 2, entry 3: .*got -Infinity"),
        (broken("0.5]", "1e999]"), "layer 1, bias, entry 3: must be a finite number that a float can hold, got Inf"),
        (broken("0.5]", f"{'9' * 5000}]"), "layer 1, bias, entry 3: must be a finite number that a float can hold"),
        (written_by_hand(layer2={"bias": ["-1"]}), 'layer 2, bias, entry 1: must be a number without .*, got "-1"'),
        (written_by_hand(layer1=EXACT), 'layer 2, weight, row 1, entry 1: must be a string such as "1/2", .*got 1'),
        (
            written_by_hand(layer1={**EXACT, "weight": [["1", "2", "x"], ["4", "5", "6"]]}),
            "layer 1, weight, row 1, entry 3: must be a number such as 2.1, -3 or 1/3, got 'x'",
        ),
        (
            written_by_hand(layer1={**EXACT, "weight": [["1", "1/0", "nan"], ["4", "5", "6"]]}),
            "layer 1, weight, row 1, entry 2: must not be divided by zero, got '1/0'",
        ),
    ],
)
def test_a_mistake_in_json_is_named_in_one_line_with_its_place(text: str | bytes, says: str, tmp_path: Path):
    with pytest.raises(ValueError, match=says) as refused:
        network_from_json(text)
    assert "\n" not in str(refused.value)
    (tmp_path / "net.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ValueError, match=r"net\.json: ") as named:
        load_network(tmp_path / "net.json")
    assert str(named.value) == f"{tmp_path / 'net.json'}: {refused.value}"


def npz(*arrays: object, **named: object) -> bytes:
    """What NumPy's own savez writes."""
    file = io.BytesIO()
    np.savez(file, *arrays, **named)
    return file.getvalue()


def npy(array: object, **how: object) -> bytes:
    file = io.BytesIO()
    np.save(file, array, **how)
    return file.getvalue()


def changed(written: bytes, members: dict[str, bytes | None]) -> bytes:
    """An NPZ file with members put in, replaced, or (None) left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as before, zipfile.ZipFile(file, "w") as after:
        kept = {name: before.read(name) for name in before.namelist()}
        for name, member in {**kept, **members}.items():
            if member is not None:
                after.writestr(name, member)
    return file.getvalue()


def said(**changes: object) -> dict[str, bytes | None]:
    beside = {"format": "backreel.network", "version": 1, "activations": ["relu", "identity"], "exact": {}}
    return {"backreel.network.json": json.dumps({**beside, **changes}).encode()}


GOOD = network_to_npz(Network((Dense(np.ones((2, 3)), np.zeros(3), "relu"), Dense(np.ones((3, 1)), np.zeros(1)))))
NOT_FINITE = np.array([[1.0, 2, 3], [4, np.nan, 6]])


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (b"", "not a network: not a whole NPZ file"),
        (GOOD[:-9], "not a network: not a whole NPZ file"),
        (changed(GOOD, {"backreel.network.json": b"{"}), "backreel.network.json: Expecting property name"),
        (changed(GOOD, said(format="backreel.trace")), "not a network: the format must be backreel.network"),
        (changed(GOOD, said(version=2)), "a network of version 2, .*a newer Backreel is needed"),
        (changed(GOOD, said(activations="relu")), "must have a list of activations and an object of exact numbers"),
        (changed(GOOD, said(exact=[])), "must have a list of activations and an object of exact numbers"),
        (changed(GOOD, said(activations=["relu"])), "a damaged network: 1 activations and its arrays differ in "),
        (changed(GOOD, said(activations=["relu", "ReLU"])), "layer 2: activation: must be one of .*, got 'ReLU'"),
        (changed(GOOD, said(exact={"layer.3.bias": []})), "a damaged network"),
        (changed(GOOD, said(exact={"layer.2.bias": ["1"]})), "layer.2.bias: its floats are not those nearest"),
        (changed(GOOD, said(exact={"layer.2.bias": [1]})), "layer.2.bias: "),
        (changed(GOOD, said(exact={"layer.2.bias": ["0"]})), "layer 2: weight and bias: exact and float numbers"),
        (
            changed(GOOD, said(exact={"layer.2.weight": ["1"] * 3, "layer.2.bias": ["0"]})),
            "layers: exact and float numbers do not mix",
        ),
        (changed(GOOD, {"layer.2.bias.npy": None}), r"a damaged network: 2 activations .*\['layer.2.bias.npy'\]"),
        (changed(GOOD, {"more.npy": b""}), r"a damaged network: 2 activations and its arrays differ in \['more.npy'\]"),
        (changed(GOOD, {"layer.2.bias.npy": npy(np.zeros(2))}), "layer 2: bias: must have shape"),
        (changed(GOOD, {"layer.2.weight.npy": npy(np.zeros((4, 1)))}), "layer 2: takes 4 inputs, but layer 1 has 3 "),
        (changed(GOOD, {"layer.2.bias.npy": b"[0.0]"}), "layer.2.bias: "),
        (changed(GOOD, {"layer.1.weight.npy": npy(NOT_FINITE)}), "layer.1.weight: row 2, column 2 is nan"),
        (
            changed(GOOD, {"layer.2.bias.npy": npy(np.array([{}]), allow_pickle=True)}),
            "layer.2.bias: must be an array of float64, got object",
        ),
        (npz(), r"not a network: must have backreel.network.json, PyTorch's names .*Keras, got \[\]"),
        (npz(x=np.zeros(3)), r"not a network: must have .*, got \['x'\]"),
        (npz(np.zeros((1, 1)), x=np.zeros(3)), r"not a network: must have .*, got \['x', 'arr_0'\]"),
    ],
)
def test_what_is_no_network_in_npz_is_refused_in_one_line(written: bytes, says: str, tmp_path: Path):
    with pytest.raises(ValueError, match=says) as refused:
        network_from_npz(written)
    assert "\n" not in str(refused.value)
    (tmp_path / "net.npz").write_bytes(written)
    with pytest.raises(ValueError, match=r"net\.npz: "):
        load_network(tmp_path / "net.npz")


def test_numbers_that_are_not_finite_are_never_written(tmp_path: Path):
    network = Network((Dense(NOT_FINITE, np.zeros(3)), Dense(np.ones((3, 1)), [float("-inf")])))
    for write in (network_to_json, network_to_npz):
        with pytest.raises(ValueError, match=r"^layer\.1\.weight: row 2, column 2 is nan; every number must be finite"):
            write(network)
        with pytest.raises(ValueError, match=r"^layer\.2\.bias: entry 1 is -inf"):
            write(network.with_parameters({"layer.1.weight": np.ones((2, 3))}))
    before = Network.neuron([1.0], 2.0)
    save_network(before, tmp_path / "net.json")
    with pytest.raises(ValueError, match="is nan"):
        save_network(network, tmp_path / "net.json")
    assert same(before, load_network(tmp_path / "net.json"))


@pytest.mark.parametrize("name", ["net.json", "net.npz"])
@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_what_cannot_be_saved_leaves_what_was_there(
    name: str, fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*asked: object) -> None:
        raise OSError(28, "No space left on device")

    save_network(Network.neuron([1.0], 2.0), tmp_path / name)
    monkeypatch.setattr(os, fails, full)
    with pytest.raises(OSError, match="No space left"):
        save_network(Network.neuron([3.0], 4.0), tmp_path / name)
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert load_network(tmp_path / name).layers[0].bias.tolist() == [2.0]


@pytest.mark.parametrize("name", ["net.txt", "net", "json", "net.npz.bak"])
def test_another_suffix_is_refused_before_anything_is_touched(name: str, tmp_path: Path):
    says = rf"{name}: a network's file must end in \.json or \.npz"
    with pytest.raises(ValueError, match=says):
        save_network(Network.neuron([1.0], 2.0), tmp_path / name)
    with pytest.raises(ValueError, match=says):
        load_network(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path):
    for name in ("none.json", "none.npz"):
        with pytest.raises(FileNotFoundError):
            load_network(tmp_path / name)
        with pytest.raises(FileNotFoundError):
            save_network(Network.neuron([1.0], 2.0), tmp_path / "no folder" / name)


def test_activations_beside_a_file_that_says_its_own_are_refused(tmp_path: Path):
    for name in ("net.json", "net.npz"):
        save_network(Network.neuron([1.0], 2.0), tmp_path / name)
        with pytest.raises(ValueError, match=rf"{name}: activations: the file says its own"):
            load_network(tmp_path / name, "relu")


def test_files_cost_nothing_before_the_first_is_opened():
    found = "print(*(set(sys.modules) & {'zipfile', 'json', 'tempfile', 'torch'}))"
    code, before = f"import sys; import engine.networks.weights; {found}", f"import sys; import numpy; {found}"
    ours, numpys = (
        subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.split()
        for said in (code, before)
    )
    assert set(ours) <= set(numpys)
