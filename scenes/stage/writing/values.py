"""Numbers on the screen, each bound to a quantity of the trace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from manim import VMobject

from engine.rounding import Rounded, rounded
from scenes.stage.declared import stands_for
from scenes.stage.writing import fitting
from scenes.stage.writing.binding import Binding, bind
from scenes.stage.writing.glyphs import APPROXIMATELY, MINUS, glyph
from scenes.stage.writing.placed import Placed
from scenes.stage.writing.typeset import em

Number = Fraction | float

_RAISED = 0.36  # em that an exponent stands above the baseline (TeX's sup1, cmsy10)
_SMALL = 0.7  # size of an exponent against its base
_RELATION_GAP = 0.3  # em between a relation sign and the number


class Value(Placed, VMobject):
    """One number, set digit by digit: as many digits as it needs, rounded half to even on its exact value.

    At rest it shows the quantity at `path`. While it `follow`s a function it shows what that function gives, to a
    fixed number of places so that the digits stand still. Its colour says what it is (`meaning`).

    Where the string is not exact it carries an approximately-equal sign; with `relation=True` it carries `=` too, where
    it is exact. With `guarded=True` a negative number stands in brackets. An `inside` number is part of an expression:
    it carries no sign, the relation in front of the expression does (see `Row`).

    Raises ValueError for a number that is not finite.
    """

    def __init__(
        self,
        path: str,
        number: Number,
        size: float,
        color: str,
        *,
        separator: str = ".",
        relation: bool = False,
        guarded: bool = False,
        inside: bool = False,
        places: int | None = None,
        figures: int = 4,
        most: int = 8,
        relation_color: str | None = None,
        meaning: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        stands_for(self, meaning)
        self.path = path
        self.number = number
        self.size = size
        self.separator = separator
        self.has_relation = relation
        self.guarded = guarded
        self.inside = inside
        self.places = places
        self.figures = figures
        self.most = most
        self._asked = (figures, most)
        self._room: float | None = None
        self.value_color = color
        self.relation_color = relation_color or color
        self.at_rest = True
        self.behind_rounded = False
        self.rounded: Rounded | None = None
        self._chars = ""
        self._scale = 1.0
        self._set(number, places)

    # -- what it shows ---------------------------------------------------------

    @property
    def shown(self) -> str:
        """The string on the screen, with its decimal separator, without the relation sign."""
        assert self.rounded is not None
        return self.rounded.text(separator=self.separator)

    @property
    def relation(self) -> str:
        """`=` if the string is exact and stands behind nothing rounded, otherwise the approximately-equal sign."""
        assert self.rounded is not None
        return APPROXIMATELY if self.behind_rounded else self.rounded.relation

    def stand_behind(self, rounded: bool) -> None:
        """Whether the expression in front of it holds a rounded number: then it is not equal to it, however exact."""
        if rounded != self.behind_rounded:
            self.behind_rounded = rounded
            self.rounded = None
            self._set(self.number, self.places)

    @property
    def leads_with_relation(self) -> bool:
        """Whether a relation sign stands in front of the number."""
        return self._chars[0] in ("=", APPROXIMATELY)

    # -- how it changes --------------------------------------------------------

    def follow(
        self, number_now: Callable[[], Number], places: int | None = None, passing: Sequence[Number] = ()
    ) -> Value:
        """Show what `number_now` gives, in every frame, until `rest` is called. Where one of the numbers that it is
        `passing` has no room with so many places, it shows fewer, or figures with an exponent."""
        self.at_rest = False
        places = self._make_room(places, passing) if passing else places
        self.most = min(self.most, self.figures)  # no digits that come and go
        self._following = lambda mobject: mobject._set(number_now(), places)
        self.add_updater(self._following)
        return self

    def catch_up(self) -> None:
        """Show what it follows as it is now, without waiting for the next frame."""
        if not self.at_rest:
            self._following(self)

    def _make_room(self, places: int | None, passing: Sequence[Number]) -> int | None:
        """The places with which all these numbers have room; the text is made smaller for them as long as it stays
        legible, then they get fewer places, and figures with an exponent in the end."""
        if self._room is None:
            return places
        fewer = [] if places is None else [(fewer, 0) for fewer in range(places, max(places - 3, -1), -1)]
        anchor, baseline = self._anchor(), self.baseline
        for tried, times in (*fewer, *((None, times) for times in range(len(fitting.FEWER)))):
            self.figures, self.most = fitting.FEWER[times] if times else self._asked
            widest = max(self._width_of(number, tried) for number in passing)
            if widest * fitting.LEAST_SIZE <= self._room * self.size * self._scale:
                break
        self.scale(min(1.0, self._room / widest))
        self.shift([anchor - self._anchor(), baseline - self.baseline, 0])
        return tried

    def _width_of(self, number: Number, places: int | None) -> float:
        self.rounded = None
        self._set(number, places)
        return float(self.width)

    def bind(self, path: str, number: Number) -> Value:
        """From now on belong to this quantity; a number that follows something shows it when it comes to rest."""
        self.path, self.number = path, number
        if self.at_rest:
            self._set(number, self.places)
            self._refit()
        return self

    def rest(self) -> Value:
        """Stop following and show the quantity that it is bound to."""
        if not self.at_rest:
            self.remove_updater(self._following)
        self.at_rest = True
        self._set(self.number, self.places)
        self._refit()
        return self

    def fit(self, width: float) -> Value:
        """Make it no wider than this: smaller while it stays legible, then with fewer figures; it never grows."""
        self._room = width
        fitting.fit(self, width, self.size * self._scale, self.shorten)
        return self

    def keep_to(self, room: float) -> None:
        """From now on be no wider than this, whatever number it comes to show."""
        self._room = room

    def shorten(self, times: int) -> None:
        """Write it with fewer figures, by the table `fitting.FEWER`; 0 is as it was asked for. Its size stays."""
        figures, most = fitting.FEWER[times] if times else self._asked
        self.figures, self.most = min(figures, self._asked[0]), min(most, self._asked[1])
        self.rounded = None
        self._set(self.number, self.places)

    def _refit(self) -> None:
        """After it came to show another number: all its figures again if there is room for them."""
        if self._room is not None:
            anchor, baseline = self._anchor(), self.baseline
            self.shorten(0)
            if self.width > self._room:
                fitting.fit(self, self._room, self.size * self._scale, self.shorten)
            self.shift([anchor - self._anchor(), baseline - self.baseline, 0])

    # -- how it is drawn -------------------------------------------------------

    def _set(self, number: Number, places: int | None) -> None:
        new = rounded(number, places=places, figures=self.figures, most=self.most)
        self._now = (number, places)
        if new == self.rounded:
            self._tell()
            return
        anchor, baseline, scale, opacity = self._stand()
        self.rounded = new
        # Leaves are used again and spare ones emptied, not replaced: Manim keeps a list of what it draws for a whole
        # animation.
        self._spare = self.submobjects
        self.submobjects = []
        self._chars = ""
        self._scale = scale
        pen = 0.0
        if self.has_relation or not (new.exact or self.inside):
            sign = "=" if self.relation == "=" else APPROXIMATELY
            pen = self._put(sign, pen, self.relation_color) + _RELATION_GAP
        brackets = self.guarded and new.negative
        if brackets:
            pen = self._put("(", pen, self.relation_color)
        mantissa = new.digits.replace(".", self.separator)
        for char in (MINUS if new.negative else "") + mantissa:
            pen = self._put(char, pen, self.value_color)
        if new.exponent is not None:
            pen += 0.1
            for char in "·":
                pen = self._put(char, pen, self.value_color) + 0.1
            for char in "10":
                pen = self._put(char, pen, self.value_color)
            for char in str(new.exponent).replace("-", MINUS):
                pen = self._put(char, pen, self.value_color, _SMALL, _RAISED)
        if brackets:
            pen = self._put(")", pen, self.relation_color)
        for leaf in self._spare:
            leaf.points = np.zeros((0, 3))
        self.set_fill(opacity=opacity)
        self._tell()
        self.shift([anchor - self._anchor() if anchor is not None else 0.0, baseline, 0])

    def _tell(self) -> None:
        """Let each glyph know which number it belongs to."""
        number, places = self._now
        style = {"places": places, "figures": self.figures, "most": self.most, "separator": self.separator}
        bind(self.submobjects, Binding(self.path, number, self.shown, self.relation, self.at_rest, **style))

    def _anchor(self) -> float:
        """What stays in place when the number changes: the left edge behind a relation sign, otherwise the middle."""
        return float((self.get_left() if self.has_relation else self.get_center())[0])

    def _put(self, char: str, pen: float, color: str, small: float = 1.0, raised: float = 0.0) -> float:
        shape = glyph(char)
        unit = em(self.size) * self._scale
        leaf = self._spare.pop(0) if self._spare else VMobject(stroke_width=0)
        leaf.set_fill(color, opacity=1)
        leaf.points = (shape.points * small + np.array([pen, raised, 0])) * unit
        self.add(leaf)
        self._chars += char
        return pen + shape.advance * small

    def _stand(self) -> tuple[float | None, float, float, float]:
        """Where it stands now: its anchor, baseline, scale against its font size, opacity."""
        if not self.submobjects:
            return None, 0.0, 1.0, 1.0
        leaf, scale = self._reference()
        shape = glyph(self._chars[leaf])
        baseline = float(self.submobjects[leaf].get_bottom()[1]) - shape.bottom * em(self.size) * scale
        return self._anchor(), baseline, scale, float(self.submobjects[leaf].get_fill_opacity())

    def _reference(self) -> tuple[int, float]:
        leaf = next(i for i, char in enumerate(self._chars) if char.isdigit())
        natural = glyph(self._chars[leaf]).height * em(self.size)
        return leaf, float(self.submobjects[leaf].height) / natural

    @property
    def baseline(self) -> float:
        """The height of the baseline, in units of the scene."""
        return self._stand()[1]

    @property
    def sign_and_digits(self) -> VMobject:
        """The number without its relation sign, as a group (for a frame around it, or to send it somewhere)."""
        return self[1:] if self.leads_with_relation else self[:]

    @property
    def relation_sign(self) -> VMobject:
        """The relation sign alone; an empty group if there is none."""
        return self[:1] if self.leads_with_relation else self[:0]
