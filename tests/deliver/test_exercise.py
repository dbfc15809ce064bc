"""Exercise sheets: every equation of the answer sheets is worked out once more from what stands in it, by Python's
fractions; one lesson's numbers are written out by hand."""

import csv
import io
import json
import math
import re
from fractions import Fraction

import pypdf
import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from scenes.deliver.sheets.drawn_numbers import drawn
from scenes.deliver.sheets.markdown import markdown
from scenes.deliver.sheets.page import Page
from scenes.deliver.sheets.pdf import pdf
from scenes.deliver.sheets.plans import LESSONS, sheet
from scenes.deliver.sheets.table import table, trace_table
from scenes.lessons import index
from scenes.lessons.numbers.chain_machines import MACHINES
from scenes.lessons.numbers.gradient_functions import CURVES, GROUNDS
from scripts.main import cli, main

# 2.1 * 1 + 0, minus 4, squared; twice the error, times 2.1; 1 + 0.1 * 7.98, 0 + 0.1 * 3.8; and so on, with pencil.
BY_HAND = [
    *("2.1", "-1.9", "3.61"),
    *("-3.8", "2.1", "-7.98", "1", "-3.8"),
    *("1.798", "0.38"),
    *("4.1558", "0.1558", "0.02427364"),
]

# Everything that changes what formulas a sheet has.
OTHERS = (
    *(("gradient", [f"gradient.function={name}"]) for name in CURVES),
    *(("gradient", [f"gradient.surface={name}", "gradient.steps=1"]) for name in GROUNDS),
    *(("chain", [f"chain.inner={name}", f"chain.outer={name}", "chain.input=0.7"]) for name in MACHINES),
    ("chain", ["chain.expression=relu(my_rate * x - 2) ^ 3 / exp(-x) + sqrt(2 * x) - x * x"]),
    ("chain", ["chain.expression=sigmoid(a) * tanh(b) - log(a) / cos(b)", "chain.values=a=0.5, b=-1.5"]),
    ("chain", ["chain.expression=abs(a - 3) + sin(b) ^ -2 + square(a) * (-2)", "chain.values=a=0.5, b=-1.5"]),
    ("network", ["network.neurons=1, 0, 0.333; -2, 0.1, -1", "network.input=-0.7"]),
    ("neuron", ["neuron.input=1/3", "neuron.learning_rate=0.0001"]),
    ("neuron", ["neuron.input=1e-9"]),
    ("relu", ["relu.weight=-1"]),
)
CASES = [*((lesson, []) for lesson in LESSONS), *((lesson, None) for lesson in LESSONS), *OTHERS]
NAMES = {
    **{name: getattr(math, name) for name in ("sin", "cos", "exp", "tanh", "sqrt")},
    "ln": math.log,
    "max": max,
    "abs": abs,
    "σ": lambda x: 1 / (1 + math.exp(-x)),
    "Fraction": Fraction,
}
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def page(lesson: str, settings: list[str], language: str = "en", answers: bool = True) -> Page:
    return Page(sheet(lesson, index.values(lesson, settings)), language, answers)


def rows(of: Page) -> list[str]:
    return [row.equation.plain for section in of.sections for row in section.rows if row.equation is not None]


def worked_out(text: str) -> Fraction | float:
    """The value of a formula with numbers in it, by Python alone."""
    text = re.sub(r"([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: f"**({found[1].translate(RAISED)})", text)
    text = text.replace("−", "-").replace("·", "*").replace("√", "sqrt")
    text = re.sub(r"sqrt(\d[\d.]*)", r"sqrt(\1)", text)
    text = re.sub(r"(?<![\w.(*])(\d+(?:\.\d+)?)|(?<=[(*])(\d+(?:\.\d+)?)", r"Fraction('\1\2')", text)
    return eval(text, {"__builtins__": {}}, NAMES)  # numbers, signs and the functions above


@pytest.mark.parametrize(("lesson", "settings"), CASES, ids=str)
def test_every_answer_follows_from_what_stands_in_front_of_it(lesson: str, settings: list[str] | None):
    settings = drawn(lesson, 11, "(a + b) * a") if settings is None else settings
    found = rows(page(lesson, settings))
    assert found or lesson == "tuning"
    for equation in found:
        pieces = re.split(r" ([=≈]) ", equation)
        signs, result = pieces[1::2], worked_out(pieces[-1])
        numbers = [piece for piece in pieces[2::2] if not re.search(r"[^\W\d_]", re.sub("|".join(NAMES), "", piece))]
        for piece in numbers:
            value = worked_out(piece)
            if "≈" not in signs:
                assert value == result, equation
            else:
                assert float(value) == pytest.approx(float(result), rel=2e-2, abs=2e-3), equation
        if signs[-1] == "=":
            assert "≈" not in signs or len(numbers) == 1, equation  # nothing exact comes from what is rounded


def test_the_numbers_of_the_neuron_are_those_that_a_hand_finds():
    found = [re.split(" [=≈] ", equation)[-1] for equation in rows(page("neuron", []))]
    assert [number.replace("−", "-") for number in found] == BY_HAND
    russian = [re.split(" [=≈] ", equation)[-1] for equation in rows(page("neuron", [], "ru"))]
    assert [number.replace("−", "-").replace(",", ".") for number in russian] == BY_HAND


def test_tables_hold_what_a_hand_finds():
    (section,) = page("tuning", []).sections
    # w, b, prediction, error, loss: 1.5 * 2.1 - 0.5 = 2.65, minus 4 = -1.35, squared 1.8225
    assert section.grid.cells[2] == ("2", "1.5", "−0.5", "2.65", "−1.35", "1.8225")
    assert section.rows[0].answer == "5"  # 1.7 * 2.1 + 0.5 = 4.07, the nearest to 4


def test_cells_follow_from_the_cells_beside_them():
    def numbers(cells: tuple[str, ...]) -> list[Fraction]:
        return [Fraction(cell.replace("−", "-").removeprefix("≈ ")) for cell in cells]

    for seed in (1, 2, 3):
        (tries,) = page("tuning", drawn("tuning", seed, "")).sections
        x, y = (worked_out(given.plain.split(" = ")[1]) for given, _ in page("tuning", drawn("tuning", seed, "")).given)
        for _, w, b, prediction, error, loss in map(numbers, tries.grid.cells):
            assert (prediction, error) == (w * x + b, prediction - y)
            assert float(loss) == pytest.approx(float(error) ** 2, rel=1e-3)
        for line in page("loss", drawn("loss", seed, "")).sections:
            w, b = (worked_out(given.plain.split(" = ")[1]) for given, _ in line.given)
            rows = list(map(numbers, line.grid.cells))
            for _, x1, y1, prediction, error, squared, absolute in rows:
                assert (prediction, error, absolute) == (w * x1 + b, prediction - y1, abs(error))
                assert squared == error**2
            total, mean, mean_absolute = (worked_out(re.split(" [=≈] ", row.equation.plain)[-1]) for row in line.rows)
            assert total == sum(row[5] for row in rows)
            assert float(mean) == pytest.approx(float(total / len(rows)), rel=1e-3)
            assert float(mean_absolute) == pytest.approx(float(sum(row[6] for row in rows) / len(rows)), rel=1e-3)
        first, nudges, *_ = page("gradient", drawn("gradient", seed, "")).sections
        loss = worked_out(re.split(" [=≈] ", first.rows[0].equation.plain)[-1])
        for _, size, nudged, change, ratio in map(numbers, nudges.grid.cells):
            assert float(change) == pytest.approx(float(nudged - loss), abs=2e-3)
            assert float(ratio) == pytest.approx(float(change / size), rel=1e-3)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_sheet_and_answers_are_alike_but_for_the_answers(lesson: str, language: str):
    values = index.values(lesson, [])
    blank, full = (Page(sheet(lesson, values), language, answers) for answers in (False, True))
    assert len(blank.sections) == len(full.sections)
    for empty, filled in zip(blank.sections, full.sections, strict=True):
        assert [row.number for row in empty.rows] == [row.number for row in filled.rows]
        assert (empty.heading, empty.notes, empty.given) == (filled.heading, filled.notes, filled.given)
        for row, answer in zip(empty.rows, filled.rows, strict=True):
            if row.equation is not None:
                assert row.equation.plain.endswith(" =")
                assert answer.equation.plain.startswith(row.equation.plain.split(" = ")[0].removesuffix(" ="))
        if filled.grid is not None:
            asked = [cells.count("") for cells in empty.grid.cells]
            assert min(asked) >= 3
            assert all("" not in cells for cells in filled.grid.cells)
    read = MarkdownIt().enable("table").parse(markdown(blank))
    assert sum(token.type == "heading_open" for token in read) >= len(blank.sections) + 1
    assert sum(token.type == "table_open" for token in read) == sum(one.grid is not None for one in blank.sections)
    inline = [child.type for token in read for child in token.children or ()]
    assert inline.count("strong_open") == sum(len(section.rows) for section in blank.sections)  # numbers alone
    assert "em_open" not in inline


def elements(element: pypdf.generic.DictionaryObject) -> list[pypdf.generic.DictionaryObject]:
    """All elements of a PDF's structure under one of them."""
    kids = element.get("/K", [])
    found = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
    inside = [kid for kid in found if isinstance(kid, pypdf.generic.DictionaryObject) and "/S" in kid]
    return [*inside, *(one for kid in inside for one in elements(kid))]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_pdf_is_text_in_both_languages_and_says_that_it_is_accessible(lesson: str):
    for language, word in (("en", "answer sheet"), ("ru", "ответы")):
        written = pdf(page(lesson, [], language))
        read = pypdf.PdfReader(io.BytesIO(written))
        catalogue = read.trailer["/Root"]
        assert catalogue["/Lang"] == language
        assert catalogue["/MarkInfo"]["/Marked"]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
        formulas = [element for element in elements(catalogue["/StructTreeRoot"]) if element.get("/S") == "/Formula"]
        assert len(formulas) >= len(rows(page(lesson, [], language)))
        assert all(formula["/Alt"] for formula in formulas)
        text = " ".join(" ".join(one.extract_text() for one in read.pages).split())
        title = page(lesson, [], language).catalogue.lesson(lesson).title
        assert word in text
        assert title.split()[0] in text
        assert read.metadata.title.startswith(title)
        assert written == pdf(page(lesson, [], language))


@pytest.mark.parametrize(("lesson", "settings"), OTHERS, ids=str)
def test_every_formula_can_be_set(lesson: str, settings: list[str]):
    assert pdf(page(lesson, settings)).startswith(b"%PDF")


def test_the_expression_stands_there_as_it_was_written():
    for written, read in (
        ("(a + b) * a", "(a + b) · a"),
        ("a - (b - a) / -b", "a − (b − a) / (−b)"),
        ("(a * b) ^ 3 + sqrt(a + 1)", "(a · b)³ + sqrt(a + 1)"),
    ):
        (rule,) = page("chain", [f"chain.expression={written}"]).sections[2].rules
        assert rule.plain.partition(" = ")[2] == read


def test_formulas_are_said_in_words():
    said = [row.equation.spoken for section in page("neuron", []).sections for row in section.rows]
    assert said[0] == "y hat equals w times x plus b equals 1 times 2.1 plus 0 equals 2.1"
    assert said[5].startswith("derivative of L with respect to w equals derivative of L with respect to y hat times")
    russian = [row.equation.spoken for section in page("neuron", [], "ru").sections for row in section.rows]
    assert russian[0] == "y с крышкой равно w умножить на x плюс b равно 1 умножить на 2,1 плюс 0 равно 2,1"


@pytest.mark.parametrize(("language", "delimiter", "point"), [("en", ",", "."), ("ru", ";", ",")])
def test_the_table_opens_in_a_spreadsheet_of_its_language(language: str, delimiter: str, point: str):
    for lesson in LESSONS:
        text = table(page(lesson, [], language))
        assert text.startswith("\ufeff")
        head, *lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter)
        assert len(head) == 8
        trace = index.trace(lesson, index.values(lesson, []))
        for line in lines:
            assert len(line) == 8
            number, exact, path = line[5].replace(point, "."), line[6].replace("⁄", "/"), line[7]
            assert float(number) == pytest.approx(trace[path].value, rel=1e-9)
            if exact:
                assert (Fraction(number) == Fraction(exact)) == (line[4] in ("exact", "точны"))
            assert line[3], f"{lesson}: {line[2]} has no meaning"


@pytest.mark.parametrize("lesson", index.LESSONS)
def test_a_trace_opens_in_a_spreadsheet_and_says_what_each_number_is(lesson: str):
    trace = index.trace(lesson, index.values(lesson, []))
    text = trace_table(trace, "ru").removeprefix("\ufeff")
    _, *lines = csv.reader(io.StringIO(text), delimiter=";")
    assert len(lines) == sum(quantity.numbers.size for quantity in trace.values())
    for path, entry, meaning, _, number, _ in lines:
        place = tuple(map(int, entry.split()))
        assert float(number.replace(",", ".")) == pytest.approx(trace[path].array[place], rel=1e-9)
        english = re.sub(GRAPH_NAMES, "", meaning)
        assert not re.search("[a-z]", english), f"{path}: {meaning}"


# What a graph calls its nodes stays as it is.
GRAPH_NAMES = r"\b(a|b|e|[a-z]+-\d+)\b"


def test_the_command_writes_whole_sheets(tmp_path):
    call = ["exercise", "neuron", "-l", "en", "-l", "ru", "--to", "pdf,markdown,csv", "-o", str(tmp_path), "--json"]
    answer = CliRunner().invoke(cli, call)
    assert answer.exit_code == 0, answer.output
    names = {f"neuron.{language}.{kind}" for language in ("en", "ru") for kind in KINDS}
    assert {path.rpartition("/")[2] for path in json.loads(answer.output)["outputs"]} == names
    assert {path.name for path in tmp_path.iterdir()} == names


KINDS = ("exercise.pdf", "answers.pdf", "exercise.md", "answers.md", "numbers.csv")


def test_no_version_has_all_but_one_neuron_off():
    """Worked out from the drawn numbers: the sum of a neuron that is on is above zero."""
    for seed in range(50):
        told = dict(setting.partition("=")[::2] for setting in drawn("network", seed, ""))
        seen = Fraction(told["network.input"])
        rows = [list(map(Fraction, row.split(","))) for row in told["network.neurons"].split(";")]
        assert sum(weight * seen + bias > 0 for weight, bias, _ in rows) >= 2, seed


def test_a_seed_gives_other_numbers_and_always_the_same(tmp_path):
    texts = []
    for seed in (["--seed", "1"], ["--seed", "1"], ["--seed", "2"], ["--seed", "1", "-s", "neuron.target=5.5"], []):
        call = ["exercise", "neuron", *seed, "--to", "markdown", "-o", str(tmp_path)]
        assert CliRunner().invoke(cli, call).exit_code == 0
        version = f".{seed[1]}" if seed else ""
        texts.append((tmp_path / f"neuron.en{version}.exercise.md").read_text(encoding="utf-8"))
        assert (tmp_path / f"neuron.en{version}.answers.md").exists()
    assert texts[0] == texts[1]
    assert len(set(texts)) == 4
    titles = [text.splitlines()[0].partition(" — ")[2] for text in texts]
    assert titles == ["exercise sheet" + more for more in (*[", version 1"] * 2, ", version 2", ", version 1", "")]
    assert "$y = 5.5$" in texts[3]
    assert re.search(r"\$x = (.+)\$", texts[3])[1] == re.search(r"\$x = (.+)\$", texts[0])[1]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["training"], "not worked out by hand; there are: loss"),
        (["neurn"], "the nearest is neuron"),
        (["neuron", "--to", "docx"], "no kind 'docx'"),
        (["neuron", "--seed", "-1"], "--seed"),
        (["neuron", "-s", "neuron.input=x"], "neuron.input"),
    ],
)
def test_wrong_calls_are_told_in_one_line(call: list[str], said: str, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("sys.argv", ["backreel", "exercise", *call, "-o", str(tmp_path)])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("lesson", "language", "heading"),
    [("loss", "en", "A second line"), ("gradient", "ru", "Шаг против градиента")],
)
def test_a_heading_stands_with_its_numbers_its_table_and_its_first_task(lesson: str, language: str, heading: str):
    """They would not have had the room on the first page."""
    first, second = pypdf.PdfReader(io.BytesIO(pdf(page(lesson, [], language, answers=False)))).pages
    assert heading not in first.extract_text()
    assert second.extract_text().startswith(heading)
