"""Lesson 9, fourth act: two starts on one surface, and what kind of places the descents end in."""

from __future__ import annotations

import numpy as np
from manim import Create, FadeIn, FadeOut, LaggedStart, VGroup, VMobject

from scenes.lessons.landscape_rates import LandscapeRates
from scenes.lessons.numbers import landscape as numbers
from scenes.lessons.numbers.landscape_claims import kinds
from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.landscapes.descent_path import DescentPath, PathStyle
from scenes.stage.frame.region import Point, Region
from scenes.stage.landscape.bends import DASH, BendBoard
from scenes.stage.landscape.clock import Clock, with_room
from scenes.stage.landscape.run import Run
from scenes.stage.landscape.terrain_map import terrain_map
from scenes.stage.landscape.words_on_map import covered, word_at

_SECONDS = 3.4
_CARD = 1.6  # units of the scene: the height of what is said of one ball
_LENGTH = 0.75  # units of the scene: half of a cross at a critical point


class LandscapeValleys(LandscapeRates):
    """The shots on both valleys."""

    @property
    def second_style(self) -> PathStyle:
        """How the second path is told from the first."""
        return PathStyle("square", (0.16, 0.09))

    def lay_two(self) -> None:
        """The map, and both walks at their starts."""
        self.left, self.right = self.halves()
        surface = self.main_surface(self.left)
        self.map = terrain_map(self.left, self.pen, surface, self.highest)
        self.two = [self.path(self.map, "first"), self.path(self.map, "second", self.second_style)]

    def valleys(self) -> None:
        """Both balls go down in step; at each the loss where it is, and in the end the name of that place."""
        self.lay_two()
        m = self.map
        lasts = [self.last(walk) for walk in numbers.WALKS]
        last, longest = max(lasts), numbers.WALKS[int(np.argmax(lasts))]
        line, *cards = self.right.rows(0.6, 1.2, 1.2, gap=0.1) if self.layout.is_wide else self.cards(self.right)
        clock = Clock(self.pen, "step", f"{longest}.<k>", last, 44).stand(line.x, line.y - 0.14)
        clock.tell(0)
        rows = []
        for walk, path, card in zip(numbers.WALKS, self.two, cards, strict=True):
            rows.append(self.card(path, card, f"{walk}.0.loss"))
        names, starts, taken = self.named()
        m.label_levels(self.pen, avoid=[*self.on_way(m, *numbers.WALKS), *map(m.plane.read, taken)])
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.5)
        one, other = (
            [path, *filter(len, [start]), *card] for path, start, card in zip(self.two, starts, rows, strict=True)
        )
        self.play(*map(FadeIn, [m, clock, *one]), run_time=0.8)
        self.play(*(FadeIn(part, scale=2.0 if part is self.two[1] else 1.0) for part in other), run_time=0.7)
        self.walking, self.clock = list(zip(numbers.WALKS, self.two, strict=True)), clock
        self.think()
        run = Run(self.pen)
        clock.follow(run)
        for walk, path, end, (_, row) in zip(numbers.WALKS, self.two, lasts, rows, strict=True):
            run.number(row.parts[1], lambda step, w=walk, e=end: f"{w}.{min(step, e)}.loss", last)
            run.shape(path, path.upto)
        self.play(run.to(last), run_time=_SECONDS)
        run.stop()
        self.answer()
        shown = [FadeIn(word, scale=0.8) for word in names if len(word)]
        if shown:
            self.play(*shown, run_time=0.6)

    def named(self) -> tuple[list[VGroup], list[VGroup], list[Point]]:
        """On the map: what kind of places the ends are, which places are starts; and what these words cover."""
        m, taken = self.map, [self.map.at(*place) for place in self.on_way(self.map, *numbers.WALKS)]
        ends = {int(self.number(f"{walk}.end")): self.at(walk, self.last(walk)) for walk in numbers.WALKS}
        names, starts = [], []
        for point, place in ends.items():
            if point >= 0:
                word = self.pen.label(kinds(self.trace)[point], 30, self.theme.ink)
                names.append(word_at(m, word, place, taken))
                taken += covered(names[-1])
        for walk in numbers.WALKS:
            starts.append(word_at(m, self.pen.label("start", 28), self.at(walk, 0), taken))
            taken += covered(starts[-1])
        return names, starts, taken

    def card(self, path: DescentPath, room: Region, loss: str, point: int = -1) -> list[VMobject]:
        """A ball and a loss beside it, and below what kind of place a point is, if it is one."""
        room = Region(room.left, max(room.bottom, room.y - _CARD / 2), room.right, min(room.top, room.y + _CARD / 2))
        upper, lower = room.rows(1, 1) if point >= 0 else (room, room)
        left = max(room.left, room.x - 1.9)
        ball = VMobject(fill_color=self.theme.ink, fill_opacity=1, stroke_width=0)
        source = path.ball if len(path.ball.points) else path.hidden_ball
        if len(source.points):
            ball.points = source.points - source.get_center() + [left + 0.2, upper.y, 0]
        row = self.pen.equation("loss", loss, 44).fit(room.right - left - 0.6)
        beside = Region(left + 0.6, upper.bottom, room.right, upper.top)
        with_room(row, beside, upper.y - 0.14, beside.left)
        if point < 0:
            return [ball, row]
        word = self.pen.label(kinds(self.trace)[point], 34)
        if word.width > room.right - left - 0.6:
            word.scale((room.right - left - 0.6) / word.width)
        word.shift([left + 0.6 - float(word.get_left()[0]), lower.y + 0.1 - word.baseline, 0])
        return [ball, row, word]

    def cards(self, region: Region) -> list[Region]:
        """The same in an upright or square frame: the step above, both balls beside one another."""
        line, below = region.rows(0.5, 1.3, gap=0.1)
        return [line, *below.columns(1, 1, gap=0.3)]

    def certify(self) -> None:
        """Each place with zero gradient: its main directions on the map, the cuts along them, and their curvatures."""
        self.left, self.right = self.halves(
            0.68 if len(self.points) > 2 else 1.0, 1.0 if self.layout.is_tall else 0.8, most_square=1.6
        )
        surface = self.main_surface(self.left)
        self.map = m = terrain_map(self.left, self.pen, surface, self.highest)
        crosses = [self.cross(j) for j in self.points]
        marks = [self.mark(j) for j in self.points]
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.5)
        self.play(FadeIn(m), run_time=0.8)
        if not self.points:
            return
        names = [self.pen.label(kind, 32, self.theme.ink) for kind in kinds(self.trace)]
        board = BendBoard(self.right, self.pen, self.bends(), names)
        self.play(LaggedStart(*(FadeIn(mark, scale=0.5) for mark in marks), lag_ratio=0.3), run_time=0.8)
        for cross, column in zip(crosses, board.columns, strict=True):
            self.play(Create(cross), FadeIn(column.name), FadeIn(column.place), run_time=0.6)
            self.play(*(Create(curve) for curve in column.curves), run_time=0.8)
            self.play(FadeIn(column.rows), run_time=0.5)

    def mark(self, j: int) -> VGroup:
        """The mark of a point on the map."""
        kind = kinds(self.trace)[j]
        made = self.map.mark("saddle" if kind == "saddle" else "minimum", self.point(j))
        self.map.marks.remove(made)
        return made.set_z_index(4)

    def cross(self, j: int) -> VGroup:
        """The two main directions at a point: the first dashed, the second whole, as on the board."""
        lines = VGroup()
        for k in range(2):
            way = np.array([self.float(f"point.{j}.direction.{k}.{name}") for name in ("weight", "bias")])
            middle, arm = self.map.at(*self.point(j)), np.append(way, 0) * _LENGTH
            inside = self.map.plane.plot.clip(middle - arm, middle + arm)
            line = VMobject(stroke_color=self.theme.loss, stroke_width=4 if k else 3)
            outlines.draw(line, outlines.dashed(np.array(inside), () if k else DASH) if inside is not None else [])
            lines.add(stands_for(line, "loss"))
        return lines.set_z_index(3)

    def bends(self) -> list[list[np.ndarray]]:
        """For each point the losses along its two main directions, from one end of the cross to the other."""
        ground = numbers.surface_of(self.values)
        reach = _LENGTH / float(self.map.plane.unit[0])
        made = []
        for j in self.points:
            cuts = []
            for k in range(2):
                way = [self.float(f"point.{j}.direction.{k}.{name}") for name in ("weight", "bias")]
                shares = np.linspace(-reach, reach, 61)
                weight, bias = (at + shares * along for at, along in zip(self.point(j), way, strict=True))
                cuts.append(ground.losses(weight, bias) - self.float(f"point.{j}.loss"))
            made.append(cuts)
        return made
