"""A lesson as decks of all kinds, read and drawn by programs of others: PDFium reads the sheet,
page-validation judges it, python-pptx reads the deck."""

import io

import av
import pptx
import pypdfium2
import pytest
import typst
from page import validate_pdf, validate_pdf_bytes

from scenes.lessons import index

LESSON = "neuron"


@pytest.fixture(scope="module")
def sheet(neuron_decks) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(neuron_decks.decks["pdf"])


def test_all_are_there_under_their_names(neuron_decks):
    output = neuron_decks.film.parent
    assert [str(path.relative_to(output)) for path in neuron_decks.decks.values()] == [
        "neuron.ru.slides.html",
        "neuron.ru.pptx",
        "neuron.ru.handout.pdf",
        "slides/neuron.ru.json",
    ]
    assert not list(output.glob(".*"))


def test_each_slide_ends_as_its_shot_does(neuron_decks):
    ends = {shot.end_frame - 1 for shot in neuron_decks.timeline.shots}
    with av.open(str(neuron_decks.film)) as film:
        shown = [frame.to_ndarray().tobytes() for place, frame in enumerate(film.decode(video=0)) if place in ends]
    slides = []
    for page in pptx.Presentation(str(neuron_decks.decks["pptx"])).slides:
        movie = next(shape for shape in page.shapes if shape.shape_type == pptx.enum.shapes.MSO_SHAPE_TYPE.MEDIA)
        clip = page.part.related_part(movie.element.xpath(".//a:videoFile/@r:link")[0]).blob
        with av.open(io.BytesIO(clip)) as video:
            *_, last = video.decode(video=0)
        slides.append((movie.element.xpath("./p:nvPicPr/p:cNvPr/@name")[0], last.to_ndarray().tobytes()))
    assert [dict(slides)[shot.name] for shot in neuron_decks.timeline.shots] == shown


def test_the_sheet_says_what_the_film_says(neuron_decks, sheet):
    text = "".join(page.get_textpage().get_text_range() for page in sheet)
    flat = " ".join(text.split())
    assert neuron_decks.timeline.title in flat
    for shot in neuron_decks.timeline.shots:
        for said in shot.said:
            assert " ".join(said.text.split()) in flat


def test_the_sheet_is_for_screen_readers(neuron_decks, sheet):
    assert sheet.get_metadata_value("Title") == neuron_decks.timeline.title
    headings = [entry.get_title() for entry in sheet.get_toc()]
    assert headings[0] == neuron_decks.timeline.title
    assert len(headings) == 1 + len(neuron_decks.timeline.shots)
    report = validate_pdf(str(neuron_decks.decks["pdf"]), profile="ua1")
    assert report.is_compliant, [str(failure) for failure in report.failures]


def test_the_judge_of_that_finds_what_is_missing():
    plain = typst.compile(b"A page that says nothing of itself.", format="pdf", pdf_tags=False)
    assert not validate_pdf_bytes(plain, profile="ua1").is_compliant


def test_the_pictures_are_in_the_colours_of_print(sheet):
    pictures = [
        thing.get_bitmap().to_pil().convert("RGB")
        for page in sheet
        for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    ]
    assert len(pictures) == len(index.shots(LESSON, "ru"))
    for picture in pictures:
        assert picture.size == (854, 480)
        assert picture.getpixel((2, 2)) == (255, 255, 255)
        assert picture.convert("L").getextrema()[0] < 80  # and there is something on it
