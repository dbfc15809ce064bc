"""The words chosen for a trace of the ReLU lesson are true of it, for any parameters."""

from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies

from scenes.lessons.numbers import relu, relu_claims
from scenes.stage.writing import words

numbers = strategies.fractions(-10, 10, max_denominator=10)
rates = strategies.fractions(Fraction(1, 100), 2, max_denominator=100)
leaks = strategies.fractions(Fraction(1, 100), Fraction(9, 10), max_denominator=100)
rows = strategies.lists(strategies.tuples(*[strategies.integers(-3, 3)] * 3), min_size=1, max_size=5)


def path_of(x, target, weight, bias, rate, slope, steps):
    """Sums and losses by hand, without the engine; `slope` is that of the part where the neuron is off."""
    sums, losses = [], []
    for _ in range(steps + 1):
        z = weight * x + bias
        a, local = (z, 1) if z > 0 else (slope * z, slope)
        sums.append(z)
        losses.append((a - target) ** 2)
        gradient = 2 * (a - target) * local
        weight, bias = weight - rate * gradient * x, bias - rate * gradient
    return sums, losses


@given(numbers, numbers, numbers, numbers, numbers, numbers, rates, leaks)
@settings(deadline=None, max_examples=30)
def test_what_is_claimed_of_the_neurons_is_so(x, target, weight, bias, off_weight, off_bias, rate, leak):
    values = relu.defaults() | {
        "input": x,
        "target": target,
        "weight": weight,
        "bias": bias,
        "off_weight": off_weight,
        "off_bias": off_bias,
        "learning_rate": rate,
        "off_learning_rate": rate / 3,
        "leak": leak,
        "off_steps": 4,
    }
    trace = relu.trace(values)
    said = {shot: relu_claims.caption_variant(trace, shot) for shot in ("open", "closed", "dead", "killed", "leaky")}
    healthy = path_of(x, target, weight, bias, rate, 0, values["steps"])
    off = path_of(x, target, off_weight, off_bias, rate / 3, 0, values["off_steps"])
    leaky = path_of(x, target, off_weight, off_bias, rate / 3, leak, values["off_steps"])
    assert said["open"] == ("on" if healthy[0][0] > 0 else "zero" if healthy[0][0] == 0 else "off")
    assert said["closed"] == ("on" if off[0][0] > 0 else "zero" if off[0][0] == 0 else "off")
    check_descent(said["dead"], *off, {"off": "dead", "goes": "goes_off"})
    check_descent(said["killed"], *healthy, {"off": "off", "goes": "killed" if target > 0 else "drifted"})
    if said["killed"] == "killed":  # the last step leapt over the target
        assert healthy[0][int(trace.number("step.lasting")) - 1] > target
    if relu_claims.overshoots(trace):
        errors = [z - target for z in healthy[0]]
        assert errors[0] * errors[1] < 0
        assert abs(errors[1]) > abs(errors[0])
    check_leaky(said["leaky"], *leaky, int(trace.number("leaky.back")))


def check_descent(said, sums, losses, words_for):
    """`words_for` a neuron that is off from the start, and for one that goes off."""
    if sums[0] <= 0:
        assert said == words_for["off"]
        assert len(set(sums)) == len(set(losses)) == 1
    elif min(sums) <= 0:
        first = next(k for k, z in enumerate(sums) if z <= 0)
        assert len(set(sums[first:])) == 1
        assert said == words_for["goes"]
    else:
        change = losses[-1] - losses[0]
        assert said == ("falls" if change < 0 else "rises" if change > 0 else "same")


def check_leaky(said, sums, losses, back):
    if sums[0] > 0:
        assert said == "on"
    elif said == "still":
        assert losses[0] == 0
        assert len(set(sums)) == 1
    elif said == "back":
        assert sums[back] > 0
        assert max(sums[:back]) <= 0
    else:
        assert said == "moves"
        assert max(sums) <= 0
        assert sums[1] != sums[0]


@given(numbers, numbers, numbers, rates, leaks)
@settings(deadline=None, max_examples=20)
def test_what_is_claimed_of_the_neuron_that_was_thrown_off_is_so(target, weight, bias, rate, leak):
    values = relu.defaults() | {
        "target": target,
        "weight": weight,
        "bias": bias,
        "learning_rate": rate,
        "leak": leak,
    }
    trace = relu.trace(values)
    sums, _ = path_of(Fraction(21, 10), target, weight, bias, rate, leak, relu.THROWN_STEPS)
    on = [z > 0 for z in sums]
    said = relu_claims.caption_variant(trace, "thrown")
    if all(on):
        assert said == "on"
        return
    off = on.index(False)
    if not any(on[off:]):
        assert said == "off"
        return
    back = on.index(True, off)
    assert trace.number("thrown.back") == back
    if all(on[back:]):
        assert said == "back"
        return
    again = on.index(False, back)
    assert trace.number("thrown.again") == again
    died = not all(on[: values["steps"] + 1])
    assert said == ("again" if died and target > 0 else "once_more")
    if target > 0:  # too big a step: it leapt over the target
        assert sums[again - 1] > target


@given(rows)
@settings(deadline=None, max_examples=30)
def test_what_is_claimed_of_the_hinges_is_so(table):
    values = relu.defaults() | {"hinges": tuple(tuple(map(Fraction, row)) for row in table)}
    trace = relu.trace(values)
    seen = [weight != 0 and output != 0 for weight, _, output in table]
    assert relu_claims.caption_variant(trace, "hinges") == ("all" if all(seen) else "some" if any(seen) else "none")

    def total(x):
        return sum(output * max(Fraction(0), weight * x + bias) for weight, bias, output in table)

    places = {Fraction(-bias, weight) for weight, bias, _ in table if weight}
    near = Fraction(1, 1000)  # closer than two corners can be
    bent = [x for x in places if total(x + near) + total(x - near) != 2 * total(x)]
    assert trace.number("corners") == len(bent)
    assert relu_claims.caption_variant(trace, "sum") == ("some" if bent else "none")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_there_are_words_for_every_claim(language: str):
    variants = {
        "hinges": {"all", "some", "none"},
        "sum": {"some", "none"},
        "open": {"on", "off", "zero"},
        "closed": {"on", "off", "zero"},
        "dead": {"dead", "goes_off", "falls", "rises", "same"},
        "killed": {"killed", "drifted", "off", "falls", "rises", "same"},
        "leaky": {"back", "moves", "still", "on"},
        "thrown": {"on", "off", "back", "again", "once_more"},
    }
    for shot in words.load(language).lesson("relu").shots:
        captions = set() if isinstance(shot.caption, str) else set(shot.caption)
        assert captions == variants.get(shot.name, set())
