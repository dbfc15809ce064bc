"""Expressions that a user writes: what they come to, and that whatever is wrong is one line with its column."""

import math
from fractions import Fraction as F

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.graph import nodes_under
from scenes.lessons.numbers import expression
from scenes.lessons.numbers.expression_typst import typst

AB = {"a": F(2), "b": F(3)}


def value(text: str, given: dict[str, F] = AB) -> F | float:
    output, _ = expression.read(text).graph(given)
    return output.number


# Worked out by hand.
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("(a + b) * a", F(10)),
        ("a + b * a", F(8)),
        ("a - b - a", F(-3)),
        ("a / b / 2", F(1, 3)),
        ("a - (b - a)", F(1)),
        ("-a^2", F(-4)),
        ("(-a)^2", F(4)),
        ("a ** 3", F(8)),
        ("a^-2", F(1, 4)),
        ("--a", F(2)),
        ("2 * -3 * a", F(-12)),
        ("0.1 * a + 0.2", F(2, 5)),
        ("relu(a - b) + square(b) + abs(a - b)", F(10)),
        ("  a+b ", F(5)),
    ],
)
def test_what_it_comes_to_exactly(text: str, wanted: F):
    assert value(text) == wanted
    assert isinstance(value(text), F)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tanh(a) * b", 3 * math.tanh(2)),
        ("exp(a) - log(b)", math.exp(2) - math.log(3)),
        ("sin(a) + cos(b)", math.sin(2) + math.cos(3)),
        ("sqrt(a) / sigmoid(b)", math.sqrt(2) * (1 + math.exp(-3))),
    ],
)
def test_what_it_comes_to_in_floats(text: str, wanted: float):
    assert value(text) == pytest.approx(wanted, rel=1e-15)


def test_a_variable_is_one_node_however_often_it_is_used():
    output, variables = expression.read("(a + b) * a").graph(AB)
    assert [node.operation.name if node.operation else node.name for node in nodes_under(output)] == [
        "a",
        "b",
        "add",
        "multiply",
    ]
    assert output.arguments[1] is variables["a"] is output.arguments[0].arguments[0]


def test_a_long_sum_is_added_up_as_it_is_written():
    terms = [F(k, 7) for k in range(8)]
    names = "abcdefgh"
    given = dict(zip(names, terms, strict=True))
    output, _ = expression.read("+".join([*names, *"abcde"])).graph(given)
    assert output.number == sum(terms) + sum(terms[:5])
    assert [node.operation is None for node in output.arguments] == [False, True]


# Worked out by hand: 1 x + 2, times x, plus 3 and so on at x = 2; and twelve times the negative.
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("(((((a*x+b)*x+c)*x+d)*x+e)*x+f)*x+g", F(247)),
        ("relu(" * 12 + "x" + ")" * 12, F(2)),
        ("-" * 12 + "x", F(2)),
    ],
)
def test_twelve_operations_inside_one_another_are_taken(text: str, wanted: F):
    given = {name: F(k + 1) for k, name in enumerate("abcdefg")}
    assert value(text, {**given, "x": F(2)}) == wanted


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("(a + b", 7, "the end"),
        ("a +", 4, "a number, a name"),
        ("a b", 3, "'b'"),
        ("a % b", 3, "'%'"),
        ("a ^ b", 5, "a number"),
        ("A + b", 1, "'A'"),
        ("foo(a)", 1, "no function 'foo'"),
        ("b + foo(a)", 5, "no function 'foo'"),
        ("a ^ 2.5", 1, "an exponent is an integer from -9 to 9"),
        ("a ^ 10", 1, "an exponent is an integer from -9 to 9"),
        ("a + abcdefghijklm", 5, "at most 12 characters"),
        ("1.234567 * a", 1, "at most 6 digits"),
        ("a + sin", 5, "sin is a function"),
        ("__import__('os')", 1, "'_'"),
        ("a.b", 2, "'.'"),
        ("", 1, "the end"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_column(text: str, column: int, said: str):
    with pytest.raises(ValueError, match=f"column {column}: ") as wrong:
        expression.read(text)
    assert said in str(wrong.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3 * 4", "must have a variable"),
        ("a", "1 to 12 operations, got 0"),
        ("a" + " * a" * 13, "1 to 12 operations, got 13"),
        ("(" * 100 + "a" + ")" * 100, "at most 120 characters"),
        ("a+b+c+d+e+f+g+h+i", "at most 8 variables"),
    ],
)
def test_what_is_too_much_is_said(text: str, said: str):
    with pytest.raises(ValueError, match=said):
        expression.read(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("b / (a - 2)", "column 1: divided by zero"),
        ("tanh(b) / (a - 2)", "column 1: divided by zero"),
        ("(a - 2) ^ -1", "column 1: divided by zero"),
        ("b + log(a - 2)", "column 5: log needs a number above 0, got 0"),
        ("sqrt(a - b)", "column 1: sqrt needs a number above 0, got -1"),
        ("exp(exp(exp(a)))", "comes to a number above"),
        ("(a + 99)^9", "comes to a number above"),
    ],
)
def test_what_has_no_value_there_is_said(text: str, said: str):
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        value(text)


def refusal(text: str) -> str:
    """What is said against a text; nothing where it has a value, which is a number."""
    try:
        read = expression.read(text)
        output, _ = read.graph({name: F(k, 2) for k, name in enumerate(read.names)})
    except ValueError as wrong:
        return str(wrong)
    return "" if math.isfinite(float(output.number)) else "no number\n"


@given(st.text(max_size=130))
@example("\n")
@example("a\n+b")
@example("a" + "^-9" * 30)
@settings(deadline=None)
def test_no_text_does_anything_but_be_refused_in_one_line(text: str):
    assert "\n" not in refusal(text)


@given(st.lists(st.sampled_from([*"ab()+-*/^.019 ", "**", "tanh(", "log(", "exp(", "relu(", "rate"]), max_size=40))
@example(["-"] * 39 + ["a"])
@example(["("] * 39)
@settings(deadline=None)
def test_nor_does_what_looks_like_an_expression(pieces: list[str]):
    assert "\n" not in refusal("".join(pieces))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("(a + b) * a", "(a + b) dot.op a"),
        ("a - (b - a)", "a - (b - a)"),
        ("-a^2 + rate", '- a^(2) + upright("rate")'),
        ("(-a)^2", "(- a)^(2)"),
        ("(a + b) / (a * 0.5)", '(a + b)/(a dot.op 0","5)'),
        ("a * (b / 2)", "a dot.op (b)/(2)"),
        ("relu(a) - -2", 'op("relu")(a) - (- 2)'),
    ],
)
def test_how_it_is_typeset(text: str, wanted: str):
    assert typst(expression.read(text).root, ",") == wanted
