"""What a lesson from outside must have, looked at before it is used: a fault is said in one line, with file and
line."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Collection, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any
from warnings import catch_warnings

from scenes.lessons.outside.faults import nearest_said
from scenes.stage.writing.own_texts import OwnTexts
from scenes.stage.writing.text_checks import NAME
from scenes.stage.writing.toml_text import LessonError, shown

NOT_ALLOWED = ("look", "words", "symbols", "lessons", "film")  # what they are called in a lesson file


def name_of(film: type, ours: Collection[str]) -> str:
    """The name of a lesson; raises LessonError for one that it may not have."""
    name = vars(film).get("name")
    if not isinstance(name, str):
        raise _at(film, f'{film.__name__} has no name; say name = "{film.__name__.lower()}" in it')
    check_name(name, _place(film), ours)
    return name


def check_name(name: str, place: str, ours: Collection[str]) -> None:
    """Raises LessonError for a name that no lesson from outside may have."""
    if not NAME.fullmatch(name) or name in NOT_ALLOWED:
        raise LessonError(
            f"{place}: a lesson cannot be called {name!r}: a-z, 0-9 and _, a letter first, and none of"
            f" {', '.join(NOT_ALLOWED)}"
        )
    if name in ours:
        raise LessonError(f"{place}: the name {name} is taken by one of Backreel's own lessons; call it otherwise")


def check_numbers(module: ModuleType) -> None:
    """Raises LessonError for parameters that cannot be used, and where there is no trace."""
    path = Path(str(module.__file__))
    if not callable(getattr(module, "trace", None)):
        raise LessonError(f"{shown(path)}: there is no function trace(values) that gives the numbers, an engine.Trace")
    given = getattr(module, "PARAMETERS", ())
    place = f"{shown(path)}:{_line_of(path, 'PARAMETERS')}"
    if not isinstance(given, list | tuple):
        raise LessonError(f"{place}: PARAMETERS is to be a tuple of parameters, not {type(given).__name__}")
    names: list[str] = []
    for parameter in given:
        missing = [part for part in ("name", "default", "meaning", "allowed", "read") if not hasattr(parameter, part)]
        if missing:
            raise LessonError(f"{place}: {parameter!r} is no parameter; write NumberParameter, ChoiceParameter, ...")
        if not isinstance(parameter.name, str) or not NAME.fullmatch(parameter.name):
            raise LessonError(f"{place}: a parameter cannot be called {parameter.name!r}: a-z, 0-9 and _")
        if parameter.name in names:
            raise LessonError(f"{place}: two parameters are called {parameter.name}")
        names.append(parameter.name)
        try:
            parameter.read(parameter.default)
        except Exception as wrong:
            raise LessonError(
                f"{place}: {parameter.name} does not read its own default {parameter.default!r}: {wrong}"
            ) from None


def check_film(film: Any, texts: OwnTexts, base: Any) -> None:
    """Raises LessonError for a class that cannot play the shots of its words. Without a `poster_shot` it is the
    last."""
    for text in texts.words.values():
        for place, shot in enumerate(text.read()["shots"]):
            called = shot["name"]
            if hasattr(base, called):
                why = f"the shot {called}: every lesson has something else of this name; call the shot otherwise"
                raise text.fault(why, called, text.line_of_shot(place))
            if not callable(getattr(film, called, None)):
                raise _at(
                    film,
                    f"{film.__name__} has no method {called}(self) for the shot {called} ({_methods(film, called)})",
                )
            variants = shot["caption"]
            if isinstance(variants, dict) and film.caption_variant is base.caption_variant and film.claims is None:
                raise _at(
                    film,
                    f"the shot {called} has the captions {', '.join(variants)}: write caption_variant(self, shot),"
                    " which gives the one that is true",
                )
    first = next(iter(texts.words.values()))
    shots = [shot["name"] for shot in first.read()["shots"]]
    poster = getattr(film, "poster_shot", shots[-1])
    if poster not in shots:
        raise _at(film, f"poster_shot: there is no shot {poster!r}; {nearest_said(str(poster), shots)}")
    film.poster_shot = poster
    texts.check_listed_rows()


def _methods(film: type, wanted: str) -> str:
    own = [name for name, made in vars(film).items() if callable(made) and not name.startswith("_")]
    return nearest_said(wanted, own) if own else "it has no methods"


def _at(film: type, what: str) -> LessonError:
    return LessonError(f"{_place(film)}: {what}")


def _place(film: type) -> str:
    path = Path(str(getattr(sys.modules.get(film.__module__), "__file__", "") or inspect.getfile(film)))
    return f"{shown(path)}:{_line_of(path, film.__name__)}"


def _line_of(path: Path, name: str) -> int:
    """The line in which a file gives this name to a class, a function or a value; 1 where it does not."""
    with catch_warnings(action="ignore"):  # they would be of somebody's code
        parsed = ast.parse(path.read_bytes())
    for node in parsed.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name:
            return node.lineno
        if isinstance(node, ast.Assign | ast.AnnAssign) and name in _targets(node):
            return node.lineno
    return 1


def _targets(node: ast.Assign | ast.AnnAssign) -> Iterable[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]
