"""Lesson 9, fifth act: where the gradient is small a descent is slow, beside a saddle and on a plateau."""

from __future__ import annotations

import numpy as np
from manim import Circle, DashedVMobject, FadeIn, FadeOut, UpdateFromAlphaFunc, VMobject

from scenes.lessons.landscape_valleys import LandscapeValleys
from scenes.lessons.numbers import landscape as numbers
from scenes.lessons.numbers.landscape_claims import kinds
from scenes.lessons.numbers.landscape_surfaces import Place
from scenes.stage.drawings.landscapes.gradient_map import GradientMap
from scenes.stage.drawings.outlines import Points
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.loss_curve import LossCurve
from scenes.stage.drawings.plots.scales import Linear, Logarithmic
from scenes.stage.frame.region import Region
from scenes.stage.landscape.clock import Clock
from scenes.stage.landscape.run import Run
from scenes.stage.landscape.stretch import Stretch, Tip
from scenes.stage.landscape.terrain_map import ratio_of, terrain_map
from scenes.stage.landscape.words_on_map import covered, word_at

_PAIR = ("ridge.0", "ridge.1")
_DASH = (0.16, 0.1)
_PAUSED = 2.0  # seconds up to the question, and after it
_SECONDS, _TAIL = 3.4, 1.0  # until the first of two has come to rest, and for the other


class LandscapeSlow(LandscapeValleys):
    """The shots with few steps in them that matter."""

    def walks_map(self, region: Region, *walks: str) -> GradientMap:
        """A map around these walks."""
        seen: list[Place] = [place for walk in walks for place in self.near_walk(walk, self.reach_of(walk))]
        surface = numbers.surface_of(self.values).around(seen, ratio_of(region))
        highest = max(self.float(f"{walk}.0.loss") for walk in walks)
        made = terrain_map(region, self.pen, surface, highest)
        return made

    def reach_of(self, walk: str) -> float:
        """How far a walk may go from its start and still be shown."""
        (w0, b0), (w1, b1) = self.at("first", 0), self.at("second", 0)
        start, end = self.at(walk, 0), self.at(walk, self.last(walk))
        apart = max(abs(w1 - w0), abs(b1 - b0)) or 1.0
        along = max(abs(start[0] - end[0]), abs(start[1] - end[1]))
        return 3 * apart if along > 20 * apart else 1.5 * max(along, apart)

    def saddle(self) -> None:
        """Two balls from neighbouring starts, and beside the map how steep it is under each of them."""
        self.left, self.right = self.halves(1.1, 1.2 if self.layout.is_tall else 1.0)
        self.map = m = self.walks_map(self.left, *_PAIR)
        paths = [self.path(m, walk, style) for walk, style in zip(_PAIR, (None, self.second_style), strict=True)]
        saddles = [j for j in self.points if kinds(self.trace)[j] == "saddle" and self.seen(self.point(j))]
        marks = [self.mark(j) for j in saddles] + self.ring_of_saddle()
        ways = [m.at(*place) for place in self.on_way(m, *_PAIR)]
        named = [word_at(m, self.pen.label("saddle", 30, self.theme.ink), self.point(j), ways) for j in saddles]
        marks += [word for word in named if len(word)]
        m.label_levels(
            self.pen, avoid=[*self.on_way(m, *_PAIR), *(m.plane.read(point) for w in named for point in covered(w))]
        )
        lasts = [self.last(walk) for walk in _PAIR]
        last, longest = max(1, *lasts), _PAIR[lasts.index(max(lasts))]
        line, room = self.right.rows(0.55, self.right.height - 0.55)
        clock = Clock(self.pen, "step", f"{longest}.<k>", max(lasts), 42).stand(line.x, line.y - 0.14)
        clock.tell(0)
        lengths = [
            [self.float(f"{w}.{k}.gradient.length") for k in range(n + 1)] for w, n in zip(_PAIR, lasts, strict=True)
        ]
        axes = Axes(
            room,
            self.pen,
            Linear(0, last, least_step=1),
            Logarithmic.around(*lengths),
            x_end=self.pen.label("step", 30),
            y_end=self.pen.symbol("gradient.length", 36),
        )
        curves = [LiveCurve(axes, "gradient", 5, dash) for dash in ((), _DASH)]
        tips = [Tip(path, axes).stand(axes.at(0, steep[0])) for path, steep in zip(paths, lengths, strict=True)]
        near = self.stretch(axes, "ridge.near")
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.5)
        self.play(*map(FadeIn, [m, *paths, axes, clock, *marks, *tips]), run_time=0.9)
        self.walking, self.clock = list(zip(_PAIR, paths, strict=True)), clock
        self.think()
        self.add(*near, *curves, *tips)
        for begin, end, seconds in ((0, min(lasts), _SECONDS), (min(lasts), max(lasts), _TAIL)):
            if end == begin:
                continue
            run = Run(self.pen, begin)
            clock.follow(run)
            for band in near:
                run.shape(band, band.upto)
            for path, curve, steep, tip in zip(paths, curves, lengths, tips, strict=True):
                run.shape(path, path.upto)
                run.shape(curve, lambda progress, c=curve, s=steep: self.grow(c, s, progress))
                run.shape(tip, lambda progress, t=tip, s=steep: t.stand(self.end_of(t.axes, s, progress)))
            self.play(run.to(end), run_time=seconds)
            run.stop()
        self.answer()

    def grow(self, curve: LiveCurve, values: list[float], progress: float) -> None:
        """Draw the curve up to a step and a share of the next."""
        whole = min(int(progress), len(values) - 1)
        points = curve.axes.places(range(whole + 1), values[: whole + 1])
        curve.run(np.concatenate([points, [self.end_of(curve.axes, values, progress)]]) if progress > whole else points)

    @staticmethod
    def end_of(axes: Axes, values: list[float], progress: float) -> Points:
        """Where a curve ends that is drawn so far."""
        whole = min(int(progress), len(values) - 1)
        ends = axes.places([whole, whole + 1], [values[whole], values[min(whole + 1, len(values) - 1)]])
        share = progress - whole if whole + 1 < len(values) else 0.0
        return np.asarray(ends[0] + share * (ends[1] - ends[0]) if share else ends[0])

    def stretch(self, axes: Axes, name: str) -> list[Stretch]:
        """A stretch of steps of the trace in a plot, with nothing of it made; none where there is none."""
        if f"{name}.from" not in self.trace or self.number(f"{name}.to") <= self.number(f"{name}.from"):
            return []
        return [Stretch(axes, int(self.number(f"{name}.from")), int(self.number(f"{name}.to"))).upto(0)]

    def ring_of_saddle(self) -> list[VMobject]:
        """Around the saddle beside which the steps of the first ball are counted."""
        if "ridge.radius" not in self.trace:
            return []
        place = self.point(kinds(self.trace).index("saddle"))
        radius = self.float("ridge.radius") * float(self.map.plane.unit[0])
        if not self.map.plane.plot.inset(radius).holds(self.map.at(*place)):
            return []
        ring = Circle(radius=radius, stroke_color=self.theme.ink, stroke_width=3).move_to(self.map.at(*place))
        return [DashedVMobject(ring, num_dashes=24, dashed_ratio=0.6).set_z_index(2)]

    def seen(self, place: Place) -> bool:
        """Whether a place lies on the map."""
        return self.map.plane.plot.holds(self.map.at(*place))

    def plateau(self) -> None:
        """A loss that does not seem to fall any more; then it does."""
        self.left, self.right = self.halves(1.0, 1.25 if self.layout.is_tall else 1.0)
        self.map = m = self.walks_map(self.left, "flat")
        m.label_levels(self.pen, avoid=self.on_way(m, "flat"))
        path = self.path(m, "flat")
        last, pause = self.last("flat"), min(int(self.number("flat.pause")), self.last("flat"))
        losses = [self.number(f"flat.{k}.loss") for k in range(last + 1)]
        line, room = self.right.rows(0.55, self.right.height - 0.55)
        clock = Clock(self.pen, "step", "flat.<k>", last, 42).stand(line.x, line.y - 0.14)
        clock.tell(0)
        scale = Linear.around(losses, [0]) if min(losses) >= 0 else Linear.around(losses)
        curve = LossCurve(room, self.pen, losses, self.pen.symbol("loss", 38), self.pen.label("step", 30), scale=scale)
        curve.upto(0)
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.5)
        self.play(FadeIn(m), FadeIn(path), run_time=0.6)
        self.play(FadeIn(curve.axes), FadeIn(clock), run_time=0.5)
        self.add(curve.drawn)
        self.walking, self.clock = [("flat", path)], clock
        for begin, end in ((0, pause), (pause, last)):
            if end > begin:
                run = Run(self.pen, begin)
                clock.follow(run)
                run.shape(path, path.upto)
                run.shape(curve.drawn, curve.upto)
                self.play(run.to(end), run_time=_PAUSED)
                run.stop()
            if begin == 0:
                self.think()
        self.answer()
        for band in self.stretch(curve.axes, "flat.shelf"):
            self.add(band)
            self.bring_to_back(band)
            self.play(
                UpdateFromAlphaFunc(band, lambda b, share: b.upto(b.begin + share * (b.end - b.begin))), run_time=0.8
            )
