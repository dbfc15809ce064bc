"""A pen for drawings under test: in one language, with numbers given by the test."""

from collections.abc import Mapping

from scenes.stage.frame.layout import Layout
from scenes.stage.look.theme import DARK
from scenes.stage.writing import words
from scenes.stage.writing.binding import Number
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import use_own_text_folder


def pen(language: str = "en", numbers: Mapping[str, Number] | None = None) -> Pen:
    """A pen whose numbers are these, by path."""
    use_own_text_folder()
    catalogue = words.load(language)
    return Pen("neuron", DARK, catalogue, catalogue.lesson("neuron").labels, (numbers or {}).__getitem__, Layout(12, 9))
