"""The order of Python's sets and dictionaries of strings, which differs from run to run, is nothing that a film shows.
(It is with Manim's TransformMatchingShapes.)"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import hashlib, sys
from scenes.lessons import index
from scenes.render.edition import Edition
from scenes.render.manim_settings import manim_set
from scenes.render.quick.manim import quick_manim
from scenes.render.quick.renderer import QuickRenderer

seen, frames = hashlib.sha256(), 0

def take(planes, repeat):
    global frames
    frames += repeat
    if planes is not None:
        seen.update(planes.tobytes())

edition = Edition(sys.argv[1], index.values(sys.argv[1], ()), "en", "l")
with manim_set(edition.frame, edition.rate.size(edition.frame), 3), quick_manim():
    index.film(edition.lesson)(edition.settings(), renderer=QuickRenderer(take)).render()
print(frames, seen.hexdigest())
"""


def _frames(lesson: str, seed: str) -> list[str]:
    command = [sys.executable, "-c", PROGRAM, lesson]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()


def test_every_frame_is_the_same_whatever_the_seed():
    frames, seen = _frames("network", "1")
    assert int(frames) > 100
    assert _frames("network", "2") == [frames, seen]
