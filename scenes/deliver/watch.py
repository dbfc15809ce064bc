"""A shot of a lesson that is being written: its picture in a folder, anew after every save."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scenes.deliver.files import put_in_place, workshop
from scenes.deliver.lesson import still_name
from scenes.lessons import index
from scenes.render.edition import Edition
from scenes.render.watch import Look, Wanted, watch
from scenes.stage.parameters import Setting


def watch_still(
    edition: Edition, shot: str | None, settings: Sequence[Setting], output: Path, file: Path | None = None
) -> Iterator[Look]:
    """A still of a shot (None: the poster's), and another one after every save, without end; where there is a fault,
    the picture stays what it was. `settings` give the edition's parameters again,
    over those of the lesson `file`."""
    style = {
        "language": edition.language,
        "quality": edition.quality,
        "aspect": edition.aspect,
        "theme": edition.theme,
        "reduced_motion": edition.reduced_motion,
    }
    with workshop(output) as shop:
        for look in watch(_wanted(edition, shot, settings, style, file), shop):
            if look.fault is not None:
                yield look
                continue
            picture = look.picture.rename(shop / still_name(edition, shot))
            yield replace(look, picture=put_in_place([picture], output)[0])


def _wanted(
    edition: Edition, shot: str | None, settings: Sequence[Setting], style: Mapping[str, str | bool], file: Path | None
) -> Wanted:
    source = index.find(edition.lesson).source
    asked, beside = (source.asked, source.files) if source is not None else ("", ())
    return Wanted(edition.lesson, shot, tuple(settings), style, file, asked, beside)
