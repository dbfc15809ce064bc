"""The outlines on the screen, with the groups that they are in and what is declared of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from manim import GREY, Camera, Mobject, PMobject, Scene, SurroundingRectangle, VMobject
from manim.mobject.types.image_mobject import AbstractImageMobject
from manim.utils.iterables import list_update

from scenes.stage.checks.looks import Look, Looks
from scenes.stage.checks.origins import TEXTS
from scenes.stage.declared import NOTHING, Declaration

Chain = tuple[Mobject, ...]


class Leaf(NamedTuple):
    """An outline on the screen. `order` is its place among all that is drawn, from the bottom; `chain` the leaf and the
    groups that it is in, from the inside; `tokens` and `meaning` what is declared of any of them; `text` the outermost
    text in the chain."""

    mobject: VMobject
    look: Look
    order: int
    chain: Chain
    tokens: frozenset[int]
    meaning: str | None
    text: Mobject | None


@dataclass(frozen=True)
class Drawn:
    """What the camera draws: `all` of it from the bottom up; the outlines among it; those with points that are no
    numbers, which it does not draw; what is no outline (images, clouds of points); the rectangles that images cover."""

    all: Sequence[Mobject]
    leaves: Sequence[Leaf]
    broken: Sequence[Chain]
    others: Sequence[Mobject]
    images: Sequence[Leaf]


class _Place(NamedTuple):
    """Where a mobject stands in the scene."""

    chain: Chain
    tokens: frozenset[int]
    meaning: str | None
    text: Mobject | None
    said: Declaration
    outside: _Place | None


class Leaves:
    """Takes the outlines off a scene. What is as it was at the last instant is the same object as it was then, so that
    nothing needs to be worked out about it again."""

    def __init__(self) -> None:
        self._looks = Looks()
        self._places: dict[int, _Place] = {}
        self._leaves: dict[int, Leaf] = {}

    def of(self, scene: Scene) -> Drawn:
        """The outlines that a scene shows now."""
        camera = scene.camera
        if hasattr(camera, "reset_rotation_matrix"):
            camera.reset_rotation_matrix()  # as the camera itself does before it draws
        roots = list_update(scene.mobjects, scene.foreground_mobjects)
        places = self._entered(roots)
        drawn = _drawn(camera, roots, places)
        orders = [order for order, mobject in enumerate(drawn) if _kind(type(mobject)).is_outline]
        looks = self._looks.of([drawn[order] for order in orders], camera)
        leaves: list[Leaf] = []
        broken: list[Chain] = []
        for order, look in zip(orders, looks, strict=True):
            mobject = drawn[order]
            place = places[id(mobject)]
            if look.is_finite:
                leaves.append(self._leaf(mobject, look, order, place))
            else:
                broken.append(place.chain)
        self._places = places
        self._leaves = {id(leaf.mobject): leaf for leaf in leaves}
        others = [mobject for mobject in drawn if _kind(type(mobject)).is_picture]
        return Drawn(drawn, leaves, broken, others, self._images(drawn, places, camera))

    def _images(self, drawn: Sequence[Mobject], places: dict[int, _Place], camera: Camera) -> list[Leaf]:
        found: list[Leaf] = []
        for order, mobject in enumerate(drawn):
            if isinstance(mobject, AbstractImageMobject):
                place = places[id(mobject)]
                cover = VMobject(fill_color=GREY, fill_opacity=1, stroke_width=0)
                cover.set_points_as_corners(mobject.points[[0, 1, 3, 2, 0]] if len(mobject.points) > 3 else [])
                look = Look(cover, camera, cover.points)
                found.append(Leaf(cover, look, order, place.chain, place.tokens, place.meaning, None))
        return found

    def _leaf(self, mobject: VMobject, look: Look, order: int, place: _Place) -> Leaf:
        known = self._leaves.get(id(mobject))
        if known is not None and known.look is look and known.order == order and known.chain is place.chain:
            return known
        return Leaf(mobject, look, order, place.chain, place.tokens, place.meaning, place.text)

    def _entered(self, roots: Sequence[Mobject]) -> dict[int, _Place]:
        """Where everything stands, in the order of the last mention, as Manim has it."""
        before = self._places
        found: dict[int, _Place] = {}

        def enter(mobject: Mobject, outside: _Place | None) -> None:
            key = id(mobject)
            said = mobject.__dict__.get("declaration", NOTHING)
            place = before.get(key)
            if place is None or place.outside is not outside or place.said is not said or place.chain[0] is not mobject:
                place = _place(mobject, said, outside)
            if key in found:  # in two groups at once
                place = place._replace(tokens=place.tokens | found.pop(key).tokens)
            found[key] = place
            for part in mobject.submobjects:
                enter(part, place)

        for root in roots:
            enter(root, None)
        return found


def _place(mobject: Mobject, said: Declaration, outside: _Place | None) -> _Place:
    kind = _kind(type(mobject))
    text = mobject if kind.is_text else None
    if outside is None:
        return _Place((mobject,), said.overlaps, said.meaning, text, said, None)
    if not kind.is_frame and outside.text is not None:
        text = outside.text
    return _Place(
        (mobject, *outside.chain),
        outside.tokens | said.overlaps,
        said.meaning or outside.meaning,
        text,
        said,
        outside,
    )


def _drawn(camera: Camera, roots: Sequence[Mobject], places: dict[int, _Place]) -> list[Mobject]:
    """What the camera draws, from the bottom up."""
    if type(camera).get_mobjects_to_display is not Camera.get_mobjects_to_display:
        return list(camera.get_mobjects_to_display(roots))
    members = [place.chain[0] for place in places.values()]
    return sorted((member for member in members if len(member.points)), key=_z_index)


def _z_index(mobject: Mobject) -> float:
    return float(mobject.z_index)


class _Kind(NamedTuple):
    is_outline: bool
    is_text: bool
    is_frame: bool  # around a text or behind it, and perhaps among its parts, but no glyph
    is_picture: bool


@cache
def _kind(kind: type[Mobject]) -> _Kind:
    """What mobjects of a class are; Manim's classes answer `isinstance` slowly."""
    return _Kind(
        is_outline=issubclass(kind, VMobject),
        is_text=issubclass(kind, TEXTS),
        is_frame=issubclass(kind, SurroundingRectangle),
        is_picture=issubclass(kind, PMobject | AbstractImageMobject),
    )


def boxes(leaves: Sequence[Leaf]) -> np.ndarray:
    """The boxes of leaves, (leaves, 4)."""
    return np.array([leaf.look.box for leaf in leaves]).reshape(-1, 4)
