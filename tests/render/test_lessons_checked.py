"""The lessons pass the check: each with its own numbers and with odd ones, in another language, frame and theme.

A few films of each are enough here; `scripts/backreel check LESSON --aspect ... --theme ...` tries all together.
"""

import pytest

from scenes.lessons import index
from scenes.render.check import check
from scenes.render.checked import LessonJob
from scenes.stage.parameters import read_settings

# Odd numbers: large, small, of both kinds, negative; other functions; what cannot happen in an ordinary lesson.
ODD = {
    "loss": ("data=-2, 400000; 1, -300000; 3, 250000", "weight=-100000", "bias=123456.7", "outlier=3"),
    "tuning": (
        "input=-3.7",
        "target=-12.345",
        "weight=-2",
        "bias=-5",
        "tries=-3, -5; -3, -6; 3, -6; 3, -1.5; 2, -1.5; 2.9, -1.5; 2.95, -1.55; 2.93, -1.5",
        "layers=1024, 17, 3",
    ),
    "gradient": (
        "function=cubic",
        "start=-2",
        "large_rate=100",
        "surface=neuron",
        "weight=123456",
        "bias=-123456",
        "surface_rate=0.1",
        "steps=3",
    ),
    "chain": (
        "expression=(rate*x^3 + bias_2*x^2) / rate - tanh(x*rate)*relu(bias_2 - x)",
        "values=x=-1.25",
        "inner=sine",
        "outer=exp",
        "input=-2.5",
        "e=0",
    ),
    "neuron": ("input=0.001", "target=0.004", "weight=123456", "bias=-123.456"),
    "network": (
        "input=-123.456",
        "target=-0.001",
        "neurons=-2, 0.5, 3; 0, 0, 1.25",
        "bias=-12345.6",
        "layers=3-17-4-2",
        "activation=tanh",
        "seed=7",
    ),
    "relu": ("layers=0,0; 0,-3", "hinges=0,1,1", "input=0", "target=-3", "weight=0", "bias=0", "off_bias=0"),
    "training": (
        "data=moons",
        "hidden=6, 3",
        "activation=tanh",
        "optimiser=adam",
        "learning_rate=0.02",
        "few=4",
        "batch_size=20",
        "regions=xor",
        "large_rate=100",
    ),
    "landscape": (
        "surface=waves",
        "weight=1.2",
        "bias=-0.5",
        "second_weight=-7.5",
        "second_bias=3",
        "learning_rate=0.5",
        "racers=adam 1.25; momentum 0.333; descent 1.999; adam 0.001",
        "plateau_weight=1.57",
        "plateau_bias=0.001",
        "rates_surface=ravine",
        "small_rate=0.001",
        "right_rate=0.15",
        "large_rate=0.21",
        "hidden=3",
        "activation=relu",
        "real_data=moons",
    ),
    "autodiff": (
        "input=-123456",
        "target=123456.78",
        "weight=-654321",
        "bias=98765.43",
        "learning_rate=0.001",
        "inputs=10",
    ),
}
LARGE = ("input=-123456", "target=123456", "weight=123456", "bias=123456", "learning_rate=0.001", "steps=3")
SMALL = ("input=0.001", "target=0.001", "weight=0.001", "bias=0.001", "learning_rate=0.5")
DIVERGES = ("input=123456", "target=0.001")

# Where numbers must have been read: shots of whose numbers something would be amiss if none had been.
SHOTS = {
    "loss": {"errors", "cancel", "squares", "mean", "turn", "best", "summary"},
    "tuning": {"knobs", "first", "tries", "map", "many", "count", "cost", "summary"},
    "gradient": {"nudge", "slope", "overstep", "surface", "turn", "descend"},
    "chain": {"nudge", "multiply", "slope", "locals", "paths", "overwrite"},
    "neuron": {"forward", "update", "repeat", "rates", "valley", "summary"},
    "network": {"forward", "output_back", "hidden_back", "sum_paths", "collect", "wrong", "count", "scale"},
    "relu": {"stack", "collapse", "open", "closed", "dead", "killed", "leaky"},
    "training": {"start", "update", "again", "batches", "rate", "heldout", "regions", "summary"},
    "landscape": {"contours", "steps", "rates", "valleys", "certify", "saddle", "plateau", "race", "real", "summary"},
    "autodiff": {"code", "record", "backward", "update", "accumulate", "tensorflow", "modes", "summary"},
}
# How many instants and digits are looked at in the shortest of them, at least.
LEAST = {
    "loss": (250, 3000),
    "tuning": (300, 5000),
    "gradient": (250, 5000),
    "chain": (250, 5000),
    "neuron": (300, 5000),
    "relu": (300, 3000),
    "network": (300, 3000),
    "training": (250, 5000),
    "landscape": (250, 5000),
    "autodiff": (250, 3000),
}


@pytest.mark.parametrize(
    ("lesson", "settings", "language", "aspect", "theme"),
    [
        ("loss", (), "en", "16:9", "dark"),
        ("loss", ODD["loss"], "ru", "9:16", "light"),
        ("tuning", (), "en", "16:9", "dark"),
        ("tuning", ODD["tuning"], "ru", "1:1", "light"),
        ("gradient", (), "en", "16:9", "dark"),
        ("gradient", ODD["gradient"], "ru", "1:1", "light"),
        ("chain", (), "en", "16:9", "dark"),
        ("chain", ODD["chain"], "ru", "9:16", "light"),
        ("neuron", (), "en", "16:9", "dark"),
        ("neuron", (), "ru", "9:16", "light"),
        ("neuron", (), "ru", "1:1", "print"),
        ("neuron", LARGE, "en", "1:1", "dark"),
        ("neuron", SMALL, "ru", "4:3", "dark"),
        ("neuron", ODD["neuron"], "ru", "16:9", "print"),
        ("neuron", DIVERGES, "en", "9:16", "light"),
        ("relu", (), "en", "16:9", "dark"),
        ("relu", ODD["relu"], "ru", "1:1", "light"),
        ("network", (), "en", "16:9", "dark"),
        ("network", ODD["network"], "ru", "1:1", "light"),
        ("training", (), "en", "16:9", "dark"),
        ("training", ODD["training"], "ru", "1:1", "light"),
        ("landscape", (), "en", "16:9", "dark"),
        ("landscape", ODD["landscape"], "ru", "9:16", "light"),
        ("autodiff", (), "en", "16:9", "dark"),
        ("autodiff", ODD["autodiff"], "ru", "1:1", "light"),
    ],
)
def test_the_lesson_has_no_fault(lesson: str, settings: tuple[str, ...], language: str, aspect: str, theme: str):
    given = [f"{lesson}.{setting}" for setting in settings]
    values = read_settings({lesson: index.parameters(lesson)}, given, lesson)
    [checked] = check(LessonJob(lesson, values, language, aspect, theme), lambda share: None)
    assert not checked.broken
    assert [(found.fault.kind, found.fault.shot, found.fault.what) for found in checked.found] == []
    # Witnesses that something was looked at: the digits were read off the outlines, and all of them agreed.
    instants, digits = LEAST[lesson]
    assert checked.instants > instants
    assert checked.digits == checked.agreed > digits
    assert all(row.read == row.shown for row in checked.numbers)
    assert {row.shot for row in checked.numbers} >= SHOTS[lesson]


def test_every_lesson_is_checked():
    assert set(SHOTS) == set(ODD) == set(LEAST) == set(index.LESSONS)
