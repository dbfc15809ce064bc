"""A lesson as a deck in Chromium: each slide ends with what its shot ends with, as it is drawn without any video."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from scenes.render.still import render_stills
from scripts.main import cli


def test_every_slide_ends_with_the_last_frame_of_its_shot(neuron_decks, browser, tmp_path):
    deck = neuron_decks.decks["html"]
    assert deck.name == "neuron.ru.slides.html"
    drawn = [pixels(path.read_bytes()) for path in render_stills(neuron_decks.edition, tmp_path)]
    shown = []
    context = browser.new_context(offline=True, viewport={"width": 854, "height": 480})
    page = context.new_page()
    page.goto(deck.as_uri())
    page.evaluate("document.querySelector('.bar').hidden = true")
    page.wait_for_selector("video.upper")
    page.keyboard.press("End")
    for number in range(len(drawn), 0, -1):  # going back shows how a slide ends
        page.wait_for_function(
            """number => { const one = document.querySelector("video.upper"), {id, halts} = one.slide;
            return document.querySelector(".place").textContent.startsWith(`${number} /`) && one.paused
              && !one.seeking && id === location.hash.slice(1) && one.currentTime > halts.at(-1) - 0.01 }""",
            arg=number,
        )
        page.wait_for_timeout(100)
        shown.insert(0, pixels(page.screenshot()))
        page.keyboard.press("PageUp")
    context.close()
    apart = np.array([[np.abs(a - b).mean() for b in drawn] for a in shown])
    assert list(apart.argmin(axis=1)) == list(range(len(drawn)))
    assert apart.diagonal().max() < 1.5  # of 255; the rest is what the encoder leaves out


def pixels(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(picture)).convert("RGB"), dtype=float)


def test_a_folder_that_is_no_deck_is_left_alone_before_anything_is_drawn(tmp_path, capsys):
    own = tmp_path / "neuron.ru.slides"
    own.mkdir()
    (own / "exam.docx").write_text("mine")
    with pytest.raises(FileExistsError, match="is in the way"):
        cli(["slides", "neuron", "-l", "ru", "--folder", "-o", str(tmp_path)], standalone_mode=False)
    assert (own / "exam.docx").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["neuron.ru.slides"]
