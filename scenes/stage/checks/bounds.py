"""Text outside the safe area or the frame, shapes outside the frame, points that are no numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from manim import config

from scenes.stage.checks.fault import Kind
from scenes.stage.checks.frame import Frame, TextUnit
from scenes.stage.checks.leaves import Chain, Leaf
from scenes.stage.checks.leaves import boxes as boxes_of
from scenes.stage.checks.limits import PASSING_SECONDS, SAFE_MARGIN, SLIDING_SECONDS, VISIBLE_OPACITY
from scenes.stage.checks.naming import Naming, shape_name, with_article
from scenes.stage.checks.sighting import Sighting
from scenes.stage.checks.view import Box, View, touch, union
from scenes.stage.declared import declared

_ROUNDING = 0.001  # of the frame: half a pixel of 540
_SIDES = ("left", "bottom", "right", "top")
_FAINT_SHAPE = 0.1


class Bounds:
    """Text within the safe area, shapes within the frame."""

    kinds: frozenset[Kind] = frozenset({"safe-area", "out-of-frame"})
    only_at_rest = False

    def __init__(self, naming: Naming) -> None:
        self._naming = naming

    def look(self, frame: Frame) -> list[Sighting]:
        """Whatever lies too far out. What lies beside a frame that was moved or zoomed in is not missed."""
        return [*self._texts(frame), *_shapes(frame)]

    def _texts(self, frame: Frame) -> Iterator[Sighting]:
        for unit in frame.units:
            if unit.opacity < VISIBLE_OPACITY or (_is_beside(unit.box, frame.view) and _is_close_up(frame.view)):
                continue
            side, out = _beyond(unit.box, frame.view.box, frame.view)
            if out > 0:
                what = f"{out:.0f} px of 1080 beyond the {side} edge of the frame"
                yield self._fault("out-of-frame", unit, what, frame)
                continue
            side, out = _beyond(unit.box, _safe(frame.view), frame.view)
            if out > 0:
                place = f"{out:.0f} px of 1080 inside the margin at the {side}"
                yield self._fault("safe-area", unit, f"{place}; {SAFE_MARGIN:.0%} are to stay free", frame)

    def _fault(self, kind: Kind, unit: TextUnit, what: str, frame: Frame) -> Sighting:
        passing = PASSING_SECONDS if frame.stands(unit) else SLIDING_SECONDS
        return Sighting(kind, unit.identity, f"{self._naming.quoted(unit)} lies {what}", unit.box, passing=passing)


def _shapes(frame: Frame) -> Iterator[Sighting]:
    if _is_close_up(frame.view):
        return
    left, bottom, right, top = _grown(frame.view.box, _tolerance(frame.view))
    shapes = [*frame.shapes, *frame.images]
    boxes = np.concatenate([frame.shape_boxes, boxes_of(frame.images)])
    outside = (boxes[:, 0] < left) | (boxes[:, 1] < bottom) | (boxes[:, 2] > right) | (boxes[:, 3] > top)
    found: dict[int, tuple[list[Leaf], list[Box]]] = {}
    for place in np.flatnonzero(outside):
        shape = shapes[place]
        _, out = _beyond(shape.look.extents, frame.view.box, frame.view)
        if out <= 0 or shape.look.opacity < _FAINT_SHAPE or _is_background(shape, frame) or _on_purpose(shape):
            continue
        group = shape.chain[1] if len(shape.chain) > 1 else shape.mobject
        together, seen = found.setdefault(id(group), ([], []))
        together.append(shape)
        seen.append(shape.look.extents)
    for together, seen in found.values():
        box = union(*seen)
        side, out = _beyond(box, frame.view.box, frame.view)
        name = shape_name(together[0])
        what = f"{with_article(name)} reaches {out:.0f} px of 1080 beyond the {side} edge of the frame"
        passing = PASSING_SECONDS if frame.at_rest else SLIDING_SECONDS
        yield Sighting("out-of-frame", name, what, box, passing=passing)


def _on_purpose(shape: Leaf) -> bool:
    return any(declared(mobject).goes_beyond for mobject in shape.chain)


def _is_background(shape: Leaf, frame: Frame) -> bool:
    """Whether it, or a group that it is in, covers the frame to all sides, as a grid or a coloured ground does."""
    edge = _grown(frame.view.box, -_tolerance(frame.view))
    for group in shape.chain:
        parts = (*frame.shapes, *frame.images)
        box = union(*(part.look.box for part in parts if any(mobject is group for mobject in part.chain)))
        if box[0] <= edge[0] and box[1] <= edge[1] and box[2] >= edge[2] and box[3] >= edge[3]:
            return True
    return False


def _beyond(box: Box, limit: Box, view: View) -> tuple[str, float]:
    """The side at which a box reaches farthest beyond another, and by how many pixels of 1080; not above 0 if it is
    inside."""
    out = (limit[0] - box[0], limit[1] - box[1], box[2] - limit[2], box[3] - limit[3])
    worst = max(range(4), key=lambda side: out[side])
    far = out[worst] - _tolerance(view)
    return _SIDES[worst], max(1.0, out[worst] * view.reference_scale) if far > 0 else 0.0


def _safe(view: View) -> Box:
    return (
        view.x - (0.5 - SAFE_MARGIN) * view.width,
        view.y - (0.5 - SAFE_MARGIN) * view.height,
        view.x + (0.5 - SAFE_MARGIN) * view.width,
        view.y + (0.5 - SAFE_MARGIN) * view.height,
    )


def _tolerance(view: View) -> float:
    return _ROUNDING * min(view.width, view.height)


def _grown(box: Box, by: float) -> Box:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def _is_beside(box: Box, view: View) -> bool:
    return not touch(box, view.box)


def _is_close_up(view: View) -> bool:
    """Whether the camera looks at a part of the scene only: what lies beside that is not lost."""
    width, height = config.frame_width / 2, config.frame_height / 2
    left, bottom, right, top = _grown(view.box, _tolerance(view))
    return left > -width or bottom > -height or right < width or top < height


class Finite:
    """Points that are NaN or infinite: Manim drops the whole outline without a word."""

    kinds: frozenset[Kind] = frozenset({"not-finite"})
    only_at_rest = False

    def look(self, frame: Frame) -> list[Sighting]:
        """The outlines that are not drawn."""
        return [
            Sighting(
                "not-finite", name, f"{with_article(name)} has points that are no numbers: it is not drawn", None, False
            )
            for name in (type(chain[0]).__name__ + _inside(chain) for chain in frame.broken)
        ]


def _inside(chain: Chain) -> str:
    return f" of {type(chain[1]).__name__}" if len(chain) > 1 else ""
