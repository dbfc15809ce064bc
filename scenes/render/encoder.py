"""Frames to H.264 in MP4, on a thread of its own so that drawing does not wait for it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from queue import Queue
from threading import Thread

import av
import numpy as np
from av.video.reformatter import Colorspace
from numpy.typing import NDArray

Frame = NDArray[np.uint8]

# One thread: with more of them x264's output depends on the number of cores. superfast at this quantiser looks
# better than medium at its default, at a third of the time.
_OPTIONS = {"preset": "superfast", "crf": "18", "threads": "1", "profile": "high"}
_WAITING = 8  # frames between the one that draws and the one that encodes


class Encoder:
    """Write RGBA frames of height x width x 4 to a file: `write` them in order, then `close`, or `abort` on any fault.

    The file is yuv420p in BT.709 with its index in front (fast start). What went wrong while encoding is raised by
    the next call.
    """

    def __init__(self, path: Path, width: int, height: int, fps: int, title: str) -> None:
        self.frames = 0
        self._size = (width, height)
        self._rate = fps
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        self._container.metadata["title"] = title
        self._stream = self._container.add_stream("libx264", rate=fps, options=_OPTIONS)
        self._stream.width, self._stream.height = width + width % 2, height + height % 2
        self._stream.pix_fmt = "yuv420p"
        context = self._stream.codec_context
        context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1, 1
        self._queue: Queue[tuple[Frame, int] | None] = Queue(_WAITING)
        self._fault: BaseException | None = None
        self._thread = Thread(target=self._run, name="encoder", daemon=True)
        self._thread.start()

    def write(self, frame: Frame, repeat: int = 1) -> None:
        """Add a frame, shown for `repeat` frames. The array belongs to the encoder from now on."""
        self._raise()
        self.frames += repeat
        self._queue.put((frame, repeat))

    def close(self) -> None:
        """Finish the file."""
        self._stop()
        self._raise()
        for packet in self._stream.encode():
            self._container.mux(packet)
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
        count = 0
        while (item := self._queue.get()) is not None:
            if self._fault is not None:
                continue
            frame, repeat = item
            try:
                picture = self._picture(frame)
                for _ in range(repeat):
                    picture.pts, picture.time_base = count, Fraction(1, self._rate)
                    count += 1
                    for packet in self._stream.encode(picture):
                        self._container.mux(packet)
            except BaseException as fault:
                self._fault = fault

    def _picture(self, frame: Frame) -> av.VideoFrame:
        width, height = self._stream.width, self._stream.height
        if (width, height) != self._size:  # 4:2:0 wants even sides: the last row or column is doubled
            frame = np.pad(frame, ((0, height - frame.shape[0]), (0, width - frame.shape[1]), (0, 0)), mode="edge")
        picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgba")
        return picture.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)
