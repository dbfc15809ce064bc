"""The same schedules in PyTorch, and a whole training's steps with one."""

from fractions import Fraction

import numpy as np
import pytest

from engine.training.optimisers import Adam, Momentum
from engine.training.schedules import Constant, Cosine, StepDecay, WarmUp

torch = pytest.importorskip("torch")
hypothesis = pytest.importorskip("hypothesis")
given, settings, strategies = hypothesis.given, hypothesis.settings, hypothesis.strategies

lr_scheduler = torch.optim.lr_scheduler
rates = strategies.floats(1e-4, 1.0)
counts = strategies.integers(1, 40)
factors = strategies.floats(0.05, 1.0)


def theirs(rate, make, count):
    """The learning rates that a scheduler of PyTorch sets for the first `count` steps."""
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    scheduler, found = make(optimiser), []
    for _ in range(count):
        found.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    return found


def compare(schedule, rate, make, count):
    ours = [float(schedule(k)) for k in range(count)]
    # PyTorch multiplies its way from step to step, so towards a minimum of 0 its error is one of the first rate.
    np.testing.assert_allclose(ours, theirs(rate, make, count), rtol=1e-12, atol=1e-12 * rate)


def after_warm_up(optimiser, steps, factor, scheduler):
    rising = lr_scheduler.LinearLR(optimiser, start_factor=factor, total_iters=steps)
    return lr_scheduler.SequentialLR(optimiser, [rising, scheduler(optimiser)], milestones=[steps])


@given(rates, counts, factors)
@settings(deadline=None)
def test_step_decay(rate, every, factor):
    compare(StepDecay(rate, every, factor), rate, lambda o: lr_scheduler.StepLR(o, every, factor), 60)


def test_step_decays_default_factor():
    compare(StepDecay(0.3, 7), 0.3, lambda o: lr_scheduler.StepLR(o, 7), 60)
    compare(StepDecay(Fraction(3, 10), 7), 0.3, lambda o: lr_scheduler.StepLR(o, 7), 60)


@given(rates, counts, strategies.floats(0, 1))
@settings(deadline=None)
def test_cosine_until_it_is_down(rate, steps, share):
    minimum = share * rate
    compare(Cosine(rate, steps, minimum), rate, lambda o: lr_scheduler.CosineAnnealingLR(o, steps, minimum), steps + 1)


@given(rates, counts, factors)
@settings(deadline=None)
def test_warm_up_to_a_constant(rate, steps, factor):
    compare(
        WarmUp(rate, steps, start=factor * rate),
        rate,
        lambda o: lr_scheduler.LinearLR(o, start_factor=factor, total_iters=steps),
        60,
    )


@given(rates, counts, factors, counts)
@settings(deadline=None)
def test_warm_up_to_a_cosine(rate, steps, factor, down):
    compare(
        WarmUp(Cosine(rate, down), steps, start=factor * rate),
        rate,
        lambda o: after_warm_up(o, steps, factor, lambda o: lr_scheduler.CosineAnnealingLR(o, down)),
        steps + down + 1,
    )


@given(rates, counts, factors, counts, factors)
@settings(deadline=None)
def test_warm_up_to_steps(rate, steps, start, every, factor):
    compare(
        WarmUp(StepDecay(rate, every, factor), steps, start=start * rate),
        rate,
        lambda o: after_warm_up(o, steps, start, lambda o: lr_scheduler.StepLR(o, every, factor)),
        80,
    )


@pytest.mark.parametrize(
    ("optimiser", "their_optimiser"),
    [
        (Adam(), lambda p: torch.optim.Adam(p, lr=0.1)),
        (Momentum(), lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9)),
    ],
    ids=["adam", "momentum"],
)
@pytest.mark.parametrize(
    ("schedule", "their_schedule"),
    [
        (Constant(0.1), lambda o: lr_scheduler.ConstantLR(o, factor=1.0)),
        (StepDecay(0.1, 15), lambda o: lr_scheduler.StepLR(o, 15)),
        (
            WarmUp(Cosine(0.1, 50), 10, start=0.025),
            lambda o: after_warm_up(o, 10, 0.25, lambda o: lr_scheduler.CosineAnnealingLR(o, 50)),
        ),
    ],
    ids=["constant", "step", "warm_up-cosine"],
)
def test_a_training_with_a_schedule(optimiser, their_optimiser, schedule, their_schedule):
    """60 steps down log cosh(w - c), whose slope is tanh: both sides begin their schedule with the first step."""
    generator = np.random.default_rng(21)
    start, goal = generator.normal(size=(4, 3)), generator.normal(size=(4, 3))
    parameters, tensor = {"w": start}, torch.tensor(start, requires_grad=True)
    state, theirs = optimiser.start(parameters), their_optimiser([tensor])
    scheduler = their_schedule(theirs)
    for k in range(60):
        gradients = {"w": np.tanh(parameters["w"] - goal)}
        tensor.grad = torch.tanh(tensor.detach() - torch.tensor(goal))
        parameters, state = optimiser.step(parameters, gradients, state, schedule(k))
        theirs.step()
        scheduler.step()
        np.testing.assert_allclose(parameters["w"], tensor.detach().numpy(), rtol=1e-12, atol=1e-12)
