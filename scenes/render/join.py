"""Videos of one kind put one after another without encoding them again, with chapter marks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av

from scenes.render.tracks import describe
from scenes.stage.timeline import Timeline


def join(videos: Sequence[Path], path: Path, timeline: Timeline, with_subtitles: bool = False) -> None:
    """Write the videos' packets into one MP4 with its index in front, its title and its chapters.

    All must have been encoded alike. Raises OSError where it cannot be written.
    """
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as film:
        begins = 0
        stream = None
        for video in videos:
            with av.open(str(video)) as part:
                source = part.streams.video[0]
                if stream is None:
                    stream = film.add_stream_from_template(source)
                    describe(film, stream, timeline, with_subtitles)
                assert source.time_base is not None
                offset = round(Fraction(begins, timeline.fps) / source.time_base)
                for packet in part.demux(source):
                    if packet.dts is None or packet.pts is None:
                        continue  # the end of the file
                    packet.dts += offset
                    packet.pts += offset
                    packet.stream = stream
                    film.mux(packet)
                begins += source.frames
