"""A computational graph: leaves on the left, the output on the right, every number at its node or edge."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from manim import VGroup

from engine import Trace
from engine.backward import Walk
from engine.graph import Node, nodes_under
from scenes.stage.drawings.graphs.drawing import GraphDrawing, GraphParts
from scenes.stage.drawings.graphs.layout import layers
from scenes.stage.drawings.graphs.parts import GraphEdge, GraphNode, mark_of
from scenes.stage.drawings.graphs.stepped import SHAPES, SteppedDrawing, with_leaves_below
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen

_LARGEST = 1.4  # how much larger than full size a small graph is drawn
_COLUMN = 1.3  # units of the scene that a column takes at full size, edges included
_STEPPED = 0.49  # how large against full size one is drawn whose columns overlap: as small as signs can be read
_LEAST = 0.45  # a smaller drawing is made only where no larger one has room
_SHARES = (1.0, 0.85, 0.72, 0.6, 0.5, 0.4, 0.3)  # sizes that are tried
_DROPS = (0.0, 0.5, 1.0)  # units of the scene, where everything has its full size


class GraphPicture(VGroup):
    """The graph of a walk, laid out in columns and scaled into the region.

    The numbers are those of `Trace.from_walk(walk, names, prefix)`, which the pen's trace must hold. A leaf that has
    a name shows it: by the Typst in `symbols`, else by the symbol of `scenes/text`, else as it is; one without a name
    is a number of the expression. Leaves that are named in `near` stand, as numbers do, just before what uses them.
    Values, gradients, local derivatives, contributions and arrows are no part of the picture until a lesson puts them
    on the screen; `missing` are the paths of those that have no room (contributions aside, which are None then).
    Raises ValueError for a graph of arrays, and where there is no room even for the nodes.
    """

    def __init__(
        self,
        region: Region,
        pen: Pen,
        walk: Walk,
        names: Mapping[str, Node] | None = None,
        prefix: str = "",
        symbols: Mapping[str, str] | None = None,
        near: Collection[str] = (),
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
        known = {**pen.catalogue.formulas.symbols, **(symbols or {})}
        sources = [
            known.get(name, _spelt(name)) if node.serial in named else None
            for name, node in zip(called, graph, strict=True)
        ]
        marks = [mark_of(*parts, pen) for parts in zip(graph, called, sources, strict=True)]
        place = {node.serial: k for k, node in enumerate(graph)}
        taken = [[place[argument.serial] for argument in node.arguments] for node in graph]
        numbers = [k for k, mark in enumerate(marks[:-1]) if mark.is_number or called[k] in near]
        leaves = [k for k, node in enumerate(graph[:-1]) if node.operation is None]
        parts = GraphParts(graph, called, marks, layers(taken, numbers), walk.edges)
        near = layers(taken, leaves)
        close = [GraphParts(graph, called, marks, x, walk.edges) for x in (with_leaves_below(near, leaves), near)]
        drawing = _best(region, pen, parts, close, prefix)
        self.style, self.missing, self.walked = drawing.style, tuple(drawing.missing), drawing.walked
        self._edges = drawing.edges
        self.nodes, self.edges = VGroup(*drawing.nodes), VGroup(*drawing.edges)
        self._behind = isinstance(drawing, SteppedDrawing) and drawing.touching > 0
        if self._behind:  # a line that cannot go round a node runs behind it
            self.edges.set_z_index(-1)
        self.add(self.edges, self.nodes)
        self._by_name = {node.name: node for node in drawing.nodes}
        self.order = [drawing.nodes[place[node.serial]] for node in walk.visited]

    # -- parts -------------------------------------------------------------------

    def node(self, name: str) -> GraphNode:
        """A node by its name in the trace; raises KeyError for one that is not there."""
        return self._by_name[name]

    def edges_into(self, name: str) -> list[GraphEdge]:
        """The edges from its arguments into a node, in the order of the arguments."""
        return [edge for edge in self._edges if edge.node.name == name]

    def edges_out_of(self, name: str) -> list[GraphEdge]:
        """The edges from a node into all that was made of it: its gradient is the sum of their contributions."""
        return [edge for edge in self._edges if edge.argument.name == name]

    @property
    def values(self) -> VGroup:
        """The values of all nodes in the order of computation, but for numbers of the expression, which show theirs
        always."""
        return VGroup(*(node.value for node in self._by_name.values() if not node.is_number and node.value is not None))

    @property
    def gradients(self) -> VGroup:
        """The gradients in the order of the walk."""
        return VGroup(*(node.gradient for node in self.order if node.gradient is not None))

    @property
    def locals(self) -> VGroup:
        """The local derivatives that found room, in the order of the walk."""
        return VGroup(*(edge.local for edge in self.walked if edge.local is not None))

    def backward_arrows(self, name: str, share: float = 1.0) -> VGroup:
        """Gradient arrows from a node back along the edges to its arguments, as thick as what flows there is large, to
        one scale for the whole graph; `share` of the usual thickness. Play `RunAlong(arrows)`."""
        largest = max((edge.flow for edge in self.walked), default=0.0) or 1.0
        edges = [edge for edge in self.edges_into(name) if edge in self.walked]
        arrows = VGroup(*(edge.backward_arrow(share * self.style.arrow * edge.flow / largest) for edge in edges))
        return arrows.set_z_index(-1) if self._behind else arrows


def _best(region: Region, pen: Pen, parts: GraphParts, close: Sequence[GraphParts], prefix: str) -> GraphDrawing:
    """The largest drawing in which every number has room, or the one in which fewest have none. Where columns that are
    level do not fit, they are staggered: each stands lower than the one before. Where nothing legible fits, operations
    do without their gradients, then without their values too."""
    largest = min(_LARGEST, region.width / (_COLUMN * len(parts.layered.columns)))
    sizes = [share * largest for share in _SHARES]
    legible = [by for by in sizes if by > _LEAST] + [min(_LEAST, largest)]
    barest = GraphDrawing(region, pen, parts, prefix, legible[-1], 0.0, 2)
    is_wide_enough = any(barest.stagger(drop * max(legible[-1], 0.6)).fits for drop in _DROPS)
    for spared in range(3) if is_wide_enough else ():
        best = _best_of(legible, spared, region, pen, parts, prefix)
        if best is not None:
            return best.write_contributions()
    best = _stepped(region, pen, close, prefix)
    if best is None:
        raise ValueError(f"no room for a graph of {len(parts.graph)} nodes in {region}")
    return best.write_contributions()


def _stepped(region: Region, pen: Pen, ways: Sequence[GraphParts], prefix: str) -> GraphDrawing | None:
    """The drawing with columns that overlap in which fewest edges touch nodes and fewest numbers have no room, made in
    the first of these ways in which no edge does; None where the nodes have no room in any."""
    best: SteppedDrawing | None = None
    for parts in ways:
        for shape in SHAPES:
            drawing = SteppedDrawing(region, pen, parts, prefix, _STEPPED, shape)
            if not drawing.fits:
                continue
            drawing.draw()
            if best is None or (drawing.touching, len(drawing.missing)) < (best.touching, len(best.missing)):
                best = drawing
            if not best.touching and not best.missing:
                return best
        if best is not None and not best.touching:
            return best
    return best


def _best_of(
    sizes: Sequence[float], spared: int, region: Region, pen: Pen, parts: GraphParts, prefix: str
) -> GraphDrawing | None:
    """The one of these sizes in which fewest numbers have no room; None where the nodes have no room in any."""
    best: GraphDrawing | None = None
    for by in sizes:
        drawing = GraphDrawing(region, pen, parts, prefix, by, 0.0, spared)
        for drop in _DROPS:
            drawing.stagger(drop * max(by, 0.6))
            if not drawing.fits:
                continue
            drawing.draw()
            if best is None or len(drawing.missing) < len(best.missing):
                best = drawing
            if len(best.missing) == best.done_without:
                return best
            drawing = GraphDrawing(region, pen, parts, prefix, by, 0.0, spared)  # drawing it has used the other up
    return best


def _spelt(name: str) -> str:
    """A name as Typst."""
    return name if len(name) == 1 else f'upright("{name}")'
