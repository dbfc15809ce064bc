"""Films encoded anew: WebM, and QuickTime for those who edit."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.video.reformatter import Colorspace

from scenes.render.settled import settle
from scenes.render.soft_subtitles import Subtitle
from scenes.render.sound_track import SoundTrack
from scenes.render.tracks import describe
from scenes.stage.timeline import Timeline

# Constant quality. "realtime" is ten times as fast as "good" here (28 s of 480 lines in 1.3 s and in 13.6 s, on two
# cores), at the same 45 dB against the clips, and an eighth larger.
_VP9 = {
    "crf": "24",
    "b:v": "0",
    "deadline": "realtime",
    "cpu-used": "7",
    "row-mt": "1",
    "threads": "2",
    "tile-columns": "2",
    "g": "240",
    "auto-alt-ref": "0",
}


def webm(
    videos: Sequence[Path],
    path: Path,
    timeline: Timeline,
    is_transparent: bool,
    subtitles: Sequence[Subtitle],
    sound: Path | None = None,
) -> None:
    """VP9, which each browser plays; alpha too (Safari excepted). Subtitles are WebVTT; the sound is to be Opus."""
    pixels = "yuva420p" if is_transparent else "yuv420p"
    _encode(videos, path, timeline, _Coding("webm", "libvpx-vp9", pixels, _VP9), subtitles, sound)


def mov(
    videos: Sequence[Path], path: Path, timeline: Timeline, subtitles: Sequence[Subtitle], sound: Path | None = None
) -> None:
    """ProRes 4444, which Final Cut, Premiere, Resolve and Keynote read, with alpha in 16 bits; the sound is to be AAC.
    (PNG in QuickTime loses nothing, but is played by few; Animation is dropped by Apple. libavcodec's other encoder,
    prores_ks, is nearer to the pictures by what nobody sees, takes three times as long, and a fifth more room.)"""
    coding = _Coding("mov", "prores_aw", "yuva444p10le", {"profile": "4"})
    _encode(videos, path, timeline, coding, subtitles, sound)
    settle(path)


@dataclass(frozen=True)
class _Coding:
    """A kind of file, and how its pictures are coded."""

    container: str
    codec: str
    pixels: str
    options: dict[str, str]


def _encode(
    videos: Sequence[Path],
    path: Path,
    timeline: Timeline,
    coding: _Coding,
    subtitles: Sequence[Subtitle],
    sound: Path | None,
) -> None:
    with ExitStack() as stack:
        film = stack.enter_context(av.open(str(path), "w", format=coding.container))
        stream = film.add_stream(coding.codec, rate=timeline.fps, options=coding.options)
        with av.open(str(videos[0])) as first:
            stream.width, stream.height = first.streams.video[0].width, first.streams.video[0].height
        stream.pix_fmt = coding.pixels
        context = stream.codec_context
        context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1, 1
        context.thread_type = "AUTO"
        spoken = SoundTrack(stack.enter_context(av.open(str(sound))), film, timeline) if sound else None
        describe(film, stream, timeline, subtitles)
        place = 0
        for video in videos:
            with av.open(str(video)) as part:
                for frame in part.decode(video=0):
                    picture = frame.reformat(
                        format=coding.pixels,
                        src_colorspace=Colorspace.ITU709,
                        dst_colorspace=Colorspace.ITU709,
                        threads=1,  # with more libswscale leaves marks in alpha where their parts meet
                    )
                    picture.pts, picture.time_base = place, Fraction(1, timeline.fps)
                    picture.pict_type = av.video.frame.PictureType.NONE
                    if spoken is not None:
                        spoken.goes_on(Fraction(place, timeline.fps))
                    film.mux(stream.encode(picture))
                    place += 1
        film.mux(stream.encode())
        if spoken is not None:
            spoken.goes_on(None)
