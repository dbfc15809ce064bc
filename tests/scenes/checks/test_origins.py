"""A text stays known as that text, whatever is done to its glyphs."""

from typing import Any

import pytest
from manim import (
    RIGHT,
    UP,
    DecimalNumber,
    MathTypst,
    Paragraph,
    Scene,
    Text,
    Transform,
    TransformMatchingShapes,
    Typst,
    VGroup,
)

from scenes.render.manim_settings import manim_set
from scenes.stage.checks import origins
from scenes.stage.checks.frame import FrameMaker, Moment, TextUnit
from scenes.stage.declared import constant
from scenes.stage.frame.layout import ASPECTS
from scenes.stage.look.theme import DARK
from scenes.stage.writing.typeset import Formula, use_own_text_folder
from scenes.stage.writing.values import Value
from tests.scenes.checks.examined import label


@pytest.fixture
def scene() -> Any:
    with manim_set(ASPECTS["16:9"], (960, 540), 60), origins.known():
        use_own_text_folder()
        yield Scene()


def units(scene: Scene) -> list[TextUnit]:
    return list(FrameMaker().frame(scene, Moment(0.0, 0.0, True)).units)


def test_texts_of_all_kinds_are_one_unit_each(scene: Any):
    texts = [
        label("one two"),
        Formula("(partial L)/(partial w)", 48, DARK.ink),
        Typst("plain"),
        MathTypst("x^2"),
        Text("pango"),
        Paragraph("two", "lines"),
        DecimalNumber(1.25, mob_class=MathTypst),
        Value("loss", -3, 40, DARK.ink),
    ]
    scene.add(*VGroup(*texts).arrange(UP))
    assert [unit.owner for unit in units(scene)] == texts
    assert [len(unit.leaves) for unit in units(scene)] == [6, 5, 5, 2, 5, 8, 4, 2]


def test_a_slice_and_a_copy_of_a_slice_stay_text(scene: Any):
    formula = Formula("w + b", 48, DARK.ink)
    part = VGroup(*formula[:2]).copy().shift(UP)
    scene.add(part)
    (unit,) = units(scene)
    assert len(unit.leaves) == 2
    assert "w + b" in unit.source


def test_pieces_in_flight_stay_text(scene: Any):
    first, second = Formula("w + b", 48, DARK.ink), Formula("b + w", 48, DARK.ink).shift(RIGHT)
    animation = TransformMatchingShapes(first, second)
    scene.add(first)
    animation._setup_scene(scene)
    animation.begin()
    animation.interpolate(0.5)
    frame = FrameMaker().frame(scene, Moment(0.5, 0.5, False))
    assert frame.units
    assert not frame.shapes


def test_what_became_another_text_means_what_it_shows(scene: Any):
    number = Value("step.0.loss", 3, 40, DARK.ink)
    target = constant(Formula("4", 40, DARK.ink), "4", why="the count of cases")
    scene.add(number)
    scene.play(Transform(number, target))
    assert all(not hasattr(leaf, "binding") for leaf in number.family_members_with_points())
    assert number.declaration.constants == (("4", "the count of cases"),)


def test_what_only_moved_means_what_it_meant(scene: Any):
    number = Value("step.0.loss", 3, 40, DARK.ink)
    scene.add(number)
    scene.play(number.animate.shift(RIGHT))
    assert all(leaf.binding.path == "step.0.loss" for leaf in number.family_members_with_points())


def test_the_em_follows_scaling_and_turning(scene: Any):
    word = Typst("loss", font_size=48)  # an em of half a unit
    word.scale(3).rotate(1.0)
    for glyph in word.family_members_with_points():
        assert origins.em_now(glyph) == pytest.approx(1.5, rel=1e-6)


def test_nothing_stays_behind():
    before = (vars(Typst)["__init__"], vars(Text)["__init__"], Transform.finish, "finish" in vars(Transform))
    with pytest.raises(ZeroDivisionError), origins.known():
        raise ZeroDivisionError
    assert (vars(Typst)["__init__"], vars(Text)["__init__"], Transform.finish, "finish" in vars(Transform)) == before
