"""Things tried out in a process of its own, which a broken library may end: `python -m scripts.health.probe NAME...`.

A line of JSON before each one, and one after it with what was found or what went wrong.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module, metadata, resources
from io import BytesIO
from pathlib import Path

LOAD = "load:"  # and the name of a module
LESSONS = "backreel.lessons"  # the group of entry points of lessons in other packages
_LETTERS = (
    '#set document(title: "x")\n#set text(font: ("Libertinus Serif", "New Computer Modern Math"), fallback: false)\n'
)
_SPOKEN = {"en": "one", "ru": "один"}


def languages() -> list[str]:
    """Those that films are told in."""
    folders = resources.files("scenes").joinpath("text").iterdir()
    return sorted(folder.name for folder in folders if folder.joinpath("language.toml").is_file())


def letters(language: str) -> str:
    """Each letter that a film in this language shows, once."""
    texts = resources.files("scenes").joinpath("text", language).iterdir()
    told = "".join(file.read_text(encoding="utf-8") for file in texts if file.name.endswith(".toml"))
    return "".join(sorted(letter for letter in set(told) if letter.isprintable() and letter != " "))


def text() -> str:
    """All letters of all texts are set with the fonts that are inside Typst; raises what Typst says where one has no
    picture."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False)
    for language in languages():
        shown = "".join(f"\\u{{{ord(letter):x}}}" for letter in letters(language))
        source = f'{_LETTERS}#"{shown}"'.encode()
        typst.compile(source, format="pdf", font_paths=fonts, pdf_standards=["ua-1"])  # which lets no letter be missing
    return f"every letter of {', '.join(languages())}"


def picture() -> str:
    """One picture is encoded and looked at."""
    import av
    import numpy as np

    from scenes.render.encoder import open_stream, video_frame

    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = open_stream(container, 64, 48, 15)
        container.mux([*stream.encode(video_frame(np.full((72, 64), 128, dtype=np.uint8))), *stream.encode()])
    with av.open(BytesIO(file.getvalue())) as container:
        (seen,) = container.decode(video=0)
    if abs(int(seen.to_ndarray(format="gray").mean()) - 128) > 2:
        raise ValueError("a grey picture does not come back grey")
    return "a picture is encoded and read (libx264)"


def voice(language: str) -> str:
    """A word is spoken, and a number written in words."""
    from num2words import num2words

    from scenes.deliver.narration.voices import choose

    chosen = choose(language)
    with tempfile.TemporaryDirectory(prefix="backreel-") as folder:
        (sound,) = chosen.speak([_SPOKEN.get(language, "1")], Path(folder))
        if sound.stat().st_size < 1000:
            raise OSError("nothing is to be heard")
    return f"{chosen.name}, 7 is {num2words(7, lang=language)}"


def lesson(name: str) -> str:
    """A lesson of another package is loaded."""
    (entry,) = metadata.entry_points(group=LESSONS, name=name)
    entry.load()
    return entry.value


PROBES: dict[str, Callable[..., str]] = {
    "text": text,
    "picture": picture,
    "voice": voice,
    "lesson": lesson,
    "load": lambda name: import_module(name).__name__,
}


def main() -> None:
    """Try out what is named, in order."""
    answers, sys.stdout = sys.stdout, sys.stderr  # whatever a library has to say is no answer
    for name in sys.argv[1:]:
        print(json.dumps({"begins": name}), file=answers, flush=True)
        kind, _, what = name.partition(":")
        try:
            told = {"found": PROBES[kind](what) if what else PROBES[kind]()}
        except BaseException as fault:  # SystemExit too
            told = {"fault": " ".join(f"{fault}".split()) or type(fault).__name__}
        print(json.dumps({"name": name, **told}), file=answers, flush=True)


if __name__ == "__main__":
    main()
