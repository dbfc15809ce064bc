"""The deck for browsers in Chromium, opened from disk: every frame of its videos has a colour of its own."""

from base64 import b64decode

import pytest

from tests.deliver.coloured_slides import FRAMES, STOP, seen, stands

LAST = FRAMES - 1


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
    page.mouse.move(300, 100)  # the controls come
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
    assert page.evaluate("document.activeElement.classList.contains('player')")
    page.go_back()
    assert page.locator(".player").is_hidden()
    assert page.get_by_role("link").count() == 3


def test_who_wants_no_motion_goes_from_halt_to_halt(opened):
    page = opened(reduced_motion="reduce")
    stands(page, 0, LAST)
    page.keyboard.press("PageDown")
    stands(page, 1, STOP - 1)


def test_a_page_that_nobody_sees_waits_at_a_question_too(opened):
    """It gets no frames, but its video goes on."""
    page = opened()
    stands(page, 0, LAST)
    page.evaluate("window.requestAnimationFrame = () => 0")
    page.keyboard.press("PageDown")
    page.wait_for_timeout(3000)
    assert page.evaluate("[...document.querySelectorAll('video')].every(video => video.paused)")
    assert seen(page.locator(".stage").screenshot()) == (1, STOP - 1)
