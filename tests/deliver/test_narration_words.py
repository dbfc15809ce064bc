"""What a voice is given to speak: numbers, signs and formulas as people say them, in both languages."""

import re
from fractions import Fraction

import pytest

from scenes.deliver.in_words import in_words
from scenes.deliver.narration.aloud import aloud
from scenes.stage.writing import formulas, words


@pytest.mark.parametrize(
    ("language", "shown", "spoken"),
    [
        ("en", "The error is −1.9.", "The error is minus one point nine."),
        ("en", "It is ≈ 0.02427.", "It is approximately zero point zero two four two seven."),
        ("en", "ŷ falls by 5%", "y hat falls by five percent"),
        ("en", "this delta, dL/dz, times", "this delta, d L by d z, times"),
        ("en", "2.5·10⁻¹²", "two point five times ten to the power of minus twelve"),
        ("en", "26004 passes", "twenty-six thousand and four passes"),
        ("en", "loss.backward() fills w.grad", "loss dot backward fills w dot grad"),
        ("ru", "Ошибка: −1,9.", "Ошибка: минус одна целая девять десятых."),
        ("ru", "Наклон −7,98", "Наклон минус семь целых девяносто восемь сотых"),
        ("ru", "упали с 3,61 до 0,02", "упали с трёх целых шестидесяти одной сотой до нуля целых двух сотых"),
        ("ru", "до ≈ −0,5", "приблизительно до минус нуля целых пяти десятых"),
        ("ru", "В\u00a0≈ 2,5 раза", "Приблизительно в две целых пять десятых раза"),
        ("ru", "потери равны ≈ 0,5", "потери равны приблизительно нулю целых пяти десятым"),
        ("ru", "равно 2,000", "равно двум целым нулю тысячных"),
        ("ru", "вес равен 2", "вес равен двум"),
        ("ru", "потери равны 0", "потери равны нулю"),
        ("ru", "сдвинуть на 0,1", "сдвинуть на ноль целых одну десятую"),
        ("ru", "сдвинуть на 1,001", "сдвинуть на одну целую одну тысячную"),
        ("ru", "≈ 0,02427", "Приблизительно ноль запятая ноль два четыре два семь"),
        (
            "ru",
            "1 эпоха, 2 эпохи, 2 шага, 1 число, 21 эпоху",
            "одна эпоха, две эпохи, два шага, одно число, двадцать одну эпоху",
        ),
        ("ru", "шаги 2 и 3, 1 за 1", "шаги два и три, один за один"),
        ("ru", "из 21 примера", "из двадцати одного примера"),
        ("ru", "после 21 эпохи", "после двадцати одной эпохи"),
        ("ru", "если брать по 1, по 21 или по 7", "если брать по одному, по двадцати одному или по семь"),
        (
            "ru",
            "1 %, 22 %, 5 %, 2,5 %",
            "один процент, двадцать два процента, пять процентов, две целых пять десятых процента",
        ),
        ("ru", "ŷ зависит от w: dL/dw", "игрек с крышкой зависит от дубль-вэ: дэ эль по дэ дубль-вэ"),
        ("ru", "7,4·10⁻⁹", "семь целых четыре десятых на десять в степени минус девять"),
    ],
)
def test_a_text_is_spoken_as_people_say_it(language: str, shown: str, spoken: str):
    assert aloud(shown, language) == spoken


def test_a_transcript_has_signs_in_words_and_numbers_in_digits():
    assert in_words("∇L ≈ −7.98", "en") == "the gradient of L approximately minus 7.98"
    assert in_words("∇L ≈ −7,98", "ru") == "градиент L приблизительно минус 7,98"


def test_a_sentence_that_begins_with_a_sign_begins_with_a_capital():
    assert in_words("[00:05] ≈ 2 of 3. −1 is less.\n−5, −6", "en") == (
        "[00:05] Approximately 2 of 3. Minus 1 is less.\nMinus 5, minus 6"
    )


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_symbol_that_is_more_than_letters_has_words(language: str):
    said = words.load(language).outputs["symbols_in_words"]
    plain = formulas.load().plain
    assert {name for name, written in plain.items() if not re.fullmatch("[A-Za-z]", written)} == set(said)


@pytest.mark.parametrize("number", [Fraction("-7.98"), Fraction(1, 3), Fraction(21), Fraction(1, 10**12), Fraction(0)])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_of_no_text_of_any_lesson_a_digit_or_a_sign_is_left(language: str, number: Fraction):
    catalogue = words.load(language)
    letters = {"en": "A-Za-zé", "ru": "А-Яа-яЁё"}[language]
    for lesson in catalogue.lessons.values():
        for shot in lesson.shots:
            for text in _texts(shot):
                spoken = aloud(words.plain(words.fill(text, lambda path: number, catalogue)), language)
                assert not re.findall(rf"[^{letters} .,:;?!()'«»—-]", spoken), spoken


def _texts(shot: words.ShotWords) -> list[str]:
    several = (shot.caption, shot.spoken)
    many = [text for one in several for text in ([one] if isinstance(one, str) else one.values())]
    return [*many, shot.description, shot.question or "", *shot.sentences.values()]
