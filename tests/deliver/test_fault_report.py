"""The report of a check: lines for people, JSON for programs, pictures in a folder."""

import json
from pathlib import Path

from scenes.deliver import fault_report
from scenes.deliver.fault_report import keep, lines, to_json, total
from scenes.render.checked import Checked
from scenes.stage.checks.fault import Fault
from scenes.stage.checks.found import Found
from scenes.stage.checks.shown_numbers import NumberRead

FAULT = Fault("text-on-text", '"вверх" stands on "w" by 12 % of its area', 43.21, "update", (0.0, 0.0, 1.0, 1.0))
ROW = NumberRead("step.0.loss", "361/100", "3.61", "3.61", "=", "update", 40.0, 44.5)
NEURON = Checked(
    "neuron", "ru", "9:16", "dark", (Found(FAULT, b"png"),), 100, 40, 900, 899, 123.5, (ROW,)
)  # fmt: skip
CLEAN = Checked("neuron", "en", "9:16", "dark", (), 90, 30, 800, 800, 120.0)
BROKEN = Checked("mine.py:Scene", broken="cannot be loaded: ImportError: no module named numpi")


def test_a_fault_is_one_line_with_its_picture(tmp_path: Path):
    (line,) = lines(keep(NEURON, tmp_path))
    picture = tmp_path / "check" / "neuron.ru.9x16.dark.01.text-on-text.png"
    assert line == (
        f'neuron ru 9:16 dark  update  43.2 s  text-on-text: "вверх" stands on "w" by 12 % of its area ({picture})'
    )
    assert picture.read_bytes() == b"png"


def test_what_could_not_be_played_is_one_line(tmp_path: Path):
    assert lines(keep(BROKEN, tmp_path)) == ["mine.py:Scene  cannot be loaded: ImportError: no module named numpi"]
    assert list(tmp_path.iterdir()) == []


def test_json_has_the_agreed_shape(tmp_path: Path):
    answer = json.loads(to_json([keep(one, tmp_path) for one in (CLEAN, NEURON, BROKEN)], 41.0))
    assert set(answer) == {"checked", "faults"}
    assert answer["faults"] == [
        {
            "lesson": "neuron",
            "language": "ru",
            "aspect": "9:16",
            "theme": "dark",
            "shot": "update",
            "time": 43.21,
            "kind": "text-on-text",
            "what": FAULT.what,
            "picture": str(tmp_path / "check" / "neuron.ru.9x16.dark.01.text-on-text.png"),
        }
    ]
    checked = answer["checked"]
    assert checked["lessons"] == ["neuron", "mine.py:Scene"]
    assert (checked["languages"], checked["aspects"]) == (["en", "ru"], ["9:16"])
    assert (checked["instants"], checked["texts"], checked["digits"], checked["digits_agreed"]) == (190, 70, 1700, 1699)
    assert checked["broken"][0]["why"] == BROKEN.broken


def test_the_last_line_says_what_was_checked(tmp_path: Path):
    reports = [keep(one, tmp_path) for one in (CLEAN, NEURON)]
    assert total(reports, 41.2) == (
        "1 fault: neuron × en, ru × 9:16 × dark; 190 instants, 70 texts, 1699 of 1700 digits read as they should; 41 s"
    )
    assert total([keep(CLEAN, tmp_path)], 5.0).startswith("no faults: neuron × en")
    assert "1 of 1 could not be played" in total([keep(BROKEN, tmp_path)], 5.0)


def test_numbers_that_were_read_are_kept(tmp_path: Path):
    keep(NEURON, tmp_path)
    (row,) = json.loads((tmp_path / "check" / "neuron.ru.9x16.dark.numbers.json").read_text(encoding="utf-8"))
    assert row["path"] == "step.0.loss"
    assert (row["exact"], row["shown"], row["read"], row["relation"]) == ("361/100", "3.61", "3.61", "=")
    assert (row["from"], row["to"]) == (40.0, 44.5)


def test_pictures_of_an_earlier_check_of_the_same_go_and_others_stay(tmp_path: Path):
    keep(NEURON, tmp_path)
    folder = tmp_path / fault_report.FOLDER
    kept = [folder / "neuron.ru.9x16.light.01.contrast.png", folder / "neuron.ru.9x16.dark.txt"]
    for other in kept:
        other.write_bytes(b"")
    keep(Checked("neuron", "ru", "9:16", "dark"), tmp_path)
    assert sorted(folder.iterdir()) == sorted(kept)
