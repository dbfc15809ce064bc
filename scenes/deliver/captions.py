"""Captions as WebVTT (W3C) and SubRip, timed by frames: a cue for each question and each caption, more than one where
that is too long; the chapters, and what is to be seen, for those who do not see it.

The rules are those of the Netflix timed text style guides. Two lines at most, of 42 characters, in Russian 39 (English
and Russian guides, character limitation); 5/6 of a second at least (general requirements, duration), and at most 17
characters a second (English template guide, reading speed; `pacing` lets shots last longer than that). A cue may stand
longer than the 7 seconds of the guide: so does the text in the picture, until the shot has shown what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from html import escape

import srt

from scenes.deliver.in_words import in_words
from scenes.stage import pacing
from scenes.stage.timeline import Said, ShotSpan, Timeline, cue_names
from scenes.stage.writing.line_breaks import Token, balanced

LINE = {"en": 42, "ru": 39}
LINES = 2


@dataclass(frozen=True)
class Cue:
    """A piece of what is said, from one second to another."""

    name: str
    text: str
    start: float
    end: float


def webvtt(timeline: Timeline) -> str:
    """The captions as WebVTT."""
    return _webvtt(timeline, cues(timeline))


def chapters(timeline: Timeline) -> str:
    """The chapters of a film as WebVTT, for the chapters track of a web page: one cue each, with its title."""
    return _webvtt(timeline, [Cue("", title, start, end) for title, start, end in timeline.chapter_spans()])


def descriptions(timeline: Timeline) -> str:
    """What each shot shows as WebVTT, for the descriptions track of a web page: one cue each, to be spoken by a screen
    reader, so signs are in words and lines are not cut."""
    return _webvtt(
        timeline,
        [
            Cue(
                shot.name,
                in_words(shot.description, timeline.language),
                timeline.seconds(shot.first_frame),
                timeline.seconds(shot.end_frame),
            )
            for shot in timeline.shots
        ],
    )


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
    made = [
        srt.Subtitle(number, _time(cue.start), _time(cue.end), cue.text)
        for number, cue in enumerate(cues(timeline), start=1)
    ]
    return str(srt.compose(made, reindex=False))


def cues(timeline: Timeline) -> list[Cue]:
    """The cues of a film: what stands in the caption's band, and what a voice adds to it, cut to lines."""
    return [
        cue
        for shot in timeline.shots
        for name, said in zip(cue_names(shot.name, [said.is_question for said in shot.said]), shot.said, strict=True)
        for cue in _cues(timeline, name, said, _words(shot, said))
    ]


def lines(caption: str, language: str = "en") -> str:
    """A text cut into lines, as on the screen; a no-break space is never cut."""
    return "\n".join(_balanced(caption, LINE[language]))


def pieces(text: str, language: str) -> list[str]:
    """A text cut into pieces of no more lines than a cue may have, rather where a sentence ends or pauses."""
    for longest in range(LINES * LINE[language], 1, -1):
        cut = _balanced(text, longest)
        if all(lines(piece, language).count("\n") < LINES for piece in cut):
            return cut
    raise AssertionError(text)  # one word alone always fits


def _words(shot: ShotSpan, said: Said) -> list[str]:
    """What is said while a text stands there: it, and after the last one what a voice adds."""
    return [said.text, shot.spoken] if said is shot.said[-1] and shot.spoken else [said.text]


def _cues(timeline: Timeline, name: str, said: Said, texts: list[str]) -> list[Cue]:
    """Each piece has time by its length, of that in which the text is spoken; the last one stands on to the end."""
    cut = [piece for text in texts for piece in pieces(text, timeline.language)]
    start, end = timeline.seconds(said.first_frame), timeline.seconds(said.end_frame)
    spoken = min(pacing.COMES + said.speech, end - start) if said.speech else end - start
    lengths = [len(piece) for piece in cut]
    shares = [sum(lengths[:place]) / sum(lengths) for place in range(len(cut))]
    starts = [start + share * spoken for share in shares]
    names = [name, *(f"{name}+{place}" for place in range(1, len(cut)))]
    return [
        Cue(one, lines(piece, timeline.language), begins, ends)
        for one, piece, begins, ends in zip(names, cut, starts, [*starts[1:], end], strict=True)
    ]


def _balanced(text: str, characters: int) -> list[str]:
    words = text.replace("≈ ", "≈\u00a0").split(" ")
    return balanced([Token(word, word) for word in words], characters)


def _webvtt(timeline: Timeline, cues: list[Cue]) -> str:
    written = [
        (f"{cue.name}\n" if cue.name else "") + f"{_span(cue.start, cue.end)}\n{escape(cue.text, quote=False)}\n"
        for cue in cues
    ]
    return "\n".join([f"WEBVTT\nLanguage: {timeline.language}\n", *written])


def _span(start: float, end: float) -> str:
    """A cue's times. It ends a millisecond early: who goes to the very begin of the next one would see both (Chromium
    takes the end of a cue as its last moment)."""
    return f"{_clock(round(1000 * start))} --> {_clock(round(1000 * end) - 1)}"


def _time(seconds: float) -> timedelta:
    return timedelta(milliseconds=round(1000 * seconds))


def _clock(milliseconds: int) -> str:
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"
