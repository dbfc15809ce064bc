"""The numbers of Backreel: a computational graph over NumPy arrays, backpropagation, networks and their training,
loss landscapes, and exact traces of it all."""

from engine.backward import Edge, Walk, backward, derivative
from engine.descent import History, Step, descend, forward_and_backward
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
from engine.losses import LOSSES, Loss, huber
from engine.network import ACTIVATIONS, Dense, Forward, Network
from engine.operations import OPERATIONS, Cost, ExactnessError, Operation
from engine.quantity import Quantity
from engine.rounding import Rounded, rounded
from engine.trace import Trace

__all__ = [
    "ACTIVATIONS",
    "LOSSES",
    "OPERATIONS",
    "Cost",
    "Dense",
    "Edge",
    "ExactnessError",
    "Forward",
    "History",
    "Loss",
    "Network",
    "Node",
    "Operation",
    "Pass",
    "Quantity",
    "Rounded",
    "Step",
    "Trace",
    "Walk",
    "absolute",
    "apply",
    "backward",
    "concatenate",
    "constant",
    "cos",
    "derivative",
    "descend",
    "exact",
    "exp",
    "forward_and_backward",
    "forward_mode",
    "gelu",
    "gradient_nodes",
    "hessian",
    "hessian_times",
    "huber",
    "leaky_relu",
    "log",
    "log_softmax",
    "maximum",
    "minimum",
    "relu",
    "rounded",
    "sigmoid",
    "sin",
    "softmax",
    "softplus",
    "sqrt",
    "tanh",
    "to_float",
    "variable",
    "where",
]
