"""Some random kills; fifty of them by hand: python -m tests.render.kills"""

import random
from pathlib import Path

import pytest
from PIL import Image

from scenes.render.farm import can_fork
from tests.render.kills import CALLS, Killer, differences

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes are looked at as on Linux")


def test_what_is_made_after_kills_is_what_an_undisturbed_run_makes(tmp_path: Path):
    killer = Killer(tmp_path, random.Random(4))
    for number in range(4):
        told, wrong = killer.kill(number, CALLS[0])
        assert not wrong, told


def test_a_difference_of_one_frame_is_seen(tmp_path: Path):
    for name, last in (("one", 255), ("other", 254)):
        (tmp_path / name).mkdir()
        first, second = Image.new("L", (16, 16), 255), Image.new("L", (16, 16), 255)
        second.putpixel((3, 3), last)
        first.save(tmp_path / name / "film.webp", save_all=True, append_images=[second, first], lossless=True)
        (tmp_path / name / "same.txt").write_text("same")
    (tmp_path / "one" / "gone.txt").write_text("")
    assert differences(tmp_path / "one", tmp_path / "other") == ["film.webp", "gone.txt"]
