"""A lesson to a video file, or one shot to a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene import Scene
from manim.scene.scene_file_writer import SceneFileWriter
from manim.utils.exceptions import EndSceneEarlyException
from PIL import Image

from scenes.lessons import index
from scenes.render.edition import Edition
from scenes.render.encoder import Encoder, Frame
from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.stage import pacing
from scenes.stage.lesson import Lesson
from scenes.stage.recorder import Recorder
from scenes.stage.timeline import Timeline

Progress = Callable[[int, int | None], None]


def render_lesson(edition: Edition, video: Path, poster: Path, progress: Progress) -> Timeline:
    """Draw every frame of a lesson once, into `video` (MP4) and `poster` (PNG), and say what stood on the screen when.

    `progress` is told the frames done and about how many there will be. Whatever is raised, the two files are not
    whole then.
    """
    size, fps = edition.rate.size(edition.frame), edition.rate.fps
    with manim_set(edition.frame, size, fps), quick_manim():
        encoder = Encoder(video, *size, fps, title="")
        try:
            recorder = Recorder(lambda: encoder.frames)
            scene = index.film(edition.lesson)(
                edition.settings(),
                recorder=recorder,
                renderer=_renderer(encoder, lambda frames: progress(frames, _estimate(scene, recorder, fps))),
            )

            def after_shot(name: str) -> None:
                if name == scene.poster_shot:
                    save_frame(scene, poster)

            scene.after_shot = after_shot
            scene.render()
            encoder.close()
        except BaseException:
            encoder.abort()
            raise
    title = scene.words.title
    return Timeline(edition.lesson, edition.language, title, fps, tuple(recorder.shots), tuple(recorder.numbers))


def render_still(edition: Edition, shot: str | None, path: Path) -> None:
    """The last frame of a shot (of the lesson's poster shot if none is named) as a PNG; nothing else is drawn."""
    with manim_set(edition.frame, edition.rate.size(edition.frame), edition.rate.fps), quick_manim():
        scene = index.film(edition.lesson)(edition.settings(shots=()))
        wanted = shot or scene.poster_shot

        def after_shot(name: str) -> None:
            if name == wanted:
                save_frame(scene, path)
                raise EndSceneEarlyException

        scene.after_shot = after_shot
        scene.render()


def render_stills(edition: Edition, folder: Path) -> list[Path]:
    """The last frame of every shot as a PNG, in order, in one run through the lesson."""
    made: list[Path] = []
    with manim_set(edition.frame, edition.rate.size(edition.frame), edition.rate.fps), quick_manim():
        scene = index.film(edition.lesson)(edition.settings(shots=()))

        def after_shot(name: str) -> None:
            made.append(folder / f"{len(made) + 1:02}.{name}.png")
            save_frame(scene, made[-1])

        scene.after_shot = after_shot
        scene.render()
    return made


def save_frame(scene: Scene, path: Path) -> None:
    """What a scene shows now, as a PNG."""
    scene.renderer.static_image = None
    scene.renderer.update_frame(scene)
    Image.fromarray(scene.renderer.get_frame()).convert("RGB").save(path, format="PNG")


def _renderer(encoder: Encoder, drawn: Callable[[int], None]) -> CairoRenderer:
    class FilmWriter(SceneFileWriter):
        def write_frame(self, pixels: Frame, *, repeat: int = 1) -> None:
            encoder.write(pixels, repeat)
            drawn(encoder.frames)

    return CairoRenderer(file_writer_class=FilmWriter)


def _estimate(scene: Lesson, recorder: Recorder, fps: int) -> int:
    """About how many frames there will be: those of the shots done, and for the others a guess from what there is to
    read."""
    guess = sum(fps * (4 + pacing.reading_time(caption)) for caption in scene.captions_to_come(len(recorder.shots)))
    return int((recorder.shots[-1].end_frame if recorder.shots else 0) + guess)
