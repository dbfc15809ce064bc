"""The trace: every number that the engine hands over, by its path, immutable."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.backward import Walk
from engine.exact import from_ratio, ratio, to_float
from engine.graph import Node

Number = Fraction | float


@dataclass(frozen=True)
class Quantity:
    """A named number: its value as a float (None beyond the range of floats) and, where there is one, its exact
    value."""

    path: str
    value: float | None
    exact: Fraction | None

    @property
    def number(self) -> Number:
        """The exact value if there is one, otherwise the float."""
        if self.exact is not None:
            return self.exact
        return math.nan if self.value is None else self.value


class Trace(Mapping[str, Quantity]):
    """Quantities by path (`step.0.gradient.weight`), in the order in which they were computed.

    >>> trace = Trace({"step.0.loss": Fraction(361, 100)})
    >>> trace["step.0.loss"].value, trace.number("step.0.loss")
    (3.61, Fraction(361, 100))
    """

    def __init__(self, numbers: Mapping[str, Number | int]) -> None:
        self._quantities = {path: _quantity(path, number) for path, number in numbers.items()}

    def __getitem__(self, path: str) -> Quantity:
        return self._quantities[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._quantities)

    def __len__(self) -> int:
        return len(self._quantities)

    def number(self, path: str) -> Number:
        """The number at a path, exact where it can be; KeyError if there is none."""
        return self._quantities[path].number

    def to_dict(self) -> dict[str, dict[str, float | str | None]]:
        """{path: {"value": float or None, "exact": "n/d" or None}}."""
        return {
            path: {"value": quantity.value, "exact": None if quantity.exact is None else ratio(quantity.exact)}
            for path, quantity in self._quantities.items()
        }

    def to_json(self) -> str:
        """The same as strict JSON: no NaN, no Infinity."""
        return json.dumps(self.to_dict(), allow_nan=False, indent=1)

    @staticmethod
    def from_json(text: str) -> Trace:
        """The trace that `to_json` wrote."""
        read = json.loads(text)
        return Trace(
            {
                path: from_ratio(item["exact"]) if item["exact"] is not None else _read_float(item["value"])
                for path, item in read.items()
            }
        )


def walk_numbers(walk: Walk, names: Mapping[str, Node]) -> dict[str, Number]:
    """A graph of single numbers and its walk as numbers by path: for every node `node.NAME.value` and `.gradient`,
    for every edge `edge.K.local`, `.upstream` and `.contribution`, K counting in the order of the walk. Unnamed
    nodes are called after their operation and place in the order of computation."""
    called = {node.serial: name for name, node in names.items()}
    nodes = {walk.output.serial: walk.output}
    for edge in walk.edges:
        nodes[edge.argument.serial] = edge.argument
        nodes.update({argument.serial: argument for argument in edge.node.arguments})
    numbers: dict[str, Number] = {}
    for place, serial in enumerate(sorted(nodes)):
        node = nodes[serial]
        operation = node.operation.name if node.operation else "leaf"
        name = called.get(serial) or node.name or f"{operation}-{place}"
        numbers[f"node.{name}.value"] = node.number
        if serial in walk.gradients:
            numbers[f"node.{name}.gradient"] = walk.gradients[serial].item()
    for place, edge in enumerate(walk.edges):
        if edge.local is not None:
            numbers[f"edge.{place}.local"] = edge.local.item()
        numbers[f"edge.{place}.upstream"] = edge.upstream.item()
        numbers[f"edge.{place}.contribution"] = edge.contribution.item()
    return numbers


def _quantity(path: str, number: Number | int) -> Quantity:
    if isinstance(number, float):
        return Quantity(path, to_float(number), None)
    return Quantity(path, to_float(Fraction(number)), Fraction(number))


def _read_float(value: float | None) -> float:
    return math.nan if value is None else float(value)
