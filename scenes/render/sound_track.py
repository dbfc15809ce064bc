"""What is heard in a film, on its way from a file of its own into that of the film."""

from __future__ import annotations

from fractions import Fraction

from av.container import InputContainer, OutputContainer

from scenes.render.tracks import language_of
from scenes.stage.timeline import Timeline


class SoundTrack:
    """The packets of a sound, which are not encoded again, between those of a film's pictures."""

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
