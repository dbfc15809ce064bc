"""Reading glyphs back from their outlines: which character of which font it is, how large, where and how turned.

No pixel is looked at. Latin and Cyrillic letters of one shape (a and а) cannot be told apart and are read as the Latin
one; a digit that shares its outline with a letter (3 and З in DejaVu Sans Mono) is read as the digit. A point, a raised
dot and other discs differ by their place alone, and so do comma and apostrophe: see `numerals`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from manim import VMobject
from numpy.typing import NDArray
from scipy.spatial import KDTree  # type: ignore[import-untyped]

from scenes.stage.checks import faces
from scenes.stage.checks.glyph_table import Glyph, GlyphTable, curves_of, joined, known
from scenes.stage.checks.outlines import TURNS, Complex, is_bar, shapes
from scenes.stage.checks.text_font import TextFont, font_table

_NEIGHBOURS = 8
_REMEMBERED = 20_000
_STEPS = 2.0**18  # an outline is known again by its points to this part of its size


@dataclass(frozen=True)
class Read:
    """A glyph as it was read: em in units of the scene, angle in radians, counter-clockwise.

    `origin` is where its pen starts, a point of the baseline; `end` where the pen of the next glyph starts; `center`
    the middle of its area; `box` is left, bottom, right, top.
    """

    character: str
    family: str
    em: float
    angle: float
    origin: complex
    end: complex
    center: complex
    box: tuple[float, float, float, float]

    @property
    def missing(self) -> bool:
        """Whether it is the box that a font shows for a character that it does not have."""
        return self.character == faces.NOTDEF


@dataclass(frozen=True)
class _Seen:
    """An outline seen before, wherever it stood and however large it was: which glyph it is (None: none), turned by how
    much, and its centre from its first point and its radius, in parts of its size."""

    glyph: Glyph | None
    angle: float
    center: complex
    radius: float
    is_rule: bool


class _Standing(NamedTuple):
    """An outline where it stands."""

    read: Read | None
    is_rule: bool


class Reader:
    """Reads glyphs of the fonts that Typst embeds, and of the fonts of Manim's `Text` that it was shown (`learn`)."""

    def __init__(self) -> None:
        self._rare = list(faces.rare())
        self._tables: list[GlyphTable] = []
        self._fonts: set[TextFont] = set()
        self._seen: dict[bytes, _Seen] = {}
        self._standing: dict[bytes, _Standing] = {}

    def read(self, leaf: VMobject) -> Read | None:
        """What a glyph is; None if it is none that is known."""
        return self.read_all([leaf])[0]

    def read_all(self, leaves: Sequence[VMobject]) -> list[Read | None]:
        """What glyphs are, in their order; many at once is quicker."""
        found = self._look(leaves)
        if self._rare and any(standing.read is None and not standing.is_rule for standing in found):
            self._add([known(face) for face in self._rare])
            self._rare = []
            found = self._look(leaves)
        return [standing.read for standing in found]

    def glance(self, leaves: Sequence[VMobject]) -> list[Read | None]:
        """As `read_all`, for outlines that may well be no glyphs: no rare fonts are looked up for their sake."""
        return [standing.read for standing in self._look(leaves)]

    def is_rule(self, leaf: VMobject) -> bool:
        """Whether an outline that is no glyph is a line or a rectangle, such as the bar of a fraction."""
        return self._look([leaf])[0].is_rule

    def learn(self, fonts: Iterable[TextFont]) -> bool:
        """Know fonts of Manim's `Text`; whether there was one that was not known."""
        new = set(fonts) - self._fonts
        if new:
            self._fonts |= new
            self._add([font_table(font) for font in new])
        return bool(new)

    def _look(self, leaves: Sequence[VMobject]) -> list[_Standing]:
        if len(self._standing) > _REMEMBERED:
            self._standing.clear()
        keys = [leaf.points.tobytes() for leaf in leaves]
        new = {key: leaf for key, leaf in zip(keys, leaves, strict=True) if key not in self._standing}
        if new:
            places = {key: _place(leaf) for key, leaf in new.items()}
            self._compare({p.key: p.normalised(new[key]) for key, p in places.items() if p.key not in self._seen})
            for key, place in places.items():
                seen = self._seen[place.key]
                self._standing[key] = _Standing(_reading(place, seen), seen.is_rule)
        return [self._standing[key] for key in keys]

    def _add(self, tables: Sequence[GlyphTable]) -> None:
        self._tables += tables
        self._table = joined(self._tables)
        self._upright = KDTree(_reals(self._table.shape))
        self._any_turn = KDTree(np.abs(self._table.shape))
        self._tolerance = np.array([glyph.tolerance for glyph in self._table.glyphs])
        self._within = np.append(self._tolerance, 0.0)  # the tree answers with one more for "no other"
        self._seen.clear()
        self._standing.clear()

    def _compare(self, outlines: Mapping[bytes, Complex]) -> None:
        """Look outlines up in the table, each by its key."""
        if not outlines:
            return
        if not self._tables:
            self._add([known(face) for face in faces.common()])
        measured = shapes(list(outlines.values()))
        found = self._match(measured.shape, measured.radius)
        for i, (key, match) in enumerate(zip(outlines, found, strict=True)):
            center, radius = complex(measured.center[i]), float(measured.radius[i])
            if match is None:
                is_rule = not radius or is_bar(measured.shape[i])
                self._seen[key] = _Seen(None, 0.0, center, radius, is_rule)
            else:
                self._seen[key] = _Seen(self._table.glyphs[match[0]], match[1], center, radius, False)

    def _match(self, shape: Complex, radius: NDArray[np.float64]) -> list[tuple[int, float] | None]:
        """For each shape the glyph and its angle; first as it stands, then turned."""
        found: list[tuple[int, float] | None] = [None] * len(shape)
        solid = np.flatnonzero(radius)
        if not len(solid):
            return found
        farthest = self._tolerance.max()
        near, which = self._upright.query(_reals(shape[solid]), k=_NEIGHBOURS, distance_upper_bound=farthest)
        for place, distances, indices in zip(solid, near, which, strict=True):
            fits = [(round(d, 9), int(i)) for d, i in zip(distances, indices, strict=True) if d < self._within[i]]
            if fits:
                found[place] = (min(fits)[1], 0.0)
        for place in solid:
            if found[place] is None:
                found[place] = self._turned(shape[place])
        return found

    def _turned(self, shape: Complex) -> tuple[int, float] | None:
        """The glyph that has this shape after a turn; of several turns, the smallest."""
        candidates = self._any_turn.query_ball_point(np.abs(shape), self._tolerance.max())
        turns = [(abs(angle), index, angle) for index in candidates for angle in self._angles(shape, index)]
        if not turns:
            return None
        _, index, angle = min(turns)
        return index, angle

    def _angles(self, shape: Complex, index: int) -> list[float]:
        glyph, tolerance = self._table.shape[index], self._tolerance[index]
        turning = max(range(len(TURNS) - 1), key=lambda part: abs(glyph[part]) if TURNS[part] else -1.0)
        if abs(glyph[turning]) < tolerance:
            return []
        times = TURNS[turning]
        first = float(np.angle(shape[turning] / glyph[turning])) / times
        angles = [float(np.angle(np.exp(1j * (first + 2 * np.pi * k / times)))) for k in range(times)]
        return [a for a in angles if np.linalg.norm(_reals(glyph * np.exp(1j * TURNS * a) - shape)) < tolerance]


def box_of(leaf: VMobject) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of an outline with its handles."""
    if not len(leaf.points):
        return 0.0, 0.0, 0.0, 0.0
    (left, bottom, _), (right, top, _) = leaf.points.min(axis=0).tolist(), leaf.points.max(axis=0).tolist()
    return left, bottom, right, top


class _Place(NamedTuple):
    """Where an outline stands and its size; what is left of it without those is its key."""

    start: complex
    size: float
    box: tuple[float, float, float, float]
    key: bytes

    def normalised(self, leaf: VMobject) -> Complex:
        """The curves of the outline without its place and size."""
        return (curves_of(leaf) - self.start) / self.size


def _place(leaf: VMobject) -> _Place:
    box = box_of(leaf)
    size = max(box[2] - box[0], box[3] - box[1])
    if not math.isfinite(sum(box)) or not size:
        return _Place(0j, 1.0, box, b"")
    flat = leaf.points[:, :2]
    start = flat[0]
    key = np.rint((flat - start) * (_STEPS / size)).astype(np.int32).tobytes()
    return _Place(complex(*start.tolist()), size, box, key)


def _reading(place: _Place, seen: _Seen) -> Read | None:
    glyph = seen.glyph
    if glyph is None:
        return None
    center = place.start + seen.center * place.size
    em = seen.radius * place.size / glyph.radius
    step = em * complex(np.exp(1j * seen.angle))
    origin = center + glyph.origin * step
    end = origin + glyph.advance * step
    return Read(glyph.character, glyph.family, em, seen.angle, origin, end, center, place.box)


def _reals(shape: Complex) -> NDArray[np.float64]:
    """Complex numbers as twice as many real ones."""
    return np.concatenate([shape.real, shape.imag], axis=-1)
