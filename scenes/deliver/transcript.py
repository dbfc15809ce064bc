"""The film as text: what is said and what is seen, shot by shot, with its formulas in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scenes.deliver.in_words import in_words
from scenes.stage.timeline import Timeline
from scenes.stage.writing import words


def transcript(timeline: Timeline, formulas: Mapping[str, Sequence[str]] | None = None) -> str:
    """Title, then for each shot when it begins, its question and caption, its formulas and what the picture shows; in a
    film a line with the title of each chapter. What a voice adds to a caption stands after it. `formulas` are those of
    a shot, in words."""
    titles = {mark.first_frame: mark.title for mark in timeline.chapters[1:]}  # the first is the film's own
    parts = [f"{timeline.title}\n"]
    for shot in timeline.shots:
        if shot.first_frame in titles:
            parts.append(f"\n== {titles[shot.first_frame]} ==\n")
        minutes, seconds = divmod(int(timeline.seconds(shot.first_frame)), 60)
        said = "\n".join([*(said.text for said in shot.said), *([shot.spoken] if shot.spoken else [])])
        parts.append(f"[{minutes:02}:{seconds:02}] {said}\n")
        if formulas and shot.name in formulas:
            title = words.load(timeline.language).outputs["formulas_in_words"]["title"]
            parts.append("\n".join([f"{title}:", *(f"{formula};" for formula in formulas[shot.name])])[:-1] + ".\n")
        parts.append(f"{shot.description}\n")
    return in_words("\n".join(parts), timeline.language).replace("\u00a0", " ")
