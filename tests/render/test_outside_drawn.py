"""A lesson from outside, drawn and checked: what comes out, and that nothing stale does."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenes.lessons import index
from scenes.render.check import check
from scenes.render.checked import LessonJob
from scenes.render.clip_key import keys
from scenes.render.clips import Clips
from scenes.render.code import code_of
from scenes.render.edition import Edition
from scenes.render.said import said
from scenes.stage.settings import Chapter
from tests.outside import CODE, RUSSIAN, call, forgotten, install, write
from tests.scripts.test_command_line import ROOT


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which packages are installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


def test_the_example_of_the_docs_is_drawn_with_all_that_belongs_to_it(tmp_path, capsys):
    file = write(tmp_path / "mine")
    media = tmp_path / "media"
    answer = call(capsys, "render", file, "-q", "l", "-l", "ru", "-o", media, "--json", "--quiet", "-j", "2")
    assert answer.code == 0, answer.err
    found = json.loads(answer.out)
    assert sorted(found["drawn"]) == ["parabola.slope", "parabola.step"]
    kinds = ("mp4", "png", "vtt", "srt", "descriptions.vtt", "txt", "numbers.json")
    assert {Path(path).name for path in found["outputs"]} == {
        *(f"parabola.ru.{kind}" for kind in kinds),
        "parabola.trace.json",
    }
    told = (media / "parabola.ru.txt").read_text(encoding="utf-8")
    assert "Наклон там равен 3. У этой параболы он всегда вдвое больше веса." in told
    assert "w становится равно 1,5 минус 0,2 умножить на 3, равно 0,9." in told
    numbers = json.loads((media / "parabola.ru.numbers.json").read_text(encoding="utf-8"))
    assert {(number["path"], number["shown"]) for number in numbers} >= {
        ("step.1.weight", "0,9"),
        ("step.1.loss", "0,81"),
    }
    again = call(capsys, "render", file, "-q", "l", "-l", "ru", "-o", media, "--json", "--quiet")
    assert json.loads(again.out)["drawn"] == []
    page = call(capsys, "page", file, "-q", "l", "-l", "ru", "-o", media, "--quiet")
    assert page.code == 0, page.err
    html = (media / "parabola.ru.html").read_text(encoding="utf-8")
    assert html.count("<math") == 2
    assert "Насколько крута парабола?" in html


def test_the_example_of_the_docs_has_no_faults(tmp_path, capsys):
    """In each of its languages, wide and upright; in processes of their own, which must find the file too."""
    file = write(tmp_path / "mine")
    answer = call(capsys, "check", file, "-o", tmp_path, "-j", "2", "--quiet")
    assert answer.code == 0, answer.out + answer.err
    assert answer.out.startswith("no faults: parabola × en, ru × 16:9, 9:16 × dark; ")
    write(tmp_path / "mine", russian=None)
    (tmp_path / "mine" / "parabola.ru.toml").unlink()
    write(
        tmp_path / "mine", CODE.replace("Dot(self.axes.at(0, 0), 0.13", "Dot(self.axes.at(0, 99), 0.13"), russian=None
    )
    answer = call(capsys, "check", file, "-o", tmp_path, "--aspect", "16:9", "--quiet")
    assert answer.code == 1
    assert "parabola en 16:9 dark  slope " in answer.out
    assert "16:9, 9:16" not in answer.out


def test_a_fault_in_a_shot_is_one_line_with_its_place(tmp_path, capsys):
    file = write(tmp_path / "mine", CODE.replace("self.play(FadeIn(self.rows[1]))", "self.play(FadeIn(self.rows[3]))"))
    line = 1 + next(n for n, line in enumerate(file.read_text("utf-8").splitlines()) if "rows[3]" in line)
    answer = call(capsys, "render", file, "-q", "l", "-o", tmp_path / "media", "--quiet", "-j", "2")
    assert answer.code == 1
    assert f"parabola.py:{line}: IndexError: list index out of range" in answer.err
    assert len(answer.err.splitlines()) == 1
    assert "fault of backreel" not in answer.err
    assert not list((tmp_path / "media").glob("parabola*"))
    answer = call(capsys, "check", file, "-l", "en", "--aspect", "16:9", "-o", tmp_path, "--quiet")
    assert answer.code == 1
    assert f"IndexError: list index out of range (parabola.py, line {line})" in answer.out


def test_whatever_changes_gives_other_keys(tmp_path, site):
    """Code, words, what is imported from beside it, a file that is called after it; and in a package any file."""

    def key(asked: str) -> str:
        with forgotten():
            name = index.taken(asked)
            edition = Edition(name, index.values(name, []), "ru", "l")
            return f"{keys(edition)['slope']} {code_of(name)}"

    folder = tmp_path / "mine"
    write(folder, CODE.replace("PARAMETERS", "import helper\nPARAMETERS", 1))
    helper, data, other = folder / "helper.py", folder / "parabola.heights.csv", folder / "other.py"
    for file in (helper, data, other):
        file.write_text("\n", encoding="utf-8")
    package = install(site, "curves", "parabola = curves.parabola:Parabola")
    beside = package.parent / "deep" / "table.json"
    beside.parent.mkdir()
    beside.write_text("{}", encoding="utf-8")
    mine, installed = str(folder / "parabola.py"), "parabola"
    changes = [
        (mine, folder / "parabola.py"),
        (mine, folder / "parabola.ru.toml"),
        (mine, helper),
        (mine, data),
        (installed, package),
        (installed, package.parent / "parabola.ru.toml"),
        (installed, beside),
    ]
    for asked, file in changes:
        before = key(asked)
        assert key(asked) == before
        file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert key(asked) != before, file
    before = key(mine)
    other.write_text("# nothing of it\n", encoding="utf-8")
    assert key(mine) == before


def test_nothing_stale_is_drawn(tmp_path, capsys):
    """Two saves within a second, of one length: the second is what is drawn."""
    pictures = []
    for size in ("0.13", "0.31"):
        file = write(tmp_path / "mine", CODE.replace("0.13, color", f"{size}, color"))
        answer = call(capsys, "still", file, "--shot", "slope", "-q", "l", "-o", tmp_path)
        assert answer.code == 0, answer.err
        pictures.append((tmp_path / "parabola.slope.en.png").read_bytes())
    assert pictures[0] != pictures[1]


def test_in_a_film_it_has_its_card(tmp_path):
    """With a card of its own words, before one of ours: no fault in what a film adds."""
    file = write(tmp_path / "mine", russian='card = "И ещё одна кривая."\n' + RUSSIAN)
    with forgotten():
        name = index.taken(str(file))
        lessons = (name, "loss")
        for number, lesson, values in ((0, index.FILM, {}), (1, name, index.values(name, []))):
            job = LessonJob(lesson, values, "ru", "16:9", "dark", Chapter(lessons, number), given=index.given())
            (checked,) = check(job, lambda share: None)
            assert (checked.found, checked.broken) == ((), "")
        film = Edition(index.FILM, {}, "ru", "l", chapter=Chapter(lessons, 0))
        *_, card = said(film, Clips(tmp_path))
        assert card.texts == ("И ещё одна кривая.",)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    file = write(tmp_path / "mine")
    command = ["render", "--watch", str(file), "--shot", "slope", "-q", "l", "-o", str(tmp_path / "media")]
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.main", *command],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.terminate()
    process.wait(30)


def test_a_watched_file_gives_a_new_look_at_every_save(watch, tmp_path):
    """Code, words and a fault in it; the last look is what a still of its own shows."""

    def next_line(wanted: str) -> str:
        for line in watch.stdout:
            if wanted in line:
                return line
        raise AssertionError("it ended")

    picture = tmp_path / "media" / "parabola.slope.en.png"
    next_line(str(picture))
    first = picture.read_bytes()
    write(tmp_path / "mine", CODE.replace("0.13, color", "0.31, color"))
    next_line("shot slope (")
    next_line(str(picture))
    second = picture.read_bytes()
    assert second != first
    write(tmp_path / "mine", CODE.replace("0.13, color", "0.31, colour"))
    assert re.search(r"parabola\.py:\d+: TypeError: ", next_line("backreel: "))
    write(tmp_path / "mine", CODE.replace("always twice", "ever twice"))
    next_line("shot slope (")
    next_line(str(picture))
    third = picture.read_bytes()
    assert third not in (first, second)
    watch.terminate()
    made = subprocess.run(
        [
            *(sys.executable, "-m", "scripts.main", "still", str(tmp_path / "mine" / "parabola.py")),
            *("--shot", "slope", "-q", "l", "-o", str(tmp_path / "again")),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(made.stdout.strip()).read_bytes() == third
