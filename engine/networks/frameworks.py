"""Networks from the weights of PyTorch and Keras, and back. Neither of the two is needed here: what comes in and goes
out are arrays, by the names and in the order of theirs.

PyTorch keeps a weight as (outputs, inputs), Keras as (inputs, outputs), as Backreel does. Neither hands out the
activations with it. They are ours where PyTorch's modules and Keras's names keep their defaults, with three exceptions:
PyTorch's Softplus is the line x above 20, up to 2.1e-9 off log(1 + exp(x)); Keras's leaky_relu has the slope 0.2 (0.3
as a layer of its own), ours and PyTorch's 0.01; `sin` is in neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.files.file_format import one_line, shown
from engine.finite import check_finite
from engine.networks.network import ACTIVATIONS, Dense, Network
from engine.numbers import Array, as_array, full_like, is_exact

Activations = str | Sequence[str]

_PLAIN = "only dense layers can be taken: no convolutions, no normalisation, nothing recurrent"


def from_state_dict(state: Mapping[str, Any], activations: Activations) -> Network:
    """The network whose layers are the linear ones of a PyTorch module, from `module.state_dict()`.

    `state` maps names that end in `.weight` and `.bias` to tensors on any device or to arrays: a weight of shape
    (outputs, inputs), beside it a bias of shape (outputs,) or none, which is a bias of zeros. The layers stand in the
    order of the mapping; float32 becomes float64, no number changes. `activations` is one name for all hidden layers,
    the last being the identity, or a list of one for each layer.

    Raises ValueError and TypeError, in one line that names the key, for what belongs to another kind of layer, for
    layers that do not fit each other, and for numbers that are not finite.

    >>> state = {"0.weight": np.ones((3, 2)), "0.bias": np.zeros(3), "2.weight": np.ones((1, 3))}
    >>> from_state_dict(state, "relu").widths
    (2, 3, 1)
    """
    if not isinstance(state, Mapping):
        raise TypeError(f"state: must map names to arrays, as module.state_dict() does, got {_kind(state)}")
    weights: dict[str, str] = {}
    for key in state:
        if not isinstance(key, str) or not key.isprintable():
            raise ValueError(f"state: its keys must be names such as 0.weight, got {shown(key)}")
        prefix, _, last = key.rpartition(".")
        if last not in ("weight", "bias"):
            raise ValueError(f"{key}: must end in .weight or .bias; {_PLAIN}")
        weights.setdefault(prefix, key.removesuffix(last) + "weight")
    layers = []
    for weight in weights.values():
        bias = weight.removesuffix("weight") + "bias"
        if weight not in state:
            raise ValueError(f"{bias}: has no {weight} beside it")
        matrix = _matrix(weight, state[weight], "(outputs, inputs)")
        vector = _numbers(bias, state[bias]) if bias in state else None
        layers.append(_Layer(weight, np.ascontiguousarray(matrix.T), bias, vector))
    return _network("state", layers, activations)


def to_state_dict(network: Network, names: Sequence[str] | None = None) -> dict[str, NDArray[np.float64]]:
    """The weights of a network as PyTorch calls and shapes them: `NAME.weight` (outputs, inputs) and `NAME.bias`.

    Without `names`, one for each layer, these are the places in torch.nn.Sequential(Linear, activation, Linear, ...),
    where an activation takes a place and the identity takes none. The arrays are copies and can be written to, for
    PyTorch warns of those that cannot: `module.load_state_dict({key: torch.from_numpy(array) for key, array in
    to_state_dict(network).items()})`, with a module in float64 lest it rounds them.

    Raises ValueError for too many or too few names or one twice, TypeError for an exact network.

    >>> {key: array.shape for key, array in to_state_dict(Network.of((2, 3, 1), seed=0)).items()}
    {'0.weight': (3, 2), '0.bias': (3,), '2.weight': (1, 3), '2.bias': (1,)}
    """
    names = _places(network) if names is None else list(names)
    if len(names) != len(network.layers) or len(set(names)) < len(names):
        raise ValueError(f"names: must be {len(network.layers)} different ones, one for each layer, got {shown(names)}")
    state: dict[str, NDArray[np.float64]] = {}
    for name, layer in zip(names, network.layers, strict=True):
        state[f"{name}.weight"] = _floats(layer.weight.T)
        state[f"{name}.bias"] = _floats(layer.bias)
    return state


def from_keras(arrays: Sequence[Any], activations: Activations) -> Network:
    """The network of a Keras model of dense layers, from `model.get_weights()`.

    That is a list of a kernel of shape (inputs, outputs) for each layer, followed by its bias of shape (outputs,), or
    by none, which is a bias of zeros. `activations` and what is raised are those of `from_state_dict`.

    >>> from_keras([np.ones((2, 3)), np.zeros(3), np.ones((3, 1))], ["tanh", "sigmoid"]).widths
    (2, 3, 1)
    """
    if isinstance(arrays, str) or not isinstance(arrays, Sequence):
        raise TypeError(f"arrays: must be a list of arrays, as model.get_weights() is, got {_kind(arrays)}")
    return from_kernels({f"arrays[{place}]": array for place, array in enumerate(arrays)}, activations)


def from_kernels(named: Mapping[str, Any], activations: Activations) -> Network:
    """As `from_keras`, with a name for each array, which its errors say."""
    layers: list[_Layer] = []
    for name, given in named.items():
        numbers = _numbers(name, given)
        if numbers.ndim == 1 and layers and layers[-1].bias is None:
            layers[-1] = _Layer(layers[-1].weight_name, layers[-1].weight, name, numbers)
        else:
            layers.append(_Layer(name, _matrix(name, numbers, "(inputs, outputs)"), name, None))
    return _network("arrays", layers, activations)


def to_keras(network: Network) -> list[NDArray[np.float64]]:
    """The weights of a network as `model.set_weights` takes them: kernel (inputs, outputs) and bias (outputs,) of each
    layer in turn, copies. Raises TypeError for an exact network.

    >>> [array.shape for array in to_keras(Network.of((2, 3, 1), seed=0))]
    [(2, 3), (3,), (3, 1), (1,)]
    """
    return [_floats(array) for layer in network.layers for array in (layer.weight, layer.bias)]


@dataclass(frozen=True, eq=False)
class _Layer:
    """weight has shape (inputs, outputs), whatever it had where it came from."""

    weight_name: str
    weight: Array
    bias_name: str
    bias: Array | None


def _network(whole: str, layers: Sequence[_Layer], activations: Activations) -> Network:
    if not layers:
        raise ValueError(f"{whole}: must hold the weights of at least one layer, got none")
    dense = []
    for before, layer, activation in zip([None, *layers], layers, _names(activations, len(layers)), strict=False):
        inputs, outputs = layer.weight.shape
        if before is not None and before.weight.shape[1] != inputs:
            gives = f"{before.weight_name} has {before.weight.shape[1]} outputs"
            raise ValueError(f"{layer.weight_name}: takes {inputs} inputs, but {gives}")
        bias = full_like(layer.weight[0], 0) if layer.bias is None else layer.bias
        if bias.shape != (outputs,):
            wanted = f"must have shape ({outputs},), one for each output of {layer.weight_name}"
            raise ValueError(f"{layer.bias_name}: {wanted}, got {bias.shape}")
        dense.append(Dense(layer.weight, bias, activation))
    return Network(tuple(dense))


def _names(activations: Activations, layers: int) -> list[str]:
    if isinstance(activations, str):
        names = [*[activations] * (layers - 1), "identity"]
    elif isinstance(activations, Sequence):
        names = list(activations)
    else:
        raise TypeError(f"activations: must be a name or a list of one for each layer, got {_kind(activations)}")
    if len(names) != layers:
        raise ValueError(f"activations: {layers} layers need as many names, got {len(names)}")
    for name in [activations] if isinstance(activations, str) else names:
        if name not in ACTIVATIONS:
            raise ValueError(f"activations: must be of {', '.join(ACTIVATIONS)}, got {shown(name)}")
    return names


def _matrix(name: str, given: Any, axes: str) -> Array:
    matrix = _numbers(name, given)
    if matrix.ndim != 2 or 0 in matrix.shape:
        raise ValueError(f"{name}: must be a matrix {axes}, got shape {matrix.shape}; {_PLAIN}")
    return matrix


def _numbers(name: str, given: Any) -> Array:
    """What was given as float64 or Fractions, none of them rounded."""
    try:
        array = np.asarray(given.detach().cpu() if hasattr(given, "detach") else given)
    except Exception as wrong:  # each library has its own for what it cannot hand over
        raise TypeError(f"{name}: cannot be read as an array ({one_line(wrong)})") from None
    objects = array.dtype == object and all(isinstance(entry, int | Fraction) for entry in array.flat)
    if not objects and array.dtype.kind not in "fiu":
        raise TypeError(f"{name}: must be an array of numbers, got one of {array.dtype}")
    if array.dtype.kind == "f" and not np.can_cast(array.dtype, np.float64):
        raise TypeError(f"{name}: {array.dtype} is wider than float64 and would lose digits; convert it first")
    numbers = as_array(array)
    check_finite(name, numbers)
    return numbers


def _kind(thing: Any) -> str:
    """What was given instead; a module's or an array's own text takes many lines."""
    return f"one of type {type(thing).__name__}"


def _places(network: Network) -> list[str]:
    places, place = [], 0
    for layer in network.layers:
        places.append(str(place))
        place += 1 if layer.activation == "identity" else 2
    return places


def _floats(array: Array) -> NDArray[np.float64]:
    if is_exact(array):
        raise TypeError("network: its numbers are exact, and other libraries hold floats; make one of floats first")
    return np.array(array, order="C")
