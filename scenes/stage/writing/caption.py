"""The caption: words in their own band at the bottom, the numbers and symbols in them bound like all others."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from scenes.stage.declared import stands_for
from scenes.stage.frame.layout import Layout
from scenes.stage.look.theme import Theme, meaning_of
from scenes.stage.writing.binding import Binding, bind
from scenes.stage.writing.line_breaks import Token, balanced
from scenes.stage.writing.typeset import Words, em, escaped
from scenes.stage.writing.words import Piece, SymbolText, plain

# In em: what Libertinus Serif reaches above and below its baseline, and from one baseline to the next.
_ABOVE, _BELOW, _PITCH = 0.65, 0.24, 1.308
_MARK = "#box(rect(width: 0.01pt, height: 2pt, fill: black, stroke: none))"  # stands on the first baseline


class Caption(VGroup):
    """`pieces` are strings, numbers and symbols; `text` is the whole as a string. Its baselines are where they are for
    any text of as many lines: no letter that hangs below shifts them. One that nobody sees need not be written."""

    def __init__(self, pieces: Sequence[Piece], layout: Layout, theme: Theme, is_seen: bool = True) -> None:
        super().__init__()
        self.text = plain(pieces)
        self._unwritten: tuple[Sequence[Piece], Layout, Theme] | None = (pieces, layout, theme)
        if is_seen:
            self.write()

    def write(self) -> None:
        """It is there from now on, if it was not before."""
        if self._unwritten is None:
            return
        (pieces, layout, theme), self._unwritten = self._unwritten, None
        size, region = layout.caption_size, layout.caption
        marked = [piece for piece in pieces if not isinstance(piece, str)]
        lines = balanced(_tokens(pieces), layout.caption_characters)
        words = Words(f"#set align(center)\n{_MARK}" + " \\\n".join(lines), size, theme.ink)
        mark = words.submobjects[0]
        words.remove(mark)
        below_first = em(size) * (len(lines) - 1) * _PITCH
        height = below_first + em(size) * (_ABOVE + _BELOW)
        shrunk = min(1.0, region.width / words.width, region.height / max(height, words.height))
        VGroup(words, mark).scale(shrunk)
        words.set_x(region.x)
        first = region.y + shrunk * (below_first - em(size) * (_ABOVE - _BELOW)) / 2
        words.shift([0.0, first - float(mark.get_bottom()[1]), 0.0])
        self.add(words)
        for place, piece in enumerate(marked):
            part = words.select(f"n{place}")
            if isinstance(piece, Binding):
                bind(part.get_family(), piece)
            elif isinstance(piece, SymbolText):
                meaning = meaning_of(piece.quantity)
                for leaf in part.set_color(theme.of(meaning)).get_family():
                    stands_for(leaf, meaning)


def _tokens(pieces: Sequence[Piece]) -> list[Token]:
    """Words that a line can be cut between, as plain characters and as Typst; numbers and symbols are labelled."""
    tokens: list[Token] = []
    glue = False
    count = 0
    for piece in pieces:
        if not isinstance(piece, str):
            inner = escaped(str(piece)) if isinstance(piece, Binding) else _math(piece)
            tokens = _append(tokens, Token(str(piece), f"#box[{inner}]<n{count}>"), glue)
            count += 1
            glue = True
            continue
        for position, word in enumerate(piece.split(" ")):
            if position:
                glue = False
            if word:
                tokens = _append(tokens, Token(word, escaped(word)), glue)
                glue = True
    return tokens


def _math(symbol: SymbolText) -> str:
    return f"${symbol.typst}$"


def _append(tokens: list[Token], token: Token, glue: bool) -> list[Token]:
    if not glue or not tokens:
        return [*tokens, token]
    last = tokens[-1]
    return [*tokens[:-1], Token(last.text + token.text, last.markup + token.markup)]
