"""Which of the things seen at single instants last long enough to be faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from scenes.stage.checks.fault import Fault, Kind
from scenes.stage.checks.frame import Moment
from scenes.stage.checks.limits import PASSING_SECONDS
from scenes.stage.checks.sighting import Sighting

Evidence = TypeVar("Evidence")
_Key = tuple[Kind, Hashable, int]


@dataclass
class _Episode(Generic[Evidence]):
    fault: Fault
    evidence: Evidence | None
    first: float
    last: float


class Lasting(Generic[Evidence]):
    """Follows sightings from instant to instant. Each becomes one fault, with the first time at which it was seen, and
    with the evidence that was taken then."""

    def __init__(self) -> None:
        self._open: dict[_Key, _Episode[Evidence]] = {}
        self._told: set[_Key] = set()
        self._before: dict[Kind, float] = {}

    @property
    def is_watching(self) -> bool:
        """Whether something is seen of which it is not known yet whether it lasts."""
        return bool(self._open)

    def look(
        self,
        sightings: Sequence[Sighting],
        looked_for: Iterable[Kind],
        moment: Moment,
        take: Callable[[], Evidence],
    ) -> list[tuple[Fault, Evidence]]:
        """What is seen at an instant, or has been since an earlier one; the faults that are certain now.

        `looked_for` are the kinds that were looked for: of others it is not known whether they have gone. `take` takes
        the evidence: at rest at once; of what moves, most passes, so only when it is certain.
        """
        found: list[tuple[Fault, Evidence]] = []
        now = _numbered(sightings)
        kinds, time = set(looked_for), moment.time
        for key in [key for key in self._open if key not in now and key[0] in kinds]:
            episode = self._open.pop(key)
            # It went at the begin of a held picture, or between two looks.
            gone = moment.since if moment.since < time else (episode.last + time) / 2
            if episode.evidence is not None and gone - episode.first >= PASSING_SECONDS:
                found.append(self._tell(key, episode, take))
        for key, sighting in now.items():
            if key in self._told:
                continue
            if key not in self._open:
                fault = Fault(sighting.kind, sighting.what, moment.since, moment.shot, sighting.box)
                # It began between the last look and this one.
                first = moment.since if moment.since < time else (self._before.get(sighting.kind, time) + time) / 2
                self._open[key] = _Episode(fault, take() if moment.at_rest else None, first, time)
            episode = self._open[key]
            episode.last = time
            if not sighting.may_pass or time - episode.first >= sighting.passing:
                found.append(self._tell(key, self._open.pop(key), take))
        self._before.update(dict.fromkeys(kinds, time))
        return found

    def finish(self, take: Callable[[], Evidence]) -> list[tuple[Fault, Evidence]]:
        """What is still there when the scene ends stays there."""
        found = [self._tell(key, episode, take) for key, episode in self._open.items()]
        self._open.clear()
        return found

    def _tell(self, key: _Key, episode: _Episode[Evidence], take: Callable[[], Evidence]) -> tuple[Fault, Evidence]:
        self._told.add(key)
        return episode.fault, take() if episode.evidence is None else episode.evidence


def _numbered(sightings: Sequence[Sighting]) -> dict[_Key, Sighting]:
    """Sightings by what they are about; several of the same kind about the same are told apart by their number."""
    counts: Counter[tuple[Kind, Hashable]] = Counter()
    found: dict[_Key, Sighting] = {}
    for sighting in sightings:
        about = (sighting.kind, sighting.about)
        found[*about, counts[about]] = sighting
        counts[about] += 1
    return found
