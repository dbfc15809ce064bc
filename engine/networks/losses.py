"""Losses, each by a name that says whether there is a 1/2 and a mean, and over what.

A loss takes predictions and targets of one shape, nodes or arrays, and gives a single number. `mean` is over all
entries, or over the examples for the cross-entropies of classes, as in PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any

import numpy as np

from engine.functions import absolute, log_softmax, softplus, where
from engine.graph import Node
from engine.numbers import is_exact


@dataclass(frozen=True)
class Loss:
    """A loss: `each` gives the contributions of the entries, of which the sum or the mean is taken.

    `loss(prediction, target, stacked=1)` keeps one leading axis: a loss for each network of a stack.
    """

    name: str
    each: Callable[[Any, Any], Any]
    mean: bool
    about: str

    def __call__(self, prediction: Any, target: Any, stacked: int = 0) -> Any:
        """The loss, for predictions of shape (..., examples, outputs). Raises ValueError where the target's shape is
        another, which NumPy would broadcast in silence; only stacked axes may be missing from it."""
        shape, wanted = np.shape(prediction), np.shape(target)
        if len(shape) - 2 > stacked and shape != wanted:
            raise ValueError(f"target: must have the prediction's shape {shape}, got {wanted}")
        entries = self.each(prediction, target)
        axes = tuple(range(stacked, np.ndim(entries)))
        return (np.mean if self.mean else np.sum)(entries, axis=axes)


def _difference(prediction: Any, target: Any) -> Any:
    _check_shapes(prediction, target)
    return prediction - target


def _squared(prediction: Any, target: Any) -> Any:
    return _difference(prediction, target) ** 2


def _half_squared(prediction: Any, target: Any) -> Any:
    return _squared(prediction, target) / 2


def _absolute(prediction: Any, target: Any) -> Any:
    return absolute(_difference(prediction, target))


def _binary_cross_entropy(prediction: Any, target: Any) -> Any:
    _check_shapes(prediction, target)
    return target * softplus(-prediction) + (1 - target) * softplus(prediction)


def _cross_entropy(prediction: Any, target: Any) -> Any:
    logs = log_softmax(prediction)
    shares = _shares(np.shape(prediction), target)
    return -np.sum(logs * shares, axis=-1)


def huber(delta: float | Fraction = 1, mean: bool = True) -> Loss:
    """error^2 / 2 where |error| <= delta, beyond it delta (|error| - delta / 2) (Huber 1964, equation 1.5).

    Raises ValueError unless delta is positive and finite, TypeError for exact errors and a delta that is a float.

    >>> huber(delta=1)(np.array([0.5, 3.0]), np.array([0.0, 0.0]))
    np.float64(1.3125)
    """
    if not 0 < delta < inf:
        raise ValueError(f"delta: must be above 0 and finite, got {delta}")

    def each(prediction: Any, target: Any) -> Any:
        error = _difference(prediction, target)
        numbers = error.value if isinstance(error, Node) else error
        size = absolute(error)
        if is_exact(numbers) and isinstance(delta, float):
            raise TypeError(f"huber: exact and float numbers do not mix; give delta exactly, not {delta!r}")
        bound = Fraction(delta) if is_exact(numbers) else float(delta)
        return where(abs(numbers) <= bound, error**2 / 2, (size - bound / 2) * bound)

    kind = "mean over all entries" if mean else "sum"
    return Loss("mean_huber" if mean else "huber", each, mean, f"Huber with delta {delta}, {kind}")


def _check_shapes(prediction: Any, target: Any) -> None:
    predicted, wanted = np.shape(prediction), np.shape(target)
    if predicted != wanted and predicted[len(predicted) - len(wanted) :] != wanted:
        raise ValueError(f"target: must have the prediction's shape {predicted}, got {wanted}")
    if len(wanted) < min(2, len(predicted)):
        raise ValueError(f"target: must have the prediction's shape {predicted}, got {wanted}")


def _shares(predicted: tuple[int, ...], target: Any) -> Any:
    """Targets as shares of the classes, shape (examples, classes); class numbers become 1 and 0."""
    wanted = np.shape(target)
    if not predicted or predicted[-1] < 2:
        raise ValueError(f"cross-entropy: needs at least two classes, got predictions of shape {predicted}")
    if wanted == predicted[-len(wanted) :] and len(wanted) >= min(2, len(predicted)) and wanted[-1] == predicted[-1]:
        return target
    numbers = np.asarray(target.value if isinstance(target, Node) else target)
    flat = numbers[..., 0] if wanted[-1:] == (1,) and len(wanted) > 1 else numbers
    if flat.shape != predicted[-1 - flat.ndim : -1] or flat.ndim != min(1, len(predicted) - 1):
        raise ValueError(
            f"target: for predictions of shape {predicted} give class numbers, one for each example, or shares of the "
            f"same shape; got {wanted}"
        )
    with np.errstate(invalid="ignore"):  # NaN becomes some whole number, and is refused for not being it
        classes = flat.astype(int)
    if np.any(classes != flat) or np.any(classes < 0) or np.any(classes >= predicted[-1]):
        raise ValueError(f"target: class numbers must be whole, from 0 to {predicted[-1] - 1}")
    return np.eye(predicted[-1])[classes]


_ROWS = (
    Loss("squared_error", _squared, False, "sum of (prediction - target)^2, no 1/2"),
    Loss("half_squared_error", _half_squared, False, "sum of (prediction - target)^2 / 2"),
    Loss("mean_squared_error", _squared, True, "mean over all entries of (prediction - target)^2, no 1/2"),
    Loss("half_mean_squared_error", _half_squared, True, "mean over all entries of (prediction - target)^2 / 2"),
    Loss("absolute_error", _absolute, False, "sum of |prediction - target|"),
    Loss("mean_absolute_error", _absolute, True, "mean over all entries of |prediction - target|"),
    huber(mean=False),
    huber(),
    Loss("binary_cross_entropy", _binary_cross_entropy, True, "of logits and 0/1 targets, mean over all entries"),
    Loss("cross_entropy", _cross_entropy, True, "of logits of classes (softmax), mean over the examples"),
)

LOSSES: dict[str, Loss] = {row.name: row for row in _ROWS}


def loss_of(loss: Loss | str) -> Loss:
    """A loss by name; a loss as it is. Raises ValueError for a name that is not known."""
    if isinstance(loss, Loss):
        return loss
    if not isinstance(loss, str) or loss not in LOSSES:
        raise ValueError(f"loss: must be one of {', '.join(LOSSES)}, got {loss!r}")
    return LOSSES[loss]
