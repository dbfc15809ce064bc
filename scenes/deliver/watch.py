"""A shot of a lesson that is being written: its picture in a folder, anew after every save."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scenes.deliver.files import put_in_place, workshop
from scenes.deliver.lesson import still_name
from scenes.lessons import index
from scenes.render.watch import Look, Wanted, watch
from scenes.stage.parameters import Setting


def watch_still(
    lesson: str,
    shot: str | None,
    settings: Sequence[Setting],
    style: Mapping[str, str | bool],
    output: Path,
    file: Path | None = None,
) -> Iterator[Look]:
    """A still of a shot (None: the poster's), and another one after every save, without end; where there is a fault,
    the picture stays what it was. `settings` of parameters and `style`, other parts of an edition by name, go over
    what the lesson `file` says."""
    with workshop(output) as shop:
        for look in watch(_wanted(lesson, shot, settings, style, file), shop):
            if look.fault is not None:
                yield look
                continue
            picture = look.picture.rename(shop / still_name(look.stem, shot))
            yield replace(look, picture=put_in_place([picture], output)[0])


def _wanted(
    lesson: str, shot: str | None, settings: Sequence[Setting], style: Mapping[str, str | bool], file: Path | None
) -> Wanted:
    source = index.find(lesson).source
    asked, beside = (source.asked, source.files) if source is not None else ("", ())
    return Wanted(lesson, shot, tuple(settings), style, file, asked, beside)
