"""Whether a binding tells the truth: its number against a trace of the check's own, its string against another way of
rounding."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from scenes.stage.checks.decimal_rounding import is_exact, written
from scenes.stage.writing.binding import Binding, Number


class BindingTruth:
    """`number_of` gives the numbers of a fresh trace, or raises LookupError; None: there is none to compare with.
    `separator` is the decimal separator that numbers must have; None: any."""

    def __init__(self, number_of: Callable[[str], Number] | None, separator: str | None) -> None:
        self._number_of = number_of
        self._separator = separator
        self.faults = cache(self._faults)
        self.is_rounded = cache(_is_rounded)

    def fault_of_stale(self, binding: Binding) -> str:
        """What is wrong with a number that has come to rest on its way; "" if it shows its quantity."""
        if self._number_of is None:
            return ""
        try:
            true = self._number_of(binding.path)
        except LookupError:
            return f"{binding.shown} is bound to {binding.path}, which is no quantity of the trace"
        right = written(true, binding.places, binding.figures, binding.most, binding.separator)
        return "" if right == binding.shown else f"{binding.shown} stands still; {binding.path} is {right}"

    def _faults(self, binding: Binding) -> tuple[str, ...]:
        """What is wrong with a binding, each in a sentence."""
        found = [*self._against_the_trace(binding), *_against_rounding(binding)]
        wanted = "." if binding.in_code else self._separator
        if wanted is not None and binding.separator != wanted:
            found.append(
                f"{binding.path} is written with “{binding.separator}” as decimal separator; the language has "
                f"“{wanted}”"
            )
        return tuple(found)

    def _against_the_trace(self, binding: Binding) -> list[str]:
        if self._number_of is None or not binding.at_rest:
            return []
        try:
            true = self._number_of(binding.path)
        except LookupError:
            return [f"{binding.shown} is bound to {binding.path}, which is no quantity of the trace"]
        if true != binding.number:
            return [f"{binding.path} is {true} in the trace, but {binding.number} (as {binding.shown}) on the screen"]
        return []


def _against_rounding(binding: Binding) -> list[str]:
    try:
        right = written(binding.number, binding.places, binding.figures, binding.most, binding.separator)
    except (OverflowError, ValueError):
        return [f"{binding.path} is {binding.number}, which cannot be written as a number"]
    if right != binding.shown:
        return [f"{binding.path} is {binding.number}: written {binding.shown}, rightly rounded {right}"]
    return []


def _is_rounded(binding: Binding) -> bool:
    """Whether its string is not the whole of its number, so that it is equal to nothing exact."""
    return not is_exact(binding.number, binding.shown, binding.separator)
