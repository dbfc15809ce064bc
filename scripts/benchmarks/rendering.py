"""Rendering a lesson, against `manim render` of the same file in the same run: time, size, quality, memory."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from time import perf_counter

import av
import numpy as np
from numpy.typing import NDArray

from scenes.lessons import index
from scenes.render.edition import Edition
from scenes.render.encoder import open_stream, video_frame
from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.renderer import QuickRenderer

SAMPLE_EVERY = 60  # frames: of so many one is looked at for quality


@dataclass(frozen=True)
class Run:
    """What one way of rendering took and left: seconds, the memory of its largest process (bytes), the size of the
    video (bytes), and the luma's peak signal-to-noise ratio against the frames before encoding (decibels)."""

    seconds: float
    memory: int
    size: int
    decibels: float


@dataclass(frozen=True)
class Comparison:
    """A lesson rendered both ways. `least` is the time that x264 alone takes for the pictures that really change, on
    one core."""

    lesson: str
    frames: int
    fps: int
    ours: Run
    stock: Run
    least: float
    cores: int

    @property
    def times_faster(self) -> float:
        """Stock Manim's time over ours."""
        return self.stock.seconds / self.ours.seconds

    @property
    def frames_a_second(self) -> float:
        """Ours."""
        return self.frames / self.ours.seconds

    @property
    def times_least(self) -> float:
        """Our time over the least time, if that were spread over all cores."""
        return self.ours.seconds / (self.least / self.cores)


def comparisons(lessons: Sequence[str], quality: str) -> Iterator[Comparison]:
    """Render lessons with their default parameters, in English, 16:9, dark; first stock Manim, then ours."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    for lesson in lessons:
        edition = Edition(lesson, defaults(lesson), "en", quality)
        film = index.film(lesson)
        with tempfile.TemporaryDirectory(prefix="backreel-bench-") as folder:
            stock = [
                *(sys.executable, "-m", "manim", "render", "--disable_caching", "--progress_bar", "none"),
                *(
                    "-v",
                    "ERROR",
                    f"-q{quality}",
                    "--media_dir",
                    f"{folder}/stock",
                    inspect.getfile(film),
                    film.__name__,
                ),
            ]
            ours = [
                sys.executable,
                "-m",
                "scripts.main",
                "render",
                lesson,
                "-q",
                quality,
                "--no-cache",
                "-o",
                f"{folder}/ours",
            ]
            times = [_timed(stock), _timed(ours)]
            videos = [
                next(Path(folder, "stock").rglob(f"{film.__name__}.mp4")),
                Path(folder, "ours", f"{lesson}.en.mp4"),
            ]
            samples, frames, least = _samples(edition)
            runs = [
                Run(seconds, memory, video.stat().st_size, _decibels(video, luma))
                for (seconds, memory), video, luma in zip(times, videos, samples, strict=True)
            ]
            yield Comparison(lesson, frames, edition.rate.fps, runs[1], runs[0], least, cores)


def table(found: Sequence[Comparison]) -> str:
    """In Markdown."""
    head = (
        "lesson",
        "length",
        "stock",
        "ours",
        "times faster",
        "frames/s",
        "over x264 alone",
        "size",
        "PSNR, stock and ours",
        "MB a process",
    )
    rows = [
        (
            one.lesson,
            f"{one.frames / one.fps:.0f} s",
            f"{one.stock.seconds:.0f} s",
            f"{one.ours.seconds:.1f} s",
            f"{one.times_faster:.1f}",
            f"{one.frames_a_second:.0f}",
            f"{one.times_least:.1f}",
            f"{one.ours.size / one.stock.size:.2f} of stock's",
            f"{one.stock.decibels:.1f} and {one.ours.decibels:.1f} dB",
            f"{one.ours.memory / 1e6:.0f}",
        )
        for one in found
    ]
    if len(found) > 1:
        stock, ours = (sum(times) for times in zip(*((o.stock.seconds, o.ours.seconds) for o in found), strict=True))
        frames = sum(one.frames for one in found)
        length = f"{sum(one.frames / one.fps for one in found):.0f} s"
        rows.append(
            ("all", length, f"{stock:.0f} s", f"{ours:.1f} s", f"{stock / ours:.1f}", f"{frames / ours:.0f}", *[""] * 4)
        )
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def defaults(lesson: str) -> dict[str, object]:
    """The parameters that a lesson has when none is told."""
    return dict(importlib.import_module(f"scenes.lessons.numbers.{lesson}").defaults())


# What a process took is counted from what started it, and that must be small: a child begins with its parent's memory.
_WATCHED = """
import json, resource, subprocess, sys, time
begin = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
took = time.perf_counter() - begin
print(json.dumps([took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, done.returncode, done.stderr]))
"""


def _timed(command: list[str]) -> tuple[float, int]:
    """Seconds, and the memory of the largest process."""
    told = subprocess.run([sys.executable, "-c", _WATCHED, *command], stdout=subprocess.PIPE, text=True, check=True)
    seconds, memory, code, said = json.loads(told.stdout)
    if code:
        raise RuntimeError(f"{' '.join(command)}: {said}")
    return seconds, memory


def _samples(edition: Edition) -> tuple[list[dict[int, NDArray[np.uint8]]], int, float]:
    """The luma of every so many frames before encoding, as stock Manim's encoder is given it and as ours is; how many
    frames there are; and the seconds that x264 takes for all that change."""
    size, fps = edition.rate.size(edition.frame), edition.rate.fps
    stock: dict[int, NDArray[np.uint8]] = {}
    ours: dict[int, NDArray[np.uint8]] = {}
    count, given, least = 0, 0, 0.0

    with manim_set(edition.frame, size, fps), quick_manim(), av.open(os.devnull, "w", format="null") as nowhere:
        stream = open_stream(nowhere, *size, fps)

        def take(planes: NDArray[np.uint8] | None, repeat: int) -> None:
            nonlocal count, given, least
            for place in range(count, count + repeat):
                if place % SAMPLE_EVERY == 0:
                    pixels = av.VideoFrame.from_ndarray(scene.renderer.camera.pixel_array, format="rgba")
                    stock[place] = pixels.reformat(format="yuv420p").to_ndarray()[: size[1]]
                    ours[place] = scene.renderer.picture.planes[: size[1]].copy()
            count += repeat
            if planes is not None:
                picture = video_frame(planes)
                picture.pts, picture.time_base = given, Fraction(1, fps)
                given += 1
                begin = perf_counter()
                stream.encode(picture)
                least += perf_counter() - begin

        scene = index.film(edition.lesson)(edition.settings(), renderer=QuickRenderer(take))
        scene.render()
    return [stock, ours], count, least


def _decibels(video: Path, luma: dict[int, NDArray[np.uint8]]) -> float:
    errors = []
    with av.open(str(video)) as film:
        film.streams.video[0].thread_type = "AUTO"
        for place, frame in enumerate(film.decode(video=0)):
            if place in luma:
                shown = frame.to_ndarray(format="yuv420p")[: luma[place].shape[0]]
                errors.append(((shown.astype(np.float32) - luma[place]) ** 2).mean())
    return float(10 * np.log10(255**2 / np.mean(errors)))
