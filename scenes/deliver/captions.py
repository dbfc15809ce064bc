"""Captions as WebVTT (W3C) and SubRip, one cue for each question and each caption, timed by frames."""

from __future__ import annotations

import textwrap
from datetime import timedelta
from html import escape

import srt

from scenes.stage.timeline import Timeline

# 42 characters a line (Netflix timed text style guide, general requirements); a long caption takes three lines.
_LINE = 42


def webvtt(timeline: Timeline) -> str:
    """The captions as WebVTT."""
    cues = [
        f"{shot.name}{'.question' if said.is_question else ''}\n"
        f"{_clock(timeline.seconds(said.first_frame))} --> {_clock(timeline.seconds(said.end_frame))}\n"
        f"{escape(lines(said.text), quote=False)}\n"
        for shot in timeline.shots
        for said in shot.said
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
    """A caption cut into lines of at most 42 characters, as even as they can be; a no-break space is never cut."""
    fewest = len(_wrapped(caption, _LINE))
    width = next(width for width in range(len(caption) // fewest, _LINE + 1) if len(_wrapped(caption, width)) <= fewest)
    return "\n".join(_wrapped(caption, width))


def _wrapped(text: str, width: int) -> list[str]:
    glued = text.replace("≈ ", "≈\u00a0")
    return textwrap.wrap(glued, max(width, 1), break_long_words=False, break_on_hyphens=False) or [""]


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"
