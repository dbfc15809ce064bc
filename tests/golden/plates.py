"""Plates: one drawing in one frame, small."""

from __future__ import annotations

from collections.abc import Callable

from manim import Mobject, Scene
from PIL import Image

from engine import Trace
from scenes.render.manim_settings import manim_set
from scenes.stage.frame.layout import ASPECTS, Layout
from scenes.stage.look.theme import THEMES
from scenes.stage.writing import words
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import use_own_text_folder

SHORTER_SIDE = 288  # pixels


def plate(draw: Callable[[Pen], Mobject], trace: Trace, aspect: str = "16:9", theme: str = "dark") -> Image.Image:
    """What `draw` gives for a pen, alone in a frame of this shape and these colours."""
    frame = ASPECTS[aspect]
    unit = SHORTER_SIDE / min(frame.width, frame.height)
    with manim_set(frame, (2 * round(frame.width * unit / 2), 2 * round(frame.height * unit / 2)), 15):
        use_own_text_folder()
        catalogue = words.load("ru")
        scene = Scene()
        scene.camera.background_color = THEMES[theme].background
        labels = catalogue.lesson("neuron").labels
        layout = Layout(frame.width, frame.height)
        scene.add(draw(Pen("neuron", THEMES[theme], catalogue, labels, trace.number, layout)))
        scene.renderer.update_frame(scene)
        return Image.fromarray(scene.renderer.get_frame()).convert("RGB")
