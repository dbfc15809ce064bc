"""ReLU neurons one under the other: each a tile with its hinge, its formula, and where its corner stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from manim import VGroup

from scenes.stage.frame.region import Region
from scenes.stage.relu.tile import Tile
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row

_SIDE = 1.25  # units of the scene, at most
_SIZE, _CORNER_SIZE = 38.0, 36.0
_FEW = 3  # neurons, for which there is a line each
_FOLD = 5  # the part of a formula, as it is written, with which a second line begins where one is too long
_THREE_LINES = 1.2  # units of the scene
_UNLIT = 0.35  # opacity of a hinge whose neuron is off


class HingeBoard(VGroup):
    """`tiles[k]`, `formulas[k]` and `corners[k]` belong to neuron k + 1; a last line of the board, `bias`, is what is
    added to their sum. A corner is None for a neuron that never switches, and where there is no room to write it."""

    def __init__(self, region: Region, pen: Pen, count: int, switching: Sequence[bool]) -> None:
        super().__init__()
        self.pen = pen
        flat = region.width > 2.2 * region.height
        beside = flat and count <= _FEW  # the corner stands behind its formula, on the same line
        columns = 2 if flat and not beside and count > 2 else 1
        lines = -(-(count + 1) // columns)
        cells = [
            cell
            for line in region.rows(*[1.0] * lines)
            for cell in (line.columns(1, 1, gap=0.3) if columns == 2 else [line])
        ]
        side = min(_SIDE, 0.84 * cells[0].height, 0.24 * cells[0].width)
        self.tiles: list[Tile] = []
        self.formulas: list[Row] = []
        self.corners: list[Row | None] = []
        for k in range(1, count + 1):
            cell = cells[k - 1]
            tile = Tile(side, pen.theme, "prediction").move_to([cell.left + side / 2, cell.y, 0])
            left, room = cell.left + side + 0.25, cell.width - side - 0.25
            up = min(0.07 + 0.16 * cell.height, 0.25)
            has_corner = switching[k - 1]
            if beside:
                self._on_one_line(k, tile, replace(cell, left=left), has_corner)
                continue
            formula = pen.row("hinge", _SIZE, k=k).fit(room, fold=_FOLD)
            below = cell.y - up - 0.16
            if formula.folded_at is not None:  # two lines, and a third one where there is room for it
                has_corner = has_corner and cell.height >= _THREE_LINES
                up, below = 0.45 if has_corner else 0.2, cell.y - 0.62
            formula.at(left, cell.y + up - 0.1)
            self.tiles.append(tile)
            self.formulas.append(formula)
            corner = pen.row("corner", _CORNER_SIZE, k=k).fit(room) if has_corner else None
            self.corners.append(corner and corner.at(left, below))
        self._in_one_size()
        last = cells[count]
        self.bias_tile = Tile(side, pen.theme, "bias").move_to([last.left + side / 2, last.y, 0])
        left, room = last.left + side + 0.25, last.width - side - 0.25
        self.bias = pen.row("output_bias", _SIZE).fit(room).at(left, last.y - 0.12)

    def _on_one_line(self, k: int, tile: Tile, room: Region, has_corner: bool) -> None:
        """A formula, and behind it where its corner stands."""
        first, second = room.columns(1.0, 0.42, gap=0.4)
        self.tiles.append(tile)
        self.formulas.append(self.pen.row("hinge", _SIZE, k=k).fit(first.width).at(room.left, room.y - 0.12))
        corner = self.pen.row("corner", _CORNER_SIZE, k=k).fit(second.width) if has_corner else None
        self.corners.append(corner and corner.at(second.left, room.y - 0.12))

    def _in_one_size(self) -> None:
        """Formulas on one line each are all as large as the smallest of them."""
        whole = [formula for formula in self.formulas if formula.folded_at is None]
        least = min((float(formula.parts[-1].height) for formula in whole), default=0.0)
        for formula in whole:
            left = [float(formula.get_left()[0]), formula.baseline, 0]
            formula.scale(least / float(formula.parts[-1].height), about_point=left)

    def light(self, neuron: int, on: bool) -> None:
        """Show a neuron on or off."""
        tile = self.tiles[neuron]
        theme = self.pen.theme
        tile.frame.set_stroke(theme.ink if on else theme.faint, 4 if on else 2.5)
        tile.graph.set_stroke(opacity=1.0 if on else _UNLIT)
