"""A lesson in a cell of a notebook.

    from scenes.deliver.notebook import show

    show("neuron", {"neuron.input": 3}, language="ru")

There is no package `backreel` to import: a top level of its own for one function would stand beside engine, scenes and
scripts and hold nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from engine.files.scratch import WORK, Scratch
from scenes.deliver.drawn import How
from scenes.deliver.embed.player import html, inside, player
from scenes.deliver.lesson import deliver, deliver_film
from scenes.lessons import index
from scenes.lessons.lesson_file.read import checked
from scenes.render.edition import Edition
from scenes.stage.custom import NOTHING
from scenes.stage.parameters import Setting


@dataclass(frozen=True)
class Shown:
    """A video with captions, poster and transcript; notebooks show it, and keep it."""

    title: str
    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<{self.title}>"


def show(
    lesson: str = index.FILM,
    settings: Mapping[str, object] | None = None,
    *,
    config: str | Path | None = None,
    language: str = "en",
    quality: str = "m",
    aspect: str = "16:9",
    theme: str = "dark",
    reduced_motion: bool = False,
    jobs: int = 1,
) -> Shown:
    """A lesson, or the film of all, with these parameters; as the last expression of a cell it plays there. `config` is
    a lesson file: its parameters, over which the settings go, its words, symbols, colours and logo, and its lessons for
    a film. Language and shape are said here.

    Shots that are in the cache are not drawn again. Raises ValueError for a lesson, a parameter or a value that is not
    there, ShotsFailed for shots that could not be drawn.
    """
    lesson = _taken(lesson)
    if not isinstance(settings, Mapping | None):
        raise ValueError(f'settings are a dictionary such as {{"neuron.input": 3}}, not {settings!r}')
    if not isinstance(jobs, int) or jobs < 1:
        raise ValueError(f"jobs is how many processes draw, 1 or more, not {jobs!r}")
    file = checked(Path(config)) if config is not None else None
    given = [*(file.settings if file else ()), *(Setting(key, str(value)) for key, value in (settings or {}).items())]
    look = replace(_look(language, quality, aspect, theme, reduced_motion), custom=file.custom if file else NOTHING)
    film = file.lessons if file is not None and file.lessons else tuple(index.LESSONS)
    values = {name: index.values(name, given) for name in ((lesson,) if lesson != index.FILM else film)}
    for name, own in values.items() if file is not None else ():
        file.check_words(name, own)
    with Scratch(tempfile.gettempdir(), WORK) as shop:
        how, output = How(jobs), shop / "media"  # not the shop itself: that is locked already
        output.mkdir()
        if lesson == index.FILM:
            delivery = deliver_film(values, look, output, lambda advance: None, how)
        else:
            edition = replace(look, lesson=lesson, values=values[lesson])
            delivery = deliver(edition, output, lambda advance: None, how)
        size = look.rate.size(look.frame)
        return Shown(delivery.timeline.title, html(player(delivery, size, inside, is_inside=True)))


def _taken(lesson: str) -> str:
    """The name of a lesson: one of ours, an installed one, or that of a file; raises ValueError."""
    if lesson == index.FILM:
        return lesson
    try:
        return index.taken(lesson)
    except index.UnknownLesson as wrong:
        _check("lesson", lesson, (*wrong.names, index.FILM))
        raise


def _look(language: str, quality: str, aspect: str, theme: str, reduced_motion: bool) -> Edition:
    from scenes.render.quality import QUALITIES
    from scenes.stage.frame.layout import ASPECTS
    from scenes.stage.look.theme import THEMES
    from scenes.stage.writing.words import LANGUAGES

    _check("language", language, LANGUAGES)
    _check("quality", quality, tuple(QUALITIES))
    _check("aspect", aspect, tuple(ASPECTS))
    _check("theme", theme, tuple(THEMES))
    return Edition(index.FILM, {}, language, quality, aspect, theme, reduced_motion)


def _check(what: str, name: str, names: tuple[str, ...]) -> None:
    if name not in names:
        raise ValueError(f"no {what} {name!r}; there are: {', '.join(names)}")
