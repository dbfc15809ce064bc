"""What a lesson and its drawings write with: numbers, symbols, formulas and words, in its theme and language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scenes.stage.declared import constant, stands_for
from scenes.stage.frame.layout import Layout
from scenes.stage.look.theme import Theme, meaning_of
from scenes.stage.writing.formulas import Bound, Partial, Piece, Sign, Symbol
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Formula, Label
from scenes.stage.writing.values import Number, Value
from scenes.stage.writing.words import Catalogue

_OF_ITS_PATH = "of its path"
INK = "ink"


class Pen:
    """`number_of` gives the number at a path of the lesson's trace; `labels` are the lesson's words."""

    def __init__(
        self,
        lesson: str,
        theme: Theme,
        catalogue: Catalogue,
        labels: Mapping[str, str],
        number_of: Callable[[str], Number],
        layout: Layout,
    ) -> None:
        self.lesson = lesson
        self.theme = theme
        self.catalogue = catalogue
        self.labels = labels
        self.number_of = number_of
        self.layout = layout

    def value(self, path: str, size: float = 40, meaning: str = _OF_ITS_PATH, **kwargs: Any) -> Value:
        """A number bound to a quantity, in the colour of what it is; `meaning="ink"` says nothing by its colour."""
        means = meaning_of(path) if meaning == _OF_ITS_PATH else None if meaning == INK else meaning
        return Value(
            path,
            self.number_of(path),
            size,
            self.theme.of(means),
            separator=self.catalogue.decimal_separator,
            relation_color=self.theme.ink,
            meaning=means,
            **kwargs,
        )

    def symbol(self, quantity: str, size: float) -> Formula:
        """The symbol of a quantity in its colour."""
        means = meaning_of(quantity)
        return stands_for(Formula(self.catalogue.formulas.symbols[quantity], size, self.theme.of(means)), means)

    def partial(self, numerator: str, denominator: str, size: float) -> Formula:
        """A partial derivative, each symbol in its colour."""
        return self.formula(f"(partial {{{numerator}}})/(partial {{{denominator}}})", size)

    def label(self, key: str, size: float = 30, color: str | None = None) -> Label:
        """A word of the lesson; muted unless a colour is given."""
        return Label(self.labels[key], size, color or self.theme.muted)

    def equation(self, quantity: str, path: str, size: float, **kwargs: Any) -> Row:
        """symbol = number: part 0 the symbol, part 1 the number with its relation sign."""
        return Row([self.symbol(quantity, size), self.value(path, size, relation=True, **kwargs)], size, self.theme.ink)

    def times(self, path: str, size: float, meaning: str = INK) -> Row:
        """times a number, which is the last part; where it is rounded the approximately-equal sign stands in front."""
        number = self.value(path, size, meaning, guarded=True, inside=True)
        return Row(["approx?", "times", number], size, self.theme.ink)

    def formula(self, source: str, size: float) -> Formula:
        """A formula of Typst in which `{quantity}` is a symbol in its colour."""
        symbols, meanings = self.catalogue.formulas.symbols, {}
        pieces = source.split("{")
        made = [pieces[0]]
        for place, piece in enumerate(pieces[1:]):
            quantity, _, rest = piece.partition("}")
            meanings[f"s{place}"] = meaning_of(quantity)
            made.append(f"{{{{ {symbols[quantity]} : s{place} }}}}{rest}")
        written = Formula("".join(made), size, self.theme.ink)
        for label, meaning in meanings.items():
            for leaf in written.select(label).set_color(self.theme.of(meaning)).get_family():
                stands_for(leaf, meaning)
        return written

    def row(self, name: str, size: float, **filled: object) -> Row:
        """A formula of the lesson from `scenes/text/formulas`; `filled` are its places, such as k=0."""
        found = self.catalogue.formulas.row(self.lesson, name, filled)
        parts = [self._part(piece, size, found.constants) for piece in found.pieces]
        return Row(parts, size, self.theme.ink, found.constants)

    def _part(self, piece: Piece, size: float, constants: Mapping[str, str]) -> str | Formula | Value:
        match piece:
            case Symbol(quantity):
                return self.symbol(quantity, size)
            case Partial(numerator, denominator):
                return self.partial(numerator, denominator, size)
            case Bound(kind, path, meaning, larger):
                return self.value(
                    path,
                    size * larger,
                    meaning or _OF_ITS_PATH,
                    relation=kind == "=",
                    guarded=kind == "(",
                    inside=kind != "=",
                )
            case Sign(source) if "{" not in source:
                return source
            case Sign(source):
                written = self.formula(source, size)
                for digits, why in constants.items():
                    constant(written, digits, why)
                return written
