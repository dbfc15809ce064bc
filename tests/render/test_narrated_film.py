"""A lesson that is spoken: most of it by a voice, one shot by a person's recording; looked into with ffmpeg."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import srt

pytestmark = pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffmpeg is not installed")

TONE = 1000  # hertz: the recording
RECORDED = 4.0  # seconds


def ran(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    answer = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=600, env={**os.environ, **environment}
    )
    assert answer.returncode == 0, answer.stderr
    return answer


@pytest.fixture(scope="module")
def narrated(tmp_path_factory) -> tuple[Path, dict]:
    output = tmp_path_factory.mktemp("narrated")
    voices = output / "own"
    voices.mkdir()
    ran("ffmpeg", "-f", "lavfi", "-i", f"sine=frequency={TONE}:duration={RECORDED}", voices / "tuning.count.mp3")
    cache = str(tmp_path_factory.mktemp("cache"))
    call = [sys.executable, "-m", "scripts.main", "render", "tuning", "-q", "l", "-l", "ru", "--narrate", "--json"]
    for _ in range(2):
        answer = ran(*call, "--quiet", "--voice-dir", voices, "-o", output, BACKREEL_CACHE=cache)
    alone = ran(*call, "--quiet", "--voice-dir", voices, "--shots", "count", "--to", "mp4,webm", "-o", output / "alone",
        BACKREEL_CACHE=cache)  # fmt: skip
    assert json.loads(alone.stdout)["drawn"] == []
    return output, json.loads(answer.stdout)


def test_what_was_drawn_for_a_voice_is_kept_for_it(narrated):
    _, answer = narrated
    assert answer["drawn"] == []
    assert answer["cached"] == len(answer["shots"])


def test_the_video_has_a_sound_of_its_length_in_its_language(narrated):
    output, answer = narrated
    asked = "stream=codec_type,codec_name,duration,start_time:stream_tags=language"
    told = ran("ffprobe", "-v", "error", "-show_entries", asked, "-of", "json", output / "tuning.ru.mp4")
    video, audio, *_ = json.loads(told.stdout)["streams"]
    assert (video["codec_name"], audio["codec_name"], audio["tags"]["language"]) == ("h264", "aac", "rus")
    assert float(audio["start_time"]) == float(video["start_time"]) == 0
    assert float(video["duration"]) == pytest.approx(answer["seconds"], abs=1e-3)
    assert float(audio["duration"]) == pytest.approx(answer["seconds"], abs=0.03)


def test_it_is_as_loud_as_films_of_the_web(narrated):
    said = ran("ffmpeg", "-i", narrated[0] / "tuning.ru.mp4", "-af", "ebur128=peak=true", "-f", "null", "-").stderr
    end = said[said.rindex("Summary:") :]
    assert float(re.search(r"I:\s+(-[\d.]+)", end)[1]) == pytest.approx(-16, abs=1)
    assert float(re.search(r"Peak:\s+(-[\d.]+)", end)[1]) <= -1


def test_each_text_is_spoken_while_it_stands(narrated):
    """Where the text in the caption's band changes it is still; half a second later somebody speaks. The recording goes
    on from the question of its shot to its caption."""
    output, _ = narrated
    silences = heard_silences(output / "tuning.ru.mp4")
    cues = list(srt.parse((output / "tuning.ru.srt").read_text(encoding="utf-8")))
    names = re.findall(r"^([\w.+]+)\n\d\d:", (output / "tuning.ru.vtt").read_text(encoding="utf-8"), re.MULTILINE)
    begins = [
        cue.start.total_seconds() for name, cue in zip(names, cues, strict=True) if "+" not in name and name != "count"
    ]
    assert len(begins) > 20
    for begin in begins:
        assert any(start - 0.01 <= begin and begin + 0.4 <= end <= begin + 0.7 for start, end in silences), begin


def test_a_recording_is_heard_in_its_shot_and_the_shot_waits_for_all_of_it(narrated):
    output, _ = narrated
    rows = re.findall(
        r"^(count[\w.+]*)\n00:(\d\d):([\d.]+) --> 00:(\d\d):([\d.]+)",
        (output / "tuning.ru.vtt").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    begin, end = 60 * int(rows[0][1]) + float(rows[0][2]), 60 * int(rows[-1][3]) + float(rows[-1][4])
    assert end - begin >= 0.5 + RECORDED
    only = f"highpass=f={TONE - 50}:p=2,bandpass=f={TONE}:width_type=h:w=20,silencedetect=noise=-25dB:d=0.2"
    said = ran("ffmpeg", "-i", output / "tuning.ru.mp4", "-af", only, "-f", "null", "-").stderr
    ends = [float(found) for found in re.findall(r"silence_end: ([\d.]+)", said)]
    assert min(abs(found - begin - 0.5) for found in ends) < 0.1


def test_captions_can_be_read_where_a_voice_is_quick(narrated):
    """The recording takes four seconds for a shot whose last text alone takes six to be read."""
    cues = list(srt.parse((narrated[0] / "tuning.ru.srt").read_text(encoding="utf-8")))
    for cue in cues:
        seconds = (cue.end - cue.start).total_seconds()
        assert seconds >= 5 / 6, cue
        assert len(cue.content) / seconds <= 17, cue
    assert any("чат-боты" in cue.content for cue in cues)  # what a voice adds in that shot


@pytest.mark.parametrize(("kind", "codec"), [("mp4", "aac"), ("webm", "opus")])
def test_a_shot_by_itself_is_spoken_too_in_other_kinds_of_files(narrated, kind, codec):
    """Half a second of silence, then the recording, as long as it is."""
    shot = narrated[0] / "alone" / f"tuning.count.ru.{kind}"
    told = ran("ffprobe", "-v", "error", "-show_entries", "stream=codec_name,start_time", "-of", "json", shot)
    assert [stream["codec_name"] for stream in json.loads(told.stdout)["streams"]][1] == codec
    [(first, begin), *rest] = heard_silences(shot)
    assert first == pytest.approx(0, abs=0.03)
    assert begin == pytest.approx(0.5, abs=0.05)
    assert rest[0][0] == pytest.approx(0.5 + RECORDED, abs=0.1)


def heard_silences(video: Path) -> list[tuple[float, float]]:
    said = ran("ffmpeg", "-i", video, "-af", "silencedetect=noise=-45dB:d=0.4", "-f", "null", "-").stderr
    starts = [float(found) for found in re.findall(r"silence_start: ([\d.]+)", said)]
    ends = [float(found) for found in re.findall(r"silence_end: ([\d.]+)", said)]
    return list(zip(starts, ends, strict=False))
