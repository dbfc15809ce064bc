"""The lesson of the docs, taken out of their page, as a file and as an installed package; and the command line in this
process."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from scenes.lessons.outside import known
from scenes.render import stopping
from scenes.stage.writing import own_texts, words
from scripts.main import main

PAGE = Path(__file__).parents[1] / "docs" / "a-lesson-of-your-own.md"


def blocks(language: str) -> list[str]:
    """The pieces of code of the page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


CODE, RUSSIAN = blocks("python")[0], blocks("toml")[0]


def write(folder: Path, code: str = CODE, name: str = "parabola", russian: str | None = RUSSIAN) -> Path:
    """The lesson as a file, with its Russian words beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.py"
    file.write_text(code, encoding="utf-8")
    if russian is not None:
        (folder / "parabola.ru.toml").write_text(russian, encoding="utf-8")
    return file


def install(folder: Path, package: str, points: str, code: str = CODE, numbers: str = "") -> Path:
    """A package with the lesson, as pip leaves it: its folder, and beside it what is said of it."""
    write(folder / package, code)
    (folder / package / "__init__.py").touch()
    told = folder / f"{package}-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    apart = f"[backreel.numbers]\n{numbers}\n" if numbers else ""
    (told / "entry_points.txt").write_text(f"[backreel.lessons]\n{points}\n{apart}", encoding="utf-8")
    return folder / package / "parabola.py"


@dataclass(frozen=True)
class Answer:
    """What a call said."""

    code: int
    out: str
    err: str


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> Answer:
    """The command line, called in this process."""
    with pytest.MonkeyPatch.context() as patch, forgotten():
        patch.setattr(stopping, "listen", lambda: None)
        patch.setattr(sys, "argv", ["backreel", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
    told = capsys.readouterr()
    return Answer(int(ended.value.code or 0), told.out, told.err)


@contextmanager
def forgotten() -> Iterator[None]:
    """Lessons from outside are known for so long alone."""
    modules, path = set(sys.modules), list(sys.path)
    try:
        yield
    finally:
        known.forget()
        own_texts.forget()
        words.own_changed()
        sys.path[:] = path
        for name in set(sys.modules) - modules:
            if name.startswith("backreel_file_") or name.partition(".")[0] in ("curves", "others", "helper"):
                del sys.modules[name]
