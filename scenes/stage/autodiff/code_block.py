"""A program on the screen: in a fixed-width font, names in the colours of what they stand for, numbers bound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Line as Stroke
from manim import RoundedRectangle, VGroup

from engine.rounding import rounded
from scenes.stage.autodiff.token import Line, Token
from scenes.stage.declared import constant, stands_for
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme
from scenes.stage.writing.binding import Binding, bind
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Words, em

LARGEST = 30.0  # font size
LEAST = 22.4  # font size: cap height 20 pixels of 1080 where a unit of the scene has 120 of them (checks/limits.py)
ADVANCE = 0.6021  # em, of every character of DejaVu Sans Mono
PITCH = 1.42  # em from one line to the next
_BLANK = 0.62  # of a line, for an empty one
_BAND = (0.16, 0.02)  # units of the scene that the band reaches beyond a line, to the sides and upwards
_MARK = "#box(rect(width: 0.01pt, height: 2pt, fill: black, stroke: none))"
_UP = 0.26  # em from the baseline to the middle of a line


class CodeLine(VGroup):
    """One line; `tokens[i]` are the glyphs of its i-th token. Its first column stands at x, its baseline at y."""

    def __init__(self, line: Line, pen: Pen, size: float, x: float, y: float) -> None:
        super().__init__()
        self.line, self.baseline = line, y
        text = ""
        for token in line:
            text = text.ljust(token.column) + token.text
        written = _Mono(text.strip(), size, pen.theme.ink)
        indent = len(text) - len(text.lstrip())
        written.shift([x + indent * ADVANCE * em(size) - written.pen, y - written.base, 0])
        self.add(written)
        self.tokens: list[VGroup] = []
        glyphs = list(written.submobjects)
        for token in line:
            count = len(token.text.replace(" ", ""))
            mine, glyphs = VGroup(*glyphs[:count]), glyphs[count:]
            self._dress(token, mine, pen)
            self.tokens.append(mine)
        for token in line:
            if token.digits:
                constant(written, token.digits, why="the exponent of a square, or in the name of a type")

    def _dress(self, token: Token, glyphs: VGroup, pen: Pen) -> None:
        theme = pen.theme
        glyphs.set_color(theme.of(token.meaning) if token.meaning else theme.muted if token.is_quiet else theme.ink)
        for leaf in glyphs:
            stands_for(leaf, token.meaning)
        if token.path is not None:
            number = pen.number_of(token.path)
            shown = rounded(number, places=token.places).text()
            assert shown.replace("−", "-") == token.text, (token, shown)
            bind(glyphs, Binding(token.path, number, shown, "=", True, places=token.places, in_code=True))

    def token(self, text: str) -> VGroup:
        """The glyphs of the last token that reads so."""
        place = max(k for k, token in enumerate(self.line) if token.text == text)
        return self.tokens[place]


class CodeBlock(VGroup):
    """Lines of a program, as large as there is room for. `code[i]` is the i-th of the lines, an empty one too."""

    def __init__(
        self,
        region: Region,
        pen: Pen,
        lines: Sequence[Line],
        *,
        size: float | None = None,
        centred: bool = False,
        spread: float = 1.0,
    ) -> None:
        super().__init__()
        self.region, self.theme = region, pen.theme
        self.size = size if size is not None else size_for(region, lines)
        self.pitch = pitch = PITCH * spread * em(self.size)
        heights = [pitch * (1.0 if line else _BLANK) for line in lines]
        longest = max((line[-1].column + len(line[-1].text) for line in lines if line), default=0)
        self.width_of_code = longest * ADVANCE * em(self.size)
        left = region.x - self.width_of_code / 2 if centred else region.left
        y = region.y + sum(heights) / 2
        self.code: list[CodeLine] = []
        for line, height in zip(lines, heights, strict=True):
            self.code.append(CodeLine(line, pen, self.size, left, y - height / 2 - _UP * em(self.size)))
            y -= height
        self.left = left
        self.add(*(line for line in self.code if line.line))

    def band(self, *places: int) -> VGroup:
        """A band behind some lines, which run."""
        x, y = _BAND
        up = _UP * em(self.size)
        top = self.code[places[0]].baseline + up + self.pitch / 2
        bottom = self.code[places[-1]].baseline + up - self.pitch / 2
        return band(self.theme, self.left - x, bottom + y, self.left + self.width_of_code + x, top - y)

    def end_of(self, place: int) -> np.ndarray:
        """The place just behind a line, at the height of its middle."""
        line = self.code[place]
        return np.array([float(line.get_right()[0]) + 0.12, line.baseline + _UP * em(self.size), 0.0])

    def start_of(self, place: int) -> np.ndarray:
        """The place just before a line, at the height of its middle."""
        line = self.code[place]
        return np.array([float(line.get_left()[0]) - 0.12, line.baseline + _UP * em(self.size), 0.0])


def band(theme: Theme, left: float, bottom: float, right: float, top: float) -> VGroup:
    """A band with a bright edge: lines of code that run stand on it."""
    shape = RoundedRectangle(corner_radius=0.07, width=right - left, height=top - bottom)
    shape.set_stroke(theme.faint, width=2).set_fill(theme.panel, opacity=1)
    shape.move_to([(left + right) / 2, (bottom + top) / 2, 0])
    edge = Stroke([left - 0.02, bottom + 0.03, 0], [left - 0.02, top - 0.03, 0], stroke_color=theme.ink, stroke_width=6)
    return VGroup(shape, edge).set_z_index(-2)


def size_for(region: Region, *programs: Sequence[Line], spread: float = 1.0) -> float:
    """The font size at which all these programs have room."""
    size = LARGEST
    for lines in programs:
        longest = max(line[-1].column + len(line[-1].text) for line in lines if line)
        rows = sum(1.0 if line else _BLANK for line in lines)
        size = min(size, region.width / (ADVANCE * longest * em(1)), region.height / (PITCH * spread * rows * em(1)))
    return size


class _Mono(Words):
    """One line in DejaVu Sans Mono. `pen` is where its first character starts, `base` its baseline, as it was made."""

    def __init__(self, text: str, size: float, color: str) -> None:
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        markup = f'{_MARK}#text(font: "DejaVu Sans Mono", ligatures: false)[#"{quoted}"]'
        super().__init__(markup, size, color)
        mark = self.submobjects[0]
        self.pen, self.base = float(mark.get_right()[0]), float(mark.get_bottom()[1])
        self.remove(mark)
        wanted = len(text.replace(" ", ""))
        assert len(self.submobjects) == wanted, (text, len(self.submobjects), wanted)
