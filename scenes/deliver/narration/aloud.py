"""A text as a voice is to speak it: no digit and no sign is left, so that every voice says it alike."""

from __future__ import annotations

import re

from scenes.deliver.in_words import in_words
from scenes.deliver.narration import numerals
from scenes.stage.writing import words

_BRACKETS = str.maketrans("[]", "()")  # between two of these piper reads phonemes


def aloud(text: str, language: str) -> str:
    """The words that are spoken for a text that stands on the screen."""
    outputs = words.load(language).outputs
    text = in_words(text, language).replace("\u00a0", " ").replace("()", "")
    text = text.translate(_BRACKETS)
    text = re.sub(r"(?<=[A-Za-z])\.(?=[A-Za-z])", f" {outputs['signs_in_words']['dot']} ", text)  # loss.backward
    text = numerals.spelled(text, language)
    for name, said in outputs["names_aloud"].items():
        text = re.sub(rf"(?<![A-Za-z]){name}(?![A-Za-z])", said, text)
    return " ".join(text.split())
