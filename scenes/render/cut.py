"""A part of a finished video, to the frame, without encoding it again."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av


def cut(video: Path, path: Path, first: int, end: int) -> None:
    """Write the frames of a video from one to another (the last one not included) into an MP4 of its own.

    Frames that the first one is made from lie in front of it and are not shown: the file's edit list begins after them.
    The video must have no B-frames, and all of its frames be equally long.
    """
    # Without an edit list times below nothing would be moved up, and the hidden frames be shown.
    options = {"movflags": "+faststart", "use_editlist": "1", "avoid_negative_ts": "disabled"}
    with av.open(str(video)) as whole, av.open(str(path), "w", format="mp4", options=options) as part:
        source = whole.streams.video[0]
        assert source.time_base is not None
        assert source.average_rate is not None
        stream = part.add_stream_from_template(source)
        packets = [packet for packet in whole.demux(source) if packet.pts is not None]
        begins = max(place for place in range(first + 1) if packets[place].is_keyframe)
        offset = round(Fraction(first) / source.average_rate / source.time_base)
        for packet in packets[begins:end]:
            assert packet.pts is not None
            packet.pts -= offset
            packet.dts = packet.pts
            packet.stream = stream
            part.mux(packet)
