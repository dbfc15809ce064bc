"""Words, symbols, colours and a logo of one's own, in the frames, and in what is kept of them."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scenes.deliver.drawn import How
from scenes.deliver.lesson import deliver
from scenes.deliver.video.kinds import Wish
from scenes.lessons.numbers import neuron
from scenes.render.advance import Advance
from scenes.render.clip_key import keys, kind, said_key
from scenes.render.edition import Edition
from scenes.render.still import render_still
from scenes.stage.custom import Custom, Logo
from scenes.stage.frame.layout import ASPECTS, Layout

PLAIN = Edition("neuron", neuron.defaults(), "en", "l")
CAPTION = (("en", "neuron", "shots", "bias", "caption"), "The bias gets {step.0.gradient.bias}.")


def nobody(advance: Advance) -> None:
    """Looks at no progress."""


def with_(**parts: object) -> Edition:
    return replace(PLAIN, custom=Custom(**parts))  # type: ignore[arg-type]


def test_a_caption_of_ones_own_is_drawn_and_the_other_shots_are_not_drawn_again(tmp_path: Path):
    how, wish = How(jobs=2), Wish(shots=("bias", "update", "again"))
    first = deliver(PLAIN, tmp_path / "first", nobody, how, wish)
    assert first.drawn == ("neuron.bias", "neuron.update", "neuron.again")
    own = with_(words=(CAPTION,))
    second = deliver(own, tmp_path / "second", nobody, how, wish)
    assert second.drawn == ("neuron.bias", "neuron.update")  # the next one begins with that caption
    assert second.timeline.shots[0].caption == "The bias gets −3.8."  # 2 (2.1 - 4)
    anew = deliver(own, tmp_path / "anew", nobody, replace(how, use_cache=False), wish)
    assert anew.drawn == first.drawn
    for file in (tmp_path / "second").iterdir():
        assert file.read_bytes() == (tmp_path / "anew" / file.name).read_bytes(), file.name
    assert deliver(PLAIN, tmp_path / "again", nobody, how, wish).drawn == ()


@pytest.mark.parametrize(
    "parts",
    [
        {"symbols": (("weight", "θ"),)},
        {"colors": (("weight", "#FF00FF"),)},
        {"logo": Logo(b"", 1.0, "0")},
    ],
    ids=["symbols", "colors", "logo"],
)
def test_what_every_picture_depends_on_makes_other_clips(parts: dict[str, object]):
    own = with_(**parts)
    assert not set(keys(own).values()) & set(keys(PLAIN).values())
    assert kind(own, "bias") != kind(PLAIN, "bias")


def test_a_word_makes_other_clips_of_the_same_kind_and_only_of_its_lesson_and_language():
    own = with_(words=(CAPTION,))
    assert not set(keys(own).values()) & set(keys(PLAIN).values())
    assert kind(own, "bias") == kind(PLAIN, "bias")
    assert said_key(own) != said_key(PLAIN)
    for other in (("ru", *CAPTION[0][1:]), ("en", "relu", *CAPTION[0][2:])):
        assert keys(with_(words=((other, "x"),))) == keys(PLAIN)


def test_what_is_said_depends_on_words_and_symbols_not_on_the_look():
    colored = with_(colors=(("weight", "#FF00FF"),), logo=Logo(b"", 1.0, "0"))
    assert said_key(replace(colored, aspect="9:16", theme="light")) == said_key(PLAIN)
    assert said_key(with_(symbols=(("weight", "θ"),))) != said_key(PLAIN)
    assert said_key(with_(words=(CAPTION,))) != said_key(PLAIN)


@pytest.mark.parametrize("aspect", ["16:9", "9:16", "1:1"])
def test_a_logo_stands_beside_the_heading_in_its_own_colours(tmp_path: Path, aspect: str):
    picture = BytesIO()
    Image.new("RGBA", (300, 100), "#0F44D9").save(picture, format="PNG")
    own = replace(with_(logo=Logo(picture.getvalue(), 3.0, "blue")), aspect=aspect)
    render_still(own, "question", tmp_path / "with.png")
    render_still(replace(PLAIN, aspect=aspect), "question", tmp_path / "without.png")
    with_logo, without = (np.asarray(Image.open(tmp_path / name)).astype(int) for name in ("with.png", "without.png"))
    blue = np.abs(with_logo - [0x0F, 0x44, 0xD9]).max(axis=2) < 4
    rows, columns = np.nonzero(blue)
    frame = ASPECTS[aspect]
    place, unit = Layout(frame.width, frame.height, 3.0).logo, blue.shape[1] / frame.width
    assert abs(columns.min() / unit - frame.width / 2 - place.left) < 2 / unit
    assert abs(frame.height / 2 - rows.max() / unit - place.bottom) < 3 / unit
    assert blue.sum() > 0.9 * place.width * place.height * unit**2
    below = np.abs(with_logo - without).max(axis=2)[rows.max() + 3 :]
    assert below.max() == 0  # nothing of the picture has moved


def test_symbols_and_colours_are_in_the_frame_and_the_words_too(tmp_path: Path):
    own = with_(
        colors=(("weight", "#FF00FF"),),
        symbols=(("weight", "θ"),),
        words=((("en", "neuron", "labels", "gradients"), "slopes #1"),),
    )
    render_still(own, "summary", tmp_path / "own.png")
    frame = np.asarray(Image.open(tmp_path / "own.png")).astype(int)
    pink = (np.abs(frame - [0xFF, 0x00, 0xFF]).max(axis=2) < 12).sum()
    amber = (np.abs(frame - [0xF2, 0xB4, 0x2E]).max(axis=2) < 12).sum()
    assert pink > 50
    assert amber == 0
