"""A person's own recordings: a folder with a sound file for each shot, or for each text in it.

    neuron.loss.wav             all that is said in the shot `loss` of the lesson `neuron`; or, beside
    neuron.loss.question.wav    its question, only what comes after that

They are called as the cues of the captions (WebVTT), with the lesson in front where that is not there. Any sound that
PyAV reads will do. A shot without one stays silent.
"""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from pathlib import Path

from scenes.deliver.narration import sound

_CALLED = "they are called LESSON.SHOT, such as neuron.loss.wav"
SUFFIXES = (".wav", ".flac", ".mp3", ".m4a", ".ogg", ".opus")


def recordings(folder: Path, cues: Iterable[str], is_any_wanted: bool = True) -> dict[str, Path]:
    """The recordings of these cues (LESSON.SHOT, LESSON.SHOT.question, LESSON.SHOT.2) that there are.

    Raises OSError where the folder has none though any is wanted, or has one that belongs to no cue of a shot of these
    lessons.
    """
    known = set(cues)
    lessons = {cue.partition(".")[0] for cue in known}
    found: dict[str, Path] = {}
    for file in _of_lessons(folder, lessons):
        if file.stem not in known:
            nearest = get_close_matches(file.stem, known, n=1, cutoff=0.0)[0]
            raise OSError(errno.EINVAL, f"belongs to nothing that is said; the nearest is {nearest}", str(file))
        if file.stem in found:
            raise OSError(errno.EEXIST, f"is there twice, beside {found[file.stem].name}", str(file))
        found[file.stem] = file
    if not found and is_any_wanted:
        example = min(known, key=len)
        raise OSError(errno.ENOENT, f"there is no recording, such as {example}.wav", str(folder))
    return found


def make_sure_of(folder: Path, lessons: Collection[str], is_any_wanted: bool = True) -> None:
    """Raises OSError where there is no recording of one of these lessons though it is wanted, and for one that is no
    sound. Without lessons: all that there are."""
    files = _of_lessons(folder, lessons)
    for file in files:
        sound.make_sure_of(file)
    there = {_lesson(file) for file in files}
    wanting = [lesson for lesson in lessons if lesson not in there]
    if wanting and is_any_wanted:
        raise OSError(errno.ENOENT, f"there is no recording of {', '.join(wanting)}; {_CALLED}", str(folder))


def _of_lessons(folder: Path, lessons: Collection[str]) -> list[Path]:
    """The recordings of these lessons, or of all. Raises OSError for what is called as one and is no file: a pipe would
    be waited for."""
    found = [
        file
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in SUFFIXES and (not lessons or _lesson(file) in lessons)
    ]
    for file in found:
        if not file.is_file():
            raise OSError(errno.EINVAL, "is no regular file", str(file))
    return found


def _lesson(file: Path) -> str:
    return file.stem.partition(".")[0]
