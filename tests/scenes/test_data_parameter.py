"""A data set as a parameter: what is taken, and the one line for what is not."""

from fractions import Fraction
from pathlib import Path

import pytest

from scenes.stage.data_parameter import DataParameter
from scenes.stage.parameters import SettingError, read_settings

DATA = DataParameter("data", "seed", 2, 4, 1000, meaning="the examples")
ROWS = ((Fraction(1), Fraction(2)), (Fraction(2), Fraction(7, 2)))


def refused(text: str) -> str:
    with pytest.raises(SettingError) as wrong:
        read_settings({"tiny": (DATA,)}, [f"tiny.data={text}"], "tiny")
    assert "\n" not in str(wrong.value)
    return str(wrong.value)


@pytest.mark.parametrize("text", ["1, 2; 2, 3.5", "1,2;2,3.5;", " 1 , 2 ;2, 7/2 "])
def test_rows_are_exact(text: str):
    assert DATA.read(text) == ROWS


def test_seed_is_the_default_and_stays_a_word():
    assert DATA.read(DATA.default) == "seed"


@pytest.mark.parametrize("written", ["x,y\n1,2\n2,3.5\n", "y;x;note\n2;1;a\n3,5;2;b\n", "\ufeffx\ty\n1\t2\n\n2\t3,5\n"])
def test_a_file_is_exact_whatever_its_separator(tmp_path: Path, written: str):
    file = tmp_path / "heights.CSV"
    file.write_text(written, encoding="utf-8")
    assert DATA.read(str(file)) == ROWS


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "must be seed, or 2 to 4 rows"),
        ("sead", "got 'sead'"),
        ("1, 2", "2 to 4 rows of X, Y, written 1, 2; 2, 3.5; got 1 rows"),
        ("1,1;2,2;3,3;4,4;5,5", "got 5 rows"),
        ("1, 2; 2", "row 2 has 1 numbers"),
        ("1, 2; 2, a", "row 2, y: must be a number"),
        ("1, 2; 2, nan", "row 2, y: must be"),
        ("1, 2; 2, 1001", "row 2, y: must be a number, at least -1000 and at most 1000, got 1001"),
        ("1, 2; 1, 3", "must not all be the same"),
        ("1, 2; 1, 2", "must not all be the same"),
    ],
)
def test_what_is_wrong_in_rows_is_said_in_one_line(text: str, says: str):
    assert says in refused(text)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (b"", "is empty"),
        (b"x,y\n", "has no rows below its header"),
        (b"a,b\n1,2\n3,4\n", "there is no column 'x'; the columns are 'a', 'b'"),
        (b"x,y\n1,2\n3\n", "row 3: must have 2 cells like the header, got 1"),
        (b"x,y\n1,2\n3,four\n", "row 3, column y: must be a number such as"),
        (b"x,y\n1,2\n3,inf\n", "row 3, column y: must be finite"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "must be text"),
        (b"x,y\n1,2\n", "must have 2 to 4 rows of numbers, got 1"),
        (b"x,y\n" + b"1,2\n3,4\n" * 40, "must have at most 4 rows of numbers, got 80"),
        (b"x,y\n1,2\n1,5\n", "must not all be the same"),
        (b"x,y\n1,2\n3,5000\n", "example 2, column y: must be a number, at least -1000 and at most 1000"),
        (b"x,y\n1,2\n3,0.1234567890123456789012345\n", "example 2, column y: must have at most 20 digits"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_name(tmp_path: Path, written: bytes, says: str):
    file = tmp_path / "heights.csv"
    file.write_bytes(written)
    said = refused(str(file))
    assert "heights.csv" in said
    assert says in said


def test_a_file_that_is_not_there_is_said(tmp_path: Path):
    assert "nothing.csv: there is no such file" in refused(str(tmp_path / "nothing.csv"))
    (tmp_path / "folder.csv").mkdir()
    assert "folder.csv: is a folder, not a file" in refused(str(tmp_path / "folder.csv"))
