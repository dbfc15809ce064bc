"""The experiment: the neuron's own graph, forward, backward and update, for a page to work through.

Nothing of it is typed again for the browser: the forward pass is the lesson's model, the gradients are the engine's
walk kept as a graph, and what the page gets is the list of their nodes. Its script knows the five operations alone,
on fractions, so that its numbers are the engine's to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine import Node, gradient_nodes, variable
from engine.training.descent import forward_and_backward
from scenes.lessons.numbers import neuron
from scenes.stage.parameters import Values

OPERATIONS = ("add", "subtract", "multiply", "negate", "square")  # what `experiment.js` can do

_KNOBS = ("weight", "bias", "learning_rate")
_GRAINS = 200  # of a knob, from its middle to its end

Line = list[str | int]


@dataclass(frozen=True)
class Program:
    """The nodes of a graph in the order of computation: ["given", name], ["constant", number] or [operation, places of
    its arguments]; `results` are the places of the quantities."""

    lines: tuple[Line, ...]
    results: Mapping[str, int]


def program(values: Values) -> Program:
    """Forward, backward and update of a neuron with this input and target."""
    step = forward_and_backward(neuron.model(values), {name: Fraction(values[name]) for name in ("weight", "bias")})
    rate = variable(Fraction(values["learning_rate"]), "learning_rate")
    wanted = {"prediction": step.nodes["prediction"], **step.parameters}
    slopes = dict(zip(wanted, gradient_nodes(step.nodes["loss"], list(wanted.values())), strict=True))
    locals_ = gradient_nodes(step.nodes["prediction"], list(step.parameters.values()))
    results: dict[str, Node] = {
        **{f"step.0.{name}": node for name, node in step.parameters.items()},
        **{f"step.0.{name}": step.nodes[name] for name in ("prediction", "error", "loss")},
        **{f"step.0.gradient.{name}": slope for name, slope in slopes.items()},
        **{f"step.0.local.prediction.{name}": node for name, node in zip(step.parameters, locals_, strict=True)},
        "input": step.nodes["input"],
        "learning_rate": rate,
    }
    for name, parameter in step.parameters.items():
        update = rate * slopes[name]
        results[f"step.0.move.{name}"] = -update
        results[f"step.1.{name}"] = parameter - update
    return _listed(results)


def settings(values: Values) -> dict[str, object]:
    """What the page's script is told: the program, where the knobs stand and how far they turn, input and target."""
    made = program(values)
    return {
        "program": made.lines,
        "results": made.results,
        "start": {name: str(Fraction(values[name])) for name in _KNOBS},
        "target": str(Fraction(values["target"])),
    }


def knobs(values: Values) -> dict[str, dict[str, str]]:
    """Of each knob: its lowest, its highest and its smallest turn, as decimals, and where it stands."""
    given, target = Fraction(values["input"]), Fraction(values["target"])
    weight, bias = Fraction(values["weight"]), Fraction(values["bias"])
    miss = given * weight + bias - target
    reach = {
        "weight": 2 * max(abs(weight), abs((target - bias) / given) if given else 0, Fraction(1, 2)),
        "bias": 2 * max(abs(bias), min(abs(bias - miss), 2 * abs(target)), Fraction(1, 2)),
    }
    turned = {name: (-_round_up(far), _round_up(far)) for name, far in reach.items()}
    highest = _round_up(max(Fraction(values["learning_rate"]), Fraction(6, 5) / (given**2 + 1)))
    turned["learning_rate"] = (highest / _GRAINS, highest)
    return {
        name: {
            "min": _decimal(low),
            "max": _decimal(high),
            "step": _decimal(high / _GRAINS),
            "value": _decimal(Fraction(values[name])),
        }
        for name, (low, high) in turned.items()
    }


def _of_neuron(values: Values) -> Values:
    return values


def _of_tuning(values: Values) -> Values:
    return {**neuron.defaults(), **{name: values[name] for name in ("input", "target", "weight", "bias")}}


def _of_gradient(values: Values) -> Values:
    return neuron.defaults()


# The lessons about one neuron, and its parameters there; in `tuning` there are knobs and no gradient yet.
EXPERIMENTS: Mapping[str, Callable[[Values], Values]] = {
    "tuning": _of_tuning,
    "gradient": _of_gradient,
    "neuron": _of_neuron,
}
BY_HAND_ALONE = ("tuning",)


def _listed(results: Mapping[str, Node]) -> Program:
    lines: list[Line] = []
    places: dict[Node, int] = {}

    def place(node: Node) -> int:
        if node not in places:
            line = _line(node, place)
            places[node] = len(lines)
            lines.append(line)
        return places[node]

    found = {name: place(node) for name, node in results.items()}
    return Program(tuple(lines), found)


def _line(node: Node, place: Callable[[Node], int]) -> Line:
    if node.operation is None:
        return ["given", str(node.name)] if node.name in _KNOBS else ["constant", str(Fraction(node.number))]
    if node.operation.name not in OPERATIONS or node.keywords:
        raise ValueError(f"the page's script does not know {node.operation.name}")
    return [node.operation.name, *map(place, node.arguments)]


def _round_up(number: Fraction) -> Fraction:
    """The next 1, 2 or 5 times a power of ten."""
    power = Fraction(1)
    while power * 10 <= number:
        power *= 10
    while power > number:
        power /= 10
    return next(power * lead for lead in (1, 2, 5, 10) if power * lead >= number)


def _decimal(number: Fraction) -> str:
    return f"{float(number):.12f}".rstrip("0").rstrip(".")
