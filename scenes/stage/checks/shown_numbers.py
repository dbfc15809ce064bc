"""The numbers that were read off the screen, for the report: what was meant, what stood there, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class NumberRead:
    """A number at rest: the quantity and its exact value, the string that was meant and the one that was read off the
    screen, the relation sign in front of it ("" for none), and from when to when it stood there, in seconds."""

    path: str
    exact: str
    shown: str
    read: str
    relation: str
    shot: str
    start: float
    end: float


@dataclass(frozen=True)
class Counts:
    """How much was looked at. `agreed` are the digits that stood for what their number or declaration says."""

    instants: int = 0
    numbers: int = 0
    digits: int = 0
    agreed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.instants + other.instants,
            self.numbers + other.numbers,
            self.digits + other.digits,
            self.agreed + other.agreed,
        )


class NumbersRead:
    """Rows of the report; a number that is still there at the next look gets no new row."""

    def __init__(self) -> None:
        self.rows: list[NumberRead] = []
        self._open: dict[tuple[str, ...], int] = {}

    def look(self, seen: Iterable[NumberRead]) -> None:
        """What stands on the screen at one instant."""
        still: dict[tuple[str, ...], int] = {}
        for row in seen:
            key = (row.path, row.exact, row.shown, row.read, row.relation, row.shot)
            if key in still:
                continue
            if key in self._open:
                still[key] = self._open[key]
                self.rows[still[key]] = replace(self.rows[still[key]], end=row.end)
            else:
                still[key] = len(self.rows)
                self.rows.append(row)
        self._open = still
