"""Typeset text, read in quickly. Typst writes the outline of each glyph once and its places apart; Manim reads the
outline again at every place.

Here each outline is read once. In its stead the text gets a mark of five points, and Manim reads text, labels, colours
and places as ever; where the mark came to lie says where the outline goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from xml.etree import ElementTree

import numpy as np
import svgelements
from manim import VMobject
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath
from manim.mobject.text.typst_mobject import Typst

from scenes.render.quick.patch import replaced

_UP = 7  # of the mark's fourth point: no outline of a text has such a one


@contextmanager
def quick_glyphs() -> Iterator[None]:
    """Within it, glyphs of Typst are read once for each outline."""
    slow_tree, slow_commands = Typst.modify_xml_tree, VMobjectFromSVGPath.handle_commands
    outlines: list[str] = []

    @cache
    def points_of(outline: str) -> np.ndarray:
        carrier = VMobject()
        carrier.path_obj = svgelements.Path(outline)
        carrier.long_lines = False
        slow_commands(carrier)
        return np.array(carrier.points[:, :2])

    def modify_xml_tree(self: Typst, tree: Any) -> Any:
        tree = slow_tree(self, tree)
        for symbol in tree.iter():
            if _name(symbol) == "symbol":
                for path in symbol:
                    outlines.append(path.get("d"))
                    path.set("d", _mark(len(outlines) - 1))
        return tree

    def handle_commands(self: Any) -> Any:
        place = _place(self.path_obj)
        if place is None:
            return slow_commands(self)
        number, origin, across, up = place
        points = points_of(outlines[number])
        self.points = np.zeros((len(points), 3))
        self.points[:, :2] = origin + points[:, :1] * across + points[:, 1:] * up
        return self

    with (
        replaced(Typst, "modify_xml_tree", modify_xml_tree),
        replaced(VMobjectFromSVGPath, "handle_commands", handle_commands),
    ):
        yield


def _name(element: ElementTree.Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _mark(number: int) -> str:
    return f"M0 0L1 0L0 1L{number} {_UP}L{number} 0"


def _place(path: svgelements.Path) -> tuple[int, np.ndarray, np.ndarray, np.ndarray] | None:
    """The number of the outline whose mark a path is, where its origin lies, and where its units across and up point;
    None for a path that is no mark."""
    if len(path) != 5 or not all(isinstance(segment, svgelements.Line) for segment in path[1:]):
        return None
    origin, right, top, fourth, last = (np.array([segment.end.x, segment.end.y]) for segment in path)
    across, up = right - origin, top - origin
    number = round(float((last - origin) @ across / (across @ across)))
    far = np.abs([last - origin - number * across, fourth - last - _UP * up]).max()
    return (number, origin, across, up) if number >= 0 and far < 1e-6 * np.abs(up).max() else None
