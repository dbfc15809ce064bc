"""Manim's renderer: the same frames, each drawn and turned into a picture only where it differs from the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from manim import Mobject, Scene
from manim.camera.camera import Camera
from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils.iterables import list_update

from scenes.render.quick import brush
from scenes.render.quick.camera import QuickCamera, quick_camera
from scenes.render.quick.picture import Picture, Pixels, Spans, all_spans, no_spans


class QuickRenderer(CairoRenderer):
    """Draws a scene for somebody who takes its pictures: `take(planes, repeat)`, in order. `planes` is None where the
    picture is the one before; it is the taker's only until the next one."""

    camera: QuickCamera

    def __init__(
        self, take: Callable[[Pixels | None, int], None], camera_class: type[Camera] = Camera, **kwargs: Any
    ) -> None:
        super().__init__(camera_class=quick_camera(camera_class), **kwargs)
        self.take = take
        self.picture = Picture(self.camera.pixel_width, self.camera.pixel_height)
        self._ground: Pixels | None = None  # what lies under the outlines
        self._outlines: bytes | None = None  # what is drawn on it
        self._shown: tuple[Pixels | None, bytes | None] = (None, None)  # both, of the picture handed over last
        self._is_first = True

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
        if self.skip_animations and not ignore_skipping:
            return
        ground = self.static_image if self.static_image is not None else self.camera.background
        if ground is not self._ground or self._outlines is None or brush.compiled is None:
            self.camera.set_pixel_array(ground)
        else:
            covered = no_spans(self.picture.height)
            brush.compiled.cover(self._outlines, covered)
            brush.compiled.restore(self.camera.pixel_array, ground, self.picture.width, self.picture.height, covered)
        drawn = list(mobjects or ()) or list_update(scene.mobjects, scene.foreground_mobjects)
        self.camera.capture_mobjects(drawn, include_submobjects=include_submobjects, **kwargs)
        self._ground, self._outlines = ground, self.camera.outlines

    def save_static_frame_data(self, scene: Scene, static_mobjects: Iterable[Mobject]) -> Pixels | None:
        """As Manim's, and nothing where no frame is wanted."""
        if self.skip_animations:
            self.static_image = None
            return None
        return super().save_static_frame_data(scene, static_mobjects)

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
        changed = self.picture.take(self.camera.pixel_array, self._spans())
        self.take(self.picture.planes if changed or self._is_first else None, repeat)
        self._shown, self._is_first = (self._ground, self._outlines), False

    def _spans(self) -> Spans:
        """Where the frame may differ from the picture handed over last."""
        ground, outlines = self._shown
        if ground is not self._ground or outlines is None or self._outlines is None:
            return all_spans(self.picture.width, self.picture.height)
        spans = no_spans(self.picture.height)
        brush.compiled.changes(outlines, self._outlines, spans)
        return spans
