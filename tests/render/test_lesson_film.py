"""The neuron lesson really rendered, at the lowest quality, and looked into."""

import json
import os
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
import srt

from scenes.deliver.lesson import Delivery
from scenes.lessons import index
from scenes.lessons.numbers import neuron


def path(film: Delivery, ending: str) -> Path:
    return next(output for output in film.outputs if output.name.endswith(ending))


def test_everything_is_there_under_its_name(film: Delivery):
    assert [output.name for output in film.outputs] == [
        "neuron.ru.mp4",
        "neuron.ru.png",
        "neuron.ru.vtt",
        "neuron.ru.srt",
        "neuron.ru.descriptions.vtt",
        "neuron.ru.txt",
        "neuron.trace.json",
        "neuron.ru.numbers.json",
    ]
    folder = film.outputs[0].parent
    assert {file.name for file in folder.iterdir()} == {output.name for output in film.outputs}


def test_the_video_is_whole_h264_with_its_index_in_front(film: Delivery):
    with av.open(str(path(film, ".mp4"))) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert (stream.width, stream.height, float(stream.average_rate)) == (854, 480, 15.0)
        frames = sum(1 for _ in container.decode(video=0))
    assert frames == film.timeline.frames
    assert 60 <= film.timeline.seconds(frames) <= 150
    head = path(film, ".mp4").read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")


def test_each_shot_ends_on_a_still_picture_of_its_own(film: Delivery):
    """Decoded: the last second of a shot does not move, and no two shots end alike."""
    wanted = {shot.end_frame - back for shot in film.timeline.shots for back in (1, 14)}
    pictures = decoded(film, wanted)
    ends = []
    for shot in film.timeline.shots:
        still, end = (pictures[shot.end_frame - back] for back in (14, 1))
        assert np.abs(still - end).max() <= 12, shot.name  # a coder's noise
        ends.append(end)
        lit = (end > 120).mean()
        assert 0.004 < lit < 0.2, shot.name  # neither empty nor full
    for first in range(len(ends)):
        for second in range(first):
            assert np.abs(ends[first] - ends[second]).max() > 60


def decoded(film: Delivery, wanted: set[int]) -> dict[int, np.ndarray]:
    with av.open(str(path(film, ".mp4"))) as container:
        return {
            place: frame.to_ndarray(format="gray").astype(int)
            for place, frame in enumerate(container.decode(video=0))
            if place in wanted
        }


def test_captions_follow_one_another_to_the_end_of_the_film(film: Delivery):
    cues = list(srt.parse(path(film, ".srt").read_text(encoding="utf-8")))
    said = [said for shot in film.timeline.shots for said in shot.said]
    assert len(said) > len(film.timeline.shots)  # some shots ask before they tell
    assert [word for cue in cues for word in cue.content.split()] == [
        word for told in said for word in told.text.split()
    ]
    assert cues[0].start.total_seconds() == 0
    for cue, following in pairwise(cues):
        assert cue.end == following.start
    assert cues[-1].end.total_seconds() == pytest.approx(film.timeline.seconds(film.timeline.frames), abs=1e-3)
    for cue in cues:
        text = cue.content.replace("\n", " ")
        assert len(text) / (cue.end - cue.start).total_seconds() <= 15, text
        assert (cue.end - cue.start).total_seconds() >= 5 / 6, text
        assert cue.content.count("\n") <= 1, text
        assert max(map(len, cue.content.split("\n"))) <= 39, text  # Russian
    assert "Ошибка: −1,9." in path(film, ".vtt").read_text(encoding="utf-8")


def test_every_row_of_the_number_report_equals_the_trace(film: Delivery):
    rows = json.loads(path(film, ".numbers.json").read_text(encoding="utf-8"))
    trace = json.loads(path(film, ".trace.json").read_text(encoding="utf-8"))["quantities"]
    assert len(rows) > 80
    for row in rows:
        assert set(row) == {"path", "exact", "value", "shown", "relation", "shot", "from", "to"}
        assert row["exact"] == trace[row["path"]]["exact"], row
        assert row["value"] == trace[row["path"]]["value"], row
        read = read_back(row["shown"])
        assert (read == Fraction(row["exact"])) == (row["relation"] == "="), row
        assert abs(read - Fraction(row["exact"])) <= abs(Fraction(row["exact"])) / 1000, row
        shot = next(shot for shot in film.timeline.shots if shot.name == row["shot"])
        begins, ends = (film.timeline.seconds(frame) for frame in (shot.first_frame, shot.end_frame))
        assert begins - 1e-5 <= row["from"] < row["to"] <= ends + 1e-5, row


def read_back(shown: str) -> Fraction:
    """A Russian number string read by rules of its own."""
    plain = shown.replace("−", "-").replace(",", ".")
    mantissa, _, power = plain.partition("·10")
    raised = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return Fraction(mantissa) * Fraction(10) ** int(raised or 0)


def test_the_main_numbers_stand_on_the_screen(film: Delivery):
    shown = {(number.path, number.shown, number.relation) for number in film.timeline.numbers}
    for wanted in (
        ("input", "2,1", "="),
        ("step.0.loss", "3,61", "="),
        ("step.0.gradient.weight", "−7,98", "="),
        ("step.0.gradient.bias", "−3,8", "="),
        ("step.1.weight", "1,798", "="),
        ("step.1.loss", "0,02427364", "="),
        ("valley.weight", "1,738", "≈"),
        ("rate.3.factor", "−1,164", "="),
    ):
        assert wanted in shown


def test_the_trace_beside_the_video_is_the_engines(film: Delivery):
    assert path(film, ".trace.json").read_text(encoding="utf-8") == index.trace_json("neuron", neuron.defaults())


def test_stock_manim_renders_the_same_lesson(tmp_path: Path):
    lesson = Path(index.__file__).parent / "neuron.py"
    command = [sys.executable, "-m", "manim", "render", "-ql", "-s", "--media_dir", str(tmp_path), str(lesson)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, env={**os.environ, "COLUMNS": "200"})
    assert answer.returncode == 0, answer.stderr[-2000:]
    assert list(tmp_path.rglob("NeuronLesson*.png"))
