"""The video in a browser that teachers have: Chromium plays it and shows its captions."""

import json
import shutil
from pathlib import Path

import pytest

from scenes.deliver.lesson import Delivery
from tests.browser import CHROMIUM, reported

# The page plays a second of the film from 30 s on, looks at a frame and at the caption that shows, and reports to
# the server.
PAGE = """<!doctype html><meta charset="utf-8"><video muted preload="auto" src="film.mp4">
<track kind="captions" src="film.vtt" default></video><script>
const video = document.querySelector("video"), texts = document.querySelector("track").track;
texts.mode = "showing";
let bright = 0;
const report = () => fetch("report", {method: "POST", body: JSON.stringify({
  error: video.error && video.error.message, size: [video.videoWidth, video.videoHeight], duration: video.duration,
  played: video.currentTime, cues: texts.cues.length, shown: Array.from(texts.activeCues, cue => cue.text), bright})});
const look = () => {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i] > 180) bright++;
  report();
};
video.onerror = report;
video.onloadeddata = () => { video.currentTime = 30; video.onseeked = () => { video.onseeked = null; video.play(); }; };
video.ontimeupdate = () => { if (video.currentTime > 31) { video.ontimeupdate = null; video.pause(); look(); } };
</script>"""


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: nothing to play the video with")
def test_chromium_plays_the_video_with_its_captions(film: Delivery, tmp_path: Path):
    for output in film.outputs:
        if output.name in ("neuron.ru.mp4", "neuron.ru.vtt"):
            shutil.copy(output, tmp_path / f"film{output.suffix}")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    seen = json.loads(reported(tmp_path))
    assert seen["error"] is None
    assert seen["size"] == [854, 480]
    assert seen["duration"] == pytest.approx(film.timeline.seconds(film.timeline.frames), abs=0.1)
    said = [said for shot in film.timeline.shots for said in shot.said]
    assert seen["cues"] >= len(said)  # what is long comes in pieces
    frame = seen["played"] * film.timeline.fps
    (playing,) = (told for told in said if told.first_frame <= frame < told.end_frame)
    (shown,) = seen["shown"]
    assert " ".join(shown.split()) in " ".join(playing.text.split())
    assert seen["bright"] > 1000  # a decoded frame has ink on it


# The page goes where the chapters' track says that the last chapter begins, and plays a second of it.
CHAPTERS = """<!doctype html><meta charset="utf-8"><video muted preload="auto" src="film.mp4">
<track kind="captions" src="film.vtt" default><track kind="chapters" src="chapters.vtt"></video><script>
const video = document.querySelector("video");
const [texts, chapters] = Array.from(document.querySelectorAll("track"), element => element.track);
texts.mode = "showing"; chapters.mode = "hidden";
const shown = track => Array.from(track.activeCues, cue => cue.text);
const report = () => fetch("report", {method: "POST", body: JSON.stringify({
  error: video.error && video.error.message, played: video.currentTime, captions: shown(texts),
  chapter: shown(chapters), titles: Array.from(chapters.cues, cue => cue.text)})});
video.onerror = report;
const go = () => {
  if (!chapters.cues || !chapters.cues.length || video.readyState < 2) { setTimeout(go, 50); return; }
  const begins = chapters.cues[chapters.cues.length - 1].startTime;
  video.currentTime = begins;
  video.onseeked = () => { video.onseeked = null; video.play(); };
  const late = () => { if (video.currentTime > begins + 1) report(); else setTimeout(late, 50); };
  late();
};
go();
</script>"""


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: nothing to play the video with")
def test_chromium_goes_to_a_chapter_of_the_film(two_lessons: Delivery, tmp_path: Path):
    for output, name in zip(
        two_lessons.outputs, ("film.mp4", None, "film.vtt", None, None, None, "chapters.vtt"), strict=False
    ):
        if name is not None:
            shutil.copy(output, tmp_path / name)
    (tmp_path / "page.html").write_text(CHAPTERS, encoding="utf-8")
    seen = json.loads(reported(tmp_path))
    assert seen["error"] is None
    timeline = two_lessons.timeline
    assert seen["titles"] == [mark.title for mark in timeline.chapters]
    last = timeline.chapters[-1]
    assert seen["chapter"] == [last.title]
    assert timeline.seconds(last.first_frame) + 1 <= seen["played"] < timeline.seconds(last.first_frame) + 4
    (card,) = (shot for shot in timeline.shots if shot.first_frame == last.first_frame)
    (shown,) = seen["captions"]
    assert " ".join(shown.split()) in " ".join(card.caption.split())
