"""The truth of numbers: every seeded lie is found, and honest numbers of all kinds give no fault."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

import manimpango
import pytest
from manim import (
    ApplyWave,
    Circle,
    DecimalNumber,
    Integer,
    MarkupText,
    MathTypst,
    Mobject,
    Paragraph,
    ReplacementTransform,
    Text,
    Transform,
    Typst,
    VGroup,
    VMobject,
    Write,
    tempconfig,
)

from scenes.stage.checks import origins
from scenes.stage.checks.binding_truth import BindingTruth
from scenes.stage.checks.numbers import NumberCheck
from scenes.stage.checks.reader import Reader
from scenes.stage.declared import constant
from scenes.stage.frame.layout import Layout
from scenes.stage.look.theme import DARK
from scenes.stage.writing import words
from scenes.stage.writing.binding import Binding
from scenes.stage.writing.caption import Caption
from scenes.stage.writing.glyphs import glyph
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Formula, Label, Words, em, use_own_text_folder
from scenes.stage.writing.values import Value
from tests.scenes.checks.stand_in import Screen, Shape, Unit, screen

INK = DARK.ink
TRACE: dict[str, Fraction | float] = {
    "loss": Fraction("3.61"),
    "gradient": Fraction("-7.98"),
    "weight": Fraction(1),
    "bias": Fraction(0),
    "third": Fraction(1, 3),
    "small": Fraction("0.001"),
    "large": Fraction(123456),
    "tiny": Fraction(-1, 10**9),
    "huge": 1e300,
    "float": 0.1,
}
needs_fonts = pytest.mark.skipif(not manimpango.list_fonts(), reason="the machine has no fonts")


@pytest.fixture(autouse=True)
def _text_folder(tmp_path) -> Iterator[None]:
    use_own_text_folder()
    with tempconfig({"verbosity": "ERROR", "text_dir": str(tmp_path)}):
        yield


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture
def check(reader: Reader) -> NumberCheck:
    return NumberCheck(reader, TRACE.__getitem__)


def value(path: str, **kwargs: object) -> Value:
    return Value(path, TRACE[path], 40, INK, **kwargs)


def kinds(check: NumberCheck, *texts: Mobject, at_rest: bool = True) -> list[str]:
    return [fault.kind for fault in check.look(screen(*texts, at_rest=at_rest))]


def below(*mobjects: Mobject) -> list[Mobject]:
    """The mobjects at the left, one under the other."""
    for place, mobject in enumerate(mobjects):
        mobject.shift([-5.0 - mobject.get_left()[0], 3.0 - 0.8 * place - mobject.get_center()[1], 0.0])
    return list(mobjects)


# -- honest numbers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
def test_honest_numbers_give_no_fault(reader: Reader, language: str):
    catalogue = words.load(language)
    separator = catalogue.decimal_separator
    check = NumberCheck(reader, TRACE.__getitem__, separator)
    numbers = [value(path, separator=separator, relation=True, guarded=True) for path in TRACE]
    square = Row([Formula("L", 40, INK), "=", "(", value("gradient", separator=separator, inside=True), ")^2"], 40, INK)
    constant(square, "2", why="the exponent of a square")
    pieces = words.fill("ŷ: {third}, {gradient}; {tiny} — {huge}.", TRACE.__getitem__, catalogue)
    caption = Caption(pieces, Layout(16, 9), DARK)
    layer = constant(Words("Слой 2, layer 2" if language == "ru" else "Layer 2", 30, INK), "2", why="which layer")
    assert check.look(screen(*below(*numbers, square, layer), caption)) == []
    assert check.counts.digits == check.counts.agreed > 60
    assert {row.path for row in check.rows} == set(TRACE)
    assert all(row.read == row.shown for row in check.rows)


def test_a_number_that_moves_is_honest_while_it_shows_the_state_of_now(check: NumberCheck):
    now = [Fraction(5, 4)]
    moving = value("weight").follow(lambda: now[0], places=3)
    for number in (Fraction(5, 4), Fraction(2, 3), Fraction(-1, 3000)):
        now[0] = number
        moving.update(0)
        assert kinds(check, moving, at_rest=False) == []
        assert kinds(check, moving) == []
    assert kinds(check, moving.rest()) == []


def test_a_number_that_is_being_written_is_no_fault_before_it_is_at_rest(check: NumberCheck):
    number = value("gradient")
    written = VGroup(*number[:2])
    assert kinds(check, written, at_rest=False) == []
    assert kinds(check, written) == ["wrong-number"]


def test_a_pen_that_writes_a_number_makes_no_half_made_digits(check: NumberCheck):
    number = value("gradient")
    pen = Write(number)
    pen.begin()
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 1.0):
        pen.interpolate(share)
        assert kinds(check, number, at_rest=False) == []


def test_texts_that_pass_over_one_another_are_read_each_by_itself(check: NumberCheck):
    one, other = value("loss"), value("weight")
    other.shift([0, one.baseline - other.baseline, 0]).next_to(one, buff=0.02, coor_mask=[1, 0, 0])
    assert kinds(check, one, other, at_rest=False) == []
    assert kinds(check, one, other) == ["wrong-number"]  # they read as one number


def test_formulas_and_rules_without_numbers_are_no_fault(check: NumberCheck):
    texts = (
        Formula("(partial L)/(partial w) = sqrt(x) + lr((a/b)) + hat(w)_(i j)", 40, INK),
        Formula("sum_i x_i^top dot vec(a, b) approx integral f'(x) dif x", 40, INK),
        Typst("#underline[Word] #table(columns: 2)[a][b] #line(length: 3cm) #rect[_ещё_]"),
    )
    assert kinds(check, *below(*texts)) == []


def test_a_declaration_holds_for_what_is_inside_of_it(check: NumberCheck):
    inner = constant(Typst("2"), "2", why="an index")
    assert kinds(check, VGroup(inner, Typst("x"))) == []
    typed = Typst("3")
    around = constant(VGroup(typed), "3", why="an index")
    assert check.look(Screen([Unit(typed, chain=[typed, around])])) == []
    power = constant(constant(Formula("1.5 dot 10^(-3)", 40, INK), "1.5", why="a tick"), "10", why="the base")
    assert kinds(check, power) == ["unbound-number"]
    assert kinds(NumberCheck(check._reader), constant(power, "−3", why="the exponent")) == []


# -- seeded lies ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source", ["The loss is 3.61", "Потери равны 3,61", "Step №1", "10⁻⁵", "½", "*7*", "`7`", "#text(size: 8pt)[7]"]
)
def test_a_number_typed_in_words(check: NumberCheck, source: str):
    assert set(kinds(check, Typst(source))) == {"unbound-number"}
    assert "unbound-number" in kinds(NumberCheck(check._reader), Typst(source), at_rest=False)


@pytest.mark.parametrize("source", ["L = 3.61", "x^2", "w_1", "1/n", "bold(3)", "10^(-5)", "sqrt(2)", "f(-1)"])
def test_a_number_typed_in_a_formula(check: NumberCheck, source: str):
    assert set(kinds(check, MathTypst(source))) == {"unbound-number"}


def test_a_number_typed_in_a_russian_caption(check: NumberCheck):
    caption = Caption(["Потери упали до 0,5 — вот и всё."], Layout(16, 9), DARK)
    [fault] = check.look(screen(caption, time=12.5))
    assert (fault.kind, fault.time, fault.shot) == ("unbound-number", 12.5, "forward")
    assert "0,5" in fault.what
    left, bottom, right, top = fault.box
    assert caption.get_left()[0] < left < right < caption.get_right()[0]
    assert 0.1 < top - bottom < 0.5


def test_a_typed_number_beside_a_bound_one_in_one_caption(check: NumberCheck):
    pieces = words.fill("{loss} after 3 steps", TRACE.__getitem__, words.load("en"))
    faults = check.look(screen(Caption(pieces, Layout(16, 9), DARK)))
    assert [(fault.kind, "“3”" in fault.what) for fault in faults] == [("unbound-number", True)]


@needs_fonts
@pytest.mark.parametrize(
    "make",
    [
        lambda: Text("loss 3.61"),
        lambda: Text("Потери: 3,61", font_size=24),
        lambda: Text("x² + y"),
        lambda: MarkupText("<b>3</b> steps"),
        lambda: Text("step 3")[4:],
        lambda: Paragraph("after", "3 steps"),
        lambda: Text("25").stretch(2, 0),
        lambda: Text("we 7 go")[2].flip(),
    ],
)
def test_a_number_typed_in_pango_text(make: Callable[[], Mobject]):
    with origins.known():
        text = make()
    assert set(kinds(NumberCheck(Reader()), text)) == {"unbound-number"}


@needs_fonts
def test_words_in_pango_text_are_no_numbers():
    with origins.known():
        words = [
            constant(Text("Layer 2"), "2", why="which layer"),
            Text("first field of flow, office, fjord"),
            Text("η ∂L/∂w → ∇L ⟂ ŷ"),
            Text("З О l I", font="DejaVu Sans Mono"),  # whose З has the outline of its 3
            MarkupText("<i>a</i> <b>fine</b> &amp; <tt>flat</tt> field"),
            Text("fi")[:1],
            Paragraph("a flat", "field"),
            Text("turned by a third").rotate(2.1).scale(0.4),
        ]
    assert [kinds(NumberCheck(Reader()), text) for text in words] == [[]] * len(words)


def test_a_decimal_number_of_manim(check: NumberCheck):
    number = DecimalNumber(3.61, mob_class=MathTypst)
    assert set(kinds(check, number)) == {"unbound-number"}
    number.set_value(0.5 * 3.61)  # a blend of two numbers, as ChangeDecimalToValue makes it
    assert set(kinds(check, number, at_rest=False)) == {"unbound-number"}
    assert set(kinds(check, Integer(7, mob_class=MathTypst))) == {"unbound-number"}


def test_a_sliced_formula(check: NumberCheck):
    formula = MathTypst("L = 3.61")
    assert kinds(check, VGroup(*formula[2:])) == ["unbound-number"]
    assert kinds(check, formula[2]) == ["unbound-number"]


def test_digits_that_are_no_text(check: NumberCheck):
    seven = VMobject(fill_opacity=1, stroke_width=0)
    seven.points = glyph("7").points * 0.3
    group = VGroup(seven, Circle(fill_opacity=1))
    shapes = [Shape(part, [part, group]) for part in group]
    assert [fault.kind for fault in check.look(Screen([], shapes=shapes))] == ["unbound-number"]
    constant(group, "7", why="a tick")
    assert check.look(Screen([], shapes=shapes, shot="next")) == []


def test_a_number_transformed_into_another(check: NumberCheck):
    one, other = value("loss"), value("gradient")
    change = Transform(one, other)
    change.begin()
    change.interpolate(0.5)
    assert kinds(check, one, at_rest=False) == []  # half-made digits: what will become of them?
    change.interpolate(1.0)
    change.finish()
    assert "wrong-number" in kinds(check, one)  # the digits of the gradient, bound to the loss


def test_a_replaced_number_is_the_other_one_in_the_end(check: NumberCheck):
    one, other = value("loss"), value("gradient")
    change = ReplacementTransform(one, other)
    change.begin()
    change.interpolate(0.4)
    assert kinds(check, one, at_rest=False) == []
    faults = check.look(screen(other))
    assert {fault.kind for fault in faults} == {"unreadable-glyph"}
    assert {fault.what for fault in faults} == {"loss is shown with half-made digits"}


def test_a_number_that_a_wave_runs_through(check: NumberCheck):
    number = value("loss")
    wave = ApplyWave(number)
    wave.begin()
    for share in (0.3, 0.5, 0.7):
        wave.interpolate(share)
        assert kinds(check, number, at_rest=False) == []
    wave.finish()
    assert kinds(check, number) == []


@pytest.mark.parametrize("at_rest", [True, False])
def test_a_tampered_digit(check: NumberCheck, at_rest: bool):
    number = value("loss")
    number[0].points = Value("loss", Fraction("8.61"), 40, INK)[0].points
    [fault] = check.look(screen(number, at_rest=at_rest))
    assert fault.kind == "wrong-number"
    assert "3.61" in fault.what
    assert "8.61" in fault.what


def test_a_lost_minus_a_lost_point_and_a_lost_digit(check: NumberCheck):
    for lost in range(4):  # of −7.98
        number = value("gradient")
        number.remove(number[lost])
        assert set(kinds(NumberCheck(check._reader, TRACE.__getitem__), number)) == {"wrong-number"}


def test_only_the_sign_of_a_number(check: NumberCheck):
    assert kinds(check, VGroup(value("gradient")[0])) == ["wrong-number"]


def test_a_number_of_two_texts_must_be_declared_in_both(check: NumberCheck):
    one, two = constant(Typst("1"), "12", why="a size"), Typst("2")
    two.next_to(one, buff=0.02)
    assert kinds(check, one, two) == ["unbound-number"]


def test_a_letter_among_the_digits(check: NumberCheck):
    number = value("weight")
    number[0].points = Formula("x", 40, INK)[0].points
    assert kinds(check, number) == ["wrong-number"]


def test_a_minus_that_comes_too_close(check: NumberCheck):
    minus, number = Formula("-", 40, INK), value("weight")
    number.shift([0, minus.baseline - number.baseline, 0]).next_to(minus, buff=0.02, coor_mask=[1, 0, 0])
    assert kinds(check, minus, number) == ["wrong-number"]


def test_a_trace_that_changed_later(reader: Reader):
    number = value("loss")
    [fault] = NumberCheck(reader, {**TRACE, "loss": Fraction("3.62")}.__getitem__).look(screen(number))
    assert fault.kind == "wrong-number"
    assert "loss" in fault.what
    # one that the rounding hides is found as well
    hidden = NumberCheck(reader, {**TRACE, "third": Fraction(33333, 100000)}.__getitem__)
    assert kinds(hidden, value("third")) == ["wrong-number"]
    assert kinds(NumberCheck(reader, {}.__getitem__), number) == ["wrong-number"]
    assert kinds(NumberCheck(reader), number) == []  # no trace to compare with


def test_a_number_that_is_not_that_of_its_quantity(check: NumberCheck):
    blended = Value("loss", (TRACE["loss"] + TRACE["weight"]) / 2, 40, INK)
    assert kinds(check, blended) == ["wrong-number"]


def test_a_moving_number_that_stops_short(check: NumberCheck):
    stopped = value("third").follow(lambda: 0.25)
    stopped.catch_up()
    looks = [check.look(screen(stopped, at_rest=at_rest, time=time)) for time, at_rest in ((1.0, True), (1.4, False))]
    assert looks == [[], []]  # it may go on
    [fault] = check.look(screen(stopped, time=1.6))
    assert fault.kind == "wrong-number"
    assert "0.2500 stands still; third is 0.3333" in fault.what
    arrived = value("third").follow(lambda: 1 / 3)
    arrived.catch_up()
    assert [check.look(screen(arrived, time=time)) for time in (2.0, 3.0)] == [[], []]


def test_a_wrongly_rounded_string(check: NumberCheck, monkeypatch: pytest.MonkeyPatch):
    import scenes.stage.writing.values as values
    from engine.rounding import Rounded

    honest = values.rounded

    def careless(*args: object, **kwargs: object) -> Rounded:
        found = honest(*args, **kwargs)
        return replace(found, digits="0.3334") if found.digits == "0.3333" else found

    monkeypatch.setattr(values, "rounded", careless)
    [fault] = check.look(screen(value("third")))
    assert fault.kind == "wrong-number"
    assert "0.3333" in fault.what


def test_the_decimal_separator_of_another_language(reader: Reader):
    russian = NumberCheck(reader, TRACE.__getitem__, ",")
    assert kinds(russian, value("loss", separator=",")) == []
    assert kinds(russian, value("loss", separator=".")) == ["wrong-number"]


# -- relations --------------------------------------------------------------------------------------------------------


def test_an_equals_sign_before_a_rounded_number(check: NumberCheck):
    third = value("third", inside=True)
    [fault] = check.look(screen(Row([Formula("x =", 40, INK), third], 40, INK)))
    assert fault.kind == "wrong-relation"
    assert "0.3333" in fault.what
    exact = Row([Formula("x =", 40, INK), value("loss", inside=True)], 40, INK)
    assert kinds(check, exact) == []


def test_an_equals_sign_behind_a_rounded_number(check: NumberCheck):
    third = value("third", inside=True)
    assert kinds(check, Row([third, Formula("dot a = b", 40, INK)], 40, INK)) == ["wrong-relation"]


def test_an_equals_sign_of_the_number_itself(check: NumberCheck):
    number = value("third", relation=True)
    equals = Formula("=", 40, INK)[0]
    number[0].points = equals.points - equals.get_center() + number[0].get_center()
    assert kinds(check, number, at_rest=False) == ["wrong-relation"]


def test_a_rounded_number_that_does_not_say_so(check: NumberCheck):
    times = Row(["times", value("third", inside=True)], 40, INK)
    [fault] = check.look(screen(times))
    assert fault.kind == "wrong-relation"
    assert "nothing says so" in fault.what
    assert kinds(check, value("float", inside=True)) == ["wrong-relation"]
    honest = [value("third"), Row(["approx", "times", value("third", inside=True)], 40, INK)]
    assert kinds(check, *below(*honest, Row(["times", value("loss", inside=True)], 40, INK))) == []


@pytest.mark.parametrize("exact_above", [True, False])
def test_a_line_and_the_one_below_it_are_apart(check: NumberCheck, exact_above: bool):
    rows = [Row([Formula("x", 40, INK), "=", value(path, inside=True)], 40, INK) for path in ("third", "loss")]
    bare = Row(["times", value("third", inside=True)], 40, INK)
    above, below_it = rows[::-1] if exact_above else rows
    below_it.at(-3, 0)
    above.at(-3, 0.95 * em(40))
    assert kinds(check, above, below_it) == []
    assert kinds(check, below_it, bare.at(-3, -0.95 * em(40))) == ["wrong-relation"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_equals_sign_typed_in_a_caption(check: NumberCheck, language: str):
    pieces = words.fill("w = {third}", TRACE.__getitem__, words.load(language))
    pieces = [piece if isinstance(piece, str) else replace(piece, relation="=") for piece in pieces]
    assert kinds(check, Caption(pieces, Layout(16, 9), DARK)) == ["wrong-relation"]


@pytest.mark.parametrize("size", [20, 60])
def test_an_equals_sign_before_a_fraction_with_a_rounded_number(check: NumberCheck, size: int):
    formula, number = Formula("x = a/b", size, INK), Value("third", TRACE["third"], size * 0.7, INK, inside=True)
    number.move_to(formula[2])
    formula.remove(formula[2])
    assert kinds(check, formula, number) == ["wrong-relation"]


def test_what_belongs_to_another_formula_is_not_meant(check: NumberCheck):
    def side_by_side(left: Mobject, right: Mobject, gap: float) -> tuple[Mobject, Mobject]:
        right.shift([0, left.baseline - right.baseline, 0]).next_to(left, buff=gap, coor_mask=[1, 0, 0])
        return left, right

    third = value("third", relation=True)
    assert kinds(check, *side_by_side(Row(["w", "=", value("weight")], 40, INK), third, 0.4)) == []
    assert kinds(check, *side_by_side(value("third"), Row(["w", "=", value("weight")], 40, INK), 0.5)) == []
    definition = Row(["w", ":=", value("third", inside=True)], 40, INK)
    typed = Row([Label("w :=", 40, INK), value("third", inside=True)], 40, INK)
    approximate = Row(["w", "=", value("third", inside=True)], 40, INK)  # the row itself writes ≈
    assert kinds(check, *below(definition, typed, approximate)) == []
    stacked = below(Row(["w", "=", value("weight")], 40, INK), value("third"))
    assert kinds(check, *stacked) == []


def test_numbers_of_a_sentence_are_apart(check: NumberCheck):
    pieces = words.fill(
        "Now w = {weight}, the loss is {third}; from {third} we get b = {bias}", TRACE.__getitem__, words.load("en")
    )
    assert kinds(check, Caption(pieces, Layout(16, 9), DARK)) == []


# -- what cannot be read ----------------------------------------------------------------------------------------------


def test_a_missing_glyph(check: NumberCheck):
    [fault] = check.look(screen(Label("Вес 日", 30, INK)))
    assert (fault.kind, "box" in fault.what) == ("unreadable-glyph", True)


def test_a_glyph_that_is_none_at_rest(check: NumberCheck):
    label = Label("loss", 30, INK)
    label[1].stretch(1.4, 0)
    assert kinds(check, label, at_rest=False) == []
    assert kinds(check, label) == ["unreadable-glyph"]
    label[1].set_fill(opacity=0.1)
    assert kinds(NumberCheck(check._reader), label) == []


def test_a_bound_digit_that_is_none(check: NumberCheck):
    number = value("loss")
    number[0].stretch(1.4, 0)
    assert kinds(check, number, at_rest=False) == []
    assert "unreadable-glyph" in kinds(check, number)
    number.set_fill(opacity=0.2)
    assert kinds(NumberCheck(check._reader, TRACE.__getitem__), number, at_rest=False) == []


# -- the report -------------------------------------------------------------------------------------------------------


def test_the_rows_say_what_stood_there_and_when(check: NumberCheck):
    third, loss = below(value("third", relation=True), value("loss"))
    check.look(screen(third, loss, time=1.0))
    check.look(screen(third, at_rest=False, time=1.5))
    check.look(screen(third, time=2.0))
    check.look(screen(third, loss, time=3.0))
    check.look(screen(third, time=4.0, shot="backward"))
    assert {(r.path, r.exact, r.shown, r.read, r.relation, r.shot, r.start, r.end) for r in check.rows} == {
        ("third", "1/3", "0.3333", "0.3333", "≈", "forward", 1.0, 3.0),
        ("loss", "361/100", "3.61", "3.61", "", "forward", 1.0, 1.0),
        ("loss", "361/100", "3.61", "3.61", "", "forward", 3.0, 3.0),
        ("third", "1/3", "0.3333", "0.3333", "≈", "backward", 4.0, 4.0),
    }
    assert len(check.rows) == 4
    assert check.counts.instants == 5
    assert check.counts.digits == check.counts.agreed == 5 * 5 + 2 * 3


def test_a_lie_is_in_the_rows_as_it_was_read(check: NumberCheck):
    number = value("loss")
    number[0].points = Value("loss", Fraction("8.61"), 40, INK)[0].points
    check.look(screen(number))
    assert [(r.shown, r.read) for r in check.rows] == [("3.61", "8.61")]
    assert (check.counts.digits, check.counts.agreed) == (3, 0)


def test_one_lie_is_told_once_in_a_shot(check: NumberCheck):
    typed = Typst("7")
    assert [len(check.look(screen(typed, shot=shot))) for shot in ("a", "a", "b")] == [1, 0, 1]


def test_a_number_in_a_program_has_the_point_of_the_programming_language():
    binding = Binding("loss", TRACE["loss"], "3.61", "=", True, in_code=True)
    truth = BindingTruth(TRACE.__getitem__, ",")
    assert truth.faults(binding) == ()
    assert truth.faults(replace(binding, in_code=False)) != ()
    assert truth.faults(replace(binding, shown="3,61", separator=",")) != ()
