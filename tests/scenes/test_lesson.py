"""The base of all lessons: shots, questions, how long things stand, and films without movement."""

from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from manim import (
    RIGHT,
    UP,
    Circle,
    Circumscribe,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    MoveAlongPath,
    ReplacementTransform,
    Square,
    TransformFromCopy,
    ValueTracker,
    there_and_back,
)
from manim import Line as Track

from engine import Trace
from scenes.render.manim_settings import manim_set
from scenes.stage.frame.layout import ASPECTS
from scenes.stage.lesson import Lesson
from scenes.stage.recorder import Recorder
from scenes.stage.settings import Settings, Speech
from scenes.stage.writing.caption import Caption
from scenes.stage.writing.words import LessonWords, ShotWords

FPS = 15
QUESTION = "Will the number that stands here be large, or will it rather be small?"  # 70 characters: 4.67 s


class Tiny(Lesson):
    """Two shots; what they do is given by the test."""

    name = "tiny"
    poster_shot = "second"
    first_does: Callable[["Tiny"], None] = staticmethod(lambda lesson: lesson.answer())
    second_does: Callable[["Tiny"], None] = staticmethod(lambda lesson: None)

    def own_words(self) -> LessonWords:
        shots = (
            ShotWords("first", "It is {a}.", "A number.", QUESTION),
            ShotWords("second", "A caption without a question, of fifty-one characters.", "Nothing."),
        )
        return LessonWords("Tiny", shots, {})

    def default_values(self):
        return {}

    def compute(self, values) -> Trace:
        return Trace({"a": Fraction(5, 2)})

    def first(self) -> None:
        type(self).first_does(self)

    def second(self) -> None:
        type(self).second_does(self)


@pytest.fixture(autouse=True)
def _small_frames() -> Iterator[None]:
    with manim_set(ASPECTS["16:9"], (160, 90), FPS):
        yield


def played(settings: Settings | None = None, **does) -> tuple[Tiny, Recorder]:
    given = {name: staticmethod(action) if name.endswith("_does") else action for name, action in does.items()}
    lesson_class = type("TinyLesson", (Tiny,), given)
    recorder = Recorder(lambda: round(scene.renderer.time * FPS))
    scene = lesson_class(settings, recorder=recorder)
    scene.render()
    return scene, recorder


def test_a_question_stands_long_enough_to_be_read_and_thought_about_and_then_is_answered():
    _, recorder = played()
    first, second = recorder.shots
    asked, answered = first.said
    assert (asked.text, answered.text) == (QUESTION, "It is 2.5.")
    assert (asked.end_frame - asked.first_frame) / FPS >= len(QUESTION) / 15 + 1.5
    assert answered.end_frame == first.end_frame == second.first_frame
    (said,) = second.said
    assert said.text == second.caption
    assert (second.end_frame - second.first_frame) / FPS >= len(second.caption) / 15


@pytest.mark.parametrize("moving", [0.5, 9.0])
def test_a_shot_rests_for_a_second_after_its_last_move(moving: float):
    ends: list[float] = []

    def second(lesson: Tiny) -> None:
        lesson.play(Create(Square()), run_time=moving)
        ends.append(lesson.renderer.time)

    _, recorder = played(second_does=second)
    assert recorder.shots[1].end_frame / FPS - ends[0] >= 1.0


def test_a_shot_lasts_as_long_as_its_speech():
    _, short = played()
    _, long = played(Settings(speech={"second": Speech((20.0,))}))
    seconds = [(r.shots[1].end_frame - r.shots[1].first_frame) / FPS for r in (short, long)]
    assert seconds[0] < 10
    assert 20 <= seconds[1] < 20.7  # the caption comes in half a second before, and frames are whole
    assert short.shots[0] == long.shots[0]


def test_every_text_of_a_shot_stands_until_it_is_spoken():
    _, silent = played()
    _, spoken = played(Settings(speech={"first": Speech((9.0, 12.0))}))
    question, answer = spoken.shots[0].said
    assert 9 + 1.5 <= (question.end_frame - question.first_frame) / FPS - 0.5 < 9 + 1.5 + 0.2  # and a moment to think
    assert 12 <= (answer.end_frame - answer.first_frame) / FPS - 0.5 < 12.2
    assert (question.speech, answer.speech) == (9.0, 12.0)
    assert [said.text for said in silent.shots[0].said] == [question.text, answer.text]


def test_a_shot_waits_for_a_recording_of_the_whole_of_it():
    _, spoken = played(Settings(speech={"first": Speech(whole=20.0)}))
    assert 20.5 - 1 / FPS < (spoken.shots[0].end_frame - spoken.shots[0].first_frame) / FPS < 20.7


def test_a_question_that_is_never_answered_is_a_fault_of_the_lesson():
    with pytest.raises(RuntimeError, match=r"tiny\.first: its question is never answered"):
        played(first_does=lambda lesson: None)
    with pytest.raises(RuntimeError, match=r"tiny\.second: there is no question"):
        played(second_does=lambda lesson: lesson.answer())


def test_the_answer_can_be_seen_before_it_is_said_and_is_then_said_without_another_pause():
    def first(lesson: Tiny) -> None:
        lesson.think()
        seen.append(lesson.renderer.time)
        lesson.answer()
        seen.append(lesson.renderer.time)

    seen: list[float] = []
    _, recorder = played(first_does=first)
    assert seen[0] >= len(QUESTION) / 15 + 1.5
    assert seen[1] - seen[0] < 0.7  # the caption changes in half a second
    assert [said.text for said in recorder.shots[0].said] == [QUESTION, "It is 2.5."]


def test_what_a_shot_says_in_between_comes_when_the_text_before_it_could_be_read():
    def first(lesson: Tiny) -> None:
        lesson.say("between", k=7)
        lesson.answer()

    shots = (
        ShotWords("first", "It is {a}.", "A number.", QUESTION, {"between": "Number <k> is {a}."}),
        ShotWords("second", "A caption.", "Nothing."),
    )
    _, recorder = played(first_does=first, own_words=lambda lesson: LessonWords("Tiny", shots, {}))
    asked, between, answered = recorder.shots[0].said
    assert [said.text for said in (asked, between, answered)] == [QUESTION, "Number 7 is 2.5.", "It is 2.5."]
    assert [said.is_question for said in (asked, between, answered)] == [True, False, False]
    assert (asked.end_frame - asked.first_frame) / FPS >= len(QUESTION) / 15 + 1.5
    assert (between.end_frame - between.first_frame) / FPS >= len(between.text) / 15
    assert answered.end_frame == recorder.shots[0].end_frame


def test_the_number_in_a_caption_is_reported_while_it_stands():
    _, recorder = played()
    (row,) = recorder.numbers
    answered = recorder.shots[0].said[1]
    assert (row.path, row.exact, row.shown, row.relation, row.shot) == ("a", "5/2", "2.5", "=", "first")
    assert answered.first_frame <= row.first_frame < row.end_frame <= answered.end_frame


def test_the_stage_is_what_is_neither_heading_nor_caption():
    found = []

    def second(lesson: Tiny) -> None:
        dot, kept = Dot(), Dot()
        lesson.add(dot, kept)
        found.extend(lesson.clear_stage(kept))
        assert found == [dot]
        assert any(isinstance(mobject, Caption) for mobject in lesson.mobjects)

    played(second_does=second)
    assert found


# -- without movement -----------------------------------------------------------


def places(mobject, action: Callable[[Tiny], None], reduced: bool) -> tuple[list[tuple[float, float]], float]:
    """Where the middle of a mobject was in the frames of a shot while it could be seen, and how long the shot took."""
    seen: list[tuple[float, float]] = []

    def second(lesson: Tiny) -> None:
        probe = Dot(fill_opacity=0)
        probe.add_updater(lambda _: look(lesson))
        lesson.add(probe)
        begin = lesson.renderer.time
        action(lesson)
        seen.append(("time", lesson.renderer.time - begin))
        lesson.remove(probe)

    def look(lesson: Tiny) -> None:
        family = {id(part) for m in lesson.mobjects for part in m.get_family()}
        if id(mobject) in family and max(mobject.get_fill_opacity(), mobject.get_stroke_opacity()) > 0:
            x, y, _ = mobject.get_center()
            seen.append((round(float(x), 3), round(float(y), 3)))

    played(Settings(reduced_motion=reduced, shots=None), second_does=second)
    *middle, (_, seconds) = seen
    return middle, seconds


def moved(lesson: Tiny, square: Square) -> None:
    lesson.add(square)
    lesson.play(square.animate.shift(RIGHT * 2), run_time=1.0)


def test_with_movement_it_is_in_between():
    square = Square()
    seen, _ = places(square, lambda lesson: moved(lesson, square), reduced=False)
    assert len(set(seen)) > 5


@pytest.mark.parametrize(
    ("action", "ends"),
    [
        (moved, {(0.0, 0.0), (2.0, 0.0)}),
        (lambda lesson, square: lesson.play(FadeIn(square, shift=UP), run_time=1.0), {(0.0, 0.0)}),
        (lambda lesson, square: lesson.play(FadeOut(square, shift=UP), run_time=1.0), {(0.0, 0.0)}),
        (lambda lesson, square: lesson.play(Create(square), run_time=1.0), {(0.0, 0.0)}),
        (lambda lesson, square: lesson.play(TransformFromCopy(Dot(RIGHT * 3), square), run_time=1.0), {(0.0, 0.0)}),
        (
            lambda lesson, square: lesson.play(ReplacementTransform(Circle().shift(UP), square), run_time=1.0),
            {(0.0, 0.0)},
        ),
        (
            lambda lesson, square: lesson.play(
                LaggedStart(MoveAlongPath(square, Track(UP, UP + RIGHT)), Create(Dot()), lag_ratio=0.5), run_time=1.0
            ),
            {(0.0, 0.0), (0.0, 1.0), (1.0, 1.0)},
        ),
        (
            lambda lesson, square: lesson.play(square.animate(rate_func=there_and_back).shift(UP), run_time=1.0),
            {(0.0, 0.0)},
        ),
        (
            lambda lesson, square: lesson.play(square.animate.shift(UP), rate_func=there_and_back, run_time=1.0),
            {(0.0, 0.0)},
        ),
        (
            lambda lesson, square: (lesson.add(square), lesson.play(Circumscribe(square, fade_in=True), run_time=1.0)),
            {(0.0, 0.0)},
        ),
    ],
    ids=[
        "move",
        "fade in",
        "fade out",
        "create",
        "from copy",
        "replace",
        "along a path",
        "pulse",
        "pulse of a play",
        "ring",
    ],
)
def test_without_movement_it_stands_only_where_it_begins_and_ends(action, ends):
    square = Square()
    seen, seconds = places(square, lambda lesson: action(lesson, square), reduced=True)
    assert set(seen) <= ends
    assert seconds == pytest.approx(1.0, abs=0.1)


def test_a_value_that_is_followed_jumps_to_its_end():
    numbers = []

    def second(lesson: Tiny) -> None:
        tracker = ValueTracker(0.0)
        probe = Dot(fill_opacity=0).add_updater(lambda _: numbers.append(tracker.get_value()))
        lesson.add(probe)
        lesson.play(tracker.animate.set_value(7.0), run_time=1.0)

    played(Settings(reduced_motion=True), second_does=second)
    assert set(numbers) <= {0.0, 7.0}
    assert numbers[-1] == 7.0
