"""Graphs of single numbers: forward and backward, against micrograd on the same expressions."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from engine import backward, variable
from scripts.benchmarks.measure import Result, compare

NODES = 10_000


def results() -> Iterator[Result]:
    """Not slower than micrograd; what it costs to be exact; cost linear in nodes, with no limit of depth."""
    from micrograd.engine import Value

    sys.setrecursionlimit(20 * NODES)  # micrograd recurses once for each node of a chain
    for name, expression in {"neurons": _neurons, "a polynomial": _polynomial}.items():
        yield compare(
            f"graph of {NODES:,} numbers, {name}, against micrograd",
            lambda expression=expression: backward(expression(variable, NODES, float)),
            lambda expression=expression: expression(Value, NODES, float).backward(),
            1.0,
            rounds=15,
        )
    yield compare(
        f"graph of {NODES:,} numbers, neurons: exact fractions (theirs) against floats (ours)",
        lambda: backward(_neurons(variable, NODES, float)),
        lambda: backward(_neurons(variable, NODES, Fraction)),
    )
    yield compare(
        f"a chain: {20 * NODES:,} nodes (theirs) against {10 * NODES:,} (ours); 2 is linear",
        lambda: backward(_chain(variable, 10 * NODES)),
        lambda: backward(_chain(variable, 20 * NODES)),
        rounds=5,
    )


def _neurons(kind: Callable[[Any], Any], nodes: int, number: type) -> Any:
    """A sum of relu(a * b + a): four nodes each."""
    given = [kind(number(Fraction(k % 7 - 3, 4))) for k in range(20)]
    total = kind(number(Fraction(0)))
    for k in range(nodes // 4):
        total = total + (given[k % 20] * given[(7 * k + 3) % 20] + given[k % 20]).relu()
    return total


def _polynomial(kind: Callable[[Any], Any], nodes: int, number: type) -> Any:
    """Horner's rule: a multiplication and an addition each."""
    x, coefficient = kind(number(Fraction(1, 2))), kind(number(Fraction(3, 4)))
    total = coefficient
    for _ in range(nodes // 2):
        total = total * x + coefficient
    return total


def _chain(kind: Callable[[Any], Any], nodes: int) -> Any:
    total, one = kind(0.0), kind(1.0)
    for _ in range(nodes):
        total = total + one
    return total
