"""The options of commands that have films drawn."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from scenes.deliver.drawn import How
from scenes.render.edition import Edition
from scenes.stage.parameters import Values
from scripts import options


@dataclass(frozen=True)
class Drawing:
    """What films look like, and how they are drawn."""

    look: tuple[str, str, str, bool]  # quality, aspect, theme, reduced motion
    how: How

    def edition(self, lesson: str, values: Values, language: str, is_transparent: bool = False) -> Edition:
        """A lesson with these parameters that looks so."""
        return Edition(lesson, values, language, *self.look, is_transparent=is_transparent, custom=options.own())


def drawn(command: options.Command) -> options.Command:
    """Give a command these options; it gets them as one `drawing`, besides `settings` and `output`."""

    @functools.wraps(command)
    def packed(
        quality: str,
        aspect: str,
        theme: str,
        reduced_motion: bool,
        jobs: int | None,
        cluster: str | None,
        no_cache: bool,
        **others: Any,
    ) -> Any:
        how = How(options.processes(jobs), not no_cache, cluster)
        return command(drawing=Drawing((quality, aspect, theme, reduced_motion), how), **others)

    for option in (
        *(options.no_cache, options.cluster, options.jobs, options.output, options.settings),
        *(options.reduced_motion, options.theme, options.aspect, options.quality),
    ):
        packed = option(packed)
    return packed  # type: ignore[return-value]
