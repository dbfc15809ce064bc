"""The card between two lessons: the carried object, the number and title of what comes, and how far the film is."""

from __future__ import annotations

from manim import VGroup

from scenes.stage.declared import constant
from scenes.stage.film.contents import WHY_A_NUMBER, Whereabouts, stacked
from scenes.stage.film.tokens import token
from scenes.stage.frame.layout import Layout
from scenes.stage.look.theme import Theme
from scenes.stage.settings import Chapter
from scenes.stage.writing.line_breaks import Token, balanced
from scenes.stage.writing.typeset import Label, Words, escaped

_TITLE, _NUMBER = 64, 32


class Card(VGroup):
    """`lesson` is the word for a lesson, `title` that of the one that comes. The same card ends one scene and begins
    the next."""

    def __init__(self, chapter: Chapter, lesson: str, title: str, layout: Layout, theme: Theme) -> None:
        super().__init__()
        number = str(chapter.number)
        self.carried = token(chapter.lesson, theme)
        self.number = constant(Label(f"{lesson} {number}", _NUMBER, theme.muted), number, why=WHY_A_NUMBER)
        self.title = big_title(title, layout, theme)
        self.whereabouts = Whereabouts(len(chapter.lessons), chapter.number, theme)
        parts = (self.carried, VGroup(self.number), VGroup(self.title), self.whereabouts)
        stacked(parts, layout.stage.inset(0.3), (1.5, 0.5, 1.15, 0.95))
        self.add(self.carried, self.number, self.title, self.whereabouts)


def big_title(title: str, layout: Layout, theme: Theme) -> Words:
    """A title, large, on as many lines as it needs."""
    lines = balanced([Token(word, escaped(word)) for word in title.split(" ")], 40 if layout.is_wide else 22)
    return Words("#set align(center)\n" + " \\\n".join(lines), _TITLE, theme.ink)
