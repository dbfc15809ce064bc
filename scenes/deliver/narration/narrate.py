"""A film's narration: what is said is found out and spoken first, then the film is drawn so that it waits for it, then
the sound is put where its texts stand.

A viewer hears what stands in the caption's band, the question too, and after the caption what the words call `spoken`:
why it is so. What is seen is not told: whoever looks sees it, and whoever does not has the descriptions.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from scenes.deliver import captions
from scenes.deliver.narration import sound
from scenes.deliver.narration.aloud import aloud
from scenes.deliver.narration.recordings import make_sure_of, recordings
from scenes.deliver.narration.voices import INSTALL, Voice, choose, missing
from scenes.lessons import index
from scenes.render.clips import Clips
from scenes.render.edition import Edition
from scenes.render.said import ShotTexts, said
from scenes.stage import pacing
from scenes.stage.settings import Speech
from scenes.stage.timeline import Timeline, cue_names

_BREATH = 0.3  # seconds after each text, so that the next one does not fall into it


@dataclass(frozen=True)
class Narrator:
    """Who speaks: a voice of this machine, a person's recordings (a folder), or where those are wanting the voice."""

    voice: Voice | None
    folder: Path | None


@dataclass(frozen=True)
class Narrated:
    """Editions that wait for what is spoken in them, and its sounds: for each shot, as the film calls it, files with
    the places of the texts that they begin with. `silent` are shots in which nothing is spoken."""

    editions: tuple[Edition, ...]
    sounds: Mapping[str, tuple[tuple[int, Path], ...]]
    silent: tuple[str, ...]

    def write(self, timeline: Timeline, coding: str, shop: Path) -> Path:
        """The sound of these shots, AAC or Opus, in a file in this folder. Raises OSError where it cannot be
        written."""
        pieces = [
            (timeline.seconds(span.said[place].first_frame) + pacing.COMES, file)
            for span in timeline.shots
            for place, file in self.sounds[span.name]
        ]
        return sound.write(pieces, timeline.seconds(timeline.frames), coding, shop / f"sound.{coding}")


def narrator(language: str, is_voice_wanted: bool, folder: Path | None, lessons: Sequence[str] = ()) -> Narrator | None:
    """Who is to speak, in each of these lessons; None where nobody is wanted. Raises OSError that says how to get what
    is missing, and for a recording that is no sound."""
    if not is_voice_wanted and folder is None:
        return None
    if missing():
        raise OSError(f"a narration needs {', '.join(missing())}; get it with: {INSTALL}")
    if folder is not None:
        make_sure_of(folder, lessons, is_any_wanted=not is_voice_wanted)
    return Narrator(choose(language) if is_voice_wanted else None, folder)


def narrated(
    editions: Sequence[Edition], speaker: Narrator, clips: Clips, shop: Path, wanted: Collection[str] = ()
) -> Narrated:
    """Have a film spoken, or the shots of a lesson that are wanted. Its texts are looked for among the clips; `shop` is
    a folder for the sounds. Raises OSError."""
    shots = [(edition, texts) for edition in editions for texts in said(edition, clips)]
    language = editions[0].language
    recorded = _recordings(speaker, [_Shot.of(edition, texts) for edition, texts in shots])
    shots = [(edition, texts) for edition, texts in shots if not wanted or texts.shot in wanted]
    found = _spoken([_Shot.of(*one) for one in shots], speaker.voice, recorded, language, shop)
    speech: dict[int, list[tuple[str, Speech]]] = {}
    for (edition, texts), heard in zip(shots, found, strict=True):
        if heard.sounds:
            speech.setdefault(id(edition), []).append((texts.shot, _speech(texts, heard, language)))
    return Narrated(
        tuple(replace(edition, speech=tuple(speech.get(id(edition), ()))) for edition in editions),
        {
            _name(edition, texts.shot) if edition.chapter is not None else texts.shot: tuple(
                sorted(heard.sounds.items())
            )
            for (edition, texts), heard in zip(shots, found, strict=True)
        },
        tuple(
            _name(edition, texts.shot)
            for (edition, texts), heard in zip(shots, found, strict=True)
            if not heard.is_whole and len(heard.sounds) < len(texts.texts)
        ),
    )


@dataclass(frozen=True)
class _Heard:
    """The sounds of a shot, by the places of the texts that they begin with; a single one may be for the whole shot."""

    sounds: dict[int, Path]
    is_whole: bool


@dataclass(frozen=True)
class _Shot:
    """The cues of a shot and what is spoken for each."""

    cues: tuple[str, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, edition: Edition, texts: ShotTexts) -> _Shot:
        *before, last = texts.texts
        return cls(
            tuple(cue_names(_name(edition, texts.shot), texts.questions)), (*before, f"{last} {texts.spoken}".strip())
        )


def _name(edition: Edition, shot: str) -> str:
    """What a shot is called in a film of several lessons, and in one that stands alone too."""
    coming = edition.chapter.following if edition.chapter is not None else None
    return f"{coming.lesson}.{shot}" if coming is not None and shot == index.CARD else f"{edition.lesson}.{shot}"


def _recordings(speaker: Narrator, shots: Sequence[_Shot]) -> Mapping[str, Path]:
    if speaker.folder is None:
        return {}
    cues = [cue for shot in shots for cue in shot.cues]
    return recordings(speaker.folder, cues, is_any_wanted=speaker.voice is None)


def _spoken(
    shots: Sequence[_Shot], voice: Voice | None, recorded: Mapping[str, Path], language: str, shop: Path
) -> list[_Heard]:
    """For each shot what is heard in it: what is recorded, and of the rest what a voice makes."""
    found = [_recorded(shot, recorded) for shot in shots]
    if voice is not None:
        wanted = [
            (heard.sounds, place, text)
            for shot, heard in zip(shots, found, strict=True)
            for place, text in enumerate(shot.texts)
            if not heard.is_whole and place not in heard.sounds
        ]
        texts = [aloud(text, language) for _, _, text in wanted]
        raw = shop / "spoken"
        raw.mkdir()
        for (sounds, place, _), file in zip(wanted, voice.speak(texts, raw), strict=True):
            sounds[place] = file
    count = 0
    for sounds in (heard.sounds for heard in found):
        for place, file in sounds.items():
            sounds[place] = sound.keep(sound.normalised(sound.read(file)), shop / f"{count:04}")
            count += 1
    return found


def _recorded(shot: _Shot, recorded: Mapping[str, Path]) -> _Heard:
    """The recordings of a shot. One that is called as the shot and is alone is for all of it, from its begin."""
    sounds = {place: recorded[cue] for place, cue in enumerate(shot.cues) if cue in recorded}
    last = len(shot.cues) - 1
    return _Heard({0: sounds[last]}, True) if list(sounds) == [last] else _Heard(sounds, False)


def _speech(texts: ShotTexts, found: _Heard, language: str) -> Speech:
    """How long the texts of a shot are spoken. No voice is so quick that the captions could not be read: each text has
    the time that its cues need."""
    heard = {place: ceil(100 * (sound.seconds(file) + _BREATH)) / 100 for place, file in found.sounds.items()}
    *before, last = texts.texts
    read = [captions.least_time([text], language) for text in before]
    read.append(captions.least_time([last, texts.spoken] if texts.spoken else [last], language))
    if before and found.is_whole:
        whole = max(heard[0], sum(read))
        return Speech((0.0,) * len(before) + (whole * read[-1] / sum(read),), whole)
    return Speech(tuple(max(heard.get(place, 0.0), seconds) for place, seconds in enumerate(read)))
