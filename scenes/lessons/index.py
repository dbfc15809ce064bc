"""The lessons by name. Nothing here imports Manim before a film is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from engine import Trace
from scenes.stage.parameters import Setting, SettingError, Values, read_settings
from scenes.stage.settings import Chapter
from scenes.stage.writing import words

if TYPE_CHECKING:
    from scenes.stage.parameters import Parameter


@dataclass(frozen=True)
class Lesson:
    """Where a lesson's numbers (parameters and trace, without Manim) and its film (a class, with Manim) are found."""

    name: str
    numbers: str
    film: str


FILM = "film"  # what the film of all lessons is called, and the words between them
OPENING, CARD, CLOSING = ("title", "contents"), "card", "closing"  # its shots besides those of the lessons

LESSONS = {
    lesson.name: lesson
    for lesson in (
        Lesson("loss", "scenes.lessons.numbers.loss", "scenes.lessons.loss:LossLesson"),
        Lesson("tuning", "scenes.lessons.numbers.tuning", "scenes.lessons.tuning:TuningLesson"),
        Lesson("gradient", "scenes.lessons.numbers.gradient", "scenes.lessons.gradient:GradientLesson"),
        Lesson("chain", "scenes.lessons.numbers.chain", "scenes.lessons.chain:ChainLesson"),
        Lesson("neuron", "scenes.lessons.numbers.neuron", "scenes.lessons.neuron:NeuronLesson"),
        Lesson("relu", "scenes.lessons.numbers.relu", "scenes.lessons.relu:ReluLesson"),
        Lesson("network", "scenes.lessons.numbers.network", "scenes.lessons.network:NetworkLesson"),
        Lesson("training", "scenes.lessons.numbers.training", "scenes.lessons.training:TrainingLesson"),
        Lesson("landscape", "scenes.lessons.numbers.landscape", "scenes.lessons.landscape:LandscapeLesson"),
        Lesson("autodiff", "scenes.lessons.numbers.autodiff", "scenes.lessons.autodiff:AutodiffLesson"),
    )
}


def parameters(name: str) -> tuple[Parameter, ...]:
    """The parameters that a lesson takes."""
    return tuple(import_module(LESSONS[name].numbers).PARAMETERS)


def check_together(name: str, values: Values) -> None:
    """Raises SettingError where a lesson's parameters, each allowed by itself, do not go together."""
    check = getattr(import_module(LESSONS[name].numbers), "check_together", None)
    if check is not None:
        check(values)


def values(name: str, settings: Iterable[str | Setting]) -> Values:
    """The values of a lesson's parameters, with these settings; raises SettingError."""
    told = [Setting.of(setting) for setting in settings]
    given = read_settings({lesson: parameters(lesson) for lesson in LESSONS}, told, name)
    try:
        check_together(name, given)
    except SettingError as wrong:
        found = (setting for setting in reversed(told) if str(wrong).startswith(f"{setting.key}:"))
        raise next(found, Setting("", "")).fault(str(wrong)) from None
    return given


def trace(name: str, values: Values) -> Trace:
    """All numbers of a lesson for these parameters."""
    result = import_module(LESSONS[name].numbers).trace(values)
    assert isinstance(result, Trace)
    return result


def trace_json(name: str, values: Values) -> str:
    """A lesson's parameters and quantities as JSON: {"format", "version", "lesson", "parameters", "quantities"};
    `engine/traces/trace.schema.json` describes it."""
    numbers = Trace({parameter: value for parameter, value in values.items() if not isinstance(value, str)}).to_dict()
    given = {parameter: value if isinstance(value, str) else numbers[parameter] for parameter, value in values.items()}
    return trace(name, values).to_json({"lesson": name, "parameters": given}) + "\n"


def shots(name: str, language: str, chapter: Chapter | None = None) -> tuple[str, ...]:
    """The shots of a lesson in order; of a chapter also the one that leads on. FILM is the opening of a film."""
    own = [shot.name for shot in words.load(language).lesson(name).shots]
    if chapter is None:
        return tuple(own)
    own = own if chapter.lesson is not None else list(OPENING)
    return (*own, CARD if chapter.following is not None else CLOSING)


def film(name: str, chapter: Chapter | None = None) -> Any:
    """The class of a lesson's film, or of what it is as a chapter of one; this imports Manim."""
    if chapter is not None:
        films = import_module("scenes.lessons.film")
        return films.as_chapter(film(name)) if chapter.lesson is not None else films.Opening
    module, _, attribute = LESSONS[name].film.partition(":")
    return getattr(import_module(module), attribute)
