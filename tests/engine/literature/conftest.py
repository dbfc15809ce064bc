"""Worked examples from the literature, a file for each source or kind of source.

Expected values are the published figures, typed as they are printed; the tolerance is half a unit of the last printed
place and nothing more. Where a figure is wrong, the test says so, derives the right one by hand, and asserts both: that
the engine gives the right one, and that the printed one is not it.
"""

from decimal import Decimal

import pytest


def _printed(figures: str):
    approximations = []
    for figure in figures.split():
        half_a_unit = 5 * 10.0 ** (Decimal(figure).as_tuple().exponent - 1)
        # the printed figure and the borders of its interval are decimals, which floats only come close to
        approximations.append(pytest.approx(float(figure), abs=half_a_unit + 1e-15))
    return approximations[0] if len(approximations) == 1 else approximations


@pytest.fixture
def printed():
    """`value == printed("0.5933")` where the value rounds to that; figures with spaces between them make a list."""
    return _printed
