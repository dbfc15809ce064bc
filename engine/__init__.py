"""The numbers of Backreel: a computational graph over NumPy arrays, backpropagation, gradient descent, and exact
traces."""

from engine.backward import Edge, Walk, backward, derivative
from engine.descent import History, Step, descend, forward_and_backward
from engine.exact import exact, to_float
from engine.graph import Node, apply, constant, variable
from engine.operations import OPERATIONS, ExactnessError, Operation
from engine.quantity import Quantity
from engine.rounding import Rounded, rounded
from engine.trace import Trace

__all__ = [
    "OPERATIONS",
    "Edge",
    "ExactnessError",
    "History",
    "Node",
    "Operation",
    "Quantity",
    "Rounded",
    "Step",
    "Trace",
    "Walk",
    "apply",
    "backward",
    "constant",
    "derivative",
    "descend",
    "exact",
    "forward_and_backward",
    "rounded",
    "to_float",
    "variable",
]
