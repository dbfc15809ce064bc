"""The words and formulas of a lesson from outside: in its module as WORDS and FORMULAS, or in files beside it."""

from __future__ import annotations

import ast
from glob import escape
from pathlib import Path
from types import ModuleType
from warnings import catch_warnings

from scenes.stage.writing.own_texts import OwnTexts
from scenes.stage.writing.toml_text import LessonError, Text, shown


def of_modules(name: str, modules: list[ModuleType]) -> tuple[OwnTexts, list[Path]]:
    """The texts that come with the modules of a lesson, and the files besides those in which they stand. Raises
    LessonError."""
    words: dict[str, Text] = {}
    formulas = None
    others: tuple[Text, ...] = ()
    files: list[Path] = []
    for module in modules:
        path = Path(str(module.__file__))
        for language, text in _words(name, module, path).items():
            if words.setdefault(language, text) != text:
                raise text.fault(f"the words in {language} stand in {words[language].file} too; leave one of them out")
        own = getattr(module, "FORMULAS", None)
        if own is not None:
            formulas, others = _text(own, path, "FORMULAS", None), _others(name, module)
    folders = dict.fromkeys(Path(str(module.__file__)).parent for module in modules)
    for file in (file for folder in folders for file in files_beside(name, folder)):
        kind = file.name.removeprefix(f"{name}.").removesuffix(".toml")
        text = Text(_read(file), shown(file))
        files.append(file)
        if kind == "formulas":
            formulas, others = text, ()
        elif kind in words:
            raise text.fault(f"the words in {kind} stand in {words[kind].file} too; leave one of them out")
        else:
            words[kind] = text
    return OwnTexts(words, formulas, others), files


def _others(name: str, module: ModuleType) -> tuple[Text, ...]:
    """The words of the other lessons of a module, which have its FORMULAS too."""
    given = getattr(module, "WORDS", None)
    if not isinstance(given, dict):
        return ()
    tables = [table for lesson, table in given.items() if lesson != name and isinstance(table, dict)]
    return tuple(Text(text, "") for table in tables for text in table.values() if isinstance(text, str))


def files_beside(name: str, folder: Path) -> list[Path]:
    """The files of a lesson's words and formulas in a folder."""
    return sorted(folder.glob(f"{escape(name)}.*.toml"))


def _words(name: str, module: ModuleType, path: Path) -> dict[str, Text]:
    """WORDS: texts by language; where a module has several lessons, those by lesson."""
    given = getattr(module, "WORDS", None)
    if given is None:
        return {}
    if not isinstance(given, dict) or not given:
        raise LessonError(f'{shown(path)}: WORDS is to be a table: {{"en": "..."}}')
    is_by_lesson = all(isinstance(entry, dict) for entry in given.values())
    own = given.get(name, {}) if is_by_lesson else given
    return {
        str(language): _text(text, path, "WORDS", (name, language) if is_by_lesson else (language,))
        for language, text in own.items()
    }


def _text(given: object, path: Path, variable: str, keys: tuple[str, ...] | None) -> Text:
    if not isinstance(given, str):
        place = f"{variable}{''.join(f'[{key!r}]' for key in keys or ())}"
        raise LessonError(f"{shown(path)}: {place} is to be a text of TOML, not {type(given).__name__}")
    return Text(given, shown(path), _first_line(given, path))


def _first_line(text: str, path: Path) -> int:
    """The line of a file in which a text begins; 1 where it is put together."""
    with catch_warnings(action="ignore"):  # they would be of somebody's code
        parsed = ast.parse(path.read_bytes())
    for node in ast.walk(parsed):
        if isinstance(node, ast.Constant) and node.value == text:
            return node.lineno
    return 1


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise LessonError(f"{shown(file)}: no UTF-8: {wrong.reason}") from None
