"""Voices, recordings and the sound that is made of them; each measured by a program that is not ours."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scenes.deliver.narration import narrate, sound, voices
from scenes.deliver.narration.narrate import Narrator, narrated, narrator
from scenes.deliver.narration.recordings import recordings
from scenes.lessons import index
from scenes.render.clips import Clips
from scenes.render.edition import Edition
from scenes.render.said import said
from scenes.stage.parameters import defaults

CUES = ("neuron.question", "neuron.loss.question", "neuron.loss")


def ffmpeg(*arguments: object) -> str:
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed: nothing to hear with")
    answer = subprocess.run(
        ["ffmpeg", "-hide_banner", "-nostats", *map(str, arguments)], capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stderr


def tone(path: Path, seconds: float, hertz: int = 440, volume: float = 1.0) -> Path:
    """A sound as another program writes it: two channels, 44.1 kHz, as the ending says."""
    source = f"sine=frequency={hertz}:duration={seconds}:sample_rate=44100,volume={volume}"
    ffmpeg("-f", "lavfi", "-i", source, "-ac", 2, path)
    return path


def loudness(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak, by ffmpeg's measure of EBU R 128."""
    said = ffmpeg("-i", path, "-map", "0:a", "-af", "ebur128=peak=true", "-f", "null", "-")
    end = said[said.rindex("Summary:") :]
    return float(re.search(r"I:\s+(-[\d.]+)", end)[1]), float(re.search(r"Peak:\s+(-[\d.]+)", end)[1])


@pytest.mark.parametrize(("ending", "volume"), [(".flac", 1.0), (".mp3", 0.02), (".m4a", 3.0)])
def test_any_recording_comes_out_at_minus_16_lufs_and_below_minus_1_db(tmp_path: Path, ending: str, volume: float):
    samples = sound.normalised(sound.read(tone(tmp_path / f"a{ending}", 3.0, volume=volume)))
    assert len(samples) / sound.RATE == pytest.approx(3.0, abs=0.1)
    sound.write([(0.0, sound.keep(samples, tmp_path / "kept"))], 3.2, "aac", tmp_path / "out.m4a")
    integrated, peak = loudness(tmp_path / "out.m4a")
    assert integrated == pytest.approx(-16, abs=0.5)
    assert peak <= -1


def test_a_voice_of_espeak_ng_speaks_both_languages_as_loud_and_as_long_as_wanted(tmp_path: Path):
    for language, text in (
        ("en", "The error is minus one point nine."),
        ("ru", "Ошибка: минус одна целая девять десятых."),
    ):
        folder = tmp_path / language
        folder.mkdir()
        first, second = voices.Espeak(language).speak([text, f"{text} {text}"], folder)
        seconds = [len(sound.read(path)) / sound.RATE for path in (first, second)]
        assert 1.5 < seconds[0] < 5
        assert 1.6 * seconds[0] < seconds[1] < 2.6 * seconds[0]
        samples = sound.normalised(sound.read(second))
        sound.write([(0.5, sound.keep(samples, folder / "kept"))], 20, "aac", folder / "out.m4a")
        integrated, peak = loudness(folder / "out.m4a")
        assert integrated == pytest.approx(-16, abs=1)
        assert peak <= -1


def test_sounds_stand_where_they_are_wanted_and_none_falls_into_the_next(tmp_path: Path):
    kept = sound.keep(sound.normalised(sound.read(tone(tmp_path / "a.wav", 1.0))), tmp_path / "kept")
    sound.write([(0.5, kept), (3.0, kept)], 5.0, "aac", tmp_path / "out.m4a")
    said = ffmpeg("-i", tmp_path / "out.m4a", "-af", "silencedetect=noise=-40dB:d=0.3", "-f", "null", "-")
    ends = [float(found) for found in re.findall(r"silence_end: ([\d.]+)", said)]
    starts = [float(found) for found in re.findall(r"silence_start: ([\d.]+)", said)]
    assert ends[:2] == pytest.approx([0.5, 3.0], abs=0.05)
    assert starts[:3] == pytest.approx([0.0, 1.5, 4.0], abs=0.05)
    for pieces, seconds in (([(0.5, kept), (1.2, kept)], 5.0), ([(0.5, kept)], 1.4)):
        with pytest.raises(ValueError, match="does not fit"):
            sound.write(pieces, seconds, "aac", tmp_path / "not.m4a")


def test_recordings_are_found_by_the_names_of_the_cues(tmp_path: Path):
    for name in ("neuron.loss.flac", "neuron.question.wav", "relu.sum.wav", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    found = recordings(tmp_path, CUES)
    assert {cue: path.name for cue, path in found.items()} == {
        "neuron.loss": "neuron.loss.flac",
        "neuron.question": "neuron.question.wav",
    }


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "there is no recording, such as neuron.loss.wav"),
        (["neuron.los.wav"], "belongs to nothing that is said; the nearest is neuron.loss"),
        (["neuron.loss.wav", "neuron.loss.mp3"], "is there twice, beside neuron.loss.mp3"),
    ],
)
def test_a_folder_of_recordings_that_cannot_be_meant_is_said(tmp_path: Path, files: list[str], said: str):
    for name in files:
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(OSError, match=re.escape(said)):
        recordings(tmp_path, CUES)


def test_what_is_no_sound_or_is_silent_is_said(tmp_path: Path):
    (tmp_path / "text.wav").write_text("no sound")
    with pytest.raises(OSError, match="is no sound that can be read"):
        sound.read(tmp_path / "text.wav")
    with pytest.raises(OSError, match="is silent"):
        sound.read(tone(tmp_path / "silent.wav", 1.0, volume=0.0))


def test_without_a_voice_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    there = voices.find_spec
    monkeypatch.setattr(voices, "find_spec", lambda name: None if name in ("espeakng_loader", "piper") else there(name))
    with pytest.raises(OSError, match=re.escape('no voice is installed; get one with: pip install "backreel[voice]"')):
        narrator("en", True, None)
    monkeypatch.setattr(voices, "find_spec", lambda name: None)
    with pytest.raises(OSError, match=re.escape('get it with: pip install "backreel[voice]"')):
        narrator("en", True, None)
    assert narrator("en", False, None) is None


PIPER = """
class PiperVoice:
    @staticmethod
    def load(model):
        voice = PiperVoice()
        voice.model = open(model).read()
        return voice

    def synthesize_wav(self, text, wav):
        wav.setnchannels(1), wav.setsampwidth(2), wav.setframerate(22050)
        wav.writeframes(self.model.encode() * len(text))
"""


def test_a_voice_of_piper_that_is_installed_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A stand-in for piper: no package brings a voice for it."""
    (tmp_path / "piper.py").write_text(PIPER)
    (tmp_path / "ru_RU-somebody-medium.onnx").write_text("xy")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path.cwd()}")
    monkeypatch.setenv("BACKREEL_VOICES", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    assert voices.choose("en").name == "espeak-ng (en)"  # piper has none for it
    voice = voices.choose("ru")
    assert voice.name == "piper (ru_RU-somebody-medium)"
    assert [path.stat().st_size for path in voice.speak(["abc", "abcdef"], tmp_path)] == [44 + 6, 44 + 12]


def test_a_voice_that_fails_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(OSError, match=r"the voice could not speak \(espeak-ng has no voice tlh-none\)"):
        voices.Espeak("tlh-none").speak(["a"], tmp_path)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(OSError, match="it ended without a word"):
        voices.Espeak("en").speak(["a"], tmp_path)


class Metronome:
    """A voice that takes half a second for each text, and remembers what it was asked for."""

    name = "metronome"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def speak(self, texts: list[str], folder: Path) -> list[Path]:
        self.asked += texts
        return [tone(folder / f"{place}.wav", 0.5) for place in range(len(texts))]


def test_a_recorded_question_is_for_the_question_and_the_voice_speaks_the_rest(tmp_path: Path):
    (tmp_path / "own").mkdir()
    tone(tmp_path / "own" / "loss.squares.question.wav", 8)
    edition = Edition("loss", defaults(index.parameters("loss")))
    voice = Metronome()
    (shot,) = (texts for texts in said(edition, Clips(tmp_path / "clips")) if texts.shot == "squares")
    assert shot.questions == (True, False)
    spoken = narrated([edition], Narrator(voice, tmp_path / "own"), Clips(tmp_path / "clips"), tmp_path, ("squares",))
    ((_, speech),) = spoken.editions[0].speech
    assert speech.whole == 0
    assert speech.texts[0] == pytest.approx(8.3, abs=0.02)  # and a breath
    assert len(voice.asked) == 1
    assert spoken.silent == ()
    alone = narrated([edition], Narrator(None, tmp_path / "own"), Clips(tmp_path / "clips"), tmp_path, ("squares",))
    assert alone.silent == ("loss.squares",)


def test_a_lesson_without_recordings_is_told_before_another_one_is_drawn(tmp_path: Path):
    tone(tmp_path / "neuron.loss.wav", 0.5)
    narrator("en", False, tmp_path, ["neuron"])
    narrator("en", True, tmp_path, ["neuron", "relu"])
    with pytest.raises(OSError, match="there is no recording of relu; they are called"):
        narrator("en", False, tmp_path, ["neuron", "relu"])


def test_where_a_voice_speaks_a_folder_may_have_nothing_for_a_lesson(tmp_path: Path):
    (tmp_path / "neuron.loss.wav").touch()
    assert recordings(tmp_path, ["relu.sum"], is_any_wanted=False) == {}


@pytest.mark.parametrize("is_voice_wanted", [False, True])
def test_what_is_no_sound_is_said_before_anything_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_voice_wanted: bool
):
    monkeypatch.setattr(narrate, "choose", lambda language: None)
    (tmp_path / "relu.sum.wav").write_bytes(b"junk" * 1000)
    for lessons in (["relu"], []):
        with pytest.raises(OSError, match="is no sound that can be read") as told:
            narrator("en", is_voice_wanted, tmp_path, lessons)
        assert told.value.filename == str(tmp_path / "relu.sum.wav")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_a_pipe_or_a_folder_is_no_recording(tmp_path: Path, make: Callable[[Path], None]):
    make(tmp_path / "neuron.loss.wav")
    for lessons in (["neuron"], []):
        with pytest.raises(OSError, match="is no regular file"):
            narrator("en", False, tmp_path, lessons)
    with pytest.raises(OSError, match="is no regular file"):
        recordings(tmp_path, CUES)
