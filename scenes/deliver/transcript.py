"""The film as text: what is said and what is seen, shot by shot, with its formulas in words."""

from __future__ import annotations

from scenes.deliver.in_words import in_words
from scenes.stage.timeline import Timeline


def transcript(timeline: Timeline) -> str:
    """Title, then for each shot when it begins, its question and caption and what the picture shows; in a film a line
    with the title of each chapter. What a voice adds to a caption stands after it."""
    titles = {mark.first_frame: mark.title for mark in timeline.chapters[1:]}  # the first is the film's own
    parts = [f"{timeline.title}\n"]
    for shot in timeline.shots:
        if shot.first_frame in titles:
            parts.append(f"\n== {titles[shot.first_frame]} ==\n")
        minutes, seconds = divmod(int(timeline.seconds(shot.first_frame)), 60)
        said = "\n".join([*(said.text for said in shot.said), *([shot.spoken] if shot.spoken else [])])
        parts.append(f"[{minutes:02}:{seconds:02}] {said}\n\n{shot.description}\n")
    return in_words("\n".join(parts), timeline.language).replace("\u00a0", " ")
