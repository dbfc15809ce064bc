"""Which text a glyph was made in, so that slices, copies and transforms of a text stay known as that text.

Manim's texts are groups of outlines; a slice of one is only outlines. While `known` is on, each constructor of a
text leaves its mark on its glyphs, and copies keep it.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Literal

import numpy as np
from manim import DecimalNumber, MathTex, Mobject, Paragraph, Text, Transform, VMobject
from manim.mobject.text.tex_mobject import SingleStringMathTex
from manim.mobject.text.text_mobject import MarkupText
from manim.mobject.text.typst_mobject import MathTypst, Typst

from scenes.stage.checks.glyph_table import curves_of
from scenes.stage.checks.outlines import Complex
from scenes.stage.checks.text_font import TextFont
from scenes.stage.drawings.plots.tick_labels import TickLabel
from scenes.stage.writing.caption import Caption
from scenes.stage.writing.typeset import EM_PER_SIZE
from scenes.stage.writing.values import Value

Writing = Literal["words", "formula", "number"]

TEXTS: tuple[type[Mobject], ...] = (
    Value,
    Caption,
    Typst,
    SingleStringMathTex,
    MathTex,
    Text,
    MarkupText,
    Paragraph,
    DecimalNumber,
    TickLabel,
)
_PANGO_EM_PER_SIZE = 0.667 / 48  # units of the scene; measured on Manim's Text("X") in DejaVu Sans
_TAG = re.compile(r"<[^>]*>")
_KEPT = ("origin", "binding", "declaration")


@dataclass(frozen=True)
class Origin:
    """The text of a glyph: `source` is what it was made from; `em_per_spread` is the em (units of the scene) over the
    spread of the outline, which scales with it; `fonts` are those that Pango set the text in, if it did; `letter` is
    the outline (curves, 4) as it was made, if it is sure to be no digit, since the text has none."""

    text: int
    source: str
    writing: Writing
    em_per_spread: float
    fonts: frozenset[TextFont] = frozenset()
    letter: Complex | None = None

    @property
    def has_digits(self) -> bool:
        """Whether there are digits in what the text was made from."""
        return any(character.isnumeric() for character in self.source)

    def __deepcopy__(self, memo: Any) -> Origin:
        return self


def origin_of(glyph: object) -> Origin | None:
    """The text that a glyph was made in, if that is known."""
    found: Origin | None = vars(glyph).get("origin")  # a mobject looks for a name that it does not have for long
    return found


def em_now(glyph: VMobject) -> float | None:
    """The em of a glyph at its present size, in units of the scene, from the size that it was made at."""
    origin = origin_of(glyph)
    return origin.em_per_spread * spread(glyph.points) if origin is not None else None


def spread(points: Any) -> float:
    """Root mean square distance of points from their middle: it scales with an outline and does not turn with it."""
    return float(np.sqrt(((points - points.mean(axis=0)) ** 2).sum(axis=1).mean())) if len(points) else 0.0


def source_of(text: Mobject) -> str:
    """What a text was made from, as a string; of Pango's markup, what is to be read."""
    if isinstance(text, MarkupText):
        return html.unescape(_TAG.sub("", text.original_text))
    for name in ("original_text", "text", "typst_code", "tex_string"):
        found = getattr(text, name, None)
        if isinstance(found, str):
            return found
    return str(getattr(text, "number", ""))


def writing_of(text: object) -> Writing:
    """Whether a text is words, a formula or a number."""
    if isinstance(text, DecimalNumber | Value | TickLabel):
        return "number"
    if isinstance(text, MathTypst):
        return "formula"
    if isinstance(text, SingleStringMathTex | MathTex):
        return "words" if getattr(text, "tex_environment", "") == "center" else "formula"  # Tex is words
    return "words"


@contextmanager
def known() -> Iterator[None]:
    """Within it, every glyph that is made knows its text, and what a glyph knows goes with it through a Transform."""
    numbers = count(1)
    own = (Value, Caption, TickLabel)
    wrapped = [text for text in TEXTS if text not in own and "__init__" in vars(text)]
    before = {text: vars(text)["__init__"] for text in wrapped}
    finish = vars(Transform).get("finish")
    for text in wrapped:
        text.__init__ = _marking(before[text], numbers)  # type: ignore[misc]
    Transform.finish = _handing_on(Transform.finish)  # type: ignore[method-assign]
    try:
        yield
    finally:
        for text in wrapped:
            text.__init__ = before[text]  # type: ignore[misc]
        if finish is None:
            del Transform.finish
        else:
            Transform.finish = finish  # type: ignore[method-assign]


def _marking(make: Callable[..., None], numbers: Iterator[int]) -> Callable[..., None]:
    @functools.wraps(make)
    def made(self: Mobject, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        number, source, writing = next(numbers), source_of(self), writing_of(self)
        em = _em(self)
        fonts = TextFont.all_of(self) if isinstance(self, Text | MarkupText) else frozenset()
        glyphs = self.family_members_with_points()
        letters = _letters(self, glyphs) if fonts else frozenset()
        for place, glyph in enumerate(glyphs):
            size = spread(glyph.points)
            origin = Origin(number, source, writing, em / size if size else 0.0, fonts)
            if place in letters:
                origin = replace(origin, letter=curves_of(glyph))
            inner = origin_of(glyph)
            if inner is not None and not fonts:  # a text of texts, such as a paragraph
                origin = replace(inner, text=number, source=source or inner.source)
            glyph.origin = origin

    return made


def _letters(text: Mobject, glyphs: Sequence[Mobject]) -> frozenset[int]:
    """The places of the glyphs of a text set by Pango that are sure to be no digits."""
    characters = "".join(source_of(text).split())
    has_digits = any(character.isnumeric() for character in characters)
    if has_digits and len(characters) != len(glyphs):
        return frozenset()  # ligatures: which is which cannot be told
    return frozenset(i for i in range(len(glyphs)) if not (has_digits and characters[i].isnumeric()))


def _em(text: Mobject) -> float:
    size = float(getattr(text, "font_size", 48) or 48)
    return size * (_PANGO_EM_PER_SIZE if isinstance(text, Text | MarkupText | Paragraph) else EM_PER_SIZE)


def _handing_on(finish: Callable[[Transform], None]) -> Callable[[Transform], None]:
    """A mobject that has become another keeps its identity; what its glyphs mean is what they show now."""

    @functools.wraps(finish)
    def finished(self: Transform) -> None:
        finish(self)
        target = getattr(self, "target_copy", None)
        if target is None or self.replace_mobject_with_target_in_scene:
            return
        pairs = list(zip(self.mobject.get_family(), target.get_family(), strict=False))
        if all(_know_the_same(now, goal) for now, goal in pairs):
            return  # a movement
        if all(np.array_equal(now.points, goal.points) for now, goal in pairs):
            for now, goal in pairs:
                _hand_on(goal, now)

    return finished


def _know_the_same(now: Mobject, goal: Mobject) -> bool:
    return all(vars(now).get(name) is vars(goal).get(name) for name in _KEPT)


def _hand_on(goal: Mobject, now: Mobject) -> None:
    for name in _KEPT:
        if hasattr(goal, name):
            setattr(now, name, getattr(goal, name))
        elif hasattr(now, name):
            delattr(now, name)
