"""A lesson, or any Manim scene, played without drawing and looked at by all checks."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from manim import Scene, config, tempconfig

from scenes.lessons import index
from scenes.render.checked import Checked, FileJob, Job, LessonJob
from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.memory import tidied_afterwards
from scenes.render.scene_file import NoSuchScene, load_scenes
from scenes.render.stdout import nothing_on_stdout
from scenes.render.watching import watch
from scenes.stage.checks import origins
from scenes.stage.checks.examiner import Examiner
from scenes.stage.checks.frame import Moment
from scenes.stage.checks.numbers import NumberCheck
from scenes.stage.checks.reader import Reader
from scenes.stage.frame.layout import ASPECTS, Aspect
from scenes.stage.lesson import Lesson
from scenes.stage.look.theme import THEMES
from scenes.stage.settings import Settings

FPS = 60  # the film's: its frames are the instants that there are
_HOUSE = Path(__file__).parents[1] / "lessons"
LONGEST = 1800.0  # seconds of film: what goes on for longer has no end
SHORTER_SIDE = 540  # pixels: what a frame of 1080 shows, at half its size
Progress = Callable[[float], None]


def check(job: Job, progress: Progress) -> list[Checked]:
    """Check a job; `progress` is told the share that is done. What a scene raises ends up in `Checked.broken`."""
    with nothing_on_stdout():  # what a scene prints is no part of the answer
        return [check_lesson(job, progress)] if isinstance(job, LessonJob) else check_file(job, progress)


def check_lesson(job: LessonJob, progress: Progress) -> Checked:
    """Check a lesson."""
    frame = ASPECTS[job.aspect]
    for asked in job.given:
        index.taken(asked)
    source = index.find(job.lesson).source if job.lesson != index.FILM else None
    home = source.files[0].parent if source is not None else _HOUSE
    labels = {"lesson": job.name, "language": job.language, "aspect": job.aspect, "theme": job.theme}
    with _looked_at(frame):
        theme = job.custom.theme(THEMES[job.theme])
        settings = Settings(job.values, job.language, theme, job.shots, chapter=job.chapter, custom=job.custom)
        return _checked(lambda: index.film(job.lesson, job.chapter)(settings), labels, home, progress)


def check_file(job: FileJob, progress: Progress) -> list[Checked]:
    """Check the scenes of a file, each as it is."""
    found: list[Checked] = []
    with tempconfig({}):  # a file may change Manim's settings while it is loaded
        try:
            scenes = load_scenes(job.path, job.scene)
        except NoSuchScene as wrong:
            return [Checked(job.name, broken=str(wrong), is_unknown=True)]
        except (Exception, SystemExit) as fault:
            why = _reason(fault, job.path.resolve().parent)
            return [Checked(job.name, broken=f"cannot be loaded: {why}", trace=traceback.format_exc())]
        frame = _own_frame()
        for place, scene in enumerate(scenes):
            labels = {"lesson": f"{job.path.stem}.{scene.__name__}", "aspect": frame.name}
            with _looked_at(frame):
                done = place / len(scenes)
                home = job.path.resolve().parent
                told = partial(_tell_part, progress, done, len(scenes))
                found.append(_checked(scene, labels, home, told))
    return found


def _looked_at(frame: Aspect) -> AbstractContextManager[None]:
    scale = SHORTER_SIDE / min(frame.width, frame.height)
    return manim_set(frame, (round(frame.width * scale), round(frame.height * scale)), FPS)


def _own_frame() -> Aspect:
    """The frame that a file has set, or Manim's own."""
    width, height = float(config.frame_width), float(config.frame_height)
    near = min(ASPECTS.values(), key=lambda aspect: abs(aspect.ratio - width / height))
    return Aspect(near.name if abs(near.ratio - width / height) < 0.01 else f"{width / height:.2f}:1", width, height)


def _tell_part(progress: Progress, done: float, parts: int, share: float) -> None:
    progress(done + share / parts)


def _checked(make: Callable[[], Scene], labels: Mapping[str, str], home: Path, progress: Progress) -> Checked:
    watcher = None
    broken = trace = ""
    with tidied_afterwards(), origins.known(), quick_manim():
        try:
            scene = make()
            watcher = _Watcher(scene, progress)
            watch(scene, watcher, FPS)
            watcher.examiner.finish(watcher.time)
        except (Exception, SystemExit) as fault:
            broken, trace = (
                f"cannot be played{watcher.place if watcher else ''}: {_reason(fault, home)}",
                traceback.format_exc(),
            )
    if watcher is None:
        return Checked(**labels, broken=broken, trace=trace)
    counts = watcher.numbers.counts
    return Checked(
        **labels,
        found=tuple(sorted(watcher.examiner.found, key=lambda found: found.fault.time)),
        instants=watcher.examiner.instants,
        texts=len(watcher.examiner.texts),
        digits=counts.digits,
        agreed=counts.agreed,
        seconds=watcher.time,
        numbers=tuple(watcher.numbers.rows),
        broken=broken,
        trace=trace,
    )


class _Watcher:
    """Hands each instant of a scene to the examiner, with the shot that it belongs to."""

    def __init__(self, scene: Scene, progress: Progress) -> None:
        lesson = scene if isinstance(scene, Lesson) else None
        reader = Reader()
        if lesson is None:
            self.numbers = NumberCheck(reader)
        else:  # the lesson's own trace is no witness: its numbers are worked out anew
            asked = lesson.settings.values
            fresh = lesson.compute(asked if asked is not None else lesson.default_values())
            self.numbers = NumberCheck(reader, fresh.number, lesson.catalogue.decimal_separator)
        self.examiner = Examiner(reader, self.numbers)
        self.time = 0.0
        self.shot = ""
        self._lesson = lesson
        self._progress = progress

    @property
    def place(self) -> str:
        """Where in the film it is."""
        return f" at {self.time:.1f} s" + (f" ({self.shot})" if self.shot else "")

    @property
    def is_watching(self) -> bool:
        return self.examiner.is_watching

    def look_away(self) -> None:
        self.examiner.look_away()

    def look(self, scene: Scene, time: float, since: float, at_rest: bool) -> None:
        self.time = time
        if time > LONGEST:
            raise RuntimeError(f"it goes on for more than {LONGEST / 60:.0f} minutes; does it ever end?")
        theme = None
        if self._lesson is not None:
            theme = self._lesson.theme
            shot = self._lesson.shot.name if self._lesson.shot is not None else ""
            if shot != self.shot:
                names = [known.name for known in self._lesson.words.shots]
                self._progress(names.index(shot) / len(names) if shot in names else 1.0)  # after the last a film's card
            self.shot = shot
        self.examiner.look(scene, Moment(time, since, at_rest, self.shot, theme))


def _reason(fault: BaseException, home: Path) -> str:
    """What was raised, and the last line on the way there of what lies in a folder: not that of a library."""
    message = " ".join(str(fault).split())
    name = type(fault).__name__
    if isinstance(fault, SyntaxError):
        return f"{name}: {message}"  # which names the file and the line
    places = [place for place in traceback.extract_tb(fault.__traceback__) if _lies_in(home, place.filename)]
    where = f" ({Path(places[-1].filename).name}, line {places[-1].lineno})" if places else ""
    return f"{name}: {message}{where}" if message else f"{name}{where}"


def _lies_in(home: Path, filename: str) -> bool:
    path = Path(filename).resolve()
    return path.is_relative_to(home) and "site-packages" not in path.relative_to(home).parts
