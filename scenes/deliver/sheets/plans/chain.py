"""The sheet of the chain rule: two machines in a row, and the graph of an expression forward and backward."""

from __future__ import annotations

from engine import Node, Trace
from engine.graph import nodes_under
from engine.rounding import rounded
from scenes.deliver.sheets.letters import named
from scenes.deliver.sheets.plans.chain_rules import Factor, expression, local, written
from scenes.deliver.sheets.sheet import Blank, Part, Plan
from scenes.lessons.numbers.chain import expression_graph
from scenes.stage.parameters import Values

# Each machine and its slope at W.
MACHINES = {
    "square": ("W²", "2 · W"),
    "cube": ("W³", "3 · W²"),
    "double": ("2 · W", "2"),
    "triple": ("3 · W", "3"),
    "opposite": ("−W", "−1"),
    "relu": ("max(0, W)", ""),
    "sine": ("sin(W)", "cos(W)"),
    "tanh": ("tanh(W)", "1 − tanh(W)²"),
    "exp": ("exp(W)", "exp(W)"),
}


def plan(values: Values, trace: Trace) -> Plan:
    """What is asked."""
    return _machines(values, _Graph(values, trace))


def _machines(values: Values, graph: _Graph) -> Plan:
    inner, outer = (MACHINES[str(values[name])] for name in ("inner", "outer"))
    first, second = (
        tuple(template.replace("W", place) for template in machine)
        for machine, place in ((inner, "{input}"), (outer, "{middle}"))
    )
    has_relu = "relu" in (values["inner"], values["outer"])
    return Plan(
        (),
        (
            Part("machines", ("input",), blanks=(Blank("middle", first[0]), Blank("output", second[0]))),
            Part(
                "machines_back",
                notes=("relu_slope",) if has_relu else (),
                blanks=(
                    Blank("middle/input", first[1]),
                    Blank("output/middle", second[1]),
                    Blank("output/input", "{output/middle} · {middle/input}"),
                ),
            ),
            Part("graph_forward", graph.given, rules=(graph.rule,), blanks=graph.forward()),
            Part(
                "graph_backward",
                notes=("add_up", *(("relu_slope",) if graph.has_gates else ())),
                blanks=graph.backward(),
            ),
        ),
        {
            "input": "input",
            "middle": "middle",
            "output": "output",
            "middle/input": "local.inner",
            "output/middle": "local.outer",
            "output/input": "gradient.input",
            **graph.paths,
        },
        {f"var_{name}": named(name) for name in graph.graph.variables},
    )


class _Graph:
    """The expression's graph: its inner nodes are called v1, v2, ... in the order of the forward pass."""

    def __init__(self, values: Values, trace: Trace) -> None:
        self.graph = expression_graph(values)
        self.nodes = nodes_under(self.graph.output)
        found = [path for path in trace if path.startswith("graph.node.") and path.endswith(".value")]
        self.keys: dict[int, str] = {}
        self.paths: dict[str, str] = {}
        self.has_gates = False
        inner = 0
        for node, path in zip(self.nodes, found, strict=True):
            if node.operation is not None:
                inner += 1
                self.keys[node.serial] = f"node.{inner}"
            elif node.name in self.graph.variables:
                self.keys[node.serial] = f"var_{node.name}"
            else:
                continue
            self.paths[self.keys[node.serial]] = path
        self.output = self.keys[self.graph.output.serial]
        for node, path in zip(self.nodes, found, strict=True):
            gradient = path.removesuffix("value") + "gradient"
            if node.serial in self.keys and gradient in trace:
                self.paths[self._gradient(node)] = gradient
        for place, edge in enumerate(self.graph.walk.edges):
            if edge.node.operation is not None and edge.node.operation.name in ("relu", "abs"):
                self.has_gates = True
                self.paths[self._slope(edge.node, edge.argument)] = self.graph.edge(place, "local")

    @property
    def given(self) -> tuple[str, ...]:
        """The variables."""
        return tuple(f"var_{name}" for name in self.graph.variables)

    @property
    def rule(self) -> Blank:
        """The output as one formula."""
        return Blank(self.output, expression(self.graph.output, self._place))

    def forward(self) -> tuple[Blank, ...]:
        """The value of each node."""
        return tuple(
            Blank(self.keys[node.serial], written(node, [self._place(argument) for argument in node.arguments]))
            for node in self.nodes
            if node.operation is not None
        )

    def backward(self) -> tuple[Blank, ...]:
        """The gradient of each node, from the output to the variables."""
        blanks: list[Blank] = []
        for node in reversed(self.nodes):
            if node is self.graph.output or self._gradient(node) not in self.paths:
                continue
            terms = []
            for edge in self.graph.walk.edges:
                if edge.argument is node:
                    slope = f"{{{self._slope(edge.node, node)}}}"
                    if edge.node.operation is not None and edge.node.operation.name in ("relu", "abs"):
                        blanks.append(Blank(slope[1:-1]))
                    factor = local(edge.node, edge.position, self._place, slope)
                    terms.append(factor.times(self._upstream(edge.node)))
            blanks.append(Blank(self._gradient(node), _sum(terms)))
        return tuple(blanks)

    def _upstream(self, node: Node) -> str:
        return "" if node is self.graph.output else f"{{{self._gradient(node)}}}"

    def _gradient(self, node: Node) -> str:
        return f"{self.output}/{self.keys.get(node.serial, '')}"

    def _slope(self, node: Node, argument: Node) -> str:
        return f"{self.keys[node.serial]}/{self.keys.get(argument.serial, '')}"

    def _place(self, node: Node) -> str:
        """A node as a formula writes it."""
        if node.serial in self.keys:
            return f"{{{self.keys[node.serial]}}}"
        number = rounded(self.graph.trace.number(self._constant(node)))
        return f"({number.text('.', '−')})" if number.negative else number.text(".", "−")

    def _constant(self, node: Node) -> str:
        found = [path for path in self.graph.trace if path.startswith("graph.node.") and path.endswith(".value")]
        return found[[other.serial for other in self.nodes].index(node.serial)]


def _sum(terms: list[Factor]) -> str:
    """Terms added up, with a minus where one is taken away."""
    text = ""
    for term in terms:
        text += f" {'−' if term.negative else '+'} {term.text}" if text else ("−" if term.negative else "") + term.text
    return text
