"""Text that is crossed by a line or by the edge of a shape, and text that a shape covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scenes.stage.checks import layers, masks
from scenes.stage.checks.areas import TextArea, TextAreas
from scenes.stage.checks.fault import Kind
from scenes.stage.checks.frame import Frame, TextUnit
from scenes.stage.checks.layers import Stack
from scenes.stage.checks.leaves import Leaf
from scenes.stage.checks.limits import (
    BARELY_VISIBLE,
    COVERED,
    CROSSED,
    FAINT,
    LEAST_PIXELS,
    STICKS_OUT,
    VISIBLE_OPACITY,
)
from scenes.stage.checks.looks import Look
from scenes.stage.checks.naming import Naming, shape_name, with_article
from scenes.stage.checks.recent import Recent
from scenes.stage.checks.sighting import Sighting
from scenes.stage.checks.view import Box, View, touch

_OPAQUE = 0.5
_SHINES_THROUGH = 0.1
_LEAST_OPACITY = 0.04
_FULL = 0.45  # of its box: a disc fills three quarters of it, a square on its edge half, a slanted band much less


@dataclass(frozen=True)
class Meeting:
    """How a text meets shapes that are one layer, and the share of it that is crossed, covered or out."""

    shapes: tuple[Leaf, ...]
    how: str
    share: float


@dataclass(frozen=True)
class Meetings:
    """All that a text meets; `is_hidden`: it is wholly covered."""

    found: tuple[Meeting, ...]
    is_hidden: bool


_NONE = Meetings((), False)
_Key = tuple[View, tuple[Look, ...], tuple[tuple[Look, bool], ...]]


class Crossings:
    """Lines and edges through text, by their ink: a label inside a node touches nothing of it."""

    kinds: frozenset[Kind] = frozenset({"text-crossed", "text-covered"})
    only_at_rest = False

    def __init__(self, areas: TextAreas, naming: Naming) -> None:
        self._areas = areas
        self._naming = naming
        self._recent: Recent[_Key, Meetings] = Recent()
        self._now: dict[int, Meetings] = {}  # by the identity of the unit, at this instant

    def turn(self) -> None:
        """The next instant begins."""
        self._recent.turn()
        self._now.clear()

    def look(self, frame: Frame) -> list[Sighting]:
        """Every text that something crosses or covers."""
        return [
            sighting
            for unit in frame.units
            if unit.opacity >= VISIBLE_OPACITY
            for sighting in self._of_text(unit, frame)
        ]

    def lines_through(self, unit: TextUnit, frame: Frame) -> set[Look]:
        """The lines that cross a text, declared or not."""
        return {
            shape.look
            for meeting in self._meetings(unit, frame).found
            for shape in meeting.shapes
            if meeting.how == "crossed" and not shape.look.is_filled
        }

    def is_hidden(self, unit: TextUnit, frame: Frame) -> bool:
        """Whether a text is wholly covered by shapes, as an answer is by its question box."""
        return self._meetings(unit, frame).is_hidden

    def _of_text(self, unit: TextUnit, frame: Frame) -> Iterator[Sighting]:
        meetings = self._meetings(unit, frame)
        if meetings.is_hidden:
            return
        told: set[str] = set()
        for meeting in meetings.found:
            if any(shape.tokens & unit.tokens for shape in meeting.shapes):
                continue
            name, shape = self._naming.quoted(unit), shape_name(meeting.shapes[0])
            if shape in told:
                continue  # many of a kind, such as the lines of a grid
            told.add(shape)
            thing, percent = with_article(shape), max(1, round(100 * meeting.share))
            kind: Kind = "text-covered" if meeting.how == "covered" else "text-crossed"
            what = {
                "crossed": f"{name} is crossed by {thing}",
                "covered": f"{name} is covered by {thing} to {percent} %",
                "out": f"{name} sticks out of {thing} by {percent} %",
            }[meeting.how]
            yield Sighting(kind, (unit.identity, shape), what, unit.box)

    def _meetings(self, unit: TextUnit, frame: Frame) -> Meetings:
        found = self._now.get(id(unit))
        if found is None:
            found = self._now[id(unit)] = self._met(unit, frame)
        return found

    def _met(self, unit: TextUnit, frame: Frame) -> Meetings:
        near = [s for s in frame.shapes_near(unit) if s.look.opacity > _LEAST_OPACITY]
        near += [image for image in frame.images if image.order > unit.last and touch(image.look.box, unit.box)]
        area = self._areas.of(unit, frame.view) if near else None
        if area is None:
            return _NONE
        key = (frame.view, unit.looks, tuple((shape.look, shape.order < unit.first) for shape in near))
        known = self._recent.get(key, lambda: _meetings(unit, area, near, frame))
        if not known.found:
            return known
        # What was remembered knows the looks of the shapes; whose they are now, and what is declared of them, is new.
        shapes = {shape.look: shape for shape in near}
        met = (Meeting(tuple(shapes[s.look] for s in m.shapes), m.how, m.share) for m in known.found)
        return Meetings(tuple(met), known.is_hidden)


def _meetings(unit: TextUnit, area: TextArea, near: Sequence[Leaf], frame: Frame) -> Meetings:
    under = layers.layers_of([shape for shape in near if shape.order < unit.first], frame.view, area.box)
    over = layers.layers_of([shape for shape in near if shape.order >= unit.first], frame.view, area.box)
    if not under and not over:
        return _NONE
    below = Stack(under, frame.ground(area.box))
    text = area.area & ~_halo(unit, area, frame.view)
    found = [*_below(below, text, area, unit.box), *_above(Stack(over, below.picture), area)]
    uncovered = np.ones(area.ink.shape)
    for layer in over:
        if layer.part == "fill":
            uncovered *= 1 - layer.mask
    hidden = area.ink.any() and float((uncovered[area.ink] < _SHINES_THROUGH).mean()) > 1 - COVERED
    return Meetings(tuple(found), bool(hidden))


def _below(below: Stack, text: masks.Area, area: TextArea, box: Box) -> Iterator[Meeting]:
    """What runs behind a text and can be seen there."""
    whole = max(1, int(text.sum()))
    for place, layer in enumerate(below.layers):
        inside = (layer.mask > _LEAST_OPACITY) & text
        if inside.sum() < LEAST_PIXELS or inside.sum() >= (1 - STICKS_OUT) * whole:
            continue  # a shape behind all of the text is its ground
        own = layer.part == "fill" and _is_own_box(layer.shapes[0], box) and _has_middle(layer.mask > _LEAST_OPACITY)
        visible = below.seen(place, BARELY_VISIBLE if own else FAINT) & text
        share = float(visible.sum()) / whole
        if own and share > STICKS_OUT:
            yield Meeting(layer.shapes, "out", 1 - share)
        touches = layer.part == "stroke" or share > STICKS_OUT or (visible & area.ink).sum() >= LEAST_PIXELS
        if not own and touches and visible.sum() >= LEAST_PIXELS and share > CROSSED:
            yield Meeting(layer.shapes, "crossed", share)


def _above(above: Stack, area: TextArea) -> Iterator[Meeting]:
    """What is drawn on top of a text."""
    whole = max(1, int(area.area.sum()))
    for place, layer in enumerate(above.layers):
        if layer.part == "stroke":
            visible = above.seen(place, FAINT) & area.area
            if visible.sum() >= LEAST_PIXELS and visible.sum() > CROSSED * whole:
                yield Meeting(layer.shapes, "crossed", float(visible.sum()) / whole)
        elif area.ink.any():
            share = float((layer.mask[area.ink] > _OPAQUE).mean())
            # What is wholly under a veil is a matter of contrast.
            if COVERED < share < 1 - COVERED and not above.is_covered(place):
                yield Meeting(layer.shapes, "covered", share)


def _is_own_box(shape: Leaf, box: Box) -> bool:
    """Whether a text was to stand in a shape: its middle does, but it reaches out."""
    left, bottom, right, top = shape.look.box
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    reaches_out = box[0] < left or box[2] > right or box[1] < bottom or box[3] > top
    return left < x < right and bottom < y < top and reaches_out and shape.look.share_of_box > _FULL


def _has_middle(area: masks.Area) -> bool:
    """Whether the middle of a part of the frame, or a pixel beside it, belongs to an area."""
    row, column = area.shape[0] // 2, area.shape[1] // 2
    return bool(area[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2].any())


def _halo(unit: TextUnit, area: TextArea, view: View) -> masks.Area:
    """Where strokes behind the glyphs keep a text free of what is below it."""
    if not any(look.halo_width > 0 for look in unit.looks):
        return np.zeros(area.ink.shape, dtype=bool)
    return masks.inked(masks.halos(unit.looks, view, area.box))
