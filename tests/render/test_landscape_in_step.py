"""The balls of the landscape lesson are in every frame where the trace says, at the step that is shown."""

import math

import numpy as np
import pytest

from scenes.lessons import index
from scenes.lessons.numbers import landscape as numbers
from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.memory import tidied_afterwards
from scenes.render.watching import watch
from scenes.stage.drawings.landscapes.surface import SurfacePicture
from scenes.stage.frame.layout import ASPECTS
from scenes.stage.look.theme import DARK
from scenes.stage.settings import Settings

FPS = 8  # the race lasts two seconds: often enough to see each ball on its way
NEAR = 1e-6  # of a coordinate, read off the middle of a ball
EXAMPLES = ((0, -0.5), (-2, 0.8), (4, 0))


def loss_by_hand(weight, bias):
    return sum((math.tanh(weight * x + bias) - y) ** 2 for x, y in EXAMPLES) / len(EXAMPLES)


def middle(ball):
    """Of a circle, square, triangle or diamond: the mean of its corners."""
    return ball.points[::4].mean(axis=0)


class Measuring:
    """Reads coordinates off the balls, and compares them with the trace at the step that the counter shows."""

    is_watching = True  # it wants to look often

    def __init__(self):
        self.moving = {}
        self.resting = {}
        self.heights = 0

    def look_away(self) -> None:
        pass

    def look(self, scene, time, since, at_rest):
        paths = [(walk, path) for walk, path in scene.walking if path in scene.mobjects]
        if not paths:
            return
        if isinstance(paths[0][1].ground, SurfacePicture):
            self.on_surface(scene, paths)
            return
        step = int(scene.clock.number.shown)
        share = None
        for walk, path in paths:
            last = int(scene.number(f"{walk}.steps"))
            if not len(path.ball.points) or step > last:
                continue
            place = np.array(path.ground.plane.read(middle(path.ball)))
            here, there = (self.place(scene, walk, min(k, last)) for k in (step, step + 1))
            along = there - here
            size = float(along @ along)
            own = float((place - here) @ along) / size if size else 0.0
            assert np.allclose(place, here + own * along, atol=NEAR), (walk, time)
            assert -1e-6 <= own <= 1 + 1e-6, (walk, time)
            if size > 1e-6 and step < last:
                share = own if share is None else share
                assert own == pytest.approx(share, abs=1e-3), (walk, time)  # all of them in step
            kept = self.moving if 1e-6 < own < 1 - 1e-6 else self.resting
            kept.setdefault(walk, set()).add(step)

    @staticmethod
    def place(scene, walk, step):
        names = ("first", "second") if walk == "real" else ("weight", "bias")
        return np.array([scene.float(f"{walk}.{step}.{name}") for name in names])

    def on_surface(self, scene, paths):
        """On a block a ball stands over its place, as high as the loss that is worked out by hand there."""
        for walk, path in paths:
            if not len(path.ball.points):
                continue
            done = min(path.progress, path.steps)
            here, there = (self.place(scene, walk, k) for k in (math.floor(done), math.ceil(done)))
            place = here + (done % 1) * (there - here)
            if walk == "real":  # the counter says the epoch of the state that was reached last
                assert int(scene.clock.number.shown) == scene.number(f"real.{math.floor(done + 1e-9)}.epoch")
                wanted = path.ground.at(*place)
            else:
                wanted = path.ground.at(*place, loss_by_hand(*place))
            assert np.allclose(middle(path.ball), wanted, atol=0.02), walk  # straight between points of a grid
            self.heights += 1


def test_every_ball_is_where_the_trace_says():
    with tidied_afterwards(), quick_manim(), manim_set(ASPECTS["16:9"], (960, 540), FPS):
        scene = index.film("landscape")(Settings(numbers.defaults(), "en", DARK))
        measuring = Measuring()
        watch(scene, measuring, FPS)
        rested = {walk: max(steps) for walk, steps in measuring.resting.items()}
    # the walks have been seen in mid-race, many steps of each, and at their ends
    for walk in ("first", "second", "ridge.0", "ridge.1", "flat", "racer.0", "racer.1", "racer.2"):
        assert len(measuring.moving[walk]) > 8, walk
    for walk in ("racer.0", "racer.1", "racer.2", "flat", "first"):
        assert rested[walk] == int(scene.number(f"{walk}.steps")), walk
    for walk in ("small", "right", "large"):
        assert len(measuring.moving[walk]) >= 4, walk
    assert measuring.heights > 20


def test_the_projected_training_ends_at_the_origin_of_its_plane():
    trace = numbers.trace(numbers.defaults())
    last = int(trace.number("real.steps"))
    assert trace.number(f"real.{last}.first") == pytest.approx(0, abs=1e-9)
    assert trace.number(f"real.{last}.second") == pytest.approx(0, abs=1e-9)
