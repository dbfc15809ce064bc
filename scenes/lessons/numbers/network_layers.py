"""What a network of lesson 7 may be told: its widths, and numbers in a row, read from texts."""

from __future__ import annotations

import re
from fractions import Fraction

from engine.exact import exact
from scenes.stage.drawings.networks.layout import LEFT_OUT
from scenes.stage.near import quoted

LAYERS = (2, 7)  # fewest and most numbers of a network: the inputs, then the neurons of each layer
WIDEST = 64  # neurons of a layer
LARGEST = 1_000_000  # of inputs and targets
SEED = "seed"

LAYERS_ALLOWED = f"{LAYERS[0]} to {LAYERS[1]} whole numbers from 1 to {WIDEST}, written 2-3-2-1"
NUMBERS_ALLOWED = f"{SEED}, or numbers of at most {LARGEST}, one for each neuron, written 0.5, -1"


def widths(text: str) -> tuple[int, ...]:
    """The widths of a network, inputs first; raises ValueError in one line.

    >>> widths("2-3-2-1"), widths("2, 3, 1")
    ((2, 3, 2, 1), (2, 3, 1))
    """
    cells = [cell.strip() for cell in re.split("[-,]", text)]
    if not LAYERS[0] <= len(cells) <= LAYERS[1]:
        raise ValueError(f"must be {LAYERS_ALLOWED}; got {len(cells)} of them")
    for cell in cells:
        if not re.fullmatch(r"[0-9]{1,9}", cell) or not 1 <= int(cell) <= WIDEST:
            raise ValueError(f"must be {LAYERS_ALLOWED}; got {quoted(cell)}; {LEFT_OUT}")
    return tuple(map(int, cells))


def numbers(text: str) -> tuple[Fraction, ...] | None:
    """Numbers in a row, or None for those that the seed gives; raises ValueError in one line.

    >>> numbers("0.5, -1")
    (Fraction(1, 2), Fraction(-1, 1))
    """
    if text.strip() == SEED:
        return None
    cells = text.split(",", WIDEST)
    if len(cells) > WIDEST:
        raise ValueError(f"must be {NUMBERS_ALLOWED}, and at most {WIDEST}")
    found = []
    for cell in cells:
        try:
            number = exact(cell)
        except ValueError as wrong:
            raise ValueError(f"{wrong}; allowed are {NUMBERS_ALLOWED}") from None
        if abs(number) > LARGEST or len(re.sub(r"\D", "", cell)) > _DIGITS:
            raise ValueError(f"must be {NUMBERS_ALLOWED}; got {cell.strip()}")
        found.append(number)
    return tuple(found)


_DIGITS = 20
