"""Lesson 9: down into the valley. A map and its surface (landscape_ground.py), steps (landscape_steps.py), how large
one may be (landscape_rates.py), valleys and what kind of places they end in (landscape_valleys.py), slow places
(landscape_slow.py), a race (landscape_race.py) and a real network (landscape_real.py); here are the lesson itself and
its last picture."""

from __future__ import annotations

from typing import ClassVar

from manim import FadeIn, FadeOut, VMobject

from scenes.lessons.landscape_real import LandscapeReal
from scenes.lessons.numbers import landscape as numbers
from scenes.lessons.numbers import landscape_claims as claims
from scenes.stage.landscape.run import Run
from scenes.stage.landscape.terrain_map import block
from scenes.stage.landscape.views import best_view

_SECONDS = 3.0


class LandscapeLesson(LandscapeReal):
    """The tanh neuron with two valleys, unless told otherwise."""

    name: ClassVar[str] = "landscape"
    poster_shot: ClassVar[str] = "summary"
    numbers = numbers
    claims = claims

    def summary(self) -> None:
        """The surface from the side, as large as the stage, and both balls on their ways."""
        stage = self.layout.stage
        surface = self.main_surface(stage)
        made = block(stage, self.pen, surface, self.highest)
        ends = [self.at(walk, step) for walk in numbers.WALKS for step in (0, self.last(walk))]
        made.stand(best_view(made, [place for place in ends if made.plane.plot.holds(made.plane.at(*place))]), 1.0)
        self.two = [self.path(made, "first"), self.path(made, "second", self.second_style)]
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(made), *map(FadeIn, self.two), run_time=1.0)
        run = Run(self.pen)
        for path in self.two:
            run.shape(path, path.upto)
        self.play(run.to(max(self.last(walk) for walk in numbers.WALKS)), run_time=_SECONDS)
        run.stop()

    def leaves(self) -> VMobject:
        """The first ball."""
        return self.two[0].ball
