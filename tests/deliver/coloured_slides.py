"""Slides whose every frame has a colour of its own, so that a screenshot says which one is seen."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from PIL import Image

from scenes.deliver.deck.slides import Slide, Slides
from scenes.stage.timeline import Said

FPS, FRAMES, WIDTH, HEIGHT = 15, 15, 320, 180
NAMES = ("first", "asks", "last")
STOP = 8  # of the second slide: frames 0 to 7 ask, 8 to 14 answer
_RED, _STEP = 40, 12


def colour(slide: int, frame: int) -> tuple[int, int, int]:
    return (_RED + _STEP * frame, 60 + 60 * slide, 120)


def seen(screenshot: bytes) -> tuple[int, int]:
    """The slide and the frame in the middle of a screenshot; AssertionError if it is neither."""
    picture = Image.open(BytesIO(screenshot)).convert("RGB")
    red, green, blue = picture.getpixel((picture.width // 2, picture.height // 2))
    slide, frame = round((green - 60) / 60), round((red - _RED) / _STEP)
    wanted = colour(slide, frame)
    assert max(abs(a - b) for a, b in zip((red, green, blue), wanted, strict=True)) <= 5, (red, green, blue)
    return slide, frame


def stands(page, slide: int, frame: int) -> None:
    """Wait until this frame of this slide stands there, and see whether it goes on standing. A picture may come later
    than the video says that it is there: on a machine that is busy."""
    page.wait_for_function(
        """([slide, at]) => { const one = document.querySelector("video.upper");
        return one && one.paused && !one.seeking && Math.abs(one.currentTime - at) < 0.02
          && one.slide.id === location.hash.slice(1)
          && document.querySelector(".place").textContent.startsWith(`${slide + 1} /`) }""",
        arg=[slide, (frame + 0.5) / FPS],
        timeout=20_000,
    )
    picture = page.locator(".stage")
    for _ in range(20):
        if seen(picture.screenshot()) == (slide, frame):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(150)
    shown = seen(picture.screenshot())
    assert shown == (slide, frame), f"slide and frame {shown}, not {(slide, frame)}"


def decks(folder: Path) -> list[Slides]:
    """Three slides in English and the same in Russian; the second one asks something."""
    videos = [_video(folder / f"{number}.mp4", number) for number in range(len(NAMES))]
    said = {
        "en": ("Numbers go forward.", ("How large is 1 < 2?", "It is this large."), "That is all."),
        "ru": ("Числа идут вперёд.", ("Насколько велико 1 < 2?", "Вот настолько."), "Это всё."),
    }
    seen_there = {"en": "A picture of", "ru": "Картинка"}
    made = []
    for language, (first, (question, answer), last) in said.items():
        words = (
            (Said(first, 0, FRAMES),),
            (Said(question, 0, STOP, is_question=True), Said(answer, STOP, FRAMES)),
            (Said(last, 0, FRAMES),),
        )
        slides = tuple(
            Slide(
                f"lesson.{name}",
                "Deck" if language == "en" else "Слайды",
                videos[number],
                FPS,
                FRAMES,
                (STOP,) if name == "asks" else (),
                words[number],
                f"{seen_there[language]} {name}.",
            )
            for number, name in enumerate(NAMES)
        )
        made.append(Slides("Deck" if language == "en" else "Слайды", language, slides))
    return made


def _video(path: Path, slide: int) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"crf": "4", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.time_base = Fraction(1, FPS)
        stream.codec_context.colorspace = Colorspace.ITU709
        stream.codec_context.color_primaries = ColorPrimaries.BT709
        stream.codec_context.color_trc = ColorTrc.BT709
        stream.codec_context.color_range = ColorRange.MPEG
        for number in range(FRAMES):
            pixels = np.full((HEIGHT, WIDTH, 3), colour(slide, number), dtype=np.uint8)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            container.mux(stream.encode(frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)))
        container.mux(stream.encode())
    return path
