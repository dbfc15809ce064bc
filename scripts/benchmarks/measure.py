"""Timing two ways of doing the same in one run: in turns, so that whatever else the machine does falls on both."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Result:
    """Seconds for ours and for theirs (medians of the rounds), and `ratio`, the median over the rounds of theirs /
    ours: how many times faster ours is. `wanted` is the least ratio that was promised."""

    what: str
    ours: float
    theirs: float
    ratio: float
    wanted: float | None = None

    @property
    def kept(self) -> bool | None:
        """Whether the promise is kept; None where there is none."""
        return None if self.wanted is None else self.ratio >= self.wanted


def compare(
    what: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    wanted: float | None = None,
    rounds: int = 9,
    calls: int = 1,
) -> Result:
    """Time both in turns, `calls` times a round, after one call of each to warm up."""
    ours()
    theirs()
    times: list[tuple[float, float]] = []
    for turn in range(rounds):
        pair = (ours, theirs) if turn % 2 == 0 else (theirs, ours)
        found = [seconds(function, calls) for function in pair]
        times.append((found[0], found[1]) if turn % 2 == 0 else (found[1], found[0]))
    first, second = zip(*times, strict=True)
    return Result(what, median(first), median(second), median(b / a for a, b in times), wanted)


def seconds(function: Callable[[], object], calls: int) -> float:
    """Seconds for one call, from `calls` of them."""
    gc.collect()
    gc.freeze()  # what other libraries keep alive is not to be walked through by the collector while we measure
    start = perf_counter()
    for _ in range(calls):
        function()
    return (perf_counter() - start) / calls
