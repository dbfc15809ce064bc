"""Manim's renderer: the same frames, each drawn and turned into a picture only where it differs from the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from manim import Mobject, Scene
from manim.camera.camera import Camera
from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils.iterables import list_update

from scenes.render.quick import brush
from scenes.render.quick.camera import Canvas, QuickCamera, quick_camera
from scenes.render.quick.picture import ClearPicture, Picture, Pixels, Spans, all_spans, no_spans


@dataclass(frozen=True)
class _Drawn:
    """What pixels show: outlines (None: not known) on a ground."""

    ground: Pixels | None = None
    outlines: bytes | None = None


class QuickRenderer(CairoRenderer):
    """Draws a scene for somebody who takes its pictures: `take(planes, repeat)`, in order. `planes` is None where the
    picture is the one before; it is the taker's only until the next one."""

    camera: QuickCamera

    def __init__(
        self, take: Callable[[Pixels | None, int], None], camera_class: type[Camera] = Camera, **kwargs: Any
    ) -> None:
        super().__init__(camera_class=quick_camera(camera_class), **kwargs)
        self.take = take
        kind = ClearPicture if self.camera.background_opacity == 0 else Picture
        self.picture = kind(self.camera.pixel_width, self.camera.pixel_height)
        self._drawn = _Drawn()  # in the camera's pixels
        self._still: Pixels | None = None  # the room of `static_image`
        self._static = _Drawn()  # in it
        self._shown = _Drawn()  # in the picture handed over last
        self._is_first = True
        self._is_playing = False

    def begin_anew(self) -> None:
        """Whoever takes the pictures knows none of those before."""
        self._is_first = True

    def update_frame(
        self,
        scene: Scene,
        mobjects: Iterable[Mobject] | None = None,
        include_submobjects: bool = True,
        ignore_skipping: bool = True,
        **kwargs: Any,
    ) -> None:
        """Draw a frame as Manim does, on what is left of the one before where that is the same."""
        if self.skip_animations and (self._is_playing or not ignore_skipping):
            return
        static, below = self.static_image, self._static
        if static is None:
            static, below = self.camera.background, _Drawn(self.camera.background, b"")
        drawn = list(mobjects or ()) or list_update(scene.mobjects, scene.foreground_mobjects)
        self._capture(static, below, drawn, include_submobjects=include_submobjects, **kwargs)

    def _capture(self, pixels: Pixels, below: _Drawn, mobjects: list[Mobject], **kwargs: Any) -> None:
        """Draw mobjects on these pixels, which show what is below."""
        if brush.compiled is None:
            self.camera.set_pixel_array(pixels)
        else:
            before = self._drawn.outlines if self._drawn.ground is below.ground else None
            self.camera.canvas = Canvas(pixels, below.outlines or b"", before)
        self.camera.capture_mobjects(mobjects, **kwargs)
        self._drawn = _Drawn(below.ground, self.camera.outlines)

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """As Manim's; what is skipped draws no frame, not even the one that a wait would hold."""
        self._is_playing = True
        try:
            super().play(scene, *args, **kwargs)
        finally:
            self._is_playing = False

    def save_static_frame_data(self, scene: Scene, static_mobjects: Iterable[Mobject]) -> Pixels | None:
        """As Manim's, and nothing where no frame is wanted. Only what changed is copied."""
        self.static_image = None
        if self.skip_animations or not static_mobjects:
            return None
        self.update_frame(scene, mobjects=static_mobjects)
        cells = self._differ(self._static)
        if cells is None or self._still is None:
            self._still = self.get_frame()
        else:
            brush.compiled.copy(self._still, self.camera.pixel_array, self.picture.width, self.picture.height, cells)
        self.static_image = self._still
        self._static = self._drawn if self._drawn.outlines is not None else _Drawn(self._still, b"")
        return self.static_image

    def render(self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        """One frame of an animation."""
        if not self.skip_animations:
            self.update_frame(scene, moving_mobjects)
            self._hand_over(1)

    def freeze_current_frame(self, duration: float) -> None:
        """The frame that was drawn last, for a while."""
        if not self.skip_animations:
            self._hand_over(int(duration / (1 / self.camera.frame_rate)))

    def _hand_over(self, repeat: int) -> None:
        self.time += repeat * (1 / self.camera.frame_rate)
        if repeat <= 0:
            return
        cells = self._differ(self._shown)
        if cells is None:
            cells = all_spans(self.picture.width, self.picture.height)
        changed = self.picture.take(self.camera.pixel_array, cells)
        self.take(self.picture.planes if changed or self._is_first else None, repeat)
        self._shown, self._is_first = self._drawn, False

    def _differ(self, other: _Drawn) -> Spans | None:
        """Where the camera's pixels may differ from what is drawn elsewhere; None where nothing is known."""
        if other.ground is not self._drawn.ground or other.outlines is None or self._drawn.outlines is None:
            return None
        spans = no_spans(self.picture.width, self.picture.height)
        brush.compiled.changes(other.outlines, self._drawn.outlines, self.picture.width, self.picture.height, spans)
        return spans
