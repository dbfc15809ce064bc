"""How long things take, in seconds. Frames are counted by the film itself, so nothing here drifts."""

from __future__ import annotations

# At most 15 characters a second, 5/6 s at least (Netflix timed text style guides: 17 for adults, 13 for children).
CHARACTERS_A_SECOND = 15.0
LEAST = 5 / 6
# A look at the finished picture after the last move (storyboard: a second at least).
LOOK = 1.4
# A guess wants a moment between question and answer.
THINK = 1.5
# So long a text takes to come into the caption's band. It is read, and spoken, when all of it stands there.
COMES = 0.5


def reading_time(caption: str) -> float:
    """How long a caption must stand to be read once."""
    return max(LEAST, len(caption) / CHARACTERS_A_SECOND)


def hold(caption: str, elapsed: float, spoken: float = 0.0) -> float:
    """How long the last picture of a shot must still stand, `elapsed` seconds after its caption came: until the caption
    could be read, the picture was looked at, and what is `spoken` for so many seconds more is over."""
    return max(LOOK, reading_time(caption) - elapsed, spoken)


def rest_of_reading(text: str, elapsed: float, spoken: float = 0.0) -> float:
    """How long a text must still stand, `elapsed` seconds after it came, until it could be read, and what is `spoken`
    for so many seconds more is over."""
    return max(0.0, reading_time(text) - elapsed, spoken)


def pause(question: str, elapsed: float, spoken: float = 0.0) -> float:
    """How long a question must still stand before it is answered: the rest of reading, and a moment to think."""
    return rest_of_reading(question, elapsed, spoken) + THINK
