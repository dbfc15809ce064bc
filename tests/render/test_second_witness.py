"""A second witness of the numbers on the screen: tesseract reads crops of them from frames of 1920x1080.

The proof is reading the glyphs' outlines on every frame (`backreel check`); tesseract is somebody else's program and
looks at pixels. Its usual mistake is a lost minus. Version 5.3.0 read 157 of 157 crops; the share that it must read
leaves room for other versions, not for wrong numbers: those it would read, and differently.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from manim import Scene
from PIL import Image, ImageOps

from scenes.lessons.neuron import NeuronLesson
from scenes.render.manim_settings import manim_set
from scenes.stage.frame.layout import ASPECTS
from scenes.stage.recorder import VISIBLE
from scenes.stage.settings import Settings
from scenes.stage.writing.values import Value

TESSERACT = shutil.which("tesseract")
LEAST_SHARE = 0.95  # of the crops
HEIGHT = 30  # pixels of a digit in a crop: tesseract reads these best
MARGIN = 14  # pixels of ground around the number


@dataclass(frozen=True)
class Crop:
    """A number cut out of a frame."""

    shot: str
    path: str
    shown: str
    picture: Image.Image


@pytest.fixture(scope="module")
def crops() -> list[Crop]:
    found: list[Crop] = []
    aspect = ASPECTS["16:9"]
    with manim_set(aspect, (1920, 1080), 15):
        scene = NeuronLesson(Settings(shots=()))
        scene.after_shot = lambda shot: found.extend(cut(scene, shot))
        scene.render()
    return found


def cut(scene: Scene, shot: str) -> list[Crop]:
    """The numbers that stand in the picture of a shot's last frame; the caption is left out."""
    scene.renderer.static_image = None
    scene.renderer.update_frame(scene)
    frame = Image.fromarray(scene.renderer.get_frame()).convert("RGB")
    family = [part for mobject in scene.mobjects for part in mobject.get_family()]
    values = {id(part): part for part in family if isinstance(part, Value) and part.at_rest}
    seen = [value for value in values.values() if value[-1].get_fill_opacity() > VISIBLE]
    return [Crop(shot, value.path, value.shown, crop(frame, value)) for value in seen]


def crop(frame: Image.Image, value: Value) -> Image.Image:
    """Dark digits on white, at a size that tesseract likes, without relation sign and brackets."""
    leaves = [leaf for leaf in value.sign_and_digits if len(leaf.points)]
    if value.guarded and value.shown.startswith("−"):
        leaves = leaves[1:-1]
    points = np.concatenate([leaf.points for leaf in leaves])
    unit = frame.height / 8.0
    left, right = (frame.width / 2 + x * unit for x in (points[:, 0].min(), points[:, 0].max()))
    top, bottom = (frame.height / 2 - y * unit for y in (points[:, 1].max(), points[:, 1].min()))
    size = HEIGHT / (max(float(leaf.height) for leaf in leaves) * unit)
    gray = ImageOps.autocontrast(
        frame.crop((int(left) - 3, int(top) - 3, int(right) + 4, int(bottom) + 4)).convert("L")
    )
    scaled = ImageOps.invert(gray).resize(
        (round(gray.width * size), round(gray.height * size)), Image.Resampling.LANCZOS
    )
    return ImageOps.expand(scaled, MARGIN, fill=255)


def read(pictures: list[Image.Image], folder: Path) -> list[str]:
    """What tesseract reads in each picture, one line each."""
    paths = []
    for place, picture in enumerate(pictures):
        paths.append(folder / f"{place:03}.png")
        picture.save(paths[-1], dpi=(300, 300))
    listed = folder / "list.txt"
    listed.write_text("\n".join(map(str, paths)) + "\n", encoding="utf-8")
    answer = subprocess.run(
        [str(TESSERACT), str(listed), "stdout", "--psm", "7", "-l", "eng"], capture_output=True, text=True, timeout=300
    )
    pages = answer.stdout.split("\f")[: len(pictures)]
    return [page.strip() for page in pages]


def same_characters(text: str) -> str:
    """Without what differs only in how it is typed."""
    return "".join({"-": "−", "–": "−", "—": "−"}.get(char, char) for char in text if char != " ")


@pytest.mark.skipif(TESSERACT is None, reason="tesseract is not installed: no second witness")
def test_tesseract_reads_the_numbers_of_every_shot(crops: list[Crop], tmp_path: Path):
    plain = [crop for crop in crops if "·" not in crop.shown]  # raised exponents come out of tesseract flat
    shots = {crop.shot for crop in plain}
    assert len(shots) >= 12
    readings = [same_characters(reading) for reading in read([crop.picture for crop in plain], tmp_path)]
    wrong = [(c.shot, c.shown, r) for c, r in zip(plain, readings, strict=True) if r != c.shown]
    share = 1 - len(wrong) / len(plain)
    print(f"tesseract read {len(plain) - len(wrong)} of {len(plain)} numbers ({share:.0%}); not: {wrong}")
    assert share >= LEAST_SHARE, wrong
