"""A page in Chromium: its experiment against the engine, its film, its formulas, its keys; nothing leaves it."""

import random
import re
from fractions import Fraction
from importlib import resources

import pytest
from click.testing import CliRunner

from engine import descend, rounded
from scenes.deliver.page.contents import page_lesson
from scenes.deliver.page.html import Other, page
from scenes.lessons import index
from scenes.lessons.numbers import neuron
from scenes.stage.look.theme import THEMES
from scenes.stage.parameters import defaults
from scenes.stage.timeline import Said, ShotSpan, ShownNumber, Timeline
from scenes.stage.writing.words import load
from scripts.page import command
from tests.browser import CHROMIUM

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: nothing to open the page with")

TURN = """(draws) => draws.map(draw => {
  const lab = document.querySelector(".lab");
  const set = (name, value) => {
    const knob = lab.querySelector(`input[name="${name}"]`);
    knob.value = value;
    knob.dispatchEvent(new Event("input", {bubbles: true}));
  };
  for (const [name, value] of Object.entries(draw)) set(name, value);
  const read = () => Object.fromEntries(Array.from(lab.querySelectorAll("[data-exact]"),
    one => [one.dataset.number ?? one.dataset.knob, [one.dataset.exact, one.textContent]]));
  const here = read();
  lab.querySelector(".step").click();
  return [here, read()];
})"""


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The page of the lesson with all the numbers, in Russian."""
    output = tmp_path_factory.mktemp("page")
    done = CliRunner().invoke(command, ["neuron", "-l", "ru", "-q", "l", "-o", str(output), "--quiet"])
    assert done.exit_code == 0, done.output
    assert [path.name for path in output.iterdir()] == ["neuron.ru.html"]
    return output / "neuron.ru.html"


@pytest.fixture
def opened(browser, file):
    """The page from disk, without a network; what it asks for and complains about is kept."""
    context = browser.new_context(offline=True, reduced_motion="reduce", viewport={"width": 1200, "height": 900})
    shown = context.new_page()
    shown.asked, shown.complaints = [], []
    shown.on("request", lambda request: shown.asked.append(request.url))
    shown.on("console", lambda told: shown.complaints.append(told.text) if told.type in ("error", "warning") else None)
    shown.on("pageerror", lambda fault: shown.complaints.append(str(fault)))
    shown.goto(file.as_uri())
    yield shown
    context.close()


def test_the_numbers_of_a_thousand_turns_are_those_of_the_engine(opened):
    values, draw = neuron.defaults(), random.Random(8)
    grid = {"weight": (-200, 200, "0.025"), "bias": (-200, 200, "0.025"), "learning_rate": (1, 200, "0.0025")}
    turns = [
        {name: float(draw.randint(low, high) * Fraction(step)) for name, (low, high, step) in grid.items()}
        for _ in range(1000)
    ]
    for turn, (here, there) in zip(turns, opened.evaluate(TURN, turns), strict=True):
        place = {name: Fraction(str(turn[name])) for name in grid}
        start = {name: place[name] for name in ("weight", "bias")}
        after = descend(neuron.model(values), start, place["learning_rate"], 1).steps[1].parameters
        for shown, at in ((here, start), (there, {name: after[name].number for name in start})):
            wanted = {**at, "learning_rate": place["learning_rate"]}
            found = neuron.state(values, at["weight"], at["bias"])
            wanted |= {
                f"step.0.{name}": found[name]
                for name in ("prediction", "error", "loss", "gradient.weight", "gradient.bias")
            }
            wanted |= {f"step.0.move.{name}": -place["learning_rate"] * found[f"gradient.{name}"] for name in at}
            assert set(shown) == set(wanted)
            for name, number in wanted.items():
                exact, text = shown[name]
                assert Fraction(exact) == number
                written = rounded(number)
                assert text == f"{written.relation} {written.text(',')}"


def guarded(number):
    """A number as it stands where there is no relation sign."""
    written = rounded(number)
    return written.text(",") if written.exact else f"≈\u00a0{written.text(',')}"


def test_steps_follow_the_descent_far_out_and_far_in(opened):
    values = neuron.defaults()
    for rate in ("0.25", "0.09"):  # blows up; settles
        opened.click(".again")
        opened.evaluate(
            """rate => { const knob = document.querySelector("input[name=learning_rate]"); knob.value = rate;
            knob.dispatchEvent(new Event("input", {bubbles: true})); }""",
            rate,
        )
        rows = opened.evaluate(
            """() => { for (let k = 0; k < 25; k++) document.querySelector(".lab .step").click();
            return Array.from(document.querySelectorAll(".history tbody tr"), row => row.innerText.split("\\t")); }"""
        )
        start = {"weight": Fraction(1), "bias": Fraction(0)}
        steps = descend(neuron.model(values), start, Fraction(rate), 25).steps
        assert len(rows) == 26
        for k, (row, step) in enumerate(zip(rows, steps, strict=True)):
            numbers = [*(node.number for node in step.parameters.values())]
            numbers += [step.nodes[name].number for name in ("prediction", "loss")]
            assert row == [str(k), *(guarded(number) for number in numbers)]


def test_numbers_of_any_size_are_written_as_the_engine_writes_them(browser):
    draw = random.Random(3)
    ties = [Fraction(digits, 10**13) for digits in (12345, 12355, 99995)]  # half a unit of the fourth figure
    edges = [
        Fraction(0),
        Fraction(99996, 10),
        Fraction(10**8),
        Fraction(1, 10**8),
        Fraction(99999999),
        Fraction(1, 2**17),
    ]
    drawn = [
        Fraction(draw.randint(-(10**12), 10**12), draw.choice((1, 3, 8, 10**6, 5**9)))
        * Fraction(10) ** draw.randint(-20, 20)
        for _ in range(300)
    ]
    numbers = [*ties, *(1 / tie for tie in ties), *edges, *drawn]
    script = (resources.files("scenes.deliver.page") / "fractions.js").read_text(encoding="utf-8")
    blank = browser.new_page()
    written = blank.evaluate(
        f"texts => {{ {script}\nreturn texts.map(text => related(read(text), ',')); }}",
        [f"{number.numerator}/{number.denominator}" for number in numbers],
    )
    blank.close()
    assert written == [f"{rounded(number).relation} {rounded(number).text(',')}" for number in numbers]


def test_a_step_by_hand_as_it_is_worked_out_on_paper(opened):
    """w = 1, b = 0, x = 2.1, y = 4: the error is -1.9, the loss 3.61, the gradients 2 * -1.9 * 2.1 and 2 * -1.9."""
    shown = opened.eval_on_selector_all(".readings dd", "all => all.map(one => one.textContent)")
    assert shown == ["= 2,1", "= −1,9", "= 3,61"]
    turned = opened.eval_on_selector_all(".knob dd", "all => all.map(one => one.textContent)")
    assert turned == ["= −7,98", "= 0,798", "= −3,8", "= 0,38"]
    opened.click(".step")
    assert opened.text_content("[data-knob=weight]") == "= 1,798"
    assert opened.text_content("[data-knob=bias]") == "= 0,38"
    assert "3,61" in opened.text_content("[role=status]")
    formulas = opened.eval_on_selector_all(".lab math", "all => all.map(one => one.textContent)")
    assert "y^=wx+b=1,798⋅2,1+0,38=4,1558" in formulas


def test_keys_turn_the_knobs_and_take_the_step(opened):
    opened.focus("input[name=weight]")
    opened.keyboard.press("ArrowRight")
    assert opened.text_content("[data-knob=weight]") == "= 1,025"
    assert opened.get_attribute("input[name=weight]", "aria-valuetext") == "1,025"
    opened.focus(".lab .step")
    opened.keyboard.press("Enter")
    opened.keyboard.press("Space")
    assert opened.locator(".history tbody tr").count() == 3
    opened.focus(".lab .again")
    opened.keyboard.press("Enter")
    assert opened.text_content("[data-knob=weight]") == "= 1"
    assert opened.locator(".history tbody tr").count() == 1


def test_the_film_plays_with_captions_and_the_transcript_leads_into_it(opened):
    assert opened.locator(".transcript li").count() == 13
    opened.locator(".transcript button").nth(2).click()
    begin = float(opened.locator(".transcript button").nth(2).get_attribute("data-from"))
    seen = opened.evaluate(
        """async begin => {
        const video = document.querySelector("video"), captions = video.textTracks[0];
        captions.mode = "showing";
        video.textTracks[1].mode = "hidden";
        while (video.currentTime < begin + 1) await new Promise(next => setTimeout(next, 50));
        video.pause();
        return {error: video.error?.message, playing: video.currentTime, width: video.videoWidth,
          shown: Array.from(captions.activeCues, cue => cue.text), chapters: video.textTracks[1].cues.length};
        }""",
        begin,
    )
    assert seen.get("error") is None
    assert begin + 1 <= seen["playing"] < begin + 4
    assert seen["width"] == 854
    assert [text.replace("\n", " ") for text in seen["shown"]] == ["Велика ли ошибка и во что она обойдётся?"]
    assert seen["chapters"] == 13
    assert opened.locator(".transcript li[aria-current]").count() == 1


def test_formulas_are_drawn_and_a_screen_reader_meets_them(opened):
    fraction, letter = opened.locator("math mfrac").first.bounding_box(), opened.locator("math mi").first.bounding_box()
    assert fraction["height"] > 1.5 * letter["height"]
    nodes = opened.context.new_cdp_session(opened).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes]
    assert roles.count("MathMLMath") == opened.locator("math").count() > 10
    assert "MathMLFraction" in roles


AXE = "async () => (await axe.run()).violations.map(one => [one.id, one.nodes.map(node => node.html)])"


def test_nothing_leaves_the_page_and_axe_finds_no_violation(opened):
    opened.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    for width in (1200, 360):
        opened.set_viewport_size({"width": width, "height": 900})
        assert opened.evaluate(AXE) == []
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert {url.split(":")[0] for url in opened.asked} <= {"file", "data", "blob"}
    assert [url for url in opened.asked if url.startswith("file:")] == [opened.url]
    assert opened.complaints == []


def test_axe_finds_no_violation_in_a_light_page_of_two_lessons(browser, tmp_path):
    shots = (ShotSpan("first", (Said("What?", 0, 40, True), Said("That.", 40, 90)), "A picture.", 0, 90),)
    lessons = []
    for name in ("tuning", "neuron"):
        values = defaults(index.parameters(name))
        timeline = Timeline(
            name, "en", name, 15, shots, (ShownNumber("input", "21/10", 2.1, "2.1", "=", "first", 0, 9),)
        )
        lessons.append(page_lesson(timeline, b"", b"", index.trace(name, values), values, load("en")))
    text = page("Two lessons", load("en"), lessons, THEMES["light"], (854, 480), [Other("ru", "film.ru.html")])
    (tmp_path / "film.en.html").write_text(text, encoding="utf-8")
    opened = browser.new_page()
    opened.goto((tmp_path / "film.en.html").as_uri())
    opened.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    assert opened.evaluate(AXE) == []
    assert opened.locator(".lab").count() == 2
    opened.close()


BOXES = """() => Object.fromEntries([["square", ".machine .square"], ["before", ".machine rect.was"],
  ["thumb", ".slope[data-of=weight] .axis"], ["uphill", ".slope[data-of=weight] .gradient.head"],
  ["step", ".slope[data-of=weight] .move.head"]].map(([name, which]) => {
    const one = document.querySelector(which), {x, y, width, height} = one.getBBox();
    return [name, {left: x, right: x + width, width, seen: getComputedStyle(one).visibility === "visible"}]; }))"""


def test_the_pictures_show_what_a_step_changes(opened):
    """The step is drawn in the knob's own measure, against the gradient, to where the knob stands after it; the square
    of the error before it stays in view, in scale: the errors are -1.9 and, after the step, 0.1558."""
    before = opened.evaluate(BOXES)
    assert not before["before"]["seen"]
    assert before["uphill"]["left"] < before["thumb"]["left"] < before["step"]["right"]
    opened.click(".lab .step")
    after = opened.evaluate(BOXES)
    assert after["thumb"]["left"] == pytest.approx(before["step"]["right"], abs=0.5)
    assert after["before"]["seen"]
    assert after["before"]["width"] / after["square"]["width"] == pytest.approx(1.9 / 0.1558, rel=1e-3)
    opened.focus("input[name=weight]")
    opened.keyboard.press("ArrowRight")
    assert not opened.evaluate(BOXES)["before"]["seen"]


def test_formulas_have_a_font_with_their_measures(opened):
    """A fraction's bar stands as high as the minus beside it, on any machine."""
    assert opened.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Formulas'))")
    assert opened.evaluate("Array.from(document.fonts, one => [one.family, one.status])") == [["Formulas", "loaded"]]
    bar, sign = opened.evaluate(
        """() => {
        const middle = one => { const {top, bottom} = one.getBoundingClientRect(); return (top + bottom) / 2; };
        const fraction = document.querySelector("section:not(.lab) mfrac");
        const [above, below] = Array.from(fraction.children, one => one.getBoundingClientRect());
        return [(above.bottom + below.top) / 2, middle(fraction.parentElement.querySelector(":scope > mo"))]; }"""
    )
    assert bar == pytest.approx(sign, abs=2.5)


def test_on_paper_the_page_is_dark_on_white(opened):
    """The page is of the dark theme; ink of that would not be read on paper (WCAG asks for 7 to 1 at its best)."""
    opened.emulate_media(media="print")
    assert not opened.locator("video").is_visible()
    for which in ("h1", ".transcript .caption", ".transcript .description", ".numbers td"):
        color = opened.evaluate("which => getComputedStyle(document.querySelector(which)).color", which)
        red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", color)[:3])
        light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
        assert 1.05 / (0.05 + 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]) > 7
