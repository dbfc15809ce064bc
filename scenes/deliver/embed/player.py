"""The video of a delivery as HTML: with captions, poster, alternative text and transcript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from scenes.deliver.lesson import Delivery
from scenes.deliver.templates import coded, filled
from scenes.stage.writing import words

_TYPES = {".mp4": "video/mp4", ".png": "image/png", ".vtt": "text/vtt", ".txt": "text/plain"}


@dataclass(frozen=True)
class Player:
    """What a snippet needs to know of a video: its size, the addresses of its files, what it is and shows in words.
    `tracks` are captions and, if there are any, chapters for the player itself. `transcript` is empty where the
    text itself is to be in the snippet."""

    title: str
    language: str
    size: tuple[int, int]
    video: str
    poster: str
    captions: str
    tracks: tuple[str, ...]
    transcript: str
    alt: str
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> dict[str, str]:
        """The words of the snippets."""
        return dict(words.load(self.language).outputs["embed"])

    @property
    def language_name(self) -> str:
        """The language, as it calls itself."""
        return words.load(self.language).name


def player(
    delivery: Delivery,
    size: tuple[int, int],
    address: Callable[[Path], str],
    is_inside: bool = False,
    is_elsewhere: bool = False,
) -> Player:
    """The player of a delivery. `address` says where each of its files is found; with `is_inside` the transcript is
    text in the snippet, for there is no place that a link could lead to. Of files that lie elsewhere browsers take no
    captions and no chapters, so these are in the snippet."""
    track = inside if is_elsewhere else address
    files = {path.name: path for path in delivery.outputs}
    stem = delivery.outputs[0].stem
    text = files[f"{stem}.txt"]
    chapters = files.get(f"{stem}.chapters.vtt")
    return Player(
        delivery.timeline.title,
        delivery.timeline.language,
        size,
        address(files[f"{stem}.mp4"]),
        address(files[f"{stem}.png"]),
        address(files[f"{stem}.vtt"]),
        tuple(track(path) for path in (files[f"{stem}.vtt"], chapters) if path is not None),
        "" if is_inside else address(text),
        delivery.poster_text.replace("\u00a0", " "),
        tuple(text.read_text(encoding="utf-8").split("\n\n")),
    )


def beside(base: str) -> Callable[[Path], str]:
    """The address of a file in a folder of the web, or beside the page for an empty one.

    >>> beside("https://example.org/ml")(Path("neuron en.mp4")), beside("")(Path("media/neuron.en.mp4"))
    ('https://example.org/ml/neuron%20en.mp4', 'neuron.en.mp4')
    """
    folder = f"{quote(base.rstrip('/'), safe=':/@%~')}/" if base else ""
    return lambda path: folder + quote(path.name)


def inside(path: Path) -> str:
    """A file as an address that holds all of it."""
    kind = _TYPES[path.suffix]
    return f"data:{kind};base64,{coded(path.read_bytes())}"


def html(player: Player) -> str:
    """The snippet for a web page."""
    return filled("embed/player.html", player=player, w=player.words)
