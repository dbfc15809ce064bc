"""Laws of the trace that hold for any numbers (hypothesis)."""

import math
from fractions import Fraction

import numpy as np
import pytest

from engine import Trace

hypothesis = pytest.importorskip("hypothesis")
given, strategies = hypothesis.given, hypothesis.strategies

paths = strategies.text(min_size=1, max_size=30).filter(str.isprintable)
shapes = strategies.lists(strategies.integers(0, 3), max_size=3).map(tuple)
floats = strategies.floats(allow_nan=True, allow_infinity=True)
fractions = strategies.one_of(
    strategies.fractions(),
    strategies.builds(lambda n, k: n * Fraction(10) ** k, strategies.fractions(), strategies.integers(-500, 500)),
)


@strategies.composite
def arrays(draw, numbers, kind):
    shape = draw(shapes)
    entries = draw(strategies.lists(numbers, min_size=math.prod(shape), max_size=math.prod(shape)))
    array = np.empty(shape, dtype=kind)
    array.reshape(-1)[:] = entries
    return array


everything = strategies.one_of(
    floats, fractions, strategies.integers(), arrays(floats, float), arrays(fractions, object)
)
traces = strategies.dictionaries(paths, everything, max_size=5)


def same(found: np.ndarray, wanted: np.ndarray) -> bool:
    """To the bit for floats, but for what a NaN carries; by value for fractions."""
    if found.shape != wanted.shape or found.dtype != wanted.dtype:
        return False
    if found.dtype == object:
        return found.tolist() == wanted.tolist()
    both_nan = np.isnan(found) & np.isnan(wanted)
    return bool(np.all(both_nan | ((found == wanted) & (np.signbit(found) == np.signbit(wanted)))))


def as_given(number: object) -> np.ndarray:
    exact = isinstance(number, Fraction | int) or (isinstance(number, np.ndarray) and number.dtype == object)
    array = np.empty(np.shape(number), dtype=object if exact else float)
    array[...] = number
    return array


@given(traces)
def test_every_file_gives_back_every_number(numbers: dict[str, object]):
    trace = Trace(numbers)
    for again in (
        Trace.from_json(trace.to_json()),
        Trace.from_csv(trace.to_csv()),
        Trace.from_npz(trace.to_npz()),
    ):
        assert again == trace
        assert list(again) == list(numbers)
        for path, number in numbers.items():
            assert same(again[path].numbers, as_given(number)), path


@given(arrays(floats, float))
def test_value_and_word_together_are_the_array(array: np.ndarray):
    quantity = Trace({"a": array})["a"]
    values = np.empty(array.shape, dtype=object)
    values[...] = np.array(quantity.value, dtype=object).reshape(array.shape)
    words = np.full(array.shape, None) if quantity.not_finite is None else np.array(quantity.not_finite, dtype=object)
    for value, word, number in zip(values.flat, words.flat, array.flat, strict=True):
        assert (value is None) != (word is None)
        assert repr(float(word if value is None else value)).lstrip("-") == repr(float(number)).lstrip("-")


@given(strategies.binary(max_size=300))
def test_bytes_that_are_no_trace_are_refused_and_never_break_anything(written: bytes):
    for read in (Trace.from_npz, lambda data: Trace.from_csv(data.decode("latin-1")), Trace.from_json):
        with pytest.raises(ValueError, match=r"^[^\n]+$"):
            read(written)
