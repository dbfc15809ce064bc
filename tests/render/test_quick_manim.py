"""Manim in less time is Manim: the same mobjects, the same pictures."""

import copy
from functools import partial
from typing import Any

import numpy as np
import pytest
import svgelements
from manim import (
    BLUE,
    RED,
    UP,
    Circle,
    Dot,
    FadeIn,
    FadeOut,
    ManimColor,
    MathTypst,
    Mobject,
    Scene,
    Square,
    Transform,
    Typst,
    ValueTracker,
    VGroup,
    VMobject,
)
from manim.mobject.svg.svg_mobject import SVG_HASH_TO_MOB_MAP, VMobjectFromSVGPath

from scenes.render.manim_settings import manim_set
from scenes.render.quick.colours import quick_colours
from scenes.render.quick.copies import quick_copies
from scenes.render.quick.families import quick_families
from scenes.render.quick.glyphs import quick_glyphs
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.steps import quick_steps
from scenes.stage.frame.layout import ASPECTS
from scenes.stage.look.theme import DARK
from scenes.stage.writing.typeset import Formula, use_own_text_folder
from scenes.stage.writing.values import Value


def _mobjects() -> list[Mobject]:
    use_own_text_folder()
    followed = Dot()
    follower = Circle().add_updater(lambda m: m.move_to(followed))
    return [
        Typst("text"),
        Formula("w + b", 40, DARK.ink),
        Value("step.0.loss", 3, 40, DARK.ink),
        VGroup(followed, follower),
        ValueTracker(2.0),
    ]


def _same(one: Mobject, other: Mobject) -> bool:
    if type(one) is not type(other) or vars(one).keys() != vars(other).keys():
        return False
    for name, value in vars(one).items():
        found = vars(other)[name]
        if isinstance(value, np.ndarray):
            assert np.array_equal(value, found), name
        elif isinstance(value, str | int | float | bool | type(None)) and name != "original_id":
            assert value == found, name
    return all(_same(a, b) for a, b in zip(one.submobjects, other.submobjects, strict=True))


# -- copies ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(5))
def test_a_quick_copy_is_a_deep_copy(number: int):
    original = _mobjects()[number]
    deep = copy.deepcopy(original)
    with quick_copies():
        quick = copy.deepcopy(original)
    assert _same(deep, quick)


def test_nothing_that_changes_is_shared():
    original = VGroup(Circle(), Dot())
    with quick_copies():
        made = original.copy()
    made.shift([1, 0, 0]).set_fill("#FF0000", opacity=0.5)
    made.add(Dot())
    assert original.get_center() == pytest.approx([0, 0, 0])
    assert original[0].get_fill_opacity() == 0
    assert len(original) == 2


def test_what_is_in_two_places_stays_one_thing():
    group = VGroup(Circle(), Dot())
    group.marked = group[1]
    group.listed = [group[1], group[1]]
    with quick_copies():
        made = group.copy()
    assert made.marked is made[1]
    assert made.listed[0] is made.listed[1] is made[1]
    assert made.marked is not group[1]


# -- families ----------------------------------------------------------------------------------------------------------


def test_families_are_listed_in_the_same_order():
    leaf, twice = Dot(), Circle()
    group = VGroup(VGroup(leaf, twice), Square(), VGroup(twice, Dot()))
    expected = [m.get_family() for m in (group, group[0], leaf, VGroup())]
    with quick_families():
        found = [m.get_family() for m in (group, group[0], leaf, VGroup())]
    assert [[id(m) for m in family] for family in found[:3]] == [[id(m) for m in family] for family in expected[:3]]


# -- colours -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("colour", [None, "#8D98AC", RED, ManimColor("#12345678"), [RED, "#FFFFFF"]])
@pytest.mark.parametrize("opacity", [None, 0, 0.25, 1, [0.5, 1.0]])
@pytest.mark.parametrize("sheen", [0.0, 0.5])
def test_colours_are_the_same_arrays(colour: Any, opacity: Any, sheen: float):
    mobject = VMobject(sheen_factor=sheen)
    expected = mobject.generate_rgbas_array(colour, opacity)
    with quick_colours():
        for _ in range(2):
            found = mobject.generate_rgbas_array(colour, opacity)
            assert np.array_equal(found, expected)
            found[:] = -1  # as Manim does: what it was given is its own


# -- glyphs ------------------------------------------------------------------------------------------------------------

TEXTS: list[tuple[type[Typst], str]] = [
    (Typst, "Вверх по склону, again and again: efficient flow"),
    (Typst, "#set align(center)\nOne #box[2,1]<n0> two \\\n#text(red)[three] #underline[four]"),
    (MathTypst, "(partial L)/(partial w) = sum_(k=1)^n {{ hat(y)_k : guess }} + sqrt((a + b)/c)"),
    (MathTypst, "{{ w x }} + {{ b : bias }} = mat(1, 2; 3, 4) vec(x, y)"),
    (Typst, "#rotate(30deg)[turned] #scale(x: 50%)[narrow] #box(rect(width: 3pt, height: 2pt, fill: blue))"),
]


def _set(kind: type[Typst], source: str) -> Typst:
    SVG_HASH_TO_MOB_MAP.clear()
    use_own_text_folder()
    return kind(source, font_size=40)


def _places(text: Typst, label: str) -> list[int]:
    return [text.submobjects.index(part) for part in text.id_to_vgroup_dict[label]]


@pytest.mark.parametrize(("kind", "source"), TEXTS)
def test_glyphs_are_where_manim_puts_them(kind: type[Typst], source: str):
    expected = _set(kind, source)
    with quick_glyphs():
        found = _set(kind, source)
    assert len(found.submobjects) == len(expected.submobjects)
    for one, other in zip(found.submobjects, expected.submobjects, strict=True):
        assert type(one) is type(other)
        assert np.allclose(one.points, other.points, rtol=0, atol=1e-9)
        assert np.array_equal(one.fill_rgbas, other.fill_rgbas)
        assert np.array_equal(one.stroke_rgbas, other.stroke_rgbas)
        assert one.stroke_width == pytest.approx(other.stroke_width)
    labels = [label for label in expected.id_to_vgroup_dict if not label.startswith("numbered_group")]
    assert [label for label in found.id_to_vgroup_dict if not label.startswith("numbered_group")] == labels
    for label in labels:
        assert _places(found, label) == _places(expected, label)


def test_a_path_that_is_no_mark_is_read_as_ever():
    path = svgelements.Path("M0 0L1 0L0 1L3 6L3 0")
    expected = VMobjectFromSVGPath(path).points
    with quick_glyphs():
        assert np.array_equal(VMobjectFromSVGPath(path).points, expected)


# -- all together ------------------------------------------------------------------------------------------------------


def _pictures(play: Any) -> list[np.ndarray]:
    pictures = []

    class Tiny(Scene):
        def construct(self) -> None:
            SVG_HASH_TO_MOB_MAP.clear()
            use_own_text_folder()
            play(self)

    with manim_set(ASPECTS["16:9"], (320, 180), 10):
        scene = Tiny()
        draw = scene.renderer.add_frame
        scene.renderer.add_frame = lambda frame, num_frames=1: (pictures.append(frame), draw(frame, num_frames))
        scene.render()
    return pictures


def _moving(scene: Scene) -> None:
    formula, value = Formula("w x + b", 60, DARK.ink), Value("loss", -3.5, 60, DARK.loss).shift([2, 1, 0])
    scene.play(FadeIn(formula), FadeIn(value, shift=UP))
    scene.play(Transform(formula, Formula("hat(y)", 60, DARK.ink)), value.animate.shift([0, -2, 0]).set_color(RED))
    scene.play(FadeOut(formula))


# -- steps of time -----------------------------------------------------------------------------------------------------


def _asked() -> list[tuple[str, float]]:
    """Which updaters are called, in their order, with what."""
    called: list[tuple[str, float]] = []
    parts = [VMobject(), VGroup(VMobject()), VGroup(VGroup(VMobject())), VMobject()]
    group = VGroup(*parts).add_updater(lambda m: called.append(("group", -1)))
    parts[1][0].add_updater(lambda m, dt: called.append(("leaf", dt)))
    parts[1].add_updater(lambda dt, m: called.append(("swapped", m)))  # Manim goes by the name alone
    parts[2][0].add_updater(lambda m, step=7: called.append(("own", step)))
    parts[3].add_updater(partial(lambda m, dt, name: called.append((name, dt)), name="partial"))
    group.update(0.25)
    parts[1].suspend_updating()
    group.update(0.5)
    return called


def test_the_same_updaters_are_called():
    expected = _asked()
    with quick_steps():
        assert _asked() == expected
    assert {name for name, _ in expected} == {"group", "leaf", "swapped", "own", "partial"}


@pytest.mark.parametrize("alpha", [0, 0.0, 0.3, 1.0, 1, np.float64(0.7)])
def test_colours_are_mixed_alike(alpha: float):
    def mixed() -> VMobject:
        first = Circle(color=RED, fill_opacity=0.3, stroke_width=2).set_sheen(0.4, UP)
        second = Square(color=BLUE, fill_opacity=1).set_background_stroke(color=RED, width=5)
        first.align_rgbas(second)
        made = VMobject().interpolate_color(first, second, alpha)
        assert made.fill_rgbas is not second.fill_rgbas
        return made

    expected = mixed()
    with quick_steps():
        assert _same(mixed(), expected)


def test_pictures_are_the_same():
    expected = _pictures(_moving)
    with quick_manim():
        found = _pictures(_moving)
    assert len(found) == len(expected) == 30
    assert all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))


def test_it_is_as_before_afterwards():
    def methods() -> list[Any]:
        return [
            vars(Mobject).get("__deepcopy__"),
            vars(ManimColor).get("__deepcopy__"),
            vars(svgelements.Path).get("__deepcopy__"),
            Mobject.get_family,
            Mobject.update,
            VMobject.interpolate_color,
            VMobject.generate_rgbas_array,
            vars(Typst).get("modify_xml_tree"),
            VMobjectFromSVGPath.handle_commands,
        ]

    before = methods()
    with pytest.raises(ZeroDivisionError), quick_manim():
        raise ZeroDivisionError
    assert methods() == before
