"""The presentation for manim-slides: what its `PresentationConfig.from_file` looks for is there."""

import json

import av
import pytest

from scenes.deliver.deck.presentation import put_presentation, write_presentation
from scenes.stage.look.theme import DARK

# The fields of a slide in manim-slides 5.7 (`config.py`, SlideConfig); it refuses none and needs the last two.
FIELDS = {"loop", "auto_next", "playback_rate", "reversed_playback_rate", "notes", "dedent_notes", "skip_animations"}
FILES = {"file", "rev_file"}


def deliver(slides, output, shop):
    return put_presentation(write_presentation(slides, (64, 36), DARK, "grey.ru", shop), output)


@pytest.fixture(scope="module")
def placed(grey_slides, tmp_path_factory):
    output = tmp_path_factory.mktemp("media")
    return deliver(grey_slides, output, tmp_path_factory.mktemp("shop"))


def lumas(path):
    with av.open(str(path)) as video:
        return [int(frame.to_ndarray()[5, 5]) for frame in video.decode(video=0)]


def test_it_lies_where_manim_slides_looks_for_it(placed):
    assert placed.parent.name == "slides"
    told = json.loads(placed.read_text(encoding="utf-8"))
    assert told["resolution"] == [64, 36]
    assert told["background_color"] == "#11151C"
    for slide in told["slides"]:
        assert slide.keys() == FIELDS | FILES
        for kind in FILES:  # from the folder above the one that it lies in
            assert (placed.parent.parent / slide[kind]).is_file()


def test_each_slide_plays_its_own_frames_and_a_question_waits(placed):
    told = json.loads(placed.read_text(encoding="utf-8"))
    shown = [lumas(placed.parent.parent / slide["file"]) for slide in told["slides"]]
    assert shown == [
        [16 + 4 * frame for frame in range(30)],
        [16 + 4 * frame for frame in range(20)],
        [16 + 4 * frame for frame in range(20, 45)],
    ]
    assert not any(slide["auto_next"] or slide["loop"] for slide in told["slides"])


def test_notes_are_plain_text_in_markdown(placed):
    notes = [slide["notes"] for slide in json.loads(placed.read_text(encoding="utf-8"))["slides"]]
    assert notes == [
        "Светлеет.\n\nСерый.",
        "Сколько будет 2 &lt; 3 &amp; почему?",
        "Ответ: ≈ 3,61.\n\nЕщё серее.",
    ]


def test_a_second_one_leaves_no_clips_of_the_first(grey_slides, tmp_path):
    first = deliver(grey_slides, tmp_path, tmp_path / "shop")
    clips = first.parent / "files" / "grey.ru"
    (clips / "of-an-earlier-film.mp4").write_bytes(b"")
    before = first.read_bytes()
    again = deliver(grey_slides, tmp_path, tmp_path / "another")
    assert again.read_bytes() == before
    assert len(list(clips.iterdir())) == 3
