"""A film that was stopped is taken up again, and is the same as one that was not."""

from pathlib import Path

import pytest

from scenes.deliver.lesson import Delivery, deliver
from scenes.lessons.numbers import neuron
from scenes.render.advance import Advance
from scenes.render.clip_key import keys
from scenes.render.clips import Clips
from scenes.render.edition import Edition
from scenes.render.unfinished import Unfinished, unfinished
from scenes.stage.timeline import Said, ShotSpan, ShownNumber

EDITION = Edition("neuron", neuron.defaults(), "ru", "l")
SPAN = ShotSpan("one", (Said("Ask?", 0, 5, is_question=True), Said("Tell.", 5, 9)), "What is seen.", 0, 9)
NUMBERS = (ShownNumber("loss", "361/100", 3.61, "3,61", "=", "one", 2, 9),)


def test_a_film_taken_up_again_is_byte_for_byte_the_one_that_was_not_stopped(film: Delivery, tmp_path: Path):
    def stop_in_the_fourth(advance: Advance) -> None:
        if f"neuron.{EDITION.shots[3]}" in advance.shots:
            raise KeyboardInterrupt

    with pytest.raises(Unfinished) as stopped:
        deliver(EDITION, tmp_path, stop_in_the_fourth)
    assert stopped.value.shots == 3
    kept = tmp_path / ".backreel" / "neuron.ru"
    damaged = kept / f"{keys(EDITION)[EDITION.shots[1]]}.mp4"
    damaged.write_bytes(damaged.read_bytes()[:-100] + bytes(100))
    drawn: list[str] = []
    again = deliver(EDITION, tmp_path, lambda advance: drawn.extend(advance.shots))
    assert again.taken_up == 2
    assert f"neuron.{EDITION.shots[1]}" in drawn
    assert again.timeline == film.timeline
    for before, now in zip(film.outputs, again.outputs, strict=True):
        assert now.read_bytes() == before.read_bytes(), now.name
    assert not (tmp_path / ".backreel").exists()


def test_a_clip_is_read_back_as_it_was_kept(tmp_path: Path):
    clips = Clips(tmp_path)
    assert clips.find("one") is None
    clips.place_for("one").write_bytes(b"frames")
    assert clips.find("one") is None  # not kept yet
    kept = clips.keep("one", SPAN, NUMBERS)
    assert clips.find("one") == kept
    assert (kept.span, kept.numbers, kept.frames, len(clips)) == (SPAN, NUMBERS, 9, 1)


@pytest.mark.parametrize("harm", ["video", "description", "no video"])
def test_a_damaged_clip_is_none(tmp_path: Path, harm: str):
    clips = Clips(tmp_path)
    clips.place_for("one").write_bytes(b"frames")
    clips.keep("one", SPAN, NUMBERS)
    if harm == "video":
        clips.place_for("one").write_bytes(b"frameZ")
    elif harm == "description":
        (tmp_path / "one.json").write_text('{"sha256": ')
    else:
        clips.place_for("one").unlink()
    assert clips.find("one") is None


def test_clips_of_other_numbers_are_removed(tmp_path: Path):
    clips = Clips(tmp_path)
    for key in ("one", "other"):
        clips.place_for(key).write_bytes(b"frames")
        clips.keep(key, SPAN, NUMBERS)
    clips.keep_only(["one"])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one.json", "one.mp4"]


@pytest.mark.parametrize(
    "other",
    [
        Edition("neuron", {**neuron.defaults(), "steps": 5}, "ru", "l"),
        Edition("neuron", neuron.defaults(), "en", "l"),
        Edition("neuron", neuron.defaults(), "ru", "m"),
        Edition("neuron", neuron.defaults(), "ru", "l", theme="light"),
        Edition("neuron", neuron.defaults(), "ru", "l", reduced_motion=True),
    ],
)
def test_another_edition_has_other_keys(other: Edition):
    assert list(keys(other)) == list(keys(EDITION))
    assert not set(keys(other).values()) & set(keys(EDITION).values())
    assert len(set(keys(other).values())) == len(other.shots)


def test_two_at_once_do_not_get_into_one_folder(tmp_path: Path):
    with unfinished(tmp_path, "neuron.en") as first:
        first.place_for("one").write_bytes(b"frames")
        first.keep("one", SPAN, NUMBERS)
        with unfinished(tmp_path, "neuron.en") as second:
            assert second.folder != first.folder
            second.place_for("one").write_bytes(b"frames")
        assert not second.folder.exists()
        assert first.find("one") is not None
    assert list(tmp_path.iterdir()) == []


def broken_off(output: Path, fault: BaseException) -> None:
    """Begin a film, or take it up, and break off when one shot is finished."""
    with unfinished(output, "neuron.en") as clips:
        clips.place_for("one").write_bytes(b"frames")
        clips.keep("one", SPAN, NUMBERS)
        raise fault


def test_what_was_finished_is_kept_for_the_next_call_and_for_no_other_film(tmp_path: Path):
    with pytest.raises(Unfinished) as stopped:
        broken_off(tmp_path, KeyboardInterrupt())
    assert stopped.value.shots == 1
    with unfinished(tmp_path, "neuron.ru") as others:
        assert len(others) == 0
    with pytest.raises(OSError, match="full"):
        broken_off(tmp_path, OSError(28, "full"))
    with unfinished(tmp_path, "neuron.en") as again:
        assert again.find("one") is not None
    assert list(tmp_path.iterdir()) == []
