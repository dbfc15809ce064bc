"""Reading glyphs back: what was typeset is what is read, however it was moved; what is no glyph is not read."""

from collections.abc import Iterator

import manimpango
import numpy as np
import pytest
from manim import PI, Circle, MathTypst, Polygon, Rectangle, Text, Transform, Typst, VMobject, tempconfig

from scenes.stage.checks.glyph_table import Glyph, GlyphTable, curves_of, joined
from scenes.stage.checks.outlines import is_bar, shapes
from scenes.stage.checks.reader import Reader
from scenes.stage.checks.text_font import TextFont
from scenes.stage.writing.glyphs import glyph
from scenes.stage.writing.typeset import Formula, Words, em, escaped, use_own_text_folder

INK = "#FFFFFF"
# Cyrillic letters that have the outline of a Latin one in Libertinus Serif.
ALIKE = str.maketrans("аеорсухАВЕМНОРСТХ", "aeopcyxABEMHOPCTX")


@pytest.fixture(autouse=True)
def _text_folder(tmp_path) -> Iterator[None]:
    use_own_text_folder()
    with tempconfig({"verbosity": "ERROR", "text_dir": str(tmp_path)}):
        yield


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def written(reader: Reader, mobject: VMobject) -> str:
    """What is read, without lines; a glyph that is not read is a question mark in a diamond."""
    read = [reader.read(leaf) for leaf in mobject.family_members_with_points() if not reader.is_rule(leaf)]
    return "".join("�" if r is None else r.character for r in read)


@pytest.mark.parametrize(
    "text",
    [
        "0123456789",
        "The quick brown fox jumps over the lazy dog: 2.1, 3.61; why? (yes!) 100%",
        "Съешь же ещё этих мягких французских булок, да выпей чаю. Эхо, ёж, йод",
        "ЩУКА, ФЛЯГА, ЦЕНА, ЖЮРИ, ЫЪЬЙЁ «да» — №5 − 7",
    ],
)
def test_words_are_read_as_they_were_typed(reader: Reader, text: str):
    typed = text.replace(" ", "")
    assert written(reader, Words(escaped(text), 30, INK)) == typed.translate(ALIKE)


def test_bold_and_italic_and_typewriter_digits_are_read(reader: Reader):
    text = Typst('*0123456789* _0123456789_ `0123456789` #text(font: "New Computer Modern")[0123456789]')
    assert written(reader, text) == "0123456789" * 4


def test_digits_of_all_alphabets_of_formulas_are_read(reader: Reader):
    text = MathTypst("0123456789 bold(0123456789) bb(0123456789) sans(0123456789) mono(0123456789)")
    assert written(reader, text) == "0123456789" * 5


def test_a_formula_is_read_in_the_order_it_is_set(reader: Reader):
    assert written(reader, Formula("hat(y) = w x + b approx -3.8", 40, INK)) == "yˆ=wx+b≈−3.8"
    assert written(reader, Formula("partial L, nabla L, eta, sigma(z), a -> b", 40, INK)) == "∂L,∇L,η,σ(z),a→b"
    assert written(reader, Formula("lr((a / b)) sqrt(x) sum_i", 40, INK)) == "(ab)√x∑i"


def test_small_digits_have_outlines_of_their_own_and_are_read(reader: Reader):
    power, index = Formula("x^(0123456789)", 40, INK), Formula("x_(y_(0123456789))", 40, INK)
    assert written(reader, power) == "x0123456789"
    assert written(reader, index) == "xy0123456789"
    # New Computer Modern Math: 70 % and 50 % of the size
    assert [round(reader.read(leaf).em / em(40), 3) for leaf in (power[0], power[1], index[2])] == [1.0, 0.7, 0.5]


@pytest.mark.parametrize("angle", [0.0, 0.05, -0.3, PI / 2])
def test_size_place_and_turn_are_read_too(reader: Reader, angle: float):
    digits = Formula("0123456789", 40, INK).scale(0.3).rotate(angle).shift([2.0, -1.0, 0.0])
    assert written(reader, digits) == "0123456789"
    four, five = reader.read(digits[4]), reader.read(digits[5])
    assert four.em == pytest.approx(0.3 * em(40))
    assert four.angle == pytest.approx(angle, abs=1e-6)
    # a digit of New Computer Modern is half an em wide
    assert five.origin - four.origin == pytest.approx(0.15 * em(40) * np.exp(1j * angle))
    assert four.end == pytest.approx(five.origin)


def test_the_origin_is_on_the_baseline(reader: Reader):
    formula = Formula("y 4", 40, INK).shift([1.0, 0.7, 0.0])
    assert [reader.read(leaf).origin.imag for leaf in formula] == pytest.approx([formula.baseline] * 2)


def test_what_is_another_when_turned_is_read_upright(reader: Reader):
    for pair in ("6 9", "n u", "d p", "b q", "M W"):
        one, other = pair.split()
        assert written(reader, Typst(pair)) == one + other
        assert written(reader, Typst(f"`{pair}`")) == one + other


def test_what_a_letter_shares_with_a_digit_is_read_as_the_digit(reader: Reader):
    assert written(reader, Typst("`З3`")) == "33"  # one outline in DejaVu Sans Mono
    letter, digit = (GlyphTable((Glyph(c, "a font", 0j, 0.5, 0.2),), np.ones((1, 7), complex)) for c in "З3")
    assert [glyph.character for glyph in joined([letter, digit]).glyphs] == ["3", "З"]


def test_more_curves_in_an_outline_change_nothing(reader: Reader):
    digits = Formula("0123456789", 40, INK)
    for leaf in digits:
        leaf.insert_n_curves(17)
    assert written(reader, digits) == "0123456789"


def test_an_outline_that_became_another_is_read_as_that_and_on_the_way_as_none(reader: Reader):
    one, other = Formula("1238", 40, INK), Formula("8461", 40, INK)
    change = Transform(one, other)
    change.begin()
    change.interpolate(0.5)
    assert written(reader, one) == "����"
    change.interpolate(1.0)
    change.finish()
    assert written(reader, one) == "8461"


def test_a_character_that_the_font_lacks_is_seen(reader: Reader):
    leaves = Words("a\ue123日", 30, INK).family_members_with_points()
    assert [reader.read(leaf).missing for leaf in leaves] == [False, True, True]


def test_a_fraction_bar_is_a_rule_and_a_digit_is_none(reader: Reader):
    bar = next(leaf for leaf in Formula("1/7", 40, INK) if leaf.height < 1e-6)
    assert reader.is_rule(bar)
    assert reader.is_rule(Rectangle(width=2.0, height=0.1, fill_opacity=1).rotate(0.3))
    assert not any(reader.is_rule(leaf) for leaf in Formula("0123456789", 40, INK))


def test_a_distorted_digit_is_not_read(reader: Reader):
    digits = Formula("0123456789", 40, INK)
    for leaf in digits:
        leaf.stretch(1.2, 0)
    assert written(reader, digits) == "�" * 10


def test_digits_of_numbers_are_read_at_their_size(reader: Reader):
    for character in "0123456789.−=≈()":
        leaf = VMobject()
        leaf.points = glyph(character).points * 0.25
        read = reader.read(leaf)
        assert (read.character, round(read.em, 6)) == (character, 0.25)
        assert read.origin.imag == pytest.approx(0, abs=1e-9)
        assert abs(read.origin) < 0.03 * 0.25


@pytest.mark.skipif(not manimpango.list_fonts(), reason="the machine has no fonts")
@pytest.mark.parametrize("size", [24, 48, 80])
def test_a_font_of_pango_is_read_once_it_is_known(size: int):
    reader = Reader()
    text = Text("Вес 0123456789 loss", font_size=size)
    assert reader.read(text[3]) is None
    assert reader.learn(TextFont.all_of(text))
    assert written(reader, text) == "Вес0123456789loss".translate(ALIKE)
    assert not reader.learn(TextFont.all_of(text))


def test_points_that_are_not_finite_are_not_read(reader: Reader):
    leaf = Formula("7", 40, INK)[0]
    leaf.points[3, 1] = np.nan
    assert reader.read(leaf) is None


# -- shapes of outlines -----------------------------------------------------------------------------------------------


def test_moments_are_those_of_geometry():
    square, disc = Polygon([0, 0, 0], [2, 0, 0], [2, 2, 0], [0, 2, 0]), Circle(radius=3.0).shift([5.0, 1.0, 0.0])
    measured = shapes([curves_of(square), curves_of(disc)])
    assert measured.center == pytest.approx([1 + 1j, 5 + 1j])
    # mean of x^2 + y^2: side^2 / 6 of a square, radius^2 / 2 of a disc
    assert measured.radius == pytest.approx([(4 / 6) ** 0.5, (9 / 2) ** 0.5], rel=1e-4)
    # area over that: 6, and 2 pi
    assert measured.shape[:, -1] == pytest.approx([6.0, 2 * np.pi], rel=1e-3)


def test_only_rectangles_are_bars():
    def is_one(mobject: VMobject) -> bool:
        return is_bar(shapes([curves_of(mobject)]).shape[0])

    assert is_one(Rectangle(width=3.0, height=0.2).rotate(1.0))
    assert is_one(Rectangle(width=1.0, height=1.0))
    assert not is_one(Circle())
    assert not is_one(Formula("=", 40, INK)[0])
