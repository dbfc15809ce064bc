"""The frames of a scene, drawn by stock Manim and by the quick renderer; `camera` is its kind where it is not usual."""

from typing import Any

import numpy as np
from manim import Camera, Scene, config
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter

from scenes.render.quick.manim import quick_manim
from scenes.render.quick.picture import ClearPicture, Picture, all_spans
from scenes.render.quick.renderer import QuickRenderer


def stock_frames(kind: type[Scene], camera: type[Camera] = Camera) -> list[np.ndarray]:
    frames: list[np.ndarray] = []

    class Writer(SceneFileWriter):
        def write_frame(self, pixels: np.ndarray, *, repeat: int = 1) -> None:
            frames.extend([pixels.copy()] * repeat)

    kind(renderer=CairoRenderer(camera_class=camera, file_writer_class=Writer), random_seed=0).render()
    return frames


def quick_frames(
    kind: type[Scene], camera: type[Camera] = Camera, picture: type[Picture | ClearPicture] = Picture
) -> tuple[list[np.ndarray], list[tuple[bool, int]]]:
    """The frames, and which of them were handed over as new pictures. Each picture is all of the frame."""
    frames: list[np.ndarray] = []
    handed: list[tuple[bool, int]] = []
    size = config.pixel_width, config.pixel_height
    whole, everywhere = picture(*size), all_spans(*size)

    def take(planes: np.ndarray | None, repeat: int) -> None:
        renderer: Any = scene.renderer
        pixels = renderer.camera.pixel_array
        frames.extend([pixels.copy()] * repeat)
        handed.append((planes is not None, repeat))
        whole.take(pixels, everywhere)
        np.testing.assert_array_equal(renderer.picture.planes, whole.planes)

    with quick_manim():
        scene = kind(renderer=QuickRenderer(take, camera_class=camera), random_seed=0)
        scene.render()
    return frames, handed
