"""Surfaces in three dimensions by the quick renderer: stock Manim's frames, but for a few pixels.

The brush covers pixels by cairo's own rules, but reckons gradients exactly where cairo reckons in 65536ths of a unit of
the frame, so that here and there a colour is 1 of 255 off; and where a stroke bends within its own width (a face seen
from its edge) a pixel or two may be covered otherwise.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from manim import (
    BLUE,
    DEGREES,
    DOWN,
    GREEN,
    LEFT,
    ORIGIN,
    OUT,
    PI,
    RED,
    RIGHT,
    TAU,
    UP,
    YELLOW,
    Arrow3D,
    Circle,
    Cone,
    Create,
    Cube,
    Cylinder,
    Dot3D,
    FadeIn,
    Line3D,
    MathTypst,
    PointCloudDot,
    Rotate,
    Scene,
    Sphere,
    Square,
    Surface,
    ThreeDAxes,
    ThreeDCamera,
    ThreeDScene,
    Torus,
    Transform,
    ValueTracker,
    always_redraw,
)

from scenes.render.manim_settings import manim_set
from scenes.render.quick import brush
from scenes.render.quick.camera import quick_camera
from scenes.render.quick.solids import Solids
from scenes.stage.frame.layout import ASPECTS
from tests.render.frames_of import quick_frames, stock_frames

SIZE, FPS = (480, 270), 10


def wave(height: float = 1, **kwargs: Any) -> Surface:
    def place(u: float, v: float) -> np.ndarray:
        return np.array([u, v, height * np.sin(u) * np.cos(v)])

    return Surface(place, **{"u_range": (-2, 2), "v_range": (-2, 2), "resolution": (10, 10), **kwargs})


class Orbits(ThreeDScene):
    """Axes, a checkerboard, something fixed in the frame, a label that faces the camera, and a camera that turns."""

    def construct(self) -> None:
        surface, fixed = wave(), Square(color=RED).to_corner(UP + LEFT)
        label = MathTypst("z = sin u").move_to([1, 1, 1.5])
        self.set_camera_orientation(phi=1.0, theta=-0.8)
        self.add(ThreeDAxes(), surface)
        self.add_fixed_in_frame_mobjects(fixed)
        self.add_fixed_orientation_mobjects(label)
        self.move_camera(phi=0.7, theta=0.3, run_time=0.5)
        self.begin_ambient_camera_rotation(0.5)
        self.wait(0.4)
        self.play(surface.animate.set_opacity(0.5), run_time=0.3)


class Even(ThreeDScene):
    """Seen along an axis, so that pairs of faces are equally far; one colour, thick strokes of faces, or none."""

    def construct(self) -> None:
        self.set_camera_orientation(phi=60 * DEGREES, theta=-90 * DEGREES)
        thick = wave(checkerboard_colors=False, fill_color=GREEN, stroke_width=4, stroke_color=RED).shift(2 * LEFT)
        self.add(thick, wave(stroke_width=0, should_make_jagged=True).scale(0.7).shift(2 * RIGHT))
        self.wait(0.1)
        self.move_camera(theta=0, phi=90 * DEGREES, run_time=0.3)
        self.move_camera(phi=0, run_time=0.3)


class Bodies(ThreeDScene):
    """Closed surfaces, faces that end in a point, and a camera that comes near, tilts and has another lens."""

    def construct(self) -> None:
        self.set_camera_orientation(phi=70 * DEGREES, theta=30 * DEGREES, zoom=0.8)
        self.add(Sphere(radius=1, resolution=(12, 12)).shift(2 * LEFT), Torus(1.2, 0.4, resolution=(12, 8)))
        self.add(Cone(0.6, 1, resolution=8).shift(2 * RIGHT), Cylinder(0.4, 1, resolution=(4, 10)).shift(3 * UP))
        self.wait(0.1)
        self.move_camera(zoom=2.5, gamma=0.4, focal_distance=7, frame_center=RIGHT, run_time=0.5)


class Morphs(ThreeDScene):
    """Surfaces that change: one drawn anew, one turned into another, one that appears, one that turns, one pulled."""

    def construct(self) -> None:
        self.set_camera_orientation(phi=50 * DEGREES, theta=-60 * DEGREES)
        height, flat = ValueTracker(0.2), wave(0, resolution=(6, 6)).scale(0.6).shift(2.5 * LEFT)
        self.add(always_redraw(lambda: wave(height.get_value(), resolution=(6, 6)).scale(0.6).shift(2.5 * RIGHT)))
        self.play(FadeIn(flat), height.animate.set_value(1.0), run_time=0.4)
        self.play(Transform(flat, Sphere(resolution=(6, 6)).shift(2 * UP)), run_time=0.4)
        self.play(Rotate(flat, PI / 3, axis=RIGHT), Create(wave(resolution=(4, 4))), run_time=0.4)
        flat.add_updater(lambda one, dt: one.shift(dt * OUT).set_color(YELLOW))
        self.wait(0.3)


class Mixtures(ThreeDScene):
    """With what is no surface: points, solids, lines, and outlines that are not shaded, which lie over all."""

    def construct(self) -> None:
        self.set_camera_orientation(phi=65 * DEGREES, theta=40 * DEGREES)
        self.add(wave(resolution=(5, 5)), Circle(color=BLUE, fill_opacity=0.5), Cube(1).shift(2 * LEFT))
        self.add(Dot3D([1, 1, 1], color=RED), Line3D(ORIGIN, [2, 2, 1]), Arrow3D(ORIGIN, [-2, 1, 1], resolution=6))
        self.add(Circle(color=RED).set_color([RED, YELLOW]).shift(DOWN).set_shade_in_3d(True, z_index_as_group=True))
        self.begin_ambient_camera_rotation(1.0)
        self.wait(0.3)
        self.add(PointCloudDot(radius=0.5, density=20))
        self.wait(0.3)


class Lamps(ThreeDScene):
    """Another light, then none; colours by height; and faces that reach out of the frame."""

    def construct(self) -> None:
        axes = ThreeDAxes()
        colours = wave(resolution=(8, 8)).set_fill_by_value(
            axes=axes, colorscale=[(RED, -0.5), (BLUE, 0), (GREEN, 0.5)]
        )
        self.set_camera_orientation(phi=75 * DEGREES, theta=20 * DEGREES)
        self.add(axes, colours.scale(2.5))
        self.wait(0.1)
        self.play(self.renderer.camera.light_source.animate.move_to([5, -5, 1]), run_time=0.3)
        self.renderer.camera.should_apply_shading = False
        self.play(colours.animate.rotate(TAU / 9), run_time=0.3)


SCENES = [Orbits, Even, Bodies, Morphs, Mixtures, Lamps]


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    with manim_set(ASPECTS["16:9"], SIZE, FPS):
        yield


@pytest.mark.parametrize("kind", SCENES)
def test_frames_are_stock_manims_but_for_a_few_pixels(kind: type[Scene]):
    stock, (quick, _) = stock_frames(kind, ThreeDCamera), quick_frames(kind, ThreeDCamera)
    assert len(stock) == len(quick) > 5
    for place, (one, other) in enumerate(zip(stock, quick, strict=True)):
        apart = np.abs(one.astype(int) - other).max(axis=2)
        assert (apart > 0).sum() < SIZE[0] * SIZE[1] / 2000, f"frame {place}"
        assert (apart > 4).sum() < 12, f"frame {place}"


@pytest.mark.parametrize("kind", [Orbits, Mixtures])
def test_without_a_compiler_frames_are_stock_manims(kind: type[Scene], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(brush, "compiled", None)
    stock, (quick, _) = stock_frames(kind, ThreeDCamera), quick_frames(kind, ThreeDCamera)
    for place, (one, other) in enumerate(zip(stock, quick, strict=True)):
        np.testing.assert_array_equal(one, other, err_msg=f"frame {place}")


@pytest.mark.parametrize("filled", [True, False])
def test_straight_faces_are_covered_as_by_cairo(filled: bool):
    """Fills and strokes of quadrangles in one colour, crossed ones too: every pixel."""
    random = np.random.default_rng(1)
    view, nothing, white = (1.0, 0.0, 0.0, -1.0, 0.0, 80.0), np.zeros((0, 4)), np.ones((1, 4))
    for width in (0.3, 0.7, 1.5):
        for _ in range(100):
            corners = np.array([[20, 20], [60, 22], [58, 60], [22, 57]]) + random.normal(size=(4, 2)) * 12
            points = np.zeros((16, 3))
            for side, (begin, end) in enumerate(zip(corners, np.roll(corners, -1, axis=0), strict=True)):
                points[4 * side : 4 * side + 4, :2] = begin + np.linspace(0, 1, 4)[:, None] * (end - begin)
            fill, stroke = (white, nothing) if filled else (nothing, white)
            looks = np.zeros((1, 26))
            looks[0, 0 if filled else 8 : 4 if filled else 12] = 1
            looks[0, [16, 21, 24, 25]] = width, 1e-6, len(fill), len(stroke)
            ours, cairos = np.zeros((2, 80, 80, 4), dtype=np.uint8)
            where = np.array([16]), looks, np.array([0])
            brush.compiled.faces(ours, 80, 80, view, 1.0, points, *where)
            told = (points, 1e-6, 0.0, nothing, fill, width, stroke, 0, 0, (0.0,) * 4)
            brush.compiled.paint(cairos, 80, 80, view, 1.0, [told], None, b"", None)
            np.testing.assert_array_equal(ours, cairos)
            assert ours.any()


def test_faces_that_are_equally_far_are_sorted_as_by_manim():
    for theta in np.linspace(-PI, PI, 9):
        ours, manims = quick_camera(ThreeDCamera)(theta=theta, phi=1.0), ThreeDCamera(theta=theta, phi=1.0)
        surface = wave(resolution=(12, 12))
        solids = Solids(surface.submobjects, np.array(ours.light_source.points[0]), True)
        order = ours._order(surface.submobjects, solids)
        assert [surface.submobjects[place] for place in order] == manims.get_mobjects_to_display([surface])
