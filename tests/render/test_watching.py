"""A scene that is watched goes through the same states as one that is filmed."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from manim import (
    LEFT,
    RIGHT,
    Circle,
    Dot,
    FadeIn,
    MovingCameraScene,
    Scene,
    Square,
    Text,
    ThreeDScene,
    ValueTracker,
    linear,
)
from manim.renderer.cairo_renderer import CairoRenderer

from scenes.render.manim_settings import manim_set
from scenes.render.watching import watch
from scenes.stage.frame.layout import ASPECTS

FPS = 60


@dataclass
class Eye:
    """Notes the instants, and something of the scene at each."""

    of_interest: Any = None
    is_watching: bool = False
    times: list[float] = field(default_factory=list)
    spans: list[tuple[float, float, bool]] = field(default_factory=list)
    seen: list[Any] = field(default_factory=list)

    def look_away(self) -> None:
        pass

    def look(self, scene: Scene, time: float, since: float, at_rest: bool) -> None:
        self.times.append(time)
        self.spans.append((since, time, at_rest))
        self.seen.append(self.of_interest(scene) if self.of_interest else None)


def _watched(play: Any, eye: Eye, kind: type[Scene] = Scene) -> Eye:
    with manim_set(ASPECTS["16:9"], (96, 54), FPS):
        watch(type("Tiny", (kind,), {"construct": play})(), eye, FPS)
    return eye


def _filmed(play: Any, of_interest: Any) -> dict[float, Any]:
    """Something of the scene at each frame of a film, by stock Manim."""
    seen: dict[float, Any] = {}

    class Renderer(CairoRenderer):
        def render(self, scene: Scene, time: float, moving_mobjects: Any = None) -> None:
            seen[round(self.time, 6)] = of_interest(scene)
            super().render(scene, time, moving_mobjects)

    with manim_set(ASPECTS["16:9"], (96, 54), FPS):
        type("Tiny", (Scene,), {"construct": play})(renderer=Renderer()).render()
    return seen


def _place(scene: Any) -> tuple[float, ...]:
    return tuple(round(float(x), 9) for mobject in scene.mobjects for x in mobject.get_center())


def _movements(scene: Any) -> None:
    dot, square = Dot(LEFT), Square()
    square.add_updater(lambda m: m.next_to(dot, RIGHT))
    scene.add(dot, square)
    scene.play(dot.animate.shift(RIGHT * 3), run_time=1.3)
    scene.play(dot.animate.shift(LEFT), FadeIn(Circle()), run_time=0.45)


def _movements_by_dt(scene: Any) -> None:
    dot = Dot(LEFT)
    dot.velocity = 1.0

    def fall(mobject: Any, dt: float) -> None:
        mobject.velocity *= 1 - dt
        mobject.shift(RIGHT * dt * mobject.velocity)

    dot.add_updater(fall)
    scene.add(dot)
    scene.wait(1.7)


@pytest.mark.parametrize("play", [_movements, _movements_by_dt])
def test_the_states_are_those_of_the_film(play: Any):
    film = _filmed(play, _place)
    eye = _watched(play, Eye(_place))
    in_flight = [(round(t, 6), seen) for (_, t, at_rest), seen in zip(eye.spans, eye.seen, strict=True) if not at_rest]
    assert len(in_flight) >= 4
    assert all(film[time] == seen for time, seen in in_flight)


def test_looks_are_a_third_of_a_second_apart_at_most():
    def play(scene: Any) -> None:
        scene.play(FadeIn(Circle()), run_time=2.5)
        scene.play(FadeIn(Square()), run_time=0.2)

    times = _watched(play, Eye()).times
    gaps = [after - before for before, after in zip([0.0, *times], times, strict=False)]
    assert max(gaps) <= 1 / 3 + 1 / FPS
    assert times[-1] == pytest.approx(2.7)


def test_looks_are_a_tenth_of_a_second_apart_while_something_is_watched():
    times = _watched(lambda scene: scene.play(FadeIn(Circle()), run_time=2), Eye(is_watching=True)).times
    gaps = [after - before for before, after in pairwise(times)]
    assert max(gaps[:-1]) <= 0.1 + 1e-9


def test_a_held_picture_is_looked_at_once():
    eye = _watched(lambda scene: (scene.add(Dot()), scene.wait(5)), Eye())
    assert eye.spans[0] == (0.0, 5.0, True)
    assert len(eye.spans) == 2  # and once when the film is over


def test_a_wait_that_ends_by_itself_ends_when_it_does_in_a_film():
    def play(scene: Any) -> None:
        tracker = ValueTracker(0.0)
        tracker.add_updater(lambda m, dt: m.increment_value(dt))
        scene.add(tracker)
        scene.wait_until(lambda: tracker.get_value() > 0.5, max_time=5)

    assert _watched(play, Eye()).times[-1] == pytest.approx(0.5, abs=0.05)


def test_what_is_not_in_the_film_is_not_looked_at():
    def play(scene: Any) -> None:
        scene.next_section("left out", skip_animations=True)
        scene.play(FadeIn(Circle()), run_time=3)
        scene.next_section("shown")
        scene.play(FadeIn(Square()), run_time=1)

    assert _watched(play, Eye()).times[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("kind", [ThreeDScene, MovingCameraScene])
def test_scenes_keep_their_own_cameras(kind: type[Scene]):
    def play(scene: Any) -> None:
        scene.add(Circle(), Text("here"))
        if isinstance(scene, ThreeDScene):
            scene.move_camera(phi=1.0)
        else:
            scene.play(scene.camera.frame.animate.scale(0.5), rate_func=linear)

    eye = _watched(play, Eye(lambda scene: (type(scene.camera).__name__, round(scene.camera.frame_width, 3))), kind)
    expected = "ThreeDCamera" if kind is ThreeDScene else "MovingCamera"
    assert {name for name, _ in eye.seen} == {expected}
    assert eye.seen[-1][1] == pytest.approx(128 / 9 if kind is ThreeDScene else 64 / 9, abs=0.001)


def test_a_fault_of_the_scene_is_raised():
    with pytest.raises(ZeroDivisionError):
        _watched(lambda scene: (scene.play(FadeIn(Dot())), 1 / 0), Eye())
