"""Lesson 10, first act: a program runs, what it does is recorded, and the record is walked back."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from manim import (
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    ReplacementTransform,
    VGroup,
    VMobject,
)

from scenes.lessons.numbers import autodiff as numbers
from scenes.lessons.numbers import autodiff_claims as claims
from scenes.lessons.numbers.programs import Program, program
from scenes.stage.autodiff.code_block import CodeBlock
from scenes.stage.autodiff.rules import OPERATIONS, Rules
from scenes.stage.autodiff.slots import Slot, slots, stepped
from scenes.stage.drawings.graphs.graph import GraphPicture
from scenes.stage.drawings.graphs.parts import GraphNode
from scenes.stage.drawings.path_arrow import RunAlong
from scenes.stage.frame.region import Region
from scenes.stage.lesson import Lesson
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.writing.values import Value

# What the lines of the program record, in their order.
RECORDED = ("product", "prediction", "error", "loss")
LEAVES = {"w": "weight", "x": "input", "b": "bias", "y": "target"}
NEAR = ("bias", "target")
RULE_OF = {"loss": "square", "error": "subtract", "prediction": "add", "product": "multiply"}


class AutodiffRecord(Lesson):
    """The shots with the graph. On the desk a program stands beside its graph, the gradients below that."""

    numbers = numbers
    claims = claims
    slots: list[Slot]
    leaf: VMobject

    # -- where things stand --------------------------------------------------------

    @property
    def shown(self) -> Program:
        """The PyTorch program with the lesson's numbers."""
        return program("pytorch", self.values)

    def desk(self) -> tuple[Region, Region, Region]:
        """Rooms for the program, the graph, and what comes of it."""
        stage = self.layout.stage
        if self.layout.is_tall:
            code, graph, below = stage.rows(1.2, 1.35, 0.45, gap=0.25)
            return code, graph, below
        if not self.layout.is_wide:
            above, below = stage.rows(3.3, 1.0, gap=0.1)
            code, graph = above.columns(3.05, stage.width - 3.4, gap=0.35)
            return code, graph, below
        left, right = stage.columns(3.75, stage.width - 4.25, gap=0.5)
        graph, below = right.rows(3.1, 1.0, gap=0.1)
        return left, graph, below

    def picture_of(self, k: int, region: Region) -> GraphPicture:
        """The graph that step k records."""
        found = numbers.record(self.values, *(Fraction(self.number(f"step.{k}.{name}")) for name in ("weight", "bias")))
        return GraphPicture(region, self.pen, found.walk, found.nodes, f"record.{k}.", near=NEAR)

    def steps_of_program(self) -> CodeBlock:
        """The lines of one step of learning, but for the last one, which clears the gradients."""
        shown = self.shown
        first, self.clear_line = shown.place("p ="), shown.place("w.grad = ")
        places = range(first, self.clear_line + 1)
        return CodeBlock(self.desk()[0], self.pen, [shown.lines[k] for k in places], centred=self.layout.is_tall)

    def line(self, start: str) -> int:
        """The place of a line of the program in the block of one step."""
        return self.shown.place(start) - self.shown.place("p =")

    def gather(self, *groups: Mobject) -> None:
        """What came to the stage in parts stands there as whole groups from now on."""
        inside = {id(part) for group in groups for part in group.get_family()}
        self.remove(*(m for m in self.mobjects if any(id(part) in inside for part in m.get_family())))
        self.add(*groups)

    # -- the film ------------------------------------------------------------------

    def arrives(self) -> Mobject | None:
        """The first variable that wants a gradient."""
        return self.leaf

    def code(self) -> None:
        """A few lines that work out the loss, two gradients that nobody has written down."""
        shown, stage = self.shown, self.layout.stage
        flat = stage.width > 12
        left, right = stage.columns(2.0, 1.0, gap=0.4) if flat else stage.rows(1.5, 1.0, gap=0.3)
        places = range(shown.place("x,"), shown.place("loss =") + 1)
        self.block = CodeBlock(left, self.pen, [shown.lines[k] for k in places], centred=not flat)
        _, graph, self.below = self.desk()
        self.picture = p = self.picture_of(0, graph)
        wide, high = 3.9, min(0.5 * right.height, 2.4) if flat else min(right.height, 2.4)
        middle = right.right - wide / 2 if flat else right.x
        beside = Region(middle - wide / 2 + 0.95, right.y - high / 2, middle + wide / 2, right.y + high / 2)
        self.slots = slots(beside, self.pen)
        leaves = [p.node(name).copy() for name in ("weight", "bias")]
        for leaf, slot in zip(leaves, self.slots, strict=True):
            leaf.scale(min(1.0, 0.86 / float(leaf.height)))
            leaf.move_to([beside.left - 0.65, float(slot.ask.get_center()[1]), 0])
        self.leaf, self.both_leaves = leaves[0], leaves
        self.play(FadeIn(leaves[0], scale=0.6), run_time=0.6)
        lines = [line for line in self.block.code if line.line]
        self.play(LaggedStart(*(FadeIn(line, shift=RIGHT * 0.15) for line in lines), lag_ratio=0.35), run_time=2.4)
        self.play(pulse(leaves[0]), FadeIn(leaves[1], scale=0.6), run_time=0.7)
        self.play(LaggedStart(*(FadeIn(slot) for slot in self.slots), lag_ratio=0.3), run_time=0.8)
        self.answer()
        lines = self.block.band(*range(4, 8))
        self.play(FadeIn(lines), run_time=0.6)
        self.mark = lines

    def record(self) -> None:
        """Line by line: a line lights up, runs, and its node grows in the graph."""
        p = self.picture
        block = self.steps_of_program()
        kept = 4  # lines of numbers and parameters, and an empty one, that leave
        moved = slots(self.below, self.pen)
        ahead = self.line("loss.backward")
        self.band = block.band(0)
        self.play(
            FadeOut(*(line for line in self.block.code[:kept] if line.line), self.mark),
            *(ReplacementTransform(a, b) for a, b in zip(self.block.code[kept:], block.code, strict=False)),
            *(slot.animate.shift(goal.name.get_left() - slot.name.get_left()) for slot, goal in self.to(moved)),
            *(
                leaf.animate.move_to(p.node(name))
                for leaf, name in zip(self.both_leaves, ("weight", "bias"), strict=True)
            ),
            run_time=1.2,
        )
        self.remove(*self.slots)
        self.slots, self.block = moved, block
        self.add(*moved)
        weight, bias = p.node("weight"), p.node("bias")
        self.remove(*self.both_leaves)
        self.add(weight, bias)
        self.play(FadeIn(self.band, *values(weight, bias)), run_time=0.5)
        for k, name in enumerate(RECORDED):
            node = p.node(name)
            if k:
                self.play(self.band.animate.move_to(block.band(k)), run_time=0.3)
            self.grow(k, name, node)
        rest = [line for line in block.code[ahead : self.line("w.grad = ")] if line.line]
        self.play(LaggedStart(*(FadeIn(line) for line in rest), lag_ratio=0.2), FadeOut(self.band), run_time=0.8)

    def to(self, moved: list[Slot]) -> list[tuple[Slot, Slot]]:
        """The slots, each with its new place."""
        return [*zip(self.slots, moved, strict=True)]

    def grow(self, k: int, name: str, node: Any) -> None:
        """A line runs: what it is given is there, edges reach out of it, and a node with its value stands there."""
        p, line = self.picture, self.block.code[k]
        given = [q for letter, q in LEAVES.items() if q in ("input", "target") and self._reads(k, letter)]
        if given:
            leaf = p.node(given[0])
            token = line.token(next(letter for letter, q in LEAVES.items() if q == given[0]))
            self.play(Fly(token, leaf.mark), FadeIn(leaf.shape, *values(leaf)), run_time=0.6)
            self.remove(leaf.mark, leaf.shape)
            self.add(leaf)
        edges = p.edges_into(name)
        self.play(LaggedStart(*(Create(edge) for edge in edges), lag_ratio=0.2), run_time=0.5)
        shown = [FadeIn(value, shift=RIGHT * 0.2) for value in values(node)]
        self.play(FadeIn(node, scale=0.6), *shown, run_time=0.5)

    def _reads(self, k: int, letter: str) -> bool:
        return any(token.text == letter for token in self.block.code[k].line[1:])

    def rules(self) -> None:
        """One rule an operation; with what the record holds, a rule becomes a number on an edge."""
        p = self.picture
        code = [line for line in self.block.code[: self.line("w.grad = ")] if line.line]
        region = self.desk()[0]
        table = Rules(region.inset(0.0, 0.06 * region.height), self.pen)
        self.play(*(FadeOut(line) for line in code), run_time=0.5)
        self.play(FadeIn(*table.heads, table.rule), run_time=0.5)
        by_rule = {rule: name for name, rule in RULE_OF.items()}
        for rule in OPERATIONS:
            name, cells = by_rule[rule], table.rows[rule]
            self.play(FadeIn(*cells, shift=UP * 0.1), pulse(p.node(name)), run_time=0.6)
            edges = p.edges_into(name)
            flights = [
                Fly(cells[1 + place], edge.local)
                for place, edge in enumerate(edges)
                if edge.local is not None and edge in p.walked
            ]
            if flights:
                self.play(*flights, run_time=0.9)
        self.table, self.code_lines = table, code

    def backward(self) -> None:
        """The walk back: what arrives times what stands on the edge, from node to node, until it lands in w and b."""
        p = self.picture
        self.band = self.block.band(self.line("loss.backward"))
        self.play(FadeOut(self.table), run_time=0.4)
        self.play(*(FadeIn(line) for line in self.code_lines), run_time=0.5)
        self.play(FadeIn(self.band), pulse(p.node("loss")), run_time=0.6)
        self.answer()
        self.arrows: list[VGroup] = []
        for node in p.order:
            if node.gradient is not None:
                self.play(FadeIn(node.gradient, scale=0.7), run_time=0.35)
            arrows = p.backward_arrows(node.name, 0.75 if self.layout.is_tall else 1.0)  # short edges, near numbers
            if len(arrows):
                self.arrows.append(arrows)
                self.play(RunAlong(arrows), run_time=0.8)
            for name, slot in zip(("weight", "bias"), self.slots, strict=True):
                if node.name == name:
                    source = node.gradient if node.gradient is not None else node
                    self.play(FadeOut(slot.ask), Fly(source, slot.value), run_time=0.7)
                    self.remove(slot)
                    self.add(slot.name, slot.value)

    def update(self) -> None:
        """Both parameters move; the record is thrown away, and the next run records a new one."""
        block = self.block
        update = [self.line("w -="), self.line("b -=")]
        rows = stepped(self.below, self.pen)
        self.play(self.band.animate.become(block.band(update[0] - 1, *update)), run_time=0.5)
        self.play(
            *(FadeOut(slot.name, slot.value) for slot in self.slots),
            *(FadeIn(*row.parts[:-1]) for row in rows),
            run_time=0.8,
        )
        self.play(*(FadeIn(row.parts[-1], scale=1.1) for row in rows), run_time=0.8)
        self.gather(*rows)
        fresh = self.picture_of(1, self.desk()[1])
        leaving = self.clear_stage(*self.block.code, self.band, *rows)
        self.play(*(FadeOut(mobject) for mobject in leaving), run_time=0.7)
        weight, bias = fresh.node("weight"), fresh.node("bias")
        self.play(
            FadeIn(weight, bias, fresh.node("input"), fresh.node("target")),
            *map(FadeIn, values(fresh.node("input"), fresh.node("target"))),
            *(Fly(row.parts[-1], v) for row, node in zip(rows, (weight, bias), strict=True) for v in values(node)),
            self.band.animate.become(block.band(0)),
            run_time=0.8,
        )
        for k, name in enumerate(RECORDED):
            node = fresh.node(name)
            move = [self.band.animate.become(block.band(k))] if k else []
            self.play(*move, *map(Create, fresh.edges_into(name)), FadeIn(node, *values(node)), run_time=0.45)
        self.rows = VGroup(*rows)
        self.play(FadeOut(self.band), pulse(fresh.node("loss")), run_time=0.6)


def values(*nodes: GraphNode) -> list[Value]:
    """The values of nodes that have room for theirs."""
    return [node.value for node in nodes if node.value is not None]
