"""Lesson 4: the chain rule. Its first two acts have files of their own (chain_machines.py, chain_graph.py); here are
the lesson itself and its third act: what overwriting does, and the summary."""

from __future__ import annotations

from typing import ClassVar

from manim import Create, FadeIn, FadeOut, LaggedStart, VGroup

from engine import Trace
from scenes.lessons.chain_graph import ChainGraph
from scenes.lessons.numbers import chain as numbers
from scenes.lessons.numbers import chain_claims as claims
from scenes.stage.chain.machine_row import MachineRow
from scenes.stage.chain.programs import Numbers, Program, programs
from scenes.stage.chain.slope_plots import SlopePlot
from scenes.stage.drawings.graphs.graph import GraphPicture
from scenes.stage.drawings.path_arrow import RunAlong
from scenes.stage.drawings.plots.tangent import Tangent
from scenes.stage.motion.moves import Fly
from scenes.stage.parameters import Values
from scenes.stage.writing.values import Value


class ChainLesson(ChainGraph):
    """x = 1.5, u = x^2, y = 2 u; then (a + b) a with a = 2, b = 3, unless told otherwise."""

    name: ClassVar[str] = "chain"
    poster_shot: ClassVar[str] = "summary"

    def default_values(self) -> Values:
        return numbers.defaults()

    def compute(self, values: Values) -> Trace:
        return numbers.trace(values)

    def caption_variant(self, shot: str) -> str | None:
        if shot == "locals":
            without = any(path.endswith(".local") for path in self.picture.missing)
            return "some" if without else "all"
        return claims.caption_variant(self.trace, self.values, shot)

    # -- what goes wrong -----------------------------------------------------------

    def overwrite(self) -> None:
        """The contributions of the walk come to two programs, one after the other: one forgets, one adds."""
        p, found = self.picture, self.found
        gone = [self.rows] if not self.is_dense else self.clear_stage()
        ends = self.ends
        sums = [f"graph.sum.{k}.gradient" for k in range(len(ends))]
        same = self.number("graph.overwritten.gradient") == self.number("graph.total.gradient")
        board = Numbers(ends, sums, "graph.overwritten.gradient", "graph.total.gradient")
        left, right = programs(self.board, self.pen, board, same)
        self.play(*(FadeOut(mobject) for mobject in gone), run_time=0.5)
        self.play(FadeIn(left, right), run_time=0.6)
        self.answer()
        sources = [None if self.is_dense else p.walked[way[-1]].line for way in found.paths]
        self.fill(left, right, sources)
        self.boxes = VGroup(left, right)

    def fill(self, left: Program, right: Program, sources: list) -> None:
        """Contribution by contribution: it takes the place of the number on the left, and joins that on the right."""
        before: tuple[Value, Value] | None = None
        quick = len(sources) > 4
        for old, new, source in zip(left.held, right.held, sources, strict=True):
            time = 0.6 if quick else 1.1
            coming = [Fly(source, value) if source is not None else FadeIn(value) for value in (old, new)]
            leaving = [FadeOut(value) for value in before or ()]
            self.play(*leaving, *coming, run_time=time)
            self.wait(0.2 if quick else 0.6)
            before = old, new
        self.play(Create(left.mark), Create(right.mark), run_time=0.6)

    def squared(self) -> None:
        """e times e: the same fault on the smallest graph, and as a slope that is no tangent."""
        stage = self.layout.stage
        first, second = stage.rows(1, 1.2, gap=0.2) if not self.layout.is_wide else stage.columns(1, 1.15, gap=0.5)
        graph = numbers.square_graph(self.values)
        upper, lower = first.rows(1.5, 1.0, gap=0.1) if self.layout.is_wide else first.columns(1.1, 1.0, gap=0.2)
        p = GraphPicture(upper, self.pen, graph.walk, graph.variables, "square.")
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(p, p.values), run_time=0.8)
        self.play(FadeIn(p.locals), run_time=0.5)
        here = self.number("square.node.e.value"), self.number("square.node.multiply-1.value")
        reach = -here[0] if here[0] else 1
        plot = SlopePlot(second, self.pen, lambda xs: numbers.curve("square", xs), ("input", "output"), here, reach)
        self.play(FadeIn(plot, plot.dot), run_time=0.8)
        ends = [graph.edge(way[-1], "contribution") for way in graph.paths]
        sums = [f"square.sum.{k}.gradient" for k in range(len(ends))]
        right = self.number("square.total.gradient") == 0
        board = Numbers(ends, sums, "square.overwritten.gradient", "square.total.gradient")
        wrong_box, right_box = programs(lower, self.pen, board, right)
        self.play(FadeIn(wrong_box, right_box), run_time=0.6)
        self.answer()
        arrows = p.backward_arrows(p.order[0].name)
        self.play(RunAlong(arrows), run_time=0.8)
        self.fill(wrong_box, right_box, [edge.line for edge in p.walked])
        lines = [
            Tangent(plot.axes, *here, self.number(f"square.{which}.gradient"), length=2.6)
            for which in ("total", "overwritten")
        ]
        lines[1].set_stroke(self.theme.muted, 5)
        self.play(Create(lines[0]), run_time=0.7)
        self.play(Create(lines[1]), run_time=0.7)

    # -- summary --------------------------------------------------------------------

    def summary(self) -> None:
        """Along a path: multiply. Over the paths: add."""
        stage = self.layout.stage
        left, right = stage.columns(1, 1, gap=0.5) if self.layout.is_wide else stage.rows(1, 1.1, gap=0.2)
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        head, machine, product = left.rows(0.35, 1, 0.75)
        row = MachineRow(machine, self.pen, self.machines_chosen)
        word = self.pen.label("along", 34, self.theme.ink).move_to([head.x, head.y, 0])
        chain = self.pen.row("chain", 44).fit(product.width)
        chain.centered(product.x, product.y - 0.14)
        self.play(FadeIn(word, row, *row.values), run_time=0.9)
        arrows = [row.backward_arrow(k) for k in (3, 2, 1, 0)]
        self.play(LaggedStart(*map(Create, arrows), lag_ratio=0.4), run_time=1.4)
        self.play(FadeIn(chain), run_time=0.8)
        head, body, total = right.rows(0.35, 1.25, 0.5)
        word = self.pen.label("over", 34, self.theme.ink).move_to([head.x, head.y, 0])
        picture = self.drawn(body)
        path = "graph"
        if picture is None or picture.missing or len(self.found.paths) == 1:
            graph = numbers.square_graph(self.values)
            picture = GraphPicture(body, self.pen, graph.walk, graph.variables, "square.")
            path = "square"
        self.play(FadeIn(word, picture, picture.values), run_time=0.9)
        for node in picture.order:
            arrows = picture.backward_arrows(node.name)
            if len(arrows):
                self.play(RunAlong(arrows), run_time=0.6)
        self.play(FadeIn(*picture.gradients), run_time=0.6)
        del path, total
