"""How the quantities of a sheet are written: in TeX, in Typst, in plain characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_KEY = re.compile(r"(?P<base>[a-z][a-z0-9_]*)(?:\.(?P<index>[0-9]+))?(?P<prime>'?)")


@dataclass(frozen=True)
class Letter:
    """A symbol in three notations."""

    tex: str
    typst: str
    plain: str


def _same(letter: str) -> Letter:
    return Letter(letter, letter, letter)


LETTERS: Mapping[str, Letter] = {
    "input": _same("x"),
    "target": _same("y"),
    "weight": _same("w"),
    "bias": _same("b"),
    "learning_rate": Letter(r"\eta", "eta", "η"),
    "prediction": Letter(r"\hat{y}", "hat(y)", "ŷ"),
    "error": _same("e"),
    "squared": Letter("e^{2}", "e^2", "e²"),
    "absolute": Letter(r"\lvert e \rvert", "abs(e)", "|e|"),
    "total": Letter(r"\textstyle\sum e^{2}", "sum e^2", "Σe²"),
    "count": _same("n"),
    "mean_absolute": Letter(r"\overline{\lvert e \rvert}", "overline(abs(e))", "|e|̅"),
    "loss": _same("L"),
    "pre_activation": _same("z"),
    "activation": _same("a"),
    "output_weight": _same("v"),
    "output_bias": _same("c"),
    "middle": _same("u"),
    "output": _same("y"),
    "size": _same("h"),
    "nudged": Letter("L(w + h)", "L(w + h)", "L(w + h)"),
    "change": Letter(r"\Delta L", "Delta L", "ΔL"),
    "ratio": Letter(r"\Delta L / h", "Delta L slash h", "ΔL / h"),
    "node": _same("v"),
}


def named(name: str) -> Letter:
    """The letter of a variable that a user has named.

    >>> named("a"), named("my_rate").tex
    (Letter(tex='a', typst='a', plain='a'), '\\\\mathrm{my\\\\_rate}')
    """
    if len(name) == 1:
        return _same(name)
    escaped = name.replace("_", r"\_")
    return Letter(rf"\mathrm{{{escaped}}}", f'upright("{name}")', name)


@dataclass(frozen=True)
class Key:
    """A quantity of a sheet: what it is, an index where there are several of them (0: none), whether it is the one
    after an update."""

    base: str
    index: int
    prime: bool


def read_key(text: str) -> Key:
    """A key as a formula writes it: `weight`, `weight.2`, `weight'`; `second_weight` is another one that is written and
    called alike. Raises ValueError for anything else."""
    match = _KEY.fullmatch(text)
    if match is None:
        raise ValueError(f"no key of a sheet: {text!r}")
    return Key(match["base"].removeprefix("second_"), int(match["index"] or 0), bool(match["prime"]))
