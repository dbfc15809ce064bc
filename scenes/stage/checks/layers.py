"""The shapes near a text, one above the other as they are drawn, and which of them can be seen in the text's place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scenes.stage.checks import masks, vision
from scenes.stage.checks.leaves import Leaf
from scenes.stage.checks.view import PixelBox, View

Part = Literal["fill", "stroke"]


@dataclass(frozen=True, eq=False)
class Layer:
    """The fill of a shape, or the strokes of shapes of one group that are drawn one after the other in one colour.

    `mask` is how much of each pixel it takes, from 0 to 1, its opacity included.
    """

    shapes: tuple[Leaf, ...]
    part: Part
    colour: np.ndarray
    mask: np.ndarray
    opacity: float

    def over(self, picture: masks.Picture) -> masks.Picture:
        """A picture with it drawn on top."""
        return self._drawn(picture, self.mask)

    def sharp(self, picture: masks.Picture) -> masks.Picture:
        """The same at twice the resolution, at most: a line that takes half of a pixel takes all of a smaller one."""
        mask = np.minimum(self.opacity, 2 * self.mask) if self.part == "stroke" else self.mask
        return self._drawn(picture, mask)

    def _drawn(self, picture: masks.Picture, mask: np.ndarray) -> masks.Picture:
        return np.asarray(picture * (1 - mask[:, :, None]) + self.colour * mask[:, :, None])


def layers_of(shapes: Sequence[Leaf], view: View, box: PixelBox) -> list[Layer]:
    """The layers of shapes in a part of the frame, from the bottom up; those that have nothing there are left out."""
    return [layer for layer in _made(shapes, view, box) if layer.mask.any()]


class Stack:
    """Layers drawn on a plain ground, and what each of them does to the whole.

    What is drawn after a layer turns any picture x into t x + r, so one pass from the bottom and one from the top tell
    for every layer how the whole would look without it.
    """

    def __init__(self, layers: Sequence[Layer], ground: masks.Picture) -> None:
        self.layers = layers
        self._below = [ground]
        for layer in layers:
            self._below.append(layer.over(self._below[-1]))
        through, added = np.ones((*ground.shape[:2], 1)), np.zeros_like(ground)
        self._later = [(through, added)]
        for layer in reversed(layers):
            mask = layer.mask[:, :, None]
            added = added + through * mask * layer.colour
            through = through * (1 - mask)
            self._later.append((through, added))
        self._later.reverse()

    @property
    def picture(self) -> masks.Picture:
        """All of them, one above the other."""
        return self._below[-1]

    def seen(self, place: int, least: float) -> masks.Area:
        """The pixels that would look different, by a contrast of more than `least`, if this layer were not there."""
        through, added = self._later[place + 1]
        drawn = self.layers[place].sharp(self._below[place])
        with_it, without = (through * below + added for below in (drawn, self._below[place]))
        return np.asarray(vision.contrast(with_it, without) > least)

    def is_covered(self, place: int) -> bool:
        """Whether later layers hide all of it."""
        through, _ = self._later[place + 1]
        return bool((through[self.layers[place].mask > 0, 0] < 0.5).all())


def _made(shapes: Sequence[Leaf], view: View, box: PixelBox) -> Iterator[Layer]:
    run: list[Leaf] = []
    for shape in shapes:
        look = shape.look
        if run and (look.is_filled or _kind(shape) != _kind(run[0])):
            yield _stroke(run, view, box)
            run = []
        if look.is_filled:
            opacity = min(1.0, look.fill_opacity)
            mask = masks.fills([look], view, box) * (opacity / 255)
            yield Layer((shape,), "fill", look.fill_colour, mask, opacity)
        if look.is_stroked:
            run.append(shape)
    if run:
        yield _stroke(run, view, box)


def _stroke(run: Sequence[Leaf], view: View, box: PixelBox) -> Layer:
    first = run[0].look
    opacity = min(1.0, first.stroke_opacity)
    mask = masks.strokes([shape.look for shape in run], view, box) * (opacity / 255)
    return Layer(tuple(run), "stroke", first.stroke_colour, mask, opacity)


def _kind(shape: Leaf) -> tuple[object, ...]:
    group = shape.chain[1] if len(shape.chain) > 1 else shape.mobject
    return (id(group), shape.look.stroke.tobytes(), shape.tokens)
