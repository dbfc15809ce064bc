"""Tiny scenes, examined as `backreel check` does it."""

from collections.abc import Callable
from typing import Any

from manim import Scene

from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.watching import watch
from scenes.stage.checks import origins
from scenes.stage.checks.examiner import Examiner
from scenes.stage.checks.fault import Fault
from scenes.stage.checks.frame import Moment
from scenes.stage.checks.reader import Reader
from scenes.stage.frame.layout import ASPECTS
from scenes.stage.look.theme import DARK, Theme
from scenes.stage.writing.typeset import Label, use_own_text_folder

FPS = 60
READER = Reader()
Play = Callable[[Any], None]


class Watcher:
    """Hands instants on to the examiner, and remembers when they were."""

    def __init__(self, examiner: Examiner, theme: Theme | None = DARK) -> None:
        self.examiner = examiner
        self.theme = theme
        self.moments: list[Moment] = []

    @property
    def is_watching(self) -> bool:
        return self.examiner.is_watching

    def look_away(self) -> None:
        self.examiner.look_away()

    def look(self, scene: Scene, time: float, since: float, at_rest: bool) -> None:
        self.moments.append(Moment(time, since, at_rest, "", self.theme))
        self.examiner.look(scene, self.moments[-1])


def examined(play: Play, kind: type[Scene] = Scene, aspect: str = "16:9") -> tuple[list[Fault], Watcher]:
    """The faults of a scene that `play` plays, and who watched it."""
    frame = ASPECTS[aspect]
    scale = 540 / min(frame.width, frame.height)
    with manim_set(frame, (round(frame.width * scale), round(frame.height * scale)), FPS):
        use_own_text_folder()
        with origins.known(), quick_manim():
            scene = type("Tiny", (kind,), {"construct": play})()
            scene.camera.background_color = DARK.background
            watcher = Watcher(Examiner(READER))
            watch(scene, watcher, FPS)
            watcher.examiner.finish(scene.renderer.time)
    return [found.fault for found in watcher.examiner.found], watcher


def faults(play: Play, kind: type[Scene] = Scene, aspect: str = "16:9") -> list[Fault]:
    """The faults of a scene that `play` plays."""
    return examined(play, kind, aspect)[0]


def kinds(play: Play, kind: type[Scene] = Scene, aspect: str = "16:9") -> set[str]:
    """The kinds of its faults."""
    return {fault.kind for fault in faults(play, kind, aspect)}


def label(text: str, size: float = 36, color: str = DARK.ink) -> Label:
    """A line of text in the lessons' own writing."""
    return Label(text, size, color)
