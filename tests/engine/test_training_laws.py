"""Training, whatever the data, batches and records (hypothesis)."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from engine import Dataset, Dense, Momentum, Network, moons, train
from engine.training.batches import Batches

hypothesis = pytest.importorskip("hypothesis")
given, settings, strategies = hypothesis.given, hypothesis.settings, hypothesis.strategies

NETWORK, POINTS = Network.of((2, 3, 1), "tanh", seed=0), moons(11, seed=0)
small = strategies.fractions(-2, 2, max_denominator=20)


@given(strategies.integers(1, 60), strategies.integers(1, 70), strategies.integers(0, 1000))
def test_every_epoch_has_every_example_once(examples, size, seed):
    rows = np.arange(examples, dtype=float)[:, None]
    batches = Batches(Dataset(rows, rows), size, seed)
    taken = iter(batches)
    for _ in range(3):
        epoch = [inputs.value.ravel() for inputs, _ in islice(taken, batches.per_epoch)]
        assert {len(batch) for batch in epoch[:-1]} <= {size}
        assert 1 <= len(epoch[-1]) <= size
        assert sorted(np.concatenate(epoch)) == list(range(examples))


@settings(deadline=None, max_examples=30)
@given(strategies.integers(0, 9), strategies.integers(1, 13), strategies.integers(1, 40), strategies.integers(0, 99))
def test_records_are_the_states_of_those_steps(epochs, size, every, seed):
    options = {"learning_rate": 0.1, "epochs": epochs, "batch_size": size, "seed": seed}
    whole, some = train(NETWORK, POINTS, **options), train(NETWORK, POINTS, **options, every=every)
    steps = epochs * -(-11 // size)
    assert whole.steps.tolist() == list(range(steps + 1))
    assert some.steps.tolist() == sorted({*range(0, steps + 1, every), steps})
    np.testing.assert_array_equal(some.path, whole.path[some.steps])
    np.testing.assert_array_equal(some.losses, whole.losses[some.steps])
    np.testing.assert_array_equal(some.batch_losses, whole.batch_losses[some.steps])
    # the loss on all examples is the mean of the first epoch's batch losses, each as often as it has examples, where
    # nothing moves
    still = train(NETWORK, POINTS, **{**options, "learning_rate": 0.0, "epochs": 1})
    weights = np.diff([*range(0, 11, size), 11])
    assert np.average(still.batch_losses[:-1], weights=weights) == pytest.approx(still.losses[0], rel=1e-12)


@settings(deadline=None, max_examples=25)
@given(
    strategies.lists(small, min_size=9, max_size=9),
    strategies.lists(strategies.tuples(small, small, small), min_size=2, max_size=3),
    strategies.integers(1, 3),
    strategies.sampled_from(["mean_squared_error", "squared_error"]),
)
def test_exact_and_float_agree(weights, points, size, loss):
    """Straight neurons, whose result does not hang on the sign of a number near 0."""

    def history(kind):
        w = [kind(number) for number in weights]
        network = Network((Dense([w[0:2], w[2:4]], w[4:6]), Dense([w[6:7], w[7:8]], w[8:9])))
        data = Dataset([[kind(a), kind(b)] for a, b, _ in points], [[kind(y)] for _, _, y in points])
        rule, rate = Momentum(kind(Fraction(1, 2))), kind(Fraction(1, 50))
        return train(network, data, loss, rule, rate, epochs=1, batch_size=size, seed=0, limit=None)

    rounded, true = history(float), history(Fraction)
    assert all(type(number) is Fraction for number in (*true.path.ravel(), *true.losses, *true.learning_rates))
    np.testing.assert_allclose(rounded.path, true.path.astype(float), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(rounded.losses, true.losses.astype(float), rtol=1e-9, atol=1e-9)
