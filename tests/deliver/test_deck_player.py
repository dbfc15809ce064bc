"""What is around the slides of the deck for browsers: controls, notes, speaker's window, print, words for the blind."""

import re
import shutil
import subprocess
from itertools import pairwise

import pytest

from tests.deliver.coloured_slides import FRAMES, STOP, WIDTH, seen, stands

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
LAST = FRAMES - 1


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


def test_the_tab_key_stays_in_the_player_and_enter_presses_its_buttons(opened):
    page = opened()
    stands(page, 0, LAST)
    names = []
    for _ in range(9):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent"))
    assert names[:3] == ["Play this slide again", "Back", "Next"]
    assert "Notes" in names
    page.get_by_role("button", name="Notes").focus()
    page.keyboard.press("Enter")
    notes = page.get_by_role("region", name="Notes")
    assert "Numbers go forward." in notes.text_content()
    assert "A picture of first." in notes.text_content()


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
    speaker.keyboard.press("h")  # help would lie over the room's picture
    assert page.get_by_role("dialog").count() == 0
    page.keyboard.press("h")
    assert page.get_by_role("dialog").count() == 1
    speaker.keyboard.press("PageDown")  # whoever speaks can go on all the same
    page.wait_for_function("document.querySelector('.place').textContent.startsWith('2 / 3')")
    page.keyboard.press("Escape")
    stands(page, 1, STOP - 1)
    assert speaker.locator(".place.waits").text_content() == "2 / 3 · waits for the room"
    assert seen(speaker.locator("canvas").screenshot()) == (1, STOP - 1)
    assert seen(speaker.locator(".next img").screenshot()) == (1, LAST)
    speaker.get_by_role("button", name="Next", exact=True).click()
    stands(page, 1, LAST)
    assert axe.Axe().run(speaker).response["violations"] == []
    with speaker.expect_event("close"):
        page.reload()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
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


def test_a_video_that_cannot_be_played_leaves_its_last_picture(opened, coloured_deck, tmp_path):
    folder = shutil.copytree(coloured_deck["folder"].parent, tmp_path / "deck")
    (folder / "media" / "en.002.lesson.asks.mp4").write_bytes(b"no video")
    page = opened(folder / "index.html")
    stands(page, 0, LAST)
    page.keyboard.press("PageDown")
    page.wait_for_selector(".stage img:not([hidden])")
    assert seen(page.locator(".stage").screenshot()) == (1, LAST)
    page.keyboard.press("PageDown")
    stands(page, 2, LAST)


def visible(page):
    """What of the controls is to be seen."""
    return page.evaluate(
        """[...document.querySelectorAll(".bar > *")].filter(one => one.checkVisibility({checkOpacity: true}))
        .map(one => one.dataset.do ?? (one.className === "hint" ? one.textContent : "")).filter(Boolean)"""
    )


def test_before_the_first_step_it_says_how_to_take_it_and_then_only_that_it_waits(opened):
    page = opened()
    stands(page, 0, LAST)
    page.wait_for_timeout(3000)  # as long as a hand may rest
    assert {"back", "forward", "help", "Next: →, a click or a clicker · all keys: ?"} <= set(visible(page))
    page.keyboard.press("PageDown")
    stands(page, 1, STOP - 1)
    page.wait_for_function("getComputedStyle(document.querySelector('[data-do=help]')).opacity === '0'")
    assert visible(page) == ["forward", "waits for the room"]
    page.keyboard.press("PageDown")
    stands(page, 1, LAST)
    assert visible(page) == ["forward"]  # there is another slide
    page.keyboard.press("PageDown")
    stands(page, 2, LAST)
    page.wait_for_function("getComputedStyle(document.querySelector('[data-do=forward]')).opacity === '0'")
    assert visible(page) == []


def test_a_mouse_that_rests_on_a_button_presses_it_and_a_click_anywhere_else_goes_on(opened):
    page = opened()
    stands(page, 0, LAST)
    page.get_by_role("button", name="Next").click()
    stands(page, 1, STOP - 1)
    page.evaluate("document.body.classList.add('still-hand')")  # as after a while
    page.wait_for_timeout(400)
    assert "help" in visible(page)
    page.mouse.down()
    page.mouse.up()
    stands(page, 1, LAST)
    page.mouse.click(20, 100)  # a finger would go back there
    stands(page, 2, LAST)


@pytest.mark.parametrize("size", [(320, 180), (320, 256), (320, 640), (640, 360)])
def test_enlarged_four_times_nothing_lies_over_another(opened, size):
    width, height = size
    page = opened(viewport={"width": width, "height": height}, reduced_motion="reduce")
    boxes = [one.bounding_box() for one in page.locator(".bar > button:visible").all()]
    assert len(boxes) >= 5
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    rows = sorted((round(box["y"]), box["x"], box["width"]) for box in boxes)
    assert all(x + wide <= other for (y, x, wide), (z, other, _) in pairwise(rows) if y == z)
    page.keyboard.press("?")
    assert page.locator(".help").evaluate("one => one.scrollTop") == 0


def test_where_no_other_window_may_open_it_says_so(opened):
    page = opened()
    stands(page, 0, LAST)
    page.evaluate("window.open = () => null")
    page.keyboard.press("s")
    assert page.get_by_text("The browser did not allow another window.").bounding_box()["width"] > 100
