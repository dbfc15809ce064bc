"""A network as JSON, made to be written by hand as well.

{"format": "backreel.network", "version": 1, "layers": [{"activation": "relu", "weight": [[0.5, -1], [2, 0.1]],
"bias": [0, 1]}]}: a weight has a row for each input and a column for each neuron, a bias a number for each neuron.
Numbers are floats; in quotes, as "1/2" or "0.1", they are exact. One network has numbers of one kind.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, pairwise
from math import isfinite
from typing import Any

import numpy as np

from engine.exact import exact as exactly
from engine.exact import from_ratio, ratio
from engine.files.file_format import check_version, one_line
from engine.networks.network import ACTIVATIONS, Dense, Network
from engine.numbers import is_exact
from engine.quantity import exact_array

FORMAT = "backreel.network"
VERSION = 1
_WHOLE = ("format", "version", "layers")
_LAYER = ("activation", "weight", "bias")


def to_json(network: Network) -> str:
    """The whole file, one line a row of a weight; all numbers must be finite."""
    layers = ",\n  ".join(map(_layer_text, network.layers))
    return f'{{\n "format": "{FORMAT}",\n "version": {VERSION},\n "layers": [\n  {layers}\n ]\n}}'


def from_json(text: str | bytes) -> Network:
    """The network that such a text describes. Raises ValueError in one line, with layer, row and entry counted from 1,
    for anything else."""
    try:
        read = json.loads(
            text.removeprefix("\ufeff") if isinstance(text, str) else text,
            object_pairs_hook=_Object,
            parse_int=_whole_number,
        )
        return _network(read)
    except (json.JSONDecodeError, UnicodeDecodeError) as wrong:
        raise ValueError(f"not JSON: {one_line(wrong)}") from None
    except RecursionError:
        raise ValueError("not a network: nested too deep") from None


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys was there twice."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        times = Counter(key for key, _ in pairs)
        self.twice = next((key for key, count in times.items() if count > 1), None)


def _network(read: Any) -> Network:
    if not isinstance(read, _Object):
        raise ValueError(f"not a network: must be an object with {', '.join(_WHOLE)}, got {_text(read)}")
    check_version("network", VERSION, read.get("format"), read.get("version"))
    _check_keys("", read, _WHOLE)
    layers = _list("layers", read["layers"], "layer")
    for place, layer in enumerate(layers, 1):
        _check_layer(f"layer {place}", layer)
    for place, (left, right) in enumerate(pairwise(layers), 1):
        neurons, rows = len(left["bias"]), len(right["weight"])
        if neurons != rows:
            wanted = "a weight has a row for each input, a column for each neuron"
            raise ValueError(
                f"layer {place + 1}, weight: has {rows} rows, but layer {place} has {neurons} neurons; {wanted}"
            )
    exact = isinstance(layers[0]["weight"][0][0], str)
    return Network(tuple(_dense(f"layer {place}", layer, exact) for place, layer in enumerate(layers, 1)))


def _check_keys(place: str, read: _Object, wanted: Sequence[str]) -> None:
    if read.twice is not None:
        raise ValueError(f"{place}{_text(read.twice)} is there twice")
    for key in read:
        if key not in wanted:
            raise ValueError(f"{place}has the key {_text(key)}, but its keys are {', '.join(wanted)}")
    for key in wanted:
        if key not in read:
            raise ValueError(f"{place}has no {key}; its keys are {', '.join(wanted)}")


def _check_layer(place: str, layer: Any) -> None:
    if not isinstance(layer, _Object):
        raise ValueError(f"{place}: must be an object with {', '.join(_LAYER)}, got {_text(layer)}")
    _check_keys(f"{place}: ", layer, _LAYER)
    if layer["activation"] not in ACTIVATIONS:
        must = f"must be one of {', '.join(ACTIVATIONS)}"
        raise ValueError(f"{place}, activation: {must}, got {_text(layer['activation'])}")
    rows = _list(f"{place}, weight", layer["weight"], "row for each input")
    for count, row in enumerate(rows, 1):
        _list(f"{place}, weight, row {count}", row, "number for each neuron")
    _check_lengths(f"{place}, weight", [len(row) for row in rows])
    bias, neurons = _list(f"{place}, bias", layer["bias"], "number for each neuron"), len(rows[0])
    if len(bias) != neurons:
        raise ValueError(f"{place}, bias: has {_count(len(bias))}, but the weight has {neurons} columns, one a neuron")


def _check_lengths(place: str, lengths: Sequence[int]) -> None:
    """The row that is to blame is the one unlike most."""
    usual, times = Counter(lengths).most_common(1)[0]
    for row, length in enumerate(lengths, 1):
        if length != usual:
            others = "the others" if times == len(lengths) - 1 > 1 else f"row {lengths.index(usual) + 1} has"
            raise ValueError(f"{place}, row {row}: has {_count(length)}, {others} {usual}")


def _list(place: str, read: Any, wanted: str) -> list[Any]:
    if not isinstance(read, list) or not read:
        raise ValueError(f"{place}: must be a list with at least one {wanted}, got {_text(read)}")
    return read


def _dense(place: str, layer: _Object, exact: bool) -> Dense:
    neurons = len(layer["bias"])
    rows = [_numbers(f"{place}, weight, row {count}", row, exact) for count, row in enumerate(layer["weight"], 1)]
    weight = exact_array(chain.from_iterable(rows), (len(rows), neurons))
    bias = exact_array(_numbers(f"{place}, bias", layer["bias"], exact), (neurons,))
    kind = object if exact else np.float64
    return Dense(weight.astype(kind), bias.astype(kind), layer["activation"])


def _numbers(place: str, entries: Sequence[Any], exact: bool) -> Iterator[Fraction | float]:
    for count, entry in enumerate(entries, 1):
        try:
            yield _number(entry, exact)
        except ValueError as wrong:
            raise ValueError(f"{place}, entry {count}: {wrong}") from None


def _number(entry: Any, exact: bool) -> Fraction | float:
    if isinstance(entry, bool) or not isinstance(entry, int | float | str):
        raise ValueError(f'must be a number, or a string such as "1/2" for an exact one, got {_text(entry)}')
    if isinstance(entry, str) != exact:
        kind = 'a string such as "1/2"' if exact else "a number without quotes"
        raise ValueError(f"must be {kind}, as the first number of the network is, got {_text(entry)}")
    if isinstance(entry, str):
        return _exact(entry)
    if not isfinite(entry):
        raise ValueError(f"must be a finite number that a float can hold, got {_text(entry)}")
    return float(entry)


def _exact(entry: str) -> Fraction:
    try:
        return from_ratio(entry)  # of any length, as we write them
    except ValueError:
        return exactly(entry)


def _whole_number(token: str) -> int | float:
    """Floats where Python's integers say no (-0) or raise (over 4300 digits)."""
    return int(token) if len(token) < 20 and token != "-0" else float(token)


def _layer_text(layer: Dense) -> str:
    weight, bias = (array.tolist() for array in (layer.weight, layer.bias))
    if is_exact(layer.weight):
        weight, bias = [list(map(ratio, row)) for row in weight], list(map(ratio, bias))
    rows = ",\n    ".join(json.dumps(row, allow_nan=False) for row in weight)
    name = f'"activation": {json.dumps(layer.activation)}'
    return f'{{\n   {name},\n   "weight": [\n    {rows}\n   ],\n   "bias": {json.dumps(bias, allow_nan=False)}\n  }}'


def _count(numbers: int) -> str:
    return f"{numbers} number{'s' * (numbers != 1)}"


def _text(read: Any) -> str:
    """A part of the file as it stands there, in one short line."""
    text = f"{json.dumps(read, ensure_ascii=False):.60}"
    return "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)
