"""Lesson 4, second act: an expression as a graph, the paths through it, and the walk back."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    MoveAlongPath,
    VGroup,
    VMobject,
    smooth,
)

from scenes.lessons.chain_machines import ChainMachines
from scenes.lessons.numbers import chain as numbers
from scenes.lessons.numbers import expression
from scenes.lessons.numbers.chain_graph import Graph
from scenes.lessons.numbers.expression_typst import label, typst
from scenes.lessons.numbers.expression_typst import name as typst_name
from scenes.stage.chain.path_rows import PathRows, Step
from scenes.stage.chain.swell import swell
from scenes.stage.declared import constant, stands_for
from scenes.stage.drawings.graphs.graph import GraphPicture
from scenes.stage.drawings.path_arrow import RunAlong
from scenes.stage.drawings.shapes import question_box, signal
from scenes.stage.frame.region import Region
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.typeset import Formula

_WRITTEN = 52.0  # the font size of the expression
_UNHURRIED = 7  # nodes that a walk visits one by one; where there are more it is quicker
_OUTPUTS = ("y", "z", "q", "s")


class ChainGraph(ChainMachines):
    """The shots with the graph of the expression. `is_dense`: it needs the whole stage, and leaves it where something
    is worked out."""

    picture: GraphPicture | None = None

    @property
    def found(self) -> Graph:
        """The graph of the expression."""
        return numbers.expression_graph(self.values)

    @property
    def output_name(self) -> str:
        """How the output is called: as none of the variables is."""
        return next(name for name in _OUTPUTS if name not in self.found.variables)

    def lay_out_graph(self) -> None:
        """The graph above a board, or on the whole stage where it would have too little room above one."""
        stage = self.layout.stage
        upper, self.board = stage.rows(2.1 if self.layout.is_tall else 2.6, 1.0, gap=0.15)
        self.picture = self.drawn(upper)
        self.is_dense = self.picture is None or bool(self.picture.missing)
        if self.is_dense:
            whole = self.drawn(stage)
            assert whole is not None
            self.picture, self.board = whole, stage.inset(0.2, 0.12 * stage.height)

    def drawn(self, region: Region) -> GraphPicture | None:
        """The graph in a region; None where there is no room for it."""
        found = self.found
        try:
            return GraphPicture(region, self.pen, found.walk, found.variables, found.prefix)
        except ValueError:
            return None

    # -- shots -------------------------------------------------------------------

    def graph(self) -> None:
        """The graph grows from left to right, each value as soon as it can be worked out; then the variable that is
        used most often is marked, and all edges that leave it."""
        self.lay_out_graph()
        p = self.picture
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        written, marked = self.expression_row()
        if written is not None:
            self.play(FadeIn(written), run_time=0.6)
        steps = []
        for node in p.nodes:
            into = p.edges_into(node.name)
            if into:
                steps.append(LaggedStart(*map(Create, into), lag_ratio=0.2))
            shown = [node] if node.value is None or node.is_number else [node, node.value]
            steps.append(FadeIn(*shown, scale=0.85))
        self.play(LaggedStart(*steps, lag_ratio=0.5), run_time=min(6.0, 1.2 + 0.4 * len(steps)))
        self.mark = self.marked()
        edges = p.edges_out_of(self.found.focus)
        there = [swell(written, marked)] if written is not None else []
        self.play(Create(self.mark), pulse(p.node(self.found.focus)), *there, run_time=0.9)
        self.play(*(edge.line.animate.set_stroke(self.theme.ink, 5) for edge in edges), run_time=0.6)
        self.written = written

    def locals(self) -> None:
        """The local derivatives come to their edges from right to left, in the order of the walk."""
        p = self.picture
        for node in p.order:
            here = [edge.local for edge in p.edges_into(node.name) if edge.local is not None and edge in p.walked]
            if here:
                time = 0.7 * min(1.0, _UNHURRIED / len(p.order))
                self.play(LaggedStart(*(FadeIn(v, shift=LEFT * 0.2) for v in here), lag_ratio=0.3), run_time=time)

    def paths(self) -> None:
        """The nudge runs forward along all paths at once; then path by path its factors fly into a product, and the
        products are added."""
        found = self.found
        factors = [[found.edge(k, "local") for k in way] for way in found.paths]
        self.ends = [found.edge(way[-1], "contribution") for way in found.paths]
        names = self.output_name, typst_name(found.focus)
        self.rows = rows = PathRows(self.board, self.pen, factors, self.ends, "graph.total.gradient", names)
        if self.written is not None:
            self.play(FadeOut(self.written), run_time=0.4)
        self.run_forward()
        digits, relation = rows.result.sign_and_digits, rows.result.relation_sign
        self.ask = ask = question_box(0.8, 0.7, self.theme)
        ask.scale(min(1.0, 0.9 * rows.line_height / float(ask.height))).move_to(digits)
        ask.shift([max(0.0, float(digits.get_left()[0] - ask.get_left()[0]) - 0.06), 0, 0])
        waits = [relation] if rows.is_shut else []  # nothing comes between the derivative and its result
        if not rows.is_shut:
            ask.next_to(rows.head[-1], RIGHT, buff=0.3).match_y(digits)
        asked = FadeIn(*rows.head, *waits, ask)
        if not self.is_dense:
            self.play(asked, run_time=0.6)
        for place, step in zip(rows.shown, rows.steps, strict=True):
            self.light(found.paths[place], None if self.is_dense else step)
        if self.is_dense:
            self.leave_graph()
            self.play(asked, run_time=0.6)
            for step in rows.steps:
                written = [part for part in (*step.signs, *step.factors, step.product) if part is not None]
                self.play(FadeIn(*written, shift=UP * 0.1), *self.moved_on(step), run_time=0.6)
        self.answer()
        if not rows.is_shut:
            ahead = float(digits.get_left()[0]) - 0.06 + float(ask.width) / 2
            moved = ask.animate.move_to([ahead, float(digits.get_center()[1]), 0])
            self.play(FadeIn(*rows.tail, relation), moved, run_time=0.8)
        self.play(FadeOut(ask), FadeIn(digits, scale=1.2), run_time=0.7)
        self.remove(*self.mobjects_of(rows))
        self.add(rows)

    def mobjects_of(self, group: VGroup) -> list[Mobject]:
        """What of a group was put on the stage in parts."""
        inside = set(map(id, group.get_family()))
        return [m for m in self.mobjects if any(id(part) in inside for part in m.get_family())]

    def run_forward(self) -> None:
        """A spot of light runs forward along every path, all at once: one nudge, several ways."""
        p = self.picture
        runs = []
        for way in self.found.paths:
            track = VMobject()
            points = np.vstack([p.walked[k].path for k in reversed(way)])
            track.set_points_as_corners(np.column_stack([points, np.zeros(len(points))]))
            spot = signal(self.theme).move_to(track.get_start())
            runs.append((spot, track))
        self.play(pulse(p.node(self.found.focus)), *(FadeIn(spot, scale=0.3) for spot, _ in runs), run_time=0.5)
        self.play(*(MoveAlongPath(spot, track, rate_func=smooth) for spot, track in runs), run_time=1.8)
        self.play(*(FadeOut(spot, scale=2) for spot, _ in runs), pulse(p.nodes[-1]), run_time=0.5)

    def light(self, way: tuple[int, ...], step: Step | None) -> None:
        """An arrow runs back along a path; what lies on it is written as a product."""
        p = self.picture
        edges = [p.walked[k] for k in way]
        arrows = VGroup(*(edge.backward_arrow(0.6 * p.style.arrow) for edge in edges))
        self.play(RunAlong(arrows, lag_ratio=1.0), run_time=min(1.4, 0.5 + 0.3 * len(edges)))
        if step is not None:
            flights = [
                Fly(edge.local, part) if edge.local is not None else FadeIn(part)
                for edge, part in zip(edges, step.factors, strict=True)
                if part is not None
            ]
            relation = [step.product.relation_sign] if step.product is not None else []
            self.play(*flights, *map(FadeIn, (*step.signs, *relation)), *self.moved_on(step), run_time=0.9)
            if step.product is not None:
                self.play(FadeIn(step.product.sign_and_digits), run_time=0.5)
        self.play(FadeOut(arrows), run_time=0.4)

    def moved_on(self, step: Step) -> list[Any]:
        """The open question stands behind what is written, where that is one line."""
        if not self.rows.on_one_line:
            return []
        ahead = float(step.factors[-1].get_right()[0]) + 0.75 + float(self.ask.width) / 2
        return [self.ask.animate.move_to([ahead, float(self.ask.get_center()[1]), 0])]

    def backward(self) -> None:
        """One walk: node by node, from right to left, arrows run back along the edges and gradients appear."""
        p = self.picture
        self.play(FadeOut(self.rows), run_time=0.5)
        if self.is_dense:
            self.bring_graph()
        if len(p.locals):
            self.play(*(FadeOut(value) for value in p.locals), run_time=0.4)
        pace = min(1.0, _UNHURRIED / len(p.order))
        into = set(map(id, p.edges_out_of(self.found.focus)))
        for node in p.order:
            if node.gradient is not None:
                self.play(FadeIn(node.gradient, scale=0.7), run_time=0.4 * pace)
            arrows = p.backward_arrows(node.name)
            if len(arrows):
                edges = [edge for edge in p.edges_into(node.name) if id(edge) in into]
                written = [FadeIn(edge.contribution) for edge in edges if edge.contribution is not None]
                self.play(RunAlong(arrows), *written, run_time=0.8 * pace)
        if not self.is_dense:
            self.play(FadeIn(self.rows), run_time=0.6)

    # -- parts -------------------------------------------------------------------

    def leave_graph(self) -> None:
        """The graph makes room."""
        self.kept = self.clear_stage(self.rows)
        self.play(*(FadeOut(mobject) for mobject in self.kept), run_time=0.6)

    def bring_graph(self) -> None:
        """The graph comes back as it was."""
        self.play(*(FadeIn(mobject) for mobject in self.kept), run_time=0.6)

    def marked(self) -> VMobject:
        """A thick outline for the variable that is used most often."""
        assert self.picture is not None
        shape = self.picture.node(self.found.focus).shape
        return stands_for(shape.copy().set_fill(opacity=0).set_stroke(self.theme.ink, 8), None)

    def expression_row(self) -> tuple[Formula | None, list[str]]:
        """The expression as it was written, None where it has no room or where the graph needs it all; and the labels
        of the marked variable in it."""
        if self.is_dense:
            return None, []
        root = expression.read(str(self.values["expression"])).root
        sources = [
            f"{self.output_name} = {typst(root, self.catalogue.decimal_separator, self.found.focus, lines)}"
            for lines in (1, 2)
        ]
        formulas = [Formula(source, _WRITTEN, self.theme.ink) for source in sources]
        fitting = [made for made in formulas if made.width * LEAST_SIZE <= self.board.width * _WRITTEN]
        if not fitting:
            return None, []
        made = max(fitting, key=lambda made: min(1.0, self.board.width / float(made.width)))
        made.scale(min(1.0, self.board.width / float(made.width), self.board.height / float(made.height)))
        for part in root.parts():
            if part.number is not None:
                shown = f"{abs(float(part.number)):.12g}".replace(".", self.catalogue.decimal_separator)
                constant(made, shown, why="a number of the expression")
            for digits in "".join(c if c.isdigit() else " " for c in part.name or "").split():
                constant(made, digits, why="an index in a name")
            if part.exponent is not None:
                constant(made, str(abs(part.exponent)), why="an exponent of the expression")
            if part.operation == "square":
                constant(made, "2", why="the exponent of a square")
        return made.move_to([self.board.x, self.board.y, 0]), [label(k) for k in range(sources[0].count("{{"))]
