"""A table of a history: which rows it shows, and that it fits its region and can be read."""

from fractions import Fraction as F
from itertools import pairwise

import pytest

from scenes.stage.drawings.plots.history_table import Column, HistoryTable, rows_shown
from scenes.stage.frame.region import Region
from scenes.stage.writing.binding import binding_of
from scenes.stage.writing.values import Value
from tests.scenes.drawings.pens import pen

QUANTITIES = ("weight", "bias", "prediction", "loss")


def history(steps: int, rate: F) -> dict[str, F]:
    """The descent of one neuron from w = 1, b = 0 with x = 2.1 and target 4, exactly."""
    weight, bias, numbers = F(1), F(0), {}
    for k in range(steps + 1):
        error = weight * F("2.1") + bias - 4
        row = (weight, bias, error + 4, error**2)
        numbers |= {f"step.{k}": F(k), **{f"step.{k}.{q}": n for q, n in zip(QUANTITIES, row, strict=True)}}
        weight, bias = weight - rate * 2 * error * F("2.1"), bias - rate * 2 * error
    return numbers


def table(region: Region, last: int, rate: str = "0.1", language: str = "en", **settings) -> HistoryTable:
    mine = pen(language, history(last, F(rate)))
    columns = [
        Column(mine.label("step"), "step.<k>"),
        *(Column(mine.symbol(q, 40), f"step.<k>.{q}") for q in QUANTITIES),
    ]
    return HistoryTable(region, mine, columns, last, **settings)


def test_which_steps_are_shown():
    assert rows_shown(3) == [0, 1, 2, 3]
    assert rows_shown(7) == [0, 1, 2, 3, 4, 5, 6, 7]
    assert rows_shown(8) == [0, 1, 2, 3, 4, None, 7, 8]
    assert rows_shown(1000, most=5) == [0, 1, None, 999, 1000]
    assert rows_shown(9, most=3) == [0, None, 9]


def test_every_number_is_bound_to_its_quantity():
    found = table(Region(-6, -3, 6, 3), 3)
    assert found.shown == (0, 1, 2, 3)
    assert [value.path for value in found.rows[1]] == ["step.1", *(f"step.1.{q}" for q in QUANTITIES)]
    assert [value.shown for value in found.rows[1]] == ["1", "1.798", "0.38", "4.1558", "0.02427"]
    assert [value.relation for value in found.rows[1]] == ["=", "=", "=", "=", "≈"]
    assert binding_of(found.rows[1][3][0]).path == "step.1.prediction"


REGIONS = [
    Region(-6, -3, 6, 3),
    Region(-3.6, -4, 3.6, 2),  # the width of an upright frame
    Region(-3.4, -2.5, 3.4, 2.5),
    Region(0, 0, 5.4, 2.4),
    Region(-3.6, 0, 3.6, 9),
]


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize(("last", "rate"), [(1, "0.1"), (9, "0.1"), (40, "0.2")])
def test_it_fits_its_region_in_legible_text(region: Region, last: int, rate: str):
    found = table(region, last, rate, "ru")
    assert region.left - 1e-6 <= found.get_left()[0]
    assert found.get_right()[0] <= region.right + 1e-6
    assert region.bottom - 1e-6 <= found.get_bottom()[1]
    assert found.get_top()[1] <= region.top + 1e-6
    least = Value("a", F(1), 26, "#FFFFFF").height
    assert all(row[0].height > 0.98 * least for row in found.rows if isinstance(row[0], Value))
    lines = [found.header, *found.rows]
    assert all(above.get_bottom()[1] > below.get_top()[1] for above, below in pairwise(lines))
    for line in lines:
        assert all(one.get_right()[0] < other.get_left()[0] for one, other in pairwise(line))


def test_a_low_region_has_fewer_rows():
    high, low = table(Region(-6, -3, 6, 3), 30), table(Region(-6, -1.5, 6, 1.5), 30)
    assert len(high.shown) == 8
    assert len(low.shown) < 8
    assert low.shown[0] == 0
    assert low.shown[-1] == 30
    assert low.rows[0][0].height == pytest.approx(high.rows[0][0].height)


def test_a_narrow_region_has_fewer_figures():
    wide, narrow = table(Region(-6, -3, 6, 3), 3), table(Region(-2.7, -3, 2.7, 3), 3)
    assert wide.rows[2][3].shown == "3.987"
    assert len(narrow.rows[2][3].shown) < len(wide.rows[2][3].shown)
    assert narrow.rows[2][3].relation == "≈"


def test_steps_are_never_rounded():
    numbers = {"step.0": F(0), "step.0.loss": F(1, 3), "step.12345": F(12345), "step.12345.loss": F(1, 7)}
    numbers |= {f"step.{k}{end}": F(k) for k in range(1, 12345) for end in ("", ".loss")}
    mine = pen("en", numbers)
    columns = [Column(mine.label("step"), "step.<k>"), Column(mine.symbol("loss", 40), "step.<k>.loss")]
    found = HistoryTable(Region(0, 0, 1.5, 4), mine, columns, 12345)
    assert (found.rows[-1][0].shown, found.rows[-1][0].relation) == ("12345", "=")


def test_decimal_points_stand_above_one_another():
    found = table(Region(-6, -3, 6, 3), 9, "0.2", "ru")

    def point(value: Value) -> float:
        return float(value.sign_and_digits[value.shown.index(",")].get_center()[0])

    predictions = [row[3] for row in found.rows if isinstance(row[0], Value)]
    places = [point(value) for value in predictions if "," in value.shown]
    assert len(places) > 4
    assert max(places) - min(places) < 0.02


def test_a_whole_table_has_a_row_for_every_step_and_stays_legible():
    region = Region(-2.3, -1.75, 2.3, 1.75)
    found = table(region, 8, whole=True)
    assert found.shown == tuple(range(9))
    assert found.size >= 26  # the least that can be read
    assert table(region, 8).shown != found.shown
    assert region.bottom - 1e-6 <= found.get_bottom()[1]
    assert found.width <= region.width + 1e-6
