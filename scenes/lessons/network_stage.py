"""The stage of lesson 7: a network on one side, on the other what is worked out from it."""

from __future__ import annotations

from manim import Mobject

from scenes.stage.drawings.networks.state import NetworkState
from scenes.stage.frame.region import Region
from scenes.stage.lesson import Lesson
from scenes.stage.network.deep import DeepNetwork
from scenes.stage.network.lines import Lines
from scenes.stage.network.small import SmallNetwork
from scenes.stage.writing.rows import Row


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
