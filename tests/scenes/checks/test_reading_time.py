"""Text stands long enough to be read: fifteen characters a second, five sixths of a second at least."""

from typing import Any

import pytest
from manim import (
    DOWN,
    UP,
    FadeIn,
    FadeOut,
    Scene,
    Succession,
    Transform,
    ValueTracker,
    VGroup,
    Wait,
    Write,
    always_redraw,
)

from scenes.stage.declared import read_before
from scenes.stage.frame.layout import ASPECTS, Layout
from scenes.stage.look.theme import DARK
from scenes.stage.writing.caption import Caption
from scenes.stage.writing.typeset import Formula
from scenes.stage.writing.values import Value
from tests.scenes.checks.examined import faults, label

SENTENCE = "the error shrinks at every step"  # 31 characters: 2.07 s


def _times(play: Any) -> list[str]:
    return [fault.what for fault in faults(play) if fault.kind == "reading-time"]


@pytest.mark.parametrize(("seconds", "too_short"), [(0.5, True), (1.9, True), (2.1, False), (4.0, False)])
def test_a_sentence_needs_a_fifteenth_of_a_second_a_character(seconds: float, too_short: bool):
    def play(scene: Scene) -> None:
        sentence = label(SENTENCE)
        scene.add(sentence)
        scene.wait(seconds)
        scene.remove(sentence)
        scene.wait(1)

    (what,) = _times(play) if too_short else [""]
    assert not too_short or (f"stands for {seconds:.1f} s" in what and "takes 2.1" in what)


def test_a_sentence_at_the_end_of_the_film_counts_too():
    def play(scene: Scene) -> None:
        scene.add(label(SENTENCE))
        scene.wait(0.5)

    assert len(_times(play)) == 1


def test_a_caption_needs_its_time_however_few_its_words():
    frame = ASPECTS["16:9"]

    def play(scene: Scene) -> None:
        caption = Caption(["Mind the gradients"], Layout(frame.width, frame.height), DARK)  # 18 characters: 1.2 s
        scene.add(caption)
        scene.wait(1.0)
        scene.remove(caption)
        scene.wait(1)

    assert len(_times(play)) == 1


@pytest.mark.parametrize(("run_time", "too_short"), [(0.3, True), (2.0, False)])
def test_a_text_that_fades_counts_while_it_can_be_read(run_time: float, too_short: bool):
    def play(scene: Scene) -> None:
        sentence = label(SENTENCE)
        scene.play(FadeIn(sentence), run_time=0.5)
        scene.wait(run_time)
        scene.play(FadeOut(sentence), run_time=0.5)
        scene.wait(1)

    assert bool(_times(play)) == too_short


def test_a_word_may_not_flash():
    def play(scene: Scene) -> None:
        word = label("loss")
        scene.add(word)
        scene.wait(0.4)
        scene.remove(word)
        scene.wait(1)

    (what,) = _times(play)
    assert "flashes" in what


def test_text_half_written_is_not_read_yet():
    def play(scene: Scene) -> None:
        sentence = label(SENTENCE)
        scene.play(Write(sentence), run_time=1.5)
        scene.wait(0.8)
        scene.play(FadeOut(sentence), run_time=0.2)
        scene.wait(1)

    assert len(_times(play)) == 1


def test_a_sentence_that_becomes_another_is_judged_by_itself():
    def play(scene: Scene) -> None:
        first, second = label(SENTENCE), label("the gradient points uphill, always")
        scene.add(first)
        scene.wait(0.5)
        scene.play(Transform(first, second), run_time=0.5)
        scene.wait(3)

    (what,) = _times(play)
    assert SENTENCE in what


def test_a_formula_that_comes_part_by_part_is_one_text():
    def play(scene: Scene) -> None:
        formula = Formula("hat(y) = w x + b", 56, DARK.ink)
        formula.set_opacity(0)
        scene.add(formula)
        for part in (formula[:4], formula[4:6], formula[6:]):
            scene.play(part.animate.set_opacity(1), run_time=0.4)
        scene.wait(1)

    assert _times(play) == []


def test_a_number_that_changes_is_no_flash():
    def play(scene: Scene) -> None:
        value = Value("loss", 1.234, 40, DARK.ink)
        scene.add(value)
        for number in (1.112, 1.005, 0.973):
            scene.wait(0.3)
            following = Value("loss", number, 40, DARK.ink)
            scene.remove(value)
            scene.add(following)
            value = following
        scene.wait(1)

    assert _times(play) == []


def test_a_label_made_anew_in_every_frame_is_one_label():
    def play(scene: Scene) -> None:
        tracker = ValueTracker(0.0)
        scene.add(always_redraw(lambda: VGroup(label("the prediction is"), label("loss").shift(DOWN)).shift(UP)))
        scene.add(always_redraw(lambda: label(f"step {tracker.get_value():.2f}").shift(2 * UP)))
        scene.play(tracker.animate.set_value(1.0), run_time=2)
        scene.wait(1)

    assert _times(play) == []


def test_a_word_that_flies_past_is_a_movement():
    def play(scene: Scene) -> None:
        word = label("loss")
        scene.play(FadeIn(word, shift=UP), run_time=0.3)
        scene.wait(1)
        copy = word.copy()
        scene.play(copy.animate.shift(DOWN), run_time=0.5)
        scene.remove(copy)
        scene.wait(1)

    assert len(_times(play)) <= 1  # the copy stood for an instant only


@pytest.mark.parametrize(("seconds", "too_short"), [(0.3, True), (2.5, False)])
def test_a_sentence_that_stands_within_one_animation_counts_too(seconds: float, too_short: bool):
    def play(scene: Scene) -> None:
        sentence, mark = label(SENTENCE), label("weights").shift(2 * DOWN)
        scene.play(Succession(FadeIn(sentence), Wait(seconds), FadeOut(sentence), FadeIn(mark)))
        scene.wait(2)

    assert len(_times(play)) == too_short


@pytest.mark.parametrize("skipped", [True, False])
def test_what_came_in_a_section_that_is_not_looked_at_may_have_been_read_there(skipped: bool):
    def play(scene: Scene) -> None:
        scene.next_section("before", skip_animations=skipped)
        sentence = label(SENTENCE)
        scene.play(FadeIn(sentence), run_time=0.2)
        scene.next_section("after")
        scene.wait(0.5)
        scene.remove(sentence)
        later = label("what comes later is another one").shift(2 * DOWN)
        scene.add(later)
        scene.wait(0.5)
        scene.remove(later)
        scene.wait(1)

    assert len(_times(play)) == (1 if skipped else 2)


def test_a_text_that_was_read_before_the_scene_began_may_go_at_once():
    def play(scene: Scene) -> None:
        sentence = read_before(label(SENTENCE), why="another scene ends with it")
        scene.add(sentence)
        scene.wait(0.5)
        scene.remove(sentence)
        scene.wait(1)

    assert _times(play) == []
