"""A user's own words in the places of the house's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenes.stage.writing.words import LessonWords, ShotWords


def replaced(lesson: LessonWords, texts: Mapping[tuple[str, ...], str]) -> LessonWords:
    """The words of a lesson with these texts in their places: ("title",), ("labels", KEY), or ("shots", SHOT, PART) and
    what follows. One caption takes the place of all its variants, and with it what a voice adds to each of them."""
    labels = {key: texts.get(("labels", key), text) for key, text in lesson.labels.items()}
    shots = (
        _replaced(shot, {place[2:]: text for place, text in texts.items() if place[:2] == ("shots", shot.name)})
        for shot in lesson.shots
    )
    return replace(lesson, title=texts.get(("title",), lesson.title), shots=tuple(shots), labels=labels)


def _replaced(shot: ShotWords, texts: Mapping[tuple[str, ...], str]) -> ShotWords:
    if not texts:
        return shot
    caption = _variants("caption", shot.caption, texts)
    spoken = _variants("spoken", shot.spoken, texts)
    if isinstance(caption, str) and not isinstance(spoken, str):
        spoken = ""
    sentences = {key: texts.get(("sentences", key), text) for key, text in shot.sentences.items()}
    question = texts.get(("question",), shot.question) if shot.question is not None else None
    description = texts.get(("description",), shot.description)
    return replace(
        shot, caption=caption, description=description, question=question, sentences=sentences, spoken=spoken
    )


def _variants(
    part: str, house: str | Mapping[str, str], texts: Mapping[tuple[str, ...], str]
) -> str | Mapping[str, str]:
    if (part,) in texts or isinstance(house, str):
        return texts.get((part,), str(house))
    return {variant: texts.get((part, variant), text) for variant, text in house.items()}
