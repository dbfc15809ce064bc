"""Words and formulas, set by Typst with the fonts that come inside its wheel, so they look the same on every
machine."""

from __future__ import annotations

import os
import tempfile
from multiprocessing.util import Finalize
from typing import Any, Self

from manim import VMobject, config
from manim.mobject.text.typst_mobject import MathTypst, Typst

from engine.files.scratch import WORK, Scratch
from scenes.stage.writing import fitting
from scenes.stage.writing.placed import Placed
from scenes.stage.writing.sealed import fonts

PREAMBLE = (
    '#set text(font: "Libertinus Serif", fallback: false)\n'
    '#show math.equation: set text(font: ("New Computer Modern Math", "Libertinus Serif"))\n'
)

# Manim's font size 48 sets Typst's em to half a unit of the scene.
EM_PER_SIZE = 0.5 / 48


def em(size: float) -> float:
    """The em of a font size, in units of the scene."""
    return size * EM_PER_SIZE


class _Folder:
    """Where this process keeps its typeset text: two that share a folder can read each other's half-written files."""

    path: str | None = None

    def of_this_process(self) -> str:
        """The folder; it is gone when the process ends."""
        if self.path is None:
            scratch = Scratch(tempfile.gettempdir(), WORK)
            self.path = str(scratch.path)
            Finalize(None, scratch.remove, exitpriority=0)
        return self.path

    def forked(self) -> None:
        """In a process that was forked: a folder of its own inside of that which it shared, and gone with it."""
        if self.path is not None:
            shared, self.path = self.path, os.path.join(self.path, str(os.getpid()))
            if str(config.tex_dir) == shared:
                config.tex_dir = self.path


_folder = _Folder()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_folder.forked)


def use_own_text_folder() -> None:
    """Keep this process's typeset text to itself."""
    config.tex_dir = _folder.of_this_process()


def escaped(text: str) -> str:
    """Plain text as Typst markup that shows exactly that text."""
    return "".join(f"\\{char}" if char in _MARKUP else char for char in text)


_MARKUP = frozenset("\\#$*_`<>@=-+/[]~'\"{}:.")


class Words(Typst):
    """A piece of text in Libertinus Serif. `markup` is Typst markup: pass plain text through `escaped` first."""

    def __init__(self, markup: str, size: float, color: str, **kwargs: Any) -> None:
        super().__init__(
            markup,
            font_size=size,
            color=color,
            typst_preamble=PREAMBLE,
            font_paths=fonts(),
            use_svg_cache=False,  # or it would be made of other parts where it was set before
            **kwargs,
        )


class _OnBaseline(Placed):
    """Text on one line that knows its baseline.

    It is found by a mark that is typeset in front of the line and taken away again, and kept as a place relative to the
    tallest glyph, so that it follows every move and scaling.
    """

    submobjects: list[VMobject]

    def _keep_baseline(self) -> None:
        mark = self.submobjects[0]
        bottom = float(mark.get_bottom()[1])
        self.remove(mark)  # type: ignore[attr-defined]
        reference = max(self.submobjects, key=lambda part: float(part.height))
        self._reference = self.submobjects.index(reference)
        self._below = (float(reference.get_bottom()[1]) - bottom) / float(reference.height)

    def fit(self, width: float) -> Self:
        """Make it no wider than this; it never grows."""
        fitting.shrink(self, width)  # type: ignore[arg-type]
        return self

    @property
    def baseline(self) -> float:
        """The height of the baseline, in units of the scene."""
        reference = self.submobjects[self._reference]
        return float(reference.get_bottom()[1]) - self._below * float(reference.height)


class Label(_OnBaseline, Words):
    """One line of plain text."""

    def __init__(self, text: str, size: float, color: str, **kwargs: Any) -> None:
        super().__init__(f"{_MARK}{escaped(text)}", size, color, **kwargs)
        self._keep_baseline()


class Formula(_OnBaseline, MathTypst):
    """A formula in New Computer Modern Math. `colors` gives labelled parts `{{ ... : label }}` their colours."""

    def __init__(
        self, source: str, size: float, color: str, colors: dict[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(
            f"{_MARK} {source}",
            font_size=size,
            color=color,
            typst_preamble=PREAMBLE,
            font_paths=fonts(),
            use_svg_cache=False,  # or it would be made of other parts where it was set before
            **kwargs,
        )
        self._keep_baseline()
        self._refresh_svg_stroke_widths()
        for label, part_color in (colors or {}).items():
            self.select(label).set_color(part_color)

    def _refresh_svg_stroke_widths(self) -> None:
        # Manim halves the rules of Typst, and forgets them in a formula that it has set before: a fraction bar must
        # be seen.
        rule = 100 * _RULE * em(self._font_size)
        for leaf in self.submobjects:
            if leaf.height < 1e-9:
                leaf.set_stroke(width=rule, family=False)


_RULE = 0.04  # em, the thickness of a fraction bar (TeX's default rule)
_MARK = "#box(rect(width: 0.01pt, height: 2pt, fill: black, stroke: none))"
