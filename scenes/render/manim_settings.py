"""Manim set for one film: the size of its frames, and neither Manim's cache nor its own files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from manim import tempconfig

from engine.files.scratch import WORK, Scratch
from scenes.stage.frame.layout import Aspect


@contextmanager
def manim_set(aspect: Aspect, size: tuple[int, int], fps: int, is_transparent: bool = False) -> Iterator[None]:
    """Within it, Manim draws frames of this shape and size, and writes no file that stays."""
    settings = {
        "pixel_width": size[0],
        "pixel_height": size[1],
        "frame_width": aspect.width,
        "frame_height": aspect.height,
        "frame_rate": fps,
        "background_opacity": 0.0 if is_transparent else 1.0,
        "dry_run": True,
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
    }
    with Scratch(tempfile.gettempdir(), WORK) as folder, tempconfig({**settings, "media_dir": str(folder)}):
        yield
