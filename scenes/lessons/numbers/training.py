"""The numbers of lesson 8: a network learns from examples. Every number comes from the trainings of `training_runs`.

The loss is the mean over the training examples of (prediction - target)^2; a gradient is that of this mean unless its
path names one example. In the main training one step uses all examples, so that its steps are its epochs.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from engine import LOSSES, Dataset, Trace
from scenes.lessons.numbers.training_data import LEAST, MOST, WITH_TWO_INPUTS, TrainingData
from scenes.lessons.numbers.training_runs import ALLOWED_WIDTHS, Array, Run, Runs, runs, widths
from scenes.lessons.numbers.training_slow import chosen_weight, gradients_of_examples, slow_example
from scenes.stage import parameters
from scenes.stage.parameters import ChoiceParameter, NumberParameter, TextParameter

_MOST_RATE = 100
PARAMETERS = (
    TrainingData("data", "sine", meaning="the examples: a data set by its name, rows, or a CSV file"),
    NumberParameter(
        "points", "30", "integer", LEAST, MOST, meaning="how many examples a named data set has", unit="examples"
    ),
    NumberParameter(
        "noise", "0.2", "number", 0, 1, meaning="how far the examples of a named data set lie off their curve"
    ),
    NumberParameter("seed", "2", "integer", 0, 1_000_000, meaning="the seed of the examples and of their batches"),
    NumberParameter(
        "held_out", "0.3", "number", Fraction(1, 10), Fraction(1, 2), meaning="the share of examples that is held out"
    ),
    TextParameter("hidden", "8, 8", widths, ALLOWED_WIDTHS, meaning="the neurons of each hidden layer"),
    ChoiceParameter(
        "activation", "relu", ("relu", "leaky_relu", "tanh", "sigmoid"), meaning="the activation of the hidden neurons"
    ),
    NumberParameter("start", "51", "integer", 0, 1_000_000, meaning="the seed of the weights at the start"),
    ChoiceParameter(
        "optimiser",
        "gradient_descent",
        ("gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam"),
        meaning="what makes a step out of a gradient",
    ),
    NumberParameter(
        "learning_rate",
        "0.1",
        "number",
        0,
        _MOST_RATE,
        exclusive_minimum=True,
        meaning="the learning rate: the size of a step",
    ),
    NumberParameter(
        "epochs", "300", "integer", 2, 10_000, meaning="how often the network sees all examples", unit="epochs"
    ),
    NumberParameter(
        "batch_size",
        "7",
        "integer",
        1,
        MOST,
        meaning="how many examples a batch has in the shot about batches",
        unit="examples",
    ),
    NumberParameter(
        "batch_epochs", "30", "integer", 1, 100, meaning="how many epochs the shot about batches has", unit="epochs"
    ),
    NumberParameter(
        "small_rate",
        "0.003",
        "number",
        0,
        _MOST_RATE,
        exclusive_minimum=True,
        meaning="the smallest of the three learning rates that are compared",
    ),
    NumberParameter(
        "large_rate",
        "1",
        "number",
        0,
        _MOST_RATE,
        exclusive_minimum=True,
        meaning="the largest of the three learning rates that are compared",
    ),
    NumberParameter(
        "few", "8", "integer", 3, MOST, meaning="how many of the examples the larger network gets", unit="examples"
    ),
    TextParameter(
        "few_hidden", "16, 16", widths, ALLOWED_WIDTHS, meaning="the neurons of each hidden layer of the larger network"
    ),
    NumberParameter(
        "few_rate",
        "0.03",
        "number",
        0,
        _MOST_RATE,
        exclusive_minimum=True,
        meaning="the learning rate of the larger network",
    ),
    NumberParameter(
        "few_epochs", "800", "integer", 2, 1000, meaning="how many epochs the larger network trains", unit="epochs"
    ),
    ChoiceParameter("regions", "spirals", WITH_TWO_INPUTS, meaning="the data set with two inputs"),
    NumberParameter(
        "regions_points",
        "80",
        "integer",
        LEAST,
        MOST,
        meaning="how many examples with two inputs there are",
        unit="examples",
    ),
    NumberParameter(
        "regions_epochs",
        "1000",
        "integer",
        2,
        10_000,
        meaning="how many epochs the network with two inputs trains",
        unit="epochs",
    ),
    NumberParameter(
        "regions_start", "2", "integer", 0, 1_000_000, meaning="the seed of the weights of the network with two inputs"
    ),
)

BORDER = 0.5  # between the targets 0 and 1 of two classes
_WITH_CORNERS = ("relu", "leaky_relu")
_MOST_WEIGHTS = 150_000  # numbers of the weights by epoch that a trace holds
_squared = LOSSES["mean_squared_error"]


def defaults() -> parameters.Values:
    """The default parameters."""
    return parameters.defaults(PARAMETERS)


def trace(values: parameters.Values) -> Trace:
    """All numbers of the lesson for these parameters."""
    found = runs(values)
    numbers: dict[str, Any] = {}
    for part in (_data(found), _slow(found, values), _again(found.main), _batches(found, values)):
        numbers.update(part)
    for part in (_rates(found, values), _few(found), _regions(found.regions)):
        numbers.update(part)
    for name, run in (
        ("again", found.main),
        ("batches", found.batches),
        ("few", found.few),
        ("regions", found.regions),
    ):
        numbers.update(_records(name, run))
    return Trace(numbers)


def _records(name: str, run: Run) -> Iterator[tuple[str, Any]]:
    """What a time-lapse writes on the screen."""
    for record in range(run.last + 1):
        path = f"{name}.record.{record}"
        yield f"{path}.step", int(run.steps[record])
        yield f"{path}.epoch", int(run.epochs[record])
        yield f"{path}.loss", float(run.losses[record])
        if run.training.held_out_losses is not None:
            yield f"{path}.held_out.loss", float(run.held_out_losses[record])


def batch_rows(values: parameters.Values) -> list[list[int]]:
    """The examples of each batch of the first epoch, as `engine.train` shuffles them."""
    count = len(runs(values).batches.examples)
    size = min(int(values["batch_size"]), count)  # type: ignore[arg-type]
    if size == count:
        return [list(range(count))]
    order = np.random.default_rng(int(values["seed"])).permutation(count).tolist()  # type: ignore[arg-type]
    return [order[begin : begin + size] for begin in range(0, count, size)]


def best_linear(run: Run) -> tuple[Array, float]:
    """The weights and, last, the bias of the best linear answer (least squares), and its loss."""
    inputs, targets = run.examples.inputs, run.examples.targets
    design = np.hstack([inputs, np.ones((len(inputs), 1))])
    found = np.linalg.lstsq(design, targets, rcond=None)[0]
    return found.ravel(), float(_squared(design @ found, targets))


def lies_on_a_line(exact: Dataset) -> bool:
    """Whether a linear answer meets all targets exactly; where the numbers are Fractions nothing is rounded."""
    left = [[*inputs, Fraction(1), *targets] for inputs, targets in zip(exact.inputs, exact.targets, strict=True)]
    for column in range(exact.inputs.shape[1] + 1):  # Gaussian elimination
        pivot = next((row for row in left if row[column] != 0), None)
        if pivot is not None:
            left = [
                [entry - row[column] / pivot[column] * above for entry, above in zip(row, pivot, strict=True)]
                for row in left
                if row is not pivot
            ]
    return all(row[-1] == 0 for row in left)


def _data(found: Runs) -> Iterator[tuple[str, Any]]:
    run = found.main
    yield "examples", len(found.exact)
    yield "held_out", len(found.exact_held_out)
    yield "inputs", found.exact.inputs.shape[1]
    yield "parameters", run.network.size
    yield "corners", int(all(layer.activation in _WITH_CORNERS for layer in run.network.layers[:-1]))
    for kind, written in (("example", found.exact), ("held_out", found.exact_held_out)):
        for k, (inputs, targets) in enumerate(zip(written.inputs.tolist(), written.targets.tolist(), strict=True)):
            for column, number in enumerate(inputs, 1):
                yield f"{kind}.{k}.input" if len(inputs) == 1 else f"{kind}.{k}.input.{column}", number
            yield f"{kind}.{k}.target", targets[0]
    _, loss = best_linear(run)
    yield "line.loss", 0 if lies_on_a_line(found.exact) else loss
    targets = run.examples.targets
    yield "flat.loss", float(_squared(np.full_like(targets, targets.mean()), targets))


def _slow(found: Runs, values: parameters.Values) -> Iterator[tuple[str, Any]]:
    run = found.first
    inputs, targets = run.examples.inputs, run.examples.targets
    answered = run.network.forward(inputs).prediction
    k = slow_example(run)
    yield "slow.example", k
    for column, number in enumerate(found.exact.inputs[k].tolist(), 1):
        yield "slow.input" if inputs.shape[1] == 1 else f"slow.input.{column}", number
    yield "slow.target", found.exact.targets[k, 0]
    yield "slow.prediction", float(answered[k, 0])
    yield "slow.error", float(answered[k, 0] - targets[k, 0])
    yield "learning_rate", Fraction(values["learning_rate"])  # type: ignore[arg-type]
    layer, i, j = chosen_weight(run)
    name = f"layer.{layer}.weight"
    yield "chosen.layer", layer
    yield "chosen.source", i + 1
    yield "chosen.neuron", j + 1
    before, after = (float(run.parameters(record)[name][i, j]) for record in (0, 1))
    yield "step.0.loss", float(run.losses[0])
    yield "step.1.loss", float(run.losses[1])
    yield "step.0.weight", before
    yield "step.1.weight", after
    yield "step.0.change.weight", after - before
    yield "step.0.gradient.weight", float(run.gradients(0)[name][i, j])
    for k, gradient in enumerate(gradients_of_examples(run)[name][:, i, j]):
        yield f"step.0.{k}.gradient.weight", float(gradient)


def _again(run: Run) -> Iterator[tuple[str, Any]]:
    yield "again.start", 0
    yield "again.first", 1
    yield "again.epochs", int(run.steps[-1])
    yield "again.loss", float(run.losses[-1])
    yield "again.records", len(run.losses)
    yield "again.rises", int(np.count_nonzero(np.diff(run.losses) > 0))
    yield "again.diverged", int(run.training.diverged)
    yield "history.epoch", run.steps.astype(np.int64)
    yield "history.loss", run.losses
    thin = max(1, -(-len(run.losses) * run.network.size // _MOST_WEIGHTS))
    yield "weights.epoch", run.steps[::thin].astype(np.int64)
    for name, kept in run.training.parameters.items():
        yield f"weights.{name}", kept[: run.last + 1 : thin]


def _batches(found: Runs, values: parameters.Values) -> Iterator[tuple[str, Any]]:
    run = found.batches
    count = len(run.examples)
    size = min(int(values["batch_size"]), count)  # type: ignore[arg-type]
    per_epoch = -(-count // size)
    epochs = int(run.epochs[-1])
    yield "batches.size", size
    yield "batches.last.size", count - (per_epoch - 1) * size
    yield "batches.per_epoch", per_epoch
    yield "batches.epochs", epochs
    yield "batches.steps", int(run.steps[-1])
    yield "batches.loss", float(run.losses[-1])
    yield "batches.diverged", int(run.training.diverged)
    once = np.flatnonzero(run.steps == per_epoch)
    if len(once):
        yield "batches.once.loss", float(run.losses[once[0]])
    yield "batches.rises", int(np.count_nonzero(np.diff(run.batch_losses) > 0))
    yield "batches.records", len(run.losses)


def _rates(found: Runs, values: parameters.Values) -> Iterator[tuple[str, Any]]:
    for name, run, rate in (
        ("small", found.small, "small_rate"),
        ("own", found.main, "learning_rate"),
        ("large", found.large, "large_rate"),
    ):
        yield f"rates.{name}.learning_rate", Fraction(values[rate])  # type: ignore[arg-type]
        yield f"rates.{name}.loss", float(run.losses[-1])
        yield f"rates.{name}.epochs", int(run.steps[-1])
        yield f"rates.{name}.diverged", int(run.training.diverged)
        yield f"rates.{name}.dead", int(has_dead_layer(run, run.last) and not has_dead_layer(run, 0))
        yield f"rates.{name}.worst.loss", float(run.losses.max())
        yield f"rates.{name}.rises", int(np.count_nonzero(np.diff(run.losses) > 0))


def has_dead_layer(run: Run, record: int) -> bool:
    """Whether all neurons of a hidden layer are off on all examples: no gradient gets through it any more, and the
    network answers everything alike."""
    if any(layer.activation != "relu" for layer in run.network.layers[:-1]):
        return False
    passed = run.network.forward(run.examples.inputs, run.parameters(record))
    return any(not np.any(activation) for activation in passed.activations[:-1])


def _few(found: Runs) -> Iterator[tuple[str, Any]]:
    run = found.few
    best = best_record(run)
    yield "few.examples", len(run.examples)
    yield "few.parameters", run.network.size
    yield "few.epochs", int(run.steps[-1])
    yield "few.diverged", int(run.training.diverged)
    for name, record in (("start", 0), ("best", best), ("end", run.last)):
        yield f"few.{name}.epoch", int(run.steps[record])
        yield f"few.{name}.loss", float(run.losses[record])
        yield f"few.{name}.held_out.loss", float(run.held_out_losses[record])


def best_record(run: Run) -> int:
    """The record with the smallest loss on the held-out examples; the first of several."""
    return int(np.argmin(run.held_out_losses))


def _regions(run: Run) -> Iterator[tuple[str, Any]]:
    answered = run.network.forward(run.examples.inputs, run.parameters(run.last)).prediction
    right = (answered > BORDER) == (run.examples.targets > BORDER)
    yield "regions.examples", len(run.examples)
    yield "regions.above", int(np.count_nonzero(answered > BORDER))
    yield "regions.right", int(np.count_nonzero(right))
    yield "regions.wrong", len(run.examples) - int(np.count_nonzero(right))
    yield "regions.epochs", int(run.steps[-1])
    yield "regions.start.loss", float(run.losses[0])
    yield "regions.loss", float(run.losses[-1])
    yield "regions.diverged", int(run.training.diverged)
