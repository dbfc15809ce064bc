"""Lesson 8, first act: examples that no line fits, and one epoch in slow motion: forward, loss, backward, update."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from manim import (
    Create,
    Dot,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    LaggedStart,
    ReplacementTransform,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)

from scenes.lessons.numbers import training as numbers
from scenes.lessons.numbers import training_slow as slow
from scenes.lessons.training_stage import TrainingStage
from scenes.stage.drawings.networks.edges import Edge
from scenes.stage.drawings.networks.state import largest
from scenes.stage.drawings.path_arrow import RunAlong
from scenes.stage.drawings.plots.residuals import ResidualSticks
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.drawings.shapes import signal
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.training.counters import NARROW, counters
from scenes.stage.training.fit_curve import FitCurve
from scenes.stage.training.loss_chart import LossChart, loss_scale
from scenes.stage.training.straight import StraightNetwork
from scenes.stage.training.wishes import ChosenEdge, EdgeWishes, WishBoard

_DIMMED = 0.2
_NEAR = 3  # epochs that the loss chart of the slow epoch has room for
_NEARLY = 0.5  # units of the scene
_OVER_EDGE = 0.6  # units of the scene
FORMULA = 42.0


class TrainingEpoch(TrainingStage):
    """The shots up to the first step."""

    def data(self) -> None:
        """The examples come; the best line among them misses."""
        run = self.runs.first
        self.lay_out(run.examples.inputs.shape[1])
        self.fit = fit = self.make_fit(run, self.fit_region, run.examples)
        self.net = net = self.make_net(run, self.net_region)
        net.wait_for_forward()
        weights, _ = numbers.best_linear(run)
        self.straight = straight = StraightNetwork(net, weights[:-1].tolist())
        self.linear = VGroup()
        if len(straight.edges) == 1:
            row = self.pen.row("line", FORMULA).fit(0.8 * self.net_region.width)
            self.linear = row.centered(self.net_region.x, straight.height + _OVER_EDGE)
        self.play(FadeIn(straight.neurons, straight.wires), FadeIn(fit.axes), run_time=0.8)
        self.play(LaggedStart(*(FadeIn(point, scale=0.3) for point in fit.points), lag_ratio=0.1), run_time=0.9)
        self.remove(*fit.points)
        self.add(fit.points)
        self.line = fit.line(weights.tolist())
        self.line_row = self.pen.equation("loss", "line.loss", 60).fit(0.8 * self.chart_region.width)
        self.line_row.centered(self.chart_region.x, self.chart_region.y)
        self.think()
        self.play(Create(self.line), Create(straight.edges), FadeIn(self.linear), run_time=0.9)
        self.answer()
        self.line_sticks = VGroup()
        if isinstance(fit, FitCurve):
            inputs, targets = (part[:, 0] for part in (run.examples.inputs, run.examples.targets))
            predicted = (weights[0] * inputs + weights[1]).tolist()
            self.line_sticks = ResidualSticks(fit.axes, inputs.tolist(), targets.tolist(), predicted).set_z_index(1)
            self.play(*(Create(stick) for stick in self.line_sticks), run_time=0.7)
            self.remove(*self.line_sticks)
            self.add(self.line_sticks)
        source = self.line_sticks if len(self.line_sticks) else self.line
        self.play(Fly(source, self.line_row), run_time=0.7)

    def start(self) -> None:
        """The weights are drawn at random; what the network answers with them, and its loss."""
        run, net, fit = self.runs.first, self.net, self.fit
        straight = self.straight
        hidden = [
            GrowFromPoint(net.neurons[layer], straight.middle(net.neurons[layer])) for layer in range(1, net.layers)
        ]
        self.play(
            FadeOut(self.line_sticks, self.line_row, self.linear, rate_func=squish_rate_func(smooth, 0.0, 0.4)),
            FadeOut(self.line, straight.edges, straight.wires),
            FadeIn(net.wires, net.gaps),
            *hidden,
            run_time=0.8,
        )
        for layer in range(1, net.layers + 1):
            edges = net.edges[layer]
            self.play(LaggedStart(*map(Create, edges), lag_ratio=0.5 / max(1, len(edges))), run_time=0.55)
        self.remove(straight.neurons)
        self.whole(net)
        fit.show(run.parameters(0))
        self.play(self.coming(fit.answer), run_time=0.9)
        scale = loss_scale(run.losses[0], self.runs.main.losses)
        self.chart = LossChart(self.chart_region, self.pen, _NEAR, scale, self.pen.label("epoch", 30))
        self.series = self.chart.series(run.steps, run.losses)
        self.epoch, self.loss = counters(self.head, self.pen, "step.0.loss", ("epoch", "again.epochs"))
        self.fit_sticks = self.sticks(fit, run, run.parameters(0))
        if len(self.fit_sticks):
            self.play(*map(Create, self.fit_sticks), run_time=0.8)
            self.remove(*self.fit_sticks)
            self.add(self.fit_sticks)
        self.play(FadeIn(self.epoch), FadeIn(self.loss.word), Fly(self.fit.points, self.loss.number), run_time=0.9)
        self.remove(*self.loss)
        self.add(self.loss)
        self.play(FadeIn(self.chart), run_time=0.6)
        self.play(FadeIn(self.series, scale=0.3), run_time=0.5)

    def forward(self) -> None:
        """One x after the other runs through the network; what comes out is the answer, and all of them the curve."""
        run, fit = self.runs.first, self.fit
        self.play(FadeOut(self.fit_sticks, fit.answer), run_time=0.5)
        first = int(self.number("slow.example"))
        order = [first, *self.others(first)]
        dots = VGroup()
        for place, row in enumerate(order):
            dots.add(self.through(row, 0.55 if place == 0 else 0.24))
            if place == 0:
                self.answer()
        if isinstance(fit, FitCurve):
            self.sweep(fit, dots)
        else:
            fit.show(run.parameters(0))
            self.play(FadeIn(fit.answer), FadeOut(dots), run_time=1.2)
        self.quiet()
        self.fit_sticks = self.sticks(fit, run, run.parameters(0))
        if len(self.fit_sticks):
            self.play(*map(Create, self.fit_sticks), run_time=0.7)
            self.remove(*self.fit_sticks)
            self.add(self.fit_sticks)

    def through(self, row: int, pace: float) -> VGroup:
        """An example goes into the network, layer by layer; its answer comes out and takes its place in the plot."""
        run, net, fit = self.runs.first, self.net, self.fit
        inputs = run.examples.inputs[row]
        net.state = self.state_of(run, row)
        net.wait_for_forward()
        foot = fit.axes.at(inputs[0], fit.axes.y.low) if isinstance(fit, FitCurve) else fit.place(inputs, 0)
        spots = VGroup(*(signal(self.theme, "input").move_to(foot) for _ in inputs))
        goals = [net.neuron(0, neuron + 1).get_center() for neuron in range(len(inputs))]
        self.play(FadeIn(spots, scale=0.4), run_time=0.4 * pace)
        self.play(*(spot.animate.move_to(goal) for spot, goal in zip(spots, goals, strict=True)), run_time=1.2 * pace)
        self.play(net.wake(0), FadeOut(spots, scale=0.4), run_time=0.3 * pace)
        for layer in range(1, net.layers + 1):
            self.play(net.forward_signals(layer, lag=0.04), run_time=1.3 * pace)
            self.play(net.wake(layer), run_time=0.35 * pace)
        answered = float(net.state.activations[-1][0])
        dot = Dot(radius=0.1, color=self.theme.prediction).set_z_index(4)
        dot.move_to(net.neuron(net.layers, 1))
        self.play(FadeIn(dot, scale=0.4), run_time=0.25 * pace)
        if isinstance(fit, FitCurve) and not fit.axes.holds(inputs[0], answered):
            edge = fit.axes.y.low if answered < float(fit.axes.y.low) else fit.axes.y.high
            self.play(FadeOut(dot, target_position=fit.place(inputs, float(edge))), run_time=1.1 * pace)
            return VGroup()
        self.play(dot.animate.move_to(fit.place(inputs, answered)), run_time=1.1 * pace)
        return VGroup(dot)

    def quiet(self) -> None:
        """Nothing runs through the network."""
        self.net.wait_for_forward()
        for neuron in self.net.drawn(0):
            self.net.neuron(0, neuron).show("waiting")

    def others(self, first: int) -> list[int]:
        """One further example, far from the first, and its prediction in sight if there is such a one."""
        run = self.runs.first
        far = np.linalg.norm(run.examples.inputs - run.examples.inputs[first], axis=1)
        seen = slow.in_sight(run)
        return [int(np.argmax(np.where(seen, far, 0.0) if seen.any() else far))]

    def sweep(self, fit: FitCurve, dots: VGroup) -> None:
        """All x run through, from the left to the right: neurons switch on and off, and the curve is drawn."""
        run, net = self.runs.first, self.net
        low, high = float(fit.axes.x.low), float(fit.axes.x.high)

        def draw(share: float) -> None:
            x = low + share * (high - low)
            fit.show_upto(run.parameters(0), x)
            net.show(self.flowing(run, np.array([x])))

        draw(0.0)
        self.add(fit.answer)
        self.play(self.growing(fit.answer, draw, 2.0, rate_func=linear))
        self.play(FadeOut(dots), run_time=0.3)

    def backward(self) -> None:
        """The miss of one example runs back; each example has its wish for a weight, and their mean is the gradient."""
        run, net = self.runs.first, self.net
        first = int(self.number("slow.example"))
        net.state = self.state_of(run, first)
        self.look_at([first])
        for layer in range(net.layers, 0, -1):
            self.play(net.backward_signals(layer, lag=0.03), run_time=0.6)
        board = self.board()
        self.chosen = ChosenEdge(self.chosen_edge(), self.pen)
        self.play(net.highlight(VGroup(self.chosen_edge())), FadeIn(self.chosen), run_time=0.5)
        self.play(FadeOut(self.chart, self.series), FadeIn(board.axes), run_time=0.6)
        self.play(RunAlong(VGroup(board.arrows[first])), run_time=0.6)
        self.say("each")
        self.look_at(list(range(len(run.examples))))
        rest = VGroup(*(arrow for k, arrow in enumerate(board.arrows) if k != first))
        self.play(RunAlong(rest, lag_ratio=0.2), run_time=1.5)
        self.remove(*rest, rest, board.arrows[first])
        self.add(board.arrows)
        self.answer()
        self.add(board.ghosts, board.arrows)
        self.play(Create(board.level_line), run_time=0.5)
        self.play(self.growing(board.arrows, board.level, 1.0))
        self.play(Fly(board.level_line, board.row), run_time=0.6)
        self.wishes = self.all_wishes()
        self.play(net.highlight_all(), run_time=0.5)
        for wishes in reversed(self.wishes):
            self.play(self.growing(wishes, wishes.show, 0.3))
        self.wish_board = board

    def chosen_edge(self) -> Edge:
        """The edge of the weight that the slow epoch looks at."""
        return self.net.edge(*(int(self.number(f"chosen.{name}")) for name in ("layer", "source", "neuron")))

    def board(self) -> WishBoard:
        """The wishes of the examples for the weight that the slow epoch looks at."""
        run, fit = self.runs.first, self.fit
        count = len(run.examples)
        gradients = [self.float(f"step.0.{k}.gradient.weight") for k in range(count)]
        if isinstance(fit, FitCurve):
            feet, scale = run.examples.inputs[:, 0].tolist(), fit.axes.x
            word = self.pen.symbol("input", 38)
        else:
            feet, scale = list(range(count)), Linear(-1, count)
            word = self.pen.label("examples", 30)
        mean = self.float("step.0.gradient.weight")
        place, shown = self.chart_region, fit.axes.plot
        board = WishBoard(place, self.pen, feet, scale, gradients, mean, word)
        off = shown.left - board.axes.plot.left
        if not isinstance(fit, FitCurve) or not 0 < off < _NEARLY or place.width < NARROW:
            return board
        # the arrow of an example stands right below it
        return WishBoard(replace(place, left=place.left + off), self.pen, feet, scale, gradients, mean, word)

    def all_wishes(self) -> list[EdgeWishes]:
        """What all edges are wished, layer by layer."""
        run, net = self.runs.first, self.net
        gradients = [run.gradients(0)[f"layer.{layer}.weight"] for layer in range(1, net.layers + 1)]
        size = largest(gradients)
        return [EdgeWishes(net, layer, gradient, size) for layer, gradient in enumerate(gradients, 1)]

    def look_at(self, rows: list[int]) -> None:
        """Dim all examples and their sticks but these."""
        lit = set(rows)
        opacities = [1.0 if k in lit else _DIMMED for k in range(len(self.fit.points))]
        points = [p.animate.set_opacity(o) for p, o in zip(self.fit.points, opacities, strict=True)]
        sticks = [s.animate.set_stroke(opacity=o) for s, o in zip(self.fit_sticks, opacities, strict=False)]
        self.play(*points, *sticks, run_time=0.5)

    def update(self) -> None:
        """All weights take in their wishes at once; the old curve stays as a ghost, and the loss moves."""
        run, net, fit = self.runs.first, self.net, self.fit
        plain = str(self.values["optimiser"]) == "gradient_descent"
        region = self.chart_region
        first = self.pen.row("step" if plain else "own", FORMULA).fit(region.width)
        second = self.pen.row("numbers" if plain else "own_numbers", FORMULA).fit(region.width)
        left = region.x - max(float(first.width), float(second.width)) / 2
        first.at(left, region.y + 0.45)
        second.at(left, region.y - 0.65)
        board = self.wish_board
        self.play(
            FadeOut(board.axes, board.level_line, board.row, board.ghosts),
            ReplacementTransform(board.arrows, first),
            run_time=0.9,
        )
        self.play(net.highlight(VGroup(self.chosen_edge())), FadeIn(second), run_time=0.7)
        self.think()
        ghost = fit.ghost(run.parameters(0))
        self.add(ghost)
        self.play(
            FadeOut(first, second, self.fit_sticks, self.chosen),
            FadeIn(self.chart, self.series),
            net.highlight_all(),
            run_time=0.5,
        )
        moving = self.step(run)
        self.follow_step(moving, run, fit, net, self.series)
        for wishes in self.wishes:
            moving.shape(wishes, lambda wishes: wishes.show(1 - float(moving.now("share"))))
        moving.number(self.loss.number, "loss")
        self.loss.number.bind("step.1.loss", self.number("step.1.loss"))
        self.run_through(moving, 1.8)
        self.epoch.number.bind("again.first", self.number("again.first"))
        self.remove(*self.wishes)
        self.answer()
        self.play(pulse(self.epoch.number, 1.3), run_time=0.5)
        self.ghost = ghost

    def coming(self, answer: object) -> object:
        """An answer is drawn: a curve from left to right, regions all at once."""
        return Create(answer) if isinstance(self.fit, FitCurve) else FadeIn(answer)  # type: ignore[arg-type]
