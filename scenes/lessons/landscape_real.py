"""Lesson 9, seventh act: the landscape of a real network, a slice through all its dimensions."""

from __future__ import annotations

import numpy as np
from manim import LEFT, FadeIn, FadeOut, GrowFromEdge, Rectangle, VGroup

from scenes.lessons.landscape_race import LandscapeRace
from scenes.lessons.numbers.landscape_network import real_of
from scenes.lessons.numbers.landscape_surfaces import window
from scenes.stage.drawings.landscapes.descent_path import DescentPath
from scenes.stage.drawings.landscapes.projection import ABOVE, View
from scenes.stage.drawings.landscapes.surface import SurfacePicture
from scenes.stage.frame.region import Region
from scenes.stage.landscape.clock import Clock, with_room
from scenes.stage.landscape.run import Run
from scenes.stage.landscape.terrain_map import PLANE, block, ratio_of
from scenes.stage.motion.live import Live
from scenes.stage.writing.rows import Row

_AIR = 1.5
_VIEWS = (View(-30.0, 38.0), View(-20.0, 45.0), View(-60.0, 45.0), View(-75.0, 40.0), View(-35.0, 60.0))
_WIDEST = 1.4  # times as high: a longer block looks small from the side
_LEVELS = 10
_SECONDS = 3.0
_APART = 0.09  # units of the scene: the space before the sign for per cent, where a language has one
_BAR = 0.3  # units of the scene


class LandscapeReal(LandscapeRace):
    """The shot of the trained network."""

    def real(self) -> None:
        """The map of the slice rises; the training runs over it; then how much of it the slice shows."""
        square = not (self.layout.is_wide or self.layout.is_tall)
        self.left, self.right = self.halves(1.3, 2.4 if square else 1.2)
        if square:  # the block needs the height, and its width leaves room
            self.left, top = self.left.columns(1.5, 1.0, gap=0.2)
            below, lines = self.right, top.rows(1, 1, 1, 0.6)[:3]
        else:
            top, below = self.right.rows(1.5, 1.6, gap=0.2)
            lines = top.rows(1, 1, 1)
        real, last = real_of(self.values), int(self.number("real.steps"))
        path_places = [(self.float(f"real.{k}.first"), self.float(f"real.{k}.second")) for k in range(last + 1)]
        surface = real.surface(window(path_places, min(ratio_of(self.left), _WIDEST), _AIR), 61)
        highest = self.float("real.0.loss")
        made = block(self.left, self.pen, surface, highest, _LEVELS, PLANE, shows=path_places, views=_VIEWS)
        view = made.view
        made.stand(ABOVE, 0.0)
        path = DescentPath(made, self.pen, path_places).upto(0).set_z_index(3)
        size = 34 if square else 40
        count = Clock(self.pen, "parameters", "real.parameters", last, size)
        count.stand(lines[0].x, lines[0].y - 0.14)
        epoch = Clock(self.pen, "epoch", "real.<k>.epoch", last, size)
        loss = self.pen.equation("loss", "real.0.loss", size + 4).fit(lines[2].width)
        with_room(loss, lines[2], lines[2].y - 0.14, lines[2].x)
        epoch.stand(lines[1].x, lines[1].y - 0.14)
        epoch.tell(0)
        bars = [self.bar(room, key) for room, key in zip(below.rows(1, 1), ("this_plane", "random_plane"), strict=True)]
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.5)
        self.play(FadeIn(made), FadeIn(path), FadeIn(count), run_time=0.8)
        moving = Live(lambda share: {})

        def stand(picture: SurfacePicture) -> SurfacePicture:
            share = float(moving.share.get_value())
            return picture.stand(ABOVE.toward(view, share), share)

        moving.shape(made, stand)
        moving.shape(path, lambda path: path.redraw())
        self.play(moving.share.animate.set_value(1.0), run_time=1.8)
        moving.stop()
        self.play(FadeIn(epoch), FadeIn(loss), run_time=0.4)
        self.walking, self.clock = [("real", path)], epoch
        run = Run(self.pen)
        epoch.follow(run)
        run.number(loss.parts[1], lambda step: f"real.{step}.loss", last)
        run.shape(path, path.upto)
        self.play(run.to(last), run_time=_SECONDS)
        run.stop()
        self.think()
        self.answer()
        for frame, filled, words, value in bars:
            self.play(FadeIn(frame), FadeIn(words), run_time=0.3)
            self.play(GrowFromEdge(filled, LEFT), FadeIn(value), run_time=0.8)

    def bar(self, room: Region, key: str) -> tuple[Rectangle, Rectangle, VGroup, VGroup]:
        """All of the motion as a bar, and the part of it that a plane shows."""
        path = "real.percent" if key == "this_plane" else "real.random_percent"
        share = float(np.clip(self.float(path) / 100, 0, 1))
        word = self.pen.label(key, 30)
        if word.width > room.width - 1.9:
            word.scale((room.width - 1.9) / word.width)
        upper, lower = room.rows(1, 1)
        word.shift([upper.left + 0.1 - float(word.get_left()[0]), upper.y - 0.12 - word.baseline, 0])
        value = Row([self.pen.value(path, 34, meaning="ink", relation=True), "%"], 34, self.theme.ink)
        if self.catalogue.percent_is_apart:
            value.parts[-1].shift([_APART, 0, 0])
        value.fit(1.8)
        value.shift([upper.right - 0.1 - float(value.get_right()[0]), upper.y - 0.12 - value.baseline, 0])
        wide = lower.width - 0.2
        frame = Rectangle(width=wide, height=_BAR, stroke_color=self.theme.muted, stroke_width=3)
        frame.move_to([lower.x, lower.y, 0])
        filled = Rectangle(
            width=max(0.02, wide * share), height=_BAR, fill_color=self.theme.ink, fill_opacity=1, stroke_width=0
        )
        filled.move_to([lower.left + 0.1 + float(filled.width) / 2, lower.y, 0])
        return frame, filled, word, value
