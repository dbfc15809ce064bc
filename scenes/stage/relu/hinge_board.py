"""ReLU neurons one under the other: each a tile with its hinge, its formula, and where its corner stands."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from scenes.stage.frame.region import Region
from scenes.stage.relu.tile import Tile
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row

_SIDE = 1.25  # units of the scene, at most
_SIZE, _CORNER_SIZE = 38.0, 36.0
_FOLD = 5  # the part of a formula, as it is written, with which a second line begins where one is too long
_THREE_LINES = 1.2  # units of the scene
_UNLIT = 0.35  # opacity of a hinge whose neuron is off


class HingeBoard(VGroup):
    """`tiles[k]`, `formulas[k]` and `corners[k]` belong to neuron k + 1; a last line of the board, `bias`, is what is
    added to their sum. A corner is None for a neuron that never switches, and where there is no room to write it."""

    def __init__(self, region: Region, pen: Pen, count: int, switching: Sequence[bool]) -> None:
        super().__init__()
        self.pen = pen
        columns = 2 if region.width > 2.2 * region.height and count > 2 else 1
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
            formula = pen.row("hinge", _SIZE, k=k).fit(room, fold=_FOLD)
            has_corner = switching[k - 1]
            below = cell.y - up - 0.16
            if formula.folded_at is not None:  # two lines, and a third one where there is room for it
                has_corner = has_corner and cell.height >= _THREE_LINES
                up, below = 0.45 if has_corner else 0.2, cell.y - 0.62
            formula.at(left, cell.y + up - 0.1)
            self.tiles.append(tile)
            self.formulas.append(formula)
            corner = pen.row("corner", _CORNER_SIZE, k=k).fit(room) if has_corner else None
            self.corners.append(corner and corner.at(left, below))
        last = cells[count]
        self.bias_tile = Tile(side, pen.theme, "bias").move_to([last.left + side / 2, last.y, 0])
        left, room = last.left + side + 0.25, last.width - side - 0.25
        self.bias = pen.row("output_bias", _SIZE).fit(room).at(left, last.y - 0.12)

    def light(self, neuron: int, on: bool) -> None:
        """Show a neuron on or off."""
        tile = self.tiles[neuron]
        theme = self.pen.theme
        tile.frame.set_stroke(theme.ink if on else theme.faint, 4 if on else 2.5)
        tile.graph.set_stroke(opacity=1.0 if on else _UNLIT)
