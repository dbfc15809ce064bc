"""Functions of a running process that get their new code."""

import importlib
import sys
from pathlib import Path

import pytest

from scenes.render.exchange import exchanges, sources

CODE = """
import functools
from contextlib import contextmanager

FACTOR = 2


def times(number: int) -> int:
    return FACTOR * number


@functools.cache
def kept(number: int) -> int:
    return number


@contextmanager
def within(places):
    places.append("in")
    yield
    places.append("out")


def outer(number: int):
    def inner():
        return number + 1

    return inner


class Base:
    def name(self) -> str:
        return "base"


class Lesson(Base):
    def name(self) -> str:
        return "lesson of " + super().name()

    @property
    def width(self) -> int:
        return 1

    @staticmethod
    def area(a: int, b: int) -> int:
        return a * b

    @property
    def both(self) -> int:
        return 0

    def run(self, during) -> int:
        during()
        return 1
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "exchanged_lesson.py"
    file.write_text(CODE)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    importlib.invalidate_caches()
    yield importlib.import_module("exchanged_lesson")
    del sys.modules["exchanged_lesson"]


def exchanged(module, before: str, after: str) -> bool:
    """Save a change, and take it over; whether that could be done."""
    file = Path(module.__file__)
    old = sources(file.parent)
    text = file.read_text()
    assert text.count(before) == 1
    file.write_text(text.replace(before, after))
    changed = exchanges(old, sources(file.parent))
    for exchange in changed or ():
        exchange.function.__code__ = exchange.code
    return changed is not None


def test_bodies_are_exchanged_wherever_they_stand(module):
    lesson, times = module.Lesson(), module.times
    assert exchanged(module, "return FACTOR * number", "more = 1\n    return FACTOR * number + more")
    assert times(3) == 7
    assert exchanged(module, '"lesson of "', '"the lesson of "')
    assert lesson.name() == "the lesson of base"
    assert exchanged(module, "        return 1\n\n    @staticmethod", "        return 5\n\n    @staticmethod")
    assert lesson.width == 5
    assert exchanged(module, "return a * b", "return a * b // 2")
    assert lesson.area(3, 4) == 6
    places: list[str] = []
    assert exchanged(module, '"out"', '"gone"')
    with module.within(places):
        pass
    assert places == ["in", "gone"]
    assert exchanged(module, "return number + 1", "return number + 10")
    assert module.outer(1)() == 11


def test_what_is_not_changed_stays_what_it_is(module):
    code = module.times.__code__
    assert exchanged(module, '"base"', '"basis"')
    assert exchanged(module, "\n\nFACTOR", "\n\n\n# how much\nFACTOR")
    assert module.times.__code__ is code


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("FACTOR = 2", "FACTOR = 3"),
        ("def times(number: int)", "def times(number: int = 1)"),
        ("    return number\n\n\n@contextmanager", "    return -number\n\n\n@contextmanager"),
        ("class Lesson(Base)", "class Lesson(Base, object)"),
        ("import functools", "import functools, math"),
        ("def outer", "def outwards"),
        ("        return 0", "        return 0\n\n    def third(self) -> int:\n        return 3"),
        ("        return 0", "        return 0\n\n    @both.setter\n    def both(self, new):\n        pass"),
        ("        return 0", "        return super().both"),
        ("return FACTOR * number", "return FACTOR * * number"),
    ],
)
def test_where_more_has_changed_nothing_is_exchanged(module, before: str, after: str):
    assert not exchanged(module, before, after)
    assert module.times(3) == 6


def test_what_is_being_run_is_not_exchanged(module):
    done = []
    before, after = (f"during()\n        return {number}" for number in (1, 2))
    module.Lesson().run(lambda: done.append(exchanged(module, before, after)))
    assert done == [False]
