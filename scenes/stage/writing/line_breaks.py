"""Where the lines of a caption end: as few lines as fit, about equally long, better after a sentence or a comma."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_SENTENCE, _PAUSE = 12.0, 4.0  # characters by which a line may be the longer one, to end with a sentence or a pause


@dataclass(frozen=True)
class Token:
    """A piece that no line is cut in: its plain characters, and its Typst."""

    text: str
    markup: str


def balanced(tokens: Sequence[Token], characters: int) -> list[str]:
    """The Typst of each line. A token longer than a line stands on one of its own."""
    if not tokens:
        return []
    tokens = _dashes_kept(tokens)
    fewest = _greedy(tokens, characters)
    starts = _cuts(tokens, fewest, characters)
    ends = [*starts[1:], len(tokens)]
    return [" ".join(token.markup for token in tokens[a:b]) for a, b in zip(starts, ends, strict=True)]


def _dashes_kept(tokens: Sequence[Token]) -> list[Token]:
    """A dash stays on the line of the word before it; at the beginning of a line it would open a speech."""
    kept = [tokens[0]]
    for token in tokens[1:]:
        if token.text == "—":
            before = kept.pop()
            token = Token(f"{before.text} {token.text}", f"{before.markup} {token.markup}")
        kept.append(token)
    return kept


def _length(tokens: Sequence[Token]) -> int:
    return sum(len(token.text) for token in tokens) + len(tokens) - 1


def _greedy(tokens: Sequence[Token], characters: int) -> int:
    """The fewest lines that hold all tokens."""
    lines, used = 1, -1
    for token in tokens:
        used += 1 + len(token.text)
        if used > characters and used > len(token.text):
            lines, used = lines + 1, len(token.text)
    return lines


def _cuts(tokens: Sequence[Token], lines: int, characters: int) -> list[int]:
    """Where each line begins, so that the squares of the lines' lengths, less what a good end is worth, are least."""

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            length = _length(tokens[start:])
            return float(length**2) + _over(length, characters), (start,)
        found: tuple[float, tuple[int, ...]] = (float("inf"), (start,))
        for cut in range(start + 1, len(tokens) - left + 2):
            length = _length(tokens[start:cut])
            worth = (length - _good_end(tokens[cut - 1].text)) ** 2 + _over(length, characters)
            rest, cuts = best(cut, left - 1)
            found = min(found, (worth + rest, (start, *cuts)))
        return found

    return list(best(0, min(lines, len(tokens)))[1])


def _over(length: int, characters: int) -> float:
    return 1e6 * max(0, length - characters)


def _good_end(text: str) -> float:
    return _SENTENCE if text[-1] in ".:?!" else _PAUSE if text[-1] in ",;" else 0.0
