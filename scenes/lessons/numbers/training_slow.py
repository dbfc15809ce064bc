"""One epoch in slow motion: the example and the weight that it looks at, and the states between two records."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from engine import LOSSES
from engine.training.train import loss_and_gradients
from scenes.lessons.numbers.training_runs import Array, Parameters, Run
from scenes.stage.drawings.networks.layout import drawn

_SEEN = 0.25  # of the largest weight: a thinner edge says little
_DISPUTED = 0.2  # of what the others wish together
_IN_SIGHT = 0.2  # of the range of the targets, above and below them
_squared = LOSSES["mean_squared_error"]


def state(run: Run, share: Fraction, record: int = 0) -> tuple[Parameters, float]:
    """The parameters on the straight way from a record to the next one, and their loss on all examples."""
    before, after = run.parameters(record), run.parameters(record + 1)
    if share in (0, 1):
        return (before, float(run.losses[record])) if share == 0 else (after, float(run.losses[record + 1]))
    between = {name: before[name] + float(share) * (after[name] - before[name]) for name in before}
    return between, loss_of(run, between)


def loss_of(run: Run, at: Parameters) -> float:
    """The loss of these parameters on the examples of a training."""
    answered = run.network.forward(run.examples.inputs, at).prediction
    return float(_squared(answered, run.examples.targets))


def chosen_weight(run: Run) -> tuple[int, int, int]:
    """The weight that the slow epoch looks at: layer from 1, the neuron that it comes from and the one it leads to,
    from 0. Of those that are drawn, and not too thin to be seen, the one with the largest gradient on which the
    examples do not agree, if there is one."""
    shape = run.network.widths
    before = run.parameters(0)
    largest = max(float(np.abs(before[f"layer.{layer}.weight"]).max()) for layer in range(1, len(shape)))
    each = gradients_of_examples(run)
    found = []
    for layer in range(1, len(shape)):
        name = f"layer.{layer}.weight"
        gradient = np.abs(run.gradients(0)[name])
        for_it, against = (np.clip(sign * each[name], 0, None).sum(axis=0) for sign in (1, -1))
        disputed = np.minimum(for_it, against) > _DISPUTED * np.maximum(for_it, against)
        seen = np.abs(before[name]) > _SEEN * largest
        sources, targets = ([n for n in drawn(shape[k]) if n is not None] for k in (layer - 1, layer))
        for i, j in ((i, j) for i in sources for j in targets):
            order = (bool(seen[i, j]), bool(disputed[i, j]), float(gradient[i, j]))
            found.append((order, (layer, i, j)))
    return max(found, key=lambda entry: entry[0])[1]


def slow_example(run: Run) -> int:
    """The example that runs through alone: of those whose prediction at the start can be seen among the targets, the
    one with the largest miss; of all, where there is none."""
    answered = run.network.forward(run.examples.inputs).prediction
    misses = np.abs(answered - run.examples.targets)[:, 0]
    seen = in_sight(run)
    return int(np.argmax(np.where(seen, misses, -1.0) if seen.any() else misses))


def in_sight(run: Run) -> Array:
    """Which examples have a prediction at the start that lies among the targets, or not far from them."""
    answered, targets = run.network.forward(run.examples.inputs).prediction, run.examples.targets
    room = _IN_SIGHT * (targets.max() - targets.min())
    return np.asarray((answered >= targets.min() - room) & (answered <= targets.max() + room))[:, 0]


def gradients_of_examples(run: Run) -> dict[str, Array]:
    """At the start, the gradient of each example's own squared error: by name, shape (examples, *shape)."""
    found = []
    for row in range(len(run.examples)):
        rows = slice(row, row + 1)
        inputs, targets = run.examples.inputs[rows], run.examples.targets[rows]
        found.append(loss_and_gradients(run.network, run.network.parameters, inputs, targets, _squared)[1])
    return {name: np.stack([gradients[name] for gradients in found]) for name in run.network.parameters}
