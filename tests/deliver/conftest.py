"""Slides made by hand, where each frame can be told from all others, a real lesson as decks, and what opens them."""

import os
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from scenes.deliver.deck.deliver import KINDS, Wanted, deliver_decks
from scenes.deliver.deck.html import into_folder, one_file
from scenes.deliver.deck.slides import Slide, Slides
from scenes.deliver.drawn import HERE
from scenes.deliver.lesson import deliver
from scenes.lessons.numbers import neuron
from scenes.render.edition import Edition
from scenes.render.encoder import Encoder
from scenes.stage.timeline import Said, Timeline
from tests.browser import CHROMIUM
from tests.deliver import coloured_slides

FPS = 15


@dataclass(frozen=True)
class Made:
    """A lesson as a film and as decks of all kinds, by kind."""

    edition: Edition
    film: Path
    timeline: Timeline
    decks: dict[str, Path]


@pytest.fixture(scope="session")
def session_cache() -> str:
    """The cache of the whole session, for a test that may use what others have drawn."""
    return os.environ["BACKREEL_CACHE"]


@pytest.fixture(scope="session")
def neuron_decks(tmp_path_factory) -> Made:
    """Its shots are those that the tests of the film draw as well."""
    output = tmp_path_factory.mktemp("decks")
    edition = Edition("neuron", neuron.defaults(), "ru", "l")
    film = deliver(edition, output, lambda advance: None)
    made = deliver_decks([Wanted((edition,))], KINDS, output, lambda _: nullcontext(lambda advance: None), HERE)
    return Made(edition, film.outputs[0], film.timeline, dict(zip(KINDS, made, strict=True)))


@pytest.fixture(scope="session")
def grey_slides(tmp_path_factory) -> Slides:
    """Two chapters of 64x36, each frame brighter than the one before: luma 16, 20, 24 and so on (in BT.709 16 is black,
    235 white); the first slide has 30 frames, the second 45, and it waits before its frame 20."""
    folder = tmp_path_factory.mktemp("clips")
    question = "Сколько будет 2 < 3 & почему?"
    return Slides(
        "Серые кадры",
        "ru",
        (
            Slide("one", "Начало", _clip(folder / "1.mp4", 30), FPS, 30, (), (Said("Светлеет.", 0, 30),), "Серый."),
            Slide(
                "two.asks",
                "Вопрос",
                _clip(folder / "2.mp4", 45),
                FPS,
                45,
                (20,),
                (Said(question, 0, 22, is_question=True), Said("Ответ: ≈ 3,61.", 22, 45)),
                "Ещё серее.",
            ),
        ),
    )


def _clip(path: Path, frames: int) -> Path:
    encoder = Encoder(path, 64, 36, FPS)
    for number in range(frames):
        planes = np.full((54, 64), 128, dtype=np.uint8)
        planes[:36] = 16 + 4 * number
        encoder.write(planes)
    encoder.close()
    return path


@pytest.fixture(scope="module")
def browser():
    """A real Chromium. Of a module, not of the session: while it runs, no event loop of another can (nbconvert's)."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM)
        yield running
        running.close()


@pytest.fixture(scope="session")
def coloured_deck(tmp_path_factory):
    """The same deck as one file and as a folder: their pages."""
    folder = tmp_path_factory.mktemp("decks")
    both, look = coloured_slides.decks(folder), Edition("neuron", {}, quality="l")
    (folder / "deck.html").write_text(one_file(both, look), encoding="utf-8")
    into_folder(both, look, folder / "deck")
    return {"file": folder / "deck.html", "folder": folder / "deck" / "index.html"}


@pytest.fixture
def opened(browser, coloured_deck):
    """Open the deck without a network; afterwards: nothing was asked for that is not on this disk, no fault told."""
    contexts, asked, faults = [], [], []

    def open_deck(form="file", hash="", **how):
        context = browser.new_context(offline=True, **{"viewport": {"width": 640, "height": 420}, **how})
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.on("console", lambda told: faults.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(coloured_deck.get(form, form).as_uri() + hash)
        return page

    yield open_deck
    for context in contexts:
        context.close()
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert faults == []
