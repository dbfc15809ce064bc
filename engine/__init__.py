"""The numbers of Backreel: a computational graph over NumPy arrays, backpropagation, networks and their training,
loss landscapes, and exact traces of it all.

The graph is loaded at once, the rest when it is first asked for, so that `import engine` stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from engine.backward import Edge, Walk, backward, derivative
from engine.exact import exact, to_float
from engine.forward_mode import Pass, forward_mode
from engine.functions import (
    absolute,
    concatenate,
    cos,
    exp,
    gelu,
    leaky_relu,
    log,
    log_softmax,
    maximum,
    minimum,
    relu,
    sigmoid,
    sin,
    softmax,
    softplus,
    sqrt,
    tanh,
    where,
)
from engine.graph import Node, apply, constant, variable
from engine.hessian import gradient_nodes, hessian, hessian_times
from engine.operations import OPERATIONS, Cost, ExactnessError, Operation
from engine.quantity import Quantity
from engine.rounding import Rounded, rounded
from engine.traces.trace import Trace

if TYPE_CHECKING:
    from engine.cost import Costs, costs
    from engine.landscape.contours import Levels, contour_levels
    from engine.landscape.critical_points import CriticalPoint, critical_points
    from engine.landscape.directions import (
        Principal,
        Projection,
        direction_surface,
        principal_directions,
        project,
        random_direction,
    )
    from engine.landscape.slice import weight_surface
    from engine.landscape.surface import Surface, function_surface
    from engine.networks.frameworks import from_keras, from_state_dict, to_keras, to_state_dict
    from engine.networks.losses import LOSSES, Loss, huber, loss_of
    from engine.networks.network import ACTIVATIONS, Dense, Forward, Network
    from engine.networks.weights import (
        load_network,
        network_from_json,
        network_from_npz,
        network_to_json,
        network_to_npz,
        save_network,
    )
    from engine.traces.sources import (
        costs_trace,
        critical_points_trace,
        history_trace,
        network_trace,
        projection_trace,
        surface_trace,
        training_trace,
    )
    from engine.training.columns import read_csv
    from engine.training.dataset import Dataset
    from engine.training.datasets import circles, line, moons, one_hot, sine, spirals, xor
    from engine.training.descent import History, Step, descend, forward_and_backward
    from engine.training.optimiser import Optimiser
    from engine.training.optimisers import (
        OPTIMISERS,
        AdaGrad,
        Adam,
        AdamW,
        GradientDescent,
        Momentum,
        Nesterov,
        RMSProp,
    )
    from engine.training.schedules import SCHEDULES, Constant, Cosine, Schedule, StepDecay, WarmUp, as_schedule
    from engine.training.train import Training, train

_LATER = {
    "engine.training.columns": ("read_csv",),
    "engine.cost": ("Costs", "costs"),
    "engine.training.dataset": ("Dataset",),
    "engine.training.datasets": ("circles", "line", "moons", "one_hot", "sine", "spirals", "xor"),
    "engine.training.descent": ("History", "Step", "descend", "forward_and_backward"),
    "engine.networks.frameworks": ("from_keras", "from_state_dict", "to_keras", "to_state_dict"),
    "engine.landscape.contours": ("Levels", "contour_levels"),
    "engine.landscape.critical_points": ("CriticalPoint", "critical_points"),
    "engine.landscape.directions": (
        "Principal",
        "Projection",
        "direction_surface",
        "principal_directions",
        "project",
        "random_direction",
    ),
    "engine.landscape.slice": ("weight_surface",),
    "engine.landscape.surface": ("Surface", "function_surface"),
    "engine.networks.losses": ("LOSSES", "Loss", "huber", "loss_of"),
    "engine.networks.network": ("ACTIVATIONS", "Dense", "Forward", "Network"),
    "engine.training.optimiser": ("Optimiser",),
    "engine.training.optimisers": (
        "AdaGrad",
        "Adam",
        "AdamW",
        "GradientDescent",
        "Momentum",
        "Nesterov",
        "OPTIMISERS",
        "RMSProp",
    ),
    "engine.training.schedules": ("Constant", "Cosine", "SCHEDULES", "Schedule", "StepDecay", "WarmUp", "as_schedule"),
    "engine.traces.sources": (
        "costs_trace",
        "critical_points_trace",
        "history_trace",
        "network_trace",
        "projection_trace",
        "surface_trace",
        "training_trace",
    ),
    "engine.training.train": ("Training", "train"),
    "engine.networks.weights": (
        "load_network",
        "network_from_json",
        "network_from_npz",
        "network_to_json",
        "network_to_npz",
        "save_network",
    ),
}
_MODULES = {name: module for module, names in _LATER.items() for name in names}

__all__ = [
    "ACTIVATIONS",
    "LOSSES",
    "OPERATIONS",
    "OPTIMISERS",
    "SCHEDULES",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Constant",
    "Cosine",
    "Cost",
    "Costs",
    "CriticalPoint",
    "Dataset",
    "Dense",
    "Edge",
    "ExactnessError",
    "Forward",
    "GradientDescent",
    "History",
    "Levels",
    "Loss",
    "Momentum",
    "Nesterov",
    "Network",
    "Node",
    "Operation",
    "Optimiser",
    "Pass",
    "Principal",
    "Projection",
    "Quantity",
    "RMSProp",
    "Rounded",
    "Schedule",
    "Step",
    "StepDecay",
    "Surface",
    "Trace",
    "Training",
    "Walk",
    "WarmUp",
    "absolute",
    "apply",
    "as_schedule",
    "backward",
    "circles",
    "concatenate",
    "constant",
    "contour_levels",
    "cos",
    "costs",
    "costs_trace",
    "critical_points",
    "critical_points_trace",
    "derivative",
    "descend",
    "direction_surface",
    "exact",
    "exp",
    "forward_and_backward",
    "forward_mode",
    "from_keras",
    "from_state_dict",
    "function_surface",
    "gelu",
    "gradient_nodes",
    "hessian",
    "hessian_times",
    "history_trace",
    "huber",
    "leaky_relu",
    "line",
    "load_network",
    "log",
    "log_softmax",
    "loss_of",
    "maximum",
    "minimum",
    "moons",
    "network_from_json",
    "network_from_npz",
    "network_to_json",
    "network_to_npz",
    "network_trace",
    "one_hot",
    "principal_directions",
    "project",
    "projection_trace",
    "random_direction",
    "read_csv",
    "relu",
    "rounded",
    "save_network",
    "sigmoid",
    "sin",
    "sine",
    "softmax",
    "softplus",
    "spirals",
    "sqrt",
    "surface_trace",
    "tanh",
    "to_float",
    "to_keras",
    "to_state_dict",
    "train",
    "training_trace",
    "variable",
    "weight_surface",
    "where",
    "xor",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    found = getattr(import_module(_MODULES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
