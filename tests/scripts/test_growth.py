"""How the cost of a video grows: the fit, and that what is measured is a video's work."""

import pytest

from scripts.benchmarks.growth import Growth, exponent, table, with_length


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_power_is_found(power: float):
    found = [Growth(f"{amount}", amount, 0.01 * amount**power) for amount in (10, 40, 90, 500)]
    assert exponent(found) == pytest.approx(power)
    assert f"length^{power:.2f}" in table(found, "length")


def test_a_longer_video_costs_more():
    short, long = with_length((4, 24), (320, 180))
    assert (short.amount, long.amount) == (120, 720)
    assert 0 < short.seconds < long.seconds
