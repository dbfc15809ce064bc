"""A network as NPZ: the arrays `layer.1.weight` (inputs, outputs), `layer.1.bias` (outputs,) and so on, float64.

Beside them stands `backreel.network.json`: format, version, the activations, and where the network is exact its numbers
as ratios in row-major order. What NumPy's savez made of the weights of PyTorch or Keras is read as well.
"""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np

from engine.exact import ratio
from engine.files.file_format import one_line, shown
from engine.files.npz import beside, from_npy, numbers_of, packed, to_npy, unpacked
from engine.finite import check_finite
from engine.networks.frameworks import Activations, from_kernels, from_state_dict
from engine.networks.network import Dense, Network
from engine.numbers import Array
from engine.quantity import nearest_floats

FORMAT = "backreel.network"
VERSION = 1
_BESIDE = f"{FORMAT}.json"  # no array's name: those end in .npy
_KERAS = re.compile(r"arr_(0|[1-9][0-9]*)")
_KINDS = ("float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint8")


def to_npz(network: Network) -> bytes:
    """The whole file; all numbers must be finite. One network always makes the same bytes."""
    parameters = network.parameters
    exact = {path: list(map(ratio, array.flat)) for path, array in parameters.items()} if network.exact else {}
    activations = [layer.activation for layer in network.layers]
    said = {"format": FORMAT, "version": VERSION, "activations": activations, "exact": exact}
    floats = {path: nearest_floats(array) if network.exact else array for path, array in parameters.items()}
    arrays = {f"{path}.npy": to_npy(np.ascontiguousarray(array)) for path, array in floats.items()}
    return packed({_BESIDE: json.dumps(said).encode(), **arrays})


def from_npz(written: bytes, activations: Activations | None = None) -> Network:
    """The network in such a file; `activations` are for those from PyTorch and Keras, which do not say any. Raises
    ValueError in one line for anything else; nothing is unpickled."""
    try:
        members = unpacked(written)
    except ValueError as wrong:
        raise ValueError(f"not a network: {wrong}") from wrong
    if _BESIDE not in members:
        return _foreign(members, activations)
    if activations is not None:
        raise ValueError("activations: the file says its own; leave them out")
    return _own(members.pop(_BESIDE), members)


def _own(said: bytes, members: dict[str, bytes]) -> Network:
    read = beside("network", VERSION, said)
    names, exact = read.get("activations"), read.get("exact")
    if not isinstance(names, list) or not isinstance(exact, dict):
        raise ValueError(f"{_BESIDE}: must have a list of activations and an object of exact numbers")
    paths = [f"layer.{place}.{kind}" for place in range(1, len(names) + 1) for kind in ("weight", "bias")]
    odd = {f"{path}.npy" for path in paths} ^ set(members)
    if odd or not set(exact) <= set(paths):
        raise ValueError(f"a damaged network: {len(names)} activations and its arrays differ in {shown(sorted(odd))}")
    arrays = {path: _numbers(path, members[f"{path}.npy"], exact.get(path)) for path in paths}
    layers = []
    for place, name in enumerate(names, 1):
        try:
            layers.append(Dense(arrays[f"layer.{place}.weight"], arrays[f"layer.{place}.bias"], name))
        except (ValueError, TypeError) as wrong:
            raise ValueError(f"layer {place}: {wrong}") from None
    try:
        return Network(tuple(layers))
    except TypeError as wrong:
        raise ValueError(one_line(wrong)) from None


def _numbers(path: str, written: bytes, ratios: Any) -> Array:
    try:
        array = numbers_of(written, ratios)
    except ValueError as wrong:
        raise ValueError(f"{path}: {one_line(wrong)}") from None
    check_finite(path, array)
    return array


def _foreign(members: dict[str, bytes], activations: Activations | None) -> Network:
    keys = [member.removesuffix(".npy") for member in members]
    keras = bool(keys) and all(map(_KERAS.fullmatch, keys))
    if not keras and not any(key.rpartition(".")[2] in ("weight", "bias") for key in keys):
        wanted = f"{_BESIDE}, PyTorch's names such as 0.weight, or arr_0, arr_1 and so on from Keras"
        raise ValueError(f"not a network: must have {wanted}, got {shown(keys)}")
    if activations is None:
        source = "model.get_weights() of Keras" if keras else "a state_dict of PyTorch"
        raise ValueError(
            f"activations: {source} does not say them; give a name for the hidden layers or one for each layer"
        )
    arrays = {key: _foreign_array(key, written) for key, written in zip(keys, members.values(), strict=True)}
    if not keras:
        return from_state_dict(arrays, activations)
    places = [f"arr_{place}" for place in range(len(keys))]
    if set(places) != set(keys):
        raise ValueError(f"not a network: arr_0 to arr_{len(keys) - 1} must be there, got {shown(keys)}")
    return from_kernels({place: arrays[place] for place in places}, activations)


def _foreign_array(key: str, written: bytes) -> Array:
    try:
        return from_npy(written, _KINDS)
    except ValueError as wrong:
        raise ValueError(f"{key}: {one_line(wrong)}") from None
