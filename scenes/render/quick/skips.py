"""Animations that nobody wants to see. Manim makes every state of theirs all the same: it sorts what moves from what
stands still, and copies whatever fades to mix the copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from manim import Animation, AnimationGroup, FadeIn, FadeOut, Mobject, Scene

from scenes.render.quick.patch import replaced


@contextmanager
def quick_skips() -> Iterator[None]:
    """Within it, nothing is sorted for an animation of which no frame is drawn, and what fades then is there or gone at
    once."""
    slow_sort, slow_begin = Scene.get_moving_and_static_mobjects, Scene.begin_animations

    def sorted_mobjects(self: Scene, animations: Iterable[Animation]) -> tuple[list[Mobject], list[Mobject]]:
        return ([], []) if self.renderer.skip_animations else slow_sort(self, animations)

    def begin_animations(self: Scene) -> None:
        if self.renderer.skip_animations:
            for fade in _lonely_fades(self):
                _fade_at_once(fade)
        slow_begin(self)

    with (
        replaced(Scene, "get_moving_and_static_mobjects", sorted_mobjects),
        replaced(Scene, "begin_animations", begin_animations),
    ):
        yield


def _lonely_fades(scene: Scene) -> list[Animation]:
    """The fades of what nothing else moves meanwhile, and nothing can look at: no updater is at work."""
    animations = [single for animation in scene.animations or () for single in _singles(animation)]
    fades = [
        one for one in animations if type(one) in (FadeIn, FadeOut) and one.rate_func(0) == 0 < one.rate_func(1) == 1
    ]
    if not fades or scene.updaters or any(mobject.updaters for mobject in scene.get_mobject_family_members()):
        return []
    families = {id(one): one.mobject.get_family() for one in animations}
    moved = Counter(id(mobject) for family in families.values() for mobject in family)
    return [
        fade for fade in fades if not any(moved[id(mobject)] > 1 or mobject.updaters for mobject in families[id(fade)])
    ]


def _singles(animation: Animation) -> Iterator[Animation]:
    if isinstance(animation, AnimationGroup):
        for part in animation.animations:
            yield from _singles(part)
    else:
        yield animation


def _fade_at_once(fade: Animation) -> None:
    """What fades in ends as it is; what fades out is taken away, and is then again what it was."""
    fade.begin = fade.mobject.suspend_updating
    fade.interpolate = fade.update_mobjects = lambda progress: None
    fade.finish = fade.mobject.resume_updating
