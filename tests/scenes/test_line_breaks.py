"""Where the lines of a caption end."""

import pytest
from hypothesis import given, strategies

from scenes.stage.writing.line_breaks import Token, balanced


def tokens(text: str) -> list[Token]:
    return [Token(word, word) for word in text.split()]


@pytest.mark.parametrize(
    ("text", "characters", "wanted"),
    [
        ("One line that fits.", 62, ["One line that fits."]),
        # after the colon, though the first line (43) is the longer one by then: (43 - 12)^2 + 24^2 = 1537, while the
        # even cut, 33 and 34 characters, is worth 33^2 + 34^2 = 2245
        (
            "The error is −1.9. Squared, it is the loss: the area of this square.",
            60,
            ["The error is −1.9. Squared, it is the loss:", "the area of this square."],
        ),
        ("aaaa bbbb cccc dddd", 10, ["aaaa bbbb", "cccc dddd"]),
        ("aaaa bbbb — cc", 10, ["aaaa", "bbbb — cc"]),  # 4 and 9; "aaaa bbbb" and "— cc" would be as good
        ("", 10, []),
        ("unbreakablylong x", 5, ["unbreakablylong", "x"]),
    ],
)
def test_lines(text: str, characters: int, wanted: list[str]):
    assert balanced(tokens(text), characters) == wanted


@given(
    strategies.lists(strategies.text("ab.,", min_size=1, max_size=12), min_size=1, max_size=25),
    strategies.integers(12, 62),
)
def test_nothing_is_lost_and_no_line_is_too_long(parts: list[str], characters: int):
    lines = balanced([Token(part, part) for part in parts], characters)
    assert " ".join(lines) == " ".join(parts)
    assert all(len(line) <= characters for line in lines)
