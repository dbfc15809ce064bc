"""The deck for PowerPoint, taken apart by the programs of others: python-pptx reads it, PyAV plays its clips,
openxml-audit holds it against the schemas, LibreOffice shows it."""

import io
import shutil
import subprocess
import time
import zipfile
from types import SimpleNamespace

import av
import pptx
import pypdfium2
import pytest
from lxml import etree
from openxml_audit import validate_pptx
from PIL import Image

from scenes.deliver.deck.powerpoint import write_powerpoint
from scenes.stage.look.theme import DARK

NAMES = {
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


@pytest.fixture(scope="module")
def path(grey_slides, tmp_path_factory):
    path = tmp_path_factory.mktemp("deck") / "grey.ru.pptx"
    write_powerpoint(grey_slides, (64, 36), DARK, path)
    return path


@pytest.fixture(scope="module")
def pages(path):
    """What is on each slide: its shapes, the clip's bytes and the picture of it."""
    made = []
    for page in pptx.Presentation(str(path)).slides:
        title, movie = page.shapes
        made.append(
            SimpleNamespace(
                page=page,
                title=title,
                movie=movie,
                clip=page.part.related_part(find(movie.element, ".//p14:media/@r:embed")).blob,
                poster=movie.poster_frame.blob,
            )
        )
    return made


def find(element, path):
    [found] = etree.ElementBase.xpath(element, path, namespaces=NAMES)
    return found


def grey(luma):
    """What a luma looks like (ITU-R BT.709: 16 is black, 235 white)."""
    return pytest.approx((luma - 16) * 255 / 219, abs=1.5)


def lumas(clip):
    with av.open(io.BytesIO(clip)) as video:
        return [int(frame.to_ndarray()[5, 5]) for frame in video.decode(video=0)]


def test_a_slide_for_each_part_of_a_shot_with_its_frames_and_the_last_one_as_its_picture(pages):
    assert [lumas(page.clip)[-1] for page in pages] == [16 + 4 * 29, 16 + 4 * 19, 16 + 4 * 44]
    for page, luma in zip(pages, (16 + 4 * 29, 16 + 4 * 19, 16 + 4 * 44), strict=True):
        with Image.open(io.BytesIO(page.poster)) as picture:
            assert picture.size == (64, 36)
            assert picture.convert("RGB").getpixel((5, 5))[0] == grey(luma)


def test_before_the_answer_the_clip_ends_and_the_next_slide_goes_on_from_there(pages):
    _, asks, answers = pages
    assert len(lumas(asks.clip)) == 20
    begins = int(find(answers.movie.element, ".//p14:trim/@st"))
    assert 20 / 15 <= begins / 1000 < 21 / 15  # in the time of the first frame after the stop
    assert not list(asks.page.element.iter(f"{{{NAMES['p14']}}}trim"))


def test_every_clip_starts_by_itself_and_a_click_goes_on(pages):
    for page in pages:
        root = page.page.element
        shape = str(page.movie.shape_id)
        assert find(root, "//p:cmd[@cmd='playFrom(0.0)']//p:spTgt/@spid") == shape
        assert find(root, "//p:video//p:spTgt/@spid") == shape
        assert find(root, "//p:cond[@evt='onBegin']/p:tn/@val") == "2"  # with the slide's own sequence, without a click
        assert not root.xpath("//a:hlinkClick")
        length = int(find(root, "//p:cmd//p:cTn/@dur")) / 1000
        assert length == pytest.approx({0: 30, 1: 20, 2: 25}[pages.index(page)] / 15, abs=0.001)


def test_the_slide_has_the_shape_of_the_film_and_its_clip_fills_it(path, pages):
    deck = pptx.Presentation(str(path))
    assert deck.slide_width / deck.slide_height == pytest.approx(64 / 36, rel=1e-5)
    for page in pages:
        movie = page.movie
        assert (movie.left, movie.top, movie.width, movie.height) == (0, 0, deck.slide_width, deck.slide_height)


def test_titles_are_there_and_cover_nothing(pages):
    assert [page.title.text for page in pages] == ["Светлеет.", "Сколько будет 2 < 3 & почему?", "Ответ: ≈ 3,61."]
    for page in pages:
        assert page.page.shapes.title.text == page.title.text
        assert page.title.top + page.title.height <= 0
    assert {run.get("lang") for page in pages for run in page.title.element.iter(f"{{{NAMES['a']}}}rPr")} == {"ru-RU"}


def test_alt_texts_and_notes_say_what_is_seen_and_said(pages):
    first, asks, answers = [find(page.movie.element, "./p:nvPicPr/p:cNvPr/@descr") for page in pages]
    assert (first, answers) == ("Серый.", "Ещё серее.")
    assert asks.endswith("Сколько будет 2 < 3 & почему?")
    notes = [page.page.notes_slide.notes_text_frame.text for page in pages]
    assert notes[0] == "Светлеет.\nСерый."
    assert notes[1].startswith("Сколько будет 2 < 3 & почему?\n")
    assert "Ответ" not in notes[1]
    assert notes[2] == "Ответ: ≈ 3,61.\nЕщё серее."


def test_the_master_of_notes_is_in_the_list(path):
    """Right after that of slides, as the schema orders it; without it PowerPoint's view of notes is empty."""
    deck = pptx.Presentation(str(path))
    assert [etree.QName(child).localname for child in deck.element][:3] == [
        "sldMasterIdLst",
        "notesMasterIdLst",
        "sldIdLst",
    ]
    named = find(deck.element, "./p:notesMasterIdLst/p:notesMasterId/@r:id")
    assert deck.part.related_part(named) is deck.notes_master.part


def test_chapters_are_sections(path):
    deck = pptx.Presentation(str(path))
    ids = [str(page.slide_id) for page in deck.slides]
    sections = {
        section.get("name"): [slide.get("id") for slide in section.iter(f"{{{NAMES['p14']}}}sldId")]
        for section in deck.element.iter(f"{{{NAMES['p14']}}}section")
    }
    assert sections == {"Начало": ids[:1], "Вопрос": ids[1:]}


def test_it_names_nobody_and_no_time(path):
    with zipfile.ZipFile(path) as package:
        core = package.read("docProps/core.xml").decode()
        names = package.namelist()
        others = b"".join(package.read(name) for name in names if name.endswith((".xml", ".rels")))
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "Серые кадры" in core
    assert "Backreel" in core
    for stranger in ("Steve", "Canny", "python-pptx", "created", "modified", "lastModifiedBy"):
        assert stranger not in core
    assert b"Canny" not in others
    assert not [name for name in names if "thumbnail" in name or "printerSettings" in name]


def test_the_same_slides_are_the_same_bytes_at_any_time(grey_slides, path, tmp_path, monkeypatch):
    later = time.localtime(time.time() + 100_000)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    again = tmp_path / path.name
    write_powerpoint(grey_slides, (64, 36), DARK, again)
    assert again.read_bytes() == path.read_bytes()


def test_it_keeps_to_the_schemas(path):
    result = validate_pptx(path)
    assert result.is_valid, [str(error) for error in result.errors]


def test_the_judge_of_that_finds_a_clip_that_starts_nothing(path, tmp_path):
    broken = tmp_path / "broken.pptx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'nodeType="mainSeq"', b'nodeType="sequence"'))
    assert not validate_pptx(broken).is_valid


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_shows_the_last_frames_and_no_title_over_them(path, tmp_path):
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    sheets = pypdfium2.PdfDocument(tmp_path / f"{path.stem}.pdf")
    assert len(sheets) == 3
    for sheet, luma in zip(sheets, (16 + 4 * 29, 16 + 4 * 19, 16 + 4 * 44), strict=True):
        assert sheet.get_width() / sheet.get_height() == pytest.approx(64 / 36, rel=1e-2)
        darkest, brightest = sheet.render(scale=0.5).to_pil().convert("L").crop((4, 4, 470, 260)).getextrema()
        assert (darkest, brightest) == (grey(luma), grey(luma))
