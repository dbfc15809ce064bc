"""The caption: words in their own band at the bottom, the numbers in them bound like all others."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup, VMobject

from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme
from scenes.stage.writing.typeset import Words, escaped
from scenes.stage.writing.words import NumberText, plain

SIZE = 32.0
CHARACTERS_A_LINE = 62


class Caption(VGroup):
    """`pieces` are strings and numbers; the numbers stay findable as `numbers`: (binding, its glyphs)."""

    def __init__(self, pieces: Sequence[str | NumberText], region: Region, theme: Theme) -> None:
        super().__init__()
        self.text = plain(pieces)
        self.numbers: list[tuple[NumberText, VMobject]] = []
        words = Words(_markup(pieces), SIZE, theme.ink)
        words.scale(min(1.0, region.width / words.width, region.height / words.height))
        words.move_to([region.x, region.y, 0])
        self.add(words)
        for index, piece in enumerate(p for p in pieces if isinstance(p, NumberText)):
            self.numbers.append((piece, words.select(f"n{index}")))


def _markup(pieces: Sequence[str | NumberText]) -> str:
    """Typst markup: words kept together in two lines of about the same length, each number a labelled box."""
    tokens: list[tuple[str, str]] = []
    count = 0
    glue = False
    for piece in pieces:
        if isinstance(piece, NumberText):
            token = (str(piece), f"#box[{escaped(str(piece))}]<n{count}>")
            count += 1
            tokens = _append(tokens, token, glue)
            glue = True
            continue
        words = piece.split(" ")
        for position, word in enumerate(words):
            if position:
                glue = False
            if word:
                tokens = _append(tokens, (word, escaped(word)), glue)
                glue = True
    lines = _balanced([text for text, _ in tokens])
    cut = len(lines[0])
    first = " ".join(markup for _, markup in tokens[:cut])
    rest = " ".join(markup for _, markup in tokens[cut:])
    return f"#set align(center)\n{first} \\\n{rest}" if rest else first


def _append(tokens: list[tuple[str, str]], token: tuple[str, str], glue: bool) -> list[tuple[str, str]]:
    if not glue or not tokens:
        return [*tokens, token]
    text, markup = tokens[-1]
    return [*tokens[:-1], (text + token[0], markup + token[1])]


def _balanced(words: list[str]) -> list[list[str]]:
    """One line if it fits, else two, cut where the longer one is shortest; better after a sentence or a comma."""
    if len(" ".join(words)) <= CHARACTERS_A_LINE:
        return [words, []]

    def cost(cut: int) -> float:
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        pause = -16 if first[-1] in ".:?!" else -4 if first[-1] in ",;" else 0
        return max(len(first), len(second)) + pause

    cut = min(range(1, len(words)), key=cost)
    return [words[:cut], words[cut:]]
