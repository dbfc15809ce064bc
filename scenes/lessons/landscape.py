"""Lesson 9: down into the valley. A map and its surface (landscape_ground.py), steps (landscape_steps.py), how large
one may be (landscape_rates.py), valleys and what kind of places they end in (landscape_valleys.py), slow places
(landscape_slow.py), a race (landscape_race.py) and a real network (landscape_real.py); here are the lesson itself and
its last picture."""

from __future__ import annotations

from typing import ClassVar

from manim import FadeIn, FadeOut, VMobject

from engine import Surface
from scenes.lessons.landscape_real import LandscapeReal
from scenes.lessons.numbers import landscape as numbers
from scenes.lessons.numbers import landscape_claims as claims
from scenes.lessons.numbers.landscape_surfaces import Place
from scenes.stage.frame.region import Region
from scenes.stage.landscape.run import Run
from scenes.stage.landscape.terrain_map import block

_SECONDS = 2.0
_WIDEST = 1.3  # times as high: a longer block looks small from the side


class LandscapeLesson(LandscapeReal):
    """The tanh neuron with two valleys, unless told otherwise."""

    name: ClassVar[str] = "landscape"
    poster_shot: ClassVar[str] = "summary"
    numbers = numbers
    claims = claims

    def summary(self) -> None:
        """The surface from the side, as large as the stage, and both balls on their ways."""
        room, cards = self.halves(1.6, 1.9 if self.layout.is_tall else 2.3, most_square=0.9)
        surface = self.main_surface(room, _WIDEST)
        ends = [self.at(walk, step) for walk in numbers.WALKS for step in (0, self.last(walk))]
        shows = [place for place in ends if self.is_within(surface, place)]
        made = block(room, self.pen, surface, self.highest, shows=shows)
        self.two = [self.path(made, "first"), self.path(made, "second", self.second_style)]
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(made), *map(FadeIn, self.two), run_time=1.0)
        self.walking, self.clock = list(zip(numbers.WALKS, self.two, strict=True)), None
        rows = self.ends(cards)
        run = Run(self.pen)
        for path in self.two:
            run.shape(path, path.upto)
        self.play(run.to(max(self.last(walk) for walk in numbers.WALKS)), run_time=_SECONDS)
        run.stop()
        self.play(*map(FadeIn, rows), run_time=0.8)

    @staticmethod
    def is_within(surface: Surface, place: Place) -> bool:
        """Whether a place lies on the ground of a surface."""
        axes = (surface.first, surface.second)
        return all(axis[0] <= at <= axis[-1] for axis, at in zip(axes, place, strict=True))

    def ends(self, region: Region) -> list[VMobject]:
        """Each ball with the loss at which it has ended, and what kind of place that is."""
        cards = region.rows(0.5, 1, 1, 0.5)[1:3] if not self.layout.is_tall else region.columns(1, 1, gap=0.3)
        made: list[VMobject] = []
        for walk, path, card in zip(numbers.WALKS, self.two, cards, strict=True):
            made += self.card(path, card, f"{walk}.{self.last(walk)}.loss", int(self.number(f"{walk}.end")))
        return made

    def leaves(self) -> VMobject | None:
        """The first ball that is in the picture."""
        balls = (ball for path in self.two for ball in (path.ball, path.hidden_ball))
        return next((ball for ball in balls if len(ball.points)), None)
