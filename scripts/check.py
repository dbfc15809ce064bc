"""`backreel check`: layout, numbers and reading time of every shot."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import click
from click.core import ParameterSource

from scenes.deliver.check import run
from scenes.deliver.fault_report import Reported, lines, to_json, total
from scenes.lessons import index
from scenes.render.checked import FileJob, Job, LessonJob
from scenes.stage.frame.layout import ASPECTS
from scenes.stage.look.theme import THEMES
from scenes.stage.parameters import Setting
from scenes.stage.settings import Chapter
from scenes.stage.writing.words import LANGUAGES
from scripts import options

_FILE = re.compile(r"(?P<path>.+\.py)(?::(?P<scene>\w+))?")


@click.command("check")
@options.lessons
@click.option(
    "-l",
    "--language",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    default=LANGUAGES,
    show_default=True,
    help="The language, as often as wanted.",
)
@click.option(
    "--aspect",
    "aspects",
    type=click.Choice(list(ASPECTS)),
    multiple=True,
    default=("16:9", "9:16"),
    show_default=True,
    help="The shape of the frame, as often as wanted.",
)
@click.option(
    "--theme",
    "themes",
    type=click.Choice(list(THEMES)),
    multiple=True,
    default=("dark",),
    show_default=True,
    help="The colours, as often as wanted.",
)
@options.settings
@options.output
@options.jobs
@options.as_json
@options.quiet
@options.verbose
def command(
    lessons: tuple[str, ...],
    languages: tuple[str, ...],
    aspects: tuple[str, ...],
    themes: tuple[str, ...],
    settings: list[Setting],
    output: Path,
    jobs: int | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Look at every shot of each LESSON (all of ours, if none is named): text that is cut, covered, crossed, too small,
    too faint or too short on the screen, numbers that are not the engine's. Exit code 1 if there are faults.

    LESSON may also be a Python file with lessons or with Manim scenes, or one of those in it:
    my_scene.py:ClassName. Each fault has a picture in the folder `check` of the output folder.
    """
    editions = list(dict.fromkeys(product(languages, aspects, themes)))
    are_all = click.get_current_context().get_parameter_source("languages") is ParameterSource.DEFAULT
    names = dict.fromkeys(lessons or [*options.film_lessons(), index.FILM])
    tasks = [job for name in names for job in _jobs(name, editions, settings, are_all)]
    started = time.monotonic()
    reports: list[Reported] = []
    with _shown(len(tasks), quiet) as done:
        for report in run(tasks, output, options.processes(jobs), done):
            reports.append(report)
    unknown = [report.checked.broken for report in reports if report.checked.is_unknown]
    if unknown:
        raise click.UsageError("; ".join(unknown))
    seconds = time.monotonic() - started
    if verbose:
        click.echo("".join(report.checked.trace for report in reports), err=True, nl=False)
    if as_json:
        click.echo(to_json(reports, seconds))
    else:
        click.echo("\n".join([*(line for report in reports for line in lines(report)), total(reports, seconds)]))
    if any(report.checked.found or report.checked.broken for report in reports):
        click.get_current_context().exit(1)


def _jobs(
    name: str, editions: Sequence[tuple[str, str, str]], settings: Sequence[Setting], are_all: bool = False
) -> list[Job]:
    """What is to be checked under a name; raises click.UsageError for one that is neither a lesson nor a file. Where
    `are_all` languages are meant, those that a lesson has."""
    if name == index.FILM:
        values = {lesson: options.checked_values(lesson, settings) for lesson in options.film_lessons()}
        parts = enumerate([(index.FILM, {}), *values.items()])
        chapters = [(lesson, own, Chapter(tuple(values), number)) for number, (lesson, own) in parts]
        custom = options.own()
        return [
            LessonJob(lesson, own, *edition, chapter, custom, index.given())
            for edition in editions
            for lesson, own, chapter in chapters
        ]
    file = _FILE.fullmatch(name)
    if file is None:
        return _of_lesson(options.checked_lesson(name), editions, settings, are_all)
    found = index.in_file(name)
    if not found:
        return [FileJob(Path(file["path"]), file["scene"])]
    return [job for lesson in found for job in _of_lesson(lesson, editions, settings, are_all)]


def _of_lesson(
    name: str, editions: Sequence[tuple[str, str, str]], settings: Sequence[Setting], are_all: bool
) -> list[Job]:
    values = options.checked_values(name, settings)
    there = index.languages(name)
    for language in dict.fromkeys(language for language, _, _ in editions):
        if language not in there and not are_all:
            index.shots(name, language)  # says which there are
    own, given = options.own(), index.given()
    return [LessonJob(name, values, *edition, None, own, given) for edition in editions if edition[0] in there]


@contextmanager
def _shown(tasks: int, quiet: bool) -> Iterator[Callable[[float], None]]:
    """A bar of what is done, on standard error, only where a person sees it."""
    if quiet or not sys.stderr.isatty():
        yield lambda share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"checking {tasks} films" if tasks > 1 else "checking", total=1.0)
        yield lambda share: bar.update(task, completed=share)
