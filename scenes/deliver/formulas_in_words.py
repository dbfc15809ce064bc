"""The formulas of a lesson's shots as somebody reads them aloud, for its transcript: no caption says most of them.

Which shot shows which formula is in `formulas_of_shots.toml`, how signs are said in `scenes/text/XX/outputs.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from engine import Trace
from engine.rounding import rounded
from scenes.deliver.in_words import in_words
from scenes.deliver.page.mathml import joined, lesson_rows
from scenes.stage.parameters import Values
from scenes.stage.writing import formulas, words
from scenes.stage.writing.formulas import Bound, FormulaRow, Partial, Piece, Sign, Symbol
from scenes.stage.writing.words import Catalogue

_SLOPE = re.compile(r"\(dif (\S+?)\)/\(dif (\S+?)\)|partial (\S+) slash partial (\S+)")
_RATIO = re.compile(r"\(Delta (\S+?)\)/\(Delta (\S+?)\)")
_LARGER = re.compile(r"max\(0, ([^()]*)\)")
_ABSOLUTE = re.compile(r"abs\(([^()]*)\)")
_CALL = re.compile(r"\b(frac|sqrt)\(")  # of Typst
_SUM = re.compile(r"\bsum_(?:\(([^()=]+)(?:=([^()]+))?\)|(\w))(?:\^(?:\(([^()]+)\)|(\w+)))?")
_SUBSCRIPT = re.compile(r"(?<!\bsum)_(?:\(([^()]*)\)|(?=\w))")
# Words that stand for no sign alone.
_PATTERNS = ("ratio", "larger", "absolute", "root", "sum_over", "sum_from", "title")


def formulas_in_words(lesson: str, values: Values, trace: Trace, catalogue: Catalogue) -> dict[str, list[str]]:
    """For each shot that shows some: its formulas, with the numbers of the trace."""
    made: dict[str, list[str]] = {}
    for shot, entries in (chosen().get(lesson) or formulas.load().shots.get(lesson, {})).items():
        wanted = [_named(entry) for entry in entries if _is_true(entry, values, trace)]
        rows = [
            row
            for row in lesson_rows(lesson, wanted, values, catalogue.formulas)
            if all(path in trace for path in formulas.numbers_in(row))
        ]
        if rows:
            made[shot] = [row_in_words(row, trace, catalogue) for row in joined(rows)]
    return made


def row_in_words(row: FormulaRow, trace: Trace, catalogue: Catalogue) -> str:
    """A formula in words. As in the film, = beside a rounded number is the approximately-equal sign."""
    said: list[str] = []
    sides = _sides(row.pieces)
    for place, (relation, side) in enumerate(sides):
        if relation == "=":
            exact = _is_exact(side, trace) and _is_exact(sides[place - 1][1], trace)
            relation = "=" if exact else "≈"
        said += [f"{',' if place > 1 else ''} {_sign(relation, catalogue)}"] if relation else []
        said += [f" {_piece(piece, _is_exact(side, trace), trace, catalogue)}" for piece in side]
    whole = " ".join("".join(said).split()).replace(" ,", ",")
    return in_words(f", {whole}", catalogue.code).removeprefix(
        ", "
    )  # no sentence, whose first word would have a capital


@cache
def chosen() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The table: lesson, shot, formulas."""
    return tomllib.loads((resources.files("scenes.deliver") / "formulas_of_shots.toml").read_text(encoding="utf-8"))


def _named(entry: str) -> str:
    return entry.partition(" ?")[0]


def _is_true(entry: str, values: Values, trace: Trace) -> bool:
    """Whether the condition of an entry, if it has one, holds."""
    what, _, value = entry.partition(" ?")[2].partition("=")
    if not what:
        return True
    return str(trace.number(what) if what in trace else values[what]) == value


def _sides(pieces: Sequence[Piece]) -> list[tuple[str, list[Piece]]]:
    """The sides of a formula's relations, each with the sign in front of it."""
    sides: list[tuple[str, list[Piece]]] = [("", [])]
    for piece in pieces:
        if piece in (Sign("="), Sign(":="), Sign("approx")):
            assert isinstance(piece, Sign)
            sides.append((piece.source, []))
        elif isinstance(piece, Bound) and piece.kind == "=":
            sides.append(("=", [piece]))
        else:
            sides[-1][1].append(piece)
    return sides


def _is_exact(side: Sequence[Piece], trace: Trace) -> bool:
    return all(rounded(trace.number(piece.path)).exact for piece in side if isinstance(piece, Bound))


def _piece(piece: Piece, exact: bool, trace: Trace, catalogue: Catalogue) -> str:
    plain = catalogue.formulas.plain
    signs = catalogue.outputs["signs_in_words"]
    match piece:
        case Symbol(quantity):
            return plain[quantity]
        case Partial(above, below):
            return str(signs["ratio"]).format(above=plain[above], below=plain[below])
        case Bound():
            return rounded(trace.number(piece.path)).text(catalogue.decimal_separator)
        case Sign("approx?"):
            return "" if exact else str(signs["approximately"])
        case Sign(source):
            return _sign(source, catalogue)


def _sign(source: str, catalogue: Catalogue) -> str:
    """A sign or a piece of Typst in words; what has none, letters and digits, stays as it is."""
    plain, outputs = catalogue.formulas.plain, catalogue.outputs
    said, ratio = outputs["formulas_in_words"], outputs["signs_in_words"]["ratio"]
    text = re.sub(r"\{([^{}]+)\}", lambda found: plain[found[1]], source)
    if text in said:
        return str(said[text])
    text = _SLOPE.sub(lambda found: ratio.format(above=found[1] or found[3], below=found[2] or found[4]), text)
    text = _RATIO.sub(lambda found: said["ratio"].format(above=found[1], below=found[2]), text)
    text = _LARGER.sub(lambda found: said["larger"].format(of=found[1]), text)
    text = _ABSOLUTE.sub(lambda found: said["absolute"].format(of=found[1]), text)
    text = _SUBSCRIPT.sub(lambda found: f" {found[1] or ''}", _without_calls(text, said))

    def signs(part: str) -> str:
        return _known(catalogue.code).sub(lambda found: f" {said[found[0]]} ", part)

    return "".join(_sum(found, said, signs) if isinstance(found, re.Match) else signs(found) for found in _sums(text))


def _without_calls(text: str, said: Mapping[str, str]) -> str:
    """Fractions of Typst as divisions and its roots in words, the innermost first."""
    while calls := list(_CALL.finditer(text)):
        call = calls[-1]
        parts, end = _arguments(text, call.end())
        if end is None:
            return text
        whole = [part if re.fullmatch(r"[\w.^]+", part) else f"({part})" for part in parts]
        made = " / ".join(whole) if call[1] == "frac" else said["root"].format(of=", ".join(whole))
        text = f"{text[: call.start()]} {made} {text[end:]}"
    return text


def _arguments(text: str, begin: int) -> tuple[list[str], int | None]:
    """What stands between the brackets of a call of Typst, by its commas, and where it ends; None where nowhere."""
    parts, depth = [""], 1
    for place, char in enumerate(text[begin:], start=begin):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth == 0:
            return [part.strip() for part in parts], place + 1
        if char == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += char
    return parts, None


def _sums(text: str) -> Iterator[str | re.Match[str]]:
    """The text as what goes over something, and what stands between: of the words for a sum none is a sign."""
    end = 0
    for found in _SUM.finditer(text):
        yield text[end : found.start()]
        yield found
        end = found.end()
    yield text[end:]


def _sum(found: re.Match[str], said: Mapping[str, str], signs: Callable[[str], str]) -> str:
    """A sum with what it goes over, and from where to where."""
    over, first, last = found[1] or found[3], found[2], found[4] or found[5]
    if first and last:
        return f" {said['sum_from'].format(over=over, first=signs(first), last=signs(last))} "
    over, power = signs(f"{over} = {first}" if first else over), signs(f"^{last}") if last else ""
    return f" {said['sum_over'].format(over=over)} {power} "


@cache
def _known(language: str) -> re.Pattern[str]:
    """The signs that have words, the longest first; a name only where it stands alone."""
    said = words.load(language).outputs["formulas_in_words"]
    names = sorted((name for name in said if name not in _PATTERNS), key=len, reverse=True)
    return re.compile("|".join(rf"\b{name}\b" if name.isalpha() else re.escape(name) for name in names))
