"""The comparison of pictures sees what people would see, and no more."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.golden.comparison import difference


def picture(x: float = 40, color: str = "#EAA50F", word: str = "loss 3.61") -> Image.Image:
    drawn = Image.new("RGB", (480, 270), "#11151C")
    draw = ImageDraw.Draw(drawn)
    draw.rectangle((200, 60, 320, 180), outline="#E06A6C", width=3)
    draw.text((x, 30), word, fill=color, font_size=20)
    return drawn


def test_noise_of_rounding_is_no_difference():
    noise = np.random.default_rng(0).integers(-6, 7, (270, 480, 3))
    noisy = Image.fromarray(np.clip(np.asarray(picture()).astype(int) + noise, 0, 255).astype(np.uint8))
    assert difference(noisy, picture()).is_small
    assert difference(picture(), picture()).share == 0


@pytest.mark.parametrize(
    "changed",
    [picture(x=44), picture(color="#75E2B4"), picture(word="loss 3.67"), picture(word="")],
    ids=["moved", "other colour", "other digit", "gone"],
)
def test_what_people_see_is_a_difference(changed: Image.Image):
    assert not difference(changed, picture()).is_small


def test_other_sizes_cannot_be_compared():
    with pytest.raises(ValueError, match="480"):
        difference(picture(), picture().resize((240, 135)))
