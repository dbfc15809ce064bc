"""The trace: every number that the engine hands over, by its path, immutable."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, Self

from engine.backward import Walk
from engine.graph import Node, nodes_under
from engine.quantity import Number, Quantity


class Trace(Mapping[str, Quantity]):
    """Quantities by path (`step.0.gradient.weight`), in the order in which they were computed.

    Made from single numbers and arrays of them; Fractions and integers are kept exactly. It is immutable, and two
    traces are equal if they have the same quantities, in whatever order. Raises TypeError for what is no number,
    ValueError for a path that is not a printable line.

    >>> from fractions import Fraction
    >>> trace = Trace({"step.0.loss": Fraction(361, 100)})
    >>> trace["step.0.loss"].value, trace.number("step.0.loss")
    (3.61, Fraction(361, 100))
    """

    def __init__(self, numbers: Mapping[str, Any]) -> None:
        self._quantities = {path: _quantity(path, number) for path, number in numbers.items()}

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
        None beyond the range of floats; a float that is not finite is spelt out under `not_finite`; an array without
        entries says its `shape`."""
        return {path: found.to_dict() for path, found in self._quantities.items()}

    def to_json(self, beside: Mapping[str, Any] | None = None) -> str:
        """The whole trace as strict JSON: {"format": "backreel.trace", "version": 1, "quantities": `to_dict()`}, with
        whatever is to stand `beside` the quantities after the version. `engine/traces/trace.schema.json` describes it.
        Raises ValueError if a key beside them is one of these three."""
        from engine.traces.trace_json import to_json

        return to_json(self._quantities, beside or {})

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The trace that `to_json` wrote; other keys at the top are left alone. Raises ValueError in one line for
        anything else, for another format and for another version.

        >>> Trace.from_json('{"format": "backreel.trace", "version": 2}')
        Traceback (most recent call last):
        ValueError: a trace of version 2, and this Backreel reads version 1; a newer Backreel is needed
        """
        from engine.traces.trace_json import from_json

        return cls(from_json(text))

    def to_csv(self) -> str:
        """The whole trace as a table, one row a number: path, index in the array, value, exact value, not_finite,
        shape, and a last column named after format and version (`engine/traces/trace_csv.py` says it all)."""
        from engine.traces.trace_csv import to_csv

        return to_csv(self._quantities)

    @classmethod
    def from_csv(cls, text: str) -> Self:
        """The trace that `to_csv` wrote. Raises ValueError in one line for anything else."""
        from engine.traces.trace_csv import from_csv

        return cls(from_csv(text))

    def to_npz(self) -> bytes:
        """The whole trace as an NPZ file: `np.load(file)[path]` are the floats, float64; the exact numbers and the
        version stand beside them (`engine/traces/trace_npz.py` says how)."""
        from engine.traces.trace_npz import to_npz

        return to_npz(self._quantities)

    @classmethod
    def from_npz(cls, written: bytes) -> Self:
        """The trace that `to_npz` wrote; nothing is unpickled. Raises ValueError in one line for anything else.

        >>> trace = Trace({"weights": [[0.1, 0.2]]})
        >>> Trace.from_npz(trace.to_npz()) == trace
        True
        """
        from engine.traces.trace_npz import from_npz

        return cls(from_npz(written))

    def save_npz(self, path: str | os.PathLike[str]) -> None:
        """`to_npz` into a file of exactly this name, which appears whole or not at all. Raises OSError where that
        cannot be."""
        from engine.traces.trace_npz import save_npz

        save_npz(self._quantities, path)

    @classmethod
    def load_npz(cls, path: str | os.PathLike[str]) -> Self:
        """The trace in a file that `save_npz` wrote. Raises OSError if it cannot be read, ValueError as `from_npz`
        does, with the file's name."""
        with open(path, "rb") as file:
            written = file.read()
        try:
            return cls.from_npz(written)
        except ValueError as wrong:
            raise ValueError(f"{os.fspath(path)}: {wrong}") from None

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
        nodes = {node.serial: node for node in nodes_under(walk.output)}
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


def _quantity(path: str, number: Any) -> Quantity:
    if not isinstance(number, Quantity):
        return Quantity(path, number)
    return number if number.path == path else Quantity(path, number.numbers)


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
