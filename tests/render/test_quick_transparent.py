"""Without background: the same frames, and the same alpha, as stock Manim's."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from manim import Scene, ThreeDCamera

from scenes.render.clear_encoder import ClearEncoder
from scenes.render.clip_key import clip_key, kind
from scenes.render.edition import Edition
from scenes.render.manim_settings import manim_set
from scenes.render.quick.picture import ClearPicture, straight
from scenes.stage.frame.layout import ASPECTS
from tests.render import test_quick_surfaces
from tests.render.frames_of import quick_frames, stock_frames
from tests.render.test_quick_renderer import FPS, SIZE, Crosses, Followers, Odds, Shapes


@pytest.mark.parametrize("scene", [Shapes, Followers, Odds, Crosses])
def test_each_frame_is_stock_manims_in_alpha_too(scene: type[Scene]):
    with manim_set(ASPECTS["16:9"], SIZE, FPS, is_transparent=True):
        stock, (quick, _) = stock_frames(scene), quick_frames(scene, picture=ClearPicture)
    assert len(stock) == len(quick) > 5
    for place, (one, other) in enumerate(zip(stock, quick, strict=True)):
        np.testing.assert_array_equal(one, other, err_msg=f"frame {place}")
    alphas = np.array(stock)[..., 3]
    assert alphas.min() == 0
    assert alphas.max() == 255
    assert ((alphas > 0) & (alphas < 255)).any()


@pytest.mark.parametrize("scene", [test_quick_surfaces.Orbits, test_quick_surfaces.Mixtures])
def test_surfaces_are_stock_manims_but_for_a_few_pixels(scene: type[Scene]):
    with manim_set(ASPECTS["16:9"], test_quick_surfaces.SIZE, test_quick_surfaces.FPS, is_transparent=True):
        stock = np.array(stock_frames(scene, ThreeDCamera))
        quick = np.array(quick_frames(scene, ThreeDCamera, ClearPicture)[0])
    apart = np.abs(stock.astype(int) - quick).max(axis=3)
    assert (apart > 0).mean() < 1 / 2000
    assert (apart > 4).sum(axis=(1, 2)).max() < 12
    assert stock[..., 3].min() == 0
    assert stock[..., 3].max() == 255


def test_colours_are_taken_out_of_alpha():
    """Times alpha again they are cairo's, to a rounding; where nothing is there is no colour."""
    alpha = np.arange(256, dtype=np.uint8)
    pixels = np.stack([alpha, alpha // 2, alpha // 3, alpha], axis=-1)[None]
    plain = straight(pixels)
    again = np.rint(plain[..., :3].astype(float) * (plain[..., 3:] / 255))
    assert np.abs(again - pixels[..., :3]).max() <= 1
    assert tuple(plain[0, 255]) == (255, 127, 85, 255)
    assert tuple(plain[0, 128]) == (255, 128, 84, 128)
    assert not plain[0, 0].any()


def test_a_transparent_shot_loses_nothing(tmp_path: Path):
    noise = np.random.default_rng(0).integers(0, 256, (2, 48, 64, 4), dtype=np.uint8)
    encoder = ClearEncoder(tmp_path / "clip.mp4", 64, 48, 15)
    encoder.write(noise[0], 2)
    encoder.write(None, 3)
    encoder.write(noise[1])
    encoder.close()
    with av.open(str(tmp_path / "clip.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.frames, stream.average_rate) == (6, Fraction(15))
        frames = [frame.to_ndarray(format="rgba") for frame in container.decode(video=0)]
    np.testing.assert_array_equal(frames, noise[[0, 0, 0, 0, 0, 1]])


def test_a_transparent_shot_is_another_one():
    solid, clear = Edition("neuron", {}), Edition("neuron", {}, is_transparent=True)
    shot = solid.shots[0]
    assert kind(solid, shot) != kind(clear, shot)
    assert clip_key(solid, shot) != clip_key(clear, shot)
    assert clear.stem == "neuron.en.transparent"
