"""Options that mean the same in every command, and how their values are checked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from scenes.lessons import index
from scenes.lessons.lesson_file.read import LessonFile, checked
from scenes.stage.custom import NOTHING, Custom
from scenes.stage.frame.layout import ASPECTS
from scenes.stage.look.theme import THEMES
from scenes.stage.near import no_such, quoted
from scenes.stage.parameters import Setting, Values
from scenes.stage.writing.words import LANGUAGES
from scripts.named import Named

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
_PYTHON = re.compile(r".+\.py(:\w+)?")
_FILE = "backreel.lesson_file"  # where a context keeps it


def _read_file(ctx: click.Context, param: click.Parameter, path: Path | None) -> None:
    """The lesson file is read before all other options: it says what they are where they are not given."""
    if path is None:
        return
    for name in filter(_PYTHON.fullmatch, _named(ctx)):
        index.in_file(name)  # the lesson file may name a lesson that this call brings
    file = ctx.meta[_FILE] = checked(path)
    several = {f"{key}s": (value,) for key, value in file.look.items()}
    ctx.default_map = {**(ctx.default_map or {}), **file.look, **several}


def _named(ctx: click.Context) -> list[str]:
    """What the call names besides its options and their values."""
    parsed, _, _ = ctx.command.make_parser(ctx).parse_args(list(ctx.meta.get("backreel.arguments", ())))
    named: list[str] = []
    for argument in ctx.command.get_params(ctx):
        if isinstance(argument, click.Argument):
            given = parsed.get(argument.name or "")  # no text where it is not given
            several = given if isinstance(given, list | tuple) else [given]
            named += [name for name in several if isinstance(name, str)]
    return named


def _with_those_of_the_file(ctx: click.Context, param: click.Parameter, written: tuple[str, ...]) -> list[Setting]:
    file = given_file()
    return [*(file.settings if file is not None else ()), *map(Setting.of, written)]


def given_file() -> LessonFile | None:
    """The lesson file of this call."""
    found: LessonFile | None = click.get_current_context().meta.get(_FILE)
    return found


def said(*names: str) -> dict[str, Any]:
    """The options of these names that the call itself gives."""
    context = click.get_current_context()
    not_said = (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP)
    return {name: context.params[name] for name in names if context.get_parameter_source(name) not in not_said}


def own() -> Custom:
    """What the user has instead of the house's own."""
    file = given_file()
    return file.custom if file is not None else NOTHING


def film_lessons() -> tuple[str, ...]:
    """The lessons of the film that is meant where none is named."""
    file = given_file()
    return file.lessons if file is not None and file.lessons else tuple(index.LESSONS)


_config = click.option(
    "-c",
    "--config",
    type=Named(path_type=Path),
    is_eager=True,
    expose_value=False,
    callback=_read_file,
    metavar="FILE",
    help="A lesson file (TOML): lessons, parameters, words, colours; backreel new writes one.",
)
_settings = click.option(
    "-s",
    "--set",
    "settings",
    multiple=True,
    callback=_with_those_of_the_file,
    metavar="KEY=VALUE",
    help="One parameter, as often as wanted: neuron.input=3",
)


def settings(command: Command) -> Command:
    """Give a command the options for parameters: a lesson file, and single values, which go over it."""
    return _config(_settings(command))


output = click.option(
    "-o",
    "--output",
    type=Named(path_type=Path),
    default=Path("media"),
    show_default=True,
    help="The folder for what is made.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON on standard output.")
jobs = click.option(
    "-j", "--jobs", type=click.IntRange(min=1), default=None, help="How many processes; without it, one for each core."
)


_ADDRESS = re.compile(r"(?:(\w+)://)?(?:\[[0-9A-Fa-f:]+\]|[^\s:/]+):(\d{1,5})", re.ASCII)


def _scheduler(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The others that dask knows want certificates, or more than its own packages."""
    if value is None:
        return None
    found = _ADDRESS.fullmatch(value)
    if found is None or not 0 < int(found[2]) < 2**16:
        raise click.BadParameter(f"{quoted(value)} is no address; say tcp://HOST:PORT", ctx, param)
    if found[1] not in (None, "tcp"):
        raise click.BadParameter(f"{found[1]}:// is not spoken here; say tcp://HOST:PORT", ctx, param)
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


def _lesson_of_the_file(ctx: click.Context, param: click.Parameter, name: str | None) -> str | None:
    file = given_file()
    return file.lessons[0] if name is None and file is not None and len(file.lessons) == 1 else name


def _lessons_of_the_file(ctx: click.Context, param: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """A file with one lesson is about that one; several are a film."""
    file = given_file()
    return file.lessons if not names and file is not None and len(file.lessons) == 1 else names


lesson = click.argument("lesson", required=False, callback=_lesson_of_the_file)
lessons = click.argument("lessons", nargs=-1, metavar="[LESSON...]", callback=_lessons_of_the_file)


def processes(jobs: int | None) -> int:
    """How many processes are wanted: one for each core that is ours, unless it was said."""
    if jobs is not None:
        return jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def checked_lesson(name: str | None) -> str:
    """The name of a lesson that is there, asked for by its name or its file; raises click.UsageError, LessonError."""
    if name is None:
        raise click.UsageError(f"say which lesson; there are: {', '.join(film_lessons())}")
    try:
        return index.taken(name)
    except index.UnknownLesson as wrong:
        raise click.UsageError(no_such("lesson", name, wrong.names)) from None


def check_shot(lesson: str, language: str, shot: str | None) -> None:
    """Raises click.UsageError for a shot that the lesson has not."""
    shots = index.shots(lesson, language)
    if shot is not None and shot not in shots:
        raise click.UsageError(no_such(f"shot of {lesson}", shot, shots))


def checked_values(name: str, given: Iterable[str | Setting]) -> Values:
    """The values of a lesson's parameters; raises SettingError."""
    values, file = index.values(name, given), given_file()
    if file is not None:
        file.check_words(name, values)
    return values
