"""Lesson 9, sixth act: optimisers race in step on one map."""

from __future__ import annotations

import numpy as np
from manim import Circle, Create, FadeIn, FadeOut, VMobject

from scenes.lessons.landscape_slow import LandscapeSlow
from scenes.lessons.numbers import landscape as numbers
from scenes.stage.declared import stands_for
from scenes.stage.drawings.landscapes.descent_path import DescentPath, race_styles
from scenes.stage.frame.region import Region
from scenes.stage.landscape.clock import Clock
from scenes.stage.landscape.run import Run
from scenes.stage.landscape.terrain_map import ratio_of, terrain_map

_A_STEP = 0.055  # seconds
_LEAST, _MOST = 1.0, 3.6
_AIR = 1.3
_NAME = 34  # size of the name of a racer
_LARGEST, _SMALLER = 1.3, 0.3  # the first ball, and how much smaller each of the next is: all are seen in one place
_CAME = 1.5  # units of the scene for the step of its arrival


class LandscapeRace(LandscapeSlow):
    """The race."""

    def race(self) -> None:
        """All start at one place; a board says who has arrived, and after how many steps."""
        self.left, self.right = self.halves(
            0.95 if self.layout.width < 13 else 1.1, 1.6 if self.layout.is_tall else 1.9
        )
        racers = numbers.racers_of(self.values)
        names = [f"racer.{j}" for j in range(len(racers))]
        seen = [place for name in names for place in self.near_walk(name, self.reach_of(name))]
        surface = numbers.surface_of(self.values).around(seen, ratio_of(self.left), _AIR)
        self.map = m = terrain_map(self.left, self.pen, surface, self.float("second.0.loss"))
        paths = [self.path(m, name, style) for name, style in zip(names, race_styles(self.theme), strict=False)]
        rings = self.rings()
        for j, path in enumerate(paths):
            path.size(_LARGEST - _SMALLER * j).set_z_index(3 + j)
        m.label_levels(self.pen, avoid=[*self.on_way(m, *names), *(m.plane.read(r.get_center()) for r in rings)])
        last = int(self.number("race.steps"))
        line, *lines = self.right.rows(0.8, *[1.0] * len(names))
        clock = Clock(self.pen, "step", "race.<k>", last, 46).stand(line.x, line.y - 0.14)
        clock.tell(0)
        wide = max(float(self.pen.label(racer.optimiser, _NAME).width) for racer in racers)
        rows = [self.lane(room, path, j, wide) for j, (room, path) in enumerate(zip(lines, paths, strict=True))]
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.5)
        shown = [m, *paths, clock, *(part for parts, _ in rows for part in parts)]
        self.play(*map(FadeIn, shown), *(Create(ring) for ring in rings), run_time=1.0)
        self.walking, self.clock = list(zip(names, paths, strict=True)), clock
        self.think()
        arrives = [int(self.number(f"{name}.arrives")) for name in names]
        stops = sorted({step for step in arrives if step > 0} | {last})
        begin = 0
        seconds = float(np.clip(_A_STEP * last, _LEAST, _MOST))
        for stop in stops:
            run = Run(self.pen, begin)
            clock.follow(run)
            for path in paths:
                run.shape(path, path.upto)
            self.play(run.to(stop), run_time=max(0.4, seconds * (stop - begin) / last))
            run.stop()
            came = [FadeIn(row) for (_, row), step in zip(rows, arrives, strict=True) if step == stop and row]
            if came:
                self.play(*came, run_time=0.4)
            begin = stop
        self.answer()

    def rings(self) -> list[Circle]:
        """Around each minimum in which a racer ends: who stays inside has arrived."""
        goals = {
            (self.float(f"racer.{j}.goal.weight"), self.float(f"racer.{j}.goal.bias"))
            for j in range(int(self.number("racers")))
            if f"racer.{j}.goal.weight" in self.trace
        }
        radius = self.float("race.radius") * float(self.map.plane.unit[0])
        made = []
        for goal in sorted(goals):
            ring = Circle(radius=radius, stroke_color=self.theme.loss, stroke_width=4).move_to(self.map.at(*goal))
            ring.set_stroke(self.theme.background, width=8, background=True)
            if self.seen(goal):
                made.append(stands_for(ring, "loss").set_z_index(8))
        return made

    def lane(self, room: Region, path: DescentPath, j: int, wide: float) -> tuple[list[VMobject], Clock | None]:
        """What the board says of a racer: its ball, its name and its rate, and how many steps it took."""
        racer = numbers.racers_of(self.values)[j]
        ball = path.ball.copy()
        ball.points = path.ball.points - path.ball.get_center() + [room.left + 0.25, room.y, 0]
        word = self.pen.label(racer.optimiser, _NAME, self.theme.ink)
        word.shift([room.left + 0.6 - float(word.get_left()[0]), room.y - 0.12 - word.baseline, 0])
        left = room.left + 0.6 + wide
        rate = self.pen.equation("learning_rate", f"racer.{j}.rate", 34).fit(room.right - left - _CAME - 0.5)
        spare = room.right - _CAME - left - float(rate.width)
        rate.at(left + spare / 2, room.y - 0.12)
        came = None
        if self.number(f"racer.{j}.arrives") >= 0:
            came = Clock(self.pen, "step", f"racer.{j}.arrives", 0, 40)
            came.stand(room.right - float(came.width) / 2, room.y - 0.12)
        return [ball, word, rate], came
