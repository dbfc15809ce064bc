"""The deck for browsers in Chromium, opened from disk: every frame of its videos has a colour of its own."""

import re
import shutil
import subprocess
from base64 import b64decode

import pytest

from scenes.deliver.deck.html import into_folder, is_deck, one_file
from scenes.deliver.files import put_in_place, workshop
from scenes.render.edition import Edition
from tests.deliver.coloured_slides import FRAMES, STOP, WIDTH, decks, seen

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")

LAST = FRAMES - 1
LOOK = Edition("neuron", {}, quality="l")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM)
        yield running
        running.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The same deck as one file and as a folder: their pages."""
    folder = tmp_path_factory.mktemp("decks")
    both = decks(folder)
    (folder / "deck.html").write_text(one_file(both, LOOK), encoding="utf-8")
    into_folder(both, LOOK, folder / "deck")
    return {"file": folder / "deck.html", "folder": folder / "deck" / "index.html"}


@pytest.fixture
def opened(browser, made):
    """Open the deck without a network; afterwards: nothing was asked for that is not on this disk, no fault told."""
    contexts, asked, faults = [], [], []

    def open_deck(form="file", hash="", **how):
        context = browser.new_context(offline=True, **{"viewport": {"width": 640, "height": 420}, **how})
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.on("console", lambda told: faults.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(made.get(form, form).as_uri() + hash)
        return page

    yield open_deck
    for context in contexts:
        context.close()
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert faults == []


def stands(page, slide, frame):
    """Wait until this frame of this slide stands there, and see whether it goes on standing."""
    page.wait_for_function(
        """([slide, at]) => { const one = document.querySelector("video.upper");
        return one && one.paused && !one.seeking && Math.abs(one.currentTime - at) < 0.02
          && one.slide.id === location.hash.slice(1)
          && document.querySelector(".place").textContent.startsWith(`${slide + 1} /`) }""",
        arg=[slide, (frame + 0.5) / 15],
        timeout=10_000,
    )
    page.wait_for_timeout(150)
    assert seen(page.locator(".stage").screenshot()) == (slide, frame)


@pytest.mark.parametrize("form", ["file", "folder"])
def test_slides_play_wait_at_a_question_and_end_with_the_last_frame_of_the_shot(opened, form):
    page = opened(form)
    stands(page, 0, LAST)
    page.keyboard.press("ArrowRight")
    stands(page, 1, STOP - 1)
    assert page.locator(".said").text_content() == "How large is 1 < 2?"
    page.wait_for_timeout(600)
    stands(page, 1, STOP - 1)  # it waits as long as the room does
    page.keyboard.press("ArrowRight")
    stands(page, 1, LAST)
    assert page.locator(".said").text_content() == "It is this large."
    page.keyboard.press("ArrowLeft")
    stands(page, 0, LAST)


def test_a_clicker_goes_on_and_back_and_hastens_what_plays(opened):
    page = opened()
    page.keyboard.press("PageDown")  # it plays: to the end
    stands(page, 0, LAST)
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    stands(page, 1, STOP - 1)
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    stands(page, 1, LAST)
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    stands(page, 1, LAST)
    page.keyboard.press("End")
    stands(page, 2, LAST)
    page.keyboard.press("PageDown")
    stands(page, 2, LAST)
    page.keyboard.press("Home")
    stands(page, 0, LAST)


def test_keys_pressed_faster_than_videos_load_end_where_they_should(opened):
    page = opened()
    for key in ["PageDown"] * 7 + ["PageUp", "PageDown", "PageUp", "l", "l"]:
        page.keyboard.press(key)
    stands(page, 1, LAST)


def test_touch_goes_on_at_the_right_and_back_at_the_left(opened):
    page = opened(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    stands(page, 0, LAST)
    page.touchscreen.tap(300, 100)
    stands(page, 1, STOP - 1)
    assert page.locator(".said").bounding_box()["height"] > 20  # what it says, in letters for a phone
    page.touchscreen.tap(300, 500)
    stands(page, 1, LAST)
    page.touchscreen.tap(40, 100)
    stands(page, 0, LAST)
    fingers = page.context.new_cdp_session(page)
    for kind, x in (("touchStart", 300), ("touchMove", 200), ("touchMove", 90), ("touchEnd", None)):
        points = [] if x is None else [{"x": x, "y": 120}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    stands(page, 1, STOP - 1)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_between_slides_there_is_never_anything_but_frames(opened):
    page = opened()
    stands(page, 0, LAST)
    session = page.context.new_cdp_session(page)
    frames = []

    def keep(event):
        frames.append(event["data"])
        session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    session.on("Page.screencastFrame", keep)
    session.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
    for slide, frame in ((1, STOP - 1), (1, LAST), (2, LAST)):
        page.keyboard.press("PageDown")
        stands(page, slide, frame)
    page.keyboard.press("PageUp")
    stands(page, 1, LAST)
    session.send("Page.stopScreencast")
    shown = [seen(b64decode(one)) for one in frames]
    assert len(set(shown)) > 10
    forward = shown[: shown.index((2, LAST)) + 1]
    assert forward == sorted(forward)  # no frame of the answer before it was asked for, none twice


def test_an_address_opens_its_slide_in_its_language(opened):
    page = opened(hash="#ru/lesson.asks")
    stands(page, 1, STOP - 1)
    assert page.locator(".said").text_content() == "Насколько велико 1 < 2?"
    assert page.evaluate("document.documentElement.lang") == "ru"
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    assert page.url.endswith("#ru/lesson.last")


@pytest.mark.parametrize("hash", ["#", "#nothing", "#%E0%A4%A"])
def test_an_address_that_names_nothing_opens_the_first_slide(opened, hash):
    stands(opened(hash=hash), 0, LAST)


def test_the_language_changes_and_the_place_does_not(opened):
    page = opened(hash="#en/lesson.asks")
    stands(page, 1, STOP - 1)
    page.keyboard.press("l")
    stands(page, 1, STOP - 1)
    assert page.url.endswith("#ru/lesson.asks")
    assert page.title() == "Слайды"
    assert page.get_by_role("button", name="Заметки").count() == 1
    page.keyboard.press("PageDown")
    stands(page, 1, LAST)
    page.get_by_role("button", name="English").click()
    stands(page, 1, LAST)
    assert page.locator(".said").text_content() == "It is this large."
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'д', code: 'KeyL'}))")  # the same place
    assert page.url.endswith("#ru/lesson.asks")


def test_the_overview_opens_with_the_keyboard_alone_and_any_slide_from_it(opened):
    page = opened()
    stands(page, 0, LAST)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#en/lesson.first"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    stands(page, 2, LAST)
    assert page.evaluate("document.activeElement.className") == "player"
    page.go_back()
    assert page.locator(".player").is_hidden()
    assert page.get_by_role("link").count() == 3


def test_the_tab_key_stays_in_the_player_and_enter_presses_its_buttons(opened):
    page = opened()
    stands(page, 0, LAST)
    names = []
    for _ in range(9):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent"))
    assert names[:3] == ["Back", "Forward", "Once more from the beginning"]
    assert "Notes" in names
    page.get_by_role("button", name="Notes").focus()
    page.keyboard.press("Enter")
    notes = page.get_by_role("region", name="Notes")
    assert "Numbers go forward." in notes.text_content()
    assert "A picture of first." in notes.text_content()


def test_who_wants_no_motion_goes_from_halt_to_halt(opened):
    page = opened(reduced_motion="reduce")
    stands(page, 0, LAST)
    page.keyboard.press("PageDown")
    page.wait_for_function("document.querySelector('.place').textContent == '2 / 3'")
    page.wait_for_timeout(150)
    assert seen(page.locator(".stage").screenshot()) == (1, STOP - 1)


@pytest.mark.parametrize("form", ["file", "folder"])
def test_the_speakers_window_shows_now_next_notes_and_clock_and_has_the_keys(opened, form):
    page = opened(form)
    stands(page, 0, LAST)
    with page.expect_popup() as opening:
        page.keyboard.press("s")
    speaker = opening.value
    speaker.wait_for_selector(".clock")
    speaker.set_viewport_size({"width": 1000, "height": 640})
    assert seen(speaker.locator("canvas").screenshot()) == (0, LAST)
    assert seen(speaker.locator(".next img").screenshot()) == (1, LAST)
    assert "Numbers go forward." in speaker.locator(".text").text_content()
    assert re.match(r"\d:\d\d · \d\d:\d\d", speaker.locator(".clock").text_content())
    speaker.keyboard.press("PageDown")
    stands(page, 1, STOP - 1)
    assert speaker.locator(".place.waits").text_content() == "2 / 3 · waits for the room"
    assert seen(speaker.locator("canvas").screenshot()) == (1, STOP - 1)
    assert seen(speaker.locator(".next img").screenshot()) == (1, LAST)
    speaker.get_by_role("button", name="Forward", exact=True).click()
    stands(page, 1, LAST)
    assert axe.Axe().run(speaker).response["violations"] == []
    with speaker.expect_event("close"):
        page.reload()


@pytest.mark.parametrize("form", ["file", "folder"])
def test_print_has_every_slide_with_its_words(opened, form, tmp_path):
    page = opened(form, hash="#ru/lesson.first")
    stands(page, 0, LAST)
    (tmp_path / "deck.pdf").write_bytes(page.pdf(print_background=True))
    text = subprocess.run(["pdftotext", tmp_path / "deck.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert [line for line in ("Числа идут вперёд.", "Вот настолько.", "Картинка last.") if line not in text] == []
    assert "Numbers" not in text
    images = subprocess.run(["pdfimages", "-list", tmp_path / "deck.pdf"], capture_output=True, text=True, check=True)
    assert images.stdout.count(f" {WIDTH} ") == 3


def test_nothing_is_wrong_for_who_cannot_see(opened):
    page = opened()
    stands(page, 0, LAST)
    states = {"player": None, "notes": "n", "help": "?", "overview": "Escape"}
    found = {}
    for name, key in states.items():
        if key:
            page.keyboard.press(key)
        found[name] = [(one["id"], one["nodes"][0]["html"]) for one in axe.Axe().run(page).response["violations"]]
        if name == "help":
            page.keyboard.press("Escape")
    assert [one for one in found.items() if one[1]] == []
    assert page.get_by_role("img", name="A picture of first.").count() >= 1


def test_a_video_that_cannot_be_played_leaves_its_last_picture(opened, made, tmp_path):
    folder = shutil.copytree(made["folder"].parent, tmp_path / "deck")
    (folder / "media" / "en.002.lesson.asks.mp4").write_bytes(b"no video")
    page = opened(folder / "index.html")
    stands(page, 0, LAST)
    page.keyboard.press("PageDown")
    page.wait_for_selector(".stage img:not([hidden])")
    assert seen(page.locator(".stage").screenshot()) == (1, LAST)
    page.keyboard.press("PageDown")
    stands(page, 2, LAST)


def test_a_folder_takes_the_place_of_an_older_deck_whole(tmp_path):
    for files in (["a", "b"], ["b", "c"]):
        with workshop(tmp_path) as shop:
            (shop / "deck").mkdir()
            for name in files:
                (shop / "deck" / name).write_text(name)
            assert put_in_place([shop / "deck"], tmp_path) == [tmp_path / "deck"]
    assert [path.name for path in tmp_path.iterdir()] == ["deck"]
    assert sorted(path.name for path in (tmp_path / "deck").iterdir()) == ["b", "c"]


def test_a_folder_does_not_take_the_place_of_a_file_nor_a_file_that_of_a_folder(tmp_path):
    (tmp_path / "deck").write_text("mine")
    (tmp_path / "page").mkdir()
    with workshop(tmp_path) as shop:
        (shop / "deck").mkdir()
        (shop / "page").write_text("new")
        with pytest.raises(NotADirectoryError):
            put_in_place([shop / "deck"], tmp_path)
        with pytest.raises(IsADirectoryError):
            put_in_place([shop / "page"], tmp_path)
    assert (tmp_path / "deck").read_text() == "mine"


def test_a_folder_with_other_files_in_it_is_no_deck(made, tmp_path):
    folder = shutil.copytree(made["folder"].parent, tmp_path / "deck")
    assert is_deck(folder)
    (folder / "exam.docx").write_text("mine")
    assert not is_deck(folder)
