"""One instant of a scene as the checks see it: its texts, its shapes, and what is declared of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from statistics import median_low
from typing import Any, NamedTuple

import numpy as np
from manim import Camera, Mobject, PMobject, Scene, VMobject
from manim.mobject.types.image_mobject import AbstractImageMobject
from manim.utils.iterables import list_update

from scenes.stage.checks.looks import Look, Looks
from scenes.stage.checks.origins import TEXTS, Writing, origin_of, source_of, writing_of
from scenes.stage.checks.view import Box, PixelBox, View
from scenes.stage.declared import NOTHING
from scenes.stage.frame.layout import Layout
from scenes.stage.look.theme import Theme
from scenes.stage.writing.binding import binding_of

Chain = tuple[Mobject, ...]


class Leaf(NamedTuple):
    """An outline on the screen. `order` is its place among all that is drawn, from the bottom; `chain` the leaf and the
    groups that it is in, from the inside; `tokens` and `meaning` what is declared of any of them."""

    mobject: VMobject
    look: Look
    order: int
    chain: Chain
    tokens: frozenset[int]
    meaning: str | None


@dataclass(frozen=True, eq=False)
class TextUnit:
    """A text as a viewer sees it: the visible glyphs of one text, or of one slice of a text.

    `box` is around its ink; `owner` is the text, or the group of the slice; `chain` the owner and the groups that it is in; `source` what the
    text was made from; `opacity` that of most of its glyphs. `identity` is the same at another instant.
    """

    identity: Hashable
    owner: Mobject
    parts: tuple[Leaf, ...]
    box: Box
    chain: Chain
    source: str
    writing: Writing
    text: int | None
    opacity: float

    @cached_property
    def leaves(self) -> tuple[VMobject, ...]:
        """Its glyphs."""
        return tuple(part.mobject for part in self.parts)

    @cached_property
    def looks(self) -> tuple[Look, ...]:
        """How its glyphs look. The same objects at another instant: the same picture at the same place."""
        return tuple(part.look for part in self.parts)

    @cached_property
    def tokens(self) -> frozenset[int]:
        """The overlaps that are declared of any part of it."""
        return frozenset[int]().union(*(part.tokens for part in self.parts))

    @property
    def first(self) -> int:
        """The place of its lowest glyph among all that is drawn."""
        return self.parts[0].order

    @property
    def last(self) -> int:
        """The place of its topmost glyph."""
        return self.parts[-1].order


@dataclass(frozen=True, eq=False)
class Frame:
    """What stands on the screen. `time` is in seconds; `since` when it began to look like this (earlier than `time` for
    a picture that is held); `at_rest`: an animation has ended; `shot` is "" outside of a shot. `shapes` are all visible
    outlines that are no text, `others` what is no outline (images, clouds of points)."""

    units: Sequence[TextUnit]
    shapes: Sequence[Leaf]
    others: Sequence[Mobject]
    broken: Sequence[Chain]
    at_rest: bool
    time: float
    since: float
    shot: str
    layout: Layout
    view: View
    camera: Camera
    theme: Theme | None = None
    drawn: Sequence[Mobject] = field(default=(), repr=False)

    @cached_property
    def shape_boxes(self) -> np.ndarray:
        """The boxes of the shapes, (shapes, 4)."""
        return np.array([shape.look.box for shape in self.shapes]).reshape(-1, 4)

    def ground(self, box: PixelBox) -> np.ndarray:
        """The camera's background in a part of the frame: (rows, columns, 3), sRGB from 0 to 1."""
        x0, y0, x1, y1 = box
        return np.asarray(self.camera.background[y0:y1, x0:x1, :3] / 255.0)

    def shapes_near(self, box: Box) -> list[Leaf]:
        """The shapes whose boxes touch a box, from the bottom up."""
        boxes = self.shape_boxes
        near = (boxes[:, 0] < box[2]) & (boxes[:, 2] > box[0]) & (boxes[:, 1] < box[3]) & (boxes[:, 3] > box[1])
        return [self.shapes[i] for i in np.flatnonzero(near)]


@dataclass(frozen=True)
class Moment:
    """When a frame is looked at, and in which shot."""

    time: float
    since: float
    at_rest: bool
    shot: str = ""
    theme: Theme | None = None


def frame_of(scene: Scene, looks: Looks, moment: Moment) -> Frame:
    """What a scene shows now."""
    camera = scene.camera
    if hasattr(camera, "reset_rotation_matrix"):
        camera.reset_rotation_matrix()  # as the camera itself does before it draws
    roots = list_update(scene.mobjects, scene.foreground_mobjects)
    contexts = _contexts(roots)
    drawn = _drawn(camera, roots, contexts)
    leaves = [mobject for mobject in drawn if contexts[id(mobject)].kind.is_outline]
    looks.turn()
    seen = looks.of(leaves, camera)
    texts: dict[Hashable, list[Leaf]] = {}
    shapes: list[Leaf] = []
    broken: list[Chain] = []
    for order, (mobject, look) in enumerate(zip(leaves, seen, strict=True)):
        context = contexts[id(mobject)]
        if not look.is_finite:
            broken.append(context.chain)
            continue
        leaf = Leaf(mobject, look, order, context.chain, context.tokens, context.meaning)
        text = _text_of(leaf, context.text)
        if text is not None:
            texts.setdefault(text, []).append(leaf)
        elif look.is_visible:
            shapes.append(leaf)
    units = [unit for text, parts in texts.items() for unit in _units(text, parts, looks)]
    height, width = float(camera.frame_height), float(camera.frame_width)
    return Frame(
        units=sorted(units, key=lambda unit: unit.first),
        shapes=shapes,
        others=[mobject for mobject in drawn if isinstance(mobject, PMobject | AbstractImageMobject)],
        broken=broken,
        at_rest=moment.at_rest,
        time=moment.time,
        since=moment.since,
        shot=moment.shot,
        layout=getattr(scene, "layout", None) or Layout(width, height),
        view=View.of(camera),
        camera=camera,
        theme=moment.theme,
        drawn=drawn,
    )


def _drawn(camera: Camera, roots: Sequence[Mobject], contexts: Mapping[int, _Context]) -> list[Mobject]:
    """What the camera draws, from the bottom up."""
    if type(camera).get_mobjects_to_display is not Camera.get_mobjects_to_display:
        return list(camera.get_mobjects_to_display(roots))
    members = [context.chain[0] for context in contexts.values()]  # in the order of the last mention, as Manim has it
    return sorted((member for member in members if len(member.points)), key=lambda member: member.z_index)


class _Kind(NamedTuple):
    is_outline: bool
    is_text: bool


@cache
def _kind(kind: type[Mobject]) -> _Kind:
    """What mobjects of a class are; Manim's classes answer `isinstance` slowly."""
    return _Kind(issubclass(kind, VMobject), issubclass(kind, TEXTS))


class _Context(NamedTuple):
    chain: Chain
    tokens: frozenset[int]
    meaning: str | None
    text: int | None  # the place of the outermost text in the chain, from its end
    kind: _Kind


_OUTSIDE = _Context((), frozenset(), None, None, _Kind(False, False))


def _contexts(roots: Sequence[Mobject]) -> dict[int, _Context]:
    found: dict[int, _Context] = {}

    def enter(mobject: Mobject, outside: _Context) -> None:
        said = vars(mobject).get("declaration", NOTHING)
        kind = _kind(type(mobject))
        tokens = outside.tokens | said.overlaps if said.overlaps else outside.tokens
        text = len(outside.chain) if outside.text is None and kind.is_text else outside.text
        context = _Context((mobject, *outside.chain), tokens, said.meaning or outside.meaning, text, kind)
        known = found.pop(id(mobject), None)
        if known is not None:  # in two groups at once
            context = known._replace(tokens=known.tokens | tokens)
        found[id(mobject)] = context
        for part in mobject.submobjects:
            enter(part, context)

    for root in roots:
        enter(root, _OUTSIDE)
    return found


def _text_of(leaf: Leaf, place: int | None) -> Hashable | None:
    """What the glyphs of one text have in common; None for a leaf that is no glyph."""
    if place is not None:
        return leaf.chain[len(leaf.chain) - 1 - place]
    group = leaf.chain[1] if len(leaf.chain) > 1 else leaf.mobject
    origin = origin_of(leaf.mobject)
    if origin is not None:
        return (group, origin.text)
    binding = binding_of(leaf.mobject)
    return (group, binding.path) if binding is not None else None


def _units(text: Any, parts: Sequence[Leaf], looks: Looks) -> Iterator[TextUnit]:
    visible = tuple(part for part in parts if part.look.is_visible)
    if not visible:
        return
    owner = text if isinstance(text, Mobject) else text[0]
    chain = visible[0].chain
    origin = origin_of(visible[0].mobject)
    opacity = median_low(part.look.opacity for part in parts)
    yield TextUnit(
        identity=text,
        owner=owner,
        parts=visible,
        box=looks.box(tuple(part.look for part in visible)),
        chain=chain[next(i for i, mobject in enumerate(chain) if mobject is owner) :],
        source=source_of(owner) if isinstance(owner, TEXTS) else origin.source if origin else "",
        writing=writing_of(owner) if isinstance(owner, TEXTS) else origin.writing if origin else "number",
        text=origin.text if origin else None,
        opacity=opacity,
    )
