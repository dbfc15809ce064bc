"""What is asked for on the command line, and what is refused in one line."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from scenes.deliver.video.kinds import bytes_of, kinds_of
from scenes.deliver.video.pictures import pictures
from scenes.render.encoder import Encoder


def test_kinds_are_a_list_with_commas():
    assert kinds_of("mp4, webm,gif,mp4", False) == ("mp4", "webm", "gif")
    assert kinds_of(None, False) == ("mp4",)
    assert kinds_of(None, True) == ("webm", "mov")


@pytest.mark.parametrize(
    ("written", "is_transparent", "said"),
    [
        ("avi", False, "no kind 'avi'"),
        (",", False, "say which kinds"),
        ("mp4", True, "H.264 has no alpha"),
        ("gif", True, "edges would be ragged"),
        ("mov", False, "--transparent"),
    ],
)
def test_kinds_that_cannot_be(written: str, is_transparent: bool, said: str):
    with pytest.raises(ValueError, match=said):
        kinds_of(written, is_transparent)


@pytest.mark.parametrize(
    ("written", "count"),
    [("8MB", 8_000_000), ("1,5 mb", 1_500_000), ("2MiB", 2_097_152), ("500k", 500_000), ("10000", 10**4)],
)
def test_sizes_as_people_write_them(written: str, count: int):
    assert bytes_of(written) == count


@pytest.mark.parametrize("written", ["", "MB", "-1MB", "0", "0.5B", "8 TB", "1.2.3MB", "NaN", "9" * 400])
def test_what_is_no_size(written: str):
    with pytest.raises(ValueError, match="no size"):
        bytes_of(written)


@pytest.mark.parametrize("written", ["1B", "9999", "9.9kB"])
def test_a_size_that_no_film_has(written: str):
    with pytest.raises(ValueError, match="too little for a film; say at least 10kB"):
        bytes_of(written)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["neuron", "--to", "avi"], "no kind 'avi'"),
        (["neuron", "--max-size", "8MB"], "--max-size is for gif and webp"),
        (["neuron", "--to", "gif", "--max-size", "many"], "is no size"),
        (["neuron", "--to", "gif", "--subtitles"], "--subtitles go into mp4, webm, mov"),
        (["--shots", "loss"], "shots of one lesson"),
        (["neuron", "--watch", "--to", "gif"], "not with --watch"),
        (["neuron", "--shots", "los"], "the nearest is loss"),
    ],
)
def test_a_wrong_call_is_one_line(given: list[str], said: str):
    command = [sys.executable, "-m", "scripts.main", "render", *given]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_with_fewer_pictures_each_is_the_one_that_stands_and_the_last_is_seen(tmp_path: Path):
    """Eight frames of a fifteenth of a second; at a tenth the times 0, 0.1 and so on to 0.5 fall into the frames 0, 1,
    3, 4, 6 and 7. At a quarter of a second they are 0, 3 and 7; at a fifth 0, 3 and 6, and the end is 7."""
    encoder = Encoder(tmp_path / "clip.mp4", 64, 36, 15)
    for number in range(8):
        planes = np.full((54, 64), 128, dtype=np.uint8)
        planes[:36] = 40 + 20 * number
        encoder.write(planes)
    encoder.close()

    def seen(fps: int) -> list[tuple[int, int, int]]:
        found = pictures([tmp_path / "clip.mp4"], "gray", None, fps)
        return [(round((frame.to_ndarray().mean() - 28) / 23.3), begins, ends) for frame, begins, ends in found]

    assert seen(10) == [(0, 0, 10), (1, 10, 20), (3, 20, 30), (4, 30, 40), (6, 40, 50), (7, 50, 53)]
    assert seen(4) == [(0, 0, 25), (3, 25, 50), (7, 50, 53)]
    assert seen(5) == [(0, 0, 20), (3, 20, 40), (7, 40, 53)]
