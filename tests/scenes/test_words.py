"""The catalogues: both languages say the same things about the same numbers, in their own grammar."""

import re
from fractions import Fraction

import pytest

from engine import exact
from scenes.lessons import index
from scenes.stage.parameters import defaults
from scenes.stage.writing import formulas, words

LONGEST_CAPTION = 124  # two lines of 62 characters


def captions(shot: words.ShotWords) -> dict[str, str]:
    return {"": shot.caption} if isinstance(shot.caption, str) else dict(shot.caption)


def said(shot: words.ShotWords) -> list[str]:
    return [*captions(shot).values(), *([shot.question] if shot.question else []), *shot.sentences.values()]


def spoken(shot: words.ShotWords) -> dict[str, str]:
    return {"": shot.spoken} if isinstance(shot.spoken, str) else dict(shot.spoken)


def texts(shot: words.ShotWords) -> list[str]:
    return [*said(shot), shot.description, *spoken(shot).values()]


@pytest.mark.parametrize("lesson", list(index.LESSONS))
def test_every_language_has_the_same_shots_variants_questions_labels_and_placeholders(lesson: str):
    ours, *others = (words.load(language).lesson(lesson) for language in words.LANGUAGES)
    for other in others:
        assert [shot.name for shot in other.shots] == [shot.name for shot in ours.shots]
        assert set(other.labels) == set(ours.labels)
        for a, b in zip(ours.shots, other.shots, strict=True):
            assert set(captions(a)) == set(captions(b)), a.name
            assert (a.question is None) == (b.question is None), a.name
            assert set(words.placeholders(a.description)) == set(words.placeholders(b.description)), a.name
            assert set(words.placeholders(a.question or "")) == set(words.placeholders(b.question or "")), a.name
            assert set(a.sentences) == set(b.sentences), a.name
            assert set(spoken(a)) == set(spoken(b)) <= {"", *captions(a)}, a.name
            assert all(bool(text) == bool(spoken(b)[variant]) for variant, text in spoken(a).items()), a.name
            for key, text in a.sentences.items():
                assert set(words.placeholders(text)) == set(words.placeholders(b.sentences[key])), (a.name, key)
            for variant, text in captions(a).items():
                assert set(words.placeholders(text)) == set(words.placeholders(captions(b)[variant])), a.name


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_word_that_goes_with_a_number_has_all_forms_of_the_language(language: str):
    catalogue = words.load(language)
    found = [
        forms
        for lesson in catalogue.lessons.values()
        for shot in lesson.shots
        for text in texts(shot)
        for forms in words.word_forms(text)
    ]
    assert found
    for forms in found:
        assert set(forms) == catalogue.forms(), forms


@pytest.mark.parametrize("lesson", list(index.LESSONS))
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_placeholder_is_a_quantity_and_every_caption_fits_two_lines(language: str, lesson: str):
    trace = index.trace(lesson, defaults(index.parameters(lesson)))
    catalogue = words.load(language)

    def placed(text: str) -> str:
        return text.replace("{final.", "{step.4.").replace("<k>", "0")

    for shot in catalogue.lesson(lesson).shots:
        for text in texts(shot):
            known = words.placeholders(placed(text))
            assert set(known) <= set(trace), (shot.name, known)
        for text in said(shot):
            filled = words.plain(words.fill(placed(text), trace.number, catalogue))
            assert len(filled) <= LONGEST_CAPTION, (shot.name, len(filled))


@pytest.mark.parametrize("lesson", list(index.LESSONS))
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_number_is_typed_into_a_text(language: str, lesson: str):
    for shot in words.load(language).lesson(lesson).shots:
        for text in texts(shot):
            assert not re.findall(r"\d+", re.sub(r"\{[^}]*\}", "", text)), (shot.name, text)


def test_numbers_in_a_text_are_written_in_the_language_and_honestly():
    numbers = {"a": exact("-7.98"), "b": exact("1/3")}
    pieces = words.fill("x {a}, y {b}.", numbers.__getitem__, words.load("ru"))
    assert words.plain(pieces) == "x −7,98, y ≈ 0,3333."
    assert [p.path for p in pieces if isinstance(p, words.Binding)] == ["a", "b"]
    assert words.plain(words.fill("x {a}", numbers.__getitem__, words.load("en"))) == "x −7.98"


# The rules of Unicode CLDR, read off its table of plural rules: Russian 1, 21 -> one; 2-4, 22-24 -> few; 0, 5-20,
# 25-30 -> many; fractions -> other. English 1 -> one, all else other.
@pytest.mark.parametrize(
    ("language", "number", "wanted"),
    [
        ("ru", 1, "за 1 шаг"),
        ("ru", 3, "за 3 шага"),
        ("ru", 11, "за 11 шагов"),
        ("ru", 21, "за 21 шаг"),
        ("ru", 60, "за 60 шагов"),
        ("ru", Fraction(5, 2), "за 2,5 шага"),
        ("en", 1, "in 1 step"),
        ("en", 21, "in 21 steps"),
        ("en", Fraction(5, 2), "in 2.5 steps"),
    ],
)
def test_a_word_goes_with_its_number(language: str, number: Fraction | int, wanted: str):
    text = {
        "ru": "за {n} {n|one:шаг|few:шага|many:шагов|other:шага}",
        "en": "in {n} {n|one:step|other:steps}",
    }[language]
    assert words.plain(words.fill(text, {"n": number}.__getitem__, words.load(language))) == wanted


def test_a_missing_form_is_said():
    with pytest.raises(words.WordsError, match="few"):
        words.fill("{n|one:шаг|many:шагов}", {"n": 2}.__getitem__, words.load("ru"))


@pytest.mark.parametrize(
    ("text", "said"), [("It is {losss}.", "{losss} is no number"), ("It is {@losss}.", "{@losss} is no symbol")]
)
def test_a_placeholder_without_a_number_or_a_symbol_is_said(text: str, said: str):
    with pytest.raises(words.WordsError, match=f"en: {said}"):
        words.fill(text, {"loss": 1}.__getitem__, words.load("en"))


def test_a_symbol_in_a_text_is_kept_apart():
    pieces = words.fill("turn {@weight} up", {}.__getitem__, words.load("en"))
    assert pieces == ["turn ", words.SymbolText("weight", "w", "w"), " up"]
    assert words.plain(pieces) == "turn w up"


def test_every_symbol_has_plain_characters():
    found = formulas.load()
    assert set(found.symbols) == set(found.plain)


def test_an_unknown_language_or_lesson_is_said_clearly():
    with pytest.raises(words.WordsError, match="de"):
        words.load("de")
    with pytest.raises(words.WordsError, match="nothing"):
        words.load("en").lesson("nothing")
