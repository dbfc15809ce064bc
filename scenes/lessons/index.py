"""The lessons by name: ours, those of installed packages, and those of files that were given. Nothing here imports
Manim before a film, or a lesson from outside, is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings

from engine import Trace
from scenes.lessons.where import Lesson
from scenes.stage.parameters import Setting, SettingError, Values, read_settings
from scenes.stage.settings import Chapter
from scenes.stage.writing import own_texts, words
from scenes.stage.writing.toml_text import LessonError

if TYPE_CHECKING:
    from scenes.stage.parameters import Parameter

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


class UnknownLesson(LookupError):
    """There is no lesson of this name; `names` are those that there are."""

    def __init__(self, name: str, names: tuple[str, ...]) -> None:
        super().__init__(f"no lesson {name!r}; there are: {', '.join(names)}")
        self.name, self.names = name, names


def find(name: str) -> Lesson:
    """A lesson by its name: one of ours, of a file that was given, or of an installed package. Raises UnknownLesson,
    and LessonError for one from outside that cannot be used."""
    if name in LESSONS:
        return LESSONS[name]
    from scenes.lessons.outside import known as outside
    from scenes.lessons.outside import packages

    found = outside.by_name(name, LESSONS)
    if found is None:
        raise UnknownLesson(name, tuple(dict.fromkeys([*known(), *packages.names()])))
    return found


def taken(asked: str) -> str:
    """The name of a lesson that was asked for by its name or its file: `my_lesson.py`, `my_lesson.py:Sigmoid`. Raises
    as `find` does."""
    if asked in LESSONS:
        return asked
    from scenes.lessons.outside import files
    from scenes.lessons.outside import known as outside

    return outside.of_file(asked, LESSONS).name if files.is_file(asked) else find(asked).name


def in_file(asked: str) -> list[str]:
    """The names of all lessons of a file; none where it has none, as a file of Manim scenes. Raises LessonError."""
    from scenes.lessons.outside import known as outside

    return [lesson.name for lesson in outside.all_of_file(asked, LESSONS)]


def known() -> Mapping[str, Lesson]:
    """The lessons that need no looking up: ours, and those from outside that were asked for so far."""
    if not own_texts.known():
        return LESSONS
    from scenes.lessons.outside import known as outside

    return {**LESSONS, **outside.found()}


def installed() -> dict[str, Lesson | LessonError]:
    """The lessons of installed packages; of one that cannot be used the reason."""
    from scenes.lessons.outside import packages

    made: dict[str, Lesson | LessonError] = {}
    for name in packages.names():
        try:
            made[name] = find(name) if name not in LESSONS else _taken_twice(name)
        except LessonError as wrong:
            made[name] = wrong
    return made


def given() -> tuple[str, ...]:
    """The files that were given, with their classes: whoever takes these in another process knows the same lessons."""
    if not own_texts.known():
        return ()
    from scenes.lessons.outside import known as outside

    return outside.given()


def languages(name: str) -> tuple[str, ...]:
    """The languages in which a lesson has words."""
    lesson = find(name)
    own = own_texts.known()[name].words if lesson.source is not None else None
    return tuple(code for code in words.LANGUAGES if (name in words.load(code).lessons if own is None else code in own))


def _taken_twice(name: str) -> LessonError:
    return LessonError(f"a package has a lesson {name}, and so has Backreel itself; the package's cannot be used")


def parameters(name: str) -> tuple[Parameter, ...]:
    """The parameters that a lesson takes."""
    return tuple(getattr(import_module(find(name).numbers), "PARAMETERS", ()))


def check_together(name: str, values: Values) -> None:
    """Raises SettingError where a lesson's parameters, each allowed by itself, do not go together, and LessonError for
    what else one from outside raises."""
    check = getattr(import_module(find(name).numbers), "check_together", None)
    if check is None:
        return
    try:
        check(values)
    except SettingError:
        raise
    except BaseException as fault:
        raise explained(name, fault) from None


def values(name: str, settings: Iterable[str | Setting]) -> Values:
    """The values of a lesson's parameters, with these settings; raises SettingError."""
    told = [Setting.of(setting) for setting in settings]
    given = read_settings({lesson: parameters(lesson) for lesson in _named(name, told)}, told, name)
    try:
        check_together(name, given)
    except SettingError as wrong:
        found = (setting for setting in reversed(told) if str(wrong).startswith(f"{setting.key}:"))
        raise next(found, Setting("", "")).fault(str(wrong)) from None
    return given


def _named(name: str, settings: list[Setting]) -> list[str]:
    """The lessons whose parameters settings may name: all that are known, and those that they name."""
    found = dict.fromkeys([*known(), name])
    for owner in {setting.key.partition(".")[0] for setting in settings} - set(found):
        try:
            found[find(owner).name] = None
        except LookupError:
            continue  # whoever reads the setting says so
    return list(found)


def trace(name: str, values: Values) -> Trace:
    """All numbers of a lesson for these parameters. Raises LessonError for what one from outside raises."""
    lesson = find(name)
    module = import_module(lesson.numbers)
    if lesson.source is None:
        result = module.trace(values)
        assert isinstance(result, Trace)
        return result
    from scenes.stage.module_numbers import checked

    try:
        with catch_warnings(action="ignore"):  # of somebody's code
            return checked(module.trace(values), lesson.numbers)
    except BaseException as fault:
        raise explained(name, fault) from None


def explained(name: str, fault: BaseException) -> BaseException:
    """What is to be said of something that was raised in a lesson: of one from outside in which file and line."""
    lesson = known().get(name)
    if lesson is None or lesson.source is None:
        return fault
    from scenes.lessons.outside import faults

    return faults.of_lesson(fault, name, lesson.numbers, lesson.source)


def trace_json(name: str, values: Values) -> str:
    """A lesson's parameters and quantities as JSON: {"format", "version", "lesson", "parameters", "quantities"};
    `engine/traces/trace.schema.json` describes it."""
    numbers = Trace({parameter: value for parameter, value in values.items() if not isinstance(value, str)}).to_dict()
    given = {parameter: value if isinstance(value, str) else numbers[parameter] for parameter, value in values.items()}
    return trace(name, values).to_json({"lesson": name, "parameters": given}) + "\n"


def shots(name: str, language: str, chapter: Chapter | None = None) -> tuple[str, ...]:
    """The shots of a lesson in order; of a chapter also the one that leads on. FILM is the opening of a film."""
    if name != FILM:
        find(name)
    own = [shot.name for shot in words.load(language).lesson(name).shots]
    if chapter is None:
        return tuple(own)
    own = own if chapter.lesson is not None else list(OPENING)
    return (*own, CARD if chapter.following is not None else CLOSING)


def film(name: str, chapter: Chapter | None = None) -> Any:
    """The class of a lesson's film, or of what it is as a chapter of one; this imports Manim."""
    if chapter is not None:
        films = import_module("scenes.lessons.film")
        for other in chapter.lessons:
            find(other)  # for the cards
        return films.as_chapter(film(name)) if chapter.lesson is not None else films.Opening
    lesson = find(name)
    if lesson.source is not None and lesson.source.is_installed:
        from scenes.lessons.outside import packages

        return packages.film_of(lesson, own_texts.known()[name])
    module, _, attribute = lesson.film.partition(":")
    return getattr(import_module(module), attribute)
