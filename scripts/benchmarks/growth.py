"""How the cost of a video grows with its pixels and with its length: CPU seconds of drawing and encoding."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from manim import BLUE, RED, RIGHT, UP, Circle, MathTypst, NumberPlane, Rotate, Scene, Square, Transform

from scenes.lessons import index
from scenes.render.edition import Edition
from scenes.render.encoder import Encoder
from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.renderer import QuickRenderer
from scenes.stage.frame.layout import ASPECTS
from scripts.benchmarks.rendering import defaults

FPS = 30
SIZES = ((854, 480), (1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))
LENGTHS = (20, 40, 80, 160, 320)  # seconds, at 1280x720
_ROUND = 4  # seconds


@dataclass(frozen=True)
class Growth:
    """What a video cost: `amount` of pixels in a frame or of frames, and CPU seconds."""

    what: str
    amount: int
    seconds: float


class Rounds(Scene):
    """The same few seconds again and again: shapes that move and turn, a formula that becomes another, a rest."""

    rounds = 1

    def construct(self) -> None:
        shape, formula = Circle(color=BLUE, fill_opacity=0.5).shift(RIGHT * 3), MathTypst("sum_(i=1)^n x_i^2")
        self.add(NumberPlane(), shape, formula)
        texts = ("w x + b", "sum_(i=1)^n x_i^2")
        for place in range(self.rounds):
            self.play(shape.animate.shift(UP), Transform(formula, MathTypst(texts[place % 2])))
            self.play(Rotate(shape, 1.0), run_time=0.5)
            self.play(Transform(shape, Square(color=RED, fill_opacity=0.5).shift(RIGHT * 3)), run_time=0.5)
            self.play(Transform(shape, Circle(color=BLUE, fill_opacity=0.5).shift(RIGHT * 3)))
            self.wait(1)


def with_pixels(lesson: str, sizes: Sequence[tuple[int, int]] = SIZES) -> list[Growth]:
    """A lesson at several sizes."""
    edition = Edition(lesson, defaults(lesson), "en", "h")

    def scene(renderer: QuickRenderer) -> Scene:
        return index.film(lesson)(edition.settings(), renderer=renderer)

    return [Growth(f"{width}x{height}", width * height, _seconds(scene, (width, height))) for width, height in sizes]


def with_length(lengths: Sequence[int] = LENGTHS, size: tuple[int, int] = (1280, 720)) -> list[Growth]:
    """A scene that goes on longer and longer."""

    def growth(length: int) -> Growth:
        kind = type("Rounds", (Rounds,), {"rounds": length // _ROUND})
        return Growth(f"{length} s", length * FPS, _seconds(lambda renderer: kind(renderer=renderer), size))

    return [growth(length) for length in lengths]


def exponent(found: Sequence[Growth]) -> float:
    """The cost grows as the amount to this power (least squares of the logarithms)."""
    amounts, seconds = np.log([(one.amount, one.seconds) for one in found]).T
    return float(np.polyfit(amounts, seconds, 1)[0])


def table(found: Sequence[Growth], what: str) -> str:
    """In Markdown, a column for each amount."""
    rows = [
        (what, *(one.what for one in found), "grows as"),
        tuple("---" for _ in range(len(found) + 2)),
        ("CPU seconds", *(f"{one.seconds:.1f}" for one in found), f"{what}^{exponent(found):.2f}"),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _seconds(scene: Callable[[QuickRenderer], Scene], size: tuple[int, int]) -> float:
    """CPU seconds of drawing and encoding, in a process of its own that has loaded Manim already."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_render, args=(scene, size, theirs.send))
    process.start()
    theirs.close()
    try:
        return float(ours.recv())
    finally:
        process.join()


def _render(scene: Callable[[QuickRenderer], Scene], size: tuple[int, int], tell: Callable[[float], None]) -> None:
    begin = time.process_time()
    with (
        tempfile.TemporaryDirectory(prefix="backreel-bench-") as folder,
        manim_set(ASPECTS["16:9"], size, FPS),
        quick_manim(),
    ):
        encoder = Encoder(Path(folder, "video.mp4"), *size, FPS)
        scene(QuickRenderer(encoder.write)).render()
        encoder.close()
    tell(time.process_time() - begin)
