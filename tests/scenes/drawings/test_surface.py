"""A surface in three dimensions against its map, against geometry, and against the rules of painting."""

from itertools import pairwise
from time import process_time

import numpy as np
import pytest
from manim import Scene, tempconfig

from engine import Levels, Surface, contour_levels
from scenes.stage.drawings.landscapes.contour_map import ContourMap
from scenes.stage.drawings.landscapes.projection import ABOVE, ASIDE, View
from scenes.stage.drawings.landscapes.surface import SurfacePicture
from scenes.stage.drawings.landscapes.walls import strata
from scenes.stage.frame.region import Region
from tests.scenes.drawings.landscapes import REGIONS, SQUARE, WIDE, leaves, points_of, ridge_picture, saddle, surface
from tests.scenes.drawings.pens import pen

LEVELS = Levels(np.array([-1.5, -0.75, 0.75, 1.5, 2.25]), "linear")
SADDLE = surface(saddle, (-2, 2), (-1.5, 1.5))


def frame(mobject) -> np.ndarray:
    size = {"pixel_width": 400, "pixel_height": 400, "frame_width": 6.0, "frame_height": 6.0}
    with tempconfig({**size, "dry_run": True, "verbosity": "ERROR", "background_color": "#11151C"}):
        scene = Scene()
        scene.add(mobject)
        scene.renderer.update_frame(scene)
        return np.array(scene.renderer.get_frame())[..., :3].astype(int)


def crater(a, b):
    """Nowhere finite inside a circle of radius 1."""
    return np.sqrt(a**2 + b**2 - 1)


# at the rim of a hole a pixel may lie on either side
@pytest.mark.parametrize(("heights", "other_pixels"), [(SADDLE, 0), (surface(crater, (-2, 2), (-1.5, 1.5), 81), 300)])
def test_from_above_and_flat_it_is_the_map(heights: Surface, other_pixels: int):
    ink = pen()
    flat = SurfacePicture(SQUARE, ink, heights, LEVELS, view=ABOVE, risen=0)
    drawn = ContourMap(SQUARE, ink, heights, LEVELS)
    assert flat.at(1.2, -0.7) == pytest.approx(drawn.at(1.2, -0.7), abs=1e-12)
    for one, other in zip(flat.lines, drawn.lines, strict=True):
        assert one.points == pytest.approx(other.points, abs=1e-12)
    drawn.remove(drawn.ticks)
    apart = np.abs(frame(flat) - frame(drawn)).max(axis=2)
    assert np.sum(apart > 12) <= other_pixels  # of 160,000, and of 255 tones


def test_from_above_no_height_can_be_seen():
    ink = pen()
    risen = SurfacePicture(SQUARE, ink, SADDLE, LEVELS, view=ABOVE, risen=1)
    assert risen.at(1.2, -0.7) == pytest.approx(ContourMap(SQUARE, ink, SADDLE, LEVELS).at(1.2, -0.7), abs=1e-12)


def test_seen_from_the_side_level_lines_are_heights():
    picture = SurfacePicture(SQUARE, pen(), SADDLE, LEVELS, view=View(-30, 0))
    heights = []
    for line in picture.lines:
        across, up = np.ptp(line.points[:, 0]), np.ptp(line.points[:, 1])
        assert up < 1e-9 < across
        heights.append(line.points[0, 1])
    gaps = np.diff(heights) / np.diff(LEVELS.values)
    assert gaps == pytest.approx(np.full(4, gaps[0]))
    assert gaps[0] > 0


def test_a_height_is_drawn_upright_and_to_scale():
    picture = SurfacePicture(SQUARE, pen(), SADDLE, LEVELS, view=View(-40, 30))
    foot, middle, end = (picture.at(0.5, 0.5, height) for height in (0.0, 0.5, 1.5))
    assert middle[0] == pytest.approx(foot[0])
    assert (end - foot)[1] == pytest.approx(3 * (middle - foot)[1])
    assert picture.at(0.5, 0.5) == pytest.approx(foot, abs=1e-3)  # the saddle is 0 there
    with pytest.raises(ValueError, match="height"):
        picture.at(0, 0, float("inf"))


def test_the_view_turns_the_ground():
    # seen from a quarter turn further around, the second coordinate runs to the right
    picture = SurfacePicture(SQUARE, pen(), SADDLE, LEVELS, view=View(90, 90), risen=0)
    origin, first, second = picture.at(0, 0), picture.at(1, 0), picture.at(0, 1)
    assert (second - origin)[1] == pytest.approx(0, abs=1e-9)
    assert (second - origin)[0] > 0.1
    assert (first - origin)[0] == pytest.approx(0, abs=1e-9)
    assert (first - origin)[1] < -0.1


def test_lower_elevation_foreshortens_the_ground_by_its_sine():
    picture = SurfacePicture(SQUARE, pen(), SADDLE, LEVELS, view=View(0, 30))
    across = picture.at(1, 0, 0.0) - picture.at(0, 0, 0.0)
    away = picture.at(0, 1, 0.0) - picture.at(0, 0, 0.0)
    assert away[1] / across[0] == pytest.approx(0.5)  # sin 30 degrees


@pytest.mark.parametrize("azimuth", [-35.0, 20.0, 111.0, 200.0, -90.0, 45.0])
def test_nearer_cells_are_painted_later(azimuth: float):
    view = View(azimuth, 30)
    sides = np.linspace(-1, 1, 7)
    middles = np.array([[x, y] for y in (sides[:-1] + sides[1:]) / 2 for x in (sides[:-1] + sides[1:]) / 2])
    turn = np.empty(36, dtype=int)
    turn[view.from_behind(middles)] = np.arange(36)
    toward = view.to_viewer[:2] / np.linalg.norm(view.to_viewer[:2])
    walks = np.random.default_rng(3).uniform(-1, 1, (200, 1, 2)) + np.linspace(0, 3, 400)[:, np.newaxis] * toward
    for walk in walks:
        crossed = np.floor((walk[np.all(np.abs(walk) < 1, axis=1)] + 1) * 3).astype(int)
        cells = [int(cell) for cell in crossed[:, 1] * 6 + crossed[:, 0]]
        for farther, nearer in pairwise(cells):
            assert turn[farther] <= turn[nearer]


def test_the_picture_paints_its_cells_in_that_order():
    picture = SurfacePicture(SQUARE, pen(), SADDLE, LEVELS, view=View(0, 1), risen=0)
    # from the lower side, nearly level: what is painted later stands lower in the picture
    middles = [float(cell.points[:, 1].mean()) for cell in picture.cells]
    row = np.ptp([float(cell.points[:, 1].mean()) for cell in picture.cells]) / 19
    assert all(later <= earlier + row for earlier, later in pairwise(middles))
    assert middles[-1] < middles[0]


def test_a_ridge_hides_what_lies_behind_it():
    # relief 0.5: the ridge is half as high as the ground is wide, 2 in units of a
    picture = ridge_picture(View(-90, 45))  # from the left; at 45 degrees the shadow is as long as the ridge is high
    places = picture.plane.places([(-1.0, 0.3), (0.0, 0.3), (1.0, 0.3), (1.7, 0.3)])
    assert picture.seen(places).tolist() == [True, True, False, False]
    steeper = ridge_picture(View(-90, 70))  # 2 / tan 70 degrees = 0.73 long
    assert steeper.seen(places).tolist() == [True, True, True, True]
    assert ridge_picture(View(-90, 45), risen=0.3).seen(places).tolist() == [True, True, True, True]  # 0.6 long
    assert ridge_picture(View(90, 45)).seen(places).tolist() == [False, True, True, True]
    flat = ridge_picture(View(-90, 70), risen=0.0)  # the same is known of other views before it turns
    assert flat.seen_from(View(-90, 45), places).tolist() == [True, True, False, False]
    assert flat.seen_from(View(90, 45), places).tolist() == [False, True, True, True]
    assert flat.seen(places).tolist() == [True, True, True, True]


def test_above_the_ridge_a_point_is_seen_again():
    picture = ridge_picture(View(-90, 45))
    place = picture.plane.places([(1.0, 0.0)])
    assert not picture.seen(place, np.array([0.3]))[0]  # 0.6 high; the line of sight over the ridge passes at 1
    assert picture.seen(place, np.array([0.7]))[0]


def test_level_lines_and_marks_are_drawn_only_where_they_are_seen():
    picture = ridge_picture(View(-90, 45))
    behind, before = picture.mark("minimum", (1.0, 0.0)), picture.mark("saddle", (-1.0, 0.0))
    assert not len(points_of(behind))
    assert before.get_center() == pytest.approx(picture.at(-1.0, 0.0), abs=1e-9)
    half = picture.lines[0].get_arc_length()
    picture.turn(ABOVE)
    assert behind.get_center() == pytest.approx(picture.at(1.0, 0.0), abs=1e-9)
    # the level line at half the height runs along both sides of the ridge
    assert picture.lines[0].get_arc_length() / np.linalg.norm(picture.at(0, 2) - picture.at(0, -2)) == pytest.approx(2)
    assert half > 0


@pytest.mark.parametrize("region", REGIONS)
def test_nothing_leaves_the_region(region: Region):
    ink = pen()
    names = [ink.symbol(name, 40) for name in ("weight", "bias", "loss")]
    picture = SurfacePicture(region, ink, SADDLE, LEVELS, names, cells=8)
    picture.label_heights(ink)
    for view in (ABOVE, ASIDE, View(-70, 10), View(-10, 60), View(-90, 0)):
        for risen in (0.0, 0.4, 1.0):
            assert not leaves(picture.stand(view, risen), region)


def test_it_fills_its_room():
    picture = SurfacePicture(WIDE, pen(), SADDLE, LEVELS)
    points = points_of(picture)
    sizes = np.ptp(points[:, :2], axis=0) / [WIDE.width, WIDE.height]
    assert sizes.max() > 0.7


def test_it_changes_in_place_and_by_its_state_alone():
    picture = SurfacePicture(SQUARE, pen(), SADDLE, LEVELS, cells=8)
    picture.mark("saddle", (0, 0))
    members = [id(member) for member in picture.get_family()]
    before = points_of(picture).copy()
    colors = [cell.get_fill_color().to_hex() for cell in picture.cells]
    picture.turn(View(-80, 50)).rise(0.3)
    assert len(points_of(picture)) != len(before) or np.abs(points_of(picture) - before).max() > 0.1
    picture.stand(ASIDE, 1.0)
    assert [id(member) for member in picture.get_family()] == members
    assert points_of(picture) == pytest.approx(before, abs=1e-12)
    assert [cell.get_fill_color().to_hex() for cell in picture.cells] == colors


def test_it_moves_without_a_jump():
    picture = SurfacePicture(SQUARE, pen(), SADDLE, LEVELS, cells=8)
    spots = []
    for share in np.linspace(0, 1, 41):
        picture.stand(ABOVE.toward(ASIDE, share), share)
        spots.append([picture.at(a, b) for a in (-2, 0.3, 2) for b in (-1.5, 0.4, 1.5)])
    assert np.abs(np.diff(np.array(spots), axis=0)).max() < 0.25  # of 6 units


def test_a_fading_picture_keeps_its_opacity_when_it_turns():
    picture = SurfacePicture(SQUARE, pen(), SADDLE, LEVELS, cells=8).set_opacity(0.4)
    picture.turn(View(-50, 40))
    assert {round(float(cell.get_fill_opacity()), 6) for cell in picture.cells} == {0.4}


def test_cliffs_are_cut_at_the_top():
    cliff = surface(lambda a, b: np.exp(3 * a**2 + 0 * b), (-2, 2), (-2, 2))
    levels = Levels(np.array([2.0, 3.0, 4.0, 900.0]), "linear")
    picture = SurfacePicture(SQUARE, pen(), cliff, levels, top=5.0)
    assert picture.at(2, 0) == pytest.approx(picture.at(2, 0, 5.0))
    assert picture.at(2, 0, 60.0) == pytest.approx(picture.at(2, 0, 5.0))
    assert len(picture.lines) == 3
    assert not leaves(picture, SQUARE)


@pytest.mark.parametrize(
    "function",
    [
        crater,
        lambda a, b: np.exp(300 * a**2 + b),
        lambda a, b: np.where(a > 0, 1e308, -1e308) * (1 + 0 * b),
    ],
)
def test_no_point_is_lost_where_a_surface_is_not_finite_or_overflows(function):
    heights = surface(function, (-2, 2), (-2, 2))
    picture = SurfacePicture(SQUARE, pen(), heights, contour_levels(heights.values, 6), cells=10)
    for risen in (0.0, 1.0):
        assert np.isfinite(points_of(picture.rise(risen))).all()
    assert not leaves(picture, SQUARE)


def test_only_walls_that_face_the_viewer_are_drawn():
    picture = SurfacePicture(SQUARE, pen(), SADDLE, LEVELS, view=View(-35, 28), cells=8)
    lowest = points_of(picture.walls)[:, 1].min()
    for place, at_the_foot in (((-2, -1.5), True), ((2, -1.5), True), ((-2, 1.5), True), ((2, 1.5), False)):
        # the foot of a corner is below the surface there, by the same way as it is for every corner
        foot = picture.at(*place, picture.relief.bottom)
        nearest = np.abs(points_of(picture.walls) - foot)[:, 0].min()
        assert (nearest < 1e-6) == at_the_foot
    assert lowest < picture.at(-2, -1.5, picture.relief.bottom)[1]
    assert not len(points_of(picture.turn(ABOVE).walls))


def test_walls_show_the_bands_they_cut():
    picture = SurfacePicture(SQUARE, pen(), SADDLE, LEVELS)
    bounds = [-np.inf, *LEVELS.values, np.inf]
    pieces = strata(picture.relief)
    assert {piece.side for piece in pieces} == {0, 1, 2, 3}
    for piece in pieces:
        heights = piece.ring[:, 2]
        assert bounds[piece.band] - 1e-9 <= heights.min() < heights.max() <= bounds[piece.band + 1] + 1e-9
    # the lower wall is cut along a^2 - 2.25: from 1.75 at its ends down to -2.25, through all bands but the highest
    assert {piece.band for piece in pieces if piece.side == 0} == {0, 1, 2, 3, 4}


def test_of_many_heights_those_that_stand_apart_are_written():
    ink = pen(numbers={"level": 1.0})
    picture = SurfacePicture(SQUARE, ink, SADDLE, Levels(np.linspace(-2, 2.5, 30), "linear"))
    labels = picture.label_heights(ink, [ink.value("level", size=26) for _ in range(30)]).submobjects[1::2]
    assert 1 < len(labels) < 30
    for lower, upper in pairwise(labels):
        assert upper.get_bottom()[1] > lower.get_top()[1]


def test_heights_stand_beside_their_axis():
    ink = pen()
    picture = SurfacePicture(WIDE, ink, SADDLE, LEVELS)
    heights = picture.label_heights(ink)
    labels = heights.submobjects[1::2]
    assert labels
    for label in labels:
        height = float("".join(label.tick.digits).replace("−", "-"))
        assert label.get_center()[1] == pytest.approx(picture.at(-2, 1.5, height)[1], abs=1e-6)
        assert label.get_right()[0] < picture.at(-2, 1.5)[0]
    for lower, upper in pairwise(labels):
        assert upper.get_bottom()[1] > lower.get_top()[1]


def test_an_arrow_uphill_follows_the_slope():
    picture = SurfacePicture(SQUARE, pen(), SADDLE, LEVELS, view=View(0, 0))  # from the side: first coordinate, height
    arrow = picture.uphill((1.0, 0.0), (2.0, 0.0), length=0.2)[0]
    rise, run = (arrow.get_end() - arrow.get_start())[1], (arrow.get_end() - arrow.get_start())[0]
    one = picture.at(0, 0, 1.0)[1] - picture.at(0, 0, 0.0)[1], picture.at(1, 0)[0] - picture.at(0, 0)[0]
    assert (rise / one[0]) / (run / one[1]) == pytest.approx(2.0, rel=1e-3)
    assert len(picture.uphill((0.0, 0.0), (0.0, 0.0))) == 0


def test_it_redraws_fast_enough_for_a_film():
    heights = surface(lambda a, b: np.sin(3 * a) + np.cos(2 * b), (-2, 2), (-1.5, 1.5), 121)
    picture = SurfacePicture(SQUARE, pen(), heights, contour_levels(heights.values))
    times = []
    for azimuth in (-30, -31, -32, -33):
        start = process_time()
        picture.turn(View(azimuth, 30))
        times.append(process_time() - start)
    assert min(times) < 0.15  # about 0.06 on one core of 2024


def test_a_view_has_an_elevation_between_the_side_and_above():
    for elevation in (-1.0, 91.0, float("nan")):
        with pytest.raises(ValueError, match="elevation"):
            View(0, elevation)
    assert ABOVE.toward(View(-40, 30), 0.5) == View(-20, 60)
