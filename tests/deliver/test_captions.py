"""Captions, transcript and report from a timeline made by hand."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import srt

from scenes.deliver import captions, report
from scenes.deliver.files import put_in_place, workshop
from scenes.deliver.transcript import transcript
from scenes.stage.timeline import Mark, Said, ShotSpan, ShownNumber, Timeline
from scenes.stage.writing import words

ERROR = "The error is −1.9. Squared, it is the loss: the area of this square, ≈ 3.61."
LEAN = re.compile(
    "≈|a|an|the|of|to|in|on|at|by|for|with|and|or|в|на|с|к|о|у|и|а|но|не|за|до|из|от|по|для|при|под|над|или|≈",
    re.IGNORECASE,
)
TIMELINE = Timeline(
    "neuron",
    "en",
    "One neuron",
    30,
    (
        ShotSpan(
            "first",
            (Said("How many?", 0, 40, is_question=True), Said("One.", 40, 70), Said("2 < 3 & what of it?", 70, 100)),
            "A picture.",
            0,
            100,
        ),
        ShotSpan("second", (Said(ERROR, 100, 345),), "Two.", 100, 345),
    ),
    (ShownNumber("step.0.loss", "361/100", 3.61, "3.61", "=", "second", 130, 345),),
)


def test_webvtt_times_are_those_of_the_frames_and_no_two_cues_meet():
    text = captions.webvtt(TIMELINE)
    assert text.startswith("WEBVTT\n")
    assert "first.question\n00:00:00.000 --> 00:00:01.332\nHow many?" in text  # frame 40 of 30 a second
    assert "first.2\n00:00:01.333 --> 00:00:02.332\nOne." in text
    assert "first\n00:00:02.333 --> 00:00:03.332\n2 &lt; 3 &amp; what of it?" in text
    assert "second\n00:00:03.333 --> 00:00:11.499" in text


def test_subrip_can_be_read_back():
    cues = list(srt.parse(captions.subrip(TIMELINE)))
    assert [cue.start.total_seconds() for cue in cues] == [0, 1.333, 2.333, 3.333]
    assert [cue.content for cue in cues][:3] == ["How many?", "One.", "2 < 3 & what of it?"]


def test_lines_are_short_and_nothing_is_lost():
    lines = captions.lines(TIMELINE.shots[1].caption).split("\n")
    assert len(lines) == 2
    assert all(len(line) <= 42 for line in lines)
    assert " ".join(lines).replace("\u00a0", " ") == TIMELINE.shots[1].caption
    assert captions.lines("short") == "short"


def test_what_is_too_long_for_two_lines_is_cut_where_a_sentence_ends_and_has_time_by_its_length():
    text = "A first sentence that fills a good part of two lines alone. Then comes another one, and it is shorter."
    film = replace(TIMELINE, shots=(ShotSpan("long", (Said(text, 0, 300),), "", 0, 300),))
    first, second = captions.cues(film)
    assert (first.text.replace("\n", " "), second.text.replace("\n", " ")) == (text[:59], text[60:])
    assert (first.start, second.end) == (0, 10)
    assert first.end == second.start == pytest.approx(10 * 59 / (59 + 42))
    assert "\nlong\n00:00:00.000" in captions.webvtt(film)
    assert "\nlong+1\n00:00:05.842" in captions.webvtt(film)


def test_what_a_voice_adds_is_in_the_captions_while_it_is_said():
    said, more = "Twenty characters...", "Forty characters are as many as in this."
    shot = ShotSpan("told", (Said(said, 0, 300, speech=5.5),), "", 0, 300, spoken=more)
    first, second = captions.cues(replace(TIMELINE, shots=(shot,)))
    assert (first.text, second.text) == (said, more)
    assert second.start == pytest.approx((0.5 + 5.5) / 3)  # half a second to come; a third of the words
    assert second.end == 10


def test_a_text_of_a_few_characters_has_its_time_before_what_a_voice_adds():
    more = "And this is so because of that, and that is so because of something else, which nobody knows."
    seconds = captions.least_time(["Yes.", more], "en")
    shot = ShotSpan("told", (Said("Yes.", 0, 300, speech=seconds - 0.5),), "", 0, 300, spoken=more)
    cues = captions.cues(replace(TIMELINE, shots=(shot,)))
    assert len(cues) == 3
    for cue in cues:
        assert cue.end - cue.start >= 5 / 6
        assert len(cue.text) / (cue.end - cue.start) <= 17.001


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Туман рассеялся. Две точки на|одной кривой: где склон круче?"),
        ("en", "Their sum cannot tell a|bad line from a good one."),
        ("en", "It all depends on this one ≈|0.0000000123456789012345678901"),
        ("ru", "Здесь на этой карте видно 12|% всего движения этой сети"),
    ],
)
def test_no_line_is_cut_behind_a_little_word_or_between_a_number_and_its_sign(language: str, text: str):
    """Though both lines would be about equally long."""
    whole = text.replace("|", " ")
    lines = captions.lines(whole, language).split("\n")
    assert len(lines) == 2
    assert " ".join(lines) == whole
    assert lines[0] != text.split("|")[0]


@pytest.mark.parametrize(("language", "longest"), [("en", 42), ("ru", 39)])
def test_every_text_of_every_lesson_keeps_to_two_lines_and_loses_nothing(language: str, longest: int):
    for lesson in words.load(language).lessons.values():
        for shot in lesson.shots:
            captions_ = [shot.caption] if isinstance(shot.caption, str) else list(shot.caption.values())
            spoken = [shot.spoken] if isinstance(shot.spoken, str) else list(shot.spoken.values())
            for text in (*captions_, *spoken, shot.question or "", *shot.sentences.values()):
                filled = words.plain(words.fill(text, lambda path: Fraction(-12345, 7), words.load(language)))
                cut = captions.pieces(filled, language)
                assert " ".join(cut).replace("\u00a0", " ") == filled.replace("\u00a0", " ")
                for piece in cut:
                    lines = captions.lines(piece, language).split("\n")
                    assert len(lines) <= 2
                    assert max(map(len, lines)) <= longest, lines
                    assert not any(LEAN.fullmatch(line.split(" ")[-1]) for line in lines), lines


def test_descriptions_are_a_track_of_their_own_with_signs_in_words():
    text = captions.descriptions(replace(TIMELINE, shots=(replace(TIMELINE.shots[0], description="It is ≈ −1.9."),)))
    assert text == "WEBVTT\nLanguage: en\n\nfirst\n00:00:00.000 --> 00:00:03.332\nIt is approximately minus 1.9.\n"


def test_a_film_has_its_chapters_in_captions_and_transcript():
    film = replace(TIMELINE, chapters=(Mark("A & B", 0), Mark("Second part", 100)))
    assert captions.chapters(film) == (
        "WEBVTT\nLanguage: en\n\n"
        "00:00:00.000 --> 00:00:03.332\nA &amp; B\n\n"
        "00:00:03.333 --> 00:00:11.499\nSecond part\n"
    )
    assert "\n== Second part ==\n\n[00:03] The error" in transcript(film)
    assert "==" not in transcript(TIMELINE)


def test_the_report_has_the_agreed_shape():
    assert json.loads(report.numbers(TIMELINE)) == [
        {
            "path": "step.0.loss",
            "exact": "361/100",
            "value": 3.61,
            "shown": "3.61",
            "relation": "=",
            "shot": "second",
            "from": 4.333333,
            "to": 11.5,
        }
    ]


def test_the_transcript_has_every_caption_and_description():
    text = transcript(TIMELINE)
    assert text.startswith("One neuron\n")
    for said in ("How many?\nOne.\n2 < 3 & what of it?", "A picture.", "Two."):
        assert said in text
    assert "The error is minus 1.9. Squared, it is the loss: the area of this square, approximately 3.61." in text
    assert re.search(r"\[00:03\] The error", text)


def test_files_appear_whole_or_not_at_all(tmp_path):
    output = tmp_path / "new" / "папка с пробелом"

    def interrupted():
        with workshop(output) as shop:
            (shop / "half").write_text("ha")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []  # nor the folders that were made for it
    with workshop(output) as shop:
        (shop / "whole").write_text("whole")
        assert put_in_place([shop / "whole"], output) == [output / "whole"]
    assert [path.name for path in output.iterdir()] == ["whole"]


def test_a_folder_in_the_way_of_one_file_keeps_all_from_their_places(tmp_path):
    (tmp_path / "b").mkdir()
    with workshop(tmp_path) as shop:
        for name in "ab":
            (shop / name).write_text(name)
        with pytest.raises(IsADirectoryError):
            put_in_place([shop / "a", shop / "b"], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_word_longer_than_a_line_stands_alone_and_leaves_the_others_together():
    word = "x" * 50
    assert captions.pieces(f"One thing, then {word} and two.", "en") == ["One thing, then", word, "and two."]
    assert captions.pieces(word, "en") == [word]


def test_two_that_put_the_same_folder_in_place_do_not_meet(tmp_path: Path):
    def put(content: str) -> None:
        for _ in range(30):
            with workshop(tmp_path) as shop:
                (shop / "frames").mkdir()
                (shop / "frames" / content).touch()
                put_in_place([shop / "frames"], tmp_path)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(put, content) for content in ("1", "2")]:
            done.result()
    assert [path.name for path in tmp_path.iterdir()] == ["frames"]
    assert len(list((tmp_path / "frames").iterdir())) == 1
