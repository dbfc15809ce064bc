"""Copies that share what is never changed are the same copies."""

import copy

import numpy as np
import pytest
import svgelements
from manim import Circle, Dot, ManimColor, Mobject, Typst, ValueTracker, VGroup

from scenes.render.shared_copies import shared_copies
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


@pytest.mark.parametrize("number", range(5))
def test_a_shared_copy_is_a_deep_copy(number: int):
    original = _mobjects()[number]
    deep = copy.deepcopy(original)
    with shared_copies():
        shared = copy.deepcopy(original)
    assert _same(deep, shared)


def test_nothing_that_changes_is_shared():
    original = VGroup(Circle(), Dot())
    with shared_copies():
        made = original.copy()
    made.shift([1, 0, 0]).set_fill("#FF0000", opacity=0.5)
    made.add(Dot())
    assert original.get_center() == pytest.approx([0, 0, 0])
    assert original[0].get_fill_opacity() == 0
    assert len(original) == 2


def test_what_is_in_two_places_stays_one_thing():
    """An attribute that points into the group points into the copy of the group."""
    group = VGroup(Circle(), Dot())
    group.marked = group[1]
    with shared_copies():
        made = group.copy()
    assert made.marked is made[1]
    assert made.marked is not group[1]


def test_it_is_as_before_afterwards():
    before = [vars(kind).get("__deepcopy__") for kind in (Mobject, ManimColor, svgelements.Path)]
    with pytest.raises(ZeroDivisionError), shared_copies():
        raise ZeroDivisionError
    assert [vars(kind).get("__deepcopy__") for kind in (Mobject, ManimColor, svgelements.Path)] == before
