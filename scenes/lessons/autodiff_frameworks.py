"""Lesson 10, second act: what goes wrong with gradients that pile up, and the same program in another framework."""

from __future__ import annotations

from manim import (
    UP,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    VGroup,
    linear,
)

from scenes.lessons.autodiff_record import AutodiffRecord
from scenes.lessons.numbers import autodiff as numbers
from scenes.lessons.numbers.programs import program
from scenes.stage.autodiff.slots import Found, sum_slot
from scenes.stage.autodiff.twin_programs import TwinPrograms
from scenes.stage.autodiff.two_runs import TwoRuns
from scenes.stage.motion.moves import Fly

# Lines of PyTorch and of TensorFlow that do the same, by how they begin.
SAME = (
    ("w = ", "w = "),
    ("b = ", "b = "),
    ("p =", "p ="),
    ("y_hat =", "y_hat ="),
    ("e =", "e ="),
    ("loss =", "loss ="),
    ("loss.backward", "dw, db"),
    ("w -=", "w.assign"),
    ("b -=", "b.assign"),
)


class AutodiffFrameworks(AutodiffRecord):
    """The shots with programs alone."""

    def accumulate(self) -> None:
        """The second step: what comes back is added to what is there; the step goes astray; one line mends it."""
        _, graph, below = self.desk()
        block = self.block
        self.band = block.band(self.line("loss.backward"))
        gone = self.clear_stage(*block.code)
        slot = sum_slot(below, self.pen)
        runs = [
            [self.float(f"{which}.{k}.prediction") for k in range(numbers.STEPS + 1)] for which in ("step", "kept.step")
        ]
        board = TwoRuns(graph, self.pen, self.float("target"), runs, ("cleared", "piled"))
        self.play(*(FadeOut(mobject) for mobject in gone), run_time=0.6)
        self.play(FadeIn(self.band), FadeIn(slot.name, slot.old), run_time=0.7)
        self.play(FadeIn(slot.ask), run_time=0.4)
        self.think()
        self.play(FadeOut(slot.ask), run_time=0.3)
        self.play(FadeIn(slot.plus, slot.new, shift=UP * 0.2), run_time=0.7)
        self.say("adds")
        self.play(Fly(slot.new, slot.total), run_time=0.9)
        self.play(FadeOut(self.band), run_time=0.3)
        panels = board.panels
        self.play(
            FadeIn(*(panel.box for panel in panels), *(panel.goal for panel in panels), *board.titles), run_time=0.6
        )
        self.play(FadeIn(*(panel.dots[0] for panel in panels), board.key), run_time=0.5)
        for k in range(1, numbers.STEPS + 1):
            drawn = [Create(panel.segments[k - 1]) for panel in panels if len(panel.segments[k - 1])]
            drawn += [FadeIn(panel.dots[k]) for panel in panels if len(panel.dots[k])]
            if drawn:
                self.play(*drawn, run_time=0.7 if k < 3 else 0.3, rate_func=linear)
        self.answer()
        last = block.code[-1]
        self.mark = block.band(len(block.code) - 1)
        self.play(FadeIn(last, shift=UP * 0.15), FadeIn(self.mark), run_time=0.8)

    def tensorflow(self) -> None:
        """Two programs, line against line, and the same gradients."""
        torch, flow = program("pytorch", self.values), program("tensorflow", self.values)
        stage = self.layout.stage
        region, foot = stage.rows(stage.height - 0.7, 0.6, gap=0.1)
        whole = tuple(range(torch.place("w.grad = "))), tuple(range(len(flow.lines)))
        ways = [whole]
        starts = (torch.place("w = "), flow.place("w = ")), (torch.place("p ="), flow.place("with tf"))
        ways += [
            tuple(tuple(range(start, len(side))) for start, side in zip(pair, whole, strict=True)) for pair in starts
        ]
        ways.append(
            tuple(tuple(k for k in side if shown.lines[k]) for side, shown in zip(ways[-1], (torch, flow), strict=True))
        )
        ways = [(self._trimmed(a, torch.lines), self._trimmed(b, flow.lines)) for a, b in ways]
        same = [(torch.place(a), flow.place(b)) for a, b in SAME]
        twins = TwinPrograms(region, self.pen, (torch.lines, flow.lines), ways, same)
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        for title, block in zip(twins.titles, twins.blocks, strict=True):
            lines = [line for line in block.code if line.line]
            self.play(FadeIn(title), LaggedStart(*(FadeIn(line) for line in lines), lag_ratio=0.12), run_time=1.1)
        cells = zip(foot.columns(1, 1, gap=0.3), ("weight", "bias"), "wb", strict=True)
        results = [Found(cell, self.pen, name, letter) for cell, name, letter in cells]
        bands = None
        gradients = next(k for k, (a, _) in enumerate(same) if a == torch.place("loss.backward"))
        for pair in twins.pairs:
            is_gradient = pair == twins.pairs[gradients - (len(same) - len(twins.pairs))]
            fresh = VGroup(twins.first.band(pair[0]), twins.second.band(pair[1])).set_z_index(-2)
            link = twins.link(pair, "gradient" if is_gradient else None)
            drawn = [Create(link)] if twins.beside else []
            moved = [FadeIn(fresh)] if bands is None else [FadeOut(bands), FadeIn(fresh)]
            self.play(*moved, *drawn, run_time=0.45)
            if is_gradient:
                self.play(*(FadeIn(row, shift=UP * 0.1) for row in results), run_time=0.8)
            bands = fresh
        self.play(FadeOut(bands), run_time=0.4)

    def _trimmed(self, rows: tuple[int, ...], lines: tuple) -> tuple[int, ...]:
        """Without empty lines at the ends, the others marked as empty."""
        kept = [k for k in rows if lines[k]]
        return tuple(k if lines[k] else -1 for k in rows if kept[0] <= k <= kept[-1])
