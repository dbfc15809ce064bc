"""Pictures to H.264 in MP4, on a thread of its own so that drawing does not wait for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path
from queue import Queue
from threading import Thread

import av
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from scenes.render.h264 import Standing, is_as_before

Planes = NDArray[np.uint8]

# One thread: with more of them x264's output depends on the number of cores. No B-frames and no looking ahead:
# pictures that stand are put in between (see h264.py). Even quantisers: thin lines on flat ground look better, and cost
# less. Key pictures finer than the others: most of what they show stands for long, and a new one must not be seen to
# come.
_OPTIONS = {
    "preset": "superfast",
    "crf": "29",
    "threads": "1",
    "profile": "high",
    "bf": "0",
    "rc-lookahead": "0",
    "sc_threshold": "0",
    "weightp": "0",
    "aq-mode": "0",
    "x264-params": "8x8dct=1:chromaloc=1:force-cfr=1:ipratio=3",
}
_WAITING = 8  # pictures between the one that draws and the one that encodes


class Encoder:
    """Write pictures (yuv420p in BT.709: luma of height x width, under it both chromas) to a file: `write` them in
    order, then `close`, or `abort` on any fault.

    The file has its index in front (fast start). What went wrong while encoding is raised by the next call.
    """

    def __init__(self, path: Path, width: int, height: int, fps: int) -> None:
        self.frames = 0
        self._rate = fps
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        self._stream = open_stream(self._container, width, height, fps)
        self._as_before = _as_before(width, height, fps)
        self._standing: Standing | None = None
        self._given = self._written = 0
        self._repeats: deque[int] = deque()  # of the pictures that the encoder has not handed back yet
        self._free: Queue[Planes] = Queue()
        for _ in range(_WAITING + 2):
            self._free.put(np.empty((height * 3 // 2, width), dtype=np.uint8))
        self._queue: Queue[tuple[Planes | None, int] | None] = Queue(_WAITING)
        self._fault: BaseException | None = None
        self._thread = Thread(target=self._run, name="encoder", daemon=True)
        self._thread.start()

    def write(self, planes: Planes | None, repeat: int = 1) -> None:
        """Add a picture, shown for `repeat` frames; None is the one before."""
        self._raise()
        self.frames += repeat
        if planes is not None:
            own = self._free.get()
            np.copyto(own, planes)
            planes = own
        self._queue.put((planes, repeat))

    def close(self) -> None:
        """Finish the file."""
        self._stop()
        self._raise()
        self._write(self._stream.encode())
        self._container.close()

    def abort(self) -> None:
        """Let go of the file; it is not whole."""
        self._stop()
        self._container.close()

    def _stop(self) -> None:
        self._queue.put(None)
        self._thread.join()

    def _raise(self) -> None:
        if self._fault is not None:
            raise self._fault

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            planes, repeat = item
            try:
                if self._fault is None:
                    self._add(planes, repeat)
            except BaseException as fault:
                self._fault = fault
            if planes is not None:
                self._free.put(planes)

    def _add(self, planes: Planes | None, repeat: int) -> None:
        if planes is not None:
            self._repeats.append(repeat)
            picture = video_frame(planes)
            picture.pts, picture.time_base = self._given, Fraction(1, self._rate)
            self._given += 1
            self._write(self._stream.encode(picture))
        elif self._repeats:
            self._repeats[-1] += repeat
        else:
            self._stand(repeat)

    def _write(self, packets: Iterable[av.Packet]) -> None:
        for packet in packets:
            if self._standing is None:
                self._standing = Standing(bytes(self._stream.codec_context.extradata or b""), self._as_before)
            self._mux(self._standing.packet(bytes(packet)), packet.is_keyframe)
            self._stand(self._repeats.popleft() - 1)

    def _stand(self, frames: int) -> None:
        assert self._standing is not None
        for _ in range(frames):
            self._mux(self._standing.stand(), False)

    def _mux(self, data: bytes, is_key: bool) -> None:
        packet = av.Packet(data)
        packet.stream, packet.time_base = self._stream, Fraction(1, self._rate)
        packet.pts = packet.dts = self._written
        packet.duration, packet.is_keyframe = 1, is_key
        self._written += 1
        self._container.mux(packet)


def video_frame(planes: Planes) -> av.VideoFrame:
    """A picture as the encoder takes it."""
    if planes.shape[0] % 6:  # PyAV 18 takes a height that four does not divide for one two rows less
        return av.VideoFrame.from_ndarray(planes, format="yuv420p")
    return av.VideoFrame.from_numpy_buffer(planes, format="yuv420p")


def open_stream(container: OutputContainer, width: int, height: int, fps: int) -> VideoStream:
    """A stream of pictures as the films have them."""
    stream = container.add_stream("libx264", rate=fps, options=_OPTIONS)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    context = stream.codec_context
    context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1, 1
    return stream


@cache
def _as_before(width: int, height: int, fps: int) -> bytes:
    """What libx264 writes for a picture that is the one before."""
    with av.open(BytesIO(), "w", format="mp4") as container:
        stream = open_stream(container, width, height, fps)
        planes = np.full((height * 3 // 2, width), 128, dtype=np.uint8)
        packets: list[av.Packet] = []
        for place in range(2):
            picture = video_frame(planes)
            picture.pts, picture.time_base = place, Fraction(1, fps)
            packets += stream.encode(picture)
        _, second = [bytes(packet) for packet in (*packets, *stream.encode())]
    assert is_as_before(second)
    return second
