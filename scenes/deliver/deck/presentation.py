"""A presentation for manim-slides 5.7 (`manim-slides present NAME --folder FOLDER/slides`): slides/NAME.json and its
clips, slides/files/NAME.

Where a shot waits for the room it is two slides: there manim-slides waits for a key. The clips are not encoded again,
and there are no reversed ones, as with its own `skip_reversing`: the key V plays a slide once more.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from html import escape
from pathlib import Path

from scenes.deliver.deck.parts import Part, parts_of
from scenes.deliver.deck.slides import Slides
from scenes.deliver.files import put_in_place
from scenes.deliver.plain_text import without_tags
from scenes.render.cut import cut
from scenes.stage.look.theme import Theme

FOLDER = "slides"
_MARKS = re.compile(r"(?=[\\`*_~\[]|^[-+=#])|(?<=^\d)(?=[.)])|(?<=^\d\d)(?=[.)])")  # of Markdown begin here


def write_presentation(slides: Slides, size: tuple[int, int], theme: Theme, name: str, shop: Path) -> Path:
    """Write a presentation of this name, with its clips, into the folder `slides` of a folder; its description."""
    clips = shop / FOLDER / "files" / name
    clips.mkdir(parents=True)
    told = {
        "slides": [_told(part, clips) for slide in slides.slides for part in parts_of(slide)],
        "resolution": size,
        "background_color": theme.background,
    }
    path = shop / FOLDER / f"{name}.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def put_presentation(path: Path, output: Path) -> Path:
    """Move a presentation into the folder `slides` of the output folder: the clips first, which are called after their
    bytes, then what names them; clips of an earlier one are taken away."""
    made = sorted((path.parent / "files" / path.stem).iterdir())
    clips = output / FOLDER / "files" / path.stem
    clips.mkdir(parents=True, exist_ok=True)
    names = {clip.name for clip in put_in_place(made, clips)}
    [placed] = put_in_place([path], output / FOLDER)
    for old in clips.glob("*.mp4"):
        if old.name not in names:
            old.unlink()
    return placed


def _told(part: Part, clips: Path) -> dict[str, object]:
    half = clips / "half.mp4"
    if part.is_whole:
        half.write_bytes(part.slide.video.read_bytes())
    else:
        cut(part.slide.video, half, part.first, part.end)
    clip = half.replace(clips / f"{sha256(half.read_bytes()).hexdigest()}.mp4")
    place = f"{FOLDER}/files/{clips.name}/{clip.name}"
    said = [one.text for one in part.said] + ([] if part.waits else [part.slide.description])
    return {
        "loop": False,
        "auto_next": False,
        "playback_rate": 1.0,
        "reversed_playback_rate": 1.0,
        "notes": "\n\n".join(map(_note, said)),
        "dedent_notes": True,
        "skip_animations": False,
        "file": place,
        "rev_file": place,
    }


def _note(text: str) -> str:
    """Plain text as manim-slides shows notes: by Markdown in its window, and by Markdown that stands as it is inside of
    HTML where it makes a page; so there must be no tag in either of them."""
    return escape(_MARKS.sub(r"\\", without_tags(text)), quote=False)
