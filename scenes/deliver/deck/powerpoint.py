"""A deck for PowerPoint, in the film's own shape: a slide for each part of a shot, filled by a clip that starts by
itself and stands at its end.

Where a shot waits for the room there is a slide up to there and one from there on: a click goes on, as everywhere. The
first one has a clip that ends there, so that no program can run on into the answer; the second one has the whole clip,
begun late (`p14:trim`, MS-PPTX 2.3.3.18): a program that does not know of that shows the question once more.

Titles stand above the slide, where nobody sees them, as PowerPoint itself does with hidden titles: for screen readers
and for the list of slides.
"""

from __future__ import annotations

import math
import uuid
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import Slide as Page
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Pt

from scenes.deliver.deck.parts import Part, parts_of
from scenes.deliver.deck.slides import Slides
from scenes.deliver.templates import filled
from scenes.render.cut import cut
from scenes.render.frames import frame_png
from scenes.stage.look.theme import Theme
from scenes.stage.writing import words

_SHORTER = Inches(7.5)  # of a slide, as in PowerPoint's own 16:9
_TITLE = Inches(1)
_TRIM = "{http://schemas.microsoft.com/office/powerpoint/2010/main}trim"
_LAYOUT = "Title Only"  # of the deck that python-pptx begins with
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Backreel</Application></Properties>"
)


def write_powerpoint(slides: Slides, size: tuple[int, int], theme: Theme, path: Path) -> None:
    """Write the deck. `size` is that of the frame; clips that end early are made beside the path."""
    catalogue = words.load(slides.language)
    said = catalogue.outputs["powerpoint"]
    deck = _empty(size, theme)
    sections: dict[str, list[int]] = {}
    for slide in slides.slides:
        for part in parts_of(slide):
            page = deck.slides.add_slide(deck.slide_layouts[0])
            page.shapes.title.text = part.title
            alt = said["waits"].format(question=part.title) if part.waits else slide.description
            _fill(deck, page, part, alt, path.parent)
            notes = [one.text for one in part.said] + [said["ask"] if part.waits else slide.description]
            page.notes_slide.notes_text_frame.text = "\n".join(notes)
            for frame in (page.shapes.title.text_frame, page.notes_slide.notes_text_frame):
                _mark_language(frame, said["locale"])
            sections.setdefault(slide.chapter, []).append(page.slide_id)
    if len(sections) > 1:
        _add_sections(deck, slides.language, sections)
    _tell(deck, slides)
    made = BytesIO()
    deck.save(made)
    _pack(made, path)


def _empty(size: tuple[int, int], theme: Theme) -> Deck:
    """A deck of this shape and ground without slides, whose only layout has a title above the slide."""
    deck = Presentation()
    width, height = (Emu(round(_SHORTER * side / min(size))) for side in size)
    deck.slide_width, deck.slide_height = width, height
    deck.element.sldSz.attrib.pop("type", None)
    for layout in list(deck.slide_layouts):
        if layout.name != _LAYOUT:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    master.background.fill.solid()
    master.background.fill.fore_color.rgb = RGBColor.from_string(theme.background.removeprefix("#"))
    if theme.name == "dark":  # whoever adds a slide writes in light letters
        master.element.find(qn("p:clrMap")).attrib.update({"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"})
    for sheet in (master, deck.slide_layouts[0]):
        for shape in list(sheet.placeholders):
            if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE:
                shape.left, shape.top, shape.width, shape.height = 0, -round(1.1 * _TITLE), width, _TITLE
                shape.text_frame.paragraphs[0].font.size = Pt(14)
            elif shape.placeholder_format.type == PP_PLACEHOLDER.BODY:
                edge = Inches(0.5)
                shape.left, shape.top, shape.width, shape.height = edge, edge, width - 2 * edge, height - 2 * edge
            else:
                shape.element.getparent().remove(shape.element)
    for level in master.element.iter(qn("p:titleStyle")):
        level.find(qn("a:lvl1pPr")).find(qn("a:defRPr")).set("sz", "1400")
    for shape in deck.notes_master.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_IMAGE:
            _reshape(shape, width / height)
    _name_notes_master(deck)
    return deck


def _name_notes_master(deck: Deck) -> None:
    """Without its name in the list PowerPoint's view of notes, and Keynote, do not know it; python-pptx leaves it
    out."""
    mark = deck.part.relate_to(deck.notes_master.part, RELATIONSHIP_TYPE.NOTES_MASTER)
    masters = deck.element.find(qn("p:sldMasterIdLst"))
    listed = masters.makeelement(qn("p:notesMasterIdLst"), {})
    listed.append(listed.makeelement(qn("p:notesMasterId"), {qn("r:id"): mark}))
    masters.addnext(listed)


def _reshape(shape: BaseShape, ratio: float) -> None:
    """Give a shape this ratio of width to height, inside of where it stands."""
    left, top, width, height = shape.left, shape.top, shape.width, shape.height
    shape.width, shape.height = Emu(round(min(width, height * ratio))), Emu(round(min(height, width / ratio)))
    shape.left, shape.top = left + (width - shape.width) // 2, top + (height - shape.height) // 2


def _fill(deck: Deck, page: Page, part: Part, alt: str, shop: Path) -> None:
    """Fill a slide with the clip of a part; what is seen before it plays, and on paper, is its last frame."""
    slide = part.slide
    video = slide.video
    if part.waits:
        video = shop / f"{slide.name}.{part.end}.mp4"
        cut(slide.video, video, 0, part.end)
    poster = BytesIO(frame_png(slide.video, part.end - 1))
    movie = page.shapes.add_movie(
        str(video), 0, 0, deck.slide_width, deck.slide_height, poster_frame_image=poster, mime_type="video/mp4"
    )
    about = movie.element.nvPicPr.cNvPr
    about.set("name", slide.name)
    about.set("descr", alt)
    for link in about.findall(qn("a:hlinkClick")):
        about.remove(link)  # a click on it would play it again, and not go on
    if part.first:
        media = next(movie.element.iter("{http://schemas.microsoft.com/office/powerpoint/2010/main}media"))
        media.append(media.makeelement(_TRIM, {"st": str(math.ceil(1000 * part.first / slide.fps))}))
    for timing in page.element.findall(qn("p:timing")):
        page.element.remove(timing)
    seconds = (part.end - part.first) / slide.fps
    page.element.append(_element("timing.xml", shape=movie.shape_id, milliseconds=round(1000 * seconds)))


def _mark_language(frame: TextFrame, locale: str) -> None:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font._element.set("lang", locale)


def _add_sections(deck: Deck, language: str, sections: dict[str, Sequence[int]]) -> None:
    told = [
        {"name": name, "mark": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{language}/{name}")).upper(), "slides": ids}
        for name, ids in sections.items()
    ]
    for old in deck.element.findall(qn("p:extLst")):
        deck.element.remove(old)
    deck.element.append(_element("sections.xml", sections=told))


def _tell(deck: Deck, slides: Slides) -> None:
    """Say what it is, and no more: the deck that python-pptx begins with has an author, dates and a picture."""
    about = deck.core_properties
    for element in list(about._element):
        about._element.remove(element)
    about.title, about.language, about.author = slides.title, slides.language, "Backreel"
    package = deck.part.package
    package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES).blob = _PROPERTIES.encode()
    for owner in (package, deck.part):
        for name, relationship in list(owner._rels.items()):
            if relationship.reltype in (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.PRINTER_SETTINGS):
                owner._rels.pop(name)


def _pack(made: BytesIO, path: Path) -> None:
    """Write it anew without the time of day; videos and pictures as they are."""
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name)
            is_packed = name.endswith((".mp4", ".png"))
            entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 0, 0
            target.writestr(entry, source.read(name))


def _element(name: str, **told: object) -> BaseOxmlElement:
    return parse_xml(filled(f"deck/{name}", **told))
