"""A fault with its picture. Needs no Manim."""

from __future__ import annotations

from dataclasses import dataclass, field

from scenes.stage.checks.fault import Fault


@dataclass(frozen=True)
class Found:
    """A fault, and a picture of it as a PNG."""

    fault: Fault
    picture: bytes = field(repr=False)
