"""Finished shots, kept by what they depend on: videos, each called after the sum of its bytes, and what they show.

    files/SUM.mp4, SUM.png    a video (QuickTime Animation if it is transparent); the picture that a lesson is shown by
                              (SUM.txt: a text that takes long to make)
    shots/KIND.DIGEST.json    what a video shows, and what it depends on besides its kind; on a line of its own the sum
                              of that
    keys/KEY                  which description, or which text, a key stands for

A key says all that a shot depends on; its kind leaves out parameters and words. Of one kind there may be several
shots; which one it is says what they saw of parameters and words (`Known`). Everything appears under its name when it
is whole, so that any number of processes can share the folder; what is damaged counts as not there.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import av

from scenes.stage.timeline import Said, ShotSpan, ShownNumber

SUFFIXES = (".mp4", ".png")


@dataclass(frozen=True)
class Known:
    """What a shot looked at, kind by kind: the keys; and a sum over all that it found there."""

    reads: dict[str, list[str]]
    digest: str


@dataclass(frozen=True)
class Clip:
    """A shot that is drawn. Its frames count from its own first one; `poster` is its last one where it is wanted."""

    name: str
    video: Path
    poster: Path | None
    span: ShotSpan
    numbers: tuple[ShownNumber, ...]
    known: Known | None

    @property
    def frames(self) -> int:
        """How long it is."""
        return self.span.end_frame


@dataclass(frozen=True)
class Parcel:
    """A clip on its way to another folder: its description and the bytes of its files."""

    name: str
    description: str
    video: bytes
    poster: bytes | None


class Clips:
    """A folder of finished shots."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files, self.shots, self.keys, self.halves = (
            folder / name for name in ("files", "shots", "keys", "halves")
        )
        for part in (self.files, self.shots, self.keys, self.halves):
            part.mkdir(parents=True, exist_ok=True)

    def find(self, key: str) -> Clip | None:
        """The clip of this key; None where there is none, or none that is whole."""
        try:
            return self._read((self.keys / key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def get(self, key: str) -> Clip:
        """The clip of this key, which was there a moment ago. Raises OSError if it is not."""
        clip = self.find(key)
        if clip is None:
            raise OSError(
                errno.EIO, "a finished shot is gone or damaged; call again to draw it anew", str(self.keys / key)
            )
        return clip

    def of_kind(self, kind: str) -> list[Clip]:
        """All whole clips of a kind of which it is known what they depend on, the one used last first."""
        found = sorted(self.shots.glob(f"{kind}.{'[0-9a-f]' * 16}.json"), key=_used, reverse=True)
        clips = (self._read(description.name) for description in found)
        return [clip for clip in clips if clip is not None and clip.known is not None]

    def take(self, key: str, clip: Clip) -> None:
        """From now on this key stands for that clip."""
        self._put(self.keys / key, clip.name)

    def place_for(self, key: str) -> Path:
        """Where this process is to write the video of a shot; it is no clip before `keep`."""
        return self._half(key, os.getpid(), ".mp4")

    def place_for_poster(self, key: str) -> Path:
        """Where this process is to write the last frame of a shot, if it is wanted."""
        return self._half(key, os.getpid(), ".png")

    def keep(
        self, key: str, kind: str, span: ShotSpan, numbers: Iterable[ShownNumber], known: Known | None = None
    ) -> Clip:
        """The video of this key is whole, and so is its poster if there is one. Raises ValueError if it has not the
        frames that the span says."""
        video, poster = self.place_for(key), self.place_for_poster(key)
        if (there := _frames(video)) != span.end_frame:
            raise ValueError(f"{span.name}: {there} frames were written, and {span.end_frame} are wanted")
        told = {
            "video": self._store(video),
            "poster": self._store(poster) if poster.exists() else None,
            "span": asdict(span),
            "numbers": [asdict(number) for number in numbers],
            "known": asdict(known) if known is not None else None,
        }
        name = f"{kind}.{known.digest[:16] if known is not None else key.rpartition('.')[2]}.json"
        return self._describe(key, name, _summed(json.dumps(told, ensure_ascii=False, allow_nan=False)))

    def parcel(self, key: str) -> Parcel:
        """The clip of this key, to be taken in elsewhere. Raises OSError if it is not there."""
        clip = self.get(key)
        description = (self.shots / clip.name).read_text(encoding="utf-8")
        poster = clip.poster.read_bytes() if clip.poster is not None else None
        return Parcel(clip.name, description, clip.video.read_bytes(), poster)

    def take_in(self, key: str, parcel: Parcel) -> Clip:
        """Keep a clip that was made elsewhere. Raises OSError if its files are not those of its description."""
        for half, content in ((self.place_for(key), parcel.video), (self.place_for_poster(key), parcel.poster)):
            if content is not None:
                half.write_bytes(content)
                self._store(half)
        return self._describe(key, parcel.name, parcel.description)

    def text(self, key: str, make: Callable[[], str]) -> str:
        """The text of this key; it is made, and kept, where there is none or none that is whole."""
        try:
            return self._whole((self.keys / key).read_text(encoding="utf-8"), ".txt").read_text(encoding="utf-8")
        except (OSError, ValueError):
            text = make()
        half = self._half(key, os.getpid(), ".txt")
        half.write_text(text, encoding="utf-8")
        self._put(self.keys / key, self._store(half))
        return text

    def give_up(self, key: str, process: int | None = None) -> None:
        """A process (this one) that wrote the video of a key is gone or has failed: remove what it left behind."""
        for suffix in SUFFIXES:
            self._half(key, os.getpid() if process is None else process, suffix).unlink(missing_ok=True)

    def files_of(self, description: Path) -> set[Path]:
        """The files that a description names; none where it cannot be read."""
        try:
            told = _told(description)
            named = ((told["video"], ".mp4"), (told["poster"], ".png"))
            return {self.files / f"{name}{suffix}" for name, suffix in named if name is not None}
        except (OSError, ValueError, KeyError, TypeError):
            return set()

    def _describe(self, key: str, name: str, description: str) -> Clip:
        self._put(self.shots / name, description)
        self._put(self.keys / key, name)
        return self.get(key)

    def _half(self, key: str, process: int, suffix: str) -> Path:
        return self.halves / f"{key}.{process}{suffix}"

    def _store(self, half: Path) -> str:
        """Put a whole file among the others; its sum."""
        found = _sum(half)
        _placed(half, self.files / f"{found}{half.suffix}")
        return found

    def _put(self, file: Path, text: str) -> None:
        half = self.halves / f"{file.name}.{os.getpid()}"
        half.write_text(text, encoding="utf-8")
        _placed(half, file)

    def _read(self, name: str) -> Clip | None:
        """The clip of a description; None where that, or a file of it, is not there or damaged:
        its sum and the number of its frames are looked at."""
        try:
            told = _told(self.shots / name)
            span = told["span"]
            said = tuple(Said(**one) for one in span.pop("said"))
            stops = tuple(span.pop("stops"))
            known = told["known"]
            clip = Clip(
                name,
                self._whole(told["video"], ".mp4"),
                self._whole(told["poster"], ".png") if told["poster"] is not None else None,
                ShotSpan(said=said, stops=stops, **span),
                tuple(ShownNumber(**one) for one in told["numbers"]),
                Known(**known) if known is not None else None,
            )
            if _frames(clip.video) != clip.frames:
                return None
            os.utime(self.shots / name)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return clip

    def _whole(self, name: str, suffix: str) -> Path:
        """The file of this name; raises ValueError where its bytes are not those that it was called after."""
        file = self.files / f"{name}{suffix}"
        if _sum(file) != name:
            raise ValueError(f"{file.name} is damaged")
        return file


def _summed(text: str) -> str:
    return f"{text}\n{sha256(text.encode()).hexdigest()}"


def _told(description: Path) -> dict[str, Any]:
    """What a description says. Raises ValueError where it is not what was written, OSError where it is not there."""
    text, _, found = description.read_text(encoding="utf-8").rpartition("\n")
    if sha256(text.encode()).hexdigest() != found:
        raise ValueError(f"{description.name} is damaged")
    told: dict[str, Any] = json.loads(text)
    return told


def _placed(half: Path, there: Path) -> None:
    """A file takes its name; a folder that stands there is damage."""
    if there.is_dir():
        shutil.rmtree(there, ignore_errors=True)
    half.replace(there)


def _sum(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def _used(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _frames(video: Path) -> int:
    with av.open(str(video)) as container:
        return container.streams.video[0].frames
