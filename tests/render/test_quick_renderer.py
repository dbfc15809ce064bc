"""The quick renderer's frames are stock Manim's, pixel for pixel, also for scenes that are not ours."""

from collections.abc import Iterator

import numpy as np
import pytest
from manim import (
    BLUE,
    DOWN,
    GREEN,
    LEFT,
    RED,
    RIGHT,
    UP,
    YELLOW,
    Arrow,
    Axes,
    Camera,
    Circle,
    Create,
    Cross,
    DashedLine,
    DecimalNumber,
    Dot,
    FadeIn,
    FadeOut,
    ImageMobject,
    LaggedStart,
    LineJointType,
    MathTypst,
    MovingCamera,
    MovingCameraScene,
    NumberPlane,
    PointCloudDot,
    Polygon,
    Rotate,
    Scene,
    Square,
    Star,
    TracedPath,
    Transform,
    TransformMatchingShapes,
    ValueTracker,
    VGroup,
    VMobject,
    Write,
    always_redraw,
    linear,
)

from scenes.render.manim_settings import manim_set
from scenes.render.quick import brush
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.picture import Picture, all_spans
from scenes.render.quick.renderer import QuickRenderer
from scenes.stage.frame.layout import ASPECTS
from tests.render.frames_of import quick_frames, stock_frames

SIZE, FPS = (320, 180), 10


class Shapes(Scene):
    """Fills, lines, gradients, sheen, corners, dashes, writing: what animations usually move."""

    def construct(self) -> None:
        circle = Circle(fill_opacity=0.4, stroke_width=6).set_color([RED, YELLOW, BLUE]).shift(LEFT * 3)
        star = Star(color=GREEN, fill_opacity=1, joint_type=LineJointType.MITER).set_sheen(0.6, UP + RIGHT)
        dashes = DashedLine(LEFT * 5 + DOWN * 2, RIGHT * 5 + DOWN * 2)
        text = MathTypst("sum_(i=1)^n x_i^2").shift(UP * 2)
        self.play(Create(circle), Write(text), run_time=0.5)
        self.play(LaggedStart(FadeIn(star), Create(dashes), lag_ratio=0.4), run_time=0.6)
        self.wait(0.5)
        self.play(Transform(circle, Square(color=YELLOW).shift(RIGHT * 3)), Rotate(star, 1.0), run_time=0.6)
        self.play(TransformMatchingShapes(text, MathTypst("sum_(i=1)^m x_i").shift(UP * 2)), run_time=0.5)
        self.play(FadeOut(circle, shift=DOWN), run_time=0.3)
        self.wait(0.3)


class Followers(Scene):
    """Updaters, traces, changing numbers, and what stands in front."""

    def construct(self) -> None:
        place = ValueTracker(-3.0)
        axes = Axes(x_range=[-4, 4], y_range=[0, 9]).set_opacity(0.6)
        graph = axes.plot(lambda x: x * x / 2)
        dot = always_redraw(lambda: Dot(axes.input_to_graph_point(place.get_value(), graph), color=RED))
        number = DecimalNumber(0, mob_class=MathTypst).to_corner(UP + RIGHT)
        number.add_updater(lambda m: m.set_value(place.get_value()))
        trace = TracedPath(dot.get_center, stroke_width=3)
        frame = Polygon(LEFT, UP, RIGHT, color=BLUE, fill_opacity=0.5).set_z_index(2)
        self.add(axes, frame, graph, dot, trace, number)
        self.add_foreground_mobjects(Cross(stroke_width=4))
        self.play(place.animate.set_value(3.0), run_time=0.8, rate_func=linear)
        self.wait(0.4)
        self.play(place.animate.set_value(1.0), frame.animate.shift(DOWN), run_time=0.5)


class Odds(Scene):
    """Outlines that Manim treats in a way of its own, and what is no outline."""

    def construct(self) -> None:
        back = Square(fill_opacity=1, color=GREEN).set_stroke(RED, width=8, background=True).shift(LEFT * 4)
        broken = Circle().shift(RIGHT * 4)
        broken.points[3, 0] = np.nan
        torn = VMobject(stroke_width=5).set_points(np.arange(18.0).reshape(6, 3) / 9)  # no whole number of curves
        picture = ImageMobject(np.arange(300, dtype=np.uint8).reshape(10, 10, 3)).scale(8)
        twice = VGroup(Square(), Circle())
        self.add(NumberPlane(), back, broken, torn, picture, twice, twice[0], PointCloudDot(radius=0.4).shift(UP * 2))
        self.play(picture.animate.shift(LEFT), back.animate.scale(1.3), run_time=0.4)
        self.play(Create(Arrow(DOWN * 3, UP * 3, stroke_width=9)), run_time=0.4)
        self.wait(0.3)


class Travels(MovingCameraScene):
    """A camera that moves over what stands still."""

    def construct(self) -> None:
        self.add(NumberPlane(), Star(fill_opacity=0.7))
        self.play(self.camera.frame.animate.scale(0.5).shift(RIGHT), run_time=0.6)
        self.wait(0.3)
        self.play(self.camera.frame.animate.shift(LEFT * 2), run_time=0.4)


class Stands(Scene):
    """What stands over something that moves, also where it reaches out of the frame."""

    def construct(self) -> None:
        below = Square(side_length=5, fill_opacity=0.5, color=BLUE)
        self.add(below, NumberPlane(x_length=20), Circle(radius=1.3, color=RED, fill_opacity=1).shift(LEFT * 7))
        self.add(Star(color=GREEN, fill_opacity=1).set_stroke(YELLOW, width=9, background=True).shift(DOWN * 3.6))
        self.add(Polygon(LEFT, UP * 2, RIGHT, joint_type=LineJointType.BEVEL, stroke_width=7, color=YELLOW))
        self.add(Circle(radius=4.2, stroke_width=12), MathTypst("sum_(i=1)^n x_i^2").shift(UP * 2 + RIGHT * 3))
        self.play(below.animate.shift(RIGHT * 3 + UP), run_time=1)
        self.play(below.animate.rotate(1.0).set_fill(RED, opacity=1), run_time=1)


class Crosses(Scene):
    """Curved lines across a dot that runs down the frame: cairo draws some of their rows otherwise where it is told to
    leave out what is above."""

    def construct(self) -> None:
        random = np.random.default_rng(4)
        dot = Dot(UP * 3.9, radius=1.5)
        self.add(dot)
        for k in range(24):
            line = VMobject(stroke_width=(1, 3, 8, 20)[k % 4], stroke_opacity=0.9)
            points = np.zeros((12, 3))
            points[:, :2] = random.uniform((-8, -5), (8, 5), (12, 2))
            points[4::4] = points[3:-1:4]
            line.joint_type = (LineJointType.MITER, LineJointType.ROUND)[k % 2]
            self.add(line.set_points(points))
        self.play(dot.animate.shift(DOWN * 7.8), run_time=4, rate_func=linear)


SCENES = [Shapes, Followers, Odds, Travels, Stands, Crosses]


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    with manim_set(ASPECTS["16:9"], SIZE, FPS):
        yield


@pytest.mark.parametrize("kind", SCENES)
def test_each_frame_is_stock_manims(kind: type[Scene]):
    camera = MovingCamera if kind is Travels else Camera
    stock = stock_frames(kind, camera)
    quick, handed = quick_frames(kind, camera)
    assert len(stock) == len(quick) > 5
    for place, (one, other) in enumerate(zip(stock, quick, strict=True)):
        np.testing.assert_array_equal(one, other, err_msg=f"frame {place}")
    assert any(is_new for is_new, _ in handed[1:])


def test_cairo_blends_as_the_brush_expects():
    """Else what stands is drawn by cairo again and again, and frames take longer."""
    assert brush.compiled.MASKS


@pytest.mark.parametrize("kind", [Shapes, Odds])
def test_without_a_compiler_the_frames_are_the_same(kind: type[Scene], monkeypatch: pytest.MonkeyPatch):
    frames, handed = quick_frames(kind)
    assert brush.compiled is not None, "it was not built where the tests run"
    monkeypatch.setattr(brush, "compiled", None)
    same, handed_too = quick_frames(kind)
    assert handed == handed_too
    np.testing.assert_array_equal(np.array(frames), np.array(same))


def test_what_does_not_change_is_no_new_picture():
    class Still(Scene):
        def construct(self) -> None:
            shape = Star(fill_opacity=1)
            self.add(shape)
            self.wait(0.5)
            self.play(shape.animate.shift(UP * 0), run_time=0.5)  # something is animated, nothing moves
            self.play(shape.animate.shift(UP), run_time=0.5)

    _, handed = quick_frames(Still)
    assert [is_new for is_new, _ in handed[:6]] == [True] + 5 * [False]
    assert handed[0][1] == 5
    assert all(is_new for is_new, _ in handed[7:])


def test_only_what_changed_is_drawn_and_becomes_a_picture(monkeypatch: pytest.MonkeyPatch):
    """Also beside a tracker of values, and where an animation ends and the next one moves something else."""
    cells: list[int] = []
    slow = Picture.take

    def take(self: Picture, pixels: np.ndarray, spans: np.ndarray) -> bool:
        cells.append(int(spans.sum()))
        return slow(self, pixels, spans)

    class Corners(Scene):
        def construct(self) -> None:
            left, right = Dot(LEFT * 6 + UP * 3), Dot(RIGHT * 6 + DOWN * 3)
            self.add(ValueTracker(1.0), NumberPlane(), left, right, ValueTracker(2.0))
            self.play(left.animate.shift(RIGHT * 0.5), run_time=0.5)
            self.play(right.animate.shift(LEFT * 0.5), run_time=0.5)

    monkeypatch.setattr(Picture, "take", take)
    renderer = QuickRenderer(lambda planes, repeat: None)
    with quick_manim():
        Corners(renderer=renderer, random_seed=0).render()
    frame = all_spans(*SIZE).sum()
    assert len(cells) == 10
    assert cells[0] == frame
    assert max(cells[1:]) < frame / 10


def test_outlines_that_differ_in_anything_are_told_apart():
    """Also where one of their arrays is empty."""
    none, red, green = np.zeros((0, 4)), np.array([[1.0, 0, 0, 1]]), np.array([[0, 1.0, 0, 1]])
    points = np.arange(12.0).reshape(4, 3) / 9
    ramp = np.concatenate([red, green])
    ends = (0.0, 0.0, 1.0, 1.0)
    items = [
        (points, 1e-6, 0.0, none, none, 2.0, red, 0, 0, ends),
        (points, 1e-6, 0.0, none, none, 2.0000001, red, 0, 0, ends),
        (points + 1e-9, 1e-6, 0.0, none, none, 2.0, red, 0, 0, ends),
        (points, 1e-6, 0.0, none, red, 2.0, none, 0, 0, ends),
        (points, 1e-6, 0.0, red, none, 2.0, none, 0, 0, ends),
        (points, 1e-6, 2.0, none, none, 0.0, red, 0, 0, ends),
        (points, 1e-6, 0.0, none, none, 2.0, green, 0, 0, ends),
        (points, 1e-6, 0.0, none, none, 2.0, red, 1, 0, ends),
        (points, 1e-6, 0.0, none, none, 2.0, red, 0, 1, ends),
        (points, 1e-6, 0.0, none, none, 2.0, ramp, 0, 0, ends),
        (points, 1e-6, 0.0, none, none, 2.0, ramp, 0, 0, (0.0, 0.0, 1.0, 0.0)),
        (points, 1e-6, 0.0, none, none, 2.0, ramp[::-1].copy(), 0, 0, ends),
    ]
    pixels, view = np.zeros((16, 16, 4), dtype=np.uint8), (2.0, 0.0, 0.0, -2.0, 8.0, 8.0)
    other = (2.0, 0.0, 0.0, -2.0, 8.5, 8.0)
    sums = [brush.compiled.paint(pixels, 16, 16, view, 0.01, [item], None, b"", None)[:8] for item in items]
    sums += [brush.compiled.paint(pixels, 16, 16, other, 0.01, items[:1], None, b"", None)[:8]]
    assert len(set(sums)) == len(items) + 1


def test_a_picture_is_bt_709():
    """Grey and the primaries by Recommendation BT.709-6 (2015), table 3: luma 16 + 219 Y, chroma 128 + 224 C."""
    colours = [(0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 128, 128)]
    pixels = np.zeros((2, 2 * len(colours), 4), dtype=np.uint8)
    for place, colour in enumerate(colours):
        pixels[:, 2 * place : 2 * place + 2, :3] = colour
    made = Picture(pixels.shape[1], 2)
    assert made.take(pixels, all_spans(pixels.shape[1], 2))
    luma = [16, 235, 63, 173, 32, 126]
    blue = [128, 128, 102, 42, 240, 128]
    red = [128, 128, 240, 26, 118, 128]
    assert made.planes[0, ::2].tolist() == luma
    assert made.planes[2].tolist() == blue + red
    assert not made.take(pixels, all_spans(pixels.shape[1], 2))
