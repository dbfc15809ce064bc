"""Seeded faults of layout, one tiny scene each, are caught with the right kind; their clean counterparts give none."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from manim import (
    BLUE,
    DOWN,
    LEFT,
    PI,
    RIGHT,
    UP,
    Arrow,
    Axes,
    BackgroundRectangle,
    Circle,
    Create,
    Cross,
    DecimalNumber,
    Dot,
    FadeIn,
    FadeOut,
    FunctionGraph,
    ImageMobject,
    Line,
    MathTypst,
    NumberPlane,
    Polygon,
    Rectangle,
    ReplacementTransform,
    RoundedRectangle,
    Square,
    Succession,
    SurroundingRectangle,
    Text,
    Transform,
    Underline,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    Write,
    always_redraw,
    linear,
)

from scenes.stage.checks.fault import Fault
from scenes.stage.declared import overlapping, stands_for
from scenes.stage.drawings.plots.tick_labels import TickLabel
from scenes.stage.drawings.plots.ticks import Tick
from scenes.stage.drawings.shapes import question_box
from scenes.stage.look.theme import DARK
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Formula
from scenes.stage.writing.values import Value
from tests.scenes.checks.examined import Play, faults, kinds, label
from tests.scenes.drawings import pens

SEEDED: dict[str, tuple[str, Play]] = {}
CLEAN: dict[str, Play] = {}


def seeded(kind: str) -> Any:
    """The scene has one fault, of this kind."""

    def keep(play: Play) -> Play:
        SEEDED[play.__name__] = (kind, play)
        return play

    return keep


def clean(play: Play) -> Play:
    """The scene has no fault."""
    CLEAN[play.__name__] = play
    return play


@pytest.mark.parametrize("name", SEEDED)
def test_a_seeded_fault_is_caught(name: str):
    kind, play = SEEDED[name]
    assert kinds(play) == {kind}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_scene_has_no_fault(name: str):
    assert faults(CLEAN[name]) == []


# -- the frame ---------------------------------------------------------------------------------------------------------


@seeded("out-of-frame")
def text_half_outside(scene: Any) -> None:
    scene.add(label("gradient").move_to([7.0, 0, 0]))
    scene.wait()


@seeded("out-of-frame")
def text_lost_outside(scene: Any) -> None:
    scene.add(label("gradient").move_to([0, 9.0, 0]))
    scene.wait()


@seeded("out-of-frame")
def formula_that_is_too_wide(scene: Any) -> None:
    scene.add(Formula("w x + b + " * 12 + "c", 48, DARK.ink))
    scene.wait()


@seeded("safe-area")
def text_in_the_margin(scene: Any) -> None:
    scene.add(label("loss").move_to([-6.5, 3.8, 0]))
    scene.wait()


@seeded("out-of-frame")
def shape_half_outside(scene: Any) -> None:
    scene.add(Circle(radius=1, color=BLUE).move_to([0, -3.8, 0]))
    scene.wait()


@seeded("out-of-frame")
def line_that_runs_out(scene: Any) -> None:
    scene.add(Line(LEFT, RIGHT * 9, color=BLUE))
    scene.wait()


@seeded("out-of-frame")
def text_pushed_out_by_an_updater(scene: Any) -> None:
    place = ValueTracker(0.0)
    word = label("loss").add_updater(lambda m: m.move_to([place.get_value(), 0, 0]))
    scene.add(word)
    scene.play(place.animate.set_value(8.0), run_time=1)


@seeded("out-of-frame")
def image_half_outside(scene: Any) -> None:
    scene.add(ImageMobject(np.uint8([[20, 200], [200, 20]])).set(width=3).shift(RIGHT * 6.5))
    scene.wait()


@seeded("out-of-frame")
def shape_outside_of_a_camera_that_went_back(scene: Any) -> None:
    scene.camera.frame_width, scene.camera.frame_height = (
        1.5 * scene.camera.frame_width,
        1.5 * scene.camera.frame_height,
    )
    scene.add(Circle(radius=2, color=BLUE).shift(RIGHT * 11))
    scene.wait()


@clean
def image_that_covers_the_frame(scene: Any) -> None:
    scene.add(ImageMobject(np.uint8([[20, 30], [30, 20]])).stretch_to_fit_width(20).stretch_to_fit_height(12))
    scene.wait()


@clean
def text_at_the_edge_of_the_safe_area(scene: Any) -> None:
    word = label("gradient")
    scene.add(word.move_to([-6.4 + word.width / 2, 3.6 - word.height / 2, 0]))
    scene.wait()


@clean
def ground_and_grid_larger_than_the_frame(scene: Any) -> None:
    scene.add(Rectangle(width=20, height=12, fill_color=DARK.panel, fill_opacity=1, stroke_width=0))
    grid = NumberPlane(x_range=(-9, 9), y_range=(-5, 5), background_line_style={"stroke_color": DARK.faint})
    scene.add(grid.set_stroke(DARK.faint))
    scene.wait()


@clean
def text_that_flies_in(scene: Any) -> None:
    word = label("loss").move_to([8.2, 0, 0])
    scene.play(word.animate.move_to([0, 0, 0]), run_time=0.8)
    scene.wait()


# -- text on text ------------------------------------------------------------------------------------------------------


@seeded("text-on-text")
def two_words_in_one_place(scene: Any) -> None:
    scene.add(label("gradient"), label("weights").shift(RIGHT * 0.5 + UP * 0.1))
    scene.wait()


@seeded("text-on-text")
def formula_under_the_caption(scene: Any) -> None:
    scene.add(Formula("L = (hat(y) - y)^2", 56, DARK.ink).move_to([0, -3.0, 0]))
    scene.add(label("the loss").move_to([0.4, -3.0, 0]))
    scene.wait()


@seeded("text-on-text")
def number_that_grew_into_its_neighbour(scene: Any) -> None:
    number = Value("loss", 1, 40, DARK.ink)
    unit = label("euro").next_to(number, RIGHT, buff=0.1)
    scene.add(number, unit)
    scene.wait()
    number.number = 123456
    number.rest()
    scene.wait()


@seeded("text-on-text")
def transform_that_ends_in_an_overlap(scene: Any) -> None:
    left, right = label("weight").shift(LEFT * 2), label("bias").shift(RIGHT * 2)
    scene.add(left, right)
    scene.play(Transform(left, label("gradient").move_to(right)))


@seeded("text-on-text")
def overlap_only_in_the_middle(scene: Any) -> None:
    standing, moving = label("weight"), label("bias").shift(LEFT * 2)
    scene.add(standing, moving)
    scene.play(moving.animate.shift(RIGHT * 4), run_time=5, rate_func=linear)


@seeded("text-on-text")
def overlap_by_always_redraw(scene: Any) -> None:
    place = ValueTracker(2.0)
    scene.add(label("weight"), always_redraw(lambda: label("bias").move_to([place.get_value(), 0, 0])))
    scene.play(place.animate.set_value(0.0), run_time=0.5)
    scene.wait()


@seeded("text-on-text")
def slices_of_a_formula(scene: Any) -> None:
    formula = Formula("a + b", 56, DARK.ink)
    scene.add(VGroup(*formula[:1]), VGroup(*formula[2:]).move_to(formula[0]))
    scene.wait()


@seeded("text-on-text")
def a_letter_on_another_of_the_same_word(scene: Any) -> None:
    word = Text("wind", font_size=48)
    scene.add(word[1:], word[0].move_to(word[1]))
    scene.wait()


@seeded("text-on-text")
def ticks_on_ticks(scene: Any) -> None:
    pen = pens.pen()
    for x in (0.0, 0.1):
        scene.add(TickLabel(Tick(Fraction(25), "25"), pen, 40).centered(x, 0))
    scene.wait()


@seeded("text-on-text")
def texts_of_pango(scene: Any) -> None:
    scene.add(Text("gradient", font_size=36), Text("weights", font_size=36).shift(UP * 0.15))
    scene.wait()


@clean
def words_side_by_side(scene: Any) -> None:
    first = label("weight")
    scene.add(first, label("bias").next_to(first, RIGHT, buff=0.15), label("loss").next_to(first, DOWN, buff=0.12))
    scene.wait()


@clean
def parts_of_a_row(scene: Any) -> None:
    parts = [Formula("w", 44, DARK.ink), "(", Value("x", -2, 44, DARK.ink, inside=True), ")^2"]
    scene.add(Row([*parts, "=", Value("y", 4, 44, DARK.ink)], 44, DARK.ink))
    scene.wait()


@clean
def words_that_cross_in_flight(scene: Any) -> None:
    standing, moving = label("w"), label("b").shift(LEFT * 3)
    scene.add(standing, moving)
    scene.play(moving.animate.shift(RIGHT * 6), run_time=1)
    scene.wait()


@clean
def one_formula_becomes_another(scene: Any) -> None:
    first, second = Formula("w x", 56, DARK.ink), Formula("w x + b", 56, DARK.ink)
    scene.play(Write(first))
    scene.wait()
    scene.play(ReplacementTransform(first, second))
    scene.wait()
    scene.play(Transform(second, Formula("hat(y)", 56, DARK.ink)))
    scene.wait()


@clean
def one_caption_fades_into_another(scene: Any) -> None:
    first, second = label("the forward pass"), label("and back again")
    scene.play(FadeIn(first), run_time=0.5)
    scene.wait(1.5)
    scene.play(FadeOut(first), FadeIn(second), run_time=0.5)
    scene.wait(1.5)


@clean
def words_declared_to_overlap(scene: Any) -> None:
    first, second = label("right"), label("wrong").shift(UP * 0.1)
    scene.add(first, overlapping(second, first, why="the answer that is struck"))
    scene.wait()


@clean
def number_that_follows(scene: Any) -> None:
    tracker = ValueTracker(1.0)
    number = DecimalNumber(1.0, num_decimal_places=2, font_size=40, mob_class=MathTypst)
    scene.add(number.add_updater(lambda m: m.set_value(tracker.get_value())))
    scene.play(tracker.animate.set_value(99.5), run_time=1)
    scene.wait()


# -- text crossed and covered ------------------------------------------------------------------------------------------


@seeded("text-crossed")
def label_crossed_by_an_axis(scene: Any) -> None:
    axes = Axes(x_range=(-3, 3), y_range=(-2, 2), x_length=8, y_length=5, tips=False)
    scene.add(axes, label("loss").move_to(axes.c2p(0, 1)))
    scene.wait()


@seeded("text-crossed")
def label_crossed_by_a_circle(scene: Any) -> None:
    scene.add(Circle(radius=1, color=DARK.weight), label("weight").move_to([1, 0, 0]))
    scene.wait()


@seeded("text-crossed")
def label_under_a_line(scene: Any) -> None:
    scene.add(label("weight"), Line(LEFT, RIGHT, color=DARK.weight))
    scene.wait()


@seeded("text-crossed")
def line_between_two_words(scene: Any) -> None:
    scene.add(label("one two"), Line(DOWN, UP, color=DARK.weight))
    scene.wait()


@seeded("text-crossed")
def label_crossed_by_a_curve(scene: Any) -> None:
    scene.add(FunctionGraph(np.sin, x_range=(-4, 4), color=DARK.loss), label("loss").move_to([PI / 2, 1, 0]))
    scene.wait()


@seeded("text-crossed")
def label_crossed_by_an_arrow_that_grows(scene: Any) -> None:
    scene.add(label("loss"))
    scene.wait()
    scene.play(Create(Arrow(LEFT * 3, RIGHT * 3, color=DARK.gradient)), run_time=0.4)


@seeded("text-crossed")
def word_that_is_struck_out(scene: Any) -> None:
    word = label("wrong")
    scene.add(word, Cross(word, stroke_color=DARK.loss, stroke_width=4))
    scene.wait()


@seeded("text-crossed")
def label_that_sticks_out_of_its_node(scene: Any) -> None:
    node = Circle(radius=0.5, color=DARK.weight, fill_color=DARK.panel, fill_opacity=1)
    scene.add(node, label("prediction"))
    scene.wait()


@seeded("text-crossed")
def label_that_sticks_out_of_a_faint_box(scene: Any) -> None:
    box = RoundedRectangle(width=1, height=0.8, fill_color=DARK.panel, fill_opacity=1, stroke_width=0)
    scene.add(box, label("prediction"))
    scene.wait()


@seeded("text-crossed")
def dot_on_a_number(scene: Any) -> None:
    number = Value("loss", 123, 44, DARK.ink)
    scene.add(Dot(radius=0.08, color=DARK.loss).move_to(number), number)
    scene.wait()


@seeded("text-covered")
def shape_on_top_of_a_word(scene: Any) -> None:
    scene.add(label("gradient"), Square(0.6, fill_color=DARK.panel, fill_opacity=1, stroke_width=0))
    scene.wait()


@seeded("text-covered")
def image_on_top_of_a_word(scene: Any) -> None:
    scene.add(label("gradient"), ImageMobject(np.uint8([[20, 30], [30, 20]])).set(width=0.8))
    scene.wait()


@clean
def label_inside_a_node(scene: Any) -> None:
    node = Circle(radius=0.6, color=DARK.weight, fill_color=DARK.panel, fill_opacity=1)
    scene.add(Line(LEFT * 3, RIGHT * 3, color=DARK.muted), node, Formula("w", 44, DARK.weight))
    scene.add(Circle(radius=0.6, color=DARK.bias).shift(UP * 2), Formula("b", 44, DARK.bias).shift(UP * 2))
    scene.wait()


@clean
def label_declared_on_a_line(scene: Any) -> None:
    line, word = Line(LEFT * 2, RIGHT * 2, color=DARK.muted), label("level")
    scene.add(line, overlapping(word, line, why="on its level line"))
    scene.wait()


@clean
def words_beside_an_arrow(scene: Any) -> None:
    arrow = Arrow(LEFT * 2, RIGHT * 2, color=DARK.gradient)
    scene.add(arrow, Value("gradient", -4, 40, DARK.gradient).next_to(arrow, UP, buff=0.1))
    word = label("loss").shift(DOWN * 2)
    scene.add(word, Underline(word, buff=0.08), SurroundingRectangle(word, buff=0.15))
    scene.wait()


@clean
def formula_with_its_own_lines(scene: Any) -> None:
    scene.add(Formula("sqrt((partial L)/(partial w)) + hat(y) + overline(x)", 56, DARK.ink))
    scene.wait()


@clean
def faint_grid_behind_text(scene: Any) -> None:
    grid = NumberPlane().set_stroke(DARK.faint)
    scene.add(grid, label("gradient").shift(UP * 0.5))
    scene.wait()


@clean
def text_on_bands_with_a_patch(scene: Any) -> None:
    colours = ("#173B4D", "#1F6F80", "#58B6C0", "#B9E6E2")
    bands = [Rectangle(width=1, height=4, fill_color=c, fill_opacity=1, stroke_width=0) for c in colours]
    group = VGroup(*bands).arrange(RIGHT, buff=0)
    word = label("level line")
    patch = BackgroundRectangle(word, color=DARK.background, fill_opacity=1, buff=0.08)
    scene.add(group, Line(LEFT * 2, RIGHT * 2, color=DARK.ink), patch, word)
    scene.wait()


@seeded("text-covered")
def text_that_is_buried(scene: Any) -> None:
    word = label("gradient")
    scene.add(word)
    scene.wait(2)
    scene.play(FadeIn(Rectangle(width=6, height=2, fill_color=DARK.panel, fill_opacity=1, stroke_width=0)))
    scene.wait()


@clean
def text_behind_a_curtain(scene: Any) -> None:
    scene.add(label("gradient"))
    scene.wait(2)
    scene.play(FadeIn(Rectangle(width=20, height=12, fill_color=DARK.panel, fill_opacity=1, stroke_width=0)))
    scene.wait()


@seeded("text-crossed")
def thin_line_through_a_word(scene: Any) -> None:
    scene.add(Line(LEFT * 2, RIGHT * 2, color=DARK.muted, stroke_width=1.5), label("gradient"))
    scene.wait()


@clean
def label_beside_a_slanted_band(scene: Any) -> None:
    band = Polygon([0, 2, 0], [0.4, 2, 0], [-0.8, -2, 0], [-2, -2, 0], fill_color=DARK.panel, fill_opacity=1)
    scene.add(band.set_stroke(width=0), label("0").set_opacity(0), label("w").shift(LEFT * 1.2))
    scene.wait()


@clean
def text_with_a_background_of_its_own(scene: Any) -> None:
    word = Text("gradient", font_size=40)
    word.add_background_rectangle(color=DARK.background, opacity=1, buff=0.15)
    scene.add(NumberPlane(), word)
    scene.wait()


@clean
def answer_under_its_question_box(scene: Any) -> None:
    answer = Value("loss", 123, 44, DARK.ink)
    scene.add(answer, question_box(2.4, 1.0, DARK))
    scene.wait()


@clean
def signal_that_runs_over_a_label(scene: Any) -> None:
    spot = Dot(radius=0.08, color=DARK.ink).shift(LEFT * 3)
    scene.add(label("w"), spot)
    scene.play(spot.animate.shift(RIGHT * 6), run_time=1.2)
    scene.wait()


# -- while other things move -------------------------------------------------------------------------------------------


def _beside_a_dot(scene: Any, *still: Any) -> None:
    """One long animation in which something else moves; these come, stand still and go within it."""
    dot = Dot(LEFT * 5 + DOWN * 2)
    scene.add(dot)
    stay = Succession(FadeIn(*still, run_time=0.5), Wait(3), FadeOut(*still, run_time=0.5))
    scene.play(dot.animate(run_time=4).shift(RIGHT * 10), stay)
    scene.wait()


@seeded("too-small")
def small_text_within_an_animation(scene: Any) -> None:
    _beside_a_dot(scene, label("loss", 16))


@seeded("contrast")
def faint_text_within_an_animation(scene: Any) -> None:
    _beside_a_dot(scene, label("loss", 40, DARK.faint))


@clean
def good_text_within_an_animation(scene: Any) -> None:
    _beside_a_dot(scene, label("loss", 40))


@clean
def text_that_grows_from_nothing(scene: Any) -> None:
    word = label("loss", 60)
    scene.play(word.scale(0.1).animate(run_time=2).scale(10))
    scene.wait()


# -- size and contrast -------------------------------------------------------------------------------------------------


@seeded("too-small")
def twelve_points(scene: Any) -> None:
    scene.add(label("weight", size=12))
    scene.wait()


@seeded("too-small")
def text_that_was_shrunk(scene: Any) -> None:
    word = label("weight")
    scene.add(word)
    scene.play(word.animate.scale(0.4), run_time=0.5)
    scene.wait()


@seeded("too-small")
def small_text_of_pango(scene: Any) -> None:
    scene.add(Text("weight", font_size=14))
    scene.wait()


@seeded("too-small")
def small_exponent(scene: Any) -> None:
    formula = Formula("x^2", 40, DARK.ink)
    formula[1].scale(0.5)
    scene.add(formula)
    scene.wait()


@seeded("contrast")
def grey_on_grey(scene: Any) -> None:
    scene.add(label("weight", color="#4A5160"))
    scene.wait()


@seeded("contrast")
def text_over_a_bright_rectangle(scene: Any) -> None:
    scene.add(Rectangle(width=4, height=2, fill_color="#DDE3EE", fill_opacity=1, stroke_width=0), label("weight"))
    scene.wait()


@seeded("contrast")
def text_over_a_gradient_image(scene: Any) -> None:
    ramp = np.linspace(0, 255, 256, dtype=np.uint8)
    scene.add(ImageMobject(np.tile(ramp, (64, 1))).stretch_to_fit_width(8).stretch_to_fit_height(2))
    scene.add(label("a gradient from black to white", color="#808080"))
    scene.wait(3)


@seeded("contrast")
def text_under_a_veil(scene: Any) -> None:
    scene.add(label("weight"))
    scene.add(Rectangle(width=4, height=2, fill_color=DARK.background, fill_opacity=0.7, stroke_width=0))
    scene.wait()


@seeded("contrast")
def one_colour_of_a_formula(scene: Any) -> None:
    formula = Formula("w + b", 48, DARK.ink)
    formula[2].set_color("#3A3F4A")
    scene.add(formula)
    scene.wait()


@clean
def dimmed_text(scene: Any) -> None:
    scene.add(label("not needed now").set_opacity(0.25), label("weight").shift(UP))
    scene.wait()


@clean
def exponents_and_indices(scene: Any) -> None:
    scene.add(Formula("w_1^2 + 10^(-3)", 40, DARK.ink))
    scene.wait()


@clean
def dark_text_on_a_bright_patch(scene: Any) -> None:
    scene.add(Rectangle(width=4, height=2, fill_color="#DDE3EE", fill_opacity=1, stroke_width=0))
    scene.add(label("weight", color="#11151C"))
    scene.wait()


@clean
def text_of_pango_of_a_good_size(scene: Any) -> None:
    scene.add(Text("weight", font_size=30))
    scene.wait()


# -- points that are no numbers, colours -------------------------------------------------------------------------------


@seeded("not-finite")
def a_point_that_is_nan(scene: Any) -> None:
    curve = VMobject(color=DARK.loss).set_points_as_corners([[0, 0, 0], [1, np.nan, 0], [2, 1, 0]])
    scene.add(curve)
    scene.wait()


@seeded("not-finite")
def a_curve_that_runs_to_infinity(scene: Any) -> None:
    with np.errstate(divide="ignore", invalid="ignore"):
        scene.add(VMobject(color=DARK.loss).set_points_as_corners([[0, 0, 0], [1, np.inf, 0]]))
    scene.wait()


@seeded("same-colour")
def loss_in_the_colour_of_the_weight(scene: Any) -> None:
    scene.add(stands_for(Dot(radius=0.3, color=DARK.weight), "weight"))
    scene.wait()
    scene.add(stands_for(Square(0.5, color=DARK.weight).shift(RIGHT), "loss"))
    scene.wait()


@seeded("same-colour")
def two_meanings_that_deutan_eyes_confuse(scene: Any) -> None:
    scene.add(stands_for(Dot(radius=0.3, color="#E06A6C"), "loss"))
    scene.add(stands_for(Dot(radius=0.3, color="#A79A5C").shift(RIGHT), "target"))
    scene.wait()


@seeded("same-colour")
def one_meaning_in_two_colours(scene: Any) -> None:
    scene.add(stands_for(Dot(radius=0.3, color=DARK.loss), "loss"))
    scene.add(Value("step.0.loss", 3, 40, DARK.target, meaning="loss").shift(RIGHT))
    scene.wait()


@seeded("same-colour")
def a_bound_loss_in_the_colour_of_the_weight(scene: Any) -> None:
    scene.add(Value("step.0.weight", 1, 40, DARK.weight).shift(LEFT), Value("step.0.loss", 3, 40, DARK.weight))
    scene.wait()


@clean
def each_meaning_in_its_colour(scene: Any) -> None:
    for place, meaning in enumerate(("input", "weight", "bias", "prediction", "target", "loss", "gradient")):
        value = Value(f"step.0.{meaning}", place, 40, DARK.of(meaning), relation=True, relation_color=DARK.ink)
        scene.add(stands_for(value, meaning).move_to([place - 3, 0, 0]))
        node = Circle(radius=0.3, color=DARK.of(meaning), fill_color=DARK.panel, fill_opacity=1)
        scene.add(stands_for(node, meaning).move_to([place - 3, 1, 0]))
    scene.wait()


# -- what a report says ------------------------------------------------------------------------------------------------


def _only(play: Play) -> Fault:
    (fault,) = faults(play)
    return fault


def test_a_fault_is_told_once_with_the_first_time_and_its_place():
    def play(scene: Any) -> None:
        scene.wait(1)
        scene.add(label("gradient").move_to([7.0, 1.0, 0]))
        scene.wait(2)
        scene.play(FadeIn(Dot()))
        scene.wait(1)

    fault = _only(play)
    assert fault.time == pytest.approx(1.0)
    left, bottom, right, top = fault.box
    assert (left + right) / 2 == pytest.approx(7.0, abs=0.01)
    assert (bottom + top) / 2 == pytest.approx(1.0, abs=0.01)
    assert '"gradient"' in fault.what
    assert "right" in fault.what


def test_texts_are_called_by_what_is_read():
    fault = _only(lambda scene: (scene.add(label("one two"), label("three").shift(UP * 0.1)), scene.wait(1)))
    assert '"three" stands on "one two"' in fault.what


def test_the_share_of_an_overlap_is_that_of_the_smaller_text():
    def play(scene: Any) -> None:
        big = Formula("H H H H", 60, DARK.ink)
        scene.add(big, Formula("x", 40, DARK.loss).move_to(big))
        scene.wait()

    # the whole of the x lies within the area of the four letters, or nearly so
    assert int(_only(play).what.split(" by ")[1].split(" %")[0]) > 50


def test_faults_of_one_instant_have_each_their_line():
    def play(scene: Any) -> None:
        for x in (-4, 0, 4):
            scene.add(label("weight").move_to([x, 0, 0]), label("bias").move_to([x, 0.1, 0]))
        scene.wait()

    assert [fault.kind for fault in faults(play)] == ["text-on-text"] * 3


@pytest.mark.parametrize("aspect", ["16:9", "4:3", "1:1", "9:16"])
@pytest.mark.parametrize(("beyond", "found"), [(-0.02, set()), (0.1, {"safe-area"})])
def test_the_safe_area_is_that_of_the_frame(aspect: str, beyond: float, found: set[str]):
    def play(scene: Any) -> None:
        word = label("loss")
        edge = 0.45 * scene.camera.frame_width
        scene.add(word.move_to([edge - word.width / 2 + beyond, 0, 0]))
        scene.wait()

    assert kinds(play, aspect=aspect) == found
