"""Words that somebody would write to break out of where they stand: in each output they are text and nothing else, as
programs of others see it."""

import json
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import av
import pptx
import pypdf
import pytest
from bs4 import BeautifulSoup
from jinja2 import Template
from lxml import etree
from markdown_it import MarkdownIt
from PIL import Image

from engine import Trace
from scenes.deliver import captions
from scenes.deliver.deck import handout
from scenes.deliver.deck.html import into_folder, one_file
from scenes.deliver.deck.powerpoint import write_powerpoint
from scenes.deliver.deck.presentation import write_presentation
from scenes.deliver.deck.slides import Slide, Slides
from scenes.deliver.embed.deliver import embed
from scenes.deliver.lesson import Delivery
from scenes.deliver.narration.aloud import aloud
from scenes.deliver.page.contents import page_lesson
from scenes.deliver.page.html import page
from scenes.deliver.page.mathml import Written, rows_as_mathml
from scenes.deliver.sheets.deliver import deliver_sheets
from scenes.deliver.sheets.table import trace_table
from scenes.deliver.transcript import transcript
from scenes.deliver.video.encoded import webm
from scenes.lessons import index
from scenes.render.edition import Edition
from scenes.render.join import join
from scenes.stage.custom import Custom
from scenes.stage.look.theme import THEMES
from scenes.stage.timeline import Mark, Said, ShotSpan, Timeline
from scenes.stage.writing import formulas, words
from scenes.stage.writing.sealed import sealed
from tests.deliver.small_film import FPS, SECONDS, SIZE, small_film

TITLE = "</script><script>hit()</script> #read(\"x\") $y$ *z* [a](b) 'q'"
SAID = "<img src=x onerror=hit()> & \"q\" 'a' #strong[Typst] $x$ \\\\ `code` --> ]]> **b** [l](javascript:hit())"
ASKED = '= + - @ #import "@preview/a:0.1.0" #image("/etc/passwd") <!-- </style><svg onload=hit()> &lt;b&gt; <b>B</b>'
SEEN = '"><iframe src="https://example.org/hit"></iframe> <link rel=stylesheet href=//example.org/hit> {{ 7*7 }} ${x}'
TIMELINE = Timeline(
    "neuron",
    "en",
    TITLE,
    FPS,
    (ShotSpan("only", (Said(ASKED, 0, 20, is_question=True), Said(SAID, 20, FPS * SECONDS)), SEEN, 0, FPS * SECONDS),),
    (),
    (Mark(TITLE, 0),),
)
LOOK = Edition("neuron", {}, "en", "l")
OWN = Custom(words=((("en", "neuron", "title"), TITLE),), symbols=(("weight", '"$#'), ("bias", "<b>"), ("loss", "\\&")))


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> Delivery:
    """A small film that has these words, with what lies beside it."""
    folder = tmp_path_factory.mktemp("hostile")
    plain = small_film(folder)
    joined = folder / "neuron.en.mp4"
    join([plain.outputs[0]], joined, TIMELINE, [(0.0, 1.0, SAID)])
    Image.new("RGB", SIZE).save(folder / "neuron.en.png")
    texts = {
        ".vtt": captions.webvtt(TIMELINE),
        ".srt": captions.subrip(TIMELINE),
        ".txt": transcript(TIMELINE),
        ".chapters.vtt": captions.chapters(TIMELINE),
        ".descriptions.vtt": captions.descriptions(TIMELINE),
    }
    for suffix, text in texts.items():
        (folder / f"neuron.en{suffix}").write_text(text, encoding="utf-8")
    outputs = [joined, folder / "neuron.en.png", *(folder / f"neuron.en{suffix}" for suffix in texts)]
    return Delivery(tuple(outputs), TIMELINE, poster_text=SEEN)


@pytest.fixture(scope="module")
def slides(film) -> Slides:
    span = TIMELINE.shots[0]
    only = Slide("only", TITLE, film.outputs[0], FPS, span.end_frame, (), span.said, span.description)
    return Slides(TITLE, "en", (only, replace(only, name="next", chapter=SAID)))


@pytest.fixture(scope="module")
def html(film, slides, tmp_path_factory) -> dict[str, Path]:
    """Every page that is made, by its kind."""
    folder = tmp_path_factory.mktemp("pages")
    values = index.values("neuron", [])
    catalogue = words.load("en", OWN)
    lesson = page_lesson(TIMELINE, film.outputs[0].read_bytes(), b"", index.trace("neuron", values), values, catalogue)
    (folder / "page.html").write_text(page(TITLE, catalogue, [lesson], THEMES["dark"], SIZE, []), encoding="utf-8")
    (folder / "deck.html").write_text(one_file([slides], LOOK), encoding="utf-8")
    into_folder([slides], LOOK, folder / "deck")
    made = embed(film, LOOK, ["html", "moodle"], folder, {}, inside=True)
    with zipfile.ZipFile(made.packages[0]) as zipped:
        zipped.extractall(folder / "scorm")
    (folder / "snippet.html").write_text(f"<!doctype html><meta charset=utf-8>{made.snippets['html']}")
    return {
        "page": folder / "page.html",
        "deck": folder / "deck.html",
        "folder": folder / "deck" / "index.html",
        "scorm": folder / "scorm" / "index.html",
        "snippet": folder / "snippet.html",
    }


KINDS = ("page", "deck", "folder", "scorm", "snippet")


@pytest.mark.parametrize("kind", KINDS)
def test_chromium_sees_text_runs_nothing_and_asks_nobody(browser, html, kind: str):
    context = browser.new_context()
    asked, faults = [], []
    context.on("request", lambda request: asked.append(request.url))
    opened = context.new_page()
    opened.on("console", lambda told: faults.append(told.text) if told.type in ("error", "warning") else None)
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.add_init_script("window.hit = () => { window.wasHit = true }")
    opened.goto(html[kind].as_uri())
    opened.wait_for_timeout(300)
    assert opened.evaluate("window.wasHit") is None
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert opened.evaluate("document.querySelectorAll('iframe, link[rel=stylesheet], b, strong').length") == 0
    text = opened.evaluate("document.documentElement.textContent")
    for written in (TITLE, SAID, ASKED, SEEN):
        assert written in text
    assert faults == []
    if kind != "snippet":  # it has no page of its own
        assert opened.title() == TITLE
        opened.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=//example.org/x onerror=hit()>')")
        opened.evaluate("""() => { const made = document.createElement('script'); made.textContent = 'hit()';
            document.body.append(made) }""")
        opened.wait_for_timeout(200)
        assert opened.evaluate("window.wasHit") is None  # the policy
        assert any("Content Security Policy" in fault for fault in faults)
    context.close()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "snippet"])
def test_every_page_has_a_policy_before_all_else(html, kind: str):
    read = BeautifulSoup(html[kind].read_text(encoding="utf-8"), "html.parser")
    first = read.head.find(["meta", "title", "style", "script"], attrs={"charset": None})
    said = read.head.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert first.name == "meta"
    assert "default-src 'none'" in said
    assert "unsafe-eval" not in said
    assert not re.search(r"script-src[^;]*(unsafe|\*|http)", said)


def test_captions_are_what_players_take_for_text(film):
    vtt = {path.name: path.read_text(encoding="utf-8") for path in film.outputs if path.suffix == ".vtt"}
    for text in vtt.values():
        assert all(re.fullmatch(r"[\d:.]+ --> [\d:.]+", line) for line in text.split("\n") if "-->" in line)
        assert "<" not in text.replace("&lt;", "")
    told = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", film.outputs[0].with_suffix(".srt"), "-f", "ass", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    shown = "".join(line.split(",", 9)[9] for line in told.splitlines() if line.startswith("Dialogue"))
    shown = shown.replace("\u2060", "").replace("\\N", " ")
    assert "<img src=x onerror=hit()>" in shown
    assert "<b>B</b>" in shown


def test_a_transcript_has_no_line_that_is_not_its_own(film):
    text = film.outputs[4].read_text(encoding="utf-8")
    assert text.startswith(f"{TITLE}\n\n[00:00] {ASKED}\n")
    assert not any(line.startswith("==") for line in text.splitlines())


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_titles_and_chapters_inside_of_a_video(film, tmp_path: Path, kind: str):
    path = film.outputs[0]
    if kind == "webm":
        path = tmp_path / "film.webm"
        webm([film.outputs[0]], path, TIMELINE, False, [(0.0, 1.0, SAID)])
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_chapters", path]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    tags = {key.lower(): value for key, value in told["format"]["tags"].items()}
    assert tags["title"] == TITLE
    assert [chapter["tags"]["title"] for chapter in told["chapters"]] == [TITLE]
    with av.open(str(path)) as container:
        assert container.streams.video[0].frames or kind == "webm"


def test_the_deck_for_powerpoint_has_the_words_and_nothing_that_is_linked(slides, tmp_path: Path):
    path = tmp_path / "deck.pptx"
    write_powerpoint(slides, SIZE, THEMES["dark"], path)
    deck = pptx.Presentation(str(path))
    assert deck.core_properties.title == TITLE
    assert {page.shapes.title.text for page in deck.slides} == {ASKED}
    notes = "\n".join(page.notes_slide.notes_text_frame.text for page in deck.slides)
    assert SAID in notes
    assert SEEN in notes
    with zipfile.ZipFile(path) as zipped:
        for name in zipped.namelist():
            if name.endswith((".xml", ".rels")):
                read = etree.fromstring(zipped.read(name), etree.XMLParser(resolve_entities=False))
                assert read.xpath("//*[@TargetMode='External']") == []
        assert SAID in "".join(etree.fromstring(zipped.read("ppt/presentation.xml")).xpath("//@name"))


def test_the_manifest_of_a_package_is_xml_that_names_files_of_it(film, html):
    manifest = etree.parse(str(html["scorm"].parent / "imsmanifest.xml"))
    assert set(manifest.xpath("//*[local-name()='title']/text()")) == {TITLE}


def test_notes_for_manim_slides_are_text_in_its_window_and_in_its_page(browser, slides, tmp_path: Path):
    """Its window reads them as CommonMark; its template (5.7) puts them into HTML as they are, where they are Markdown
    again."""
    told = json.loads(write_presentation(slides, SIZE, THEMES["dark"], "x", tmp_path).read_text(encoding="utf-8"))
    notes = told["slides"][-1]["notes"]
    parser = MarkdownIt()
    shown = BeautifulSoup(parser.render(notes), "html.parser")
    assert shown.find(["img", "iframe", "b", "a", "strong", "script", "h1", "li"]) is None
    assert shown.get_text().replace("\u2060", "").split("\n")[:3] == [ASKED, SAID, SEEN]
    context = browser.new_context(offline=True)
    opened = context.new_page()
    opened.add_init_script("window.hit = () => { window.wasHit = true }")
    aside = Template("<!doctype html><aside>{{ notes }}</aside>").render(notes=notes)
    opened.set_content(aside)
    again = parser.render(opened.evaluate("document.querySelector('aside').textContent"))
    opened.evaluate("html => { document.querySelector('aside').innerHTML = html }", again)
    opened.wait_for_timeout(100)
    assert opened.evaluate("window.wasHit") is None
    assert opened.evaluate("document.querySelectorAll('img, iframe, svg, b, a').length") == 0
    context.close()


def test_snippets_in_markdown_and_quarto(film):
    made = embed(film, LOOK, ["markdown", "quarto", "notebook"], film.outputs[0].parent, {})
    shown = BeautifulSoup(MarkdownIt().render(made.snippets["markdown"]), "html.parser")
    assert shown.strong.get_text() == TITLE
    assert shown.img["alt"] == SEEN
    assert {link["href"].partition(".")[0] for link in shown.find_all("a")} == {"neuron"}
    alt = re.search(r'\{fig-alt="(.*)"\}', made.snippets["quarto"])[1]
    assert "<" not in alt
    assert not re.search(r'(?<!\\)"', alt)


def test_sheets_show_the_title_as_it_is_written(tmp_path: Path):
    made = deliver_sheets("neuron", index.values("neuron", []), ["en"], ["markdown", "pdf"], tmp_path, custom=OWN)
    for path in made:
        if path.suffix == ".md":
            heading = BeautifulSoup(MarkdownIt().render(path.read_text(encoding="utf-8")), "html.parser").h1
            assert heading.get_text().startswith(f"{TITLE} — ")
            assert heading.find(True) is None
        else:
            read = pypdf.PdfReader(path)
            assert read.metadata.title.startswith(f"{TITLE} — ")
            text = " ".join(read.pages[0].extract_text().split())
            assert text.startswith(" ".join(TITLE.split()))


def test_the_handout_shows_the_words_as_they_are_written(slides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def drawn(editions: object, folder: Path) -> list[str]:
        folder.mkdir()
        Image.new("RGB", SIZE).save(folder / "a.png")
        return ["a.png"] * len(slides.slides)

    monkeypatch.setattr(handout, "_draw", drawn)
    handout.write_handout(slides, [LOOK], tmp_path / "handout.pdf")
    read = pypdf.PdfReader(tmp_path / "handout.pdf")
    assert read.metadata.title == TITLE
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in read.pages)).replace("\u00ad", "")
    for written in (TITLE, SAID, ASKED):
        assert re.sub(r"\s", "", written) in text


@pytest.mark.parametrize(
    "source", ['#read("README.md")', '#read("/etc/passwd")', '#image("../x.png")', '#plugin("a.wasm")']
)
def test_typst_has_nothing_to_read(source: str):
    with pytest.raises(RuntimeError, match=r"file not found|escape the project root"):
        sealed(source.encode(), format="svg")


def test_own_symbols_are_text_in_mathml():
    catalogue = words.load("en", OWN)
    row = formulas.FormulaRow(tuple(formulas.Symbol(name) for name in ("weight", "bias", "loss")), {})
    (math,) = rows_as_mathml([row], Written(catalogue, lambda path: 1))
    read = etree.fromstring(str(math))
    assert "".join(read.itertext()) == '"$#<b>\\&'
    assert {etree.QName(element).localname for element in read.iter()} <= {"math", "mrow", "mtext", "mi", "mo", "mn"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_cell_of_a_table_is_a_formula(language: str):
    """A spreadsheet takes what begins so for a formula; a number may."""
    traces = [index.trace("neuron", index.values("neuron", [])), Trace({"cmd": 1, "at.sum": -2})]
    for trace in traces:
        for line in trace_table(trace, language).removeprefix("\ufeff").splitlines():
            for cell in re.split(r"[;,]", line):
                bare = cell.strip('"')
                assert not re.match(r"[=+@\t\r]|-(?![\d])", bare), line


def test_a_voice_is_told_no_phonemes():
    assert "[[" not in aloud("[[h@'loU]] and [x]", "en")
