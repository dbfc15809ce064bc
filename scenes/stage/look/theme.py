"""Colours: one for each quantity, the same through the whole film.

The dark set was found by search (look.md of the design): any two quantities stay at least 0.119 apart in OKLab for
normal, protan, deutan and tritan vision (Machado et al. 2009), and each is at least 5.5 to 1 against the background.
"""

from __future__ import annotations

from dataclasses import dataclass

MEANINGS = ("input", "weight", "bias", "prediction", "target", "loss", "gradient")


@dataclass(frozen=True)
class Theme:
    """One table of colours, as hexadecimal strings."""

    name: str
    background: str
    panel: str
    ink: str
    muted: str
    faint: str
    input: str
    weight: str
    bias: str
    prediction: str
    target: str
    loss: str
    gradient: str

    def of(self, meaning: str | None) -> str:
        """The colour of what has this meaning; ink for what has none."""
        return str(getattr(self, meaning)) if meaning in MEANINGS else self.ink


def meaning_of(path: str) -> str | None:
    """What the colour of a quantity says, found by the last word of its path that names one; None for one that has no
    colour of its own.

    >>> meaning_of("step.0.weight"), meaning_of("step.0.gradient.weight"), meaning_of("learning_rate")
    ('weight', 'gradient', None)
    """
    words = path.split(".")
    if "gradient" in words:
        return "gradient"
    for word in reversed(words):
        if word == "error":
            return "loss"
        if word in MEANINGS:
            return word
    return None


DARK = Theme(
    name="dark",
    background="#11151C",
    panel="#1A202B",
    ink="#F2F4F8",
    muted="#8D98AC",
    faint="#3A4456",
    input="#9AA9D4",
    weight="#EAA50F",
    bias="#FFE129",
    prediction="#FFFFFF",
    target="#75E2B4",
    loss="#E06A6C",
    gradient="#BA63FF",
)
THEMES = {theme.name: theme for theme in (DARK,)}
