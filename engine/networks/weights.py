"""Networks in files: JSON, which can be written by hand, and NPZ, which also reads what NumPy's savez made of the
weights of PyTorch and Keras. Both keep every float and every Fraction as it is."""

from __future__ import annotations

import os
from pathlib import Path

from engine.finite import check_finite
from engine.networks.frameworks import Activations
from engine.networks.network import Network


def save_network(network: Network, path: str | os.PathLike[str]) -> None:
    """A network into a file, by its suffix `.json` or `.npz`, under exactly this name. It appears there whole or not at
    all, in place of what was there. Raises ValueError for another suffix and for numbers that are not finite, OSError
    where the file cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_network(Network.neuron([0.5, 2.0], 0.1, "tanh"), f"{folder}/neuron.json")
    ...     load_network(f"{folder}/neuron.json").layers[0].activation
    'tanh'
    """
    from engine.files.whole_file import write_whole

    made = network_to_npz(network) if _suffix(path) == ".npz" else (network_to_json(network) + "\n").encode()
    write_whole(path, made)


def load_network(path: str | os.PathLike[str], activations: Activations | None = None) -> Network:
    """The network in a file, by its suffix `.json` or `.npz`.

    An NPZ file may also be `np.savez(path, **state)`, of a state_dict of PyTorch, or `np.savez(path, *arrays)`, of
    `model.get_weights()` of Keras. Those do not say their `activations`: one name for all hidden layers, the last being
    the identity, or a list of one for each layer. A network of Backreel does, and then none are to be given.

    Raises OSError where the file cannot be read, and ValueError for another suffix and, in one line that begins with
    the file's name, for what is no network.
    """
    suffix = _suffix(path)
    written = Path(path).read_bytes()
    try:
        if suffix == ".npz":
            return network_from_npz(written, activations)
        if activations is not None:
            raise ValueError("activations: the file says its own; leave them out")
        return network_from_json(written)
    except ValueError as wrong:
        raise ValueError(f"{os.fspath(path)}: {wrong}") from None


def network_to_json(network: Network) -> str:
    """A network as JSON: {"format": "backreel.network", "version": 1, "layers": [{"activation", "weight", "bias"}]}. A
    weight has a row for each input and a column for each neuron. Floats are numbers, exact numbers strings. Raises
    ValueError for numbers that are not finite.

    >>> print(network_to_json(Network.neuron([0.5, 2.0], 0.1, "tanh")))
    {
     "format": "backreel.network",
     "version": 1,
     "layers": [
      {
       "activation": "tanh",
       "weight": [
        [0.5],
        [2.0]
       ],
       "bias": [0.1]
      }
     ]
    }
    """
    from engine.networks.weights_json import to_json

    _check(network)
    return to_json(network)


def network_from_json(text: str | bytes) -> Network:
    """The network that `network_to_json` or a human hand wrote. Strings are exact numbers, such as "1/2" or "0.1", and
    all numbers of a network are of one kind. Raises ValueError in one line that says in which layer, row and entry,
    counted from 1, what is wrong.

    >>> layer = '{"activation": "relu", "weight": [["1/2"], ["0.1"]], "bias": ["3"]}'
    >>> network_from_json(f'{{"format": "backreel.network", "version": 1, "layers": [{layer}]}}').layers[0].bias
    array([Fraction(3, 1)], dtype=object)
    """
    from engine.networks.weights_json import from_json

    return from_json(text)


def network_to_npz(network: Network) -> bytes:
    """A network as NPZ: `np.load(file)["layer.1.weight"]` is the first weight, shape (inputs, outputs), in float64; the
    activations and exact numbers stand beside the arrays in JSON. Raises ValueError for numbers that are not finite."""
    from engine.networks.weights_npz import to_npz

    _check(network)
    return to_npz(network)


def network_from_npz(written: bytes, activations: Activations | None = None) -> Network:
    """The network in an NPZ file, as `load_network` reads it; nothing is unpickled. Raises ValueError in one line for
    what is none.

    >>> network = Network.of((2, 3, 1), "tanh", seed=0)
    >>> network_from_npz(network_to_npz(network)).widths
    (2, 3, 1)
    """
    from engine.networks.weights_npz import from_npz

    return from_npz(written, activations)


def _check(network: Network) -> None:
    for path, array in network.parameters.items():
        check_finite(path, array)


def _suffix(path: str | os.PathLike[str]) -> str:
    suffix = Path(path).suffix.lower()
    if suffix not in (".json", ".npz"):
        raise ValueError(f"{os.fspath(path)}: a network's file must end in .json or .npz")
    return suffix
