"""What lies in a video's file beside its pictures: title, language, chapters, subtitles that can be switched on."""

from __future__ import annotations

from fractions import Fraction
from html import escape

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from scenes.stage.timeline import Timeline

_MILLISECOND = Fraction(1, 1000)
_ISO_639_2 = {"en": "eng", "ru": "rus"}  # what MP4 and Matroska want


def describe(container: OutputContainer, video: VideoStream, timeline: Timeline, with_subtitles: bool = False) -> None:
    """Tell a file of MP4, QuickTime or WebM, to which nothing has been written yet, of the film that it will hold."""
    language = language_of(timeline)
    container.metadata["title"] = timeline.title
    video.metadata["language"] = language
    container.set_chapters(chapters(timeline))  # type: ignore[arg-type]
    if with_subtitles:
        _add_subtitles(container, timeline, language)


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


def _add_subtitles(container: OutputContainer, timeline: Timeline, language: str) -> None:
    """The captions, all at once: the file puts them where they belong."""
    is_webm = container.format.name == "webm"
    stream = container.add_mux_stream("webvtt" if is_webm else "mov_text", time_base=_MILLISECOND)
    stream.metadata["language"] = language
    for said in (said for shot in timeline.shots for said in shot.said):
        packet = av.Packet(_webvtt(said.text) if is_webm else _mov_text(said.text))
        packet.stream, packet.time_base = stream, _MILLISECOND
        packet.pts = packet.dts = round(1000 * timeline.seconds(said.first_frame))
        packet.duration = round(1000 * timeline.seconds(said.end_frame)) - packet.pts
        container.mux(packet)


def _webvtt(text: str) -> bytes:
    return escape(text, quote=False).encode()


def _mov_text(text: str) -> bytes:
    """A text sample of 3GPP TS 26.245, 5.17: its length in two bytes, then UTF-8."""
    told = text.encode()
    return len(told).to_bytes(2, "big") + told
