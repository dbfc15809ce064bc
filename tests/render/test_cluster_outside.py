"""Lessons from outside in a film that a cluster draws."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenes.lessons import index
from scenes.render import cluster, remote
from scenes.render.clip_key import keys
from scenes.render.clips import Clips
from scenes.render.code import code_of
from scenes.render.edition import Edition
from scenes.stage.settings import Chapter
from scenes.stage.writing.toml_text import LessonError
from tests.outside import forgotten, install, write

LESSONS = ("neuron", "parabola")
PARTS = ((index.FILM, 0), ("neuron", 1))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the worker has its packages."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    with forgotten():
        yield folder


def edition(lesson: str, number: int, language: str = "en") -> Edition:
    values = index.values(lesson, []) if lesson != index.FILM else {}
    return Edition(lesson, values, language, "l", chapter=Chapter(LESSONS, number))


def asked_of_a_worker(asked: Edition) -> tuple[str, str, dict[str, str], bytes, str]:
    index.find("parabola")  # whoever asks knows it
    return asked.lesson, code_of(asked.lesson), keys(asked), pickle.dumps(asked), "tcp://worker"


@pytest.mark.parametrize(("lesson", "number"), PARTS)
def test_a_worker_finds_the_other_lessons_of_a_film(
    lesson: str, number: int, site: Path, monkeypatch: pytest.MonkeyPatch
):
    install(site, "curves", "parabola = curves.parabola:Parabola")
    with forgotten():
        request = asked_of_a_worker(edition(lesson, number))
    drawn: dict[str, str] = {}
    monkeypatch.setattr(remote, "_drawn", lambda edition, wanted: drawn.update(wanted) or {})
    remote._answer(*request)
    assert drawn == request[2]


@pytest.mark.parametrize(("lesson", "number"), PARTS)
def test_a_worker_without_another_lesson_of_a_film_says_so(
    lesson: str, number: int, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    package = install(site, "curves", "parabola = curves.parabola:Parabola").parent
    with forgotten():
        request = asked_of_a_worker(edition(lesson, number, "ru"))
    (package / "parabola.ru.toml").unlink()  # then it has one that cannot be drawn
    for package_is_there in (True, False):
        with forgotten():
            told = {str(fault) for fault in remote._answer(*request).values()}
        assert len(told) == 1
        assert "the worker tcp://worker has no lesson parabola that can be drawn; install" in told.pop()
        if package_is_there:
            package.with_name("curves-1.0.dist-info").rename(tmp_path / "uninstalled")  # then it has none


@pytest.mark.parametrize(("lesson", "number"), PARTS)
def test_a_film_with_the_lesson_of_a_file_is_refused_whatever_of_it_is_missing(
    lesson: str, number: int, site: Path, tmp_path: Path
):
    index.taken(str(write(tmp_path / "mine")))
    missing = [(edition(lesson, number), ("title",))]
    with pytest.raises(
        LessonError, match=r"parabola\.py: a cluster draws lessons that are installed .* of parabola and"
    ):
        cluster.draw_on_cluster("tcp://127.0.0.1:9", missing, Clips(tmp_path / "cache"), lambda *told: None)
