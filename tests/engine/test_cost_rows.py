"""What every row of the table costs. The witnesses are numbers that count what is really done with them."""

from collections import Counter
from fractions import Fraction
from typing import ClassVar

import numpy as np
import pytest

from engine import OPERATIONS, Cost

MASK = np.array([[True, False, True], [False, False, True]])


def counting(kind, rule):
    def operator(self, other):
        nothing = kind == "additions" and not isinstance(other, Counted) and other == 0
        Counted.tally[kind] += not nothing
        return Counted(rule(self, other))

    return operator


class Counted(Fraction):
    """A Fraction that counts what it does with another Counted or with a constant. Adding a constant 0, from which
    NumPy's sums of objects begin, is not counted; nor are comparisons, signs and copies."""

    tally: ClassVar = Counter()

    __add__ = counting("additions", Fraction.__add__)
    __radd__ = counting("additions", Fraction.__radd__)
    __sub__ = counting("additions", Fraction.__sub__)
    __rsub__ = counting("additions", Fraction.__rsub__)
    __mul__ = counting("multiplications", Fraction.__mul__)
    __rmul__ = counting("multiplications", Fraction.__rmul__)
    __truediv__ = counting("multiplications", Fraction.__truediv__)
    __rtruediv__ = counting("multiplications", Fraction.__rtruediv__)
    __pow__ = counting("functions", Fraction.__pow__)

    def __neg__(self):
        return Counted(super().__neg__())

    def __abs__(self):
        return Counted(super().__abs__())


class Entries(np.ndarray):
    """Floats that count the entries of every function of NumPy's that they go through, and of what comes of them.
    What comes of a comparison no longer counts."""

    tally: ClassVar = Counter()
    KINDS: ClassVar = {
        **dict.fromkeys(("multiply", "divide"), "multiplications"),
        **dict.fromkeys(("add", "subtract"), "additions"),
        **dict.fromkeys(("maximum", "absolute", "negative", "less", "equal", "greater_equal", "bitwise_and"), None),
    }

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        result = getattr(ufunc, method)(*map(np.asarray, inputs), **options)
        kind = self.KINDS.get(ufunc.__name__, "functions")
        if kind and method == "reduce":
            summed = np.broadcast_to(options.get("where", True), inputs[0].shape).sum()
            Entries.tally[kind] += int(summed) - np.size(result)
        elif kind:
            Entries.tally[kind] += np.size(result)
        return counting_floats(result)

    def __array_function__(self, function, types, arguments, keywords):
        return counting_floats(super().__array_function__(function, types, arguments, keywords))


def counting_floats(result):
    kept = np.asarray(result)  # np.vectorize hands over objects
    return kept.astype(float).view(Entries) if kept.dtype in (float, object) else result


class Executed:
    """What was really done inside a `with`."""

    def __init__(self, kind):
        self.tally = kind.tally

    def __enter__(self):
        self.tally.clear()
        return self

    def __exit__(self, *_):
        self.cost = Cost(**{kind: int(number) for kind, number in self.tally.items()})


def counted(*shape):
    """Fractions that count, no two alike, some negative, none zero."""
    numbers = [Counted(2 * place - 5, 3) for place in range(int(np.prod(shape)))]
    array = np.empty(len(numbers), dtype=object)
    array[:] = numbers
    return array.reshape(shape)


def entries(*shape):
    """Positive floats that count."""
    return np.linspace(0.3, 1.7, int(np.prod(shape))).reshape(shape).view(Entries)


A, B, C, D, E, ONE = (2, 3), (3,), (2, 1), (4, 1, 3), (4, 2, 3), (1,)
PAIRS = [((A, A), {}), ((A, B), {}), ((C, A), {}), ((A, D), {}), ((ONE, A), {})]
ALONE = [((A,), {}), ((ONE,), {}), ((E,), {})]
REDUCED = [((A,), {}), *(((E,), {"axis": axis}) for axis in (0, -1, (0, 2), ())), ((E,), {"axis": 1, "keepdims": True})]
KEYS = [
    (1,),
    (slice(None), slice(0, 3, 2)),
    (..., None, 1),
    (np.array([0, 1, 1]),),
    (np.array([1, 1, 0, 1]), np.array([2, 2, 0, 2])),
    MASK,
]
RATIONAL = {
    **dict.fromkeys(("add", "subtract", "multiply", "divide", "maximum", "minimum"), PAIRS),
    **dict.fromkeys(("negate", "square", "abs", "relu"), ALONE),
    **dict.fromkeys(("sum", "mean", "max"), REDUCED),
    "leaky_relu": [*ALONE, ((A,), {"slope": Fraction(1, 5)})],
    "power": [((A,), {"exponent": 3}), ((E,), {"exponent": -2}), ((ONE,), {"exponent": 1})],
    "where": [((A, B), {"condition": MASK}), ((C, D), {"condition": MASK})],
    "matmul": [
        ((shapes), {})
        for shapes in (
            ((2, 3), (3, 4)),
            ((2, 3), (3,)),
            ((3,), (3, 4)),
            ((1, 3), (3, 1)),
            ((2, 1), (1, 2)),
            ((5, 2, 3), (3, 4)),
            ((2, 3), (5, 3, 4)),
            ((5, 2, 3), (5, 3, 1)),
            ((5, 2, 3), (3,)),
            ((3,), (5, 3, 4)),
            ((2, 1, 2, 3), (4, 3, 1)),
        )
    ],
    "reshape": [((A,), {"shape": (3, 2)})],
    "transpose": [((A,), {}), ((E,), {"axes": (1, 2, 0)})],
    "broadcast_to": [((C,), {"shape": A}), ((B,), {"shape": E})],
    "index": [((A,), {"key": key}) for key in KEYS],
    "scatter": [((np.empty(A)[key].shape,), {"key": key, "shape": A}) for key in KEYS],
    "concatenate": [((A, A), {"axis": 0}), ((A, C, A), {"axis": -1})],
}
NOT_RATIONAL = {
    **dict.fromkeys(("exp", "log", "sqrt", "sin", "cos", "tanh", "sech_squared", "sigmoid", "softplus", "erf"), ALONE),
    "gelu": [(shapes, {"approximate": kind}) for shapes, _ in ALONE for kind in ("none", "tanh")],
    **dict.fromkeys(("softmax", "log_softmax"), [((A,), {"axis": axis}) for axis in (0, -1)] + [((E,), {"axis": 1})]),
}
POWERS = [
    *(((A,), {"exponent": exponent}) for exponent in (0.5, -1.5)),
    *((shapes, {}) for shapes in ((A, A), (A, B), (B, A), (C, B))),
]


def check(name, shapes, keywords, numbers, kind):
    """The row's counts are what its value does, and what its derivative for each argument does."""
    row = OPERATIONS[name]
    arguments = [numbers(*shape) for shape in shapes]
    with Executed(kind) as value:
        out = row.value(*arguments, **keywords)
    assert row.cost(out, *arguments, **keywords) == value.cost
    for position in range(len(arguments)):
        flow = row.flows[position]
        with Executed(kind) as walk:
            if flow is not None:
                flow(numbers(*np.shape(out)), out, *arguments, **keywords)
        back = row.back[0 if row.variadic else position]
        assert back(out, *arguments, **keywords) == walk.cost, f"argument {position}"


def cases(table):
    return [(name, *case) for name, cases in table.items() for case in cases]


@pytest.mark.parametrize(("name", "shapes", "keywords"), cases(RATIONAL))
def test_a_rational_row_does_what_it_is_counted_for(name, shapes, keywords):
    check(name, shapes, keywords, counted, Counted)


@pytest.mark.parametrize(("name", "shapes", "keywords"), cases({**NOT_RATIONAL, "power": POWERS}))
def test_another_row_does_what_it_is_counted_for(name, shapes, keywords):
    check(name, shapes, keywords, entries, Entries)


def test_every_row_has_a_witness():
    assert RATIONAL.keys() == {name for name, row in OPERATIONS.items() if row.rational}
    assert NOT_RATIONAL.keys() == {name for name, row in OPERATIONS.items() if not row.rational}


def test_the_witnesses_count():
    two, three = Counted(2), Counted(3)
    with Executed(Counted) as done:
        assert -abs(two * three - three) / 2 + three > Fraction(0) + 1
        assert Fraction(0) + two == two
    assert done.cost == Cost(2, 2)
    with Executed(Entries) as done:
        np.exp(entries(2, 3)).sum(axis=0) * 2.0
    assert done.cost == Cost(multiplications=3, additions=3, functions=6)
