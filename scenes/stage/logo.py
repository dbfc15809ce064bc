"""A user's logo, which stands beside the heading from the first frame to the last."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from manim import ImageMobject
from PIL import Image

from scenes.stage.custom import Logo
from scenes.stage.frame.layout import Layout


class LogoPicture(ImageMobject):
    """The picture in its place in the frame."""

    def __init__(self, logo: Logo, layout: Layout) -> None:
        with Image.open(BytesIO(logo.content)) as picture:
            super().__init__(np.array(picture.convert("RGBA")))
        place = layout.logo
        self.stretch_to_fit_width(place.width).stretch_to_fit_height(place.height)
        self.move_to([place.x, place.y, 0.0])
