"""Captions as WebVTT (W3C) and SubRip, one cue for each question and each caption, timed by frames."""

from __future__ import annotations

from datetime import timedelta
from html import escape

import srt

from scenes.stage.timeline import ShotSpan, Timeline
from scenes.stage.writing.line_breaks import Token, balanced

# 42 characters a line (Netflix timed text style guide, general requirements); a long caption takes three lines.
_LINE = 42


def webvtt(timeline: Timeline) -> str:
    """The captions as WebVTT."""
    cues = [
        f"{name}\n"
        f"{_span(timeline.seconds(said.first_frame), timeline.seconds(said.end_frame))}\n"
        f"{escape(lines(said.text), quote=False)}\n"
        for shot in timeline.shots
        for name, said in zip(_cue_names(shot), shot.said, strict=True)
    ]
    return "\n".join([f"WEBVTT\nLanguage: {timeline.language}\n", *cues])


def chapters(timeline: Timeline) -> str:
    """The chapters of a film as WebVTT, for the chapters track of a web page: one cue each, with its title."""
    cues = [f"{_span(start, end)}\n{escape(title, quote=False)}\n" for title, start, end in timeline.chapter_spans()]
    return "\n".join([f"WEBVTT\nLanguage: {timeline.language}\n", *cues])


def shot_chapters(timeline: Timeline) -> str:
    """The shots of a lesson as WebVTT, for the chapters track of a web page: one cue each, with what it asks or says
    first."""
    cues = [
        f"{_span(timeline.seconds(shot.first_frame), timeline.seconds(shot.end_frame))}\n"
        f"{escape(shot.said[0].text, quote=False)}\n"
        for shot in timeline.shots
    ]
    return "\n".join([f"WEBVTT\nLanguage: {timeline.language}\n", *cues])


def subrip(timeline: Timeline) -> str:
    """The captions as SubRip (SRT)."""
    cues = [
        srt.Subtitle(
            number,
            timedelta(milliseconds=round(1000 * timeline.seconds(said.first_frame))),
            timedelta(milliseconds=round(1000 * timeline.seconds(said.end_frame))),
            lines(said.text),
        )
        for number, said in enumerate((said for shot in timeline.shots for said in shot.said), start=1)
    ]
    return str(srt.compose(cues, reindex=False))


def lines(caption: str) -> str:
    """A caption cut into lines of at most 42 characters, as on the screen; a no-break space is never cut."""
    words = caption.replace("≈ ", "≈\u00a0").split(" ")
    return "\n".join(balanced([Token(word, word) for word in words], _LINE))


def _cue_names(shot: ShotSpan) -> list[str]:
    """What the cues of a shot are called: a question after its shot, the last one as its shot, those in between by
    their place."""
    names = [f"{shot.name}.{place}" for place in range(1, len(shot.said))] + [shot.name]
    return [f"{shot.name}.question" if said.is_question else name for name, said in zip(names, shot.said, strict=True)]


def _span(start: float, end: float) -> str:
    """A cue's times. It ends a millisecond early: who goes to the very begin of the next one would see both (Chromium
    takes the end of a cue as its last moment)."""
    return f"{_clock(round(1000 * start))} --> {_clock(round(1000 * end) - 1)}"


def _clock(milliseconds: int) -> str:
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"
