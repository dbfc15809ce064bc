"""How long things take, in seconds. Frames are counted by the film itself, so nothing here drifts."""

from __future__ import annotations

# At most 15 characters a second, 5/6 s at least (Netflix timed text style guides: 17 for adults, 13 for children).
CHARACTERS_A_SECOND = 15.0
LEAST = 5 / 6
# A look at the finished picture after the last move (storyboard).
LOOK = 1.4


def reading_time(caption: str) -> float:
    """How long a caption must stand to be read once."""
    return max(LEAST, len(caption) / CHARACTERS_A_SECOND)


def hold(caption: str, elapsed: float) -> float:
    """How long the last picture of a shot must still stand, so that the caption could be read and the picture looked
    at."""
    return max(LOOK, reading_time(caption) - elapsed)
