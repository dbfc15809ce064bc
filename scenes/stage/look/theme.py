"""Colours: one for each quantity, the same through the whole film.

Each set was found by a search: every colour has at least 7 to 1 against background and panel (WCAG 2.2, 1.4.6), keeps
to the hue family of its quantity, and then the smallest distance of any two, in OKLab (Ottosson 2020) and for normal,
protan, deutan and tritan vision (Machado, Oliveira and Fernandes 2009, severity 1; red-green also at 0.6 and 0.8), was
made large; the eye chose among the best. Reached: 0.094 dark, 0.072 light, 0.071 print. A difference of 0.02 is just
noticeable; on light ground seven to one leaves only dark colours, hence the smaller numbers. Shape, dash and width tell
quantities apart as well.

In a landscape the deep is tinted and the hills fade into the background, in every theme. Ink has 7 to 1 on all of its
ground, so that text of any size can stand there; paths, arrows and level lines have 3 to 1 (WCAG 2.2, 1.4.11).
`tests/scenes/look` computes all of it.
"""

from __future__ import annotations

from dataclasses import dataclass

MEANINGS = ("input", "weight", "negative_weight", "bias", "prediction", "target", "loss", "gradient")


@dataclass(frozen=True)
class Theme:
    """One table of colours, as hexadecimal strings.

    `ink` and `muted` are for text, `faint` for lines that may be overlooked. From `level_low` to `level_high` the
    ground of a landscape is tinted; `level_line` are its level lines.
    """

    name: str
    background: str
    panel: str
    ink: str
    muted: str
    faint: str
    input: str
    weight: str
    negative_weight: str
    bias: str
    prediction: str
    target: str
    loss: str
    gradient: str
    level_low: str
    level_high: str
    level_line: str

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
    muted="#A8AAAF",
    faint="#3A4456",
    input="#BFC6FA",
    weight="#F2B42E",
    negative_weight="#6EBABD",
    bias="#FFE735",
    prediction="#FFFFFF",
    target="#5DEABA",
    loss="#FF877D",
    gradient="#CF8FFF",
    level_low="#1F576B",
    level_high="#151D27",
    level_line="#7FB2C4",
)
LIGHT = Theme(
    name="light",
    background="#FBF9F5",
    panel="#FFFFFF",
    ink="#16181D",
    muted="#4F5566",
    faint="#C9C5BA",
    input="#333671",
    weight="#863600",
    negative_weight="#0F44D9",
    bias="#403100",
    prediction="#0B0C10",
    target="#045B44",
    loss="#AB0050",
    gradient="#8424AE",
    level_low="#A3CDD7",
    level_high="#F3F1EA",
    level_line="#347386",
)
PRINT = Theme(
    name="print",
    background="#FFFFFF",
    panel="#FFFFFF",
    ink="#000000",
    muted="#505050",
    faint="#B8B8B8",
    input="#333873",
    weight="#863400",
    negative_weight="#224DCB",
    bias="#353200",
    prediction="#000000",
    target="#005B41",
    loss="#AB0E54",
    gradient="#7001A1",
    level_low="#BBD8DF",
    level_high="#FFFFFF",
    level_line="#487A89",
)
THEMES = {theme.name: theme for theme in (DARK, LIGHT, PRINT)}
