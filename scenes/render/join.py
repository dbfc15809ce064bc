"""Videos of one kind put one after another without encoding them again, with chapter marks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av

from scenes.stage.timeline import Timeline

_MILLISECOND = Fraction(1, 1000)


def join(videos: Sequence[Path], path: Path, timeline: Timeline) -> None:
    """Write the videos' packets into one MP4 with its index in front, its title and its chapters.

    All must have been encoded alike. Raises OSError where it cannot be written.
    """
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as film:
        film.metadata["title"] = timeline.title
        begins = 0
        stream = None
        for video in videos:
            with av.open(str(video)) as part:
                source = part.streams.video[0]
                if stream is None:
                    stream = film.add_stream_from_template(source)
                    film.set_chapters(_chapters(timeline))
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


def _chapters(timeline: Timeline) -> list[dict[str, object]]:
    return [
        {
            "id": place,
            "start": round(1000 * start),
            "end": round(1000 * end),
            "time_base": _MILLISECOND,
            "metadata": {"title": title},
        }
        for place, (title, start, end) in enumerate(timeline.chapter_spans(), start=1)
    ]
