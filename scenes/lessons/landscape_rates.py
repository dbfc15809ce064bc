"""Lesson 9, third act: how large a step may be, three learning rates in step beside one another."""

from __future__ import annotations

from manim import FadeIn, FadeOut

from scenes.lessons.landscape_steps import LandscapeSteps
from scenes.lessons.numbers import landscape as numbers
from scenes.lessons.numbers.landscape_surfaces import Place
from scenes.stage.frame.region import Region
from scenes.stage.landscape.clock import Clock, with_room
from scenes.stage.landscape.run import Run
from scenes.stage.landscape.terrain_map import ratio_of, terrain_map

_FAR = 3  # times the coordinates of the start: what is farther away is in no picture
_AROUND = 1.5  # the maps reach so many times as far as the start lies from the middle
_LEVELS = 8
_SECONDS = 3.2


class LandscapeRates(LandscapeSteps):
    """The shot on the second surface."""

    def rates(self) -> None:
        """Three maps of one surface; on each the same start, and steps of another size."""
        stage = self.layout.stage
        if self.is_square:
            (said, *panels) = [cell for row in stage.rows(1, 1, gap=0.15) for cell in row.columns(1, 1, gap=0.3)]
            told, counted = said.rows(1, 1)
        else:
            line, below = stage.rows(0.6, stage.height - 0.6, gap=0.1)
            told, counted = line.columns(1, 1)
            panels = below.rows(1, 1, 1, gap=0.2) if self.layout.is_tall else below.columns(1, 1, 1, gap=0.3)
        formula = self.pen.row(f"surface_{self.values['rates_surface']}", 40, of="rates").fit(told.width)
        formula.centered(told.x, told.y - 0.14)
        rooms = [self.panel(panel) for panel in panels]
        last = int(self.number("rates.steps"))
        clock = Clock(self.pen, "step", "rates.<k>", last, 42).stand(counted.x, counted.y - 0.14)
        clock.tell(0)
        highest = self.float("small.0.loss")
        maps, paths, titles, losses = [], [], [], []
        for name, (header, ground, footer) in zip(numbers.RATES, rooms, strict=True):
            surface = numbers.rates_surface_of(self.values).around(self.rates_seen(), ratio_of(ground), _AROUND, 73)
            made = terrain_map(ground, self.pen, surface, highest, _LEVELS)
            maps.append(made)
            paths.append(self.path(made, name).mark_edge())
            title = self.pen.equation("learning_rate", f"{name}.rate", 42).fit(header.width)
            middle = header.x if self.is_beside else made.plane.plot.x
            titles.append(title.centered(middle, header.y - 0.14))
            loss = self.pen.equation("loss", f"{name}.0.loss", 42).fit(footer.width)
            middle = footer.x if self.is_beside else made.plane.plot.x
            with_room(loss, footer, footer.y - 0.14, middle)
            losses.append(loss)
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.5)
        self.play(*map(FadeIn, [*maps, *paths, *titles, formula]), run_time=0.9)
        self.play(*map(FadeIn, [clock, *losses]), run_time=0.5)
        self.walking, self.clock = list(zip(numbers.RATES, paths, strict=True)), clock
        self.think()
        run = Run(self.pen)
        clock.follow(run)
        for name, path, loss in zip(numbers.RATES, paths, losses, strict=True):
            end = self.last(name)
            run.number(loss.parts[1], lambda step, name=name, end=end: f"{name}.{min(step, end)}.loss", last)
            run.shape(path, path.upto)
        self.play(run.to(last), run_time=_SECONDS)
        run.stop()
        self.answer()

    @property
    def is_square(self) -> bool:
        """Whether the frame is so near to a square that the maps stand two and two."""
        return not self.layout.is_tall and self.layout.width < 1.2 * self.layout.height

    @property
    def is_beside(self) -> bool:
        """Whether rate and loss stand beside one another or beside a map, not above and below it."""
        return self.layout.is_tall or self.is_square

    def panel(self, region: Region) -> tuple[Region, Region, Region]:
        """Where the rate, the map and the loss stand."""
        if self.is_square:
            above, ground = region.rows(0.45, region.height - 0.45)
            header, footer = above.columns(1, 1.3, gap=0.2)
            return header, ground, footer
        if self.layout.is_tall:
            ground, beside = region.columns(2.1, 1.0, gap=0.2)
            header, footer = beside.rows(1, 1)
            return header.inset(0, 0.25), ground, footer.inset(0, 0.25)
        header, ground, footer = region.rows(0.5, region.height - 1.05, 0.55)
        return header, ground, footer

    def rates_seen(self) -> list[Place]:
        """The start, and as far beyond the best place that was visited."""
        start = self.at("right", 0)
        visited = [(self.float(f"{n}.{k}.loss"), n, k) for n in numbers.RATES for k in range(self.last(n) + 1)]
        _, name, step = min(visited)
        reach = _FAR * max(map(abs, start)) or 1.0
        middle = self.at(name, step)
        if max(abs(m - s) for m, s in zip(middle, start, strict=True)) > reach:
            middle = start
        return [start, (2 * middle[0] - start[0], 2 * middle[1] - start[1])]
