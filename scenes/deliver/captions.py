"""Captions as WebVTT (W3C) and SubRip, timed by frames: a cue for each question and each caption, more than one where
that is too long; the chapters, and what is to be seen, for those who do not see it.

The rules are those of the Netflix timed text style guides. Two lines at most, of 42 characters, in Russian 39 (English
and Russian guides, character limitation), no line that ends with an article or a preposition (general requirements,
line treatment); 5/6 of a second at least (general requirements, duration), and at most 17 characters a second (English
template guide, reading speed): `pacing` lets shots last longer than that, and a narration waits for `least_time`. A cue
may stand longer than the 7 seconds of the guide: so does the text in the picture, until the shot has shown what it
says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from math import ceil

import srt

from scenes.deliver.in_words import in_words
from scenes.deliver.plain_text import without_tags
from scenes.render.tracks import shot_spans
from scenes.stage import pacing
from scenes.stage.timeline import Said, ShotSpan, Timeline, cue_names
from scenes.stage.writing.line_breaks import Token, balanced

LINE = {"en": 42, "ru": 39}
LINES = 2
FASTEST = 17.0  # characters a second
SHORTEST = ceil(FASTEST * pacing.LEAST)  # characters: a shorter piece would be gone in less than 5/6 of a second
# No line ends with one of these words, nor between ≈ and its number, nor in front of a per cent sign.
_LEAN = {
    "en": "a an and as at but by for from in its of on or the to with",
    "ru": "а без в во для до за и из или к ко на над не ни но о об от по под при с со у через",
}
_TIED = {
    language: re.compile(rf"(?<![\w-])({'|'.join(lean.split())}|≈) (?=\S)| (?=%)", re.IGNORECASE)
    for language, lean in _LEAN.items()
}
_SENTENCE = re.compile(r"(?<=[.?!]) ")
_TIE = "\N{WORD JOINER}"  # stands where a space is that no line is cut at


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
    """The shots of a lesson as WebVTT, for the chapters track of a web page: as the chapters inside of its video."""
    return _webvtt(timeline, [Cue("", title, start, end) for title, start, end in shot_spans(timeline)])


def subrip(timeline: Timeline) -> str:
    """The captions as SubRip (SRT), which has no way to write `<` otherwise: players read tags of HTML in it."""
    made = [
        srt.Subtitle(number, _time(cue.start), _time(cue.end), without_tags(cue.text))
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
    """A text cut into lines; a no-break space is never cut."""
    return "\n".join(_balanced(caption, LINE[language], language))


def pieces(text: str, language: str) -> list[str]:
    """A text cut into pieces of no more lines than a cue may have: between sentences where that will do."""
    if _fits(text, language):
        return [text]
    made: list[str] = []
    for sentence in _SENTENCE.split(text):
        joined = f"{made[-1]} {sentence}" if made else sentence
        if made and (_fits(joined, language) or min(len(made[-1]), len(sentence)) < SHORTEST):
            made[-1] = joined
        else:
            made.append(sentence)
    return [piece for sentences in made for piece in _cut(sentences, language)]


def least_time(texts: Iterable[str], language: str) -> float:
    """How many seconds the cues of these texts need, one after the other."""
    return sum(_weight(piece) for text in texts for piece in pieces(text, language)) / FASTEST


def _fits(text: str, language: str) -> bool:
    return lines(text, language).count("\n") < LINES and all(
        len(line) <= LINE[language] for line in lines(text, language).split("\n")
    )


def _cut(text: str, language: str) -> list[str]:
    """A text cut into pieces that fit, about equally long, rather where it pauses; a word longer than a line stands
    alone."""
    words = text.split(" ")
    long = next((place for place, word in enumerate(words) if len(words) > 1 and len(word) > LINE[language]), None)
    if long is not None:
        parts = (words[:long], words[long : long + 1], words[long + 1 :])
        return [piece for part in parts if part for piece in _cut(" ".join(part), language)]
    for longest in range(LINES * LINE[language], 1, -1):
        cut = _balanced(text, longest, language)
        if all(_fits(piece, language) for piece in cut):
            return cut
    return [text]


def _weight(piece: str) -> int:
    """The share that a piece has of the time of its text: its length, and no less than what 5/6 of a second take."""
    return max(len(piece), SHORTEST)


def _words(shot: ShotSpan, said: Said) -> list[str]:
    """What is said while a text stands there: it, and after the last one what a voice adds."""
    return [said.text, shot.spoken] if said is shot.said[-1] and shot.spoken else [said.text]


def _cues(timeline: Timeline, name: str, said: Said, texts: list[str]) -> list[Cue]:
    """Each piece has time by its length, of that in which the text is spoken; the last one stands on to the end."""
    cut = [piece for text in texts for piece in pieces(text, timeline.language)]
    start, end = timeline.seconds(said.first_frame), timeline.seconds(said.end_frame)
    spoken = min(pacing.COMES + said.speech, end - start) if said.speech else end - start
    lengths = [_weight(piece) for piece in cut]
    shares = [sum(lengths[:place]) / sum(lengths) for place in range(len(cut))]
    starts = [start + share * spoken for share in shares]
    names = [name, *(f"{name}+{place}" for place in range(1, len(cut)))]
    return [
        Cue(one, lines(piece, timeline.language), begins, ends)
        for one, piece, begins, ends in zip(names, cut, starts, [*starts[1:], end], strict=True)
    ]


def _balanced(text: str, characters: int, language: str) -> list[str]:
    tied = _TIED[language].sub(lambda found: (found[1] or "") + _TIE, text)
    words = [word.replace(_TIE, " ") for word in tied.split(" ")]
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
