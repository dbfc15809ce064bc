"""A lesson to a video file, or one shot to a picture."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from manim import tempconfig
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene import Scene
from manim.scene.scene_file_writer import SceneFileWriter
from manim.utils.exceptions import EndSceneEarlyException
from PIL import Image

from scenes.lessons import index
from scenes.render.encoder import Encoder, Frame
from scenes.render.quality import QUALITIES, Quality
from scenes.stage import pacing
from scenes.stage.lesson import Lesson, Settings
from scenes.stage.recorder import Recorder
from scenes.stage.timeline import Timeline

Progress = Callable[[int, int | None], None]
Values = Mapping[str, Fraction | int]


def render_lesson(
    lesson: str,
    values: Values,
    language: str,
    quality: str,
    video: Path,
    poster: Path,
    progress: Progress,
) -> Timeline:
    """Draw every frame of a lesson once, into `video` (MP4) and `poster` (PNG), and say what stood on the screen when.

    `progress` is told the frames done and about how many there will be. Whatever is raised, the two files are not
    whole then.
    """
    sizes = QUALITIES[quality]
    film = index.film(lesson)
    with _manim(sizes):
        encoder = Encoder(video, sizes.width, sizes.height, sizes.fps, title="")
        try:
            recorder = Recorder(lambda: encoder.frames)
            scene = film(
                Settings(values=values, language=language),
                recorder=recorder,
                renderer=_renderer(encoder, lambda frames: progress(frames, _estimate(scene, recorder, sizes.fps))),
            )

            def after_shot(name: str) -> None:
                if name == scene.poster_shot:
                    _picture(scene, poster)

            scene.after_shot = after_shot
            scene.render()
            encoder.close()
        except BaseException:
            encoder.abort()
            raise
    return Timeline(lesson, language, scene.words.title, sizes.fps, tuple(recorder.shots), tuple(recorder.numbers))


def render_still(lesson: str, values: Values, language: str, quality: str, shot: str | None, path: Path) -> None:
    """The last frame of a shot (of the lesson's poster shot if none is named) as a PNG; nothing else is drawn."""
    with _manim(QUALITIES[quality]):
        scene = index.film(lesson)(Settings(values=values, language=language, shots=()))
        wanted = shot or scene.poster_shot

        def after_shot(name: str) -> None:
            if name == wanted:
                _picture(scene, path)
                raise EndSceneEarlyException

        scene.after_shot = after_shot
        scene.render()


@contextmanager
def _manim(quality: Quality) -> Iterator[None]:
    """Manim set for one film: its own cache and its own files stay off."""
    settings = {
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": quality.fps,
        "dry_run": True,
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
    }
    with tempfile.TemporaryDirectory(prefix="backreel-") as folder, tempconfig({**settings, "media_dir": folder}):
        yield


def _renderer(encoder: Encoder, drawn: Callable[[int], None]) -> CairoRenderer:
    class FilmWriter(SceneFileWriter):
        def write_frame(self, pixels: Frame, *, repeat: int = 1) -> None:
            encoder.write(pixels, repeat)
            drawn(encoder.frames)

    return CairoRenderer(file_writer_class=FilmWriter)


def _picture(scene: Scene, path: Path) -> None:
    scene.renderer.static_image = None
    scene.renderer.update_frame(scene)
    Image.fromarray(scene.renderer.get_frame()).convert("RGB").save(path, format="PNG")


def _estimate(scene: Lesson, recorder: Recorder, fps: int) -> int:
    """About how many frames there will be: those of the shots done, and for the others a guess from what there is to
    read."""
    guess = sum(fps * (4 + pacing.reading_time(caption)) for caption in scene.captions_to_come(len(recorder.shots)))
    return int((recorder.shots[-1].end_frame if recorder.shots else 0) + guess)
