"""The film as text: what is said and what is seen, shot by shot."""

from __future__ import annotations

from scenes.stage.timeline import Timeline


def transcript(timeline: Timeline) -> str:
    """Title, then for each shot when it begins, its question and caption and what the picture shows."""
    parts = [f"{timeline.title}\n"]
    for shot in timeline.shots:
        minutes, seconds = divmod(int(timeline.seconds(shot.first_frame)), 60)
        said = "\n".join(said.text for said in shot.said)
        parts.append(f"[{minutes:02}:{seconds:02}] {said}\n\n{shot.description}\n")
    return "\n".join(parts).replace("\u00a0", " ")
