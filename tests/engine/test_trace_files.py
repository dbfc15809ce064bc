"""The files of a trace, JSON, CSV and NPZ: nothing is lost in any of them."""

from fractions import Fraction

import numpy as np
import pytest

from engine import Trace

NAN, INF = float("nan"), float("inf")

NUMBERS = {
    "step.0.loss": Fraction(361, 100),
    "share": 0.1,
    "negative zero": -0.0,
    "smallest": 5e-324,
    "beyond floats": -(Fraction(10) ** 400),
    "very long": Fraction(7**200_000, 2),  # 169020 digits: more than Python's int or the csv module takes at once
    "count": 3,
    "diverged": -INF,
    "row": [1.0, NAN, INF],
    "matrix": [[Fraction(1, 2), Fraction(1)], [Fraction(0), Fraction(10) ** 400]],
    "cube": np.arange(24.0).reshape(2, 3, 4) / 7,
    "none": [],
    "no rows": np.zeros((0, 3)),
    "no columns": np.zeros((2, 0), dtype=int),
    'a "quoted", path': 1.5,
    "step.0/вес w₁ ²": [2.5],
    "backreel.trace.json": 1.0,
    "backreel.trace.json.npy": 2.0,
}

WAYS = {
    "json": (Trace.to_json, Trace.from_json),
    "csv": (Trace.to_csv, Trace.from_csv),
    "npz": (Trace.to_npz, Trace.from_npz),
}


@pytest.fixture(scope="module")
def trace() -> Trace:
    return Trace(NUMBERS)


@pytest.mark.parametrize("way", WAYS)
def test_the_round_trip_loses_nothing(way: str, trace: Trace):
    write, read = WAYS[way]
    again = read(write(trace))
    assert again == trace
    assert list(again) == list(NUMBERS)  # the order too
    assert np.signbit(again["negative zero"].array)
    for path, quantity in trace.items():
        assert again[path].shape == np.shape(NUMBERS[path])
        assert again[path].array.tobytes() == quantity.array.tobytes()
    assert again.number("very long") == NUMBERS["very long"]
    assert again["matrix"].exact[1][1] == 10**400


@pytest.mark.parametrize("way", WAYS)
def test_an_empty_trace_survives(way: str):
    write, read = WAYS[way]
    assert list(read(write(Trace({})))) == []


@pytest.mark.parametrize("way", WAYS)
def test_the_same_trace_makes_the_same_file(way: str, trace: Trace):
    write, _ = WAYS[way]
    assert write(trace) == write(Trace(NUMBERS))
