"""The progress bars, on standard error, and only where a person sees them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scenes.render.advance import Advance, Progress


@contextmanager
def shown(title: str, quiet: bool) -> Iterator[Progress]:
    """A bar of all frames with the time left, and under it one for each shot that is being drawn; nothing when standard
    error is no terminal or `quiet` is wanted."""
    if quiet or not sys.stderr.isatty():
        yield lambda advance: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    # Without a thread of its own: the process that draws forks.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bars:
        whole = bars.add_task(title, total=None)
        rows: dict[str, TaskID] = {}

        def told(advance: Advance) -> None:
            bars.update(whole, completed=advance.done, total=max(advance.done, advance.total))
            for shot in [shot for shot in rows if shot not in advance.shots]:
                bars.remove_task(rows.pop(shot))
            for shot, share in advance.shots.items():
                if shot not in rows:
                    rows[shot] = bars.add_task(f"  {shot}", total=1.0)
                bars.update(rows[shot], completed=min(1.0, share))
            bars.refresh()

        yield told
