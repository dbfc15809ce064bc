"""The catalogue of formulas: read by a grammar of its own, and no digit in it goes without a reason."""

import pytest

from scenes.lessons.numbers import neuron
from scenes.stage.writing import formulas
from scenes.stage.writing.formulas import Bound, Partial, Sign, Symbol

HEAD = 'symbols = {loss = "L", weight = "w"}\nplain = {}\n'


def parsed(row: str, constants: str = "") -> formulas.FormulaRow:
    return formulas.parse(f"{HEAD}rows.a.b.row = '{row}'\n{constants}").row("a", "b", {"k": 3})


def test_each_kind_of_piece():
    row = parsed("{loss} = {loss/weight} dot {:step.<k>.loss} + {(input)|weight} {=learning_rate*1.5}")
    assert row.pieces == (
        Symbol("loss"),
        Sign("="),
        Partial("loss", "weight"),
        Sign("dot"),
        Bound(":", "step.3.loss", None, 1.0),
        Sign("+"),
        Bound("(", "input", "weight", 1.0),
        Bound("=", "learning_rate", None, 1.5),
    )


def test_a_piece_of_typst_stays_whole():
    row = parsed("`sqrt({weight} + 1)` + {loss}", 'rows.a.b.constants.1 = "one"')
    assert row.pieces == (Sign("sqrt({weight} + 1)"), Sign("+"), Symbol("loss"))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2 {loss}", "say why 2 is no data"),
        ("{loss} = `x^12`", "say why 12 is no data"),
        ("{nothing}", "is no symbol and no number"),
        ("{loss/height}", "names a symbol that is not there"),
        ("{:UPPER}", "is no symbol and no number"),
    ],
)
def test_what_cannot_be_read_is_said(row: str, says: str):
    with pytest.raises(formulas.FormulaError, match=says.replace("^", r"\^")):
        parsed(row)


def test_a_place_that_is_not_filled_in_is_said():
    with pytest.raises(formulas.FormulaError, match="<k>"):
        formulas.load().row("neuron", "error", {})
    with pytest.raises(formulas.FormulaError, match=r"no formula neuron\.nothing"):
        formulas.load().row("neuron", "nothing", {})


def test_every_number_in_a_formula_is_a_quantity_of_its_lesson():
    trace = neuron.trace(neuron.defaults())
    for name in formulas.load().rows["neuron"]:
        for piece in formulas.load().row("neuron", name, {"k": 0, "next": 1}).pieces:
            if isinstance(piece, Bound):
                assert piece.path in trace, name
