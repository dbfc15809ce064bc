"""What a try says: which knobs it turned, and what came of it. Every try is compared with the state just before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

BETTER = frozenset({"better", "closer", "hit"})
WORSE = frozenset({"worse", "too_far"})


@dataclass(frozen=True)
class State:
    """The neuron at one setting of its knobs: the error is prediction - target, the loss its square."""

    weight: Fraction
    bias: Fraction
    error: Fraction

    @property
    def loss(self) -> Fraction:
        """The squared error."""
        return self.error**2


def turn(before: State, after: State) -> str:
    """Which way each knob was turned, the weight's first: `up_stay`, `stay_down`, ..., `stay_stay`."""
    return f"{_way(after.weight - before.weight)}_{_way(after.bias - before.bias)}"


def verdict(before: State, after: State, given: Fraction) -> str:
    """What became of the loss; every pair of states has exactly one verdict.

    - the same loss: `mirrored` on the other side of the target; `deaf` where only the weight was turned and the input
      is 0, so that it changes nothing; otherwise `same`;
    - a smaller loss: `hit` where it is 0 now, `closer` on the other side of the target, otherwise `better`;
    - a larger loss: `too_far` on the other side of the target, otherwise `worse`.
    """
    crossed = before.error * after.error < 0
    if after.loss == before.loss:
        only_weight = after.weight != before.weight and after.bias == before.bias
        return "mirrored" if crossed else "deaf" if given == 0 and only_weight else "same"
    if after.loss < before.loss:
        return "hit" if after.error == 0 else "closer" if crossed else "better"
    return "too_far" if crossed else "worse"


def best(states: Sequence[State]) -> int:
    """The place of the smallest loss; the first of them where there are several."""
    return min(range(len(states)), key=lambda k: states[k].loss)


def asked(states: Sequence[State], given: Fraction) -> tuple[int, int | None] | None:
    """The try before which the viewer is asked, and the latest try before it that turned the same knobs the same way
    and helped.

    It is the first after try 1 that repeats a turn that helped, and makes the loss larger; else the first that passes
    the target; None where there is neither.
    """
    turns = ["", *(turn(a, b) for a, b in pairwise(states))]
    verdicts = ["", *(verdict(a, b, given) for a, b in pairwise(states))]
    for k in range(2, len(states)):
        helped = [j for j in range(1, k) if turns[j] == turns[k] != "stay_stay" and verdicts[j] in BETTER]
        if helped and verdicts[k] in WORSE:
            return k, helped[-1]
    for k in range(2, len(states)):
        if verdicts[k] in ("closer", "too_far", "mirrored"):
            return k, None
    return None


def _way(change: Fraction) -> str:
    return "up" if change > 0 else "down" if change < 0 else "stay"
