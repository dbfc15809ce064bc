"""Learning-rate schedules by hand."""

import math
from fractions import Fraction as F

import pytest

from engine.training.schedules import SCHEDULES, Constant, Cosine, StepDecay, WarmUp, as_schedule


def rates(schedule, count):
    return [schedule(k) for k in range(count)]


def test_constant():
    assert rates(Constant(0.25), 3) == [0.25, 0.25, 0.25]
    assert rates(Constant(F(1, 3)), 2) == [F(1, 3), F(1, 3)]


def test_step_decay():
    # 1/2 for k = 0, 1, 2; times 1/4 for 3, 4, 5; times 1/16 from 6
    expected = [F(1, 2)] * 3 + [F(1, 8)] * 3 + [F(1, 32)]
    assert rates(StepDecay(F(1, 2), every=3, factor=F(1, 4)), 7) == expected
    assert rates(StepDecay(0.5, every=3, factor=0.25), 7) == expected  # powers of two: floats are exact too


def test_step_decay_divides_by_ten_unless_told():
    assert rates(StepDecay(F(1), every=1), 3) == [F(1), F(1, 10), F(1, 100)]


def test_cosine():
    # Half way down at half time; a third of the way in time, cos(60 degrees) = 1/2 leaves 3/4 of the height; then 1/4.
    # From 5/4 down to 1/4 in six steps: heights 1, -, 3/4, 1/2, 1/4, -, 0 times 1, plus 1/4.
    found = rates(Cosine(1.25, steps=6, minimum=0.25), 9)
    assert found[0] == 1.25
    assert found[2] == pytest.approx(1.0, rel=1e-15)
    assert found[3] == pytest.approx(0.75, rel=1e-15)
    assert found[4] == pytest.approx(0.5, rel=1e-15)
    # cos(30 degrees) = sqrt(3)/2: heights (1 +- sqrt(3)/2)/2
    assert found[1] == pytest.approx(0.25 + (2 + math.sqrt(3)) / 4, rel=1e-15)
    assert found[5] == pytest.approx(0.25 + (2 - math.sqrt(3)) / 4, rel=1e-15)
    assert found[6:] == [0.25, 0.25, 0.25]


def test_cosine_is_a_float_whatever_the_rate():
    found = rates(Cosine(F(1, 2), steps=2), 4)
    assert found == pytest.approx([0.5, 0.25, 0.0, 0.0], rel=1e-15)
    assert all(type(rate) is float for rate in found)


def test_warm_up():
    # From 1/10 to 1/2 in four steps of 1/10, then the schedule from its own step 0: 1/2, 1/2, 1/4, 1/4, 1/8
    schedule = WarmUp(StepDecay(F(1, 2), every=2, factor=F(1, 2)), steps=4, start=F(1, 10))
    expected = [F(1, 10), F(1, 5), F(3, 10), F(2, 5), F(1, 2), F(1, 2), F(1, 4), F(1, 4), F(1, 8)]
    assert rates(schedule, 9) == expected


def test_warm_up_begins_at_zero_unless_told():
    assert rates(WarmUp(0.5, steps=2), 4) == [0.0, 0.25, 0.5, 0.5]


def test_warm_up_of_any_function_of_the_step():
    # First rate 1: 0, 1/2, and then 1/(1 + k) from k = 0
    assert rates(WarmUp(lambda k: F(1, 1 + k), steps=2), 5) == [0, F(1, 2), 1, F(1, 2), F(1, 3)]
    assert rates(WarmUp(lambda k: 1, steps=2, start=0.5), 3) == [0.5, 0.75, 1]


@pytest.mark.parametrize(
    ("schedule", "kind"),
    [
        (Constant(F(1, 2)), F),
        (Constant(1), F),
        (Constant(0.5), float),
        (StepDecay(F(1, 2), 1), F),
        (StepDecay(1, 1), F),
        (StepDecay(0.5, 1), float),
        (StepDecay(1, 1, 0.5), float),
        (StepDecay(0.5, 1, F(1, 2)), float),
        (WarmUp(F(1, 2), 2), F),
        (WarmUp(0.5, 2), float),
        (WarmUp(0.5, 2, F(1, 4)), float),
        (WarmUp(Cosine(F(1, 2), 3), 2), float),
    ],
    ids=repr,
)
def test_fractions_give_fractions_and_floats_floats(schedule, kind):
    assert all(type(rate) is kind for rate in rates(schedule, 6))


def test_a_number_is_a_constant_schedule_and_a_schedule_is_itself():
    assert as_schedule(0.1) == Constant(0.1)
    assert as_schedule(F(1, 10))(5) == F(1, 10)
    cosine = Cosine(0.1, 10)
    assert as_schedule(cosine) is cosine
    assert as_schedule(lambda k: 0.5 / (k + 1))(1) == 0.25


def test_the_names_for_a_lesson_file():
    assert list(SCHEDULES) == ["constant", "step", "cosine", "warm_up"]
    assert SCHEDULES["step"](0.5, every=2) == StepDecay(0.5, 2)
    assert SCHEDULES["warm_up"](SCHEDULES["cosine"](0.5, steps=3), steps=2) == WarmUp(Cosine(0.5, 3), 2)


@pytest.mark.parametrize(
    ("make", "error", "match"),
    [
        (lambda: Constant(-0.1), ValueError, r"constant\.rate: must be at least 0, got -0\.1"),
        (lambda: Constant(math.nan), ValueError, r"constant\.rate: must be finite, got nan"),
        (lambda: Constant("0.1"), TypeError, r"constant\.rate: must be a number, got '0\.1'"),
        (lambda: StepDecay(0.1, 0), ValueError, r"step\.every: must be at least 1, got 0"),
        (lambda: StepDecay(0.1, 2.5), TypeError, r"step\.every: must be a whole number, got 2\.5"),
        (lambda: StepDecay(0.1, 2, 0), ValueError, r"step\.factor: must be above 0 and at most 1, got 0\.0"),
        (lambda: StepDecay(0.1, 2, 1.5), ValueError, r"step\.factor: must be above 0 and at most 1, got 1\.5"),
        (
            lambda: StepDecay(F(1, 10), 2, 0.1),
            TypeError,
            r"step\.factor: exact and float do not mix; give factor as Fraction\(1, 10\)",
        ),
        (lambda: Cosine(0.1, 0), ValueError, r"cosine\.steps: must be at least 1, got 0"),
        (lambda: Cosine(0.1, 5, 0.5), ValueError, r"cosine\.minimum: must be at most the rate 0\.1, got 0\.5"),
        (lambda: Cosine(math.inf, 5), ValueError, r"cosine\.rate: must be finite, got inf"),
        (lambda: WarmUp(0.1, 0), ValueError, r"warm_up\.steps: must be at least 1, got 0"),
        (lambda: WarmUp(0.1, 5, -1), ValueError, r"warm_up\.start: must be at least 0, got -1"),
        (
            lambda: WarmUp(0.1, 5, 0.5),
            ValueError,
            r"warm_up\.start: must be at most the schedule's first rate 0\.1, got 0\.5",
        ),
        (
            lambda: WarmUp(F(1, 10), 5, 0.05),
            TypeError,
            r"warm_up\.start: exact and float do not mix; give start as Fraction\(1, 20\)",
        ),
        (lambda: WarmUp("cosine", 5), TypeError, r"warm_up\.schedule: must be a number or a schedule, got 'cosine'"),
        (lambda: as_schedule(Constant), TypeError, r"learning_rate: must be a number or a schedule, got <class .*>"),
        (lambda: as_schedule(True), TypeError, r"learning_rate: must be a number or a schedule, got True"),
        (lambda: as_schedule(-1), ValueError, r"learning_rate: must be at least 0, got -1"),
        (lambda: Constant(0.1)(-1), ValueError, r"constant: the step must be at least 0, got -1"),
        (lambda: Cosine(0.1, 5)(1.5), TypeError, r"cosine: the step must be a whole number, got 1\.5"),
    ],
)
def test_what_is_refused_in_one_line(make, error, match):
    with pytest.raises(error, match=rf"\A{match}\Z"):
        make()
