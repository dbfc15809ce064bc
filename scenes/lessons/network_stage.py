"""The stage of lesson 7: a network on one side, on the other what is worked out from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from manim import Animation, FadeIn, Mobject

from scenes.stage.drawings.networks.state import NetworkState
from scenes.stage.frame.region import Region
from scenes.stage.lesson import Lesson
from scenes.stage.motion.moves import Fly
from scenes.stage.network.deep import DeepNetwork
from scenes.stage.network.lines import Lines, shorten_to
from scenes.stage.network.small import SmallNetwork
from scenes.stage.writing import formulas
from scenes.stage.writing.rows import Row

Asked = tuple[str, float, Mapping[str, object]]  # a formula, its font size, what it is filled with
_SHORT = 3  # parts of a formula that says no more than what comes out


class NetworkStage(Lesson):
    """What a shot leaves on the stage for the next one is kept here."""

    small_net: SmallNetwork
    net: DeepNetwork
    board: Lines

    def halves(self, first: float = 1.5) -> tuple[Region, Region]:
        """The room for a network, and that for rows beside or below it; `first` is the share of the network."""
        stage = self.layout.stage
        if self.layout.is_tall:
            left, right = stage.rows(first * 0.8, 1.0, gap=0.35)
        elif self.layout.is_wide:
            left, right = stage.columns(first, 1.0, gap=0.5)
        else:
            left, right = stage.columns(first, 1.0, gap=0.3)
        return left, right

    def rows(self, *names: str, size: float = 42, **filled: object) -> list[Row]:
        """Formulas of the lesson."""
        return [self.pen.row(name, size, **filled) for name in names]

    def written(self, region: Region, asked: Sequence[Asked], gap_before: Sequence[int] = ()) -> Lines:
        """Formulas below one another, each a name and what it is filled with; where they could not be read, the short
        ones, which say what comes out and not how."""
        rows = self._made(asked, "")
        if not shorten_to(region.width, rows):
            return Lines(region, self._made(asked, "_short"), gap_before=gap_before)
        return Lines(region, self._made(asked, ""), gap_before=gap_before)

    def _made(self, asked: Sequence[Asked], ending: str) -> list[Row]:
        known = formulas.load().rows[self.name]
        return [
            self.pen.row(f"{name}{ending}" if f"{name}{ending}" in known else name, size, **filled)
            for name, size, filled in asked
        ]

    @staticmethod
    def assembled(row: Row, sources: Sequence[Mobject | None], places: Sequence[int]) -> list[Animation]:
        """The row comes together: its numbers fly from where they stand, the rest fades in; a short one just comes."""
        if len(row.parts) <= _SHORT:
            return [FadeIn(row)]
        flying = {place: source for place, source in zip(places, sources, strict=True) if source is not None}
        rest = [part for place, part in enumerate(row.parts) if place not in flying]
        moves = [Fly(source, row.parts[place]) for place, source in flying.items()]
        return [*moves, *([FadeIn(*rest)] if rest else [])]

    def state_of(self, prefix: str) -> NetworkState:
        """The state of one of the two networks."""
        return NetworkState.of_trace(self.trace, prefix)

    def beside(self, network: Mobject) -> list[Mobject]:
        """All that stands on the stage besides a network, which is whole again and behind all of it."""
        own = {id(part) for part in network.get_family()}

        def is_part(mobject: Mobject) -> bool:
            return all(id(leaf) in own for leaf in mobject.family_members_with_points())

        rest = [mobject for mobject in self.clear_stage() if not is_part(mobject)]
        gone = {id(mobject) for mobject in self.clear_stage() if is_part(mobject)}
        self.mobjects = [network, *(mobject for mobject in self.mobjects if id(mobject) not in gone)]
        return rest
