"""A descent path against the states of the descent."""

from fractions import Fraction

import numpy as np
import pytest

from engine import Levels, descend
from scenes.stage.declared import declared
from scenes.stage.drawings.landscapes.contour_map import ContourMap
from scenes.stage.drawings.landscapes.descent_path import DescentPath, PathStyle, race_styles
from scenes.stage.drawings.landscapes.ground import Ground
from scenes.stage.drawings.landscapes.projection import ABOVE, View
from scenes.stage.drawings.landscapes.surface import SurfacePicture
from scenes.stage.look.theme import DARK
from tests.scenes.drawings.landscapes import SQUARE, points_of, ridge_picture, saddle, surface
from tests.scenes.drawings.pens import pen

LEVELS = Levels(np.array([-1.5, -0.75, 0.75, 1.5, 2.25]), "linear")
# far apart, so that each step has an arrow and each dot its full size
STATES = [(-1.5, -1.0), (-0.5, 1.0), (0.5, 0.2), (1.5, -0.8)]


def saddle_map() -> ContourMap:
    return ContourMap(SQUARE, pen(), surface(saddle, (-2, 2), (-1.5, 1.5)), LEVELS)


def middles(mobject) -> np.ndarray:
    """The middle of each closed piece of a drawing."""
    pieces = mobject.get_subpaths()
    return np.array([(piece.min(axis=0) + piece.max(axis=0)) / 2 for piece in pieces]).reshape(-1, 3)


def neuron_states() -> list[tuple[float, float]]:
    """Lesson neuron: L = (2.1 w + b - 4)^2 from (1, 0) with rate 0.1."""
    start = {"w": Fraction(1), "b": Fraction(0)}
    history = descend(lambda p: (p["w"] * Fraction(21, 10) + p["b"] - 4) ** 2, start, Fraction(1, 10), 3)
    return [(float(w), float(b)) for w, b in history.path]


def test_the_dots_are_the_states_of_the_trace():
    valley = surface(lambda w, b: (2.1 * w + b - 4) ** 2, (0, 3), (-1, 2))
    drawn = ContourMap(SQUARE, pen(), valley, Levels(np.array([1.0, 4.0]), "linear"))
    path = DescentPath(drawn, pen(), neuron_states())
    assert drawn.plane.read(path.start.get_center()) == pytest.approx((1, 0))
    first = drawn.plane.read(middles(path.dots)[0])
    assert first == pytest.approx((1.798, 0.38))  # by hand: 1 + 0.798, 0 + 0.38
    assert len(middles(path.dots)) == 3


@pytest.mark.parametrize("k", [0, 1, 2, 3])
def test_the_ball_at_step_k_stands_at_state_k(k: int):
    drawn = saddle_map()
    path = DescentPath(drawn, pen(), STATES).upto(k)
    assert path.ball.get_center() == pytest.approx(drawn.at(*STATES[k]), abs=1e-9)
    assert path.state() == pytest.approx(STATES[k])
    assert len(middles(path.dots)) == k


def test_between_two_states_the_ball_is_on_the_straight_step():
    drawn = saddle_map()
    path = DescentPath(drawn, pen(), STATES).upto(1.25)
    assert drawn.plane.read(path.ball.get_center()) == pytest.approx((-0.25, 0.8))
    assert path.trail.get_end() == pytest.approx(path.ball.get_center(), abs=1e-9)
    assert path.upto(99).progress == 3
    assert path.upto(-1).progress == 0


def test_a_step_is_as_long_as_it_is():
    drawn = saddle_map()
    path = DescentPath(drawn, pen(), STATES).upto(1)
    # from (-1.5, -1) to (-0.5, 1): the square root of 1 + 4
    assert path.trail.get_arc_length() / drawn.plane.unit[0] == pytest.approx(np.sqrt(5))


def test_each_arrow_points_along_its_step_and_ends_at_its_dot():
    drawn = saddle_map()
    path = DescentPath(drawn, pen(), STATES)
    heads = path.heads.get_subpaths()
    assert len(heads) == 3
    for head, start, end, dot in zip(heads, STATES, STATES[1:], path.dots.get_subpaths(), strict=False):
        tip, back = head[0], (head[3] + head[7]) / 2
        way = drawn.at(*end) - drawn.at(*start)
        cosine = float((tip - back) @ way) / float(np.linalg.norm(tip - back) * np.linalg.norm(way))
        assert cosine == pytest.approx(1)
        radius = np.ptp(dot[:, 0]) / 2
        assert np.linalg.norm(tip - drawn.at(*end)) == pytest.approx(radius, rel=0.02)


def test_a_step_goes_against_the_gradient():
    # L = a^2 + 4 b^2 by rate 0.1 from (1.5, 1): the gradient is (3, 8), the first step (-0.3, -0.8)
    bowl = surface(lambda a, b: a**2 + 4 * b**2, (-2, 2), (-2, 2))
    drawn = ContourMap(SQUARE, pen(), bowl, Levels(np.array([1.0, 4.0]), "linear"))
    history = descend(lambda p: p["a"] ** 2 + p["b"] ** 2 * 4, {"a": 1.5, "b": 1.0}, 0.1, 1)
    path = DescentPath(drawn, pen(), history.path)
    head = path.heads.points
    uphill = drawn.uphill((1.5, 1.0), (3.0, 8.0))[0]
    step, climb = head[0] - (head[3] + head[7]) / 2, uphill.get_end() - uphill.get_start()
    assert float(step @ climb) == pytest.approx(-float(np.linalg.norm(step) * np.linalg.norm(climb)))


def test_what_leaves_the_ground_is_cut_at_its_border():
    drawn = saddle_map()
    states = [(0.0, 0.0), (1.0, 0.5), (-3.0, -1.5), (7.0, 3.5), (-1e300, 0.0), (1.7e308, 0.0)]
    path = DescentPath(drawn, pen(), states)
    assert path.leaves_at == 2
    plot = drawn.plane.plot
    points = points_of(path.trail, path.heads)
    assert np.isfinite(points).all()
    assert points[:, 0].min() == pytest.approx(plot.left)  # out at (-2, -1), and in again on the way back
    assert points[:, 0].max() == pytest.approx(plot.right)
    assert points[:, 1].min() >= plot.bottom - 1e-9
    assert not len(path.ball.points)
    assert len(path.upto(1).ball.points)
    assert len(middles(path.upto(4).dots)) == 1
    # half way out, the line ends where the ball was last seen
    assert drawn.plane.read(path.upto(1.5).trail.get_end()) == pytest.approx((-1, -0.5))


def test_a_state_that_is_not_finite_ends_the_path():
    path = DescentPath(saddle_map(), pen(), [(0, 0), (1, 0.5), (np.inf, 0), (1, 1)])
    assert path.steps == 1
    with pytest.raises(ValueError, match="start"):
        DescentPath(saddle_map(), pen(), [(np.nan, 0.0)])
    with pytest.raises(ValueError, match="two coordinates"):
        DescentPath(saddle_map(), pen(), [1.0, 2.0])


def test_a_single_state_is_a_path_that_goes_nowhere():
    path = DescentPath(saddle_map(), pen(), [(0.5, 0.5)])
    assert path.steps == 0
    assert not len(path.trail.points)
    assert path.state() == (0.5, 0.5)
    still = DescentPath(saddle_map(), pen(), [(0.5, 0.5)] * 3).upto(1.5)
    assert np.isfinite(points_of(still)).all()


def test_short_steps_have_small_dots_and_no_heads():
    path = DescentPath(saddle_map(), pen(), [(0.0, 0.0), (0.04, 0.0), (0.08, 0.0)])
    sizes = [np.ptp(dot[:, 0]) for dot in path.dots.get_subpaths()]
    full = np.ptp(DescentPath(saddle_map(), pen(), STATES).dots.get_subpaths()[0][:, 0])
    assert max(sizes) < full / 2
    assert not len(path.heads.points)


def test_on_a_surface_it_lies_on_the_slope():
    picture = SurfacePicture(SQUARE, pen(), surface(saddle, (-2, 2), (-1.5, 1.5)), LEVELS, view=View(0, 50))
    path = DescentPath(picture, pen(), STATES).upto(2)
    assert path.ball.get_center() == pytest.approx(picture.at(*STATES[2]), abs=1e-9)
    assert middles(path.dots)[0] == pytest.approx(picture.at(*STATES[1]), abs=1e-9)
    halfway = picture.at(-1.0, 0.0)
    anchors = path.trail.get_anchors()
    assert np.linalg.norm(anchors - halfway, axis=1).min() < 0.06
    picture.turn(View(-30, 50)).rise(0.5)
    path.redraw()
    assert path.ball.get_center() == pytest.approx(picture.at(*STATES[2]), abs=1e-9)


def test_from_above_a_path_on_the_surface_is_the_path_on_the_map():
    flat = SurfacePicture(SQUARE, pen(), surface(saddle, (-2, 2), (-1.5, 1.5)), LEVELS, view=ABOVE, risen=0)
    one, other = DescentPath(flat, pen(), STATES), DescentPath(saddle_map(), pen(), STATES)
    assert points_of(one) == pytest.approx(points_of(other), abs=1e-9)


def test_behind_a_hill_it_is_a_dotted_line():
    picture = ridge_picture(View(-90, 45))
    path = DescentPath(picture, pen(), [(0.6, -1.0), (0.6, 1.0)])
    assert not len(points_of(path.trail, path.ball, path.dots, path.start))
    assert len(path.ghost.get_subpaths()) > 10
    assert path.hidden_ball.get_center() == pytest.approx(picture.at(0.6, 1.0), abs=1e-9)
    before = DescentPath(picture, pen(), [(-0.6, -1.0), (-0.6, 1.0)])
    assert not len(points_of(before.ghost, before.hidden_ball))
    assert len(before.ball.points)


def test_paths_of_a_race_differ_in_more_than_their_colour():
    styles = race_styles(DARK)
    assert len({style.marker for style in styles}) == len({style.dash for style in styles}) == len(styles)
    drawn = saddle_map()
    dashed = DescentPath(drawn, pen(), STATES[:2], PathStyle(dash=(0.2, 0.1)))
    dashes = dashed.trail.get_subpaths()
    assert np.linalg.norm(dashes[0][-1] - dashes[0][0]) == pytest.approx(0.2)
    assert np.linalg.norm(dashes[1][0] - dashes[0][-1]) == pytest.approx(0.1)
    corners = [len(DescentPath(drawn, pen(), STATES, style).ball.points) for style in styles]
    assert len(set(corners)) == 3  # a square and a diamond have as many


def test_the_ball_carries_a_label():
    ink = pen(numbers={"step.0.loss": 1.25})
    drawn = saddle_map()
    path = DescentPath(drawn, ink, [(-1.9, 0.0), (1.95, 1.4)])
    label = path.carry(ink.value("step.0.loss", size=72))
    for progress in (0.0, 0.3, 1.0):
        path.upto(progress)
        assert label.get_bottom()[1] > path.ball.get_top()[1]
        assert SQUARE.left <= label.get_left()[0] <= label.get_right()[0] <= SQUARE.right
        assert label.get_left()[0] < path.ball.get_center()[0] < label.get_right()[0]
    assert declared(label).overlaps & declared(drawn).overlaps


def test_it_changes_in_place():
    path = DescentPath(saddle_map(), pen(), STATES)
    members, before = [id(member) for member in path.get_family()], points_of(path).copy()
    path.upto(0.4)
    assert len(points_of(path)) < len(before)
    path.upto(3)
    assert [id(member) for member in path.get_family()] == members
    assert points_of(path) == pytest.approx(before)


@pytest.mark.parametrize("ground", [saddle_map, lambda: ridge_picture(View(-30, 30))])
def test_a_ground_is_what_a_path_needs(ground):
    made: Ground = ground()
    assert np.isfinite(points_of(DescentPath(made, pen(), STATES))).all()


def test_a_copy_runs_over_the_same_ground():
    picture = ridge_picture(View(-30, 30), cells=6)
    path = DescentPath(picture, pen(), STATES)
    copied = path.copy().upto(1)
    assert copied.ground is picture
    assert path.progress == 3
    assert len(points_of(copied)) < len(points_of(path))
