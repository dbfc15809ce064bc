"""Finished shots, each a video file of its own and what stood on the screen when, kept until their film is whole.

A film that was stopped is taken up again with them. A clip is there when its description is: that is written last, and
says how the video's bytes must sum up; one that is damaged counts as none.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from scenes.stage.timeline import Said, ShotSpan, ShownNumber


@dataclass(frozen=True)
class Clip:
    """A shot that is drawn. Its frames count from its own first one."""

    video: Path
    span: ShotSpan
    numbers: tuple[ShownNumber, ...]

    @property
    def frames(self) -> int:
        """How long it is."""
        return self.span.end_frame


class Clips:
    """A folder of finished shots, by the key that says all that they depend on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __len__(self) -> int:
        return len(list(self.folder.glob("*.json")))

    def find(self, key: str) -> Clip | None:
        """The clip of this key; None where there is none, or none that is whole."""
        video = self.folder / f"{key}.mp4"
        try:
            told = json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
            if told["sha256"] != _sum(video):
                return None
            span = told["span"]
            said = tuple(Said(**one) for one in span.pop("said"))
            return Clip(video, ShotSpan(said=said, **span), tuple(ShownNumber(**one) for one in told["numbers"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def get(self, key: str) -> Clip:
        """The clip of this key, which was there a moment ago. Raises OSError if it is not."""
        clip = self.find(key)
        if clip is None:
            raise OSError(
                errno.EIO, "a finished shot is gone or damaged; call again to draw it anew", str(self.folder / key)
            )
        return clip

    def place_for(self, key: str) -> Path:
        """Where the video of a shot is to be written; it is no clip before `keep`."""
        return self.folder / f"{key}.mp4"

    def keep(self, key: str, span: ShotSpan, numbers: Iterable[ShownNumber]) -> Clip:
        """The video of this key is whole."""
        clip = Clip(self.place_for(key), span, tuple(numbers))
        told = {
            "sha256": _sum(clip.video),
            "span": asdict(span),
            "numbers": [asdict(number) for number in clip.numbers],
        }
        half = self.folder / f"{key}.half"
        half.write_text(json.dumps(told, ensure_ascii=False, allow_nan=False), encoding="utf-8")
        half.replace(self.folder / f"{key}.json")
        return clip

    def give_up(self, key: str) -> None:
        """Whoever wrote the video of this key is gone: remove it if it is not whole."""
        if not (self.folder / f"{key}.json").exists():
            for half in (self.place_for(key), self.folder / f"{key}.half"):
                half.unlink(missing_ok=True)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove what does not belong to these keys: shots of other numbers or of an older lesson."""
        wanted = set(keys)
        for file in self.folder.iterdir():
            if file.suffix in (".mp4", ".json", ".half") and file.stem not in wanted:
                file.unlink(missing_ok=True)


def _sum(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()
