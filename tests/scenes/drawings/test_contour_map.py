"""A contour map against the function that it shows, and against geometry."""

import numpy as np
import pytest
from manim import VMobject

from engine import Levels, contour_levels
from scenes.stage.declared import declared
from scenes.stage.drawings.landscapes.contour_map import ContourMap
from scenes.stage.frame.region import Region
from scenes.stage.writing.binding import binding_of
from tests.scenes.drawings.landscapes import REGIONS, SQUARE, TALL, WIDE, leaves, points_of, saddle, surface
from tests.scenes.drawings.pens import pen


def levels(*values: float) -> Levels:
    return Levels(np.array(values), "linear")


def saddle_map(region: Region = SQUARE, **kwargs) -> ContourMap:
    heights = surface(saddle, (-2, 2), (-1.5, 1.5), 81)
    return ContourMap(region, pen(), heights, levels(-1.5, -0.75, 0.75, 1.5, 2.25), **kwargs)


def test_the_points_of_a_level_line_have_its_height():
    drawn = saddle_map()
    step = 4 / 80
    for level, line in zip((-1.5, -0.75, 0.75, 1.5, 2.25), drawn.lines, strict=True):
        assert len(line.points) > 50
        for point in line.get_anchors():
            first, second = drawn.plane.read(point)
            assert saddle(first, second) == pytest.approx(
                level, abs=step**2 / 4
            )  # h^2/8 f'', straight between grid points


def test_every_level_line_is_there_and_whole():
    # a^2 + b^2 = 1 inside a square of side 4: a circle of length 2 pi
    drawn = ContourMap(SQUARE, pen(), surface(lambda a, b: a**2 + b**2, (-2, 2), (-2, 2), 81), levels(1.0))
    line = drawn.lines[0]
    assert line.get_arc_length() / drawn.plane.unit[0] == pytest.approx(2 * np.pi, rel=1e-3)


@pytest.mark.parametrize("region", [WIDE, SQUARE, TALL])
def test_both_coordinates_have_one_scale_unless_stretched(region: Region):
    drawn, stretched = saddle_map(region), saddle_map(region, stretched=True)
    origin, right, up = drawn.at(0, 0), drawn.at(1, 0), drawn.at(0, 1)
    assert right[0] - origin[0] == pytest.approx(up[1] - origin[1])
    assert drawn.plane.equal_scale
    origin, right, up = stretched.at(0, 0), stretched.at(1, 0), stretched.at(0, 1)
    assert right[0] - origin[0] != pytest.approx(up[1] - origin[1], rel=0.01)
    assert not stretched.plane.equal_scale
    assert len(stretched.right_angle((1, 0.5), (2, -1))) == 0


def test_a_place_can_be_read_back():
    drawn = saddle_map(TALL, stretched=True)
    assert drawn.plane.read(drawn.at(1.25, -0.4)) == pytest.approx((1.25, -0.4))
    with pytest.raises(ValueError, match="finite"):
        drawn.at(float("nan"), 0)


def test_the_gradient_crosses_its_level_line_at_a_right_angle():
    drawn = saddle_map()
    place, gradient = (1.0, 0.5), (2.0, -1.0)  # a^2 - b^2 = 0.75 there; its gradient is (2 a, -2 b)
    shaft = drawn.uphill(place, gradient)[0]
    arrow = shaft.get_end() - shaft.get_start()
    line = drawn.lines[2].points
    starts, ends = line[::4], line[3::4]
    nearest = int(np.argmin(np.linalg.norm((starts + ends) / 2 - drawn.at(*place), axis=1)))
    along = ends[nearest] - starts[nearest]
    cosine = float(arrow @ along) / float(np.linalg.norm(arrow) * np.linalg.norm(along))
    assert abs(cosine) < 0.03
    # and uphill: a^2 - b^2 grows along it
    assert saddle(*drawn.plane.read(shaft.get_end())) > 0.75


def test_a_gradient_to_scale_is_as_long_as_it_is():
    drawn = saddle_map()
    arrow = drawn.to_scale((0.5, 0.25), (1.0, -0.5), times=0.8)
    tip = max(points_of(arrow), key=lambda point: float(np.linalg.norm(point - drawn.at(0.5, 0.25))))
    assert drawn.plane.read(tip) == pytest.approx((0.5 + 0.8, 0.25 - 0.4), abs=1e-9)
    assert declared(arrow).meaning == "gradient"
    beyond = drawn.to_scale((0.5, 0.25), (40.0, 0.0))
    assert len(beyond) == 1  # a shaft without a head
    assert drawn.plane.read(beyond[0].get_end()) == pytest.approx((2.0, 0.25), abs=1e-6)


def test_there_is_no_arrow_where_there_is_no_gradient():
    assert len(saddle_map().uphill((0, 0), (0.0, 0.0))) == 0


def test_marks_stand_at_their_places_and_differ_in_shape():
    drawn = saddle_map()
    shapes = [drawn.mark(kind, (0.3, -0.2)) for kind in ("start", "minimum", "saddle")]
    for mark in shapes:
        assert mark.get_center() == pytest.approx(drawn.at(0.3, -0.2), abs=1e-9)
        assert mark in drawn.marks
    assert len({len(points_of(mark)) for mark in shapes}) == 3
    with pytest.raises(KeyError):
        drawn.mark("summit", (0, 0))


def test_the_height_is_that_of_the_surface():
    drawn = saddle_map()
    assert drawn.height_at(1.5, 0.5) == pytest.approx(2.0, abs=0.05**2 / 2)
    assert drawn.height_at(2.0, 0.0) == pytest.approx(3.0)  # cut one step above the highest level: 2.25 + 0.75
    assert saddle_map(top=1.0).height_at(1.5, 0.5) == 1.0
    assert len(saddle_map(top=1.0).lines) == 3


@pytest.mark.parametrize("region", REGIONS)
def test_nothing_leaves_the_region(region: Region):
    ink = pen()
    names = [ink.symbol("weight", 44), ink.symbol("bias", 44)]
    for heights in (surface(saddle, (-2, 2), (-1.5, 1.5)), surface(saddle, (-200, 100), (-1000, 1000))):
        drawn = ContourMap(region, ink, heights, contour_levels(heights.values), names)
        drawn.label_levels(ink)
        drawn.add(drawn.uphill((1.9, 0.1), (4.0, 0.2)))
        assert not leaves(drawn, region)


def test_what_is_not_finite_is_hatched_and_never_drawn():
    def ring(a, b):
        return np.sqrt(a**2 + b**2 - 1)

    ink = pen()
    heights = surface(ring, (-2, 2), (-2, 2), 81)
    drawn = ContourMap(SQUARE, ink, heights, contour_levels(heights.values, 6))
    drawn.label_levels(ink)
    assert np.isfinite(points_of(drawn)).all()
    for point in drawn.holes[1].get_anchors():
        assert np.hypot(*drawn.plane.read(point)) < 1 + 2 * 4 / 80
    for point in points_of(drawn.lines):
        assert np.hypot(*drawn.plane.read(point)) > 1 - 1e-9
    assert drawn.height_at(0, 0) == drawn.relief.top


def test_heights_at_the_end_of_the_range_of_floats_are_drawn():
    heights = surface(lambda a, b: np.exp(300 * a**2 + b), (-2, 2), (-2, 2))
    drawn = ContourMap(SQUARE, pen(), heights, contour_levels(heights.values, 6))
    assert np.isfinite(points_of(drawn)).all()


def test_a_label_stands_on_its_level_line_clear_of_the_others():
    ink = pen("ru")
    drawn = saddle_map(WIDE)
    labels = drawn.label_levels(ink, avoid=[(1.5, 0.0)])
    assert len(labels) >= 3
    written = {}
    for patch, label in labels:
        (digits, _), *_ = declared(label).constants
        written[digits] = saddle(*drawn.plane.read(label.get_center()))
        assert declared(label).overlaps & declared(drawn.lines).overlaps
        assert drawn.plane.plot.holds(patch.get_corner([-1, -1, 0]))
        assert drawn.plane.plot.holds(patch.get_corner([1, 1, 0]))
        apart = np.abs(patch.get_center() - drawn.at(1.5, 0.0))[:2]
        assert apart[0] > patch.width / 2 or apart[1] > patch.height / 2
    for digits, height in written.items():
        assert height == pytest.approx(float(digits.replace("−", "-").replace(",", ".")), abs=0.12)
    for k, (one, _) in enumerate(labels):
        for other, _ in labels[k + 1 :]:
            apart = np.abs(one.get_center() - other.get_center())
            assert apart[0] >= (one.width + other.width) / 2 or apart[1] >= (one.height + other.height) / 2


def test_a_level_can_be_labelled_with_a_bound_number():
    ink = pen(numbers={"surface.level": 0.75})
    drawn = saddle_map(WIDE)
    labels: list[VMobject | None] = [None, None, ink.value("surface.level", size=26), None, None]
    ((_, label),) = drawn.label_levels(ink, labels)
    assert binding_of(label.submobjects[0]).path == "surface.level"
    assert saddle(*drawn.plane.read(label.get_center())) == pytest.approx(0.75, abs=0.12)


def test_a_surface_must_be_one():
    with pytest.raises(ValueError, match="no finite height"):
        ContourMap(SQUARE, pen(), surface(lambda a, b: a * np.nan + b, (0, 1), (0, 1)), levels(0.5))
    with pytest.raises(ValueError, match="two points"):
        ContourMap(SQUARE, pen(), surface(saddle, (0, 1), (0, 1), 1), levels(0.5))
    with pytest.raises(ValueError, match="no room"):
        ContourMap(Region(0, 0, 1, 1), pen(), surface(saddle, (0, 1), (0, 1)), levels(0.5))
    with pytest.raises(ValueError, match="top"):
        saddle_map(top=-9.0)
