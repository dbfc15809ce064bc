"""Pictures without background to QuickTime's Animation, which loses nothing: what transparent films are made from."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av

from scenes.render.encoder import Planes


class ClearEncoder:
    """As `Encoder`, for pictures of red, green, blue and alpha (height x width x 4). What stands costs a few bytes."""

    def __init__(self, path: Path, width: int, height: int, fps: int) -> None:
        self.frames = 0
        self._rate = fps
        self._container = av.open(str(path), "w", format="mov")
        self._stream = self._container.add_stream("qtrle", rate=fps, options={"g": "600"})
        self._stream.width, self._stream.height, self._stream.pix_fmt = width, height, "argb"
        self._picture: av.VideoFrame | None = None

    def write(self, planes: Planes | None, repeat: int = 1) -> None:
        """Add a picture, shown for `repeat` frames; None is the one before."""
        if planes is not None:
            self._picture = av.VideoFrame.from_ndarray(planes, format="rgba").reformat(format="argb")
        assert self._picture is not None
        for _ in range(repeat):
            self._picture.pts, self._picture.time_base = self.frames, Fraction(1, self._rate)
            self._container.mux(self._stream.encode(self._picture))
            self.frames += 1

    def close(self) -> None:
        """Finish the file."""
        self._container.mux(self._stream.encode())
        self._container.close()

    def abort(self) -> None:
        """Let go of the file; it is not whole."""
        self._container.close()
