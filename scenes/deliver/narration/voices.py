"""Voices of this machine that speak without a network, and which of them is taken.

A voice is a class with what `Voice` says; one more is one more line in `choose`.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import platformdirs

FOLDER = "BACKREEL_VOICES"  # names a folder with voices of piper
INSTALL = 'pip install "backreel[voice]"'
_PROCESSES = "scenes.deliver.narration.processes"


class Voice(Protocol):
    """Somebody who reads texts of one language aloud. `name` is what is said of it to people."""

    name: str

    def speak(self, texts: Sequence[str], folder: Path) -> list[Path]:
        """A sound file in this folder for each text, in any format that PyAV reads. Raises OSError."""
        ...


class Espeak:
    """espeak-ng as the wheel `espeakng-loader` brings it. Its licence is GPL-3: it has a process of its own."""

    def __init__(self, language: str) -> None:
        self.name = f"espeak-ng ({language})"
        self._language = language

    def speak(self, texts: Sequence[str], folder: Path) -> list[Path]:
        """As `Voice` says."""
        return _asked("espeak", {"voice": {"en": "en-us"}.get(self._language, self._language)}, texts, folder)


class Piper:
    """piper with a voice that somebody has got for it (NAME.onnx and NAME.onnx.json). Its licence is GPL-3 too."""

    def __init__(self, model: Path) -> None:
        self.name = f"piper ({model.stem})"
        self._model = model

    def speak(self, texts: Sequence[str], folder: Path) -> list[Path]:
        """As `Voice` says."""
        return _asked("piper", {"voice": str(self._model)}, texts, folder)


def choose(language: str) -> Voice:
    """The best voice there is for a language: of piper, which sounds like a person, else of espeak-ng. Raises OSError
    that says how to get one."""
    if find_spec("piper") is not None and (models := _models(language)):
        return Piper(models[0])
    if find_spec("espeakng_loader") is not None:
        return Espeak(language)
    raise OSError(f"no voice is installed; get one with: {INSTALL}")


def missing() -> list[str]:
    """Packages of the extra `voice` that every narration needs and that are not there."""
    return [package for package in ("num2words", "pyloudnorm") if find_spec(package) is None]


def folder() -> Path:
    """Where voices of piper are looked for."""
    return Path(os.environ.get(FOLDER) or platformdirs.user_data_path("backreel") / "voices")


def _models(language: str) -> list[Path]:
    """The voices of piper for a language: they are called after it, as ru_RU-irina-medium.onnx."""
    return sorted(folder().glob(f"{language}_*.onnx"))


def _asked(program: str, wish: dict[str, str], texts: Sequence[str], folder: Path) -> list[Path]:
    """What a process of this name makes of the texts. Raises OSError with its last line where it cannot."""
    made = [folder / f"{place:04}.wav" for place in range(len(texts))]
    asked = json.dumps({**wish, "texts": list(texts), "files": [str(path) for path in made]})
    command = [sys.executable, "-m", f"{_PROCESSES}.{program}"]
    done = subprocess.run(command, input=asked.encode(), capture_output=True, check=False)
    if done.returncode or not all(path.exists() for path in made):
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise OSError(
            errno.EIO, f"the voice could not speak ({said[-1] if said else 'it ended without a word'})", program
        )
    return made
