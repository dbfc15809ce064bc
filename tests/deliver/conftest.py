"""Slides made by hand: grey clips, so that each frame can be told from all others."""

import os
from pathlib import Path

import numpy as np
import pytest

from scenes.deliver.deck.slides import Slide, Slides
from scenes.render.encoder import Encoder
from scenes.stage.timeline import Said

FPS = 15


@pytest.fixture(scope="session")
def session_cache() -> str:
    """The cache of the whole session, for a test that may use what others have drawn."""
    return os.environ["BACKREEL_CACHE"]


@pytest.fixture(scope="session")
def grey_slides(tmp_path_factory) -> Slides:
    """Two chapters of 64x36, each frame brighter than the one before: luma 16, 20, 24 and so on (in BT.709 16 is black,
    235 white); the first slide has 30 frames, the second 45, and it waits before its frame 20."""
    folder = tmp_path_factory.mktemp("clips")
    question = "Сколько будет 2 < 3 & почему?"
    return Slides(
        "Серые кадры",
        "ru",
        (
            Slide("one", "Начало", _clip(folder / "1.mp4", 30), FPS, 30, (), (Said("Светлеет.", 0, 30),), "Серый."),
            Slide(
                "two.asks",
                "Вопрос",
                _clip(folder / "2.mp4", 45),
                FPS,
                45,
                (20,),
                (Said(question, 0, 22, is_question=True), Said("Ответ: ≈ 3,61.", 22, 45)),
                "Ещё серее.",
            ),
        ),
    )


def _clip(path: Path, frames: int) -> Path:
    encoder = Encoder(path, 64, 36, FPS)
    for number in range(frames):
        planes = np.full((54, 64), 128, dtype=np.uint8)
        planes[:36] = 16 + 4 * number
        encoder.write(planes)
    encoder.close()
    return path
