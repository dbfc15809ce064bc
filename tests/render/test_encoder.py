"""Pictures that stand are put into the stream without being encoded, and every decoder sees them stand."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.render.encoder import Encoder
from scenes.render.h264 import Standing, is_as_before
from scenes.render.quality import QUALITIES
from scenes.stage.frame.layout import ASPECTS

WIDTH, HEIGHT, FPS = 192, 128, 30
KEY_EVERY = 250  # x264's own: so many pictures after a key frame there is another


def _picture(number: int) -> np.ndarray:
    """A ramp, over which something noisy moves."""
    noise = np.random.default_rng(number).integers(16, 235, (40, 40), dtype=np.uint8)
    planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, dtype=np.uint8)
    planes[:HEIGHT] = (np.arange(WIDTH) // 2 + np.arange(HEIGHT)[:, None]) % 200 + 16
    left = 5 * number % 150
    planes[30:70, left : left + 40] = noise
    return planes


def _encoded(
    path: Path, pictures: Iterator[tuple[np.ndarray | None, int]] | list[tuple[np.ndarray | None, int]]
) -> int:
    encoder = Encoder(path, WIDTH, HEIGHT, FPS)
    for planes, repeat in pictures:
        encoder.write(planes, repeat)
    encoder.close()
    return encoder.frames


def _decoded(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="yuv420p") for frame in film.decode(video=0)]


@pytest.mark.parametrize("pictures", [30, KEY_EVERY + 20])
def test_what_stands_is_the_picture_before_and_disturbs_nothing(pictures: int, tmp_path: Path):
    lengths = np.random.default_rng(pictures).choice([1, 1, 1, 2, 7, 40], pictures)
    _encoded(tmp_path / "moving.mp4", [(_picture(number), 1) for number in range(pictures)])
    moving = _decoded(tmp_path / "moving.mp4")
    frames = _encoded(tmp_path / "all.mp4", [(_picture(k), int(n)) for k, n in enumerate(lengths)])
    shown = _decoded(tmp_path / "all.mp4")
    assert len(moving) == pictures
    assert len(shown) == frames == lengths.sum()
    for one, other in zip(np.repeat(np.array(moving), lengths, axis=0), shown, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("aspect", list(ASPECTS))
@pytest.mark.parametrize("quality", ["l", "m"])
def test_colours_stand_where_they_belong_in_frames_of_every_size(quality: str, aspect: str, tmp_path: Path):
    width, height = QUALITIES[quality].size(ASPECTS[aspect])
    planes = np.full((height * 3 // 2, width), 120, dtype=np.uint8)
    both = planes[height:].reshape(2, height // 2, width // 2)
    both[0], both[1] = 60, 190
    both[:, height // 4 :] = 128  # the lower half is grey
    encoder = Encoder(tmp_path / "film.mp4", width, height, FPS)
    encoder.write(planes)
    encoder.close()
    (shown,) = _decoded(tmp_path / "film.mp4")
    assert shown.shape == planes.shape
    assert np.abs(shown.astype(int) - planes).max() < 12  # two rows of the lower half read as the upper: 60


def test_a_picture_may_stand_for_longer_than_was_said_first(tmp_path: Path):
    _encoded(tmp_path / "once.mp4", [(_picture(0), 9), (_picture(1), 4), (_picture(2), 1)])
    parts = [(_picture(0), 2), (None, 4), (None, 3), (_picture(1), 1), (None, 3), (_picture(2), 1)]
    assert _encoded(tmp_path / "parts.mp4", parts) == 14
    assert (tmp_path / "once.mp4").read_bytes() == (tmp_path / "parts.mp4").read_bytes()


def test_standing_costs_next_to_nothing(tmp_path: Path):
    _encoded(tmp_path / "short.mp4", [(_picture(0), 1), (_picture(1), 1)])
    _encoded(tmp_path / "long.mp4", [(_picture(0), 1), (_picture(1), 1001)])
    more = (tmp_path / "long.mp4").stat().st_size - (tmp_path / "short.mp4").stat().st_size
    assert more < 100 * 1000


def test_a_decoder_that_is_strict_finds_no_fault(tmp_path: Path):
    """As above, by libavcodec told to stop at whatever is not as the standard says."""
    _encoded(tmp_path / "all.mp4", [(_picture(k), 1 + 20 * (k % 3 == 0)) for k in range(40)])
    with av.open(str(tmp_path / "all.mp4"), options={"err_detect": "explode"}) as film:
        film.streams.video[0].codec_context.options = {"err_detect": "explode+bitstream+buffer+careful+compliant"}
        assert sum(1 for _ in film.decode(video=0)) == 40 + 14 * 20


def test_the_stream_says_what_its_colours_are(tmp_path: Path):
    _encoded(tmp_path / "a.mp4", [(_picture(0), 2)])
    with av.open(str(tmp_path / "a.mp4")) as film:
        context = film.streams.video[0].codec_context
        frame = next(film.decode(video=0))
        assert (context.pix_fmt, context.profile, context.color_range, context.colorspace) == ("yuv420p", "High", 1, 1)
        assert (frame.width, frame.height, film.streams.video[0].average_rate) == (WIDTH, HEIGHT, FPS)


# -- the bits ----------------------------------------------------------------------------------------------------------
# A stream written out by hand: 4 bits for the number of a frame (log2_max_frame_num_minus4 = 0), frames shown in the
# order of their numbers (pic_order_cnt_type = 2). A baseline parameter set: profile 66, two bytes, then ue(v) 0: "1",
# 0: "1", 2: "011", and what follows does not matter.
SEQUENCE = bytes([0, 0, 0, 1, 0x67, 66, 0, 30, 0b1_1_011_1_00, 0x80])


def _slice(number: int, rest: bytes = b"\x55") -> bytes:
    """first_mb 0: "1", slice_type 5: "00110", parameter set 0: "1", then the number; NAL header 0x41."""
    return bytes([0, 0, 0, 1, 0x41, 0b1_00110_1_0 | number >> 3, (number & 7) << 5 | 0b10101]) + rest


def test_frames_are_counted_anew_after_what_was_put_in():
    standing = Standing(SEQUENCE, _slice(1, b"\x99"))
    key = bytes([0, 0, 0, 1, 0x65, 0x88, 0x84, 0x12])
    assert standing.packet(key) == key
    assert standing.packet(_slice(1)) == _slice(1)
    assert [standing.stand(), standing.stand()] == [_slice(2, b"\x99"), _slice(3, b"\x99")]
    assert standing.packet(_slice(2)) == _slice(4)
    for number in range(5, 16):
        assert standing.stand() == _slice(number, b"\x99")
    assert standing.stand() == _slice(0, b"\x99")  # four bits are full
    assert standing.packet(_slice(3)) == _slice(1)
    assert standing.packet(key) == key
    assert standing.stand() == _slice(1, b"\x99")


@given(st.binary(min_size=1, max_size=60).map(lambda data: data.replace(b"\0\0\1", b"\0\0\2") + b"\x80"))
@settings(max_examples=200)
def test_no_start_code_appears_inside_of_what_is_counted_anew(rest: bytes):
    from scenes.render.h264 import _guarded, _plain

    guarded = _guarded(b"\x41" + rest)
    assert _plain(guarded) == b"\x41" + rest
    assert not any(bytes([0, 0, last]) in guarded for last in (0, 1, 2))


def test_a_stream_with_frames_out_of_order_is_refused():
    with pytest.raises(ValueError, match="order"):
        Standing(bytes([0, 0, 0, 1, 0x67, 66, 0, 30, 0b1_1_1_1_1_100]), _slice(1))


def test_only_a_short_slice_says_as_before():
    assert is_as_before(_slice(1))
    assert not is_as_before(_slice(1, bytes([0x55]) * 2000))
    assert not is_as_before(SEQUENCE)


def test_another_decoder_sees_them_stand_too(tmp_path: Path):
    """ffmpeg's command, where there is one: the sums of all frames, and no warning."""
    import shutil

    if shutil.which("ffmpeg") is None:
        pytest.skip("no ffmpeg on this machine")
    _encoded(tmp_path / "all.mp4", [(_picture(0), 30), (_picture(1), 30)])
    done = subprocess.run(
        ["ffmpeg", "-v", "warning", "-i", str(tmp_path / "all.mp4"), "-f", "framemd5", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    sums = [line.split(",")[-1].strip() for line in done.stdout.splitlines() if not line.startswith("#")]
    assert done.stderr == ""
    assert len(sums) == 60
    assert len(set(sums[:30])) == len(set(sums[30:])) == 1
