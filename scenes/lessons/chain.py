"""Lesson 4: the chain rule. Its first two acts have files of their own (chain_machines.py, chain_graph.py); here are
the lesson itself and its third act: what overwriting does, and the summary."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from manim import DOWN, UP, Create, DashedVMobject, FadeIn, FadeOut, Mobject, VMobject

from scenes.lessons.chain_graph import ChainGraph
from scenes.lessons.numbers import chain as numbers
from scenes.lessons.numbers import chain_claims as claims
from scenes.lessons.numbers.expression_typst import name as typst_name
from scenes.stage.chain.factor_chain import FactorChain
from scenes.stage.chain.path_rows import PathRows
from scenes.stage.chain.programs import Numbers, Program, programs
from scenes.stage.chain.slope_plots import SlopePlot
from scenes.stage.declared import constant, stands_for
from scenes.stage.drawings.graphs.graph import GraphPicture
from scenes.stage.drawings.path_arrow import RunAlong
from scenes.stage.drawings.plots.tangent import Tangent
from scenes.stage.frame.region import Region
from scenes.stage.motion.moves import Fly
from scenes.stage.writing.typeset import Formula, Label
from scenes.stage.writing.values import Value

_APART = 0.6  # units of the scene between numbers side by side


class ChainLesson(ChainGraph):
    """x = 1.5, u = x^2, y = 2 u; then (a + b) a with a = 2, b = 3, unless told otherwise."""

    name: ClassVar[str] = "chain"
    poster_shot: ClassVar[str] = "summary"
    numbers = numbers

    def caption_variant(self, shot: str) -> str | None:
        missing = self.picture.missing if self.picture is not None else ()
        if shot == "locals":
            return "some" if any(path.endswith(".local") for path in missing) else "all"
        if shot == "backward" and any(path.endswith(".gradient") for path in missing):
            return "some"
        return claims.caption_variant(self.trace, self.values, shot)

    # -- what goes wrong -----------------------------------------------------------

    def overwrite(self) -> None:
        """The contributions of the walk come to two programs, one after the other: one forgets, one adds."""
        p, found = self.picture, self.found
        forgotten = p.node(found.focus).gradient
        gone = self.clear_stage() if self.is_dense else [self.rows, *([forgotten] if forgotten is not None else [])]
        ends = self.ends
        sums = [f"graph.sum.{k}.gradient" for k in range(len(ends))]
        same = self.number("graph.overwritten.gradient") == self.number("graph.total.gradient")
        board = Numbers(ends, sums, "graph.overwritten.gradient", "graph.total.gradient")
        room = self.board
        if self.is_dense:  # the graph has left: what came along its edges stands above the programs
            above, room = self.board.rows(0.4, 1.0)
            sources = self.side_by_side(ends, above)
        else:
            edges = [p.walked[way[-1]] for way in found.paths]
            sources = [edge.contribution or edge.line for edge in edges]
        left, right = programs(room, self.pen, board, same)
        self.play(*(FadeOut(mobject) for mobject in gone), run_time=0.5)
        self.play(FadeIn(left, right, *(sources if self.is_dense else ())), run_time=0.6)
        self.answer()
        self.fill(left, right, sources)

    def side_by_side(self, paths: Sequence[str], region: Region) -> list[VMobject]:
        """Contributions side by side in the order in which they come, on as many lines as they need."""
        values = [self.pen.value(path, 42, "gradient", figures=3, most=5) for path in paths]
        lines: list[list[Value]] = [[]]
        for value in values:
            if sum(float(other.width) + _APART for other in lines[-1]) + value.width > region.width:
                lines.append([])
            lines[-1].append(value)
        for line, row in zip(lines, region.rows(*[1.0] * len(lines)), strict=True):
            x = row.x - (sum(float(value.width) + _APART for value in line) - _APART) / 2
            for value in line:
                value.shift([x - float(value.get_left()[0]), row.y - 0.14 - value.baseline, 0])
                x += float(value.width) + _APART
        return list(values)

    def fill(self, left: Program, right: Program, sources: Sequence[VMobject]) -> None:
        """Contribution by contribution: it takes the place of the number on the left, and joins that on the right."""
        before: tuple[Value, Value] | None = None
        quick = len(sources) > 4
        for old, new, source in zip(left.held, right.held, sources, strict=True):
            time = 0.6 if quick else 1.1
            coming = [Fly(source, value) for value in (old, new)]
            leaving = [FadeOut(value, shift=DOWN * 0.35) for value in before or ()]
            self.play(*leaving, *coming, run_time=time)
            self.wait(0.2 if quick else 0.6)
            before = old, new
        self.play(Create(left.mark), Create(right.mark), run_time=0.6)

    def squared(self) -> None:
        """e times e: the same fault on the smallest graph, and as a slope that is no tangent."""
        stage = self.layout.stage
        if self.layout.is_tall:
            upper, lower, second = stage.rows(1.15, 0.7, 1.7, gap=0.2)
        else:
            first, second = stage.columns(1, 1.15, gap=0.5)
            upper, lower = first.rows(1.3 if self.layout.is_wide else 1.0, 1.0, gap=0.1)
        graph = numbers.square_graph(self.values)
        p = GraphPicture(upper, self.pen, graph.walk, graph.variables, "square.")
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(p, p.values), run_time=0.8)
        self.play(FadeIn(p.locals), run_time=0.5)
        here = self.number("square.node.e.value"), self.number("square.node.multiply-1.value")
        reach = -here[0] if here[0] else 1
        square = constant(Formula("e^2", 38, self.theme.ink), "2", why="the exponent of a square")
        ends = Formula("e", 38, self.theme.ink), square
        plot = SlopePlot(second, self.pen, partial(numbers.curve, "square"), ends, here, reach)
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
        right_slope, wrong_slope = lines
        self.play(Create(right_slope), run_time=0.8)
        if not right:
            dashed = DashedVMobject(wrong_slope, num_dashes=11, dashed_ratio=0.6)
            self.play(Create(stands_for(dashed, "gradient")), run_time=0.8)

    # -- summary --------------------------------------------------------------------

    def arrives(self) -> Mobject:
        return self.row.circles[0]

    def leaves(self) -> Mobject:
        return self.summed_up.circles[1]

    def summary(self) -> None:
        """Along a path: multiply. Over the paths: add."""
        stage = self.layout.stage
        left, right = stage.columns(1, 1, gap=0.5) if self.layout.is_wide else stage.rows(1, 1.1, gap=0.2)
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        head, body, below = left.rows(0.3, 1.25, 0.8)
        self.summed_up = chain = FactorChain(body, self.pen)
        product = self.pen.row("chain", self.sum_size).fit(below.width)
        product.centered(below.x, below.y - 0.14)
        self.play(FadeIn(self.titled("along", head), chain), run_time=0.9)
        steps = zip(reversed(chain.arrows), reversed(chain.edges), reversed(chain.factors), strict=True)
        for arrow, edge, factor in steps:
            self.play(Create(arrow), FadeOut(edge), FadeIn(factor), run_time=0.7)
        self.play(FadeIn(product, shift=UP * 0.1), run_time=0.8)
        head, body, below = right.rows(0.3, 1.35, 0.7)
        self.play(FadeIn(self.titled("over", head)), run_time=0.5)
        self.sum_up(body, below)

    @property
    def sum_size(self) -> float:
        """The font size of the formulas that sum it up: a square frame has little height for two pictures."""
        return 46.0 if self.layout.is_wide or self.layout.is_tall else 38.0

    def sum_up(self, body: Region, below: Region) -> None:
        """The graph with all gradients and the sum over its paths; where it is too large for half of the frame, or has
        but one path, the one of e * e stands for it."""
        found, names = self.found, (self.output_name, typst_name(self.found.focus))
        picture = self.drawn(body)
        if picture is None or picture.missing or len(found.paths) == 1:
            found, names = numbers.square_graph(self.values), ("y", "e")
            picture = GraphPicture(body, self.pen, found.walk, found.variables, found.prefix)
        ends = [found.edge(way[-1], "contribution") for way in found.paths]
        factors = [[end] for end in ends]
        rows = PathRows(below, self.pen, factors, ends, f"{found.prefix}total.gradient", names, self.sum_size)
        self.play(FadeIn(picture, picture.values), run_time=0.8)
        for node in picture.order:
            arrows = picture.backward_arrows(node.name)
            shown = [FadeIn(node.gradient)] if node.gradient is not None else []
            self.play(*shown, *([RunAlong(arrows)] if len(arrows) else []), run_time=0.6)
        self.play(FadeIn(rows, shift=UP * 0.1), run_time=0.8)

    def titled(self, key: str, region: Region) -> Label:
        """A word in the middle of a region."""
        return self.pen.label(key, 32, self.theme.ink).move_to([region.x, region.y, 0])
