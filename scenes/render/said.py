"""What is said in the shots of a lesson, found out without drawing them: a voice must be heard before it can be waited
for."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING

from scenes.render.clip_key import said_key
from scenes.render.clips import Clips
from scenes.render.edition import Edition

if TYPE_CHECKING:
    from scenes.stage.lesson import Lesson


@dataclass(frozen=True)
class ShotTexts:
    """What stands in a shot's caption's band, in order, whether each asks something, and what a voice adds."""

    shot: str
    texts: tuple[str, ...]
    questions: tuple[bool, ...]
    spoken: str


def said(edition: Edition, clips: Clips) -> list[ShotTexts]:
    """The texts of each shot, in the order of the film; kept among the clips."""
    kept = json.loads(clips.text(said_key(edition), partial(_played, edition)))
    return [ShotTexts(one["shot"], tuple(one["texts"]), tuple(one["questions"]), one["spoken"]) for one in kept]


def _played(edition: Edition) -> str:
    """JSON: what a lesson says that is run through without being drawn."""
    from scenes.render.still import run_through  # Manim takes seconds to load: only when something is to be played

    found: list[ShotTexts] = []

    def after_shot(scene: Lesson, name: str) -> None:
        assert scene.shot is not None
        texts, questions = zip(*scene.said, strict=True)
        found.append(ShotTexts(name, texts, questions, scene.spoken(scene.shot)))

    run_through(edition, after_shot)
    return json.dumps([asdict(one) for one in found], ensure_ascii=False)
