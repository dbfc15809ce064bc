"""The outlines of all characters of a face, by which glyphs on the screen are recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from xml.etree import ElementTree

import numpy as np
import typst
from manim import VMobject

from scenes.stage.checks.faces import SIZE, Face
from scenes.stage.checks.outlines import Complex, shapes
from scenes.stage.writing.sealed import fonts

EXACT = 0.004  # how far two shapes of one glyph of Typst may be apart: it writes outlines to a thousandth of an em
BEARING = 0.04  # em, about the space beside the ink of a letter
_ROW = 12 * SIZE
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_COMMAND = re.compile(r"([MmZzlhvqc])([^MmZzlhvqc]*)")


@dataclass(frozen=True)
class Glyph:
    """A character of a face: where its pen starts seen from the centre of its area, how wide it is and its radius, all
    in em; and how far a shape may be from it and still be it."""

    character: str
    family: str
    origin: complex
    advance: float
    radius: float
    tolerance: float = EXACT


@dataclass(frozen=True)
class GlyphTable:
    """Glyphs and their shapes, in one order; of two with one shape, the first counts."""

    glyphs: tuple[Glyph, ...]
    shape: Complex


@dataclass(frozen=True)
class _Use:
    cell: int
    outline: str
    x: float


def typeset(face: Face) -> GlyphTable:
    """Set a face by Typst and know its outlines."""
    columns = ",".join(cell.source for cell in face.cells)
    source = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        f"#set text(size: {SIZE}pt, kerning: false, ligatures: false)\n{face.settings}\n"
        f"#grid(columns: 1, rows: {_ROW}pt, align: left + horizon, {columns})"
    )
    svg = ElementTree.fromstring(typst.compile(source.encode(), format="svg", font_paths=fonts()))
    outlines = {symbol.get("id", ""): symbol[0].get("d", "") for symbol in svg.iter(f"{_SVG}symbol")}
    found: dict[str, tuple[str, float, float | None]] = {}
    uses: list[list[_Use]] = [[] for _ in face.cells]
    for use in _uses(svg):
        uses[use.cell].append(use)
    for cell, of_cell in zip(face.cells, uses, strict=True):
        if cell.measured and len(of_cell) != 2:
            continue  # a character that the font puts together from two
        advance = (of_cell[1].x - of_cell[0].x) / cell.em if cell.measured else None
        for use in of_cell:
            found.setdefault(use.outline, (cell.character, cell.em, advance))
    kinds = list(found.values())
    curves = [read_path(outlines[name]) / em for name, (_, em, _) in found.items()]
    measured = shapes(curves)
    solid = np.flatnonzero(measured.radius)
    glyphs = []
    for i in solid:
        character, _, advance = kinds[i]
        if advance is None:
            advance = float(curves[i].real.max()) + BEARING
        glyphs.append(Glyph(character, face.name, -complex(measured.center[i]), advance, float(measured.radius[i])))
    return GlyphTable(tuple(glyphs), measured.shape[solid])


def joined(tables: Sequence[GlyphTable]) -> GlyphTable:
    """Several tables as one, digits first: an outline that a digit shares with a letter is read as the digit."""
    glyphs = list(chain.from_iterable(table.glyphs for table in tables))
    shape = np.concatenate([table.shape for table in tables])
    order = sorted(range(len(glyphs)), key=lambda i: not glyphs[i].character.isnumeric())
    return GlyphTable(tuple(glyphs[i] for i in order), shape[order])


def curves_of(leaf: VMobject) -> Complex:
    """The curves (n, 4) of a mobject without its children; none if a point of it is not finite."""
    points = leaf.points[: len(leaf.points) // 4 * 4]
    if not np.isfinite(points).all():
        return np.zeros((0, 4), complex)
    return (points[:, 0] + 1j * points[:, 1]).reshape(-1, 4)


def read_path(path: str) -> Complex:
    """The curves (n, 4) of an SVG path as Typst writes it: relative moves, lines and Bézier curves."""
    curves: list[tuple[complex, complex, complex, complex]] = []
    pen = start = 0j
    for command, written in _COMMAND.findall(path):
        numbers = [float(number) for number in written.split()]
        if command in "Zz":
            pen = start
            continue
        arity = _ARITY[command]
        for place in range(0, len(numbers), arity):
            steps = _steps(command, numbers[place : place + arity])
            if command in "Mm":
                pen = start = steps[0] + (pen if command == "m" else 0)
                continue
            curves.append(_curve(pen, steps))
            pen = curves[-1][3]
    return np.array(curves, dtype=complex).reshape(-1, 4)


_ARITY = {"M": 2, "m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6}


def _steps(command: str, numbers: Sequence[float]) -> list[complex]:
    if command in "hv":
        return [complex(numbers[0]) if command == "h" else 1j * numbers[0]]
    return [complex(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]


def _curve(pen: complex, steps: Sequence[complex]) -> tuple[complex, complex, complex, complex]:
    """The cubic curve from the pen by one step (a line), two (a quadratic curve) or three."""
    match steps:
        case [end]:
            return pen, pen + end / 3, pen + 2 * end / 3, pen + end
        case [handle, end]:
            return pen, pen + 2 * handle / 3, pen + (end + 2 * handle) / 3, pen + end
        case [first, second, end]:
            return pen, pen + first, pen + second, pen + end
    raise ValueError(f"a curve of {len(steps)} steps")


def _uses(svg: ElementTree.Element) -> Iterator[_Use]:
    """Every glyph that is drawn, in order, with the row of the grid that it stands in."""
    for group in svg.iter(f"{_SVG}g"):
        place = group.get("transform", "").rstrip(")").split()[-2:]
        for use in group.findall(f"{_SVG}use"):
            x = float(place[0]) + float(use.get("x", 0))
            yield _Use(int(float(place[1]) // _ROW), use.get(_HREF, "").removeprefix("#"), x)


@cache
def known(face: Face) -> GlyphTable:
    """The outlines of a face, set once for the whole process."""
    return typeset(face)
