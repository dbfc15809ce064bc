"""A parameter that is a data set: made from a seed, written out as a table, or the path of a CSV file."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engine import read_csv
from scenes.stage.near import path_shown, quoted
from scenes.stage.parameters import NumberParameter, Table, TableParameter

SEED = "seed"
_COLUMNS = ("x", "y")
LARGEST_FILE = 2_000_000  # bytes: more than the few rows of a lesson can need


def names_file(text: str) -> bool:
    """Whether a value is the path of a file, which is read."""
    return text.strip().lower().endswith(".csv")


@dataclass(frozen=True)
class DataParameter:
    """Examples x, y: `seed` (the lesson makes them), rows written `1, 2; 2, 3.5`, or the path of a CSV file with the
    columns x and y. Decimal strings are taken exactly. A line needs two different x at least, or no single one is best.
    """

    name: str
    default: str
    least_rows: int
    most_rows: int
    largest: int
    meaning: str = ""

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        return (
            f"{SEED}, or {self.least_rows} to {self.most_rows} rows of X, Y with numbers up to {self.largest}, written "
            "1, 2; 2, 3.5, or the path of a .csv file with the columns x and y"
        )

    def read(self, text: str) -> str | Table:
        """`seed`, or the rows; raises ValueError in one line."""
        written = text.strip()
        if written == SEED:
            return SEED
        if names_file(written):
            return self._from_file(written)
        if ";" not in written and "," not in written:
            raise ValueError(f"must be {self.allowed}; got {quoted(written)}")
        table = TableParameter(
            self.name, "1, 2; 2, 3.5", tuple(map(self._column, _COLUMNS)), self.least_rows, self.most_rows
        )
        rows = table.read(written)
        _check_inputs(rows)
        return rows

    def _from_file(self, path: str) -> Table:
        try:
            examples = read_csv(
                path, _COLUMNS[:1], _COLUMNS[1:], exact=True, most_rows=self.most_rows, largest=LARGEST_FILE
            )
        except OSError as wrong:
            raise ValueError(str(wrong)) from None
        rows = tuple(
            (Fraction(x), Fraction(y))
            for x, y in zip(examples.inputs.ravel().tolist(), examples.targets.ravel().tolist(), strict=True)
        )
        if not self.least_rows <= len(rows) <= self.most_rows:
            raise ValueError(
                f"{path_shown(path)}: must have {self.least_rows} to {self.most_rows} rows of numbers, got {len(rows)}"
            )
        for place, row in enumerate(rows, start=1):
            for column, number in zip(_COLUMNS, row, strict=True):
                if abs(number) > self.largest:
                    raise ValueError(
                        f"{path_shown(path)}: example {place}, column {column}: must be {self._column(column).allowed}"
                    )
                if len(str(number.numerator)) + len(str(number.denominator)) > 2 * _DIGITS:
                    raise ValueError(
                        f"{path_shown(path)}: example {place}, column {column}: must have at most {_DIGITS} digits"
                    )
        try:
            _check_inputs(rows)
        except ValueError as wrong:
            raise ValueError(f"{path_shown(path)}: {wrong}") from None
        return rows

    def _column(self, name: str) -> NumberParameter:
        return NumberParameter(name, "0", "number", -self.largest, self.largest)


_DIGITS = 20


def _check_inputs(rows: Table) -> None:
    if len({x for x, _ in rows}) < 2:
        raise ValueError("the x of the examples must not all be the same: no single line would be the best")
