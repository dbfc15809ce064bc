"""Random graphs over all rows of the table, in PyTorch once more: values and gradients to 1e-10, Hessians to 1e-8,
forward mode against its own forward mode."""

from collections import Counter

import numpy as np
import pytest

from engine import OPERATIONS, apply, backward, forward_mode, hessian, hessian_times, variable

torch = pytest.importorskip("torch")
hypothesis = pytest.importorskip("hypothesis")
given, settings, strategies = hypothesis.given, hypothesis.settings, hypothesis.strategies
functional = torch.nn.functional

SHAPES = ((2, 3), (3,), (2, 1), (), (2, 1, 3))
SIZES = [int(np.prod(shape)) for shape in SHAPES]


class Skip(Exception):
    """This step does not fit here."""


class Tape:
    """A graph of ours that writes down what it did, so that PyTorch can do the same."""

    def __init__(self, leaves):
        self.nodes, self.steps, self.generator = list(leaves), [], None

    def emit(self, name, *places, **keywords) -> int:
        with np.errstate(all="ignore"):
            node = apply(name, *(self.nodes[place] for place in places), **keywords)
        if node.size == 0 or node.size > 60 or node.ndim > 4 or not np.abs(node.value).max() < 50:
            raise Skip
        self.nodes.append(node)
        self.steps.append((name, places, keywords))
        return len(self.nodes) - 1

    def pick(self, fits=lambda node: True) -> int:
        places = [place for place, node in enumerate(self.nodes) if fits(node)]
        return int(self.generator.choice(places)) if places else self.skip()

    def beside(self, first: int) -> int:
        return self.pick(lambda node: _together(node.shape, self.nodes[first].shape))

    def axis(self, place: int) -> int:
        ndim = self.nodes[place].ndim
        return int(self.generator.integers(-ndim, ndim)) if ndim else self.skip()

    def skip(self):
        raise Skip

    def away_from_a_kink(self, distances) -> None:
        if not np.all(np.abs(distances) > 1e-6):
            raise Skip


def _together(*shapes) -> bool:
    try:
        return bool(np.broadcast_shapes(*shapes)) or True
    except ValueError:
        return False


def unary(name, **choices):
    def build(tape):
        tape.emit(
            name, tape.pick(), **{key: values[tape.generator.integers(len(values))] for key, values in choices.items()}
        )

    return build


def kinked(name, **keywords):
    def build(tape):
        place = tape.pick()
        tape.away_from_a_kink(tape.nodes[place].value)
        tape.emit(name, place, **keywords)

    return build


def binary(name, kink=False):
    def build(tape):
        first = tape.pick()
        second = tape.beside(first)
        if kink:
            tape.away_from_a_kink(tape.nodes[first].value - tape.nodes[second].value)
        tape.emit(name, first, second)

    return build


def positive(tape) -> int:
    """A node above 0.1: softplus, plus the constant that is the first leaf."""
    return tape.emit("add", tape.emit("softplus", tape.pick()), 0)


def of_positive(name):
    return lambda tape: tape.emit(name, positive(tape))


def divide(tape):
    below = positive(tape)
    tape.emit("divide", tape.beside(below), below)


def power(tape):
    kind = tape.generator.integers(3)
    if kind == 0:
        tape.emit("power", positive(tape), exponent=float(tape.generator.choice([-1.5, 0.5, 0, 1, 3])))
    elif kind == 1:
        tape.emit("power", tape.pick(), exponent=3)
    else:
        base = positive(tape)
        tape.emit("power", base, tape.emit("tanh", tape.beside(base)))


def reduction(name):
    def build(tape):
        place = tape.pick()
        ndim = tape.nodes[place].ndim
        axes = [None, *range(-ndim, ndim), *((axis, 0) for axis in range(1, ndim))]
        axis, keepdims = axes[tape.generator.integers(len(axes))], bool(tape.generator.integers(2))
        if name == "max":
            value = tape.nodes[place].value
            near = np.sum(np.max(value, axis, keepdims=True) - value < 1e-6, axis)
            tape.away_from_a_kink(near == 1)
        tape.emit(name, place, axis=axis, keepdims=keepdims)

    return build


def along_an_axis(name):
    def build(tape):
        place = tape.pick(lambda node: node.ndim)
        tape.emit(name, place, axis=tape.axis(place))

    return build


def matmul(tape):
    left = tape.pick(lambda node: node.ndim)
    shape = tape.nodes[left].shape
    right = tape.pick(
        lambda node: (
            node.ndim and node.shape[max(0, node.ndim - 2)] == shape[-1] and _together(node.shape[:-2], shape[:-2])
        )
    )
    tape.emit("matmul", left, right)


def reshape(tape):
    place = tape.pick()
    size = tape.nodes[place].size
    shapes = [(-1,), (size,), (1, size, 1), *((divisor, -1) for divisor in range(2, size + 1) if size % divisor == 0)]
    tape.emit("reshape", place, shape=shapes[tape.generator.integers(len(shapes))])


def transpose(tape):
    place = tape.pick(lambda node: node.ndim > 1)
    axes = tuple(int(axis) for axis in tape.generator.permutation(tape.nodes[place].ndim))
    tape.emit("transpose", place, axes=None if tape.generator.integers(2) else axes)


def broadcast_to(tape):
    place = tape.pick()
    shape = tuple(3 if size == 1 else size for size in tape.nodes[place].shape)
    tape.emit("broadcast_to", place, shape=shape if tape.generator.integers(2) else (2, *shape))


def a_key(shape, generator):
    """A random key: whole numbers, slices, an array with repeats, an ellipsis, a new axis or a mask."""
    if shape and generator.integers(4) == 0:
        mask = generator.random(shape) < 0.6
        mask.flat[0] = True
        return mask
    key, arrays = [], 0
    for size in shape[: generator.integers(len(shape) + 1)]:
        kind = generator.integers(5 if not arrays else 4)
        arrays += kind == 4
        key.append(
            [
                int(generator.integers(-size, size)),
                slice(None, None, -1),
                slice(int(generator.integers(size)), None, 2),
                slice(None),
                generator.integers(-size, size, 4),
            ][kind]
        )
    if generator.integers(3) == 0:
        key.insert(0, None)
    return tuple([*key, ...] if generator.integers(2) else key)


def index(tape):
    place = tape.pick()
    tape.emit("index", place, key=a_key(tape.nodes[place].shape, tape.generator))


def scatter(tape):
    shape = SHAPES[tape.generator.integers(len(SHAPES))]
    key = a_key(shape, tape.generator)
    wanted = np.zeros(shape)[key].shape
    place = tape.pick(lambda node: _together(node.shape, wanted) and np.broadcast_shapes(node.shape, wanted) == wanted)
    tape.emit("scatter", tape.emit("broadcast_to", place, shape=wanted), key=key, shape=shape)


def concatenate(tape):
    first = tape.pick(lambda node: node.ndim)
    axis = tape.axis(first)

    def others(shape):
        place = axis % tape.nodes[first].ndim
        return shape[:place] + shape[place + 1 :]

    pieces = [first]
    for _ in range(tape.generator.integers(4)):
        pieces.append(
            tape.pick(
                lambda node: (
                    node.ndim == tape.nodes[first].ndim and others(node.shape) == others(tape.nodes[first].shape)
                )
            )
        )
    tape.emit("concatenate", *pieces, axis=axis)


def where(tape):
    first = tape.pick()
    second = tape.beside(first)
    shape = np.broadcast_shapes(tape.nodes[first].shape, tape.nodes[second].shape)
    if tape.generator.integers(3) == 0:
        shape = (2, *shape)
    tape.emit("where", first, second, condition=np.asarray(tape.generator.random(shape) < 0.5))


SMOOTH = {
    **{
        name: unary(name)
        for name in ("negate", "square", "exp", "sin", "cos", "tanh", "sech_squared", "sigmoid", "softplus", "erf")
    },
    "gelu": unary("gelu", approximate=("none", "tanh")),
    **{name: binary(name) for name in ("add", "subtract", "multiply")},
    **{name: of_positive(name) for name in ("log", "sqrt")},
    **{name: reduction(name) for name in ("sum", "mean")},
    **{name: along_an_axis(name) for name in ("softmax", "log_softmax")},
    **{step.__name__: step for step in (divide, power, matmul, reshape, transpose, broadcast_to, index, scatter)},
    **{step.__name__: step for step in (concatenate, where)},
}
ALL = {
    **SMOOTH,
    **{name: kinked(name) for name in ("abs", "relu")},
    "leaky_relu": kinked("leaky_relu", slope=0.2),
    **{name: binary(name, kink=True) for name in ("maximum", "minimum")},
    "max": reduction("max"),
}


def places_of(key, shape) -> "torch.Tensor":
    return torch.tensor(np.array(np.arange(int(np.prod(shape))).reshape(shape)[key], order="C"))


def all_axes(a, axis):
    return tuple(range(a.ndim)) if axis is None else axis


THEIRS = {
    "negate": torch.neg,
    "square": torch.square,
    "abs": torch.abs,
    "relu": torch.relu,
    "leaky_relu": lambda a, slope: functional.leaky_relu(a, slope),
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "sin": torch.sin,
    "cos": torch.cos,
    "tanh": torch.tanh,
    "sech_squared": lambda a: a.cosh() ** -2,
    "sigmoid": torch.sigmoid,
    "softplus": lambda a: functional.softplus(a, threshold=100),  # from 20 on PyTorch's own leaves out 2e-9
    "erf": torch.erf,
    "gelu": lambda a, approximate: functional.gelu(a, approximate=approximate),
    "add": torch.add,
    "subtract": torch.sub,
    "multiply": torch.mul,
    "divide": torch.div,
    "power": lambda a, exponent: a**exponent,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "where": lambda a, b, condition: torch.where(torch.tensor(condition), a, b),
    "sum": lambda a, axis, keepdims: a.sum(all_axes(a, axis), keepdim=keepdims),
    "mean": lambda a, axis, keepdims: a.mean(all_axes(a, axis), keepdim=keepdims),
    "max": lambda a, axis, keepdims: a.amax(all_axes(a, axis), keepdim=keepdims),
    "softmax": lambda a, axis: a.softmax(axis),
    "log_softmax": lambda a, axis: a.log_softmax(axis),
    "matmul": torch.matmul,
    "reshape": torch.reshape,
    "transpose": lambda a, axes: a.permute(*(reversed(range(a.ndim)) if axes is None else axes)),
    "broadcast_to": lambda a, shape: a.expand(shape),
    "index": lambda a, key: a.reshape(-1)[places_of(key, a.shape)],
    "scatter": lambda a, key, shape: (
        torch.zeros(int(np.prod(shape)), dtype=a.dtype)
        .index_add(0, places_of(key, shape).reshape(-1), a.reshape(-1))
        .reshape(shape)
    ),
    "concatenate": lambda *pieces, axis: torch.cat(pieces, axis),
}


def programs(rows):
    step = strategies.tuples(strategies.sampled_from(sorted(rows)), strategies.integers(0, 2**32 - 1))
    return strategies.lists(step, min_size=1, max_size=10)


def starts(seed: int) -> list[np.ndarray]:
    generator = np.random.default_rng(seed)
    return [np.array(0.1), *(np.array(generator.uniform(-1.5, 1.5, shape)) for shape in SHAPES)]


def grown(program, rows, leaves) -> Tape:
    tape = Tape(leaves)
    for name, seed in program:
        tape.generator = np.random.default_rng(seed)
        nodes, steps = len(tape.nodes), len(tape.steps)
        try:
            rows[name](tape)
        except Skip:
            del tape.nodes[nodes:], tape.steps[steps:]
    return tape


def total_of(values, leaves: int):
    """A single number that depends on every entry of every step, each in its own way."""
    total = 0.0
    for place, value in enumerate(values[leaves:]):
        weight = np.cos(place + np.arange(max(1, int(np.prod(value.shape))))).reshape(tuple(value.shape))
        total = total + (value * (torch.tensor(weight) if isinstance(value, torch.Tensor) else weight)).sum()
    return total


def replay(steps, *leaves):
    values = list(leaves)
    for name, places, keywords in steps:
        values.append(THEIRS[name](*(values[place] for place in places), **keywords))
    return total_of(values, len(leaves))


def close(ours, theirs, relative: float) -> None:
    want = theirs.detach().numpy()
    assert np.shape(ours) == want.shape
    np.testing.assert_allclose(ours, want, rtol=relative, atol=relative * max(1.0, np.abs(want).max(initial=0)))


def test_every_row_takes_part():
    assert set(ALL) == set(THEIRS) == set(OPERATIONS)
    counted, generator = Counter(), np.random.default_rng(0)
    for _ in range(150):
        program = [(name, int(generator.integers(2**32))) for name in generator.choice(sorted(ALL), 10)]
        counted.update({name for name, _, _ in grown(program, ALL, map(variable, starts(0))).steps})
    assert min(counted[name] for name in ALL) >= 10, counted


seeds = strategies.integers(0, 2**32 - 1)


@given(programs(ALL), seeds)
@settings(deadline=None, max_examples=400)
def test_values_and_gradients(program, seed: int):
    ours = [variable(start) for start in starts(seed)]
    tape = grown(program, ALL, ours)
    hypothesis.assume(tape.steps)
    theirs = [torch.tensor(start, requires_grad=True) for start in starts(seed)]
    total, other = total_of(tape.nodes, len(ours)), replay(tape.steps, *theirs)
    other.backward()
    walk = backward(total)
    assert total.number == pytest.approx(other.item(), rel=1e-10, abs=1e-10)
    for node, tensor in zip(ours, theirs, strict=True):
        close(walk.gradient(node), torch.zeros(tensor.shape) if tensor.grad is None else tensor.grad, 1e-10)


@given(programs(ALL), seeds)
@settings(deadline=None, max_examples=150)
def test_forward_mode(program, seed: int):
    ours = [variable(start) for start in starts(seed)]
    tape = grown(program, ALL, ours)
    hypothesis.assume(tape.steps)
    total = total_of(tape.nodes, len(ours))
    directions = starts(seed ^ 1)
    tangent = forward_mode(total, dict(zip(ours, directions, strict=True))).tangent(total)
    leaves = tuple(map(torch.tensor, starts(seed)))
    _, want = torch.func.jvp(lambda *given: replay(tape.steps, *given), leaves, tuple(map(torch.tensor, directions)))
    walk = backward(total)
    products = [np.sum(walk.gradient(node) * direction) for node, direction in zip(ours, directions, strict=True)]
    close(tangent, want, 1e-10)
    assert tangent == pytest.approx(sum(products), rel=1e-10, abs=1e-10 * max(1, max(map(abs, products))))


@given(programs(SMOOTH), seeds)
@settings(deadline=None, max_examples=100)
def test_hessians(program, seed: int):
    program = program[:7]
    ours = [variable(start) for start in starts(seed)]
    tape = grown(program, SMOOTH, ours)
    hypothesis.assume(tape.steps)
    total = total_of(tape.nodes, len(ours))
    flat = torch.tensor(np.concatenate([start.ravel() for start in starts(seed)]))

    def of_flat(numbers):
        pieces = torch.split(numbers, [1, *SIZES])
        return replay(tape.steps, *(piece.reshape(shape) for piece, shape in zip(pieces, ((), *SHAPES), strict=True)))

    want = torch.autograd.functional.hessian(of_flat, flat)
    matrix = hessian(total, ours)
    close(matrix, want, 1e-8)
    directions = starts(seed ^ 1)
    product = np.concatenate([part.ravel() for part in hessian_times(total, ours, directions)])
    close(product, want @ torch.tensor(np.concatenate([each.ravel() for each in directions])), 1e-8)
