"""The shots of a lesson drawn, each into a clip of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from manim.scene.scene_file_writer import SceneFileWriter
from manim.utils.exceptions import EndSceneEarlyException

from scenes.lessons import index
from scenes.render.clear_encoder import ClearEncoder
from scenes.render.clip_key import clip_key, kind
from scenes.render.clips import Clips
from scenes.render.edition import Edition
from scenes.render.encoder import Encoder, Planes
from scenes.render.farm import Farm
from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.renderer import QuickRenderer
from scenes.render.still import faults_explained, save_frame
from scenes.render.stopping import heed
from scenes.render.witness import Witness, seen_before
from scenes.stage.lesson import Lesson
from scenes.stage.recorder import Recorder

Drawn = Callable[[str, int, bool], None]  # a shot, its frames so far, whether that is all of it


def draw(edition: Edition, shots: Sequence[str], clips: Clips, drawn: Drawn, farm: Farm | None = None) -> list[str]:
    """Put these shots of an edition among the clips; those that had to be drawn are returned.

    `drawn` is told how many frames of which shot there are, and whether that is all of it. With a farm each shot is
    drawn by a process of its own, and all are there when the farm is at its end; a shot that begins as one began that
    is among the clips already is not drawn again. Whatever is raised, the shots that were finished before are kept, and
    nothing else is.
    """
    size, fps = edition.rate.size(edition.frame), edition.rate.fps
    with manim_set(edition.frame, size, fps, edition.is_transparent), quick_manim():
        board = _Board(edition, shots, clips, drawn, farm)
        with faults_explained(edition.lesson):
            scene = index.film(edition.lesson, edition.chapter)(
                edition.settings(tuple(shots)), recorder=board.recorder, renderer=board.renderer
            )
        board.scene = scene

        def after_shot(name: str) -> None:
            heed()
            board.finish()

        scene.after_shot = after_shot
        try:
            with faults_explained(edition.lesson):
                scene.render()
        except BaseException as fault:
            board.abort()
            if farm is not None and farm.is_worker:
                farm.end(fault)
            raise
    return board.begun


class _Board:
    """Takes the pictures of a scene, and puts those of each wanted shot into a clip."""

    scene: Lesson

    def __init__(self, edition: Edition, shots: Sequence[str], clips: Clips, drawn: Drawn, farm: Farm | None) -> None:
        self.edition, self.clips, self.drawn, self.farm = edition, clips, drawn, farm
        self.coming, self.begun = list(shots), list[str]()
        self.recorder = Recorder(lambda: self.encoder.frames if self.encoder is not None else 0)
        self.encoder: Encoder | ClearEncoder | None = None
        self.witness: Witness | None = None
        self.shot = ""
        self.renderer = QuickRenderer(self.write, file_writer_class=_writer(self))

    def begin(self, shot: str) -> bool:
        """A shot begins; whether it is drawn here. When none is to come that is wanted, the lesson ends."""
        if shot in self.coming:
            self.coming.remove(shot)
            if self._takes_over(shot):
                return True
        if not self.coming and self.encoder is None:
            raise EndSceneEarlyException
        return False

    def _takes_over(self, shot: str) -> bool:
        """Whether a wanted shot is for this process to draw: it was not made before, and no other process makes it."""
        key = clip_key(self.edition, shot)
        if self.farm is not None:
            known = seen_before(self.scene, shot, self.clips.of_kind(kind(self.edition, shot)))
            if known is not None:
                self.clips.take(key, known)
                self.drawn(shot, known.frames, True)
                return False
        self.begun.append(shot)
        if self.farm is not None:
            name, left = f"{self.edition.lesson}.{shot}", partial(self.clips.give_up, key)
            if not self.farm.begin(name, partial(self.drawn, shot), left):
                return False
            self.witness = Witness(self.scene, shot)
        self.shot = shot
        self.renderer.begin_anew()
        rate = self.edition.rate
        kind_of_encoder = ClearEncoder if self.edition.is_transparent else Encoder
        self.encoder = kind_of_encoder(self.clips.place_for(key), *rate.size(self.edition.frame), rate.fps)
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
        key = clip_key(self.edition, self.shot)
        if self.shot == self.scene.poster_shot:
            save_frame(self.scene, self.clips.place_for_poster(key))
        span = self.recorder.shots[-1]
        numbers = [number for number in self.recorder.numbers if number.shot == self.shot]
        known = self.witness.known() if self.witness is not None else None
        self.clips.keep(key, kind(self.edition, self.shot), span, numbers, known)
        if self.farm is not None:
            self.farm.end()
        self.drawn(self.shot, span.end_frame, True)

    def abort(self) -> None:
        if self.encoder is not None:
            self.encoder.abort()
            self.clips.give_up(clip_key(self.edition, self.shot))


def _writer(board: _Board) -> type[SceneFileWriter]:
    """What tells the board of a new section; Manim wants a class."""

    class ClipWriter(SceneFileWriter):
        def next_section(self, name: str, type_: str, skip_animations: bool) -> None:
            super().next_section(name, type_, skip_animations or not board.begin(name))

    return ClipWriter
