"""CSV files with named columns: what is read, and every way in which a file can be wrong."""

import io
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.training.columns import read_csv

PLAIN = "age,height,name\n1,0.75,Ann\n2,0.86,Bob\n"


def read(text: str, inputs=("age",), targets=("height",), **options):
    return read_csv(io.StringIO(text, newline=""), inputs, targets, **options)


def refusal(folder: Path, content: str | bytes, inputs=("age",), targets=("height",), **options) -> str:
    file = folder / "data.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ValueError, match=r"data\.csv") as refused:
        read_csv(file, inputs, targets, **options)
    words = str(refused.value)
    assert words.startswith(f"{file}: ")
    assert words.isprintable(), "one line"
    assert len(words) < len(str(file)) + 400
    return words.removeprefix(f"{file}: ")


# What is read


def test_columns_are_found_by_name_and_in_the_order_asked_for(tmp_path: Path):
    file = tmp_path / "data.csv"
    file.write_text("c,a,b\n1,2,3\n4,5,6\n")
    dataset = read_csv(file, ["a", "c"], ["b"])
    assert dataset.inputs.tolist() == [[2, 1], [5, 4]]
    assert dataset.targets.tolist() == [[3], [6]]
    assert (dataset.input_names, dataset.target_names) == (("a", "c"), ("b",))
    assert dataset.inputs.dtype == np.float64
    assert not dataset.inputs.flags.writeable
    assert read_csv(str(file), ["a", "c"], ["b"]).inputs.tolist() == dataset.inputs.tolist()


def test_a_column_may_be_input_and_target_and_others_may_hold_anything():
    dataset = read(PLAIN, ["age"], ["age"])
    assert dataset.targets.tolist() == dataset.inputs.tolist() == [[1], [2]]


def test_streams_of_text_and_of_bytes_are_read_from_where_they_stand(tmp_path: Path):
    stream = io.StringIO("a title\n" + PLAIN)
    stream.readline()
    assert read_csv(stream, ["age"], ["height"]).inputs.tolist() == [[1], [2]]
    assert read_csv(io.BytesIO(PLAIN.encode()), ["age"], ["height"]).inputs.tolist() == [[1], [2]]
    file = tmp_path / "data.csv"
    file.write_text(PLAIN)
    with file.open() as opened:
        assert read_csv(opened, ["age"], ["height"]).inputs.tolist() == [[1], [2]]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("given", [True, False])
def test_separators_line_ends_and_byte_order_marks(tmp_path: Path, mark, end, separator, given):
    rows = [["рост", '"вес, кг; или так"'], ["1.5", "60"], ["1.75", "70.25"]]
    file = tmp_path / "data.csv"
    file.write_bytes(mark + end.join(separator.join(row) for row in rows).encode())
    dataset = read_csv(file, ["рост"], ["вес, кг; или так"], separator=separator if given else None)
    assert dataset.inputs.tolist() == [[1.5], [1.75]]
    assert dataset.targets.tolist() == [[60], [70.25]]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_decimal_commas_beside_semicolons_and_tabs(separator):
    text = "age;height\n1;0,75\n-2;-1,5e3\n3;,5\n4;0.25\n".replace(";", separator)
    assert read(text).targets.ravel().tolist() == [0.75, -1500, 0.5, 0.25]
    assert read(text, exact=True).targets.ravel().tolist() == [Fraction(3, 4), -1500, Fraction(1, 2), Fraction(1, 4)]


def test_the_separator_is_the_one_that_finds_the_columns():
    # Read with commas there would be three columns, with semicolons two; the names decide.
    dataset = read("a,b,c;height\n1;2\n", ["a,b,c"], ["height"])
    assert dataset.inputs.tolist() == [[1]]
    with pytest.raises(ValueError, match=r"there is no column 'age'; the columns are 'a,b,c', 'd', 'e', 'f'$"):
        read("a,b,c;d;e;f\n1;2;3;4\n")


def test_names_are_quoted_or_not_and_blanks_around_them_do_not_count():
    dataset = read('  age , "the ""true""\n  height",x\n1, 2 ,3\n', ["age"], ['the "true" height'])
    assert dataset.inputs.tolist() == [[1]]
    assert dataset.targets.tolist() == [[2]]
    assert dataset.target_names == ('the "true" height',)
    assert read("age,height\u00a0\n1,2\n").targets.tolist() == [[2]]
    assert read("body  height,age\n1,2\n", ["age"], ["body\u00a0height"]).target_names == ("body height",)


def test_empty_rows_are_skipped():
    text = "\n\r\nage;height\n\n1;2\n;\n  \n ; \n3;4\n\n\n"
    assert read(text).inputs.tolist() == [[1], [3]]


def test_unnamed_columns_do_no_harm():
    assert read("age,height,,\n1,2,,\n3,4,,note\n").inputs.tolist() == [[1], [3]]


def test_exact_numbers_are_what_is_written():
    dataset = read("age,height\n2.1,1/3\n1e-3,-7\n", exact=True)
    assert dataset.inputs.tolist() == [[Fraction(21, 10)], [Fraction(1, 1000)]]
    assert dataset.targets.tolist() == [[Fraction(1, 3)], [Fraction(-7)]]
    assert all(type(number) is Fraction for number in [*dataset.inputs.flat, *dataset.targets.flat])


def test_floats_are_the_nearest_to_what_is_written():
    written = ["0.1", "+3", ".5", "5.", "1E5", "-2.5e-3", "1e-400", "9007199254740993", "0." + "1" * 2000]
    dataset = read("age,height\n" + "".join(f"{number},0\n" for number in written))
    # 9007199254740993 = 2^53 + 1 lies halfway between two floats and goes to the even one, 2^53.
    assert dataset.inputs.ravel().tolist() == [0.1, 3, 0.5, 5, 1e5, -0.0025, 0, 2**53, 1 / 9]


# What is wrong with a file


def test_a_bad_cell_is_named_by_row_and_column(tmp_path: Path):
    content = "age,height\n1,2\n3,abc\n"
    assert refusal(tmp_path, content) == "row 3, column height: must be a number, got 'abc'"
    assert refusal(tmp_path, content, exact=True) == (
        "row 3, column height: must be a number such as 2.1, -3 or 1/3, got 'abc'"
    )


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("cell", ["nan", "NaN", "inf", "-Infinity", "+INF"])
def test_what_is_not_finite_is_named(tmp_path: Path, cell, exact):
    words = refusal(tmp_path, f"age,height\n{cell},2\n", exact=exact)
    assert words == f"row 2, column age: must be finite, got '{cell}'"


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("cell", ["", "  ", '""', "\u00a0"])
def test_an_empty_cell_is_named(tmp_path: Path, cell, exact):
    words = refusal(tmp_path, f"age,height\n1,{cell}\n", exact=exact)
    assert words == "row 2, column height: must be a number, got an empty cell"


@pytest.mark.parametrize("cell", ["1_000", "0x10", "२", "1 000", "--1", "1e", "e5", ".", "#N/A", "1.2.3", "1/3", "−5"])
def test_what_python_or_a_spreadsheet_may_take_for_a_number_is_none(tmp_path: Path, cell):
    words = refusal(tmp_path, f"age,height\n1,{cell}\n")
    assert words == f"row 2, column height: must be a number, got '{cell}'"


@pytest.mark.parametrize("cell", ["1,5", "1,000.5"])
def test_a_decimal_comma_needs_another_separator(tmp_path: Path, cell):
    words = refusal(tmp_path, f'age,height\n1,"{cell}"\n')
    assert words == f"row 2, column height: must be a number, got '{cell}'"


@pytest.mark.parametrize("cell", ["1,000,000", "1,000.5", "1.000,5", "x,5", ",", "1,5/2"])
def test_separated_thousands_are_no_numbers_and_are_shown_as_they_stand(tmp_path: Path, cell):
    content = f"age;height\n1;{cell}\n"
    assert refusal(tmp_path, content) == f"row 2, column height: must be a number, got '{cell}'"
    assert refusal(tmp_path, content, exact=True).endswith(f"1/3, got '{cell}'")


@pytest.mark.parametrize("cell", ["1e999", "-1e999", "9" * 400])
def test_what_is_beyond_floats_is_named(tmp_path: Path, cell):
    words = refusal(tmp_path, f"age,height\n1,{cell}\n")
    assert words.startswith("row 2, column height: must be within the range of floats, got '")
    assert len(words) < 130


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path):
    # Row 1 is empty, 2 the header, 3 empty, 4 has a line break in a cell, 5 is of separators alone, 6 is bad.
    content = '\nage,height,note\n\n1,2,"two\nlines"\n,,\n3,x,\n'
    assert refusal(tmp_path, content) == "row 6, column height: must be a number, got 'x'"


@pytest.mark.parametrize(("row", "cells"), [("1", 1), ("1,2,3", 3), ("1,2,", 3)])
def test_a_row_of_another_length_is_named(tmp_path: Path, row, cells):
    words = refusal(tmp_path, f"age,height\n1,2\n{row}\n")
    assert words == f"row 3: must have 2 cells like the header, got {cells}"


def test_a_missing_column_is_named_beside_those_there_are(tmp_path: Path):
    assert refusal(tmp_path, PLAIN, ["weight"]) == (
        "there is no column 'weight'; the columns are 'age', 'height', 'name'"
    )
    assert refusal(tmp_path, PLAIN, ["Age"]).startswith("there is no column 'Age'")
    many = ",".join(f"c{number}" for number in range(1000))
    words = refusal(tmp_path, f"{many}\n{many}\n")
    assert words.startswith("there is no column 'age'; the columns are 'c0', 'c1', ")
    assert words.endswith(" more")
    assert len(words) < 250


def test_two_columns_of_one_name_are_refused(tmp_path: Path):
    words = refusal(tmp_path, "age,height, age \n1,2,3\n")
    assert words == "two columns are called 'age'; each needs a name of its own"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n \r\n", b",,\n ,", b";"])
def test_an_empty_file_is_refused(tmp_path: Path, content):
    assert refusal(tmp_path, content) == "is empty; it must begin with a row of column names"


def test_a_file_without_rows_is_refused(tmp_path: Path):
    assert refusal(tmp_path, "age,height\n\n,\n") == "has no rows below its header"


def test_other_encodings_are_refused(tmp_path: Path):
    russian = "age,height,имя\n1,2,Аня\n"
    words = "must be text in UTF-8, got the byte 0x{}, as in {}; save the file as UTF-8"
    western = "Windows-1252 or Latin-1"
    assert refusal(tmp_path, russian.encode("cp1251")) == "line 1: " + words.format("e8", "Windows-1251")  # и
    zoe = PLAIN.encode() + "3,1,Zoë\n".encode("latin-1")
    assert refusal(tmp_path, zoe) == "line 4: " + words.format("eb", western)
    for wide in ("utf-16", "utf-16-be", "utf-16-le"):
        said = "is" if wide == "utf-16" else "looks like"
        assert (
            refusal(tmp_path, russian.encode(wide))
            == f"must be text in UTF-8, and {said} UTF-16; save the file as UTF-8"
        )
    assert refusal(tmp_path, PLAIN.encode("utf-32")).startswith("must be text in UTF-8, and is UTF-32")


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG picture"),
        (b"PK\x03\x04\x14\0", "a zip, such as a workbook"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\x1f\x8b\x08", "a gzip archive"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_name(tmp_path: Path, start, kind):
    words = refusal(tmp_path, start + bytes(range(256)) * 10)
    assert words.startswith(f"must be text in UTF-8, and is {kind}")
    assert words.endswith("; export the table as CSV in UTF-8")


def test_only_regular_files_are_read_and_none_is_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    (tmp_path / "terminal.csv").symlink_to("/dev/tty")
    for name in ("pipe.csv", "zero.csv"):
        with pytest.raises(ValueError, match=rf"{name}: is no regular file"):
            read_csv(tmp_path / name, ["age"], ["height"])
    with pytest.raises((ValueError, OSError), match=r"terminal\.csv: (is no regular file|cannot be read)"):
        read_csv(tmp_path / "terminal.csv", ["age"], ["height"])


def test_a_file_has_the_rows_and_the_bytes_that_are_allowed(tmp_path: Path):
    file = tmp_path / "data.csv"
    file.write_bytes(b"age,height\n" + b"1,2\n" * 7)
    assert len(read_csv(file, ["age"], ["height"], most_rows=7, largest=39)) == 7
    with pytest.raises(ValueError, match=r"must have at most 6 rows of numbers, got 7$"):
        read_csv(file, ["age"], ["height"], most_rows=6)
    with pytest.raises(ValueError, match=r"must be at most 38 bytes, and is larger$"):
        read_csv(file, ["age"], ["height"], largest=38)


def test_decimal_commas_beside_commas_are_explained(tmp_path: Path):
    words = refusal(tmp_path, "age,height\n1,5,2,5\n")
    assert words.endswith("got 4; beside decimal commas, separate by semicolons")


def test_a_binary_file_is_refused_in_one_line(tmp_path: Path):
    assert "UTF-8" in refusal(tmp_path, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 100)
    assert refusal(tmp_path, b"age,height\n1,2\n\x00\x01,2\n") == "line 3: must be text, got a zero byte"
    assert "there is no column" in refusal(tmp_path, bytes(range(1, 32)) * 50)


def test_a_huge_cell_is_refused_in_one_line(tmp_path: Path):
    assert refusal(tmp_path, "age,height\n1,2\n3," + "x" * 200_000).startswith(
        "row 3: not a row of CSV (a cell has more than 131072 characters"
    )
    assert refusal(tmp_path, "x" * 200_000).startswith(
        "row 1: not a row of CSV (a cell has more than 131072 characters"
    )
    assert refusal(tmp_path, "age,height\n1," + "x" * 100_000).startswith("row 2, column height: must be a number")
    assert refusal(tmp_path, "x" * 100_000 + ",b\n1,2\n").startswith("there is no column 'age'; the columns are 'xxx")


def test_a_file_of_over_100_mb_is_not_read_to_its_end(tmp_path: Path):
    file = tmp_path / "data.csv"
    with file.open("wb") as sparse:
        sparse.truncate(10**12)  # a terabyte of zeros that takes no room
    with pytest.raises(ValueError, match=r"data\.csv: must be at most 100 MB, and is larger$"):
        read_csv(file, ["age"], ["height"])


def test_quotes_that_do_not_close_are_named_by_their_row(tmp_path: Path):
    assert (
        refusal(tmp_path, 'age,height\n1,2\n"3,4\n5,6\n')
        == "row 3: not a row of CSV (a quotation mark is never closed)"
    )
    assert refusal(tmp_path, 'age,height\n"1"x,2\n').startswith("row 2: not a row of CSV (")


def test_a_missing_file_a_folder_and_a_closed_door(tmp_path: Path):
    with pytest.raises(FileNotFoundError) as refused:
        read_csv(tmp_path / "none.csv", ["age"], ["height"])
    assert str(refused.value) == f"{tmp_path / 'none.csv'}: there is no such file"
    with pytest.raises(IsADirectoryError) as refused:
        read_csv(tmp_path, ["age"], ["height"])
    assert str(refused.value) == f"{tmp_path}: is a folder, not a file"
    refusal = pytest.raises(OSError, match=r"closed\.csv: cannot be read \(UnsupportedOperation\)$")
    with (tmp_path / "closed.csv").open("w") as for_writing, refusal:
        read_csv(for_writing, ["age"], ["height"])


def test_a_strange_file_name_keeps_to_one_line(tmp_path: Path):
    with pytest.raises(FileNotFoundError) as refused:
        read_csv(f"{tmp_path}/two\nlines.csv", ["age"], ["height"])
    assert str(refused.value).endswith(r"two\nlines.csv': there is no such file")


def test_text_without_a_file_is_called_that():
    with pytest.raises(ValueError, match=r"^CSV text: row 2, column height: must be a number, got 'x'$"):
        read("age,height\n1,x\n")


# What is wrong with a call


@pytest.mark.parametrize(
    ("inputs", "targets", "options", "error", "words"),
    [
        ([], ["height"], {}, ValueError, "inputs: must name at least one column, got none"),
        (["age"], [], {}, ValueError, "targets: must name at least one column, got none"),
        ("age", ["height"], {}, TypeError, "inputs: must be a list of column names, got 'age'"),
        (["age"], [1], {}, TypeError, "targets: must be a list of column names, got [1]"),
        (["age", "age"], ["height"], {}, ValueError, "inputs: must name a column once, got 'age' twice"),
        ([""], ["height"], {}, ValueError, "inputs: must be printable names, got ''"),
        (["age"], ["height"], {"separator": "|"}, ValueError,
         "separator: must be a comma, a semicolon, a tab or None, got '|'"),
    ],
)  # fmt: skip
def test_a_call_that_makes_no_sense_is_named(inputs, targets, options, error, words):
    with pytest.raises(error) as refused:
        read(PLAIN, inputs, targets, **options)
    assert str(refused.value) == words


def test_csv_is_loaded_only_when_a_file_is_read():
    code = "import sys, engine.training.columns; sys.exit('csv' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_a_quote_in_the_middle_of_a_cell_is_named_without_a_bare_tab(tmp_path: Path):
    words = refusal(tmp_path, 'age\theight\n1\t"2"3\n')
    assert words == "row 2: not a row of CSV (a tab expected after '\"')"


def test_a_cell_beyond_all_measure_is_said_plainly(tmp_path: Path):
    said = refusal(tmp_path, "age,height\n1," + "x" * 200_000)
    assert said == "row 2: not a row of CSV (a cell has more than 131072 characters; is a quotation mark never closed?)"
