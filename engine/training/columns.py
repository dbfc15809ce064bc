"""Data sets from CSV files with named columns."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import IO, Any

import numpy as np

from engine.exact import exact as exactly
from engine.training.dataset import Dataset
from engine.training.foreign_text import foreign, single_byte

SEPARATORS = {",": "a comma", ";": "a semicolon", "\t": "a tab"}

LARGEST = 100_000_000  # bytes or characters
_FLOAT = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[+-]?([0-9]+,[0-9]*|,[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
_NAMES_SHOWN = 160  # characters
_PATH_SHOWN = 200  # characters of a path in an error: its end


def read_csv(
    source: str | os.PathLike[str] | IO[str] | IO[bytes],
    inputs: Sequence[str],
    targets: Sequence[str],
    exact: bool = False,
    separator: str | None = None,
    most_rows: int | None = None,
    largest: int = LARGEST,
) -> Dataset:
    """The named columns of a CSV file (RFC 4180) as a data set: inputs (N, d) and targets (N, k) in the order in which
    they are named, one row a row of the file.

    `source` is the path of a regular file, or an open file or other stream, of at most `largest` bytes (100 MB) and
    `most_rows` rows below its header; a file that is larger is not read. The text is UTF-8, with or without a byte
    order mark. Its first row names the columns; blanks around a name do not count, and several within it are one. The
    separator is a comma, a semicolon or a tab: the one given, otherwise the one that finds the most of the named
    columns in the first row. Beside semicolons and tabs a number may have a decimal comma. Columns that are not asked
    for may hold anything. Rows without anything in them are skipped. Numbers become the nearest floats; with `exact`,
    Fractions as `engine.exact.exact` reads them.

    Raises OSError where the file cannot be read and ValueError for what is wrong in it, each in one line that begins
    with the file's name; a cell is named by its row, as a spreadsheet counts rows, and its column. ValueError and
    TypeError also for names of columns that are none.

    >>> heights = io.StringIO('age;"height, m"\\n1;0,75\\n2;0,86\\n')
    >>> read_csv(heights, ["age"], ["height, m"], exact=True).targets.tolist()
    [[Fraction(3, 4)], [Fraction(43, 50)]]
    """
    wanted = _names("inputs", inputs), _names("targets", targets)
    if separator is not None and separator not in SEPARATORS:
        raise ValueError(f"separator: must be {', '.join(SEPARATORS.values())} or None, got {separator!r:.60}")
    file = _file_name(source)
    try:
        return _dataset(_text(source, largest), *wanted, exact, separator, most_rows)
    except OSError as wrong:
        raise type(wrong)(f"{file}: {_why(wrong)}") from None
    except MemoryError:
        raise ValueError(f"{file}: takes more memory than there is") from None
    except ValueError as wrong:
        raise ValueError(f"{file}: {wrong}") from None


def _dataset(
    text: str,
    inputs: tuple[str, ...],
    targets: tuple[str, ...],
    exact: bool,
    separator: str | None,
    most_rows: int | None,
) -> Dataset:
    wanted = inputs + targets
    separator = separator or _separator(text, wanted)
    rows = _rows(text, separator)
    _, header = next(rows, (0, None))
    if header is None:
        raise ValueError("is empty; it must begin with a row of column names")
    columns = _columns(header, wanted)
    numbers: list[list[Fraction | float]] = []
    for row, cells in rows:
        if len(cells) != len(header):
            hint = "; beside decimal commas, separate by semicolons" if len(cells) == 2 * len(header) else ""
            raise ValueError(
                f"row {row}: must have {_counted(len(header), 'cell')} like the header, got {len(cells)}{hint}"
            )
        if len(numbers) == most_rows:
            count = most_rows + 1 + sum(1 for _ in rows)
            raise ValueError(f"must have at most {_counted(most_rows, 'row')} of numbers, got {count}")
        numbers.append([_cell(row, name, cells[columns[name]], exact, separator) for name in wanted])
    if not numbers:
        raise ValueError("has no rows below its header")
    table = np.array(numbers, dtype=object if exact else np.float64)
    return Dataset(table[:, : len(inputs)], table[:, len(inputs) :], inputs, targets)


def _columns(header: list[str], wanted: tuple[str, ...]) -> dict[str, int]:
    """Where each named column stands."""
    names = [_name(cell) for cell in header]
    columns: dict[str, int] = {}
    for place, name in enumerate(names):
        if name and name in columns:
            raise ValueError(f"two columns are called {name!r:.60}; each needs a name of its own")
        columns[name] = place
    missing = next((name for name in wanted if name not in columns), None)
    if missing is not None:
        there, more = _listed(names)
        raise ValueError(f"there is no column {missing!r:.60}; the columns are {there}{more}")
    return columns


def _listed(names: list[str]) -> tuple[str, str]:
    """The first names, and in words how many more there are."""
    there = f"{names[0]!r:.60}"
    for count, name in enumerate(names[1:], 1):
        if len(there) > _NAMES_SHOWN:
            return there, f" and {len(names) - count} more"
        there += f", {name!r:.60}"
    return there, ""


def _cell(row: int, name: str, cell: str, exact: bool, separator: str) -> Fraction | float:
    try:
        return _number(cell.strip(), exact, separator)
    except ValueError as wrong:
        raise ValueError(f"row {row}, column {name}: {wrong}") from None


def _number(cell: str, exact: bool, separator: str) -> Fraction | float:
    if not cell:
        raise ValueError("must be a number, got an empty cell")
    if _NOT_FINITE.fullmatch(cell):
        raise ValueError(f"must be finite, got {cell!r:.60}")
    with_point = cell.replace(",", ".") if separator != "," and _DECIMAL_COMMA.fullmatch(cell) else cell
    if exact:
        return exactly(with_point)
    if not _FLOAT.fullmatch(with_point):
        raise ValueError(f"must be a number, got {cell!r:.60}")
    number = float(with_point)
    if abs(number) == float("inf"):
        raise ValueError(f"must be within the range of floats, got {cell!r:.60}")
    return number


def _separator(text: str, wanted: tuple[str, ...]) -> str:
    """The separator that finds the most of the wanted columns in the header, and among equals the most columns."""

    def found(separator: str) -> tuple[int, int]:
        try:
            _, header = next(_rows(text, separator), (0, None))
        except ValueError:
            return -1, 0
        if header is None:  # the file is of this separator alone
            return len(wanted) + 1, 0
        return len(set(wanted).intersection(map(_name, header))), len(header)

    return max(SEPARATORS, key=found)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that have anything in them, with their numbers from 1 as a spreadsheet counts: empty rows too, and a
    line break within quotes begins no row."""
    import csv

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            if any(map(str.strip, cells)):
                yield row, cells
    except csv.Error as wrong:
        told = str(wrong).replace(f"'{separator}'", SEPARATORS[separator])
        why = "a quotation mark is never closed" if "unexpected end" in told else told
        if "field limit" in told:
            why = f"a cell has more than {csv.field_size_limit()} characters; is a quotation mark never closed?"
        raise ValueError(f"row {row + 1}: not a row of CSV ({why})") from None


def _text(source: Any, largest: int) -> str:
    whole: Any
    if hasattr(source, "read"):
        whole = source.read(largest + 1)
    else:
        with open(source, "rb", opener=_at_once) as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise ValueError("is no regular file: devices, pipes and sockets are not read")
            _check_size(about.st_size, largest)
            whole = file.read(largest + 1)
    _check_size(len(whole), largest)
    if isinstance(whole, bytes):
        whole = _decoded(whole)
    if "\0" in whole:
        line = whole.count("\n", 0, whole.index("\0")) + 1
        raise ValueError(f"line {line}: must be text, got a zero byte")
    return str(whole).removeprefix("\ufeff")


def _at_once(path: str, flags: int) -> int:
    """Opens a pipe that nobody writes to without waiting for somebody who does."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


def _check_size(size: int, largest: int) -> None:
    if size > largest:
        words = f"{largest // 1_000_000} MB" if largest >= 1_000_000 else f"{largest} bytes"
        raise ValueError(f"must be at most {words}, and is larger")


def _decoded(whole: bytes) -> str:
    kind = foreign(whole)
    if kind is not None:
        raise ValueError(f"must be text in UTF-8, {kind}")
    try:
        return whole.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = whole.count(b"\n", 0, wrong.start) + 1
        raise ValueError(
            f"line {line}: must be text in UTF-8, got the byte 0x{whole[wrong.start]:02x}, as in "
            f"{single_byte(whole)}; save the file as UTF-8"
        ) from None


def _names(kind: str, names: Any) -> tuple[str, ...]:
    if isinstance(names, str) or not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
        raise TypeError(f"{kind}: must be a list of column names, got {names!r:.60}")
    if not names:
        raise ValueError(f"{kind}: must name at least one column, got none")
    plain = tuple(map(_name, names))
    for name in plain:
        if not name.isprintable() or not name:
            raise ValueError(f"{kind}: must be printable names, got {name!r:.60}")
        if plain.count(name) > 1:
            raise ValueError(f"{kind}: must name a column once, got {name!r:.60} twice")
    return plain


def _name(cell: str) -> str:
    return " ".join(cell.split())


def _file_name(source: Any) -> str:
    if not hasattr(source, "read"):
        return _printable(os.fspath(source))
    name = getattr(source, "name", None)
    return _printable(name) if isinstance(name, str) else "CSV text"


def _printable(name: str | bytes) -> str:
    text = os.fsdecode(name)
    text = text if text.isprintable() else repr(text)
    return text if len(text) <= _PATH_SHOWN else f"...{text[3 - _PATH_SHOWN :]}"


def _why(wrong: OSError) -> str:
    if isinstance(wrong, FileNotFoundError):
        return "there is no such file"
    if isinstance(wrong, IsADirectoryError):
        return "is a folder, not a file"
    if isinstance(wrong, PermissionError):
        return "may not be read: its permissions forbid it"
    return f"cannot be read ({wrong.strerror or type(wrong).__name__})"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
