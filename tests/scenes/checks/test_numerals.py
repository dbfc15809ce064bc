"""Numbers put together from glyphs: what is one number, what is its sign, what are two."""

from fractions import Fraction

import pytest
from manim import PI, MathTypst, Mobject, VGroup

from engine.rounding import rounded
from scenes.stage.checks.numerals import Sign, numerals
from scenes.stage.checks.reader import Reader
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Formula, Words, em, escaped, use_own_text_folder
from scenes.stage.writing.values import Value

INK = "#FFFFFF"


@pytest.fixture(autouse=True)
def _text_folder() -> None:
    use_own_text_folder()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def numbers(reader: Reader, mobject: Mobject) -> list[str]:
    leaves = mobject.family_members_with_points()
    read = zip(leaves, reader.read_all(leaves), strict=True)
    return sorted(number.text for number in numerals([Sign(leaf, r) for leaf, r in read if r is not None]))


NUMBERS = [
    *(Fraction(digits) for digits in ("0", "1", "11", "-7.98", "0.001", "123456", "-1234567.5", "98765432", "0.4071")),
    *(Fraction(1, 3), Fraction(-2, 7), Fraction(10, 10**9), Fraction(10) ** 300, Fraction(-123456, 10**15)),
    *(0.1, -1e-9, 1e300, -2.5e-7, 1234567.0),
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("separator", [".", ","])
def test_a_number_reads_as_it_is_written(reader: Reader, number: Fraction | float, separator: str):
    value = Value("a", number, 40, INK, separator=separator, relation=True, guarded=True)
    assert numbers(reader, value) == [rounded(number).text(separator)]
    value.scale(0.4).shift([3.0, 1.0, 0.0])
    assert numbers(reader, value) == [rounded(number).text(separator)]
    value.rotate(PI / 2)
    assert numbers(reader, value) == [rounded(number).text(separator)]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_in_a_caption_reads_as_it_is_written(reader: Reader, number: Fraction | float):
    shown = rounded(number).text(",")
    assert numbers(reader, Words(escaped(f"Потери {shown}, это"), 32, INK)) == [shown]


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("It is 4. And 5.", ["4", "5"]),
        ("1, 2, 3", ["1", "2", "3"]),
        ("1,25", ["1,25"]),
        ("10 11", ["10", "11"]),
        ("2·5", ["2", "5"]),
        ("1#text(size: 7pt)[2]", ["1", "2"]),
        ("from 3–7", ["3", "7"]),
        ("at −3 and 5 − 3", ["3", "5", "−3"]),
        ("x1y2", ["1", "2"]),
        ("½", ["½"]),
        ("7 \\ 8", ["7", "8"]),
        ("no number", []),
    ],
)
def test_words_hold_these_numbers(reader: Reader, markup: str, found: list[str]):
    assert numbers(reader, Words(markup, 32, INK)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x + -3.8", ["−3.8"]),
        ("5 - 3.8", ["3.8", "5"]),
        ("x - 2", ["2"]),
        ("x = -2", ["−2"]),
        ("(-2) dot 3", ["3", "−2"]),
        ("x^2", ["2"]),
        ("10^2", ["10", "2"]),
        ("1.5 dot 10^(-5)", ["1.5·10⁻⁵"]),
        ("1.5 times 10^12", ["1.5·10¹²"]),
        ("3/4", ["3", "4"]),
        ("f(1, 2)", ["1", "2"]),
        ("w_(11)", ["11"]),
    ],
)
def test_formulas_hold_these_numbers(reader: Reader, source: str, found: list[str]):
    assert numbers(reader, Formula(source, 40, INK)) == found
    assert numbers(reader, MathTypst(source)) == found


def test_a_minus_between_two_numbers_is_no_sign(reader: Reader):
    left, right = (Value("a", Fraction(n), 40, INK, inside=True) for n in ("2.1", "4"))
    assert numbers(reader, Row([left, "-", right], 40, INK)) == ["2.1", "4"]


def test_a_number_that_has_a_minus_keeps_it_beside_a_letter(reader: Reader):
    letter, value = Formula("x", 40, INK), Value("a", Fraction(-2), 40, INK)
    value.shift([0, letter.baseline - value.baseline, 0]).next_to(letter, buff=0.01, coor_mask=[1, 0, 0])
    assert numbers(reader, VGroup(letter, value)) == ["−2"]


def test_a_raised_dot_is_no_decimal_point(reader: Reader):
    value = Value("a", Fraction("2.5"), 40, INK)
    value[1].shift([0, 0.2 * em(40), 0])
    assert numbers(reader, value) == ["2", "5"]


def test_a_minus_too_close_to_a_number_is_read_as_its_sign(reader: Reader):
    minus, value = Formula("-", 40, INK), Value("a", Fraction(4), 40, INK)
    value.shift([0, minus.baseline - value.baseline, 0]).next_to(minus, buff=0.02, coor_mask=[1, 0, 0])
    assert numbers(reader, VGroup(minus, value)) == ["−4"]


def test_a_power_of_another_number_is_no_part_of_one(reader: Reader):
    base, ten, power = (
        Value(name, Fraction(n), 40, INK, inside=True) for name, n in (("a", "1.5"), ("b", 10), ("c", 2))
    )
    row = Row([base, "dot", ten], 40, INK)
    power.scale(0.7).next_to(ten, buff=0.02)
    power.shift([0, ten.baseline + 0.36 * em(40) - power.baseline, 0])
    assert numbers(reader, VGroup(row, power)) == ["1.5", "10", "2"]


def test_numbers_on_top_of_one_another_stay_two(reader: Reader):
    value = Value("a", Fraction("12.5"), 40, INK)
    assert numbers(reader, VGroup(value, value.copy())) == ["12.5", "12.5"]


def test_what_touches_reads_as_one_number(reader: Reader):
    left, right = (Value("a", Fraction(n), 40, INK) for n in ("1.2", "34"))
    right.shift([0, left.baseline - right.baseline, 0]).next_to(left, buff=0.01, coor_mask=[1, 0, 0])
    assert numbers(reader, VGroup(left, right)) == ["1.234"]


def test_a_number_starts_at_its_sign_on_its_baseline(reader: Reader):
    value = Value("a", Fraction("-2.5"), 40, INK).shift([1.0, 2.0, 0.0])
    leaves = value.family_members_with_points()
    [number] = numerals([Sign(leaf, reader.read(leaf)) for leaf in leaves])
    assert number.origin.imag == pytest.approx(value.baseline)
    assert number.origin.real == pytest.approx(value.get_left()[0], abs=0.05)
    assert number.direction == pytest.approx(1.0)
    assert (number.digits, len(number.leaves)) == (2, 4)
