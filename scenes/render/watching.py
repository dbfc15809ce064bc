"""Playing a scene without drawing it: its state is made at chosen instants, and somebody looks at each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from manim import Scene
from manim.renderer.cairo_renderer import CairoRenderer

# Inside of an animation, looks are so far apart at most (seconds), and nearer while something must be watched.
LOOK_EVERY = 1 / 3
WATCH_EVERY = 0.1


class Watcher(Protocol):
    """Looks at a scene. `since` is when it began to look as it does now."""

    @property
    def is_watching(self) -> bool:
        """Whether the next look should come soon."""
        ...

    def look(self, scene: Scene, time: float, since: float, at_rest: bool) -> None:
        """Look at what the scene shows now, `time` seconds from its begin."""
        ...

    def look_away(self) -> None:
        """A section that is not in the film is run through."""
        ...


def watch(scene: Scene, watcher: Watcher, fps: int) -> None:
    """Play a scene for somebody who looks at it. Its camera and its way of playing stay what they are.

    Updaters run at the instants that are looked at; where one depends on the time that passes (`dt`), at every frame of
    a film of this frame rate. Raises what the scene raises.
    """
    renderer = scene.renderer
    own = type(renderer)
    renderer.__class__ = type(f"Watching{own.__name__}", (_Watching, own), {})
    renderer.watcher, renderer.fps = watcher, fps
    scene.get_time_progression = lambda run_time, *args, **kwargs: renderer.instants(scene, run_time)
    scene.get_moving_and_static_mobjects = lambda animations: ([], [])  # only a renderer that draws asks for them
    scene.render()
    watcher.look(scene, renderer.time, renderer.time, at_rest=True)


class _Watching(CairoRenderer):
    """A renderer whose frames are looked at instead of drawn."""

    watcher: Watcher
    fps: int
    _start = 0.0
    _frames = 0
    _is_look = False

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        self._start, self._frames = self.time, 0
        super().play(scene, *args, **kwargs)
        if self.skip_animations:  # a section that is not in the film
            self.time = self._start
            self.watcher.look_away()
            return
        still = scene.is_current_animation_frozen_frame()
        self.time = self._start + self._frames / self.fps
        self.watcher.look(scene, self.time, self._start if still else self.time, at_rest=True)

    def instants(self, scene: Scene, run_time: float) -> Iterator[float]:
        """The times within an animation at which its state is made; of a section that is not in the film, only its
        end."""
        if self.skip_animations:
            yield run_time
            return
        count = len(np.arange(0, run_time, 1 / self.fps))
        step_by_step = scene.stop_condition is not None or _depends_on_passing_time(scene)
        next_look = self._interval(count)
        for frame in range(count):
            self._is_look = frame == next_look
            if self._is_look:
                next_look += self._interval(count)
            if self._is_look or step_by_step:
                self.time = self._start + frame / self.fps
                self._frames = frame + 1
                yield frame / self.fps
                if self._is_look and self.watcher.is_watching:
                    next_look = frame + max(1, round(WATCH_EVERY * self.fps))
        self._frames = count

    def _interval(self, count: int) -> int:
        """Frames from one look to the next, so that looks divide an animation evenly."""
        parts = max(1, int(np.ceil(count / (LOOK_EVERY * self.fps))))
        return max(1, int(np.ceil(count / parts)))

    def render(self, scene: Scene, time: float, moving_mobjects: Any = None) -> None:
        if self._is_look and not self.skip_animations:
            now = self._start + time
            self.watcher.look(scene, now, now, at_rest=False)

    def freeze_current_frame(self, duration: float) -> None:
        self._frames = int(duration * self.fps)

    def update_frame(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is drawn."""

    def save_static_frame_data(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is drawn."""


def _depends_on_passing_time(scene: Scene) -> bool:
    return bool(scene.updaters) or any(m.has_time_based_updater() for m in scene.get_mobject_family_members())
