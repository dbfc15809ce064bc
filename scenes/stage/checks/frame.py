"""One instant of a scene as the checks see it: its texts, its shapes, and what is declared of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median_low
from typing import Any

import numpy as np
from manim import Camera, Mobject, Scene, VMobject

from scenes.stage.checks.leaves import Chain, Leaf, Leaves, boxes
from scenes.stage.checks.looks import Look
from scenes.stage.checks.origins import TEXTS, Writing, origin_of, source_of, writing_of
from scenes.stage.checks.view import Box, PixelBox, View, union
from scenes.stage.frame.layout import Layout
from scenes.stage.look.theme import Theme


@dataclass(frozen=True, eq=False)
class TextUnit:
    """A text as a viewer sees it: the visible glyphs of one text, or of one slice of a text.

    `box` is around its ink; `owner` is the text, or the group of the slice; `chain` the owner and the groups that it is
    in; `source` what the text was made from; `opacity` that of most of its glyphs. `identity` is the same at another
    instant.
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
    outlines that are no text, `others` what is no outline (images, clouds of points), `images` the rectangles that
    images cover, `still` the identities of the texts that stand still while other things move."""

    units: Sequence[TextUnit]
    shapes: Sequence[Leaf]
    others: Sequence[Mobject]
    broken: Sequence[Chain]
    images: Sequence[Leaf]
    at_rest: bool
    time: float
    since: float
    shot: str
    layout: Layout
    view: View
    camera: Camera
    shape_boxes: np.ndarray
    theme: Theme | None = None
    drawn: Sequence[Mobject] = field(default=(), repr=False)
    still: frozenset[Hashable] = frozenset()
    _near: dict[int, list[Leaf]] = field(default_factory=dict, repr=False)

    def ground(self, box: PixelBox) -> np.ndarray:
        """The camera's background in a part of the frame: (rows, columns, 3), sRGB from 0 to 1."""
        x0, y0, x1, y1 = box
        return np.asarray(self.camera.background[y0:y1, x0:x1, :3] / 255.0)

    def stands(self, unit: TextUnit) -> bool:
        """Whether a text is at rest, or stands still while other things move."""
        return self.at_rest or unit.identity in self.still

    def shapes_near(self, unit: TextUnit) -> list[Leaf]:
        """The shapes whose boxes touch that of a text, from the bottom up."""
        found = self._near.get(id(unit))
        if found is None:
            boxes, box = self.shape_boxes, unit.box
            near = (boxes[:, 0] < box[2]) & (boxes[:, 2] > box[0]) & (boxes[:, 1] < box[3]) & (boxes[:, 3] > box[1])
            found = self._near[id(unit)] = [self.shapes[i] for i in np.flatnonzero(near)]
        return found


@dataclass(frozen=True)
class Moment:
    """When a frame is looked at, and in which shot."""

    time: float
    since: float
    at_rest: bool
    shot: str = ""
    theme: Theme | None = None


class FrameMaker:
    """Makes frames of a scene, one instant after the other. A text that is as it was at the last instant is the same
    object as it was then."""

    def __init__(self) -> None:
        self._leaves = Leaves()
        self._units: dict[Hashable, tuple[list[Leaf], TextUnit | None]] = {}
        self._shapes: list[Leaf] = []
        self._shape_boxes = boxes(())

    def frame(self, scene: Scene, moment: Moment) -> Frame:
        """What a scene shows now."""
        drawn = self._leaves.of(scene)
        texts: dict[Hashable, list[Leaf]] = {}
        shapes: list[Leaf] = []
        for leaf in drawn.leaves:
            text = leaf.text if leaf.text is not None else _text_of_slice(leaf)
            if text is not None:
                texts.setdefault(text, []).append(leaf)
            elif leaf.look.is_visible:
                shapes.append(leaf)
        units = self._texts(texts)
        if shapes != self._shapes:
            self._shapes, self._shape_boxes = shapes, boxes(shapes)
        camera = scene.camera
        layout = getattr(scene, "layout", None)
        return Frame(
            units=units,
            shapes=shapes,
            others=drawn.others,
            broken=drawn.broken,
            images=drawn.images,
            at_rest=moment.at_rest,
            time=moment.time,
            since=moment.since,
            shot=moment.shot,
            layout=layout or Layout(float(camera.frame_width), float(camera.frame_height)),
            view=View.of(camera),
            camera=camera,
            shape_boxes=self._shape_boxes,
            theme=moment.theme,
            drawn=drawn.all,
        )

    def _texts(self, texts: Mapping[Hashable, list[Leaf]]) -> list[TextUnit]:
        made: dict[Hashable, tuple[list[Leaf], TextUnit | None]] = {}
        for text, parts in texts.items():
            known = self._units.get(text)
            made[text] = known if known is not None and known[0] == parts else (parts, _unit(text, parts))
        self._units = made
        return sorted((unit for _, unit in made.values() if unit is not None), key=lambda unit: unit.first)


def _text_of_slice(leaf: Leaf) -> Hashable | None:
    """What the glyphs of one slice of a text have in common; None for a leaf that is no glyph."""
    origin = origin_of(leaf.mobject)
    binding = vars(leaf.mobject).get("binding")
    if origin is None and binding is None:
        return None
    group = leaf.chain[1] if len(leaf.chain) > 1 else leaf.mobject
    return (group, origin.text if origin is not None else binding.path)


def _unit(text: Any, parts: Sequence[Leaf]) -> TextUnit | None:
    visible = tuple(part for part in parts if part.look.is_visible)
    if not visible:
        return None
    owner = text if isinstance(text, Mobject) else text[0]
    chain = visible[0].chain
    origin = origin_of(visible[0].mobject)
    is_whole = isinstance(owner, TEXTS)
    return TextUnit(
        identity=text,
        owner=owner,
        parts=visible,
        box=union(*(part.look.box for part in visible)),
        chain=chain[next(i for i, mobject in enumerate(chain) if mobject is owner) :],
        source=source_of(owner) if is_whole else origin.source if origin else "",
        writing=writing_of(owner) if is_whole else origin.writing if origin else "number",
        text=origin.text if origin else None,
        opacity=median_low(part.look.opacity for part in parts),
    )
