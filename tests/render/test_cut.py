"""Parts of videos, counted and looked at frame by frame."""

import io

import av
import numpy as np
import pytest
from PIL import Image

from scenes.render.cut import cut
from scenes.render.encoder import Encoder
from scenes.render.frames import frame_png


@pytest.fixture(scope="module")
def greys(tmp_path_factory):
    """40 frames, two and two alike; the luma of the first two is 16, of the next two 26 and so on."""
    return made(tmp_path_factory.mktemp("greys") / "greys.mp4", pictures=20, repeat=2)


@pytest.fixture(scope="module")
def long_greys(tmp_path_factory):
    """300 frames: libx264 makes one in 250 a key picture. Their luma is 16, 26 and so on up to 206, then 16 again."""
    return made(tmp_path_factory.mktemp("greys") / "long.mp4", pictures=300, repeat=1)


def made(path, pictures, repeat):
    encoder = Encoder(path, 64, 36, 15)
    for number in range(pictures):
        planes = np.full((54, 64), 128, dtype=np.uint8)
        planes[:36] = 16 + 10 * (number % 20)
        encoder.write(planes, repeat)
    encoder.close()
    return path


def lumas(path):
    with av.open(str(path)) as video:
        return [int(frame.to_ndarray()[5, 5]) for frame in video.decode(video=0)]


@pytest.mark.parametrize(
    ("first", "end", "shown"),
    [
        (0, 5, [16, 16, 26, 26, 36]),
        (5, 9, [36, 46, 46, 56]),
        (37, 40, [196, 206, 206]),
    ],
)
def test_a_part_shows_its_frames_and_no_others(greys, tmp_path, first, end, shown):
    part = tmp_path / "part.mp4"
    cut(greys, part, first, end)
    assert lumas(part) == shown


def test_a_part_after_a_later_key_picture_leaves_out_what_lies_before(long_greys, tmp_path):
    part = tmp_path / "part.mp4"
    cut(long_greys, part, 253, 256)
    assert lumas(part) == [146, 156, 166]  # frames 253 to 255 are numbers 13 to 15 of their twenty
    with av.open(str(part)) as video:
        assert video.streams.video[0].frames < 10


def test_a_part_takes_as_long_as_its_frames(greys, tmp_path):
    part = tmp_path / "part.mp4"
    cut(greys, part, 30, 40)
    with av.open(str(part)) as video:
        assert video.duration / av.time_base == pytest.approx(10 / 15, abs=0.002)


@pytest.mark.parametrize(("number", "luma"), [(0, 16), (13, 76), (39, 206), (-1, 206)])
def test_a_frame_is_found_by_its_number(greys, number, luma):
    with Image.open(io.BytesIO(frame_png(greys, number))) as picture:
        red, _, _ = picture.getpixel((5, 5))
    assert red == pytest.approx((luma - 16) * 255 / 219, abs=1.5)  # ITU-R BT.709: 16 is black, 235 white


def test_a_frame_after_a_later_key_picture_is_found(long_greys):
    with Image.open(io.BytesIO(frame_png(long_greys, 267))) as picture:
        red, _, _ = picture.getpixel((5, 5))
    assert red == pytest.approx((86 - 16) * 255 / 219, abs=1.5)  # 267 is number 7 of its twenty
