"""Whether words and formulas of a lesson from outside can be used. They have the shape of `scenes/text`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scenes.stage.near import no_such
from scenes.stage.writing.toml_text import Text

NAME = re.compile(r"[a-z][a-z0-9_]*")
FORMULA_TABLES = ("symbols", "plain", "shots")  # in a file of formulas; all else in it are rows
_PART = ("title", "labels", "shots", "card", "meanings", "symbols")
_SHOT = ("name", "caption", "description", "question", "sentences", "spoken")
_TABLES = ("labels", "meanings", "symbols")


def check_words(text: Text) -> None:
    """Raises LessonError for words of a lesson that lack something, or have what nobody reads."""
    part = text.read()
    _check_keys(text, part, _PART, "", 0)
    if not isinstance(part.get("title"), str):
        raise text.fault('title is missing; write title = "..." at the top', "title")
    for table in _TABLES:
        if not _is_table_of_texts(part.get(table, {})):
            raise text.fault(f"[{table}] is to be a table of texts", table)
    if not isinstance(part.get("card", ""), str):
        raise text.fault("card is to be a text", "card")
    shots = part.get("shots")
    if not isinstance(shots, list) or not shots or not all(isinstance(shot, dict) for shot in shots):
        raise text.fault("there are no shots; write [[shots]] with name, caption and description", "shots")
    names: list[str] = []
    for place, shot in enumerate(shots):
        _check_shot(text, place, shot)
        if shot["name"] in names:
            head = text.line_of_shot(place)
            raise text.fault(f"two shots are called {shot['name']}; give one of them another name", "name", head)
        names.append(shot["name"])


def _check_shot(text: Text, place: int, shot: Mapping[str, Any]) -> None:
    head = text.line_of_shot(place)
    name = shot.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise text.fault('a shot needs a name of a-z, 0-9 and _: name = "curve"', "name", head)
    _check_keys(text, shot, _SHOT, f"shot {name}: ", head)
    for key in ("caption", "description"):
        if key not in shot:
            raise text.fault(f"shot {name}: {key} is missing", "", head)
    for key, allowed in (("caption", True), ("description", False), ("question", False), ("spoken", True)):
        said = shot.get(key, "")
        if not isinstance(said, str) and not (allowed and said and _is_table_of_texts(said)):
            raise text.fault(f"shot {name}: {key} is to be a text", key, head)
    if not _is_table_of_texts(shot.get("sentences", {})):
        raise text.fault(f"shot {name}: sentences is to be a table of texts", "sentences", head)


def check_same(text: Text, shots: list[dict[str, Any]], language: str) -> None:
    """Raises LessonError for words that have other shots, or other parts of a shot, than those of another language."""
    own = text.read()["shots"]
    names, others = ([shot["name"] for shot in some] for some in (own, shots))
    if names != others:
        raise text.fault(f"the shots are {', '.join(names)}; in {language} they are {', '.join(others)}", "[[shots]]")
    for place, (shot, other) in enumerate(zip(own, shots, strict=True)):
        head = text.line_of_shot(place)
        if ("question" in shot) != ("question" in other):
            has = "has no question" if "question" in other else "has a question"
            raise text.fault(f"shot {shot['name']}: it {has}, and in {language} it is otherwise", "question", head)
        for key in ("caption", "sentences"):
            parts, wanted = (list(one[key]) if isinstance(one.get(key), dict) else [] for one in (shot, other))
            if sorted(parts) != sorted(wanted):
                says = [", ".join(some) if some else "one text" for some in (parts, wanted)]
                raise text.fault(f"shot {shot['name']}: {key} has {says[0]}; in {language} it has {says[1]}", key, head)


def _check_keys(text: Text, part: Mapping[str, Any], allowed: tuple[str, ...], owner: str, head: int) -> None:
    for key in part:
        if key not in allowed:
            raise text.fault(f"{owner}{no_such('key', key, allowed)}", key, head)


def check_formulas(text: Text) -> None:
    """Raises LessonError for formulas that cannot be read, or lack something."""
    part = text.read()
    for name, entry in part.items():
        if not isinstance(entry, dict):
            raise text.fault(f'formula {name}: write {name}.row = "..."', name)
        if name in ("symbols", "plain"):
            if not _is_table_of_texts(entry):
                raise text.fault(f"[{name}] is to be a table of texts", name)
        elif name == "shots":
            continue
        elif not isinstance(entry.get("row"), str) or not _is_table_of_texts(entry.get("constants", {})):
            raise text.fault(f'formula {name}: write {name}.row = "..."', name)
    missing = set(part.get("symbols", {})) ^ set(part.get("plain", {}))
    if missing:
        raise text.fault(f"{sorted(missing)[0]} must stand in [symbols] (Typst) and in [plain] (characters)", "symbols")


def _is_table_of_texts(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(text, str) for text in found.values())
