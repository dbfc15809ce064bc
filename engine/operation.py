"""What a row of the table of operations holds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

Rule = Callable[..., Any]


class ExactnessError(TypeError):
    """An operation that leaves the rational numbers was asked for on exact numbers."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} of an exact number is not rational; build the graph from floats, as variable(0.5)")


@dataclass(frozen=True)
class Cost:
    """Arithmetic, counted: multiplications (and divisions), additions (and subtractions), and evaluations of
    elementary functions such as exp. Comparisons, changes of sign and copies are free.

    >>> Cost(2, 1) + 3 * Cost(1)
    Cost(multiplications=5, additions=1, functions=0)
    """

    multiplications: int = 0
    additions: int = 0
    functions: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.multiplications + other.multiplications,
            self.additions + other.additions,
            self.functions + other.functions,
        )

    def __mul__(self, times: int) -> Cost:
        return Cost(self.multiplications * times, self.additions * times, self.functions * times)

    __rmul__ = __mul__


@dataclass(frozen=True)
class Operation:
    """A row of the table.

    `value` works out the output from the arguments (and keywords). A derivative is given for each argument, as

    - `local`, a function (output, *arguments): the local derivative, entry by entry, of an elementwise row;
    - `pull`, a function (upstream, output, *arguments): the contribution that flows back. A structural row has no
      other, because its local derivative is a whole matrix; an elementwise row has it only where there is something
      shorter than upstream * local, and None where the upstream gradient passes on as it is.

    Rules are plain NumPy and operators. They are given numbers, and when a derivative is itself wanted as a graph they
    are given nodes, which understand the same functions. `rational` says that exact numbers stay exact. A `variadic`
    row takes any number of arguments: its one rule is told the `position`.

    `cost` counts the arithmetic of `value`, `back` that of the contribution to each argument; both are functions
    (output, *arguments). `linear` rows push a tangent forward by their own value.
    """

    name: str
    value: Rule
    local: tuple[Rule, ...] = ()
    pull: tuple[Rule | None, ...] = ()
    rational: bool = True
    variadic: bool = False
    linear: bool = False
    cost: Rule = lambda out, *arguments, **keywords: Cost()
    back: tuple[Rule, ...] = ()

    @property
    def elementwise(self) -> bool:
        """Whether the local derivative is a number for each entry."""
        return bool(self.local)

    @cached_property
    def flows(self) -> Sequence[Rule | None]:
        """For each argument the function (upstream, output, *arguments) that gives what flows back to it, before the
        sum over axes along which it was repeated: `pull`, or upstream * local. None: the upstream gradient itself."""
        if self.variadic:
            return _Positions(self.pull[0])
        return self.pull or tuple(_times(local) for local in self.local)


class _Positions(Sequence[Rule | None]):
    """One rule for any number of arguments, told the position."""

    def __init__(self, rule: Rule | None) -> None:
        assert rule is not None
        self._rule = rule

    def __len__(self) -> int:
        return sys.maxsize

    def __getitem__(self, position: Any) -> Any:
        return partial(self._rule, position=position)


def _times(local: Rule) -> Rule:
    return lambda upstream, out, *arguments, **keywords: upstream * local(out, *arguments, **keywords)


def per_entry(multiplications: int = 0, additions: int = 0, functions: int = 0) -> Rule:
    """The cost of a row that does the same for each entry of its output."""
    one = Cost(multiplications, additions, functions)
    return lambda out, *arguments, **keywords: one * int(np.size(out))


def numbers_of(value: Any) -> Any:
    """The numbers of a node; numbers as they are. For conditions, which carry no derivative."""
    return getattr(value, "value", value)


def shape_of(value: Any) -> tuple[int, ...]:
    """The shape of numbers or of a node; () for a single number."""
    return getattr(value, "shape", ())
