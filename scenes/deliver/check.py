"""A check, delivered: lessons and scenes checked side by side, with a picture of each fault."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from errno import EACCES, ENOTDIR
from pathlib import Path

from scenes.deliver.fault_report import Reported, clear, keep
from scenes.render.checked import Checked, Job, LessonJob
from scenes.render.side_by_side import side_by_side


def run(jobs: Sequence[Job], output: Path, processes: int, progress: Callable[[float], None]) -> Iterator[Reported]:
    """Check all jobs and put the pictures of their faults into the output folder; `progress` is told the share that is
    done. Reports come in the order of the jobs. Raises OSError where the folder cannot be written to."""
    from scenes.render.check import check  # Manim takes seconds to load: only when something is checked

    output = output.resolve()  # a scene may go to another folder
    _make_sure_of(output)
    for job in jobs:
        if isinstance(job, LessonJob):
            clear(_lost(job).stem, output)
    shares = dict.fromkeys(range(len(jobs)), 0.0)
    done: dict[int, list[Checked]] = {}
    told = 0
    stems: Counter[str] = Counter()
    for event in side_by_side(check, jobs, processes, "scenes.render.check", _same_words):
        shares[event.number] = 1.0 if event.is_end else event.share
        progress(sum(shares.values()) / len(shares))
        if event.is_end:
            done[event.number] = event.result if event.result is not None else [_lost(jobs[event.number])]
        while told in done:
            for checked in done.pop(told):
                stems[checked.stem] += 1
                again = stems[checked.stem]  # two scenes of one name, in two files
                yield keep(replace(checked, lesson=f"{checked.lesson}.{again}") if again > 1 else checked, output)
            told += 1


def _make_sure_of(output: Path) -> None:
    """Raises OSError where a folder cannot be written to, or could not be made: before long work, not after it."""
    there = next(folder for folder in (output, *output.parents) if folder.exists())
    if not there.is_dir():
        raise NotADirectoryError(ENOTDIR, "is no folder", str(there))
    if not os.access(there, os.W_OK | os.X_OK):
        raise PermissionError(EACCES, "cannot be written to", str(there))


def _same_words(job: Job) -> Hashable:
    """Jobs that typeset the same words: the second takes them from the first."""
    return (job.lesson, job.language) if isinstance(job, LessonJob) else job


def _lost(job: Job) -> Checked:
    why = "its process ended before it was done (out of memory?)"
    if isinstance(job, LessonJob):
        return Checked(job.lesson, job.language, job.aspect, job.theme, broken=why)
    return Checked(job.name, broken=why)
