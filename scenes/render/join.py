"""Videos of one kind put one after another without encoding them again, with chapter marks and a sound."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

import av

from scenes.render.settled import settle
from scenes.render.soft_subtitles import Subtitle
from scenes.render.sound_track import SoundTrack
from scenes.render.tracks import describe
from scenes.stage.timeline import Timeline


def join(
    videos: Sequence[Path],
    path: Path,
    timeline: Timeline,
    subtitles: Sequence[Subtitle] = (),
    sound: Path | None = None,
) -> None:
    """Write the videos' packets into one MP4 with its index in front, its title and its chapters; and those of a sound,
    in between, so that both can be read as the film goes on.

    All videos must have been encoded alike. Raises OSError where it cannot be written.
    """
    with ExitStack() as stack:
        film = stack.enter_context(av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}))
        begins = 0
        stream = None
        spoken = None
        for video in videos:
            with av.open(str(video)) as part:
                source = part.streams.video[0]
                if stream is None:
                    stream = film.add_stream_from_template(source)
                    spoken = SoundTrack(stack.enter_context(av.open(str(sound))), film, timeline) if sound else None
                    describe(film, stream, timeline, subtitles)
                assert source.time_base is not None
                offset = round(Fraction(begins, timeline.fps) / source.time_base)
                for packet in part.demux(source):
                    if packet.dts is None or packet.pts is None:
                        continue  # the end of the file
                    packet.dts += offset
                    packet.pts += offset
                    if spoken is not None:
                        spoken.goes_on(packet.dts * source.time_base)
                    packet.stream = stream
                    film.mux(packet)
                begins += source.frames
        if spoken is not None:
            spoken.goes_on(None)
    settle(path)
