"""Snippets for courses: what Chromium, a Markdown parser and Python make of them."""

import ast
import base64
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from markdown_it import MarkdownIt

from scenes.deliver.embed.deliver import KINDS, Embedded, embed
from scenes.deliver.lesson import Delivery
from scenes.render.edition import Edition
from scripts import embed as command
from scripts.main import cli, main
from tests.browser import CHROMIUM, reported
from tests.deliver.small_film import FPS, POSTER, SAID, SECONDS, SIZE, TITLE, small_film

LOOK = Edition("neuron", {}, "ru", "l")

# The page plays the video to its end, and tells what it has seen of it.
REPORT = """<script>
const video = document.querySelector("video"), track = video.querySelector("track"), poster = new Image();
const seen = new Set(), atFirst = track.track.mode;
track.track.mode = "showing"; // as a reader does in the player's menu
track.track.addEventListener("cuechange", () => { for (const cue of track.track.activeCues) seen.add(cue.text); });
const report = () => fetch("report", {method: "POST", body: JSON.stringify({
  error: video.error && video.error.message, size: [video.videoWidth, video.videoHeight], duration: video.duration,
  ended: video.ended, atFirst, language: track.track.language, label: track.track.label,
  seen: [...seen], poster: [poster.naturalWidth, poster.naturalHeight], name: video.getAttribute("aria-label"),
  foreign: document.querySelectorAll("b, i").length, text: document.querySelector("figure").innerText,
  asked: performance.getEntriesByType("resource").map(entry => entry.name).filter(name => name.startsWith("http"))})});
poster.onload = () => { video.muted = true; video.onended = video.onerror = report; video.play(); };
poster.src = video.poster;
</script>"""


@pytest.fixture
def small(tmp_path: Path) -> Delivery:
    return small_film(tmp_path)


def made(small: Delivery, kind: str, **how: object) -> Embedded:
    return embed(small, LOOK, [kind], small.outputs[0].parent, {}, **how)


@pytest.mark.parametrize("kind", ["html", "quarto"])
def test_captions_of_a_video_that_lies_elsewhere_are_in_the_snippet(small: Delivery, kind: str):
    """Browsers take tracks from the page's own origin alone (HTML, the track element: same-origin by default)."""
    snippet = made(small, kind, base="https://example.org/ml").snippets[kind]
    tracks = re.findall(r'<track kind="captions" src="([^"]+)"', snippet)
    assert [base64.b64decode(track.removeprefix("data:text/vtt;base64,")) for track in tracks] == [
        small.outputs[2].read_bytes()
    ]
    assert 'src="https://example.org/ml/neuron.ru.mp4"' in snippet
    links = made(small, "markdown", base="https://example.org/ml").snippets["markdown"]
    assert "(https://example.org/ml/neuron.ru.vtt)" in links
    assert "data:" not in links


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: nothing to play the video with")
@pytest.mark.parametrize("inside", [False, True], ids=["beside", "inside"])
def test_chromium_plays_the_snippet_and_shows_its_captions(small: Delivery, tmp_path: Path, inside: bool):
    snippet = made(small, "html", inside=inside).snippets["html"]
    if inside:
        for output in small.outputs:
            output.unlink()
    (tmp_path / "page.html").write_text(f"<!doctype html><meta charset=utf-8>{snippet}{REPORT}", encoding="utf-8")
    seen = json.loads(reported(tmp_path))
    assert seen["error"] is None
    assert seen["ended"]
    assert seen["size"] == list(SIZE)
    assert seen["poster"] == list(SIZE)
    assert seen["duration"] == pytest.approx(SECONDS, abs=1 / FPS)
    assert (seen["language"], seen["label"]) == ("ru", "русский")
    assert seen["atFirst"] == "disabled"  # the picture has the same words in its own band
    assert seen["seen"] == ["2 &lt; 3 &amp; *what* of it?", "Да."]  # the text of a cue, as WebVTT writes it
    assert seen["name"] == f"{TITLE}. {POSTER}"
    assert seen["foreign"] == 0
    assert TITLE in seen["text"]
    if inside:
        assert seen["asked"] == [] or not any("neuron" in name for name in seen["asked"])


def test_html_links_the_transcript_or_holds_it(small: Delivery):
    linked = BeautifulSoup(made(small, "html", base="https://example.org/мл").snippets["html"], "html.parser")
    assert linked.figcaption.a["href"] == "https://example.org/%D0%BC%D0%BB/neuron.ru.txt"
    assert linked.video.source["src"] == "https://example.org/%D0%BC%D0%BB/neuron.ru.mp4"
    held = BeautifulSoup(made(small, "html", inside=True).snippets["html"], "html.parser")
    assert SAID in held.details.get_text()
    assert POSTER in held.details.get_text()
    assert str(held).count("data:video/mp4") == 1


def test_a_film_has_its_chapters_in_the_player_and_in_the_package(small: Delivery, tmp_path: Path):
    chapters = tmp_path / "neuron.ru.chapters.vtt"
    chapters.write_text("WEBVTT\n", encoding="utf-8")
    film = replace(small, outputs=(*small.outputs, chapters))
    made = embed(film, LOOK, ["html", "moodle"], tmp_path, {})
    kinds = [track["kind"] for track in BeautifulSoup(made.snippets["html"], "html.parser").find_all("track")]
    assert kinds == ["captions", "chapters"]
    with zipfile.ZipFile(made.packages[0]) as zipped:
        assert chapters.name in zipped.namelist()
        assert chapters.name in zipped.read("index.html").decode()


def test_markdown_shows_the_poster_with_its_text_and_leads_to_video_captions_and_transcript(small: Delivery):
    page = BeautifulSoup(MarkdownIt().render(made(small, "markdown").snippets["markdown"]), "html.parser")
    assert page.img["alt"] == POSTER
    assert page.img["src"] == "neuron.ru.png"
    assert page.img.parent["href"] == "neuron.ru.mp4"
    assert page.strong.get_text() == TITLE
    links = [link["href"] for link in page.find_all("a")]
    assert links == [f"neuron.ru{suffix}" for suffix in (".mp4", ".mp4", ".vtt", ".txt")]
    assert page.find("b") is None
    assert page.em is None


def test_quarto_has_a_player_for_the_web_and_a_picture_for_print(small: Delivery):
    text = made(small, "quarto").snippets["quarto"]
    assert text.count("```") == 2 + POSTER.count("```") * 3  # in the player twice, in the picture's text once
    web = re.search(r'::: \{\.content-visible when-format="html"\}\n```\{=html\}\n(.+?)\n```\n:::\n', text, re.S)
    assert BeautifulSoup(web[1], "html.parser").video["aria-label"] == f"{TITLE}. {POSTER}"
    printed = re.search(r'::: \{\.content-visible unless-format="html"\}\n(.+)\n:::\n', text)
    assert "{{<" not in text  # no shortcode of Quarto's comes out of a title
    assert printed[1].endswith('\\\\ end"}')


def test_a_cell_says_what_is_not_as_usual(small: Delivery):
    look = Edition("neuron", {}, "ru", "l", theme="print")
    told = {"neuron.input": "3", "autodiff.weight": "'); import os; ('"}
    cell = embed(small, look, ["notebook"], small.outputs[0].parent, told).snippets["notebook"]
    imported, call = ast.parse(cell).body
    assert (imported.module, imported.names[0].name) == ("scenes.deliver.notebook", "show")
    assert [ast.literal_eval(argument) for argument in call.value.args] == ["neuron", told]
    named = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.value.keywords}
    assert named == {"language": "ru", "quality": "l", "theme": "print"}


def test_the_command_prints_snippets_and_names_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked = []

    def deliver(edition: Edition, output: Path, *how: object) -> Delivery:
        asked.append(edition)
        return small_film(output)

    monkeypatch.setattr(command, "deliver", deliver)
    call = ["embed", "neuron", "-l", "ru", "-q", "l", "-s", "neuron.input=3", "-o", str(tmp_path)]
    answer = CliRunner().invoke(cli, [*call, "--for", "markdown"])
    assert answer.exit_code == 0, answer.output
    assert answer.stdout.startswith("[![")
    assert asked[0].values["input"] == 3
    answer = CliRunner().invoke(cli, [*call, "--for", ",".join(KINDS), "--json"])
    told = json.loads(answer.stdout)
    assert list(told["snippets"]) == ["html", "markdown", "notebook", "quarto"]
    assert "'neuron.input': '3'" in told["snippets"]["notebook"]
    assert told["outputs"][-1] == str(tmp_path / "neuron.ru.scorm.zip")
    assert all(Path(path).exists() for path in told["outputs"])


def test_a_cell_alone_renders_nothing(tmp_path: Path):
    call = ["embed", "--for", "notebook", "-l", "ru", "-o", str(tmp_path / "media")]
    answer = CliRunner().invoke(cli, call)
    assert answer.exit_code == 0, answer.output
    assert answer.stdout == "from scenes.deliver.notebook import show\n\nshow('film', language='ru', quality='h')\n\n"
    assert not (tmp_path / "media").exists()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["neurn"], "the nearest is neuron"),
        (["neuron", "--for", "blackboard"], "no kind 'blackboard'"),
        (["neuron", "--for", ","], "say which kinds"),
        (["neuron", "--at", "javascript:alert(1)"], "no address"),
        (["neuron", "--at", "https://"], "no address"),
        (["neuron", "--at", "https://example.org/?a=1"], "no address"),
        (["neuron", "--inside", "--for", "moodle"], "--inside is for html"),
    ],
)
def test_wrong_calls_are_told_in_one_line(call: list[str], said: str, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("sys.argv", ["backreel", "embed", *call, "-o", str(tmp_path / "media")])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert not (tmp_path / "media").exists()
