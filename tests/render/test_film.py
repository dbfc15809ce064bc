"""Two lessons as one film, really rendered: title, contents, cards, chapters, one set of captions."""

import json
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
import srt

from scenes.deliver.lesson import Delivery
from scenes.lessons.film import follows, is_ordered
from scenes.lessons.index import LESSONS
from scenes.stage.settings import Chapter
from scenes.stage.writing import words

TITLES = ("film", "tuning", "chain")


def path(film: Delivery, ending: str) -> Path:
    return next(output for output in film.outputs if output.name.endswith(ending))


def test_everything_is_there_under_its_name(two_lessons: Delivery):
    names = ["mp4", "png", "vtt", "srt", "descriptions.vtt", "txt", "chapters.vtt"]
    assert [output.name for output in two_lessons.outputs] == [
        *(f"film.ru.{ending}" for ending in names),
        "tuning.trace.json",
        "chain.trace.json",
        "film.ru.numbers.json",
    ]
    folder = two_lessons.outputs[0].parent
    assert {file.name for file in folder.iterdir()} == {output.name for output in two_lessons.outputs}


def test_the_shots_of_both_lessons_are_there_with_a_card_before_each(two_lessons: Delivery):
    catalogue = words.load("ru")
    own = {name: [shot.name for shot in catalogue.lesson(name).shots] for name in ("tuning", "chain")}
    assert [shot.name for shot in two_lessons.timeline.shots] == [
        "film.title",
        "film.contents",
        "tuning.card",
        *(f"tuning.{shot}" for shot in own["tuning"]),
        "chain.card",
        *(f"chain.{shot}" for shot in own["chain"]),
        "chain.closing",
    ]


def test_the_file_has_every_frame_and_a_mark_for_each_chapter(two_lessons: Delivery):
    timeline = two_lessons.timeline
    catalogue = words.load("ru")
    with av.open(str(path(two_lessons, ".mp4"))) as container:
        marks = [(mark["metadata"]["title"], mark["start"] / 1000, mark["end"] / 1000) for mark in container.chapters()]
        times = [frame.pts for frame in container.decode(video=0)]
    assert [title for title, *_ in marks] == [catalogue.lesson(name).title for name in TITLES]
    assert marks[0][1] == 0
    cards = [timeline.seconds(shot.first_frame) for shot in timeline.shots if shot.name.endswith(".card")]
    assert np.allclose([start for _, start, _ in marks[1:]], cards, atol=1e-3)
    assert all(end == start for (_, _, end), (_, start, _) in pairwise(marks))
    assert np.isclose(marks[-1][2], timeline.seconds(timeline.frames), atol=1e-3)
    assert len(times) == timeline.frames
    assert len({later - earlier for earlier, later in pairwise(times)}) == 1


def test_a_card_stands_unmoved_where_one_scene_ends_and_the_next_begins(two_lessons: Delivery):
    cards = [shot for shot in two_lessons.timeline.shots if shot.name.endswith(".card")]
    assert len(cards) == 2
    wanted = {frame for card in cards for frame in (card.end_frame - 1, card.end_frame)}
    with av.open(str(path(two_lessons, ".mp4"))) as container:
        pictures = {
            place: frame.to_ndarray(format="gray").astype(int)
            for place, frame in enumerate(container.decode(video=0))
            if place in wanted
        }
    for card in cards:
        before, after = pictures[card.end_frame - 1], pictures[card.end_frame]
        assert (before > 120).mean() > 0.004  # there is a card
        assert np.abs(before - after).mean() < 0.2  # one frame into the title's way to the heading
        assert np.abs(before - after).max() < 120


def test_one_set_of_captions_and_one_transcript_go_through_the_whole_film(two_lessons: Delivery):
    timeline = two_lessons.timeline
    said = [told.text for shot in timeline.shots for told in shot.said]
    cues = list(srt.parse(path(two_lessons, ".srt").read_text(encoding="utf-8")))
    assert [word for cue in cues for word in cue.content.split()] == [word for text in said for word in text.split()]
    for cue, following in pairwise(cues):
        assert cue.end <= following.start
    transcript = path(two_lessons, ".txt").read_text(encoding="utf-8")
    catalogue = words.load("ru")
    for name in TITLES[1:]:
        assert f"== {catalogue.lesson(name).title} ==" in transcript
    plain = [text.replace("\u00a0", " ").replace("−", "минус ") for text in said]  # of all signs there is this one
    assert [text for text in plain if text not in transcript] == []
    assert "дельта y делить на дельта x равно" in transcript[transcript.index(catalogue.lesson("chain").title) :]
    chapters = path(two_lessons, ".chapters.vtt").read_text(encoding="utf-8")
    assert chapters.startswith("WEBVTT")
    assert chapters.count("-->") == len(TITLES)


def test_every_row_of_the_number_report_equals_the_trace_of_its_lesson(two_lessons: Delivery):
    rows = json.loads(path(two_lessons, ".numbers.json").read_text(encoding="utf-8"))
    traces = {
        name: json.loads(path(two_lessons, f"{name}.trace.json").read_text(encoding="utf-8"))["quantities"]
        for name in ("tuning", "chain")
    }
    assert {row["path"].partition(".")[0] for row in rows} == {"film", "tuning", "chain"}
    for row in rows:
        lesson, _, quantity = row["path"].partition(".")
        if lesson == "film":
            assert (quantity, row["shown"]) == ("lessons", "2")
            continue
        assert row["shot"].startswith(f"{lesson}.") or row["shot"].endswith(".card")
        assert row["exact"] == traces[lesson][quantity]["exact"], row


@pytest.mark.parametrize(
    ("lessons", "place", "expected"),
    [
        (("chain", "neuron"), 2, True),
        (("neuron", "chain"), 1, False),
        (("loss", "neuron"), 2, False),
        (("chain", "relu", "neuron"), 3, False),
    ],
)
def test_a_card_speaks_of_the_lesson_before_only_where_that_is_the_one_it_follows(lessons, place, expected):
    assert follows(Chapter(lessons, place)) is expected


@pytest.mark.parametrize(
    ("lessons", "expected"),
    [
        (("loss", "tuning"), True),
        (("loss", "tuning", "gradient", "chain"), True),
        (("loss", "autodiff"), False),  # a rising one, with a gap
        (("loss", "tuning", "chain"), False),
        (("tuning", "gradient"), False),  # without the first
        (("tuning", "loss"), False),
        (("loss", "somebody_elses"), False),
    ],
)
def test_lessons_build_on_one_another_only_where_none_is_left_out(lessons, expected):
    assert is_ordered(lessons) is expected


def test_all_lessons_in_the_order_of_the_film_build_on_one_another():
    assert is_ordered(tuple(LESSONS))
    assert not is_ordered(tuple(reversed(LESSONS)))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_card_whose_caption_has_variants_has_both(language: str):
    shots = {shot.name: shot.caption for shot in words.load(language).lesson("film").shots}
    assert {name: set(caption) for name, caption in shots.items() if not isinstance(caption, str)} == {
        "contents": {"ordered", "free"},
        "tuning": {"after", "anew"},
        "neuron": {"after", "anew"},
        "network": {"after", "anew"},
    }
