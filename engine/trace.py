"""The trace: every number that the engine hands over, by its path, immutable."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from engine.backward import Walk
from engine.graph import Node
from engine.quantity import Number, Quantity, quantity, quantity_from_json


class Trace(Mapping[str, Quantity]):
    """Quantities by path (`step.0.gradient.weight`), in the order in which they were computed.

    Made from single numbers and arrays of them; Fractions and integers are kept exactly. Raises TypeError for what is
    no number.

    >>> from fractions import Fraction
    >>> trace = Trace({"step.0.loss": Fraction(361, 100)})
    >>> trace["step.0.loss"].value, trace.number("step.0.loss")
    (3.61, Fraction(361, 100))
    """

    def __init__(self, numbers: Mapping[str, Any]) -> None:
        self._quantities = {
            path: number if isinstance(number, Quantity) else quantity(path, number) for path, number in numbers.items()
        }

    def __getitem__(self, path: str) -> Quantity:
        return self._quantities[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._quantities)

    def __len__(self) -> int:
        return len(self._quantities)

    def number(self, path: str) -> Number:
        """The single number at a path, exact where it can be. Raises KeyError if there is none, ValueError if an
        array is there."""
        return self._quantities[path].number

    def to_dict(self) -> dict[str, dict[str, Any]]:
        """{path: {"value": float or None, "exact": "n/d" or None}}; nested lists of these for an array. A `value` is
        None beyond the range of floats; a float that is not finite is spelt out under `not_finite`."""
        return {path: found.to_dict() for path, found in self._quantities.items()}

    def to_json(self) -> str:
        """The same as strict JSON: no NaN, no Infinity."""
        return json.dumps(self.to_dict(), allow_nan=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Trace:
        """The trace that `to_json` wrote. Raises ValueError, naming the path, for anything else."""
        read = json.loads(text)
        if not isinstance(read, dict):
            raise ValueError("a trace is a JSON object of quantities by path")
        return cls({path: quantity_from_json(path, item) for path, item in read.items()})

    @classmethod
    def from_walk(cls, walk: Walk, names: Mapping[str, Node] | None = None, prefix: str = "") -> Trace:
        """A graph and the walk back through it.

        For every node `node.NAME.value` and, where the walk came by, `node.NAME.gradient`; for every edge
        `edge.K.NAME.ARGUMENT.local` (none for structural operations), `.upstream` and `.contribution`, K counting in
        the order of the walk. A node is called by `names`, else by its own name, else after its operation and its
        place in the order of computation. Raises ValueError if two nodes have one name.

        >>> from engine import backward, variable
        >>> weight = variable(3.0, "weight")
        >>> trace = Trace.from_walk(backward(weight * weight))
        >>> [path for path in trace if path.endswith(".contribution")]
        ['edge.0.multiply-1.weight.contribution', 'edge.1.multiply-1.weight.contribution']
        >>> trace.number("node.weight.gradient")
        6.0
        """
        nodes = _nodes(walk)
        called = _called(nodes, names or {})
        numbers: dict[str, Any] = {}
        for serial, node in nodes.items():
            numbers[f"{prefix}node.{called[serial]}.value"] = node.value
            if serial in walk.gradients:
                numbers[f"{prefix}node.{called[serial]}.gradient"] = walk.gradients[serial]
        for place, edge in enumerate(walk.edges):
            path = f"{prefix}edge.{place}.{called[edge.node.serial]}.{called[edge.argument.serial]}"
            if edge.local is not None:
                numbers[f"{path}.local"] = edge.local
            numbers[f"{path}.upstream"] = edge.upstream
            numbers[f"{path}.contribution"] = edge.contribution
        return cls(numbers)


def _nodes(walk: Walk) -> dict[int, Node]:
    """All nodes of the graph under the output, constants too, in the order in which they were computed."""
    found = {walk.output.serial: walk.output}
    waiting = [walk.output]
    while waiting:
        for argument in waiting.pop().arguments:
            if argument.serial not in found:
                found[argument.serial] = argument
                waiting.append(argument)
    return dict(sorted(found.items()))


def _called(nodes: Mapping[int, Node], names: Mapping[str, Node]) -> dict[int, str]:
    given = {node.serial: name for name, node in names.items()}
    called: dict[int, str] = {}
    taken: set[str] = set()
    for place, (serial, node) in enumerate(nodes.items()):
        made = node.operation.name if node.operation else "leaf"
        name = given.get(serial) or node.name or f"{made}-{place}"
        if name in taken:
            raise ValueError(f"two nodes are called {name!r}: give them names of their own")
        called[serial] = name
        taken.add(name)
    return called
