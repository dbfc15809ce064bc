"""What lies in a video's file beside its pictures: title, language, chapters, subtitles that can be switched on."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from av.container import OutputContainer
from av.video.stream import VideoStream

from scenes.render.soft_subtitles import Subtitle, add_subtitles
from scenes.stage.timeline import Timeline

_MILLISECOND = Fraction(1, 1000)
_ISO_639_2 = {"en": "eng", "ru": "rus"}  # what MP4 and Matroska want


def describe(
    container: OutputContainer, video: VideoStream, timeline: Timeline, subtitles: Sequence[Subtitle] = ()
) -> None:
    """Tell a file of MP4, QuickTime or WebM, to which nothing has been written yet, of the film that it will hold."""
    language = language_of(timeline)
    container.metadata["title"] = timeline.title
    video.metadata["language"] = language
    container.set_chapters(chapters(timeline))  # type: ignore[arg-type]
    if subtitles:
        add_subtitles(container, subtitles, language)


def language_of(timeline: Timeline) -> str:
    """The language of a film as its files name it."""
    return _ISO_639_2.get(timeline.language, "und")


def chapters(timeline: Timeline) -> list[dict[str, object]]:
    """A film's chapters; of a lesson by itself the shots, each called by what it asks, or says."""
    return [
        {
            "id": place,
            "start": round(1000 * start),
            "end": round(1000 * end),
            "time_base": _MILLISECOND,
            "metadata": {"title": title},
        }
        for place, (title, start, end) in enumerate(timeline.chapter_spans() or shot_spans(timeline), start=1)
    ]


def shot_spans(timeline: Timeline) -> list[tuple[str, float, float]]:
    """What each shot asks, or says, with its begin and its end in seconds."""
    return [
        (
            next((said.text for said in shot.said if said.is_question), shot.caption),
            timeline.seconds(shot.first_frame),
            timeline.seconds(shot.end_frame),
        )
        for shot in timeline.shots
    ]
