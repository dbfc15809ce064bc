"""Kill what renders, at random; the next run must make what an undisturbed one makes, and leave nothing else behind.

python -m tests.render.kills --kills 50 --seed 1
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from zipfile import ZipFile

import av
import numpy as np
from PIL import Image, ImageSequence

ROOT = Path(__file__).parents[2]
CALLS = (
    "render chain -q l -j 2",
    "render chain -q l -j 1",
    "render chain -q l -j 2 --narrate",
    "render chain -q l -j 2 --to webm,gif --shots summary",
    "slides chain -q l -j 2 --to html,pptx,pdf",
    "render chain -q l -j 1 --to mp4,webp,png --shots summary",
    "page chain -q l -j 2",
)
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
VICTIMS = ("parent", "child", "group")
MOVING = {".mp4", ".webm", ".mov", ".gif", ".webp", ".png"}
ANSWERS = (0, 1, 130, -signal.SIGKILL)
PATIENCE = 120.0  # seconds; who takes longer hangs


@dataclass(frozen=True)
class Place:
    """Where calls work: an output, a cache and a temporary folder."""

    folder: Path

    def start(self, call: str) -> subprocess.Popen[str]:
        """This call of the command line, in a session of its own."""
        tmp = self.folder / "tmp"
        tmp.mkdir(parents=True, exist_ok=True)
        own = {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp), "BACKREEL_CACHE": str(self.folder / "cache")}
        return subprocess.Popen(
            [sys.executable, "-m", "scripts.start", *call.split(), "-o", str(self.output)],
            cwd=ROOT,
            env={**os.environ, **own},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
        )

    @property
    def output(self) -> Path:
        """The folder of what is made."""
        return self.folder / "out"

    def left(self) -> list[str]:
        """What is there and should not be."""
        hidden = [*self.output.glob(".*"), *(self.folder / "tmp").iterdir()]
        halves = self.folder / "cache" / "halves"
        return [str(path.relative_to(self.folder)) for path in [*hidden, *(halves.glob("*"))]]


def descendants(process: int) -> list[int]:
    """The processes that this one has started, and those that they have, living ones."""
    found: list[int] = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == process and state != "Z":
            child = int(status.parent.name)
            found += [child, *descendants(child)]
    return found


def in_session(session: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


def differences(one: Path, other: Path) -> list[str]:
    """Files that one folder has and the other has not, or not the same."""
    names = {path.relative_to(folder) for folder in (one, other) for path in folder.rglob("*") if path.is_file()}
    return [str(name) for name in sorted(names) if not _same(one / name, other / name)]


def _same(one: Path, other: Path) -> bool:
    if not one.exists() or not other.exists():
        return False
    if one.read_bytes() == other.read_bytes():
        return True
    if one.suffix == ".pptx":
        with ZipFile(one) as first, ZipFile(other) as second:
            return {name: first.read(name) for name in first.namelist()} == {
                name: second.read(name) for name in second.namelist()
            }
    if one.suffix in MOVING:
        return all(
            a is not None and b is not None and np.array_equal(a, b) for a, b in zip_longest(_heard(one), _heard(other))
        )
    return False


def _heard(path: Path) -> Iterator[np.ndarray]:
    """All that a file shows and lets hear, frame by frame."""
    if path.suffix == ".webp":  # which FFmpeg does not read where it moves
        with Image.open(path) as pictures:
            for picture in ImageSequence.Iterator(pictures):
                yield np.array(picture.convert("RGBA"))
        return
    with av.open(str(path)) as container:
        for stream in [*container.streams.video, *container.streams.audio]:
            container.seek(0)
            for frame in container.decode(stream):
                yield frame.to_ndarray()


class Killer:
    """Kills calls and looks at what the next one makes. `rng` decides when, whom and how."""

    def __init__(self, folder: Path, rng: random.Random, calls: Sequence[str] = CALLS) -> None:
        self.folder, self.rng, self.calls = folder, rng, calls
        self._undisturbed: dict[str, tuple[Path, float]] = {}

    def undisturbed(self, call: str) -> tuple[Path, float]:
        """What a call makes that nobody kills, and how long it takes when all shots are there."""
        if call not in self._undisturbed:
            place = Place(self.folder / f"undisturbed{len(self._undisturbed)}")
            if self._cache().exists():
                shutil.copytree(self._cache(), place.folder / "cache")
            for _ in range(2):
                begin = time.monotonic()
                process = place.start(call)
                _, said = process.communicate(timeout=5 * PATIENCE)
                assert process.returncode == 0, said
            assert not place.left(), place.left()
            self._undisturbed[call] = place.output, time.monotonic() - begin
            shutil.copytree(place.folder / "cache", self._cache(), dirs_exist_ok=True)
        return self._undisturbed[call]

    def _cache(self) -> Path:
        """All shots of all undisturbed calls."""
        return self.folder / "cache"

    def _missing(self, place: Place) -> int:
        """Give a place the cache, now and then an empty one, else with some shots missing; how many those are."""
        if self.rng.random() < 0.1:
            return 8
        shutil.copytree(self._cache(), place.folder / "cache")
        return self._without_some_shots(place)

    def _without_some_shots(self, place: Place) -> int:
        shots = sorted((place.folder / "cache" / "shots").glob("*"))
        missing = self.rng.sample(shots, min(len(shots), self.rng.randint(0, 4)))
        for shot in missing:
            shot.unlink()
        return len(missing)

    def kill(self, number: int, call: str) -> tuple[str, list[str]]:
        """Kill a call, once or twice, and call again: what was done, and what is wrong then."""
        wanted, seconds = self.undisturbed(call)
        place = Place(self.folder / f"killed{number}")
        missing = self._missing(place)
        seconds += 2 + 1.5 * missing if missing else 0
        told, wrong, hits = [], [], self.rng.choice((1, 1, 2))
        while len(told) < hits:
            done, faults = self._killed(place, call, seconds)
            wrong += faults
            if done:
                told.append(done)
            else:  # it was quicker than expected
                seconds *= 0.6
                self._without_some_shots(place)
        process = place.start(call)
        try:
            _, said = process.communicate(timeout=PATIENCE + 5 * seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return f"{call}: {'; '.join(told)}", [*wrong, "the next run hangs"]
        if process.returncode:
            wrong.append(f"the next run ends with {process.returncode}: {said}")
        wrong += [f"other than undisturbed: {name}" for name in differences(wanted, place.output)]
        wrong += [f"left behind: {name}" for name in place.left()]
        shutil.rmtree(place.folder, ignore_errors=True)
        return f"{call} ({missing} shots missing): {'; '.join(told)}", wrong

    def _killed(self, place: Place, call: str, seconds: float) -> tuple[str, list[str]]:
        sent, victim, when = (
            self.rng.choice(SIGNALS),
            self.rng.choice(VICTIMS),
            self.rng.choice((self.rng.uniform(0, 1), self.rng.uniform(0.8, 1.0))) * seconds,
        )
        process = place.start(call)
        time.sleep(when)
        children = descendants(process.pid)
        target = self.rng.choice(children) if victim == "child" and children else process.pid
        if process.poll() is not None:
            process.communicate()
            return "", []
        with suppress(ProcessLookupError):  # it has just ended
            (os.killpg if victim == "group" else os.kill)(target, sent)
        told = f"{sent.name} to {victim} after {when:.2f} s"
        try:
            _, said = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return told, ["it hangs"]
        wrong = []
        if process.returncode not in ANSWERS or len(said.splitlines()) > 1:
            wrong.append(f"it ends with {process.returncode}: {said}")
        deadline = time.monotonic() + 10
        while in_session(process.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        if orphans := in_session(process.pid):
            wrong.append(f"processes go on: {orphans}")
            os.killpg(process.pid, signal.SIGKILL)
        return f"{told} ({process.returncode})", wrong


def main() -> None:
    """So many kills as are wanted; exit code 1 if anything was wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory(prefix="backreel-kills-", ignore_cleanup_errors=True) as folder:
        killer = Killer(Path(folder), random.Random(wanted.seed))
        for number in range(wanted.kills):
            told, wrong = killer.kill(number, CALLS[number % len(CALLS)])
            faults += bool(wrong)
            print(f"{number + 1:3} {'WRONG' if wrong else 'right'} {told}", *wrong, sep="\n      ", flush=True)
    print(f"{wanted.kills} kills, {faults} with faults")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
