"""What is seen at single instants becomes one fault, if it lasts for half a second."""

import pytest

from scenes.stage.checks.frame import Moment
from scenes.stage.checks.lasting import Lasting
from scenes.stage.checks.sighting import Sighting

MEETING = Sighting("text-on-text", ("a", "b"), "a stands on b", None)


def _told(instants: list[tuple[float, bool, bool]], end: bool = False) -> list[float]:
    """The times of the faults that are told for instants of (time, at rest, whether the meeting is seen)."""
    lasting: Lasting[str] = Lasting()
    told = []
    for time, at_rest, seen in instants:
        moment = Moment(time, time, at_rest, "shot")
        sightings = [MEETING] if seen else []
        told += lasting.look(sightings, ["text-on-text"], moment, lambda: "evidence")
    if end:
        told += lasting.finish(lambda: "evidence")
    assert all(evidence == "evidence" for _, evidence in told)
    return [fault.time for fault, _ in told]


def test_what_is_seen_for_long_is_told_once_with_its_first_time():
    instants = [(t / 10, False, 2 <= t <= 12) for t in range(20)]
    assert _told(instants) == [0.2]


def test_what_passes_is_not_told():
    assert _told([(t / 10, False, 2 <= t <= 5) for t in range(20)]) == []


def test_what_ends_at_rest_and_stays_to_the_end_is_told():
    assert _told([(0.0, False, False), (0.9, False, True), (1.0, True, True)], end=True) == [0.9]


def test_what_comes_and_goes_twice_is_two_short_passings():
    instants = [(t / 10, False, t % 5 < 3) for t in range(20)]
    assert _told(instants) == []


def test_what_stood_still_counts_from_when_it_began():
    lasting: Lasting[str] = Lasting()
    held = Moment(time=3.0, since=2.0, at_rest=True)
    ((fault, _),) = lasting.look([MEETING], ["text-on-text"], held, lambda: "evidence")
    assert fault.time == 2.0


def test_what_was_not_looked_for_has_not_gone():
    lasting: Lasting[str] = Lasting()
    lasting.look([MEETING], ["text-on-text"], Moment(0.0, 0.0, True), lambda: "evidence")
    lasting.look([], ["contrast"], Moment(0.3, 0.3, True), lambda: "evidence")
    assert lasting.is_watching
    ((fault, _),) = lasting.look([MEETING], ["text-on-text"], Moment(0.6, 0.6, True), lambda: "evidence")
    assert fault.time == 0.0


def test_two_of_a_kind_are_two_faults():
    lasting: Lasting[str] = Lasting()
    lasting.look([MEETING, MEETING], ["text-on-text"], Moment(0.0, 0.0, True), lambda: "evidence")
    assert len(lasting.finish(lambda: "evidence")) == 2


def test_what_cannot_pass_is_told_at_once():
    sighting = Sighting("not-finite", "curve", "has points that are no numbers", None, may_pass=False)
    lasting: Lasting[str] = Lasting()
    moment = Moment(1.0, 1.0, False)
    assert len(lasting.look([sighting], ["not-finite"], moment, lambda: "evidence")) == 1
    assert len(lasting.look([sighting], ["not-finite"], moment, lambda: "evidence")) == 0


@pytest.mark.parametrize("end", [0.4, 0.6])
def test_the_limit_is_half_a_second(end: float):
    instants = [(0.0, True, False), (0.001, True, True), (end, True, True), (end + 0.001, True, False)]
    assert bool(_told(instants)) == (end > 0.5)
