"""A text as a voice is to speak it: no digit and no sign is left, so that every voice says it alike."""

from __future__ import annotations

import re

from scenes.deliver.in_words import in_words
from scenes.deliver.narration import numerals
from scenes.stage.writing import words


def aloud(text: str, language: str) -> str:
    """The words that are spoken for a text that stands on the screen.

    >>> aloud("Потери упали с 3,61 до ≈ 0,5: dL/dw = 2.", "ru")  # doctest: +SKIP
    'Потери упали с трёх целых шестидесяти одной сотой до приблизительно ноля целых пяти десятых...'
    """
    catalogue = words.load(language)
    text = in_words(text, language).replace("\u00a0", " ")
    text = numerals.spelled(text, language)
    for name, said in catalogue.outputs["names_aloud"].items():
        text = re.sub(rf"(?<![A-Za-z]){name}(?![A-Za-z])", said, text)
    return " ".join(text.split())
