"""The table of numbers: each quantity that the film shows, once, with what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scenes.stage.timeline import ShownNumber, Timeline
from scenes.stage.writing.words import Catalogue

_LONGEST = 48  # characters of an exact number that are written out
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Row:
    """A quantity: its path in the trace, what it is in words, its exact value, and the string that the film shows."""

    path: str
    meaning: str
    exact: str
    shown: str


def rows(timeline: Timeline, catalogue: Catalogue) -> Iterator[Row]:
    """A row for each quantity, in the order in which they come in the film."""
    told = {shot.name: shot.caption for shot in timeline.shots}
    seen: set[str] = set()
    for number in timeline.numbers:
        if number.path not in seen:
            seen.add(number.path)
            meant = what_it_is(timeline.lesson, number.path, catalogue) or told[number.shot]
            shown = number.shown
            relation = "" if shown[:1] in ("=", "≈") else f"{number.relation}\u00a0"
            yield Row(number.path, meant, _exact(number, catalogue), f"{relation}{shown}")


def what_it_is(lesson: str, path: str, catalogue: Catalogue) -> str | None:
    """What a quantity of a lesson is: as it is said of the whole path, else word by word."""
    whole: str | None = catalogue.outputs["meanings_of_paths"].get(lesson, {}).get(re.sub(r"\d+", "#", path))
    return (
        whole.format(*re.findall(r"\d+", path))
        if whole
        else meaning(path, catalogue.outputs["meanings"], catalogue.formulas.plain)
    )


def meaning(path: str, said: Mapping[str, str], plain: Mapping[str, str]) -> str | None:
    """What a quantity is, read off its path; None where a word of it is not known. Derivatives are written with the
    symbols of the formulas. `said` may have two words that belong together, "nudge rate", and a word that means
    something else where a number follows, "small #".

    >>> said = {"step": "step", "gradient": "gradient", "weight": "weight w"}
    >>> meaning("step.2.gradient.weight", said, {"weight": "w"})
    'step 2, gradient ∂L/∂w'
    >>> meaning("small.layer.1.weight.2", {"small": "small network:", "layer": "layer", "weight": "weight w"}, {})
    'small network: layer 1, weight w₂'
    """
    places, rest, whole = [], [], ""
    found = re.findall(r"[a-z_]+(?:-\d+)?(?:\.\d+)*", path)
    in_graph = {"node", "edge"}  # what follows in such a path are names of the graph itself
    for at, word in enumerate(found):
        name, *numbers = word.split(".")
        if name not in said and in_graph.isdisjoint(one.partition(".")[0] for one in found[:at]):
            return None
        before = found[at - 1].partition(".")[0] if at else ""
        alone = said.get(f"{name} #", said.get(name)) if numbers else said.get(name)
        called = said.get(f"{before} {name}", alone or f"{name},")
        if at == 0 and not numbers and called.endswith(":"):
            whole = f"{called} "  # of what all that follows is a part
        elif numbers and re.search(r" \w$", called):
            places.append(called + ",".join(numbers).translate(_LOWERED))  # as a symbol has its index
        elif numbers:
            places.append(" ".join([called.rstrip(":"), *numbers]))
        else:
            rest.append(called)
        symbols = _symbols(name, found[at + 1 :], plain)
        if symbols is not None:
            rest.append(symbols)
            break
    return (whole + ", ".join([*places, *([" ".join(rest)] if rest else [])])).rstrip(":, ")


def _symbols(name: str, words: list[str], plain: Mapping[str, str]) -> str | None:
    """A derivative as the formulas write it; None where these words name none."""
    if name not in ("gradient", "local"):
        return None
    symbols = ["L"] if name == "gradient" else []
    for word in words:
        quantity, *numbers = word.split(".")
        symbol = "z" if quantity == "z" else plain.get(quantity)
        if symbol is None:
            return None
        symbols.append(symbol + ",".join(numbers).translate(_LOWERED))
    return f"∂{symbols[0]}/∂{symbols[1]}" if len(symbols) == 2 else None


def _exact(number: ShownNumber, catalogue: Catalogue) -> str:
    """The exact value; where there is none, the float that it is."""
    if number.exact is None:
        written = "" if number.value is None else repr(number.value).replace(".", catalogue.decimal_separator)
    elif len(number.exact) <= _LONGEST:
        written = number.exact
    else:
        above, _, below = number.exact.lstrip("-").partition("/")
        return catalogue.outputs["page"]["long_fraction"].format(above=len(above), below=len(below or "1"))
    return written.replace("-", "−")
