"""What a page shows of a lesson: its film, its words, its formulas, its numbers, and its experiment."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from markupsafe import Markup

from engine import Trace
from scenes.deliver import captions
from scenes.deliver.page import experiment
from scenes.deliver.page.mathml import Written, joined, lesson_rows, rows_as_mathml
from scenes.deliver.page.numbers import Row, rows
from scenes.deliver.templates import coded
from scenes.stage.parameters import Values
from scenes.stage.timeline import ShotSpan, Timeline
from scenes.stage.writing import formulas
from scenes.stage.writing.words import Catalogue

# What is read off: path, what it is (its colour), symbol, and the key of its name among the page's words.
_FORWARD = (
    ("step.0.prediction", "prediction", "prediction", "prediction"),
    ("step.0.error", "loss", "error", "error"),
    ("step.0.loss", "loss", "loss", "loss"),
)
# The same of a knob: its gradient, and the step that would be taken.
_BACKWARD = {
    name: (
        (f"step.0.gradient.{name}", "gradient", f"loss/{name}", f"gradient_{name}"),
        (f"step.0.move.{name}", "move", f"Δ{name}", f"move_{name}"),
    )
    for name in ("weight", "bias")
}
Reading = tuple[str, str, str, str]


@dataclass(frozen=True)
class Experiment:
    """A neuron to turn by hand. `by_hand`: with two knobs and no gradient, as in the lesson about tuning."""

    settings: Mapping[str, object]
    knobs: Mapping[str, Mapping[str, str]]
    readings: tuple[Reading, ...]
    slopes: Mapping[str, tuple[Reading, ...]]
    formulas: tuple[Markup, ...]
    by_hand: bool


@dataclass(frozen=True)
class Shot:
    """A shot in the transcript, with the second at which it begins."""

    span: ShotSpan
    seconds: float

    @property
    def clock(self) -> str:
        """When it begins, in minutes and seconds."""
        minutes, seconds = divmod(int(self.seconds), 60)
        return f"{minutes}:{seconds:02}"


@dataclass(frozen=True)
class PageLesson:
    """A lesson on a page; film, poster and tracks are inside of it."""

    timeline: Timeline
    film: str
    poster: str
    captions: str
    chapters: str
    formulas: tuple[Markup, ...]
    numbers: tuple[Row, ...]
    experiment: Experiment | None

    @property
    def name(self) -> str:
        """What it is called in an address."""
        return self.timeline.lesson

    @property
    def shots(self) -> tuple[Shot, ...]:
        """The shots in order."""
        return tuple(Shot(span, self.timeline.seconds(span.first_frame)) for span in self.timeline.shots)


def page_lesson(
    timeline: Timeline, film: bytes, poster: bytes, trace: Trace, values: Values, catalogue: Catalogue
) -> PageLesson:
    """A lesson that is drawn, as a page shows it: its film (MP4), the picture that it is shown by (PNG)."""
    return PageLesson(
        timeline,
        coded(film),
        _inside("image/png", poster),
        _inside("text/vtt", captions.webvtt(timeline).encode()),
        _inside("text/vtt", captions.shot_chapters(timeline).encode()),
        tuple(_formulas(timeline.lesson, values, trace, catalogue)),
        tuple(rows(timeline, catalogue)),
        _experiment(timeline.lesson, values, catalogue),
    )


@cache
def _chosen() -> Mapping[str, Any]:
    return tomllib.loads((resources.files("scenes.deliver.page") / "formulas.toml").read_text(encoding="utf-8"))


def _formulas(lesson: str, values: Values, trace: Trace, catalogue: Catalogue) -> list[Markup]:
    def there(path: str) -> Fraction | float:
        return trace.number(path)

    found = lesson_rows(lesson, _chosen().get(lesson) or _of_shots(lesson), values, catalogue.formulas)
    known = [row for row in found if all(path in trace for path in formulas.numbers_in(row))]
    return rows_as_mathml(joined(known), Written(catalogue, there))


def _of_shots(lesson: str) -> list[str]:
    """The formulas of a lesson from outside: those of its shots, each once."""
    return list(dict.fromkeys(row for rows in formulas.load().shots.get(lesson, {}).values() for row in rows))


def _experiment(lesson: str, values: Values, catalogue: Catalogue) -> Experiment | None:
    if lesson not in experiment.EXPERIMENTS:
        return None
    of_neuron = experiment.EXPERIMENTS[lesson](values)
    by_hand = lesson in experiment.BY_HAND_ALONE
    chosen = _chosen()["experiment"]["by_hand" if by_hand else "rows"]
    found = lesson_rows("neuron", chosen, values, catalogue.formulas)
    written = rows_as_mathml(joined(found), Written(catalogue, None))
    plain = catalogue.formulas.plain
    knobs = experiment.knobs(of_neuron)
    if by_hand:
        del knobs["learning_rate"]
    return Experiment(
        experiment.settings(of_neuron),
        knobs,
        _readings(_FORWARD, plain),
        {} if by_hand else {name: _readings(of_knob, plain) for name, of_knob in _BACKWARD.items()},
        tuple(written),
        by_hand,
    )


def _readings(chosen: tuple[Reading, ...], plain: Mapping[str, str]) -> tuple[Reading, ...]:
    return tuple((path, kind, _symbol(symbol, plain), name) for path, kind, symbol, name in chosen)


def _symbol(name: str, plain: Mapping[str, str]) -> str:
    if name.startswith("Δ"):
        return f"Δ{plain[name[1:]]}"
    if "/" in name:
        above, _, below = name.partition("/")
        return f"∂{plain[above]}/∂{plain[below]}"
    return plain.get(name, f"{plain['prediction']} − {plain['target']}")


def _inside(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{coded(content)}"
