"""The folder of a deck for browsers, and what may be in its way."""

import shutil

import pytest

from scenes.deliver.deck.html import is_deck
from scenes.deliver.files import put_in_place, workshop
from scripts import slides
from scripts.main import cli


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


def test_a_folder_with_other_files_in_it_is_no_deck(coloured_deck, tmp_path):
    folder = shutil.copytree(coloured_deck["folder"].parent, tmp_path / "deck")
    assert is_deck(folder)
    (folder / "exam.docx").write_text("mine")
    assert not is_deck(folder)


@pytest.mark.parametrize(("size", "is_told"), [(99_000_000, False), (201_000_000, True)])
def test_of_a_page_too_large_to_be_sent_it_says_so(tmp_path, monkeypatch, capsys, size, is_told):
    page = tmp_path / "film.en.slides.html"
    with page.open("wb") as file:
        file.truncate(size)
    monkeypatch.setattr(slides, "deliver_decks", lambda *_: (page,))
    cli(["slides", "neuron", "-o", str(tmp_path)], standalone_mode=False)
    told = capsys.readouterr()
    assert told.out == f"{page}\n"
    assert ("film.en.slides.html is 201 MB" in told.err) is is_told
