"""A notebook that shows a lesson: run by nbclient, made a page by nbconvert, played by Chromium."""

import json
from pathlib import Path

import nbconvert
import nbformat
import pytest
from nbclient import NotebookClient

from scenes.deliver.lesson import Delivery
from scenes.deliver.notebook import show
from scenes.render.edition import Edition
from tests.browser import CHROMIUM, reported
from tests.deliver.small_film import small_film
from tests.deliver.test_embed import REPORT

ROOT = Path(__file__).parents[2]
CELL = """from scenes.deliver.notebook import show

show("neuron", {"neuron.input": "2.1"}, language="ru", quality="l", jobs=2)"""
# Of the film's two minutes the last seconds are enough.
LATE = REPORT.replace(
    "video.play();",
    """const late = () => { video.currentTime = video.duration - 2; video.play(); };
  if (video.readyState > 0) late(); else video.onloadedmetadata = late;""",
)


def test_a_notebook_shows_a_lesson_and_keeps_it(session_cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("BACKREEL_CACHE", session_cache)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    nbformat.validate(notebook)
    (output,) = (output for output in notebook.cells[0].outputs if output.output_type == "execute_result")
    assert output.data["text/plain"] == "<Один нейрон, все числа>"
    assert list(tmp_path.iterdir()) == []  # nothing is left beside the notebook
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: nothing to play the page with")
    body, _ = nbconvert.HTMLExporter(template_name="basic").from_notebook_node(notebook)
    (tmp_path / "page.html").write_text(f"<!doctype html><meta charset=utf-8>{body}{LATE}", encoding="utf-8")
    seen = json.loads(reported(tmp_path))
    assert seen["error"] is None
    assert seen["ended"]
    assert seen["size"] == [854, 480]
    assert seen["duration"] > 60
    assert seen["language"] == "ru"
    assert seen["seen"]


def test_parameters_and_look_go_into_the_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked = []

    def deliver(edition: Edition, output: Path, *how: object) -> Delivery:
        asked.append((edition, how[-1]))
        return small_film(output)

    monkeypatch.setattr("scenes.deliver.notebook.deliver", deliver)
    shown = show("neuron", {"neuron.input": 3}, language="ru", quality="l", aspect="1:1", theme="print", jobs=2)
    ((edition, how),) = asked
    assert edition.values["input"] == 3
    assert (edition.lesson, edition.language, edition.quality) == ("neuron", "ru", "l")
    assert (edition.aspect, edition.theme, how.jobs) == ("1:1", "print", 2)
    assert 'width="480" height="480"' in shown._repr_html_()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ({"lesson": "neurn"}, "no lesson 'neurn'"),
        ({"lesson": "neuron", "quality": "x"}, "no quality 'x'"),
        ({"lesson": "neuron", "language": "de"}, "no language 'de'"),
        ({"lesson": "neuron", "settings": {"neuron.input": "much"}}, "neuron.input"),
        ({"lesson": "neuron", "settings": "neuron.input=3"}, "settings are a dictionary"),
        ({"lesson": "neuron", "jobs": 0}, "jobs is how many processes"),
    ],
)
def test_wrong_calls_say_what_is_wrong(call: dict[str, object], said: str):
    with pytest.raises(ValueError, match=said) as wrong:
        show(**call)
    assert "\n" not in str(wrong.value)
