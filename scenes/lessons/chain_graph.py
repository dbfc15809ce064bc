"""Lesson 4, second act: an expression as a graph, the paths through it, and the walk back."""

from __future__ import annotations

from typing import Any

from manim import (
    LEFT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    VGroup,
)

from scenes.lessons.chain_machines import ChainMachines
from scenes.lessons.numbers import chain as numbers
from scenes.lessons.numbers import expression
from scenes.lessons.numbers.chain_graph import Graph
from scenes.lessons.numbers.expression_typst import name as typst_name
from scenes.lessons.numbers.expression_typst import typst
from scenes.stage.chain.path_rows import PathRows
from scenes.stage.declared import constant
from scenes.stage.drawings.graphs.graph import GraphPicture
from scenes.stage.drawings.path_arrow import RunAlong
from scenes.stage.drawings.shapes import question_box
from scenes.stage.frame.region import Region
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.typeset import Formula

_DIM = 0.3
_OUTPUTS = ("y", "z", "q", "s")


class ChainGraph(ChainMachines):
    """The shots with the graph of the expression. `is_dense`: it needs the whole stage, and leaves it where something
    is worked out."""

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
        written = self.expression_row()
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
        self.play(Create(self.mark), pulse(p.node(self.found.focus)), run_time=0.8)
        self.play(*(edge.line.animate.set_stroke(self.theme.ink, 5) for edge in edges), run_time=0.6)
        self.written = written

    def locals(self) -> None:
        """The local derivatives come to their edges from right to left, in the order of the walk."""
        p = self.picture
        for node in p.order:
            here = [edge.local for edge in p.edges_into(node.name) if edge.local is not None and edge in p.walked]
            if here:
                self.play(LaggedStart(*(FadeIn(v, shift=LEFT * 0.2) for v in here), lag_ratio=0.3), run_time=0.7)

    def paths(self) -> None:
        """Path by path lights up, and its factors fly into a product; the products are added."""
        found = self.found
        factors = [[found.edge(k, "local") for k in way] for way in found.paths]
        ends = [found.edge(way[-1], "contribution") for way in found.paths]
        names = self.output_name, typst_name(found.focus)
        rows = PathRows(self.board, self.pen, factors, ends, "graph.total.gradient", names)
        self.rows, self.ends = rows, ends
        if self.written is not None:
            self.play(FadeOut(self.written), run_time=0.4)
        total = rows.total.parts[-1]
        ask = question_box(max(0.7, float(total.sign_and_digits.width)), 0.7, self.theme)
        ask.move_to(total.sign_and_digits)
        ask.shift([max(0.0, float(total.sign_and_digits.get_left()[0] - ask.get_left()[0]) - 0.06), 0, 0])
        if not self.is_dense:
            self.play(FadeIn(rows.total.parts[0], total.relation_sign, ask), run_time=0.5)
        for place, way in enumerate(found.paths):
            if place not in rows.shown:
                continue
            self.light(way, None if self.is_dense else rows.products[rows.shown.index(place)])
        if self.is_dense:
            self.leave_graph()
            self.play(FadeIn(rows.total.parts[0], total.relation_sign, ask), run_time=0.5)
            self.play(LaggedStart(*(FadeIn(row, shift=UP * 0.1) for row in rows.products), lag_ratio=0.4), run_time=1.6)
        self.answer()
        self.play(FadeOut(ask), FadeIn(*rows.total.parts[1:-1]), FadeIn(total.sign_and_digits, scale=1.2), run_time=0.9)
        self.remove(total.relation_sign, total.sign_and_digits, *rows.total.parts)
        self.add(rows.total)

    def light(self, way: tuple[int, ...], row: Any) -> None:
        """An arrow runs back along a path; what lies on it is written as a product."""
        p = self.picture
        edges = [p.walked[k] for k in way]
        arrows = VGroup(*(edge.backward_arrow(0.6 * p.style.arrow) for edge in edges))
        self.play(RunAlong(arrows, lag_ratio=1.0), run_time=0.5 + 0.3 * len(edges))
        if row is not None:
            flights = []
            factors = row.parts[: 2 * len(edges) - 1 : 2] if len(edges) > 1 else row.parts
            for edge, part in zip(edges, factors, strict=True):
                flights.append(Fly(edge.local, part) if edge.local is not None else FadeIn(part))
            signs = [part for part in row.parts[:-1] if part not in factors] if len(edges) > 1 else []
            self.play(*flights, *(FadeIn(part) for part in signs), run_time=0.9)
            if len(edges) > 1:
                self.play(FadeIn(row.parts[-1]), run_time=0.5)
            self.remove(*row.parts)
            self.add(row)
        self.play(FadeOut(arrows), run_time=0.4)

    def backward(self) -> None:
        """One walk: node by node, from right to left, arrows run back along the edges and gradients appear."""
        p = self.picture
        if self.is_dense:
            self.play(FadeOut(self.rows), run_time=0.5)
            self.bring_graph()
        else:
            self.play(self.rows.animate.set_opacity(_DIM), run_time=0.4)
        self.play(*(FadeOut(value) for value in p.locals), run_time=0.4)
        self.arrows = VGroup()
        for node in p.order:
            if node.gradient is not None:
                self.play(FadeIn(node.gradient, scale=0.7), run_time=0.4)
            arrows = p.backward_arrows(node.name)
            if len(arrows):
                self.play(RunAlong(arrows), run_time=0.8)
                self.arrows.add(*arrows)
        if not self.is_dense:
            self.play(self.rows.animate.set_opacity(1.0), run_time=0.5)

    # -- parts -------------------------------------------------------------------

    def leave_graph(self) -> None:
        """The graph makes room."""
        self.kept = self.clear_stage(self.rows)
        self.play(*(FadeOut(mobject) for mobject in self.kept), run_time=0.6)

    def bring_graph(self) -> None:
        """The graph comes back as it was."""
        self.play(*(FadeIn(mobject) for mobject in self.kept), run_time=0.6)

    def marked(self) -> VGroup:
        """A ring round the variable that is used most often."""
        shape = self.picture.node(self.found.focus).shape
        ring = shape.copy().set_fill(opacity=0).set_stroke(self.theme.ink, 3.5)
        ring.scale_to_fit_height(float(shape.height) + 0.16)
        return ring

    def expression_row(self) -> Formula | None:
        """The expression as it was written; None where it has no room, or where the graph needs it all."""
        if self.is_dense:
            return None
        root = expression.read(str(self.values["expression"])).root
        source = f"{self.output_name} = {typst(root, self.catalogue.decimal_separator)}"
        made = Formula(source, 52, self.theme.ink)
        if made.width > self.board.width:
            if made.width * LEAST_SIZE / 52 > self.board.width:
                return None
            made.scale(self.board.width / float(made.width))
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
        return made.move_to([self.board.x, self.board.y, 0])
