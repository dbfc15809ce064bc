"""Videos of one kind put one after another without encoding them again, with chapter marks and a sound."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer

from scenes.render.tracks import describe, language_of
from scenes.stage.timeline import Timeline


def join(
    videos: Sequence[Path],
    path: Path,
    timeline: Timeline,
    with_subtitles: bool = False,
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
                    spoken = _Sound(stack.enter_context(av.open(str(sound))), film, timeline) if sound else None
                    describe(film, stream, timeline, with_subtitles)
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


class _Sound:
    """The packets of a sound on their way into a film."""

    def __init__(self, source: InputContainer, film: OutputContainer, timeline: Timeline) -> None:
        self._film = film
        self._stream = film.add_stream_from_template(source.streams.audio[0])
        self._stream.metadata["language"] = language_of(timeline)
        self._packets = (packet for packet in source.demux(source.streams.audio[0]) if packet.dts is not None)
        self._next = next(self._packets, None)

    def goes_on(self, until: Fraction | None) -> None:
        """Write what comes before this time, in seconds; all that is left without one."""
        while (packet := self._next) is not None:
            assert packet.dts is not None
            if until is not None and packet.dts * packet.time_base > until:
                return
            packet.stream = self._stream
            self._film.mux(packet)
            self._next = next(self._packets, None)
