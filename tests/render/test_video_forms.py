"""A shot of the neuron lesson in every form that courses take, looked into by programs that are not ours."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scenes.deliver.captions import subrip
from scenes.deliver.files import put_in_place, workshop
from scenes.deliver.lesson import Delivery, deliver
from scenes.deliver.video.kinds import Wish
from scenes.deliver.video.small import TooLarge, made_small
from scenes.lessons.numbers import neuron
from scenes.render.edition import Edition
from scenes.stage.look.theme import THEMES
from tests.browser import CHROMIUM, reported

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffmpeg is not installed")
SHOT, SIZE, SMALL = "loss", (854, 480), 150_000


@pytest.fixture(scope="session")
def solid(tmp_path_factory) -> Delivery:
    wish = Wish(("mp4", "webm", "gif", "webp"), SMALL, (SHOT,), with_subtitles=True)
    output = tmp_path_factory.mktemp("solid")
    return deliver(Edition("neuron", neuron.defaults(), "ru", "l"), output, lambda advance: None, wish=wish)


@pytest.fixture(scope="session")
def clear(tmp_path_factory) -> Delivery:
    wish = Wish(("webm", "mov", "webp", "png"), None, (SHOT,))
    output = tmp_path_factory.mktemp("clear")
    edition = Edition("neuron", neuron.defaults(), "ru", "l", is_transparent=True)
    return deliver(edition, output, lambda advance: None, wish=wish)


def file(delivery: Delivery, ending: str) -> Path:
    return next(output for output in delivery.outputs if output.name.endswith(ending))


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)])


def probed(path: Path) -> dict:
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-show_chapters"]
    return json.loads(subprocess.check_output([*command, "-of", "json", path]))


def test_a_shot_is_a_file_of_each_kind(solid: Delivery, clear: Delivery):
    assert [path.name for path in solid.outputs] == [
        f"neuron.{SHOT}.ru.{kind}" for kind in ("mp4", "webm", "gif", "webp")
    ]
    assert {path.name for path in clear.outputs} == {
        f"neuron.{SHOT}.ru.transparent.{kind}" for kind in ("webm", "mov", "webp", "frames")
    }
    assert {path.name for path in solid.outputs[0].parent.iterdir()} == {path.name for path in solid.outputs}


@needs_ffmpeg
@pytest.mark.parametrize(("ending", "codec", "words"), [(".mp4", "h264", "mov_text"), (".webm", "vp9", "webvtt")])
def test_video_with_chapter_and_subtitles_inside(solid: Delivery, ending: str, codec: str, words: str):
    told, path, timeline = probed(file(solid, ending)), file(solid, ending), solid.timeline
    video, subtitles = told["streams"][:2]
    assert (video["codec_name"], video["width"], video["height"]) == (codec, *SIZE)
    assert int(video["nb_read_frames"]) == timeline.frames
    assert video["tags"]["language"] == subtitles["tags"]["language"] == "rus"
    assert subtitles["codec_name"] == words
    assert told["format"]["tags"]["title"] == timeline.title
    (chapter,) = told["chapters"]
    (shot,) = timeline.shots
    assert chapter["tags"]["title"] == shot.said[0].text
    assert float(chapter["end_time"]) == pytest.approx(timeline.seconds(timeline.frames), abs=1e-3)
    command = ["ffmpeg", "-v", "error", "-i", path, "-map", "0:s:0", "-f", "srt", "-"]
    assert subprocess.check_output(command).decode().replace("\r\n", "\n").strip() == subrip(timeline).strip()
    assert subtitles["disposition"]["default"] == 0  # off: what they say stands in the picture too
    assert {stream["tags"]["language"] for stream in told["streams"]} == {"rus"}  # the chapters' titles too


@pytest.mark.parametrize("ending", [".gif", ".webp"])
def test_gif_and_webp_keep_to_their_size_and_length(solid: Delivery, ending: str):
    path = file(solid, ending)
    assert 10_000 < path.stat().st_size <= SMALL
    with Image.open(path) as film:
        assert film.info["loop"] == 0
        assert film.n_frames > 10
        lasted = 0
        for place in range(film.n_frames):
            film.seek(place)
            film.load()
            lasted += film.info["duration"]
        picture = film.convert("RGB")
    last = np.asarray(picture, dtype=int)
    assert lasted / 1000 == pytest.approx(solid.timeline.seconds(solid.timeline.frames), abs=0.02)
    assert last.shape[1] / last.shape[0] == pytest.approx(16 / 9, abs=0.02)
    assert 0.004 < (last[..., 1] > 120).mean() < 0.2  # neither empty nor full
    theme = THEMES["dark"]
    assert np.abs(last[0, 0] - rgb(theme.background)).max() <= 4
    hues = np.asarray(picture.convert("HSV"), dtype=int)[(last.max(axis=2) > 100) & (np.ptp(last, axis=2) > 60), 0]
    for meaning in ("weight", "loss", "target"):  # their own colours, not grey
        hue = Image.new("RGB", (1, 1), getattr(theme, meaning)).convert("HSV").getpixel((0, 0))[0]
        assert (np.abs(hues - hue) < 8).sum() > 20, meaning
    assert any(line.startswith(path.name) for line in solid.told)


@needs_ffmpeg
def test_transparent_films_have_alpha(clear: Delivery):
    """Each decoded by ffmpeg: its alpha in the last frame is that of the picture of it."""
    frames = sorted(file(clear, ".frames").iterdir())
    assert len(frames) == clear.timeline.frames
    assert frames[0].name == "000001.png"
    with Image.open(frames[-1]) as picture:
        assert (picture.mode, picture.size) == ("RGBA", SIZE)
        wanted = np.asarray(picture)
    alpha = wanted[..., 3].astype(int)
    every = np.array([np.asarray(Image.open(frame))[..., 3] for frame in frames])
    assert (alpha == 0).mean() > 0.5
    assert (alpha == 255).mean() > 0.005
    for ending, decoder in ((".webm", "libvpx-vp9"), (".mov", "prores")):
        path = file(clear, ending)
        command = ["ffmpeg", "-v", "error", "-c:v", decoder, "-i", path, "-f", "rawvideo", "-pix_fmt", "rgba", "-"]
        raw = np.frombuffer(subprocess.check_output(command), dtype=np.uint8).reshape(-1, *wanted.shape)
        assert len(raw) == len(frames), ending
        apart = np.maximum(raw[..., 3], every) - np.minimum(raw[..., 3], every)
        assert apart[-1].mean() < 0.5, ending
        if ending == ".mov":
            assert apart.max() <= 1
        inside = alpha == 255
        assert np.abs(raw[-1, ..., :3].astype(int) - wanted[..., :3])[inside].mean() < 12, ending
    assert probed(file(clear, ".mov"))["streams"][0]["codec_tag_string"] == "ap4h"
    with Image.open(file(clear, ".webp")) as picture:
        picture.seek(picture.n_frames - 1)
        assert np.abs(np.asarray(picture.convert("RGBA"))[..., 3].astype(int) - alpha).mean() < 0.5


def test_what_cannot_be_small_enough_is_said(solid: Delivery, tmp_path: Path):
    with pytest.raises(TooLarge, match=r"does not fit into 0\.005 MB"):
        made_small("gif", [file(solid, ".mp4")], tmp_path / "small.gif", 5_000)


def test_a_folder_takes_the_place_of_the_one_before(tmp_path: Path):
    for content in ("1", "2"):
        with workshop(tmp_path) as shop:
            (shop / "film.frames").mkdir()
            (shop / "film.frames" / f"{content}.png").write_text(content)
            put_in_place([shop / "film.frames"], tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["film.frames", "2.png"]


PAGE = """<!doctype html><video muted src="solid.mp4"></video><video muted src="solid.webm"></video>
<video muted src="clear.webm"></video><img src="clear.webp"><img src="solid.gif"><script>
const videos = Array.from(document.querySelectorAll("video"));
const pixels = (element, width, height) => {
  const canvas = document.createElement("canvas"); canvas.width = width; canvas.height = height;
  const context = canvas.getContext("2d"); context.drawImage(element, 0, 0);
  return context.getImageData(0, 0, width, height).data;
};
const seen = element => {
  const size = [element.videoWidth || element.naturalWidth, element.videoHeight || element.naturalHeight];
  const data = pixels(element, ...size);
  let bright = 0, empty = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] > 180 && data[i + 3] > 180) bright++;
    if (!data[i + 3]) empty++;
  }
  return {size, bright: bright / (size[0] * size[1]), empty: empty / (size[0] * size[1]), played: element.currentTime};
};
const ended = video => new Promise(done => {
  video.onerror = () => done(video.error.message);
  video.onseeked = () => video.play(); video.onended = () => done(null);
  video.onloadeddata = () => { video.currentTime = video.duration - 1; }; video.load();
});
const loaded = image => image.decode().then(() => null, fault => String(fault));
Promise.all([...videos.map(ended), ...Array.from(document.images, loaded)]).then(faults => fetch("report", {
  method: "POST", body: JSON.stringify({faults, seen: [...videos, ...document.images].map(seen)})}));
</script>"""


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: nothing to play the video with")
def test_chromium_plays_them_and_sees_through_the_transparent_ones(solid: Delivery, clear: Delivery, tmp_path: Path):
    for delivery, name in ((solid, "solid"), (clear, "clear")):
        for output in delivery.outputs:
            if output.is_file():
                shutil.copy(output, tmp_path / f"{name}{output.suffix}")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    told = json.loads(reported(tmp_path))
    assert told["faults"] == [None] * 5
    mp4, webm, clear_webm, clear_webp, gif = told["seen"]
    length = solid.timeline.seconds(solid.timeline.frames)
    for video in (mp4, webm, clear_webm):
        assert video["size"] == list(SIZE)
        assert video["played"] == pytest.approx(length, abs=0.1)
        assert 0.004 < video["bright"] < 0.2
    assert mp4["empty"] == webm["empty"] == gif["empty"] == 0
    assert clear_webm["empty"] > 0.5
    assert clear_webp["empty"] > 0.5
