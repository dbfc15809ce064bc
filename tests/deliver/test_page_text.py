"""What a page says, read as HTML and MathML; no browser needed."""

import json
import re
from fractions import Fraction
from html.parser import HTMLParser

import pytest

from engine import Trace
from scenes.deliver.page import experiment
from scenes.deliver.page.contents import page_lesson
from scenes.deliver.page.html import Other, page
from scenes.deliver.page.mathml import Written, rows_as_mathml
from scenes.deliver.page.numbers import meaning, what_it_is
from scenes.lessons import index
from scenes.lessons.numbers import neuron
from scenes.stage.look.theme import THEMES
from scenes.stage.parameters import defaults
from scenes.stage.timeline import Said, ShotSpan, ShownNumber, Timeline
from scenes.stage.writing import formulas, words

HOSTILE = "2 < 3 & \"quoted\" 'so' </script><script>alert(1)</script>"
TIMELINE = Timeline(
    "neuron",
    "en",
    HOSTILE,
    15,
    (ShotSpan("first", (Said(HOSTILE, 0, 1000),), HOSTILE, 0, 1000),),
    (ShownNumber("step.0.gradient.weight", "-399/50", -7.98, "−7.98", "=", "first", 0, 10),),
)


class Read(HTMLParser):
    """Elements with their attributes, and the text between them."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def html():
    values = neuron.defaults()
    lesson = page_lesson(TIMELINE, b"film", b"poster", index.trace("neuron", values), values, words.load("en"))
    return page(HOSTILE, words.load("en"), [lesson], THEMES["light"], (854, 480), [Other("ru", "neuron.ru.html")])


def test_words_stay_words(html):
    found = Read(html)
    assert [attrs.get("type") for tag, attrs in found.tags if tag == "script"] == [
        "text/plain",
        "application/json",
        None,
    ]
    assert found.text.count(HOSTILE) == 4  # title, heading, caption, description
    assert not any(name.startswith("on") or name == "style" for _, attrs in found.tags for name in attrs)


def test_nothing_is_asked_of_anybody_but_the_other_language_is_a_link_away(html):
    found = Read(html)
    addresses = [attrs[name] for _, attrs in found.tags for name in ("src", "href", "poster") if name in attrs]
    assert {address.split(":")[0] for address in addresses if not address.startswith("#")} == {"data", "neuron.ru.html"}
    assert ("a", {"href": "neuron.ru.html", "lang": "ru", "hreflang": "ru"}) in found.tags
    assert set(re.findall(r"url\(([^;)]{0,30})", html)) == {"data:font/woff2"}
    assert "@import" not in html


@pytest.mark.parametrize(
    ("path", "english", "russian"),
    [
        ("nudge.rate.loss", "nudge: rate of change: loss L", "малый сдвиг: отношение изменений: потери L"),
        ("local.inner", "local derivative of the first machine", "локальная производная первой машины"),
        ("racer.0.rate", "racer 0, learning rate η", "участник 0, скорость обучения η"),
        (
            "small.layer.1.neuron.2.bias",
            "small network: layer 1, neuron 2, bias b",
            "малая сеть: слой 1, нейрон 2, смещение b",
        ),
        ("graph.node.add-2.value", "graph: node add-2, value", "граф: узел add-2, значение"),
    ],
)
def test_a_path_is_said_as_what_it_is(path, english, russian):
    """A rate is a rate of change where something is nudged, and a learning rate where steps are taken."""
    said = [meaning(path, words.load(language).outputs["meanings"], formulas.load().plain) for language in ("en", "ru")]
    assert said == [english, russian]


@pytest.mark.parametrize("lesson", index.LESSONS)
def test_what_is_said_of_whole_paths_is_said_of_paths_that_there_are(lesson):
    numbers = json.loads(index.trace_json(lesson, index.values(lesson, [])))["quantities"]
    paths = {re.sub(r"\d+", "#", path) for path in numbers}
    english, russian = (words.load(language).outputs["meanings_of_paths"].get(lesson, {}) for language in ("en", "ru"))
    assert set(english) == set(russian)
    assert set(english) - paths == set()


def test_a_whole_path_is_said_with_its_numbers():
    assert what_it_is("landscape", "right.12.loss", words.load("ru")) == "с подходящей скоростью: шаг 12, потери L"
    assert what_it_is("chain", "gradient.input", words.load("en")) == "derivative of the output, ∂y/∂x"
    assert what_it_is("gradient", "step.2.gradient.weight", words.load("en")) == "step 2, gradient ∂L/∂w"


def test_the_table_says_what_a_number_is(html):
    row = re.search(r"<tr><th scope=\"row\"><code>step.0.gradient.weight</code>.*?</tr>", html)[0]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", row) == [
        "step 0, gradient ∂L/∂w",
        "−399/50",
        "=\u00a0−7.98",
    ]
    assert meaning("nonsense.0.weight", words.load("en").outputs["meanings"], {}) is None


FORMULAS = """
symbols = {loss = "L", weight = "w", prediction = "hat(y)"}
rows.a.exact.row = "{weight} = {:a} dot {(b)} {=c}"
rows.a.rounded.row = "{weight} = {:third} dot {(b)} {=d}"
rows.a.squared.row = "{loss} = ( {:b} )^2"
rows.a.squared.constants.2 = "an exponent"
"""
NUMBERS = {"a": "3/2", "b": "-2", "c": "-3", "third": "1/3", "d": "-2/3"}


@pytest.mark.parametrize(
    ("name", "text"),
    [("exact", "w=1,5⋅(−2)=−3"), ("rounded", "w≈0,3333⋅(−2)≈−0,6667"), ("squared", "L=(−2)2")],
)
def test_a_relation_with_a_rounded_number_beside_it_is_no_equality(name, text):
    row = formulas.parse(FORMULAS).row("a", name, {})
    (math,) = rows_as_mathml([row], Written(words.load("ru"), lambda path: Fraction(NUMBERS[path])))
    assert "".join(Read(math).text) == text
    assert math.count("<math") == 1


@pytest.mark.parametrize("lesson", [name for name in index.LESSONS if name not in ("training", "landscape")])
def test_each_lesson_has_its_formulas(lesson):
    values = defaults(index.parameters(lesson))
    timeline = Timeline(lesson, "ru", "x", 15, TIMELINE.shots, ())
    made = page_lesson(timeline, b"", b"", index.trace(lesson, values), values, words.load("ru"))
    assert made.formulas
    assert (made.experiment is not None) == (lesson in experiment.EXPERIMENTS)
    assert all("<math" in math and "merror" not in math for math in made.formulas)


def test_numbers_that_the_trace_has_not_leave_their_formula_out():
    values = neuron.defaults()
    made = page_lesson(TIMELINE, b"", b"", Trace({"input": Fraction(1)}), values, words.load("en"))
    assert 0 < len(made.formulas) < 5


def test_both_languages_say_the_same_things():
    for table in ("page", "meanings"):
        assert set(words.load("en").outputs[table]) == set(words.load("ru").outputs[table])


def test_knobs_reach_what_solves_the_example():
    """x = 2.1 and y = 4: w = 4 / 2.1 with b = 0, or b = 1.9 with w = 1; the descent diverges from 1 / (x^2 + 1) on."""
    knobs = experiment.knobs(neuron.defaults())
    assert float(knobs["weight"]["max"]) > 4 / 2.1
    assert float(knobs["bias"]["max"]) > 1.9
    assert float(knobs["learning_rate"]["max"]) > 1 / (2.1**2 + 1)
    assert float(knobs["learning_rate"]["min"]) > 0
