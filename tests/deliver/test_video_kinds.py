"""What is asked for on the command line, and what is refused in one line."""

import subprocess
import sys

import pytest

from scenes.deliver.video.kinds import bytes_of, kinds_of


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
    ("written", "count"), [("8MB", 8_000_000), ("1,5 mb", 1_500_000), ("2MiB", 2_097_152), ("500k", 500_000), ("9", 9)]
)
def test_sizes_as_people_write_them(written: str, count: int):
    assert bytes_of(written) == count


@pytest.mark.parametrize("written", ["", "MB", "-1MB", "0", "0.5B", "8 TB", "1.2.3MB", "NaN"])
def test_what_is_no_size(written: str):
    with pytest.raises(ValueError, match="no size"):
        bytes_of(written)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["neuron", "--to", "avi"], "no kind 'avi'"),
        (["neuron", "--max-size", "8MB"], "--max-size is for gif and webp"),
        (["neuron", "--to", "gif", "--max-size", "many"], "is no size"),
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
