"""One colour for each meaning: two meanings that look alike, and one meaning in two colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from scenes.stage.checks import vision
from scenes.stage.checks.fault import Kind
from scenes.stage.checks.frame import Frame
from scenes.stage.checks.leaves import Leaf
from scenes.stage.checks.limits import COLOUR_DISTANCE, PASSING_SECONDS, READABLE_OPACITY
from scenes.stage.checks.sighting import Sighting
from scenes.stage.checks.view import Box
from scenes.stage.look.theme import Theme, meaning_of
from scenes.stage.writing.binding import binding_of

Colour = tuple[int, int, int]
_EYES = {"normal": "all eyes", "protan": "protan eyes", "deutan": "deutan eyes", "tritan": "tritan eyes"}
_NEUTRAL = ("ink", "muted", "faint", "panel", "background")


@dataclass(frozen=True)
class Use:
    """A colour in which a meaning was shown, and where it was first."""

    meaning: str
    colour: Colour
    box: Box


class Meanings:
    """Remembers in which colours each meaning was shown, through the whole lesson.

    A meaning is what is declared (`declared.stands_for`), and for a bound number that of its quantity. The theme's
    colours without a meaning may be used by everything.
    """

    kinds: frozenset[Kind] = frozenset({"same-colour"})
    only_at_rest = False

    def __init__(self) -> None:
        self._uses: dict[tuple[str, Colour], Use] = {}
        self._held: dict[int, tuple[Colour, float]] = {}  # the colour of each mobject on the screen, and since when

    def look(self, frame: Frame) -> list[Sighting]:
        """What the colours that are new on the screen have in common with those that were there before."""
        found: list[Sighting] = []
        held: dict[int, tuple[Colour, float]] = {}
        neutral = _neutral(frame.theme)
        for leaf in _leaves(frame):
            if leaf.look.opacity < READABLE_OPACITY:
                continue
            meaning = leaf.meaning or _of_its_number(leaf)
            if meaning is None:
                continue
            colour = _bytes(leaf.look.colour)
            before = self._held.get(id(leaf.mobject))
            since = before[1] if before is not None and before[0] == colour else frame.since
            held[id(leaf.mobject)] = (colour, since)
            if not frame.at_rest and frame.time - since < PASSING_SECONDS:
                continue  # it may be on its way from one colour to another
            says_nothing = colour in neutral and not _is_its_own(colour, meaning, frame.theme)
            if says_nothing or (meaning, colour) in self._uses:
                continue
            use = Use(meaning, colour, leaf.look.box)
            found += _clashes(use, self._uses.values())
            self._uses[meaning, colour] = use
        self._held = held
        return found


def _leaves(frame: Frame) -> Iterator[Leaf]:
    for unit in frame.units:
        yield from unit.parts
    yield from frame.shapes


def _of_its_number(leaf: Leaf) -> str | None:
    binding = binding_of(leaf.mobject)
    return meaning_of(binding.path) if binding is not None else None


def _clashes(use: Use, before: Iterable[Use]) -> Iterator[Sighting]:
    for other in before:
        colours = _shown(use.colour), _shown(other.colour)
        if other.meaning == use.meaning:
            apart = vision.distance(colours[0], colours[1])
            if apart >= COLOUR_DISTANCE:
                what = f"{use.meaning} is shown in two colours, {_hex(other.colour)} and {_hex(use.colour)}"
                yield Sighting("same-colour", (use.meaning, other.colour, use.colour), what, use.box, may_pass=False)
            continue
        apart, eyes = vision.least_distance(*colours)
        if apart < COLOUR_DISTANCE:
            pair = f"{use.meaning} in {_hex(use.colour)} looks like {other.meaning} in {_hex(other.colour)}"
            if vision.distance(*colours) < COLOUR_DISTANCE:
                eyes = "normal"
            what = f"{pair} to {_EYES[eyes]}: {apart:.3f} apart in OKLab; {COLOUR_DISTANCE:g} are needed"
            about = (*sorted((use.meaning, other.meaning)), *sorted((use.colour, other.colour)))
            yield Sighting("same-colour", about, what, use.box, may_pass=False)


def _neutral(theme: Theme | None) -> frozenset[Colour]:
    return frozenset(_parsed(getattr(theme, name)) for name in _NEUTRAL) if theme is not None else frozenset()


def _is_its_own(colour: Colour, meaning: str, theme: Theme | None) -> bool:
    return theme is not None and colour == _parsed(theme.of(meaning))


def _parsed(hexadecimal: str) -> Colour:
    red, green, blue = (int(hexadecimal[i : i + 2], 16) for i in (1, 3, 5))
    return (red, green, blue)


def _bytes(colour: np.ndarray) -> Colour:
    red, green, blue = (round(255 * float(part)) for part in colour)
    return (red, green, blue)


def _shown(colour: Colour) -> np.ndarray:
    return np.array(colour) / 255


def _hex(colour: Colour) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour)
