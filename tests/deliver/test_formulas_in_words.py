"""The formulas of a transcript: each is one that its shot shows, and is read as somebody reads it aloud."""

import re
from collections.abc import Iterator
from fractions import Fraction

import pytest

from scenes.deliver.formulas_in_words import chosen, formulas_in_words, row_in_words
from scenes.deliver.transcript import transcript
from scenes.lessons import index
from scenes.render.edition import Edition
from scenes.render.still import run_through
from scenes.stage.parameters import ChoiceParameter
from scenes.stage.timeline import Said, ShotSpan, Timeline
from scenes.stage.writing import formulas, words
from scenes.stage.writing.pen import Pen


class Numbers:
    """A trace that has every number."""

    def __init__(self, number: Fraction) -> None:
        self.number = lambda path: number


@pytest.fixture(scope="module")
def neuron():
    values = index.values("neuron", ["neuron.input=3"])
    return {
        language: formulas_in_words("neuron", values, index.trace("neuron", values), words.load(language))
        for language in ["en", "ru"]
    }


def test_a_formula_is_read_with_its_numbers(neuron):
    """x = 3, w = 1, b = 0, y = 4: the prediction is 3, the error -1."""
    assert neuron["en"]["forward"] == ["y hat equals w x plus b, equals 1 times 3 plus 0, equals 3"]
    assert neuron["en"]["loss"][1] == "L equals open bracket minus 1 close bracket squared, equals 1"
    assert neuron["en"]["weight"] == [
        "d L by d w equals d L by d y hat times d y hat by d w, equals minus 2 times 3, equals minus 6"
    ]
    assert neuron["ru"]["bias"] == [
        "d L по d b равно d L по d y с крышкой умножить на d y с крышкой по d b, "
        "равно минус 2 умножить на 1, равно минус 2"
    ]


def test_a_row_is_no_sentence_and_says_approximately_beside_a_rounded_number():
    path = formulas.load().row("network", "path", {"j": 1})
    assert row_in_words(path, Numbers(Fraction(-2)), words.load("en")) == "minus 2 times minus 2 equals minus 2"
    row = formulas.load().row("neuron", "computation", {"k": 0})
    assert row_in_words(row, Numbers(Fraction(1, 3)), words.load("en")) == (
        "is approximately 0.3333 times 0.3333 plus 0.3333, is approximately 0.3333"
    )
    assert row_in_words(row, Numbers(Fraction(-1, 2)), words.load("ru")) == (
        "равно минус 0,5 умножить на минус 0,5 плюс минус 0,5, равно минус 0,5"
    )


@pytest.mark.parametrize(
    ("typst", "english", "russian"),
    [
        ("frac({loss}, 2)", "L divided by 2", "L делить на 2"),
        (
            "frac({loss} + 1, sqrt(n))",
            "open bracket L plus 1 close bracket divided by open bracket the square root of n close bracket",
            "скобка открывается L плюс 1 скобка закрывается делить на скобка открывается квадратный корень из n"
            " скобка закрывается",
        ),
        ("sqrt({weight})", "the square root of w", "квадратный корень из w"),
        ("sum_(i=1)^n {input}", "the sum over i from 1 to n of x", "сумма по i от 1 до n x"),
        ("sum_i {input}", "the sum over i of x", "сумма по i x"),
        ("- ln {prediction}", "minus natural logarithm of y hat", "минус натуральный логарифм y с крышкой"),
    ],
)
def test_functions_of_typst_are_read_as_people_say_them(typst: str, english: str, russian: str):
    constants = {"1": "one", "2": "two"}
    row = formulas.FormulaRow((formulas.Sign(typst),), constants)
    assert row_in_words(row, Numbers(Fraction(1)), words.load("en")) == english
    assert row_in_words(row, Numbers(Fraction(1)), words.load("ru")) == russian


def test_a_formula_stands_there_for_those_parameters_alone_that_it_is_true_of():
    values = index.values("relu", ["relu.layers=2, 1; 3, 4"])
    assert formulas_in_words("relu", values, index.trace("relu", values), words.load("en"))["collapse"] == [
        "w equals 3 times 2, equals 6",
        "b equals 3 times 1 plus 4, equals 7",
    ]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_sign_is_left_in_any_formula_of_any_lesson(language: str):
    for lesson, name, filled in _rows():
        said = row_in_words(formulas.load().row(lesson, name, filled), Numbers(Fraction("-7.98")), words.load(language))
        assert not re.findall(r"[^\w ,.]|_", said), said
        typst = r"\b(?:dot|partial|slash|quad|cases|abs|max|sin|cos|tanh|Delta|dif|op|approx)\b"
        assert not re.search(typst, said), said
        assert language == "en" or not re.search("[A-Za-z]{2,}", said.replace("ReLU", "")), said


def test_each_formula_is_one_that_its_shot_writes(monkeypatch: pytest.MonkeyPatch):
    lesson = "chain"
    written: dict[str, set[str]] = {}
    here: set[str] = set()
    row = Pen.row

    def noted(self, name, size, **filled):
        here.add(" ".join([name, *(f"{key}={value}" for key, value in filled.items())]))
        return row(self, name, size, **filled)

    def after_shot(scene, name):
        written[name] = set(here)
        here.clear()

    monkeypatch.setattr(Pen, "row", noted)
    values = index.values(lesson, [])
    run_through(Edition(lesson, values, quality="l"), after_shot)
    for shot, entries in chosen()[lesson].items():
        usual = [entry.format_map(values) for entry in entries if "?" not in entry]
        assert usual
        assert set(usual) <= written[shot], shot


def test_a_transcript_has_them_between_what_is_said_and_what_is_seen():
    film = Timeline("l", "ru", "T", 30, (ShotSpan("a", (Said("Что?", 0, 30),), "Картинка.", 0, 30),), ())
    assert transcript(film, {"a": ["x", "y"]}) == "T\n\n[00:00] Что?\n\nФормулы:\nx;\ny.\n\nКартинка.\n"


def _rows() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every formula of the table, for every choice that a parameter leaves."""
    for lesson, shots in chosen().items():
        choices = {one.name: one.choices for one in index.parameters(lesson) if isinstance(one, ChoiceParameter)}
        for entry in (entry for entries in shots.values() for entry in entries):
            name, *filled = entry.partition(" ?")[0].split()
            parameter = re.search(r"\{(\w+)\}", name)
            for choice in choices[parameter[1]] if parameter else [""]:
                yield lesson, re.sub(r"\{\w+\}", choice, name), dict(pair.split("=") for pair in filled)
