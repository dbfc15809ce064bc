"""A trace as CSV: what stands in the file, that others can read it and save it again, and what is refused."""

import csv
import io
from fractions import Fraction

import numpy as np
import pytest

from engine import Trace

NAN, INF = float("nan"), float("inf")


def test_csv_as_it_stands_in_the_file():
    trace = Trace(
        {
            "loss": Fraction(361, 100),
            "w": [[0.1, NAN], [2.0, -INF]],
            "huge": Fraction(10) ** 309,
            "none": np.zeros((0, 3)),
            "nothing": np.zeros(0, int),
            'a,"b"': 1e22,
        }
    )
    assert trace.to_csv() == (
        "path,index,value,exact,not_finite,shape,backreel.trace 1\n"
        "loss,,3.61,361/100,,,\n"
        "w,0 0,0.1,,,2 2,\n"
        "w,0 1,,,nan,,\n"
        "w,1 0,2.0,,,,\n"
        "w,1 1,,,-inf,,\n"
        f"huge,,,1{'0' * 309},,,\n"
        "none,,,,,0 3,\n"
        "nothing,,,[],,0,\n"
        '"a,""b""",,1e+22,,,,\n'
    )


def test_csv_is_a_table_for_others():
    text = Trace({"a, b": [0.1, 0.2], "loss": 1}).to_csv()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["path"], row["index"], float(row["value"])) for row in rows] == [
        ("a, b", "0", 0.1),
        ("a, b", "1", 0.2),
        ("loss", "", 1.0),
    ]
    assert {len(row) for row in rows} == {7}


def test_csv_that_a_spreadsheet_saved_is_read():
    # A byte order mark, Windows line ends, all cells in quotation marks, the rows sorted.
    arrays = {"w": np.arange(24.0).reshape(2, 3, 4) / 7, "e": [[1, 2]], "none": np.zeros((2, 0)), "row": [NAN, 1.0]}
    trace = Trace({'a "quoted", path': Fraction(1, 3), "loss": 0.1} | arrays)
    head, *rows = csv.reader(io.StringIO(trace.to_csv(), newline=""))
    saved = io.StringIO()
    csv.writer(saved, quoting=csv.QUOTE_ALL).writerows([head, *sorted(rows, reverse=True)])
    assert Trace.from_csv("\ufeff" + saved.getvalue()) == trace


HEAD = "path,index,value,exact,not_finite,shape,backreel.trace 1\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a trace: line 1 must be path,index,value,exact,not_finite,shape,backreel.trace 1, got ''"),
        ("x,y\n1,2\n", "not a trace: line 1 must be path,index"),
        (HEAD.replace(",", ";"), "not a trace: line 1 must be path,index"),
        (HEAD.replace("trace 1", "trace 2"), "^a trace of version 2, and this Backreel reads version 1; a newer"),
        (HEAD.replace("trace 1", "trace"), "a trace of version '', and this Backreel reads version 1"),
        (HEAD.replace("backreel", "micrograd"), "the format must be backreel.trace .version 1., got 'micrograd.trace'"),
        (HEAD + "a,,0.5,,,\n", "line 2: must have 7 cells, the last empty, got 'a,,0.5,,,'"),
        (HEAD + "a,,0.5,,,,,\n", "line 2: must have 7 cells"),
        (HEAD + "a,,0.5,,,,x\n", "line 2: must have 7 cells"),
        (HEAD + '"a,,0.5,,,,\n', "not a row of CSV"),
        (HEAD + ",,0.5,,,,\n", "a path must be"),
        (HEAD + "a,,0.5x,,,,\n", "a: a value is a number or empty, got '0.5x'"),
        (HEAD + "a,,nan,,,,\n", "a: a value is finite, got nan"),
        (HEAD + "a,,1e999,,,,\n", "a: a value is finite, got inf"),
        (HEAD + "a,,,,big,,\n", "a: not_finite is nan, inf, -inf or null, got 'big'"),
        (HEAD + "a,,,,,,\n", "a: neither a value nor an exact one"),
        (HEAD + "a,,0.5,,nan,,\n", "a: not_finite is nan, and still there is a value of 0.5"),
        (HEAD + "a,,0.5,1/3,,,\n", "a: the value must be the float nearest to the exact one"),
        (HEAD + "a,,0.5,0.5,,,\n", "a: must be a ratio such as 21/10, got '0.5'"),
        (HEAD + "a,,1.0,1,nan,,\n", "a: an exact number is finite"),
        (HEAD + "a,0,1.0,1,,2,\na,1,1.0,,,,\n", "a: must be a ratio such as 21/10, got ''"),
        (HEAD + "a,0,1.0,,,2,\n", r"a: must have 2 rows for the shape \(2,\), got 1"),
        (HEAD + "a,0,1.0,,,2,\na,0,2.0,,,,\n", "a: has no row for the index 1"),
        (HEAD + "a,0,1.0,,,2,\na,2,2.0,,,,\n", "a: has no row for the index 1"),
        (HEAD + "a,,1.0,,,,\na,,1.0,,,,\n", r"a: must have 1 rows for the shape \(\), got 2"),
        (HEAD + "a,0,1.0,,,,\n", r"a: has no row for the index \(empty\)"),
        (HEAD + "a,-1,1.0,,,1,\n", "a: an index and a shape are whole numbers"),
        (HEAD + "a,0,1.0,,,2,\na,1,1.0,,,3,\n", "a: must have one shape, got"),
        (HEAD + "a,,1.0,,,0 3,\n", r"a: must have 0 rows for the shape \(0, 3\), got 1"),
        (HEAD + "a,,,,," + "0 " * 40 + ",\n", "a: an array has at most 32 axes, got 40"),
        (HEAD + "a," + "0 " * 40 + ",1.0,,," + "1 " * 40 + ",\n", "a: an array has at most 32 axes, got 40"),
    ],
)
def test_what_is_no_trace_in_csv_is_refused_in_one_line(text: str, says: str):
    with pytest.raises(ValueError, match=says) as refused:
        Trace.from_csv(text)
    assert "\n" not in str(refused.value)


def test_csv_cut_off_within_a_row_or_an_array_is_refused():
    text = Trace({"w": [0.25, 0.5]}).to_csv()
    refused = [end for end in range(len(text)) if not reads(text[:end])]
    # Whole without its last line feed, and a table without rows: what was cut off there cannot be seen.
    assert set(range(len(text))) - set(refused) == {len(HEAD) - 1, len(HEAD), len(text) - 1}


def reads(text: str) -> bool:
    try:
        Trace.from_csv(text)
    except ValueError:
        return False
    return True
