"""A graph with more columns than have room: they overlap and their nodes stand at different heights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scenes.stage.drawings.alike import SPACE
from scenes.stage.drawings.clearance import Occupied
from scenes.stage.drawings.graphs.drawing import GraphDrawing, GraphParts
from scenes.stage.drawings.graphs.layout import Layers
from scenes.stage.drawings.graphs.parts import GAP, GraphEdge, GraphNode
from scenes.stage.drawings.graphs.places import Places, curve
from scenes.stage.drawings.graphs.step_heights import stepped_heights
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Value

Floats = NDArray[np.float64]
_LEVEL = 0.38  # units of the scene between two nodes, in which an edge from side to side has room with its tip
_STEEP = 0.16  # units of the scene that an edge needs from top to bottom, beside the space between neighbours
_BESIDE = 0.1  # units of the scene between nodes that no edge joins
_LEAST_ABOVE = 0.08  # units of the scene between nodes that stand above one another
_PASSING = 0.14  # units of the scene that an edge takes where it passes through a column
_SHARE_OF_FALL = 0.6  # of how much a line falls beside half a node: so much more space it keeps from it
_FORWARD = 0.08  # units of the scene that an edge runs to the right at least
_AWAY = 0.08  # units of the scene that an edge would keep from nodes that are not its own
_CLEAR = 0.03  # units of the scene around a number at a node, and around an edge
# Shapes of the whole: how far the columns fall from the first to the last, as a share of the height of the region; and
# how much lower each second one stands, in units of the scene.
SHAPES = ((0.95, 0.0), (0.7, 0.0), (0.45, 0.0), (0.7, 1.0), (0.0, 1.0), (0.0, 2.5))


def with_leaves_below(layered: Layers, leaves: Collection[int]) -> Layers:
    """The same with each leaf just below what goes into one node with it, and not above: what falls from column to
    column would run over it."""
    into = {chain[0]: chain[1] for chain in layered.chains}
    often = Counter(chain[0] for chain in layered.chains)
    columns = []
    for column in layered.columns:
        kept = list(column)
        for k, (high, low) in enumerate(pairwise(column)):
            alone = high in leaves and low not in leaves and often[high] == 1
            if alone and low < layered.nodes and into.get(high) == into.get(low):
                kept[k], kept[k + 1] = low, high
        columns.append(tuple(kept))
    return Layers(layered.nodes, tuple(columns), layered.chains)


class SteppedDrawing(GraphDrawing):
    """As GraphDrawing, with columns so close that nodes of neighbouring ones may overlap from side to side: those stand
    above one another, and the edge between them runs from bottom to top, still to the right. `touching` counts the
    edges that come too close to a node that is not theirs."""

    def __init__(
        self, region: Region, pen: Pen, parts: GraphParts, prefix: str, by: float, shape: tuple[float, float]
    ) -> None:
        self.shape = shape
        self.touching = 0
        super().__init__(region, pen, parts, prefix, by, 0.0)

    def stagger(self, drop: float) -> SteppedDrawing:
        """Find the places."""
        self.places = self._placed(drop)
        self.fits = self.places.above >= _LEAST_ABOVE
        return self

    # -- places ------------------------------------------------------------------

    def _placed(self, drop: float) -> Places:
        layered, room = self.parts.layered, self.region
        for node in self.nodes:
            node.labels_on_left = False
        spare = layered.vertices - len(self.nodes)
        half = np.array([node.half_width for node in self.nodes] + [0.0] * spare)
        sizes = [2 * node.half_height for node in self.nodes] + [_PASSING] * spare
        x = self._across(half)
        columns = np.array([layered.column_of[vertex] for vertex in range(layered.vertices)])
        fall, apart = self.shape[0] * room.height, min(self.shape[1], room.height / 2)
        last = max(1, len(layered.columns) - 1)
        is_node = np.arange(layered.vertices) < len(self.nodes)  # lines that pass do not swing up and down
        wanted = -fall * (columns / last - 0.5) - apart * (columns % 2 - 0.5) * is_node
        found, above = stepped_heights(layered, sizes, room.height, wanted)
        steep = fall / max(1e-9, float(x.max() - x.min()))
        pairs = [*self._overlapping(x, half, found), *self._passing(half, steep)]
        found, above = stepped_heights(layered, sizes, room.height, wanted, pairs)
        return Places(np.column_stack([x, room.y + found]), np.zeros((0, 2)), 0.0, above)

    def _across(self, half: Floats) -> Floats:
        """The middles of the columns are equally far apart, and no node sticks out of the region."""
        layered, room = self.parts.layered, self.region
        widest = np.array([max(half[list(column)]) for column in layered.columns])
        steps = np.arange(len(widest))
        left, right = room.left + widest[0], room.right - widest[-1]
        for _ in range(4):
            pitch = (right - left) / max(1, len(widest) - 1)
            left = max(left, room.left + float(np.max(widest - steps * pitch)))
            right = min(right, room.right - float(np.max(widest - steps[::-1] * pitch)))
        pitch = (right - left) / max(1, len(widest) - 1)
        return np.array([left + pitch * layered.column_of[vertex] for vertex in range(layered.vertices)])

    def _overlapping(self, x: Floats, half: Floats, wanted: Floats) -> list[tuple[int, int, float]]:
        """The pairs of nodes in different columns that have no room beside one another: the upper, the lower, and how
        much space they need beside what all neighbours get."""
        layered = self.parts.layered
        linked = {(chain[0], chain[1]) for chain in layered.chains}
        found = []
        for one in range(len(self.nodes)):
            for other in range(len(self.nodes)):
                if layered.column_of[one] >= layered.column_of[other]:
                    continue
                beside = x[other] - x[one] - half[one] - half[other]
                is_linked = (one, other) in linked
                if beside < (_LEVEL if is_linked else _BESIDE):
                    upper, lower = (one, other) if wanted[one] >= wanted[other] else (other, one)
                    found.append((upper, lower, _STEEP if is_linked else 0.0))
        return found

    def _passing(self, half: Floats, steep: float) -> list[tuple[int, int, float]]:
        """The pairs of a node and a line that passes above or below it, which falls while it does."""
        nodes = len(self.nodes)
        return [
            (high, low, _SHARE_OF_FALL * steep * max(half[high], half[low]))
            for column in self.parts.layered.columns
            for high, low in pairwise(column)
            if (high < nodes) != (low < nodes)
        ]

    # -- edges -------------------------------------------------------------------

    def _routed(self, boxes: Occupied) -> list[GraphEdge]:
        layered, middles = self.parts.layered, self.places.middles
        into: dict[int, list[int]] = {}
        for k, chain in enumerate(layered.chains):
            into.setdefault(chain[-1], []).append(k)
        found = []
        for k, chain in enumerate(layered.chains):
            rivals = sorted(into[chain[-1]], key=lambda k: (-middles[layered.chains[k][-2]][1], k))
            side = (len(rivals) - 1) / 2 - rivals.index(k)
            first, last = self.nodes[chain[0]], self.nodes[chain[-1]]
            way = [tuple(middles[vertex]) for vertex in chain]
            twins = layered.chains.count(chain) > 1
            others = Occupied(self.region)
            for node in self.nodes:
                if node is not first and node is not last:
                    others.add_box(*node.shape.get_center()[:2], float(node.shape.width), float(node.shape.height))
            starts = _ends(first, way[0], way[1], 1, 0.8 * side if twins else 0.0)
            ends = _ends(last, way[-1], way[-2], -1, side)
            beside = way[1][0] - way[0][0] - first.half_width - last.half_width
            if len(chain) == 2 and beside < _LEVEL:  # from bottom to top, unless another way keeps clearer
                starts, ends = starts[::-1], ends[::-1]
            paths = [curve([s, *way[1:-1], e]) for s in starts for e in ends if s[0] + _FORWARD < e[0]]
            clear = [float(others.clearance(path, 0.0, 0.0).min()) for path in paths]
            path = paths[int(np.argmax(np.minimum(clear, _AWAY)))]
            self.touching += max(clear) < _CLEAR
            found.append(GraphEdge(first, last, path, self.pen.theme))
        return found

    # -- numbers -----------------------------------------------------------------

    def _keep_clear_labels(self, occupied: Occupied) -> None:
        """Both numbers of a node stand where they are clear of all, the gradient above or before the value; leaves and
        the output choose first. One that is clear nowhere is left out."""
        for node in sorted(self.nodes, key=lambda node: not (node.is_leaf or node is self.nodes[-1])):
            labels = node.labels
            for places in _places(node, labels):
                if all(_is_clear(label, place, occupied) for label, place in zip(labels, places, strict=True)):
                    _stand(labels, places, occupied)
                    break
            else:
                self._one_by_one(node, labels, occupied)

    def _one_by_one(self, node: GraphNode, labels: Sequence[Value], occupied: Occupied) -> None:
        for k, label in enumerate(labels):
            ways = [places[k] for places in _places(node, labels)]
            clear = next((place for place in ways if _is_clear(label, place, occupied)), None)
            if clear is None:
                self.missing.append(label.path)
                node.leave_out(label)
            else:
                _stand([label], [clear], occupied)


def _ends(
    node: GraphNode, at: tuple[float, float], to: tuple[float, float], way: int, side: float
) -> list[tuple[float, float]]:
    """Where an edge may leave a node (`way` 1) or enter it (-1): at its side, and at its bottom or top."""
    far = way * (to[0] - at[0])
    aside = min(0.4 * node.half_width, 0.3 * far) * (1 - 0.5 * abs(side))
    up = 1 if to[1] > at[1] else -1
    beside = at[0] + way * (node.half_width + GAP), at[1] + side * 0.9 * node.half_height
    upright = at[0] + way * aside, at[1] + up * (node.half_height + GAP)
    if far <= node.half_width + GAP + _FORWARD:
        return [upright]
    return [beside, upright] if abs(to[1] - at[1]) > node.half_height + GAP else [beside]


def _places(node: GraphNode, labels: Sequence[Value]) -> Iterator[list[tuple[float, float]]]:
    """The middles of a node's numbers, the value last, in each of the ways in which they may stand."""
    x, y = (float(number) for number in node.shape.get_center()[:2])
    line = node.style.line
    rise = node.half_height + GAP + line / 2
    lone = len(labels) == 1
    is_gradient = [label is node.gradient for label in labels]

    def aside(label: Value, way: int) -> float:
        return x + way * (node.half_width + 1.5 * GAP + float(label.width) / 2)

    def lower(k: int) -> float:
        return 0.0 if lone else (line / 2 if is_gradient[k] else -line / 2)

    numbers = list(enumerate(labels))
    yield [(x, y + (rise if is_gradient[k] else -rise)) for k, _ in numbers]
    for way in (-1, 1):
        yield [(aside(label, way), y + lower(k)) for k, label in numbers]
    yield [(aside(label, 1 if is_gradient[k] else -1), y) for k, label in numbers]
    yield [(x, y + rise) if is_gradient[k] else (aside(label, -1), y) for k, label in numbers]
    yield [(aside(label, 1), y) if is_gradient[k] else (x, y - rise) for k, label in numbers]
    yield [(aside(label, -1), y) if is_gradient[k] else (x, y - rise) for k, label in numbers]
    yield [(x, y + rise) if is_gradient[k] else (aside(label, 1), y) for k, label in numbers]
    for up in (1, -1):
        second = [not lone and is_gradient[k] == (up > 0) for k, _ in numbers]
        yield [(x, y + up * (rise + line * second[k])) for k, _ in numbers]
    for way in (-1, 1):
        for up in (0.6, -0.6, 1.0, -1.0):
            yield [(aside(label, way), y + up * (node.half_height + line / 2) + lower(k)) for k, label in numbers]


def _is_clear(label: Value, place: tuple[float, float], occupied: Occupied) -> bool:
    size = float(label.width) + SPACE / 2, float(label.height)
    return float(occupied.clearance(np.array([place]), *size)[0]) >= _CLEAR


def _stand(labels: Sequence[Value], places: Sequence[tuple[float, float]], occupied: Occupied) -> None:
    for label, (x, y) in zip(labels, places, strict=True):
        label.move_to([x, y, 0])
        occupied.add_box(x, y, float(label.width) + SPACE, float(label.height))
