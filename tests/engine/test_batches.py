"""Batches: every example once an epoch, in an order that the seed alone decides."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from engine import Dataset, Network, train
from engine.training.batches import Batches


def numbered(examples):
    """Inputs 0, 1, 2, ... and targets 10 times as large, so that a row tells who it is."""
    rows = np.arange(examples, dtype=float)[:, None]
    return Dataset(rows, 10 * rows)


@pytest.mark.parametrize(("examples", "size"), [(7, 3), (8, 4), (5, 1), (10, 9), (2, 1)])
def test_batches_part_every_epoch(examples, size):
    batches = Batches(numbered(examples), size, seed=3)
    assert batches.per_epoch == -(-examples // size)
    taken = iter(batches)
    orders = []
    for _ in range(5):
        epoch = [(inputs.value, targets.value) for inputs, targets in islice(taken, batches.per_epoch)]
        assert [len(inputs) for inputs, _ in epoch[:-1]] == [size] * (batches.per_epoch - 1)
        order = np.concatenate([inputs for inputs, _ in epoch]).ravel()
        np.testing.assert_array_equal(np.sort(order), np.arange(examples))
        for inputs, targets in epoch:
            np.testing.assert_array_equal(targets, 10 * inputs)
        orders.append(tuple(order))
    assert len(set(orders)) > 1


def test_the_order_is_numpys_permutation():
    generator = np.random.default_rng(11)
    taken = iter(Batches(numbered(6), 4, seed=11))
    for _ in range(3):
        rows = np.concatenate([next(taken)[0].value, next(taken)[0].value]).ravel()
        np.testing.assert_array_equal(rows, generator.permutation(6))


@pytest.mark.parametrize("size", [None, 4, 5, 100])
def test_all_examples_in_one_batch_keep_their_order(size):
    batches = Batches(numbered(4), size)
    assert (batches.whole, batches.per_epoch) == (True, 1)
    for inputs, _ in islice(batches, 3):
        assert inputs.value.ravel().tolist() == [0, 1, 2, 3]


def test_a_generator_goes_on_where_it_is():
    generator = np.random.default_rng(0)
    first = [inputs.value.item() for inputs, _ in islice(Batches(numbered(5), 1, generator), 5)]
    second = [inputs.value.item() for inputs, _ in islice(Batches(numbered(5), 1, generator), 5)]
    again = np.random.default_rng(0)
    assert first == again.permutation(5).tolist()
    assert second == again.permutation(5).tolist()


def test_a_training_meets_every_example_once_an_epoch():
    # predictions stay 0, so a batch's absolute error is the sum of its targets 1, 2, 4, ..., and tells who was in it
    targets = [[Fraction(2**place)] for place in range(7)]
    dataset = Dataset([[Fraction(1)]] * 7, targets)
    network = Network.neuron([Fraction(0)], Fraction(0))
    history = train(network, dataset, "absolute_error", None, Fraction(0), epochs=4, batch_size=3, seed=0)
    assert len(history) == 4 * 3 + 1
    for epoch in range(4):
        batches = [int(loss) for loss in history.batch_losses[3 * epoch : 3 * epoch + 3]]
        assert [batch.bit_count() for batch in batches] == [3, 3, 1]
        assert sum(batches) == 2**7 - 1  # no bit twice, none missing
    assert set(history.losses) == {2**7 - 1}


@pytest.mark.parametrize(
    ("size", "seed", "kind", "message"),
    [
        (2, None, ValueError, "seed: must be given with a batch_size, because the examples are shuffled"),
        (0, 1, ValueError, "batch_size: must be at least 1, got 0"),
        (2.0, 1, TypeError, "batch_size: must be a whole number, got 2.0"),
        (True, 1, TypeError, "batch_size: must be a whole number, got True"),
        (2, -1, ValueError, "seed: must be at least 0, got -1"),
        (2, "one", TypeError, "seed: must be a whole number or a numpy.random.Generator, got 'one'"),
    ],
)
def test_errors(size, seed, kind, message):
    with pytest.raises(kind) as raised:
        Batches(numbered(4), size, seed)
    assert str(raised.value) == message
