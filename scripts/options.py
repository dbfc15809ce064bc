"""Options that mean the same in every command, and how their values are checked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import click

from scenes.lessons import index
from scenes.stage.frame.layout import ASPECTS
from scenes.stage.look.theme import THEMES
from scenes.stage.parameters import Values
from scenes.stage.writing.words import LANGUAGES

Command = TypeVar("Command", bound=Callable[..., Any])

language = click.option(
    "-l", "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language."
)
languages = click.option(
    "-l",
    "--language",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    default=("en",),
    show_default=True,
    callback=lambda ctx, param, value: tuple(dict.fromkeys(value)),
    help="A language; as often as wanted.",
)
quality = click.option(
    "-q",
    "--quality",
    type=click.Choice(["l", "m", "h", "p", "k"]),
    default="h",
    show_default=True,
    help="l 854x480@15, m 1280x720@30, h 1920x1080@60, p 2560x1440@60, k 3840x2160@60 (of 16:9).",
)
aspect = click.option(
    "--aspect", type=click.Choice(list(ASPECTS)), default="16:9", show_default=True, help="The shape of the frame."
)
theme = click.option("--theme", type=click.Choice(list(THEMES)), default="dark", show_default=True, help="The colours.")
reduced_motion = click.option("--reduced-motion", is_flag=True, help="Fades and cuts instead of movement.")
settings = click.option(
    "-s",
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="One parameter, as often as wanted: neuron.input=3",
)
output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("media"),
    show_default=True,
    help="The folder for what is made.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON on standard output.")
jobs = click.option(
    "-j", "--jobs", type=click.IntRange(min=1), default=None, help="How many processes; without it, one for each core."
)


def _scheduler(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"(\w+://)?(\[[0-9A-Fa-f:]+\]|[^\s:/]+):\d+", value):
        raise click.BadParameter(f"{value!r} is no address; say tcp://HOST:PORT", ctx, param)
    return value


cluster = click.option(
    "--cluster",
    callback=_scheduler,
    metavar="ADDRESS",
    help="Draw with the workers of a dask scheduler instead: tcp://HOST:PORT",
)
no_cache = click.option("--no-cache", is_flag=True, help="Draw every shot, and keep none for the next call.")
preview = click.option("-p", "--preview", is_flag=True, help="Open the result.")
quiet = click.option("--quiet", is_flag=True, help="No progress bar.")
verbose = click.option("--verbose", is_flag=True, help="Show where a fault came from.")
lesson = click.argument("lesson", required=False)
lessons = click.argument("lessons", nargs=-1, metavar="[LESSON...]")


def processes(jobs: int | None) -> int:
    """How many processes are wanted: one for each core that is ours, unless it was said."""
    if jobs is not None:
        return jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def nearest(name: str, names: Iterable[str]) -> str:
    """The nearest of the names that there are, and all of them, in words."""
    known = list(names)
    close = get_close_matches(name, known, n=1, cutoff=0.0)
    return f"the nearest is {close[0]}; there are: {', '.join(known)}"


def checked_lesson(name: str | None) -> str:
    """The name of a lesson that is there, asked for by its name or its file; raises click.UsageError, LessonError."""
    if name is None:
        raise click.UsageError(f"say which lesson; there are: {', '.join(index.LESSONS)}")
    try:
        return index.taken(name)
    except index.UnknownLesson as wrong:
        raise click.UsageError(f"no lesson {name!r}; {nearest(name, wrong.names)}") from None


def check_shot(lesson: str, language: str, shot: str | None) -> None:
    """Raises click.UsageError for a shot that the lesson has not."""
    shots = index.shots(lesson, language)
    if shot is not None and shot not in shots:
        raise click.UsageError(f"no shot {shot!r} in {lesson}; {nearest(shot, shots)}")


def checked_values(name: str, given: Iterable[str]) -> Values:
    """The values of a lesson's parameters; raises SettingError."""
    return index.values(name, given)
