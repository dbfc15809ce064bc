"""Lesson 9, second act: a descent step by step, on the map and close up."""

from __future__ import annotations

import numpy as np
from manim import Create, FadeIn, FadeOut, GrowFromPoint, Rectangle, TransformFromCopy, VGroup

from engine import Levels
from scenes.lessons.landscape_ground import LandscapeGround
from scenes.lessons.numbers import landscape as numbers
from scenes.stage.declared import overlapping
from scenes.stage.drawings.landscapes.descent_path import DescentPath
from scenes.stage.drawings.landscapes.gradient_map import GradientMap
from scenes.stage.drawings.landscapes.live_arrow import LiveArrow
from scenes.stage.frame.region import Point, Region
from scenes.stage.landscape.clock import StepNumbers
from scenes.stage.landscape.run import Run
from scenes.stage.landscape.terrain_map import ratio_of

_SHOWN = ("loss", "gradient.length")
_SINGLE = 3  # steps that are made one by one, close up
_AIR = 1.3  # of the close-up
_ARROW = 0.9
_DIM = 0.45
_REST = 3.0  # seconds


class LandscapeSteps(LandscapeGround):
    """The first descent. `lens` is the close-up of its first steps."""

    lens: GradientMap

    def steps(self) -> None:
        """The first steps close up, each against its gradient across the level line; then all the others."""
        self.lay_map()
        m, last = self.map, self.last("first")
        path = self.path(m, "first")
        told_room, lens_room = self.rooms()
        told = StepNumbers(self.pen, told_room, "first", last, _SHOWN, centered=not self.layout.is_wide)
        arrow = self.uphill(LiveArrow(self.theme, thickness=0.1), m, "first", 0, _ARROW).set_z_index(4)
        single = min(_SINGLE, last)
        busy = [*self.on_way(m, "first"), *map(m.plane.read, arrow.outline())]
        if len(arrow.points):
            self.lens = self.close_up(lens_room, single)
            border = self.border()
            busy += map(m.plane.read, around(border))
        m.label_levels(self.pen, avoid=busy)
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.5)
        self.play(FadeIn(m), FadeIn(path), FadeIn(told), run_time=0.8)
        self.walking, self.clock = [("first", path)], told.clock
        if not len(arrow.points):
            return
        lens = self.lens
        near = self.path(lens, "first")
        self.walking = [("first", path), ("first", near)]
        overlapping(border, m, why="on its way from the map to the close-up")
        frame = Rectangle(width=lens.plane.plot.width, height=lens.plane.plot.height, stroke_color=self.theme.ink)
        frame.move_to([lens.plane.plot.x, lens.plane.plot.y, 0]).set_stroke(width=3)
        self.play(Create(border), run_time=0.4)
        self.play(TransformFromCopy(border, frame), FadeIn(lens.bands), FadeIn(lens.lines), FadeIn(near), run_time=0.9)
        kept = VGroup()
        for k in range(single):
            here = LiveArrow(self.theme, thickness=0.12).set_z_index(4)
            self.mirrored(here, k)
            self.uphill(arrow, m, "first", k, _ARROW)
            corner = lens.right_angle(self.at("first", k), self.slopes_at("first", k), 0.16).set_z_index(2)
            foots = (lens.at(*self.at("first", k)), m.at(*self.at("first", k)))
            self.play(*(GrowFromPoint(a, foot) for a, foot in zip((here, arrow), foots, strict=True)), run_time=0.5)
            self.play(Create(corner), run_time=0.25)
            self.go([path, near], told, k, k + 1, 0.7)
            self.play(here.animate.set_fill(opacity=_DIM), run_time=0.2)
            self.remove(arrow)
            kept.add(here, corner)
        if last > single:
            self.uphill(arrow, m, "first", single, _ARROW)
            self.add(arrow)
            self.go([path, near], told, single, last, _REST, arrow)
            self.play(FadeOut(arrow), run_time=0.3)

    def rooms(self) -> tuple[Region, Region]:
        """Where the numbers stand, and where the close-up is."""
        if self.layout.is_wide:
            told, lens = self.right.rows(1.0, 1.25, gap=0.25)
            return told, lens
        told, lens = self.right.columns(1.0, 1.0, gap=0.3)
        return told, lens

    def close_up(self, region: Region, steps: int) -> GradientMap:
        """The map around the first steps, with the level lines of just these places; no axes."""
        bare = Region(region.left - 0.85, region.bottom - 0.5, region.right + 0.5, region.top + 0.5)
        seen = [self.at("first", k) for k in range(steps + 1)]
        first, second = (np.array(place) for place in seen[:2])
        seen.append((float(2 * first[0] - second[0]), float(2 * first[1] - second[1])))
        surface = numbers.surface_of(self.values).around(seen, ratio_of(bare), _AIR)
        losses = sorted({self.float(f"first.{k}.loss") for k in range(steps + 1)})
        low, high = float(surface.values.min()), float(surface.values.max())
        inside = [loss for loss in losses if low < loss < high] or [(low + high) / 2]
        return GradientMap(bare, self.pen, surface, Levels(np.array(inside), "linear"), top=high)

    def mirrored(self, arrow: LiveArrow, step: int) -> None:
        """Close up: learning rate times gradient, as long as the step that goes the other way."""
        lens = self.lens
        here, there = lens.at(*self.at("first", step)), lens.at(*self.at("first", step + 1))
        inside = lens.plane.plot.clip(here, 2 * here - there)
        if inside is not None:
            arrow.span(*inside)

    def border(self) -> Rectangle:
        """What of the map the close-up shows."""
        m, plane = self.map, self.lens.plane
        low, high = (m.at(*corner) for corner in zip(plane.first, plane.second, strict=True))
        plot = m.plane.plot
        low = np.array([max(low[0], plot.left), max(low[1], plot.bottom), 0.0])
        high = np.array([min(high[0], plot.right), min(high[1], plot.top), 0.0])
        made = Rectangle(
            width=max(0.1, high[0] - low[0]), height=max(0.1, high[1] - low[1]), stroke_color=self.theme.ink
        )
        return made.set_stroke(width=2).move_to((low + high) / 2).set_z_index(2)

    def go(
        self,
        paths: list[DescentPath],
        told: StepNumbers,
        first: int,
        last: int,
        seconds: float,
        arrow: LiveArrow | None = None,
    ) -> None:
        """The ball, here and close up, and its numbers from one step to another."""
        run = Run(self.pen, first)
        told.follow(run, last)
        for path in paths:
            run.shape(path, path.upto)
        if arrow is not None:
            run.shape(arrow, lambda progress: self.uphill(arrow, self.map, "first", progress, _ARROW))
        self.play(run.to(last), run_time=seconds)
        run.stop()


def around(box: Rectangle) -> list[Point]:
    """Points along the sides of a box, close to one another."""
    corners = box.get_vertices()
    sides = zip(corners, np.roll(corners, -1, axis=0), strict=True)
    return [start + share * (end - start) for start, end in sides for share in np.linspace(0, 1, 24)]
