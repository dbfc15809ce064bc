"""A surface in three dimensions under a camera that turns: stock Manim's frames against ours, in turns in one run."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from time import process_time
from typing import Any

import numpy as np
from manim import Surface, ThreeDAxes, ThreeDCamera, ThreeDScene
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter
from numpy.typing import NDArray

from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.renderer import QuickRenderer
from scenes.stage.frame.layout import ASPECTS
from scripts.benchmarks.measure import Result

SIZE, FPS, ROUNDS = (1920, 1080), 60, 3
COMPARED_EVERY = 5  # frames


class Hills(ThreeDScene):
    """32 x 32 faces, axes, and a camera that turns for a third of a second."""

    def construct(self) -> None:
        hills = Surface(
            lambda u, v: np.array([u, v, np.sin(u) * np.cos(v)]), u_range=(-3, 3), v_range=(-3, 3), resolution=(32, 32)
        )
        self.set_camera_orientation(phi=1.0, theta=-0.8)
        self.add(ThreeDAxes(), hills)
        self.begin_ambient_camera_rotation(0.5)
        self.wait(1 / 3)


class Watch:
    """Sees frames go by: the processor's time at each, and copies of some if they are wanted."""

    def __init__(self, is_copying: bool = False) -> None:
        self.is_copying, self.times, self.frames = is_copying, list[float](), list[NDArray[np.uint8]]()

    def see(self, pixels: NDArray[np.uint8]) -> None:
        if self.is_copying and len(self.times) % COMPARED_EVERY == 0:
            self.frames.append(pixels.copy())
        self.times.append(process_time())

    @property
    def seconds(self) -> float:
        """A frame, without what comes before the first."""
        return (self.times[-1] - self.times[0]) / (len(self.times) - 1)


def results() -> Iterator[Result]:
    """Seconds of processor time a frame, to the frame's pixels (ours: to the encoder's picture), and how far frames are
    apart."""
    with manim_set(ASPECTS["16:9"], SIZE, FPS):
        times = [(_ours(Watch()).seconds, _stock(Watch()).seconds) for _ in range(ROUNDS)]
        apart = [
            np.abs(one.astype(np.int16) - other).max(axis=2)
            for one, other in zip(_ours(Watch(True)).frames, _stock(Watch(True)).frames, strict=True)
        ]
    differing = np.mean([(one > 0).mean() for one in apart])
    what = (
        f"a frame of a turning surface; {differing:.3%} of pixels differ, by {max(one.max() for one in apart)} at most"
    )
    ours, stock = zip(*times, strict=True)
    yield Result(what, median(ours), median(stock), median(b / a for a, b in times), wanted=20)


def _ours(watch: Watch) -> Watch:
    def take(planes: NDArray[np.uint8] | None, repeat: int) -> None:
        watch.see(scene.renderer.camera.pixel_array)

    with quick_manim():
        scene = Hills(renderer=QuickRenderer(take, camera_class=ThreeDCamera))
        scene.render()
    return watch


def _stock(watch: Watch) -> Watch:
    class Writer(SceneFileWriter):
        def write_frame(self, pixels: NDArray[np.uint8], **kwargs: Any) -> None:
            watch.see(pixels)

    Hills(renderer=CairoRenderer(camera_class=ThreeDCamera, file_writer_class=Writer)).render()
    return watch
