"""The catalogues: both languages say the same things about the same numbers."""

import re

import pytest

from engine import exact
from scenes.lessons import index
from scenes.lessons.numbers import neuron
from scenes.stage.writing import words

LONGEST_CAPTION = 124  # two lines of 62 characters


def captions(shot: words.ShotWords) -> dict[str, str]:
    return {"": shot.caption} if isinstance(shot.caption, str) else dict(shot.caption)


@pytest.mark.parametrize("lesson", list(index.LESSONS))
def test_every_language_has_the_same_shots_variants_labels_and_placeholders(lesson: str):
    ours, *others = (words.load(language).lesson(lesson) for language in words.LANGUAGES)
    for other in others:
        assert [shot.name for shot in other.shots] == [shot.name for shot in ours.shots]
        assert set(other.labels) == set(ours.labels)
        for a, b in zip(ours.shots, other.shots, strict=True):
            assert set(captions(a)) == set(captions(b)), a.name
            assert set(words.placeholders(a.description)) == set(words.placeholders(b.description)), a.name
            for variant, text in captions(a).items():
                assert set(words.placeholders(text)) == set(words.placeholders(captions(b)[variant])), a.name


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_placeholder_is_a_quantity_and_every_caption_fits_two_lines(language: str):
    trace = neuron.trace(neuron.defaults())
    for shot in words.load(language).lesson("neuron").shots:
        for text in (*captions(shot).values(), shot.description):
            known = [path.replace("final.", "step.4.") for path in words.placeholders(text)]
            assert set(known) <= set(trace), (shot.name, known)
        for text in captions(shot).values():
            filled = words.plain(words.fill(text.replace("{final.", "{step.4."), trace.number, "."))
            assert len(filled) <= LONGEST_CAPTION, (shot.name, len(filled))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_number_is_typed_into_a_caption(language: str):
    # 0 is said where a variant is chosen because something is zero, and of the valley, whose loss is 0 for any numbers.
    for shot in words.load(language).lesson("neuron").shots:
        for text in (*captions(shot).values(), shot.description):
            typed = set(re.findall(r"\d+", re.sub(r"\{[^}]*\}", "", text)))
            assert typed <= {"0"}, (shot.name, typed)


def test_numbers_in_a_text_are_written_in_the_language_and_honestly():
    numbers = {"a": exact("-7.98"), "b": exact("1/3")}
    pieces = words.fill("x {a}, y {b}.", numbers.__getitem__, ",")
    assert words.plain(pieces) == "x −7,98, y ≈ 0,3333."
    assert [p.path for p in pieces if isinstance(p, words.NumberText)] == ["a", "b"]


def test_an_unknown_language_or_lesson_is_said_clearly():
    with pytest.raises(words.WordsError, match="de"):
        words.load("de")
    with pytest.raises(words.WordsError, match="nothing"):
        words.load("en").lesson("nothing")
