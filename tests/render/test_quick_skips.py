"""What is run through without being seen ends as Manim lets it end."""

from collections.abc import Callable

import numpy as np
import pytest
from manim import (
    DOWN,
    RIGHT,
    UP,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    Scene,
    Square,
    Succession,
    Transform,
    VGroup,
    there_and_back,
)

from scenes.render.manim_settings import manim_set
from scenes.render.quick.skips import quick_skips
from scenes.stage.frame.layout import ASPECTS


def in_and_out(scene: Scene, square: Square, dots: VGroup) -> None:
    scene.play(FadeIn(square, shift=UP, scale=2), FadeIn(dots))
    scene.play(FadeOut(square, target_position=dots[0]), FadeOut(dots[1], shift=DOWN))
    scene.add(square)


def one_after_another(scene: Scene, square: Square, dots: VGroup) -> None:
    scene.play(LaggedStart(*(FadeIn(dot, shift=RIGHT) for dot in dots), lag_ratio=0.5))
    scene.play(Succession(FadeIn(square), FadeOut(square), FadeIn(square)), LaggedStart(*map(FadeOut, dots[1:])))


def what_moves_besides(scene: Scene, square: Square, dots: VGroup) -> None:
    scene.play(FadeIn(VGroup(square, dots)), dots[0].animate.shift(UP))
    scene.play(FadeOut(dots), dots[1].animate.set_opacity(0.5).shift(RIGHT))
    scene.play(Transform(square, Square(3).shift(DOWN)), FadeOut(square))
    scene.add(dots, square)


def back_again(scene: Scene, square: Square, dots: VGroup) -> None:
    scene.play(FadeIn(square, shift=UP, rate_func=there_and_back), FadeOut(dots, shift=UP, rate_func=there_and_back))
    scene.add(dots)


def a_follower(scene: Scene, square: Square, dots: VGroup) -> None:
    dots[0].add_updater(lambda dot: dot.next_to(square, UP))
    scene.add(dots[0])
    scene.play(FadeIn(square, shift=UP), dots[2].animate.shift(UP))
    scene.play(FadeOut(square, shift=UP))


def a_fading_follower(scene: Scene, square: Square, dots: VGroup) -> None:
    dots[0].add_updater(lambda dot, dt: dot.shift(dt * UP))
    scene.play(FadeIn(dots), FadeIn(square))
    scene.play(FadeOut(dots))
    scene.add(dots)


def the_watched(scene: Scene, square: Square, dots: VGroup) -> None:
    scene.add_updater(lambda dt: dots[0].move_to(square.get_corner(UP)))
    scene.add(dots)
    scene.play(FadeIn(square, shift=UP), dots[1].animate.shift(UP))
    scene.play(FadeOut(square, shift=UP, scale=3))


def _end(plays: Callable[[Scene, Square, VGroup], None]) -> list[Mobject]:
    class Skipped(Scene):
        def construct(self) -> None:
            self.next_section("skipped", skip_animations=True)
            square = Square(1.5, fill_opacity=0.7, stroke_width=3)
            plays(self, square, VGroup(*(Dot(2 * k * RIGHT, fill_opacity=0.9) for k in range(3))))

    with manim_set(ASPECTS["16:9"], (320, 180), 10):
        scene = Skipped()
        scene.render()
    return [part for mobject in scene.mobjects for part in mobject.get_family()]


@pytest.mark.parametrize(
    "plays",
    [in_and_out, one_after_another, what_moves_besides, back_again, a_follower, a_fading_follower, the_watched],
    ids=lambda plays: plays.__name__,
)
def test_the_end_is_the_same(plays: Callable[[Scene, Square, VGroup], None]):
    stock = _end(plays)
    with quick_skips():
        quick = _end(plays)
    assert [type(part) for part in quick] == [type(part) for part in stock]
    assert any(part.has_points() for part in stock)
    for one, other in zip(quick, stock, strict=True):
        for name in ("points", "fill_rgbas", "stroke_rgbas", "stroke_width", "updating_suspended"):
            assert np.array_equal(vars(one).get(name), vars(other).get(name)), name


def test_what_fades_unseen_is_not_copied(monkeypatch: pytest.MonkeyPatch):
    copied: list[Mobject] = []
    slow = Square.copy
    monkeypatch.setattr(Square, "copy", lambda self: copied.append(self) or slow(self))
    with quick_skips():
        _end(in_and_out)
    assert not copied
    _end(in_and_out)
    assert copied
