"""All checks of a lesson, one instant after the other: what was seen becomes faults, each with a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from manim import Scene

from scenes.stage.checks import masks
from scenes.stage.checks.areas import TextAreas
from scenes.stage.checks.bounds import Bounds, Finite
from scenes.stage.checks.buried import Buried
from scenes.stage.checks.contrast import Contrast
from scenes.stage.checks.crossings import Crossings
from scenes.stage.checks.fault import Fault
from scenes.stage.checks.fault_picture import picture
from scenes.stage.checks.following import Following
from scenes.stage.checks.found import Found
from scenes.stage.checks.frame import Frame, FrameMaker, Moment
from scenes.stage.checks.glyphs import Glyphs
from scenes.stage.checks.lasting import Lasting
from scenes.stage.checks.meanings import Meanings
from scenes.stage.checks.naming import Naming
from scenes.stage.checks.reader import Reader
from scenes.stage.checks.reading_time import ReadingTime
from scenes.stage.checks.sighting import Check
from scenes.stage.checks.size import CapHeights, Size
from scenes.stage.checks.stillness import Stillness
from scenes.stage.checks.text_on_text import TextOnText
from scenes.stage.checks.view import View


class Truth(Protocol):
    """A check that judges each instant by itself, as that of the numbers does."""

    def look(self, frame: Frame) -> Sequence[Fault]:
        """What is wrong at this instant."""
        ...


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A frame as it was drawn: (rows, columns, 3) of 0 to 255, and the part of the scene that it shows."""

    pixels: np.ndarray
    view: View


class Examiner:
    """Looks at a scene at one instant after the other. `found` is what is wrong with it, as far as that is certain."""

    def __init__(self, reader: Reader, truth: Truth | None = None) -> None:
        self.instants = 0
        self.texts: set[object] = set()
        self._truth = truth
        self._frames = FrameMaker()
        self._glyphs = glyphs = Glyphs(reader)
        naming = Naming(glyphs)
        self._following = Following(naming)
        self._stillness = Stillness()
        self._areas = TextAreas(glyphs)
        self._crossings = Crossings(self._areas, naming)
        heights = CapHeights(glyphs)
        self._checks: tuple[Check, ...] = (
            Finite(),
            Bounds(naming),
            TextOnText(self._areas, naming, self._crossings),
            self._crossings,
            Size(glyphs, heights, naming, self._crossings),
            Contrast(self._areas, naming, self._crossings, heights),
            Meanings(),
        )
        self._reading = ReadingTime(naming, self._crossings)
        self._buried = Buried(naming, self._crossings)
        self._lasting: Lasting[Snapshot] = Lasting()
        self._pictures: _Pictures | None = None
        self.found: list[Found] = []
        self._told: set[tuple[object, ...]] = set()

    @property
    def is_watching(self) -> bool:
        """Whether something was seen that will be a fault if it lasts: then the next look should come soon."""
        return self._lasting.is_watching

    def look(self, scene: Scene, moment: Moment) -> None:
        """Look at what a scene shows now."""
        for memory in (self._glyphs, self._areas, self._crossings):
            memory.turn()
        frame = self._stillness.follow(self._following.follow(self._frames.frame(scene, moment)))
        self.instants += 1
        self.texts.update(unit.identity for unit in frame.units)
        pictures = self._pictures = _Pictures(frame)
        checks = [check for check in self._checks if frame.at_rest or not check.only_at_rest]
        sightings = [sighting for check in checks for sighting in check.look(frame)]
        kinds = [kind for check in checks for kind in check.kinds]
        for fault, snapshot in self._lasting.look(sightings, kinds, moment, pictures.taken):
            self._keep(fault, snapshot)
        for fault, then in self._reading.look(frame):
            self._keep(fault, _redrawn(then))
        self._buried.look(frame)
        for fault in self._truth.look(frame) if self._truth is not None else ():
            self._keep(fault, pictures.taken())

    def look_away(self) -> None:
        """A part of the scene is not looked at."""
        self._reading.look_away()

    def finish(self, time: float) -> None:
        """The scene is over: what stands there stays there."""
        if self._pictures is not None:
            taken = self._pictures.taken
            for fault, snapshot in self._lasting.finish(taken):
                self._keep(fault, snapshot)
            for fault, then in self._reading.finish(time):
                self._keep(fault, _redrawn(then))
            for fault in self._buried.finish():
                self._keep(fault, taken())

    def _keep(self, fault: Fault, snapshot: Snapshot) -> None:
        place = tuple(round(side, 1) for side in fault.box) if fault.box is not None else ()
        said = (fault.kind, fault.shot, fault.what, place)
        if said not in self._told:
            self._told.add(said)
            self.found.append(Found(fault, picture(snapshot.pixels, snapshot.view, fault.box)))


def _redrawn(frame: Frame) -> Snapshot:
    """An earlier frame, from the looks of its outlines: its mobjects are others by now, and its images are gone."""
    leaves = [*(part for unit in frame.units for part in unit.parts), *frame.shapes]
    looks = [leaf.look for leaf in sorted(leaves, key=lambda leaf: leaf.order)]
    rows, columns = frame.camera.background.shape[:2]
    whole = (0, 0, columns, rows)
    picture = masks.paint(frame.ground(whole), looks, frame.view, whole)
    return Snapshot(np.round(picture * 255).astype(np.uint8), frame.view)


class _Pictures:
    """The picture of one instant, drawn only if it is wanted."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._taken: Snapshot | None = None

    def taken(self) -> Snapshot:
        """The frame as the camera draws it."""
        if self._taken is None:
            camera = self._frame.camera
            camera.reset()
            camera.capture_mobjects(self._frame.drawn, include_submobjects=False)
            self._taken = Snapshot(np.array(camera.pixel_array[:, :, :3]), self._frame.view)
        return self._taken
