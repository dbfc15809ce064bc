"""Sound: read, brought to one loudness, put in its places and written as AAC or Opus.

Each piece is brought to -16 LUFS (ITU-R BS.1770-4), not to the -23 of EBU R 128: that is for broadcasts, heard through
receivers that expect it. A lesson is heard on laptops and telephones beside other things of the web, where -16
is usual (AES TD1004: -16 to -20; podcasts: -16), and what is at -23 is hard to hear in a classroom. Its samples stay
below -3.5 dB full scale, so that the true peak is below -1 dB (TD1004) after encoding too.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RATE = 48_000  # samples a second
LOUDNESS = -16.0
_PEAK = 10 ** (-3.5 / 20)
_TRIES = 6  # what is let down at its peaks is less loud, and wants more
_BLOCK = 0.4  # seconds that BS.1770 measures at once; what is shorter is measured with silence after it
_SMOOTH = 0.005  # seconds in which a peak is let down
_BITS = 128_000  # a second; with fewer the coder throws peaks higher
_CODINGS = {"aac": ("aac", "mp4", "fltp"), "opus": ("libopus", "webm", "flt")}

Samples = NDArray[np.float32]


def read(path: Path) -> Samples:
    """A sound file as one channel. Raises OSError where there is no sound in it."""
    try:
        with av.open(str(path)) as container:
            resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            frames = [made for frame in container.decode(audio=0) for made in resampler.resample(frame)]
            frames += resampler.resample(None)
    except (av.error.FFmpegError, IndexError) as fault:
        raise OSError(errno.EINVAL, "is no sound that can be read", str(path)) from fault
    samples = np.concatenate([np.zeros(0, np.float32), *(frame.to_ndarray().reshape(-1) for frame in frames)])
    if not np.any(samples):
        raise OSError(errno.EINVAL, "is silent", str(path))
    return samples


def make_sure_of(path: Path) -> None:
    """Raises OSError for a file that does not begin as a sound does; it is not read to its end."""
    try:
        with av.open(str(path)) as container:
            next(container.decode(audio=0))
    except (av.error.FFmpegError, IndexError, StopIteration) as fault:
        raise OSError(errno.EINVAL, "is no sound that can be read", str(path)) from fault


def normalised(samples: Samples) -> Samples:
    """A sound at the loudness that all have; peaks that would then be too high are let down."""
    made, gain = samples, 0.0
    for _ in range(_TRIES):
        wanting = LOUDNESS - _loudness(made)
        if not np.isfinite(wanting) or abs(wanting) < 0.1:  # hardly a sound at all, or there
            break
        gain += wanting
        made = _limited(samples * np.float32(10 ** (gain / 20)))
    return made


def _loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS; minus infinity for what is hardly a sound."""
    import pyloudnorm  # part of the extra `voice`

    short = max(0, round(_BLOCK * RATE) + 1 - len(samples))
    return float(pyloudnorm.Meter(RATE).integrated_loudness(np.pad(samples, (0, short)).astype(np.float64)))


def keep(samples: Samples, path: Path) -> Path:
    """Put a sound aside, as it is, in a file beside this name."""
    file = path.with_suffix(".npy")
    np.save(file, samples)
    return file


def seconds(kept: Path) -> float:
    """How long a sound is that was put aside."""
    return len(np.load(kept, mmap_mode="r", allow_pickle=False)) / RATE


def write(pieces: Iterable[tuple[float, Path]], length: float, coding: str, path: Path) -> Path:
    """AAC in MP4, or Opus in WebM, of so many seconds: sounds that were put aside, in order, each from its second on,
    silence between.

    Raises OSError where it cannot be written, ValueError for a sound that does not fit before the next or the end.
    """
    codec, kind, samples_as = _CODINGS[coding]
    with av.open(str(path), "w", format=kind) as container:
        stream = container.add_stream(codec, rate=RATE, layout="mono")
        stream.bit_rate = _BITS
        done = 0
        for samples in _whole(pieces, round(length * RATE)):
            for first in range(0, len(samples), RATE):
                part = np.ascontiguousarray(samples[None, first : first + RATE])
                frame = av.AudioFrame.from_ndarray(part, format=samples_as, layout="mono")
                frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), done
                done += part.shape[1]
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _whole(pieces: Iterable[tuple[float, Path]], length: int) -> Iterator[Samples]:
    """Silence and sounds, one after another."""
    done = 0
    for begins, file in pieces:
        samples = np.load(file, allow_pickle=False)
        first = round(begins * RATE)
        if first < done or first + len(samples) > length:
            raise ValueError(f"a sound of {len(samples) / RATE:.2f} s at {begins:.2f} s does not fit")
        yield np.zeros(first - done, np.float32)
        yield samples
        done = first + len(samples)
    yield np.zeros(length - done, np.float32)


def _limited(samples: Samples) -> Samples:
    """The samples with all around a peak let down, so far that it is as high as allowed."""
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    wide = 2 * round(_SMOOTH * RATE) + 1
    gain = np.minimum(1.0, _PEAK / np.maximum(np.abs(samples), 1e-9))
    lowest = minimum_filter1d(gain, wide, mode="nearest")  # a window wide, then smoothed over one: never above `gain`
    return np.asarray(samples * uniform_filter1d(lowest, wide, mode="nearest"), np.float32)
