"""The Manim scenes that a Python file defines."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from inspect import isabstract, isclass
from pathlib import Path

from manim import Scene, config
from manim.constants import RendererType

from scenes.stage.lesson import Lesson
from scenes.stage.near import no_such


class NoSuchScene(LookupError):
    """A file has no scene, or not the one that is asked for."""


def load_scenes(path: Path, name: str | None) -> list[type[Scene]]:
    """Load a file and find its scenes, or the one of this name, in the order in which they are written.

    Raises whatever the file raises; ImportError for one that is no module, NoSuchScene where it has no such scene, or
    none at all.
    """
    module_name = f"backreel_checked_{path.stem}"
    spec = spec_from_file_location(module_name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = module_from_spec(spec)
    sys.modules[module_name] = module
    folder = str(path.resolve().parent)
    sys.path.insert(0, folder)  # as `python FILE` does: a file may import what lies beside it
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # nothing is left beside it
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = writes
        sys.path.remove(folder)
    if config.renderer == RendererType.OPENGL:
        raise RuntimeError("it is made for OpenGL; only scenes of Manim's Cairo renderer can be checked")
    members = dict.fromkeys(member for member in vars(module).values() if isclass(member))  # some have two names
    scenes = [member for member in members if _is_scene(member, module_name)]
    if not scenes:
        raise NoSuchScene(f"there is no scene in {path.name}")
    if name is None:
        return scenes
    wanted = [scene for scene in scenes if scene.__name__ == name]
    if not wanted:
        raise NoSuchScene(f"{no_such('scene', name, [scene.__name__ for scene in scenes])} in {path.name}")
    return wanted


def _is_scene(member: type, module_name: str) -> bool:
    if not issubclass(member, Scene) or member.__module__ != module_name or isabstract(member):
        return False
    return not issubclass(member, Lesson) or "name" in vars(member)  # a lesson's base is no lesson
