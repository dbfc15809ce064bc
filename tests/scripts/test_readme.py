"""What the README says to type works."""

import json
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from scenes.deliver.deck.deliver import Wanted
from scenes.deliver.lesson import Delivery
from scenes.lessons import index
from scenes.render.edition import Edition
from scenes.render.watch import Look
from scenes.stage.parameters import Setting, Values, defaults, read_settings
from scenes.stage.timeline import Mark, Said, ShotSpan, Timeline
from scripts import page, render, slides
from scripts.main import cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_LINES = [line for line in README.splitlines() if line.startswith("    scripts/backreel ")]
COMMANDS = [shlex.split(line, comments=True) for line in _LINES]


def test_the_readme_has_commands():
    expected = {"render", "still", "check", "trace", "list", "cache", "doctor", "exercise", "slides", "page", "new"}
    assert {command[1] for command in COMMANDS} == expected


def called(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(cwd)}
    command = [sys.executable, "-m", "scripts.main", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c[1] not in ("render", "slides", "page")], ids=" ".join)
def test_commands_run(command: list[str], tmp_path: Path):
    if "-c" in command:
        called("new", "neuron", cwd=tmp_path)
    answer = called(*command[1:], cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout


@pytest.mark.parametrize("command", [c for c in COMMANDS if c[1] == "render" and "--watch" not in c], ids=" ".join)
def test_renders_are_asked_for_as_written(command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The films themselves are made in tests/render and by CI; here the call is taken and its settings are read."""
    asked: dict[str, Values] = {}
    editions = []

    def deliver(edition: Edition, output: Path, progress: object, *how: object) -> Delivery:
        asked[edition.lesson] = edition.values
        editions.append(edition)
        return Delivery((output / "film.mp4",), Timeline(edition.lesson, edition.language, "", 30, (), ()))

    def deliver_film(values: dict[str, Values], look: Edition, output: Path, *how: object) -> Delivery:
        delivery = deliver(look, output, None)
        asked.clear()
        asked.update(values)
        return delivery

    monkeypatch.setattr(render, "deliver", deliver)
    monkeypatch.setattr(render, "deliver_film", deliver_film)
    monkeypatch.chdir(tmp_path)
    if "-c" in command:
        called("new", "neuron", cwd=tmp_path)
    answer = CliRunner().invoke(cli, command[1:], standalone_mode=False)
    assert answer.exception is None
    named = [word.removesuffix(".toml") for word in command[2:] if word.removesuffix(".toml") in index.LESSONS]
    assert list(asked) == (named or list(index.LESSONS))
    assert all(edition.language == ("ru" if "ru" in command else "en") for edition in editions)
    given = [setting for option, setting in pairwise(command) if option in ("-s", "--set")]
    known = {lesson: index.parameters(lesson) for lesson in index.LESSONS}
    for lesson, values in asked.items():
        assert values == read_settings(known, given, lesson)
    assert not given or any(values != defaults(known[lesson]) for lesson, values in asked.items())


@pytest.mark.parametrize("command", [c for c in COMMANDS if c[1] in ("slides", "page")], ids=" ".join)
def test_decks_and_pages_are_asked_for_as_written(command: list[str], monkeypatch: pytest.MonkeyPatch):
    """They themselves are made in tests/deliver; here the call is taken, with its languages and kinds."""
    asked: list[tuple[object, ...]] = []

    def deliver_decks(wanted: list[Wanted], kinds: tuple[str, ...], output: Path, *how: object) -> list[Path]:
        asked.append(([edition.language for one in wanted for edition in one.editions[:1]], kinds, how[-1]))
        return [output / "deck"]

    def deliver_pages(wanted: list[list[Edition]], output: Path, *how: object) -> list[Path]:
        asked.append([edition.language for group in wanted for edition in group])
        return [output / "page"]

    monkeypatch.setattr(slides, "deliver_decks", deliver_decks)
    monkeypatch.setattr(page, "deliver_pages", deliver_pages)
    answer = CliRunner().invoke(cli, command[1:], standalone_mode=False)
    assert answer.exception is None
    languages = [language for option, language in pairwise(command) if option == "-l"] or ["en"]
    kinds = tuple(",".join(kinds for option, kinds in pairwise(command) if option == "--to").split(","))
    deck = (languages, kinds if "--to" in command else ("html",), "--folder" in command)
    assert asked == [deck if command[1] == "slides" else languages]


def test_the_watch_is_asked_for_as_written(monkeypatch: pytest.MonkeyPatch):
    """Watching itself, which never ends, is in tests/render."""
    asked = []

    def watch_still(
        lesson: str,
        shot: str | None,
        settings: list[Setting],
        style: dict[str, object],
        output: Path,
        file: Path | None,
    ) -> list[Look]:
        asked.append((lesson, shot))
        return [Look(output / "still.png", "valley", 1.1)]

    opened: list[str] = []
    monkeypatch.setattr("scenes.deliver.watch.watch_still", watch_still)
    monkeypatch.setattr("click.launch", opened.append)
    (command,) = (command for command in COMMANDS if "--watch" in command)
    answer = CliRunner().invoke(cli, command[1:], standalone_mode=False)
    assert answer.exception is None
    assert asked == [(command[3], command[5])]
    assert answer.stdout.splitlines() == opened == ["media/still.png"]
    assert answer.stderr.splitlines() == ["shot valley (1.1 s) media/still.png"]


def test_the_readme_renders_the_whole_film():
    assert ["scripts/backreel", "render"] in COMMANDS


PROGRAMS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_readme_has_programs():
    assert len(PROGRAMS) == 2


@pytest.mark.parametrize("program", PROGRAMS, ids=["graph", "training"])
def test_the_python_examples_print_what_they_say(program: str):
    said = re.findall(r"^print\(.*\)  # (.*)$", program, re.MULTILINE)
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert answer.stdout.splitlines() == said, answer.stderr


def test_a_render_answers_in_the_agreed_shape(monkeypatch: pytest.MonkeyPatch):
    begins = (("first", 0), ("second", 45))
    shots = tuple(ShotSpan(name, (Said("", at, at + 45),), "", at, at + 45) for name, at in begins)
    film = Timeline("neuron", "en", "", 30, shots, ())
    monkeypatch.setattr(
        render, "deliver", lambda *asked: Delivery((Path("media/neuron.en.mp4"),), film, ("neuron.second",))
    )
    answer = CliRunner().invoke(cli, ["render", "neuron", "--json"], standalone_mode=False)
    assert json.loads(answer.stdout) == {
        "outputs": ["media/neuron.en.mp4"],
        "frames": 90,
        "seconds": 3.0,
        "shots": ["first", "second"],
        "cached": 1,
        "drawn": ["neuron.second"],
    }


def test_a_film_answers_with_its_chapters(monkeypatch: pytest.MonkeyPatch):
    shots = (ShotSpan("film.title", (Said("", 0, 60),), "", 0, 60),)
    film = Timeline("film", "en", "", 30, shots, (), (Mark("Opening", 0), Mark("Loss", 45)))
    monkeypatch.setattr(render, "deliver_film", lambda *asked: Delivery((Path("media/film.en.mp4"),), film))
    answer = CliRunner().invoke(cli, ["render", "--json"], standalone_mode=False)
    told = json.loads(answer.stdout)
    assert told["chapters"] == [{"title": "Opening", "from": 0.0}, {"title": "Loss", "from": 1.5}]
    assert (told["cached"], told["drawn"]) == (1, [])
