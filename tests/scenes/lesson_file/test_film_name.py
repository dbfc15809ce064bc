"""A film is called after its lesson file: whatever that is called, what comes out is a plain file of any system."""

from dataclasses import replace
from pathlib import Path

import pytest

from scenes.lessons import index
from scenes.lessons.lesson_file.film_name import film_name
from scenes.lessons.lesson_file.read import read_lesson_file
from scenes.render.edition import Edition
from scenes.stage.settings import Chapter
from tests.outside import forgotten, install

WHOLE = 'lessons = ["neuron", "relu"]\n'


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("мой курс.toml", "мой курс"),
        ("course-2 (b).toml", "course-2 (b)"),
        ("v1.2.toml", "v1_2"),
        ("..toml", ""),
        (" .toml", ""),
        ("-x.toml", "x"),
        ("a\nb.toml", "a_b"),
        ("a\x1b[31mb.toml", "a__31mb"),
        ("CON.toml", "CON_"),
        ("lpt1.toml", "lpt1_"),
        ('a:b*c?"<>|$%\\d.toml', "a_b_c________d"),
        ("ж" * 120 + ".toml", "ж" * 60),
        ("\udcff.toml", ""),
    ],
)
def test_what_a_film_is_called(name: str, wanted: str):
    assert film_name(Path(name)) == wanted


@pytest.mark.parametrize(
    "name",
    ["..toml", " .toml", "-x.toml", "a\nb.toml", "CON.toml", "x" * 250 + ".toml", "\u202egnp.toml", "$(id).toml"],
)
def test_its_files_lie_in_the_output_folder(tmp_path: Path, name: str):
    (tmp_path / name).write_text(WHOLE, encoding="utf-8")
    custom = read_lesson_file(tmp_path / name).custom
    look = Edition(index.FILM, {}, "ru", "l", "9:16", "light", True, custom=custom)
    file = f"{replace(look, chapter=Chapter(('neuron', 'relu'), 0)).stem}.descriptions.vtt"
    assert (tmp_path / file).parent == tmp_path
    assert file.isprintable()
    assert file[0].isalnum() or file[0] == "("
    (tmp_path / file).write_text("")  # no name is too long


def test_a_lessons_name_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The files of a film called neuron would be those of the lesson neuron."""
    site = tmp_path / "site"
    site.mkdir()
    install(site, "curves", "parabola = curves.parabola:Parabola")
    assert film_name(Path("parabola.toml")) == "parabola"
    monkeypatch.syspath_prepend(str(site))
    with forgotten():
        assert [film_name(Path(f"{name}.toml")) for name in ("neuron", "Relu", "parabola", "neurons", "film")] == [
            *("neuron_film", "Relu_film", "parabola_film"),
            *("neurons", "film"),
        ]
        path = tmp_path / "neuron.toml"
        path.write_text('lessons = ["neuron", "relu"]\n', encoding="utf-8")
        custom = read_lesson_file(path).custom
    film = Edition("neuron", {}, chapter=Chapter(("neuron", "relu"), 1), custom=custom)
    assert film.stem == "neuron_film.en"
    assert Edition("neuron", {}, custom=custom).stem == "neuron.en"
