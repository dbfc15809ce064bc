"""Laws of data sets for any numbers (hypothesis)."""

import csv
import io
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from engine.training.columns import read_csv
from engine.training.dataset import Dataset

hypothesis = pytest.importorskip("hypothesis")
given, strategies = hypothesis.given, hypothesis.strategies

floats = strategies.floats(allow_nan=False, allow_infinity=False)
fractions = strategies.fractions(max_denominator=10**20).filter(lambda number: len(str(number)) <= 60)
names = strategies.text(strategies.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
headers = strategies.lists(names, min_size=2, max_size=5, unique=True)
separators = strategies.sampled_from([",", ";", "\t"])
ends = strategies.sampled_from(["\n", "\r\n"])
quotings = strategies.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])


@strategies.composite
def tables(draw, numbers):
    header = draw(headers)
    rows = draw(strategies.lists(strategies.lists(numbers, min_size=len(header), max_size=len(header)), min_size=1))
    return header, rows


def written(header, rows, separator, end, quoting) -> io.StringIO:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerow(header)
    writer.writerows(rows)
    text.seek(0)
    return text


def decimal_comma(number: float) -> str:
    return repr(number).replace(".", ",")


@given(tables(floats), separators, ends, quotings)
def test_floats_written_to_csv_come_back_bit_for_bit(table, separator, end, quoting):
    header, rows = table
    read = read_csv(written(header, rows, separator, end, quoting), header[:-1], header[-1:], separator=separator)
    assert np.hstack([read.inputs, read.targets]).tobytes() == np.array(rows).tobytes()
    assert read.input_names + read.target_names == tuple(header)


@given(tables(fractions), separators, ends, quotings)
def test_fractions_written_to_csv_come_back(table, separator, end, quoting):
    header, rows = table
    text = written(header, rows, separator, end, quoting)
    read = read_csv(text, header[:-1], header[-1:], exact=True, separator=separator)
    assert np.hstack([read.inputs, read.targets]).tolist() == rows
    assert all(type(number) is Fraction for number in read.inputs.flat)


@given(tables(floats), strategies.sampled_from([";", "\t"]), quotings)
def test_decimal_commas_come_back_too(table, separator, quoting):
    header, rows = table
    commas = [list(map(decimal_comma, row)) for row in rows]
    read = read_csv(written(header, commas, separator, "\n", quoting), header[:-1], header[-1:], separator=separator)
    assert np.hstack([read.inputs, read.targets]).tobytes() == np.array(rows).tobytes()


@given(tables(floats), separators, ends, strategies.booleans())
def test_the_separator_is_found_where_names_are_quoted(table, separator, end, mark):
    header, rows = table
    text = written(header, rows, separator, end, csv.QUOTE_ALL).getvalue().encode("utf-8-sig" if mark else "utf-8")
    read = read_csv(io.BytesIO(text), header[:-1], header[-1:])
    assert np.hstack([read.inputs, read.targets]).tobytes() == np.array(rows).tobytes()


@given(strategies.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_one_line(content):
    try:
        read_csv(io.BytesIO(b"age,height\n" + content), ["age"], ["height"])
    except ValueError as refused:
        assert str(refused).startswith("CSV text: ")  # noqa: PT017
        assert str(refused).isprintable()  # noqa: PT017


@given(strategies.integers(2, 60), strategies.integers(0, 2**64), strategies.data())
def test_a_split_is_a_partition(points, seed, data):
    held_out = data.draw(strategies.integers(1, points - 1))
    whole = Dataset([[row % 7] for row in range(points)], [[row] for row in range(points)])
    training, other = whole.split(held_out, seed)
    assert (len(training), len(other)) == (points - held_out, held_out)
    rows = [*training.targets.ravel().tolist(), *other.targets.ravel().tolist()]
    assert Counter(rows) == Counter(range(points))
    for part in (training, other):
        assert (part.inputs == part.targets % 7).all()


@given(strategies.lists(floats, min_size=1, max_size=10), strategies.integers(0, 20))
def test_rounding_is_right_to_half_a_unit_and_leaves_what_is_rounded(numbers, decimals):
    rounded = Dataset([[number] for number in numbers], [[0]] * len(numbers)).rounded(decimals)
    for number, shown in zip(numbers, rounded.inputs.ravel(), strict=True):
        assert (shown * 10**decimals).denominator == 1
        assert abs(shown - Fraction(number)) <= Fraction(1, 2 * 10**decimals)
    assert rounded.rounded(decimals).inputs.tolist() == rounded.inputs.tolist()
