"""The shots of a lesson drawn, each into a clip of its own; those that are finished already are not drawn again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from manim.scene.scene_file_writer import SceneFileWriter

from scenes.lessons import index
from scenes.render.clip_key import keys
from scenes.render.clips import Clip, Clips
from scenes.render.edition import Edition
from scenes.render.encoder import Encoder, Planes
from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.renderer import QuickRenderer
from scenes.render.still import save_frame
from scenes.render.stopping import heed
from scenes.stage.recorder import Recorder


def draw(edition: Edition, clips: Clips, poster: Path | None, drawn: Callable[[str, int], None]) -> list[Clip]:
    """All shots of an edition as clips, in order; `poster`, if wanted, becomes a PNG of the poster shot's last frame.

    `drawn` is told how many frames of which shot there are. Whatever is raised, the shots that were finished before
    are kept, and nothing else is.
    """
    wanted = keys(edition)
    found = {shot: clip for shot, key in wanted.items() if (clip := clips.find(key)) is not None}
    for shot, clip in found.items():
        drawn(shot, clip.frames)
    missing = tuple(shot for shot in wanted if shot not in found)
    if missing or poster is not None:
        size, fps = edition.rate.size(edition.frame), edition.rate.fps
        with manim_set(edition.frame, size, fps), quick_manim():
            board = _Board(clips, {shot: wanted[shot] for shot in missing}, (*size, fps), drawn)
            scene = index.film(edition.lesson, edition.chapter)(
                edition.settings(missing), recorder=board.recorder, renderer=board.renderer
            )

            def after_shot(name: str) -> None:
                heed()
                board.finish(name)
                if poster is not None and name == scene.poster_shot:
                    save_frame(scene, poster)

            scene.after_shot = after_shot
            try:
                scene.render()
            except BaseException:
                board.abort()
                raise
            found.update(board.made)
    return [found[shot] for shot in wanted]


class _Board:
    """Takes the frames of a scene, and puts those of each wanted shot into a clip."""

    def __init__(
        self, clips: Clips, wanted: dict[str, str], film: tuple[int, int, int], drawn: Callable[[str, int], None]
    ) -> None:
        self.clips, self.wanted, self.film, self.drawn = clips, wanted, film, drawn
        self.made: dict[str, Clip] = {}
        self.recorder = Recorder(lambda: self.encoder.frames if self.encoder is not None else 0)
        self.encoder: Encoder | None = None
        self.shot = ""
        self.renderer = QuickRenderer(self.write, file_writer_class=_writer(self))

    def begin(self, shot: str) -> None:
        self.shot = shot
        self.renderer.begin_anew()
        self.encoder = Encoder(self.clips.place_for(self.wanted[shot]), *self.film)

    def write(self, planes: Planes | None, repeat: int) -> None:
        heed()
        if self.encoder is not None:
            self.encoder.write(planes, repeat)
            self.drawn(self.shot, self.encoder.frames)

    def finish(self, shot: str) -> None:
        if self.encoder is None:
            return
        encoder, self.encoder = self.encoder, None
        try:
            encoder.close()
        except BaseException:
            self.encoder = encoder
            raise
        span = self.recorder.shots[-1]
        numbers = [number for number in self.recorder.numbers if number.shot == shot]
        self.made[shot] = self.clips.keep(self.wanted[shot], span, numbers)

    def abort(self) -> None:
        if self.encoder is not None:
            self.encoder.abort()
            self.clips.place_for(self.wanted[self.shot]).unlink(missing_ok=True)


def _writer(board: _Board) -> type[SceneFileWriter]:
    """What tells the board of a new section; Manim wants a class."""

    class ClipWriter(SceneFileWriter):
        def next_section(self, name: str, type_: str, skip_animations: bool) -> None:
            super().next_section(name, type_, skip_animations)
            if name in board.wanted:
                board.begin(name)

    return ClipWriter
