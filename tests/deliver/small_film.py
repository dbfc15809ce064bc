"""Three seconds of video with everything that lies beside a film, made without Backreel's renderer; its words are such
that each place they go to must escape them."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from PIL import Image

from scenes.deliver import captions
from scenes.deliver.lesson import Delivery
from scenes.deliver.transcript import transcript
from scenes.stage.timeline import Said, ShotSpan, Timeline

FPS, SECONDS, SIZE = 15, 3, (320, 180)
TITLE = "One <b>neuron</b> & \"co\" {{< x >}} 'y'"
SAID = "2 < 3 & *what* of it?"
POSTER = 'A curve, "L" < 3.61 & <i>falling</i>, $x_1 * x_2$ [or] `not` ``` \\ end'


def small_film(folder: Path) -> Delivery:
    """It is in Russian and called neuron.ru."""
    words = (Said(SAID, 0, 30), Said("Да.", 30, FPS * SECONDS))
    shot = ShotSpan("only", words, POSTER, 0, FPS * SECONDS)
    timeline = Timeline("neuron", "ru", TITLE, FPS, (shot,), ())
    made = [folder / f"neuron.ru{suffix}" for suffix in (".mp4", ".png", ".vtt", ".srt", ".txt")]
    _write_video(made[0])
    Image.new("RGB", SIZE, "navy").save(made[1])
    for path, text in zip(made[2:], (captions.webvtt, captions.subrip, transcript), strict=True):
        path.write_text(text(timeline), encoding="utf-8")
    return Delivery(tuple(made), timeline, poster_text=POSTER)


def _write_video(path: Path) -> None:
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        for number in range(FPS * SECONDS):
            picture = np.full((SIZE[1], SIZE[0], 3), 4 * number, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
