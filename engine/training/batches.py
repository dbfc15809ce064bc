"""The order in which a training meets its examples: epoch after epoch, batch after batch."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from engine.graph import Node, leaf
from engine.training.dataset import Dataset, Seed, check_whole, generator_of


class Batches:
    """The batches of all epochs, without end, as inputs and targets.

    Without `size`, or with one that is not below the number of examples, each batch is all examples in their order.
    Otherwise an epoch is `permutation(examples)` of the seed's generator, cut into batches of `size`; the last is
    smaller where it does not come out even. Raises ValueError for a size below 1 and for a size without a seed.

    >>> from engine.training.datasets import line
    >>> batches = Batches(line(5, seed=0), size=2, seed=0)
    >>> batches.per_epoch, [len(inputs) for (inputs, targets), _ in zip(batches, range(6))]
    (3, [2, 2, 1, 2, 2, 1])
    """

    def __init__(self, dataset: Dataset, size: int | None = None, seed: Seed | None = None) -> None:
        if size is not None:
            check_whole("batch_size", size, 1, most=sys.maxsize)
        self._dataset = dataset
        self._size = len(dataset) if size is None else int(size)
        self.whole = self._size >= len(dataset)
        if not self.whole and seed is None:
            raise ValueError("seed: must be given with a batch_size, because the examples are shuffled")
        self._generator = None if seed is None else generator_of(seed)
        self.per_epoch = -(-len(dataset) // self._size)

    def __iter__(self) -> Iterator[tuple[Node, Node]]:
        inputs, targets = self._dataset.inputs, self._dataset.targets
        whole = leaf(inputs), leaf(targets)
        while True:
            if self.whole or self._generator is None:
                yield whole
                continue
            order = self._generator.permutation(len(inputs))
            for begin in range(0, len(order), self._size):
                rows = order[begin : begin + self._size]
                yield leaf(inputs[rows]), leaf(targets[rows])
