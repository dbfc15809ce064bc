"""What a user has instead of the house's own: words, symbols, colours, a logo. Nothing here is checked: a lesson file
is where it comes from, and what reads that checks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from scenes.stage.look.theme import Theme


@dataclass(frozen=True)
class Logo:
    """A picture as PNG, with its width over its height, and a sum that stands for it."""

    content: bytes = field(repr=False)
    ratio: float
    total: str


@dataclass(frozen=True)
class Custom:
    """`words` are texts by their place: ("en", "neuron", "shots", "loss", "caption", "miss"); `symbols` by quantity and
    `colors` by the theme's names; `film` is what a film of several lessons is called."""

    words: tuple[tuple[tuple[str, ...], str], ...] = ()
    symbols: tuple[tuple[str, str], ...] = ()
    colors: tuple[tuple[str, str], ...] = ()
    logo: Logo | None = None
    film: str = ""

    def texts(self, language: str, lesson: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """The words of a lesson in a language, by their place in it."""
        return ((place[2:], text) for place, text in self.words if place[:2] == (language, lesson))

    def theme(self, theme: Theme) -> Theme:
        """A theme with these colours."""
        return replace(theme, **dict(self.colors)) if self.colors else theme

    @property
    def picture(self) -> Custom:
        """What of it every picture depends on: all but the words."""
        return replace(self, words=(), film="")


NOTHING = Custom()
