"""A computational graph: leaves on the left, the output on the right, every number at its node or edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from manim import VGroup

from engine import Trace
from engine.backward import Edge, Walk
from engine.graph import Node, nodes_under
from scenes.stage.drawings.alike import fit_together, stand_beside, stand_beside_if_possible
from scenes.stage.drawings.clearance import Occupied
from scenes.stage.drawings.graph_layout import layers
from scenes.stage.drawings.graph_parts import GraphEdge, GraphNode, GraphStyle, mark_of
from scenes.stage.drawings.graph_places import Places, places, route
from scenes.stage.frame.region import Region
from scenes.stage.writing import formulas
from scenes.stage.writing.pen import INK, Pen

_SIZES = (1.15, 1.0, 0.88, 0.77, 0.68, 0.6, 0.52)
_ROOM_FOR_LABELS = 0.95  # units of the scene between two columns, where everything has its full size
_LEAST_ABOVE = 0.1  # units of the scene between neighbours in a column
_BOW = 0.5  # units of the scene that two edges between the same nodes bow out
_WIDEST = 1.35  # units of the scene that a number at a node may take


class GraphPicture(VGroup):
    """The graph of a walk, laid out in columns and scaled into the region.

    The numbers are those of `Trace.from_walk(walk, names, prefix)`, which the pen's trace must hold. A leaf that has
    a name shows it: by the Typst in `symbols`, else by the symbol of `formulas.toml`, else as it is; one without a name
    is a number of the expression. Values, gradients, local derivatives, contributions and arrows are no part of the
    picture until a lesson puts them on the screen. Raises ValueError for a graph of arrays.
    """

    def __init__(
        self,
        region: Region,
        pen: Pen,
        walk: Walk,
        names: Mapping[str, Node] | None = None,
        prefix: str = "",
        symbols: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.pen, self.theme, self.prefix = pen, pen.theme, prefix
        graph = nodes_under(walk.output)
        for node in graph:
            if node.shape:
                raise ValueError(f"a graph is drawn of single numbers, and {node!r} is an array")
        trace = Trace.from_walk(walk, names)
        paths = [path for path in trace if path.startswith("node.") and path.endswith(".value")]
        called = [path.removeprefix("node.").removesuffix(".value") for path in paths]  # in the order of computation
        named = {node.serial for node in (names or {}).values()} | {node.serial for node in graph if node.name}
        known = {**formulas.load().symbols, **(symbols or {})}
        sources = [
            known.get(name, _spelt(name)) if node.serial in named else None
            for name, node in zip(called, graph, strict=True)
        ]
        marks = [mark_of(*parts, self.theme) for parts in zip(graph, called, sources, strict=True)]
        place = {node.serial: k for k, node in enumerate(graph)}
        taken = [[place[argument.serial] for argument in node.arguments] for node in graph]
        numbers = [k for k, mark in enumerate(marks[:-1]) if mark is None]
        self._layers = layers(taken, numbers)
        for by in _SIZES:
            self.style = GraphStyle(by)
            made = [
                GraphNode(name, node, mark, pen, f"{prefix}node.{name}", self.style)
                for name, node, mark in zip(called, graph, marks, strict=True)
            ]
            standing = self._standing(region, made)
            if standing.above >= _LEAST_ABOVE and standing.between >= _ROOM_FOR_LABELS * by:
                break
        for node, middle in zip(made, standing.middles, strict=False):
            node.stand(*middle)
        self._by_name = {node.name: node for node in made}
        self.nodes = VGroup(*made)
        self.edges = VGroup(*self._routed(standing, made))
        self.add(self.edges, self.nodes)
        self.order = [made[place[node.serial]] for node in walk.visited]
        self.walked = self._walked(walk.edges, place)
        self._write_beside(region)

    # -- parts -------------------------------------------------------------------

    def node(self, name: str) -> GraphNode:
        """A node by its name in the trace; raises KeyError for one that is not there."""
        return self._by_name[name]

    def edges_into(self, name: str) -> list[GraphEdge]:
        """The edges from its arguments into a node, in the order of the arguments."""
        return [edge for edge in self.edges if edge.node.name == name]

    def edges_out_of(self, name: str) -> list[GraphEdge]:
        """The edges from a node into all that was made of it: its gradient is the sum of their contributions."""
        return [edge for edge in self.edges if edge.argument.name == name]

    @property
    def values(self) -> VGroup:
        """The values of all nodes in the order of computation, but for numbers of the expression, which show theirs
        always."""
        return VGroup(*(node.value for node in self.nodes if not node.is_number))

    @property
    def gradients(self) -> VGroup:
        """The gradients in the order of the walk."""
        return VGroup(*(node.gradient for node in self.order))

    @property
    def locals(self) -> VGroup:
        """The local derivatives that found room, in the order of the walk."""
        return VGroup(*(edge.local for edge in self.walked if edge.local is not None))

    def backward_arrows(self, name: str) -> VGroup:
        """Gradient arrows from a node back along the edges to its arguments, as thick as what flows there is large, to
        one scale for the whole graph. Play `RunAlong(arrows)`."""
        largest = max((edge.flow for edge in self.walked), default=0.0) or 1.0
        edges = [edge for edge in self.edges_into(name) if edge in self.walked]
        return VGroup(*(edge.backward_arrow(self.style.arrow * edge.flow / largest) for edge in edges))

    # -- how parts are made ----------------------------------------------------------

    def _standing(self, region: Region, nodes: Sequence[GraphNode]) -> Places:
        """Places for nodes of this size; the numbers of leaves stand on the left of them where there is no room for
        them above and below."""
        labels = [label for node in nodes for label in node.labels]
        fit_together(labels, _WIDEST)
        standing = places(region, self._layers, nodes)
        if standing.above < _LEAST_ABOVE:
            for node in nodes:
                node.labels_on_left = node.is_leaf and not node.is_number
            standing = places(region, self._layers, nodes)
        return standing

    def _routed(self, standing: Places, nodes: Sequence[GraphNode]) -> list[GraphEdge]:
        """The edges; those into one node enter it in the order in which they come, so that they do not cross there."""
        chains = self._layers.chains
        ports: dict[int, tuple[float, float]] = {}
        for node, mark in enumerate(nodes):
            into = sorted(
                (k for k, chain in enumerate(chains) if chain[-1] == node),
                key=lambda k: (-standing.middles[chains[k][-2]][1], k),
            )
            for rank, k in enumerate(into):
                side = (len(into) - 1) / 2 - rank
                twin = sum(chain == chains[k] for chain in chains) > 1
                ports[k] = (side * mark.half_height, side * 2 * _BOW if twin else 0.0)
        return [
            GraphEdge(nodes[chain[0]], nodes[chain[-1]], route(standing, self._layers, k, nodes, *ports[k]), self.theme)
            for k, chain in enumerate(chains)
        ]

    def _walked(self, edges: Sequence[Edge], place: Mapping[int, int]) -> list[GraphEdge]:
        """The edges of the drawing in the order of the walk, each with its numbers."""
        by_argument = {}
        for edge in self.edges:
            of_node = by_argument.setdefault(edge.node.name, [])
            of_node.append(edge)
        found = []
        for k, step in enumerate(edges):
            edge = by_argument[self.nodes[place[step.node.serial]].name][step.position]
            path = f"{self.prefix}edge.{k}.{edge.node.name}.{edge.argument.name}"
            edge.flow = abs(float(step.contribution))
            if step.local is not None:
                edge.local = self.style.value(self.pen, f"{path}.local", meaning=INK)
            edge.contribution = self.style.value(self.pen, f"{path}.contribution")
            found.append(edge)
        return found

    def _write_beside(self, region: Region) -> None:
        """Find room for the numbers of the edges; those for which there is none are not written."""
        occupied = Occupied(region)
        for node in self.nodes:
            for part in (node.shape, *node.labels):
                occupied.add_box(*part.get_center()[:2], float(part.width), float(part.height))
        for edge in self.edges:
            occupied.add_line(edge.path, self.style.arrow)
        with_local = [edge for edge in self.walked if edge.local is not None]
        values, lines = [edge.local for edge in with_local], [edge.path for edge in with_local]
        if not stand_beside(values, lines, occupied, self.style.arrow):
            kept = stand_beside_if_possible(values, lines, occupied, self.style.arrow)
            for edge in with_local:
                edge.local = edge.local if edge.local in kept else None
        kept = stand_beside_if_possible(
            [edge.contribution for edge in self.walked],
            [edge.path[: max(2, round(0.6 * len(edge.path)))] for edge in self.walked],
            occupied,
            self.style.arrow,
        )
        for edge in self.walked:
            edge.contribution = edge.contribution if edge.contribution in kept else None


def _spelt(name: str) -> str:
    """A name as Typst."""
    return name if len(name) == 1 else f'upright("{name}")'
