"""The shots of a lesson drawn, each into a clip of its own; those that are finished already are not drawn again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from manim.scene.scene_file_writer import SceneFileWriter

from scenes.lessons import index
from scenes.render.clip_key import keys
from scenes.render.clips import Clips
from scenes.render.edition import Edition
from scenes.render.encoder import Encoder, Planes
from scenes.render.farm import Farm
from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.renderer import QuickRenderer
from scenes.render.still import save_frame
from scenes.render.stopping import heed
from scenes.stage.recorder import Recorder

Drawn = Callable[[str, int, bool], None]  # a shot, its frames so far, whether that is all of it


def draw(edition: Edition, clips: Clips, poster: Path | None, drawn: Drawn, farm: Farm | None = None) -> None:
    """Put all shots of an edition among the clips; `poster`, if wanted, becomes a PNG of the poster shot's last frame.

    `drawn` is told how many frames of which shot there are, and whether that is all of it. With a farm each shot is
    drawn by a process of its own, and all are there when the farm is at its end. Whatever is raised, the shots that
    were finished before are kept, and nothing else is.
    """
    wanted = keys(edition)
    missing = []
    for shot, key in wanted.items():
        clip = clips.find(key)
        if clip is None:
            missing.append(shot)
        else:
            drawn(shot, clip.frames, True)
    if not missing and poster is None:
        return
    size, fps = edition.rate.size(edition.frame), edition.rate.fps
    with manim_set(edition.frame, size, fps), quick_manim():
        board = _Board(edition.lesson, clips, {shot: wanted[shot] for shot in missing}, (*size, fps), drawn, farm)
        scene = index.film(edition.lesson, edition.chapter)(
            edition.settings(tuple(missing)), recorder=board.recorder, renderer=board.renderer
        )

        def after_shot(name: str) -> None:
            heed()
            board.finish()
            if poster is not None and name == scene.poster_shot:
                save_frame(scene, poster)

        scene.after_shot = after_shot
        try:
            scene.render()
        except BaseException as fault:
            board.abort()
            if farm is not None and farm.is_worker:
                farm.end(fault)
            raise


class _Board:
    """Takes the pictures of a scene, and puts those of each wanted shot into a clip."""

    def __init__(
        self,
        lesson: str,
        clips: Clips,
        wanted: dict[str, str],
        film: tuple[int, int, int],
        drawn: Drawn,
        farm: Farm | None,
    ) -> None:
        self.lesson = lesson
        self.clips, self.wanted, self.film, self.drawn, self.farm = clips, wanted, film, drawn, farm
        self.recorder = Recorder(lambda: self.encoder.frames if self.encoder is not None else 0)
        self.encoder: Encoder | None = None
        self.shot = ""
        self.renderer = QuickRenderer(self.write, file_writer_class=_writer(self))

    def begin(self, shot: str) -> bool:
        """A shot begins; whether it is drawn here."""
        if shot not in self.wanted:
            return False
        key = self.wanted[shot]
        if self.farm is not None and not self.farm.begin(
            f"{self.lesson}.{shot}", partial(self.drawn, shot), lambda: self.clips.give_up(key)
        ):
            return False
        self.shot = shot
        self.renderer.begin_anew()
        self.encoder = Encoder(self.clips.place_for(key), *self.film)
        return True

    def write(self, planes: Planes | None, repeat: int) -> None:
        heed()
        if self.encoder is not None:
            self.encoder.write(planes, repeat)
            if self.farm is not None:
                self.farm.tell(self.encoder.frames)
            else:
                self.drawn(self.shot, self.encoder.frames, False)

    def finish(self) -> None:
        """A shot ends. Where it was drawn by a process of its own, that ends too."""
        if self.encoder is None:
            return
        encoder, self.encoder = self.encoder, None
        try:
            encoder.close()
        except BaseException:
            self.encoder = encoder
            raise
        span = self.recorder.shots[-1]
        numbers = [number for number in self.recorder.numbers if number.shot == self.shot]
        self.clips.keep(self.wanted[self.shot], span, numbers)
        if self.farm is not None:
            self.farm.end()
        self.drawn(self.shot, span.end_frame, True)

    def abort(self) -> None:
        if self.encoder is not None:
            self.encoder.abort()
            self.clips.give_up(self.wanted[self.shot])


def _writer(board: _Board) -> type[SceneFileWriter]:
    """What tells the board of a new section; Manim wants a class."""

    class ClipWriter(SceneFileWriter):
        def next_section(self, name: str, type_: str, skip_animations: bool) -> None:
            super().next_section(name, type_, skip_animations or not board.begin(name))

    return ClipWriter
