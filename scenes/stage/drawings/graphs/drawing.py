"""One way to draw a computational graph: everything in a size, its columns level or staggered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.backward import Edge
from engine.graph import Node
from scenes.stage.drawings.alike import CLEAR, SPACE, fit_together, stand_beside, stand_beside_if_possible
from scenes.stage.drawings.clearance import Occupied
from scenes.stage.drawings.graphs.layout import Layers
from scenes.stage.drawings.graphs.parts import GraphEdge, GraphNode, GraphStyle, Mark
from scenes.stage.drawings.graphs.places import BOW, Places, places, routes
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import INK, Pen

_LEAST_ABOVE = 0.1  # units of the scene between neighbours in a column
_LEAST_BETWEEN = (0.6, 0.3)  # units of the scene between columns that are level, and staggered ones
_SHORTEST = 0.27  # units of the scene between two columns, for an edge and its tip
_LEAST_CLEAR = 0.02  # units of the scene around a number at a node
_WIDEST = 1.35  # units of the scene that a number at a node may take


@dataclass(frozen=True)
class GraphParts:
    """What a drawing is made from: the nodes in the order of computation with their names and marks (at full size), the
    columns, and the edges of the walk."""

    graph: Sequence[Node]
    names: Sequence[str]
    marks: Sequence[Mark]
    layered: Layers
    walk: Sequence[Edge]


class GraphDrawing:
    """Nodes and edges in their places. `missing` are the paths of the numbers for which there is no room: they are
    taken away from their nodes and edges. `fits` says whether there is room for the nodes themselves. With `spared` 1
    operations do without their gradients, with 2 without their values too; then edges stand closer."""

    def __init__(
        self, region: Region, pen: Pen, parts: GraphParts, prefix: str, by: float, drop: float, spared: int = 0
    ) -> None:
        self.region, self.pen, self.parts, self.prefix, self.spared = region, pen, parts, prefix, spared
        self.style = GraphStyle(by)
        self.edges: list[GraphEdge] = []
        self.walked: list[GraphEdge] = []
        self.missing: list[str] = []
        self.nodes = [
            GraphNode(name, node, mark, pen, f"{prefix}node.{name}", self.style)
            for name, node, mark in zip(parts.names, parts.graph, parts.marks, strict=True)
        ]
        for node in self.nodes[:-1]:
            for label in (node.gradient, node.value)[:spared] if not node.is_leaf else ():
                if label is not None:
                    self.missing.append(label.path)
                    node.leave_out(label)
        self.done_without = len(self.missing)
        widest = max(0.55 * region.width / len(parts.layered.columns), 0.75)
        fit_together([label for node in self.nodes for label in node.labels], min(_WIDEST, widest))
        self.stagger(drop)

    def stagger(self, drop: float) -> GraphDrawing:
        """Let the columns fall by so much from one to the next; before anything is drawn."""
        self.places = self._placed(drop)
        between = max(_SHORTEST, _LEAST_BETWEEN[drop > 0] * self.style.by)
        self.fits = self.places.between >= between and self.places.above >= _LEAST_ABOVE
        return self

    def draw(self) -> GraphDrawing:
        """Route the edges and find room for the numbers."""
        for node, middle in zip(self.nodes, self.places.middles, strict=False):
            node.stand(*middle)
        boxes = Occupied(self.region)
        for node in self.nodes:
            for part in (node.shape, *node.labels):
                boxes.add_box(*part.get_center()[:2], float(part.width), float(part.height))
        self.edges = self._routed(boxes)
        self._follow_walk()
        occupied = Occupied(self.region)
        for node in self.nodes:
            occupied.add_box(*node.shape.get_center()[:2], float(node.shape.width), float(node.shape.height))
        for edge in self.edges:
            occupied.add_line(edge.path, self.style.arrow)
        self._keep_clear_labels(occupied)
        self._write_beside(occupied)
        return self

    def _placed(self, drop: float) -> Places:
        """Places for the nodes; the numbers of leaves stand on the left of them where there is no room for them above
        and below."""
        for node in self.nodes:
            node.labels_on_left = False
        standing = places(self.region, self.parts.layered, self.nodes, drop, self.spared > 0)
        if standing.above >= _LEAST_ABOVE:
            return standing
        for node in self.nodes:
            node.labels_on_left = node.is_leaf and not node.is_number
        return places(self.region, self.parts.layered, self.nodes, drop, self.spared > 0)

    def _routed(self, boxes: Occupied) -> list[GraphEdge]:
        """The edges; those into one node enter it in the order in which they come, so that they do not cross there."""
        layered, nodes = self.parts.layered, self.nodes
        ports: dict[int, tuple[float, float]] = {}
        for node, mark in enumerate(nodes):
            into = [k for k, chain in enumerate(layered.chains) if chain[-1] == node]
            into.sort(key=lambda k: (-self.places.middles[layered.chains[k][-2]][1], k))
            for rank, k in enumerate(into):
                side = (len(into) - 1) / 2 - rank
                twin = layered.chains.count(layered.chains[k]) > 1
                ports[k] = (side * mark.half_height, side * 2 * BOW * self.style.by if twin else 0.0)
        edges = []
        for k, chain in enumerate(layered.chains):
            ways = routes(self.places, layered, k, nodes, *ports[k])
            best = max(ways, key=lambda way: min(CLEAR, float(boxes.clearance(way, 0.0, 0.0).min())))
            edges.append(GraphEdge(nodes[chain[0]], nodes[chain[-1]], best, self.pen.theme))
        return edges

    def _follow_walk(self) -> None:
        """Give each edge that the walk came by its numbers, and list these edges in the order of the walk."""
        into: dict[str, list[GraphEdge]] = {}
        for edge in self.edges:
            into.setdefault(edge.node.name, []).append(edge)
        names = dict(zip((node.serial for node in self.parts.graph), self.parts.names, strict=True))
        for k, step in enumerate(self.parts.walk):
            edge = into[names[step.node.serial]][step.position]
            path = f"{self.prefix}edge.{k}.{edge.node.name}.{edge.argument.name}"
            edge.flow = abs(float(step.contribution))
            edge.contribution = self.style.at_edge(self.pen, f"{path}.contribution", meaning="gradient")
            if step.local is not None:
                edge.local = self.style.at_edge(self.pen, f"{path}.local", meaning=INK)
            self.walked.append(edge)

    def _keep_clear_labels(self, occupied: Occupied) -> None:
        for node in self.nodes:
            for label in node.labels:
                x, y, _ = label.get_center()
                size = float(label.width), float(label.height)
                if float(occupied.clearance(label.get_center()[None], *size)[0]) < _LEAST_CLEAR:
                    self.missing.append(label.path)
                    node.leave_out(label)
                else:
                    occupied.add_box(x, y, size[0] + SPACE, size[1])

    def _write_beside(self, occupied: Occupied) -> None:
        """Find room for the local derivatives."""
        edges = [(edge, edge.local) for edge in self.walked if edge.local is not None]
        values, lines = [value for _, value in edges], [edge.path for edge, _ in edges]
        if not stand_beside(values, lines, occupied, self.style.arrow):
            found = stand_beside_if_possible(values, lines, occupied, self.style.arrow)
            for edge, value in edges:
                if value not in found:
                    self.missing.append(value.path)
                    edge.local = None
        self._occupied = occupied

    def write_contributions(self) -> GraphDrawing:
        """Find room for what flows back along the edges, towards the argument that it reaches."""
        edges = [(edge, edge.contribution) for edge in self.walked if edge.contribution is not None]
        values = [value for _, value in edges]
        lines = [edge.path[: max(2, len(edge.path) // 2)] for edge, _ in edges]
        found = stand_beside_if_possible(values, lines, self._occupied, self.style.arrow)
        for edge, value in edges:
            edge.contribution = value if value in found else None
        return self
