"""What a shot depends on, as strings. Its `key` says everything, so that the same key is the same clip; its `kind`
leaves out parameters and words, of which a shot may see only a part."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.metadata import version

from scenes.lessons import index
from scenes.render.code import code_of
from scenes.render.edition import Edition
from scenes.stage.custom import Custom

_LIBRARIES = ("manim", "numpy", "pycairo", "typst", "av", "scipy", "contourpy", "pillow", "babel")


def keys(edition: Edition) -> dict[str, str]:
    """The key of each shot, in the order of the film."""
    return {shot: clip_key(edition, shot) for shot in edition.shots}


def clip_key(edition: Edition, shot: str) -> str:
    """The key of a shot, fit for a file's name: lesson, shot, and a sum over the edition, the words of the lesson, and
    what its kind says."""
    own = sorted(edition.custom.texts(edition.language, edition.lesson))
    return _name(edition, shot, sorted(edition.values.items()), _text(edition.language, edition.lesson), own)


def trace_key(edition: Edition) -> str:
    """The key of a lesson's trace as a text."""
    told = repr((sorted(edition.values.items()), code_of(edition.lesson), sys.version_info[:2], _versions()))
    return f"{edition.lesson}.trace.{sha256(told.encode()).hexdigest()[:16]}"


def said_key(edition: Edition) -> str:
    """The key of what is said in a lesson: how it looks makes no difference."""
    heard = Custom(words=edition.custom.words, symbols=edition.custom.symbols)
    plain = Edition(edition.lesson, edition.values, edition.language, chapter=edition.chapter, custom=heard)
    own = sorted(edition.custom.texts(edition.language, edition.lesson))
    how = (resources.files("scenes.render") / "said.py").read_bytes()  # writes what is kept, and draws nothing
    return _name(plain, "said", sorted(plain.values.items()), _text(plain.language, plain.lesson), own, how)


def kind(edition: Edition, shot: str) -> str:
    """Lesson, shot, and a sum over how the edition is to look, the code that draws it, and the versions of that."""
    return _name(edition, shot)


def _name(edition: Edition, shot: str, *more: object) -> str:
    speech = tuple(one for one in edition.speech if one[0] == shot)
    look = replace(edition, values={}, speech=speech, custom=edition.custom.picture)
    film = _titles(edition) if edition.chapter is not None else ""
    told = repr((look, shot, film, code_of(edition.lesson), sys.version_info[:2], _versions(), more))
    return f"{edition.lesson}.{shot}.{sha256(told.encode()).hexdigest()[:16]}"


@cache
def _versions() -> tuple[str, ...]:
    return tuple(version(library) for library in _LIBRARIES)


def _titles(edition: Edition) -> str:
    """What the cards of a film say: its own words and the titles of its lessons."""
    assert edition.chapter is not None
    catalogue, language = edition.catalogue, edition.language
    titles = [catalogue.lesson(lesson).title for lesson in edition.chapter.lessons]
    return repr((_text(language, index.FILM), sorted(edition.custom.texts(language, index.FILM)), titles))


@cache
def _text(language: str, lesson: str) -> str:
    """All words of a lesson, and what is said of its language."""
    if lesson != index.FILM and index.find(lesson).source is not None:
        return ""  # its words are among the files that `code_of` looks at
    folder = resources.files("scenes").joinpath("text", language)
    told = sha256()
    for name in ("language", lesson):
        told.update(folder.joinpath(f"{name}.toml").read_bytes() + b"\0")
    return told.hexdigest()
