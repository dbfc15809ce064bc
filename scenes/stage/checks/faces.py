"""Which characters are set in which fonts, so that their outlines are known: the fonts that Typst embeds, as text and
as mathematics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SIZE = 10.0  # points; the fonts have 1000 units an em, so Typst writes their outlines without rounding them
NOTDEF = "\ufffd"  # how the box that stands for a missing glyph is read

_KNOWN = "x"
_DIGITS = "0123456789"
_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁ"
_GREEK = "αβγδεζηθικλμνξοπρςστυφχψωϵϑϕϱΓΔΘΛΞΠΣΥΦΨΩ"
_SIGNS = ".,+−-=≈≠≤≥<>±×·÷/%°:;?!()[]{}|*&@#$^_~`\\'\"…–—«»„“”‘’№→←↑↓•"
_NUMERIC = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺₀₁₂₃₄₅₆₇₈₉₋½¼¾⅓⅔"
_ACCENTED = "ŷŵÿéèöäüßç"
LIGATURES = ("ff", "fi", "fl", "ffi", "ffl", "ft", "fj", "ffj", "fh", "fk", "ffk", "ffh", "ffb", "fb", "ij")
_CONTEXTUAL = ("fb", "fT", "f’", "Qu")  # the first letter has another shape before the second
_OPERATORS = ".,+−=≈≠≤≥<>±∓×·÷/∗∘∂∇∞√∑∏∫∈∉⊂⊆∪∩∀∃¬∧∨→←↑↓↔⇒⇐⇔↦⟶⟵⟹⊙⊗⊕∝∼≃≅≡≔≪≫≺≻⋅⋯…⋮⋱′″‴ℓℏℝℕ⊤⊥†%!?:;()[]{}|‖⟨⟩⌊⌋⌈⌉*&@#$^_~"
_OPENING, _CLOSING = "([{|‖⟨⌊⌈", ")]}⟩⌋⌉"
_ACCENTS = ("hat", "tilde", "macron", "dot", "dot.double", "breve", "acute", "grave", "caron", "arrow", "circle")
_SPREADERS = ("underbrace", "overbrace", "underbracket", "overbracket", "underparen", "overparen")
_HEIGHTS = (6, *range(8, 20), 22, 24, 30)  # points at which another outline begins, up to pieces that repeat
_WIDTHS = (2, 4, 5, 6, *range(8, 14), 15, 16, 17, 19, 20, 21, 22, 23, 25, 26, 27, 30, 31, 36, 41)
_LEVELS = (("", 1.0), ("script", 0.7), ("sscript", 0.5))  # their sizes are constants of New Computer Modern Math


@dataclass(frozen=True)
class Cell:
    """Typst source, what its outlines mean that are in no cell before, and their em in points. `measured`: the source
    is one character and a digit, so the place of the digit tells how wide the character is."""

    source: str
    character: str
    em: float = SIZE
    measured: bool = False


@dataclass(frozen=True)
class Face:
    """One face of a font: its name, the Typst settings that choose it, and what is set in it."""

    name: str
    settings: str
    cells: tuple[Cell, ...]


def common() -> tuple[Face, ...]:
    """The faces that lessons are written in; New Computer Modern Math at the weight that Typst gives to formulas."""
    letters = [*_math_letters(""), *_math_letters("upright")]
    return (
        _mathematics("New Computer Modern Math", 450, [*letters, *_operators(), *_stretched()]),
        _text("Libertinus Serif", 400, "normal"),
        _text("Libertinus Serif", 400, "italic"),
        _text("Libertinus Serif", 700, "normal"),
    )


def rare() -> tuple[Face, ...]:
    """All other faces that Typst embeds."""
    letters = [*_math_letters(""), *_math_letters("upright")]
    alphabets = [cell for style in ("bold", "sans", "mono", "bb", "cal", "frak") for cell in _math_letters(style)]
    return (
        _mathematics("New Computer Modern Math alphabets", 450, alphabets),
        _mathematics("New Computer Modern Math regular", 400, letters),
        _mathematics("New Computer Modern Math bold", 700, letters),
        _text("Libertinus Serif", 700, "italic"),
        _text("Libertinus Serif", 600, "normal"),
        _text("Libertinus Serif", 600, "italic"),
        *(_text(name, weight, style) for name in _OTHERS for weight in (400, 700) for style in ("normal", "italic")),
    )


_OTHERS = ("New Computer Modern", "DejaVu Sans Mono")
ALPHABET = _DIGITS + _LATIN + _CYRILLIC + _SIGNS + _GREEK + _ACCENTED + "∂∇∞√∑∏∫×∈↦⇒⋅⋮" + _NUMERIC


def _text(family: str, weight: int, style: str) -> Face:
    characters = _DIGITS + _NUMERIC + _LATIN + _CYRILLIC + _GREEK + _SIGNS + _ACCENTED + "∂∇∞√∑∏∫"
    plain = [Cell(f"[{_escaped(c)}0]", c, measured=True) for c in characters]
    joined = [Cell(f'[#text(ligatures: true, "{word}")]', word) for word in LIGATURES]
    varied = [Cell(f'[#text(ligatures: true, "{word}")]', word[0]) for word in _CONTEXTUAL]
    settings = f'#set text(font: "{family}", fallback: false, weight: {weight}, style: "{style}")'
    shape = "" if (weight, style) == (400, "normal") else f" {weight} {style}"
    # The missing glyph first: what a font does not have must be known for what it looks like.
    return Face(family + shape, settings, (Cell("[\\u{e123}]", NOTDEF), *plain, *joined, *varied))


def _mathematics(name: str, weight: int, cells: Sequence[Cell]) -> Face:
    settings = f'#show math.equation: set text(font: "New Computer Modern Math", fallback: false, weight: {weight})'
    return Face(name, settings, (Cell("$\\u{e123}$", NOTDEF), *cells))


def _math_letters(style: str) -> Iterator[Cell]:
    for level, size in _LEVELS:
        for character in _DIGITS + _LATIN + _GREEK:
            source = _escaped(character)
            for call in (style, level):
                source = f"{call}({source})" if call else source
            measured = character in _DIGITS and not style
            yield Cell(f"${source}{source if measured else ''}$", character, SIZE * size, measured)


def _operators() -> Iterator[Cell]:
    for level, size in _LEVELS:
        for character in _OPERATORS:
            source = _escaped(character)
            yield Cell(f"${level}({source})$" if level else f"${source}$", character, SIZE * size)
    for sign in "∑∏∫∬∮⋃⋂":
        yield Cell(f"$display({_escaped(sign)})$", sign)
    yield Cell("$dotless.i dotless.j$", "ı")


def _stretched() -> Iterator[Cell]:
    """The pieces of what stretches, at every size that has outlines of its own."""
    for height in _HEIGHTS:
        box = f"#box(width: 3pt, height: {height}pt)"
        yield Cell(f"$sqrt({box})$", "√")
        yield from (Cell(f"$lr({_escaped(opening)} {box})$", opening) for opening in _OPENING)
        yield from (Cell(f"$lr({box} {_escaped(closing)})$", closing) for closing in _CLOSING)
    for width in _WIDTHS:
        box = f"#box(width: {width}pt, height: 4pt)"
        yield from (Cell(f"$accent({box}, {accent})$", "ˆ") for accent in _ACCENTS)
        yield from (Cell(f"${spreader}({box})$", "⏟") for spreader in _SPREADERS)
    yield from (Cell(f"$script(accent({_KNOWN}, {accent}))$", "ˆ", 7.0) for accent in _ACCENTS)


def _escaped(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"
