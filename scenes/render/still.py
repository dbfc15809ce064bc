"""One shot's last frame as a picture, or that of every shot; nothing else is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from manim.utils.exceptions import EndSceneEarlyException
from PIL import Image

from scenes.lessons import index
from scenes.render.edition import Edition
from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.memory import tidied_afterwards
from scenes.render.quick.picture import straight
from scenes.render.quick.renderer import QuickRenderer
from scenes.stage.lesson import Lesson


def render_still(
    edition: Edition, shot: str | None, path: Path, before: Callable[[Lesson], None] = lambda scene: None
) -> str:
    """The last frame of a shot (of the lesson's poster shot if none is named) as a PNG; nothing else is drawn. `before`
    is called where the shot begins. Returns the name of the shot."""
    with (
        tidied_afterwards(),
        manim_set(edition.frame, edition.rate.size(edition.frame), edition.rate.fps, edition.is_transparent),
        quick_manim(),
        faults_explained(edition.lesson),
    ):
        scene = index.film(edition.lesson, edition.chapter)(edition.settings(shots=()), renderer=QuickRenderer(_nobody))
        wanted = shot or scene.poster_shot

        def before_shot(name: str) -> None:
            if name == wanted:
                before(scene)

        def after_shot(name: str) -> None:
            if name == wanted:
                save_frame(scene, path)
                raise EndSceneEarlyException

        scene.before_shot, scene.after_shot = before_shot, after_shot
        scene.render()
        return str(wanted)


def render_stills(edition: Edition, folder: Path) -> list[Path]:
    """The last frame of every shot as a PNG, in order, in one run through the lesson."""
    made: list[Path] = []

    def after_shot(scene: Lesson, name: str) -> None:
        made.append(folder / f"{len(made) + 1:02}.{name}.png")
        save_frame(scene, made[-1])

    run_through(edition, after_shot)
    return made


def run_through(edition: Edition, after_shot: Callable[[Lesson, str], None]) -> None:
    """Play a lesson without drawing anything; `after_shot` is called at the end of each shot."""
    with (
        tidied_afterwards(),
        manim_set(edition.frame, edition.rate.size(edition.frame), edition.rate.fps, edition.is_transparent),
        quick_manim(),
        faults_explained(edition.lesson),
    ):
        scene = index.film(edition.lesson, edition.chapter)(edition.settings(shots=()), renderer=QuickRenderer(_nobody))
        scene.after_shot = partial(after_shot, scene)
        scene.render()


@contextmanager
def faults_explained(lesson: str) -> Iterator[None]:
    """What a lesson from outside raises says in which of its files and lines."""
    try:
        yield
    except BaseException as fault:
        told = index.explained(lesson, fault)
        if told is fault:
            raise
        raise told from fault


def save_frame(scene: Lesson, path: Path) -> None:
    """What a lesson shows now, as a PNG."""
    scene.complete()
    scene.renderer.static_image = None
    scene.renderer.update_frame(scene)
    frame = scene.renderer.get_frame()
    is_clear = scene.renderer.camera.background_opacity == 0
    (Image.fromarray(straight(frame)) if is_clear else Image.fromarray(frame).convert("RGB")).save(path, format="PNG")


def _nobody(planes: object, repeat: int) -> None:
    """Takes no picture."""
