"""The numbers of lesson 4, against a calculation by hand, the storyboard and PyTorch."""

import math
from contextlib import suppress
from fractions import Fraction as F

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine import Trace
from scenes.lessons import index
from scenes.lessons.numbers import chain
from scenes.lessons.numbers.chain_machines import MACHINES
from scenes.stage.parameters import SettingError, read_settings

TORCH = {
    "square": lambda x: x**2,
    "cube": lambda x: x**3,
    "double": lambda x: 2 * x,
    "triple": lambda x: 3 * x,
    "opposite": lambda x: -x,
    "relu": torch.relu,
    "sine": torch.sin,
    "tanh": torch.tanh,
    "exp": torch.exp,
}


def told(*given: str) -> dict[str, object]:
    return read_settings({"chain": chain.PARAMETERS}, [f"chain.{setting}" for setting in given], "chain")


def trace(*given: str) -> Trace:
    return chain.trace(told(*given))


# By hand. x = 1.5, u = x^2, y = 2 u; x nudged to 1.6, and to 2 for the picture of the slopes.
# y = (a + b) a at a = 2, b = 3: dy/da = (a + b) + a = 7, and dy/db = a = 2. The walk comes to the product's own edge
# to a first (5), then through the sum (2). e e at e = -1.9: 2 e = -3.8, and -1.9 where the last contribution wins.
DEFAULTS = {
    "input": "1.5",
    "middle": "2.25",
    "output": "4.5",
    "nudge.middle": "2.56",
    "nudge.output": "5.12",
    "nudge.change.middle": "0.31",
    "nudge.change.output": "0.62",
    "nudge.rate.inner": "3.1",
    "nudge.rate.outer": "2",
    "nudge.rate.total": "6.2",
    "wide.rate.inner": "3.5",
    "local.inner": "3",
    "local.outer": "2",
    "gradient.input": "6",
    "graph.node.multiply-3.value": "10",
    "graph.edge.0.multiply-3.add-2.local": "2",
    "graph.edge.1.multiply-3.a.contribution": "5",
    "graph.edge.2.add-2.a.contribution": "2",
    "graph.node.a.gradient": "7",
    "graph.node.b.gradient": "2",
    "graph.paths": "2",
    "graph.sum.0.gradient": "5",
    "graph.total.gradient": "7",
    "graph.overwritten.gradient": "2",
    "square.node.multiply-1.value": "3.61",
    "square.total.gradient": "-3.8",
    "square.overwritten.gradient": "-1.9",
}


@pytest.mark.parametrize(("path", "wanted"), DEFAULTS.items())
def test_the_default_numbers_are_exact(path: str, wanted: str):
    number = trace().number(path)
    assert isinstance(number, F)
    assert number == F(wanted)


@given(
    st.sampled_from(list(MACHINES)),
    st.sampled_from(list(MACHINES)),
    st.fractions(-3, 3, max_denominator=40),
)
@settings(deadline=None, max_examples=80)
def test_the_machines_and_their_slopes_are_those_of_pytorch(inner: str, outer: str, x: F):
    given = torch.tensor(float(x), dtype=torch.float64, requires_grad=True)
    output = TORCH[outer](TORCH[inner](given))
    output.backward()
    assume(abs(float(output.detach())) < 10**5)
    try:
        found = trace(f"inner={inner}", f"outer={outer}", f"input={x}")
    except SettingError:
        return
    assert float(found.number("output")) == pytest.approx(float(output.detach()), rel=1e-12, abs=1e-15)
    assert float(found.number("gradient.input")) == pytest.approx(float(given.grad), rel=1e-9, abs=1e-12)


def test_the_ratio_of_both_machines_is_the_product_of_their_ratios():
    for inner in MACHINES:
        for outer in MACHINES:
            found = trace(f"inner={inner}", f"outer={outer}", "input=0.7")
            inner_rate, outer_rate, total = (
                found.number(f"nudge.rate.{which}") for which in ("inner", "outer", "total")
            )
            assert float(total) == pytest.approx(float(inner_rate) * float(outer_rate), rel=1e-9)


def test_where_the_first_machine_holds_the_nudge_back_the_second_has_no_ratio():
    found = trace("inner=relu", "outer=exp", "input=-1")
    assert found.number("nudge.change.middle") == 0
    assert "nudge.rate.outer" not in found
    assert found.number("gradient.input") == 0


def test_the_slope_of_relu_at_zero_is_zero():
    assert trace("inner=relu", "input=0").number("local.inner") == 0


def test_the_gradients_of_an_expression_are_those_of_pytorch():
    found = trace("expression=(a*x^3+b*x^2)/a - tanh(x*a)*relu(b-x)", "values=x=-1.25, b=0.5")
    a, x, b = (torch.tensor(n, dtype=torch.float64, requires_grad=True) for n in (2.0, -1.25, 0.5))
    output = (a * x**3 + b * x**2) / a - torch.tanh(x * a) * torch.relu(b - x)
    output.backward()
    for name, leaf in (("a", a), ("x", x), ("b", b)):
        assert float(found.number(f"graph.node.{name}.gradient")) == pytest.approx(float(leaf.grad), rel=1e-12)


def test_what_is_known_exactly_stays_exact_beside_floats():
    """sin(a b) a + 2 a at a = 2, b = 3, by hand: of the paths to a, one has the product 2, exactly; the sum has not."""
    found = trace("expression=sin(a*b)*a+2*a")
    assert found.number("graph.node.multiply-2.value") == F(6)
    assert isinstance(found.number("graph.node.multiply-2.value"), F)
    assert [k for k in found if k.endswith(".a.contribution") and found.number(k) == F(2)]
    total = found.number("graph.total.gradient")
    assert isinstance(total, float)
    assert total == pytest.approx(math.sin(6) + 2 + 2 * 3 * math.cos(6), rel=1e-15)


def test_the_last_contribution_wins_in_the_order_of_the_walk():
    """a (a (a + 1)) at a = 2: outermost first, 6, then a (a + 1) = 6, then a a = 4 through the sum; 16 in all."""
    found = trace("expression=a*(a*(a+1))")
    assert [found.number(f"graph.sum.{k}.gradient") for k in range(3)] == [6, 12, 16]
    assert found.number("graph.overwritten.gradient") == 4


def test_variables_without_a_value_get_one_and_so_do_long_names():
    found = trace("expression=learning_rat*x_1", "values=x_1=-7")
    assert found.number("graph.node.learning_rat.gradient") == -7
    assert found.number("graph.node.x_1.gradient") == 2


@pytest.mark.parametrize(
    ("settings_", "said"),
    [
        (("values=q=3",), "chain.values: no variable 'q' in (a + b) * a; it has a, b"),
        (("expression=a/b", "values=b=0"), "chain.expression: a/b: column 1: divided by zero; give other values"),
        (("inner=exp", "outer=exp", "input=10"), "chain.input: exp of 22026.5 is beyond the range of floats"),
        (("inner=cube", "outer=cube", "input=10"), "chain.input: cube of cube of 10 comes to numbers above 1000000"),
        (("values=a=2 3",), "chain.values: must be written a=2, b=-1.5; got 'a=2 3'"),
        (("values=a=1, a=2",), "chain.values: a has two values"),
        (("values=a=1e9",), "chain.values: a: must be a number, at least -1000 and at most 1000, got 1e9"),
    ],
)
def test_values_that_do_not_go_together_are_refused_in_one_line(settings_: tuple[str, ...], said: str):
    with pytest.raises(SettingError) as wrong:
        index.check_together("chain", told(*settings_))
    assert str(wrong.value).startswith(said)
    assert "\n" not in str(wrong.value)


@given(st.text(max_size=60))
@settings(deadline=None)
def test_no_text_for_the_values_does_anything_but_be_refused(text: str):
    with suppress(ValueError):
        assert all(isinstance(number, F) for number in chain.read_values(text).values())
