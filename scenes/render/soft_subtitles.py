"""Subtitles inside a video's file, as a track that players switch on."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

import av
from av.container import OutputContainer
from av.subtitles.stream import SubtitleStream

Subtitle = tuple[float, float, str]  # from which second to which, and what it says
_MILLISECOND = Fraction(1, 1000)
# What ffmpeg says of plain text, from which libavcodec makes the description of MP4's track: style, box, fonts.
_PLAIN = (
    b"[Script Info]\nScriptType: v4.00+\nPlayResX: 384\nPlayResY: 288\n[V4+ Styles]\n"
    b"Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic,"
    b" Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR,"
    b" MarginV, Encoding\n"
    b"Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1\n"
    b"[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)


def add_subtitles(container: OutputContainer, subtitles: Sequence[Subtitle], language: str) -> None:
    """Write them into a file to which nothing has been written yet, all at once: it puts them where they belong."""
    is_webm = container.format.name == "webm"
    stream = container.add_stream("webvtt" if is_webm else "mov_text")
    assert isinstance(stream, SubtitleStream)
    stream.codec_context.subtitle_header = _PLAIN
    stream.codec_context.time_base = stream.time_base = _MILLISECOND
    stream.metadata["language"] = language
    for start, end, text in subtitles:
        packet = av.Packet(_webvtt(text) if is_webm else _mov_text(text))
        packet.stream, packet.time_base = stream, _MILLISECOND
        packet.pts = packet.dts = round(1000 * start)
        packet.duration = round(1000 * end) - packet.pts
        container.mux(packet)


def _webvtt(text: str) -> bytes:
    return escape(text, quote=False).encode()


def _mov_text(text: str) -> bytes:
    """A text sample of 3GPP TS 26.245, 5.17: its length in two bytes, then UTF-8."""
    told = text.encode()
    return len(told).to_bytes(2, "big") + told
