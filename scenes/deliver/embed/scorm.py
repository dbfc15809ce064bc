"""A lesson as a package for course systems: SCORM 1.2 (ADL 2001), which Moodle, Canvas, Blackboard, Brightspace, Sakai,
ILIAS and Open edX take as one zip, and which counts who has reached the end.

SCORM and not a Common Cartridge: a teacher adds a SCORM package to a course that is there, as an activity, and it says
when it is completed; a cartridge is restored as a course of its own, by those who may do that.

The `schemas` are those of IMS and ADL (2001), as they are handed out with SCORM 1.2: a package has
them at its top.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from markupsafe import Markup

from scenes.deliver.embed.player import Player, beside, player
from scenes.deliver.lesson import Delivery
from scenes.deliver.templates import filled, policy

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same lesson is the same package to the byte
_HERE = resources.files("scenes.deliver.embed")
_NO_NAME = re.compile(r"[^\w.-]")  # what an identifier of XML has not
_BESIDE = "'self' file:"
_STORED = "https:"  # course systems send browsers on to where they keep large files


def write_package(delivery: Delivery, size: tuple[int, int], package: Path) -> None:
    """Write the zip: manifest and schemas at its top, the page, its script, and the files of the video."""
    shown = player(delivery, size, beside(""), is_inside=True)
    stem = delivery.outputs[0].stem
    wanted = {f"{stem}{suffix}" for suffix in (".mp4", ".png", ".vtt", ".chapters.vtt")}
    media = {path.name: path.read_bytes() for path in delivery.outputs if path.name in wanted}
    own = {
        "index.html": _page(shown).encode(),
        "scorm.js": (_HERE / "scorm.js").read_bytes(),
        **media,
    }
    schemas = {file.name: file.read_bytes() for file in (_HERE / "schemas").iterdir() if file.name.endswith(".xsd")}
    _write({"imsmanifest.xml": _manifest(shown, stem, list(own)).encode(), **schemas, **own}, package)


def _page(shown: Player) -> str:
    style = (_HERE / "scorm.css").read_text(encoding="utf-8")
    own = policy(style, script=_BESIDE, img=_BESIDE, media=f"{_BESIDE} {_STORED}")
    return filled(
        "embed/scorm.html",
        player=shown,
        w=shown.words,
        style=Markup(style),
        policy=f"{own}; style-src-attr 'unsafe-inline'",  # those of the player, which a snippet brings with it
    )


def _manifest(shown: Player, stem: str, files: list[str]) -> str:
    return filled(
        "embed/imsmanifest.xml",
        player=shown,
        name=f"backreel.{_NO_NAME.sub('_', stem)}",
        files=[beside("")(Path(f)) for f in files],
    )


def _write(files: Mapping[str, bytes], package: Path) -> None:
    with zipfile.ZipFile(package, "w") as zipped:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.external_attr = 0o644 << 16
            is_packed = name.endswith((".mp4", ".png"))
            zipped.writestr(entry, content, zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED)
