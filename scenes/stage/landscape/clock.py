"""Numbers that belong to a step of a walk: which step, and what is so there, on lines of their own."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DOWN, RIGHT, VGroup

from scenes.stage.frame.region import Region
from scenes.stage.landscape.run import Run
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.values import Value

_GAP = 0.2
_WIDE = 2.9  # units of the scene that a symbol and its number usually take


def with_room(row: Row, room: Region, baseline: float, middle: float) -> Row:
    """Stand with the middle there, as far as the room allows, so that the number behind the sign of a row has what it
    may need while it changes."""
    wide = max(float(row.width), min(_WIDE, room.width))
    left = min(max(room.left, middle - wide / 2), room.right - wide)
    row.at(left, baseline)
    number = row.parts[-1]
    assert isinstance(number, Value)
    number.keep_to(room.right - float(number.get_left()[0]))
    return row


class Clock(VGroup):
    """A word and a number that counts, for example `step 12`; `<k>` in its path is the step. The room for the number is
    that of the last step, so nothing moves when it grows."""

    def __init__(self, pen: Pen, word: str, path: str, last: int, size: float = 40) -> None:
        super().__init__()
        self.path = path
        self.word = pen.label(word, size - 6)
        self.number: Value = pen.value(self.path_of(last), size, meaning="ink")
        self.number.next_to(self.word, RIGHT, buff=_GAP)
        self.number.shift(DOWN * (self.number.baseline - self.word.baseline))
        self.add(self.word, self.number)
        self.pen = pen

    def stand(self, x: float, baseline: float, flush: bool = False) -> Clock:
        """With the middle, or the left edge, at x."""
        edge = float((self.get_left() if flush else self.get_center())[0])
        return self.shift([x - edge, baseline - self.word.baseline, 0])

    def path_of(self, step: int) -> str:
        """The quantity that it shows at a step."""
        return self.path.replace("<k>", str(step))

    def tell(self, step: int) -> Clock:
        """The number at this step."""
        self.number.bind(self.path_of(step), self.pen.number_of(self.path_of(step)))
        return self

    def follow(self, run: Run) -> None:
        """Let its number go along with a run."""
        run.counter(self.number, self.path_of)


class StepNumbers(VGroup):
    """Below one another: the step of a walk, and what is so there (`loss`, `gradient.length`)."""

    def __init__(
        self,
        pen: Pen,
        region: Region,
        walk: str,
        last: int,
        shown: Sequence[str],
        size: float = 44,
        centered: bool = False,
    ) -> None:
        super().__init__()
        self.pen, self.walk, self.shown = pen, walk, tuple(shown)
        lines = region.rows(*[1.0] * (1 + len(shown)))
        self.clock = Clock(pen, "step", f"{walk}.<k>", last, size)
        self.clock.stand(lines[0].x if centered else lines[0].left, lines[0].y - 0.14, flush=not centered)
        self.rows: list[Row] = []
        for name, line in zip(shown, lines[1:], strict=True):
            row = pen.equation(name, f"{walk}.0.{name}", size).fit(line.width)
            with_room(row, line, line.y - 0.14, line.x if centered else line.left)
            self.rows.append(row)
        self.clock.tell(0)
        self.add(self.clock, *self.rows)

    def tell(self, step: int) -> None:
        """What is so at this step."""
        self.clock.tell(step)
        for row, name in zip(self.rows, self.shown, strict=True):
            path = f"{self.walk}.{step}.{name}"
            row.parts[1].bind(path, self.pen.number_of(path))  # type: ignore[attr-defined]

    def follow(self, run: Run, last: int) -> None:
        """Let its numbers go along with a run up to a step."""
        self.clock.follow(run)
        for row, name in zip(self.rows, self.shown, strict=True):
            number = row.parts[1]
            assert isinstance(number, Value)
            run.number(number, lambda step, name=name: f"{self.walk}.{step}.{name}", last)
