"""Products along paths and their sum: what is left out is said, however many paths there are."""

from itertools import pairwise

import pytest

from scenes.stage.chain.path_rows import PathRows
from scenes.stage.frame.region import Region
from scenes.stage.writing.values import Value
from tests.scenes.drawings.pens import pen


def rows(paths: int, height: float) -> PathRows:
    """So many paths of four edges each, every local derivative -2: each product is 16."""
    numbers = {"local": -2, "product": 16, "total": 16 * paths}
    factors = [["local"] * 4] * paths
    region = Region(-3.0, -height / 2, 3.0, height / 2)
    return PathRows(region, pen("en", numbers), factors, ["product"] * paths, "total", ("y", "a"))


@pytest.mark.parametrize("height", [1.2, 1.6, 2.2, 4.0])
@pytest.mark.parametrize("paths", range(2, 13))
def test_a_sum_of_some_of_the_products_has_dots(paths: int, height: float):
    made = rows(paths, height)
    addends = [part for part in made.tail if isinstance(part, Value)]
    signs = len(made.tail) - len(addends)
    assert len(made.shown) == len(made.steps) == len(addends) <= 4
    assert made.left_out == paths - len(made.shown)
    assert (made.shown[0], made.shown[-1]) == (0, paths - 1)
    between = len(addends) - 1  # a plus each; where products are left out, dots and one plus more
    assert signs == between + (2 if made.left_out else 0)


@pytest.mark.parametrize("height", [1.6, 2.2])
def test_the_lines_keep_apart(height: float):
    made = rows(5, height)
    for above, below in pairwise(made.submobjects):
        assert (
            float(above.get_bottom()[1]) >= float(below.get_top()[1]) - 0.05
        )  # a bracket may reach over the line's own room
