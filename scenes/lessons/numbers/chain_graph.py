"""The graph of an expression: its numbers, exact wherever they are known exactly, the paths from a variable to the
output, and what a program would get that overwrites where it should add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from engine import Node, Trace, Walk, apply, backward, constant, variable
from engine.backward import Edge
from engine.graph import nodes_under
from scenes.lessons.numbers.expression_parts import LARGEST, Expression

Number = Fraction | float
# Which arguments a local derivative depends on, by the position of the argument that it belongs to; all, unless told.
_DEPENDS: Mapping[str, tuple[tuple[int, ...], ...]] = {
    "add": ((), ()),
    "subtract": ((), ()),
    "negate": ((),),
    "multiply": ((1,), (0,)),
    "divide": ((1,), (0, 1)),
}


@dataclass(frozen=True, eq=False)
class Graph:
    """A graph with the walk back through it. `focus` is the variable that is used most often, `paths` the ways from the
    output back to it, in the order in which the walk comes to their ends: each the places of its edges in the walk."""

    output: Node
    variables: Mapping[str, Node]
    walk: Walk
    trace: Trace
    focus: str
    paths: tuple[tuple[int, ...], ...]
    overwritten: Number
    prefix: str

    def edge(self, place: int, what: str) -> str:
        """The path in the trace of a number of an edge, given by its place in the walk: `local`, `contribution`."""
        start = f"{self.prefix}edge.{place}."
        return next(path for path in self.trace if path.startswith(start) and path.endswith(f".{what}"))

    def sums(self) -> list[Number]:
        """The gradient of the focus as it grows, contribution by contribution."""
        flows = [self.trace.number(self.edge(way[-1], "contribution")) for way in self.paths]
        return list(accumulate(flows))


def graph(expression: Expression, given: Mapping[str, Fraction], prefix: str) -> Graph:
    """The graph of an expression; raises ValueError in one line where it has no value, no slope, or ones that are out
    of range."""
    output, variables = expression.graph(given)
    walk = backward(output)
    _check(walk)
    known = Known(walk, given)
    uses = {name: len(paths_to(walk, node)) for name, node in variables.items()}
    focus = max(uses, key=lambda name: uses[name])
    return Graph(
        output,
        variables,
        walk,
        known.trace(prefix),
        focus,
        paths_to(walk, variables[focus]),
        known.overwritten()[variables[focus].serial],
        prefix,
    )


def paths_to(walk: Walk, node: Node) -> tuple[tuple[int, ...], ...]:
    """The ways from the output back to a node, as places of edges in the walk."""
    if node is walk.output:
        return ((),)
    return tuple(
        (*way, place)
        for place, edge in enumerate(walk.edges)
        if edge.argument is node
        for way in paths_to(walk, edge.node)
    )


class Known:
    """The numbers of a walk, each as a Fraction where it is known exactly although other numbers of the graph are
    floats: a product of what was given, the slope of a sum."""

    def __init__(self, walk: Walk, given: Mapping[str, Fraction]) -> None:
        self.walk = walk
        self.values = self._values(given)
        self.locals = [self._local(edge) for edge in walk.edges]
        self.contributions, self.gradients = self._backward()

    def trace(self, prefix: str) -> Trace:
        """As `Trace.from_walk`, with the exact numbers where there are any."""
        trace = Trace.from_walk(self.walk)
        numbers: dict[str, Number] = {path: trace.number(path) for path in trace}
        called = [path for path in trace if path.startswith("node.") and path.endswith(".value")]
        names = {
            node.serial: path.removesuffix(".value")
            for node, path in zip(nodes_under(self.walk.output), called, strict=True)
        }
        for serial, value in self.values.items():
            numbers[f"{names[serial]}.value"] = value
        for serial, gradient in self.gradients.items():
            numbers[f"{names[serial]}.gradient"] = gradient
        ends = [path.removesuffix(".upstream") for path in trace if path.endswith(".upstream")]
        for path, edge, local, flow in zip(ends, self.walk.edges, self.locals, self.contributions, strict=True):
            numbers[f"{path}.local"] = local
            numbers[f"{path}.upstream"] = self.gradients[edge.node.serial]
            numbers[f"{path}.contribution"] = flow
        return Trace({prefix + path: number for path, number in numbers.items()})

    def overwritten(self) -> dict[int, Number]:
        """The gradients of a program that makes the same walk, but overwrites: the last contribution wins."""
        found: dict[int, Number] = {self.walk.output.serial: Fraction(1)}
        for edge, local in zip(self.walk.edges, self.locals, strict=True):
            found[edge.argument.serial] = _times(found[edge.node.serial], local)
        return found

    def _values(self, given: Mapping[str, Fraction]) -> dict[int, Number]:
        found: dict[int, Number] = {}
        for node in nodes_under(self.walk.output):
            arguments = [found[argument.serial] for argument in node.arguments]
            if node.operation is None:
                found[node.serial] = given[node.name] if node.name in given else Fraction(str(node.number))
            elif node.operation.rational and all(isinstance(value, Fraction) for value in arguments):
                found[node.serial] = apply(node.operation.name, *map(constant, arguments), **node.keywords).number
            else:
                found[node.serial] = node.number
        return found

    def _local(self, edge: Edge) -> Number:
        operation = edge.node.operation
        assert operation is not None
        assert edge.local is not None
        arguments = [self.values[argument.serial] for argument in edge.node.arguments]
        ways = _DEPENDS.get(operation.name)
        needed = ways[edge.position] if ways else range(len(arguments))
        if not operation.rational or not all(isinstance(arguments[place], Fraction) for place in needed):
            return edge.local.item()  # type: ignore[no-any-return]
        leaves = [
            variable(Fraction(value) if place in needed else Fraction(1)) for place, value in enumerate(arguments)
        ]
        found = backward(apply(operation.name, *leaves, **edge.node.keywords)).edges[edge.position].local
        assert found is not None
        return found.item()  # type: ignore[no-any-return]

    def _backward(self) -> tuple[list[Number], dict[int, Number]]:
        flows: list[Number] = []
        gradients: dict[int, Number] = {self.walk.output.serial: Fraction(1)}
        for edge, local in zip(self.walk.edges, self.locals, strict=True):
            flow = _times(gradients[edge.node.serial], local)
            flows.append(flow)
            there = edge.argument.serial
            gradients[there] = gradients[there] + flow if there in gradients else flow
        return flows, gradients


def _times(a: Number, b: Number) -> Number:
    """A product; exact zero makes it exact."""
    return Fraction(0) if any(isinstance(factor, Fraction) and not factor for factor in (a, b)) else a * b


def _check(walk: Walk) -> None:
    for edge in walk.edges:
        for number in _numbers_of(edge):
            if not abs(float(number)) <= LARGEST:
                raise ValueError(f"a slope of it comes to a number above {LARGEST}; give other values")


def _numbers_of(edge: Edge) -> Iterator[Number]:
    for array in (edge.local, edge.contribution):
        assert array is not None
        yield array.item()
