"""The numbers of the training lesson, against PyTorch 2 (SGD, MSELoss, float64, from the same weights), NumPy's polyfit
and values worked out by hand."""

from fractions import Fraction

import numpy as np
import pytest

from engine import Dataset, exact
from scenes.lessons.numbers import training, training_slow
from scenes.lessons.numbers.training_data import MADE, TrainingData, dataset
from scenes.lessons.numbers.training_runs import runs, widths
from scenes.stage.parameters import SettingError, read_settings


def values_of(**settings: str):
    given = [f"training.{name}={text}" for name, text in settings.items()]
    return read_settings({"training": training.PARAMETERS}, given, "training")


@pytest.fixture(scope="module")
def default():
    return training.trace(training.defaults())


# torch.nn.Sequential of Linear and ReLU with the same weights, torch.optim.SGD(lr=0.1; few: 0.03), torch.nn.MSELoss.
PYTORCH = {
    "step.0.loss": 3.4357201156790147,
    "step.1.loss": 0.7499888395951368,
    "again.record.10.loss": 0.309025101076442,
    "again.loss": 0.02698251155014247,  # after 300 epochs
    "rates.small.loss": 0.2932331471274292,
    "rates.large.loss": 453.58541625051527,
    "batches.once.loss": 0.3920380398038129,  # after the three batches of numpy's default_rng(2).permutation(21)
    "batches.loss": 0.1116724022198604,  # after 30 such epochs
    "few.start.held_out.loss": 0.4491532256109465,
    "few.best.loss": 0.04835499586382826,
    "few.best.held_out.loss": 0.042684329620929655,
    "few.end.held_out.loss": 0.16160351354884034,
    "step.0.weight": -0.9118896360079157,
    "step.0.gradient.weight": -5.974635631503572,
    "line.loss": 0.5003015886196028,  # numpy.polyfit(x, y, 1)
    "flat.loss": 0.534732426303855,  # the variance of the targets
}


@pytest.mark.parametrize("path", PYTORCH)
def test_the_trainings_are_those_of_pytorch(default, path):
    # hundreds of steps through corners: rounding grows, but not to what a screen shows
    assert float(default.number(path)) == pytest.approx(PYTORCH[path], rel=1e-8)


def test_the_step_is_the_learning_rate_times_the_gradient(default):
    before, after, gradient = (default.number(f"step.{path}weight") for path in ("0.", "1.", "0.gradient."))
    assert after == pytest.approx(before - 0.1 * gradient, rel=1e-12)
    assert default.number("step.0.change.weight") == pytest.approx(-0.1 * gradient, rel=1e-9)


def test_the_gradient_is_the_mean_of_what_the_examples_wish(default):
    each = [default.number(f"step.0.{k}.gradient.weight") for k in range(21)]
    assert np.mean(each) == pytest.approx(default.number("step.0.gradient.weight"), rel=1e-12)


def test_a_nudge_of_the_weight_shows_its_gradient():
    run = runs(training.defaults()).first
    layer, i, j = training_slow.chosen_weight(run)
    name, nudge = f"layer.{layer}.weight", 1e-6
    losses = []
    for way in (1, -1):
        moved = {key: array.copy() for key, array in run.parameters(0).items()}
        moved[name][i, j] += way * nudge
        flowing = run.examples.inputs
        for k in (1, 2, 3):
            flowing = flowing @ moved[f"layer.{k}.weight"] + moved[f"layer.{k}.bias"]
            flowing = np.maximum(flowing, 0) if k < 3 else flowing
        losses.append(((flowing - run.examples.targets) ** 2).mean())
    assert (losses[0] - losses[1]) / (2 * nudge) == pytest.approx(PYTORCH["step.0.gradient.weight"], rel=1e-6)


def test_counts_worked_out_by_hand(default):
    # 30 examples, of which 30 % are held out; 1-8-8-1: 8 + 8 + 64 + 8 + 8 + 1; 1-16-16-1: 16 + 16 + 256 + 16 + 16 + 1
    wanted = {"examples": 21, "held_out": 9, "inputs": 1, "parameters": 97, "few.parameters": 321, "few.examples": 8}
    wanted |= {"batches.per_epoch": 3, "batches.steps": 90, "batches.epochs": 30, "few.best.epoch": 215}
    wanted |= {"again.epochs": 300, "again.records": 301, "regions.right": 80, "regions.examples": 80}
    assert {path: default.number(path) for path in wanted} == wanted


def test_examples_are_numbers_that_can_be_written(default):
    for k in range(21):
        for name in ("input", "target"):
            assert (100 * default.number(f"example.{k}.{name}")).denominator == 1


def test_the_batches_of_the_first_epoch_are_those_that_made_its_steps():
    values = training.defaults()
    run, rows = runs(values).batches, training.batch_rows(values)
    assert sorted(row for batch in rows for row in batch) == list(range(21))
    for record, batch in enumerate(rows):
        answered = run.network.forward(run.examples.inputs[batch], run.parameters(record)).prediction
        loss = ((answered - run.examples.targets[batch]) ** 2).mean()
        assert run.batch_losses[record] == pytest.approx(loss, rel=1e-12)


def test_a_long_training_is_thinned_and_its_slow_epoch_is_not():
    values = values_of(epochs="3000", hidden="32, 32", regions_epochs="2", few_epochs="2", points="12")
    found = runs(values)
    assert len(found.main.losses) <= 1001
    assert found.main.steps[-1] == 3000
    assert found.first.steps.tolist() == [0, 1]
    kept = sum(array.size for array in found.main.training.parameters.values())
    assert kept <= 1_010_000
    trace = training.trace(values)
    assert sum(trace[path].numbers.size for path in trace if path.startswith("weights.")) < 160_000


def test_a_training_that_overflows_ends_with_its_last_finite_record():
    trace = training.trace(values_of(learning_rate="100", large_rate="100", data="sine", epochs="50"))
    assert trace.number("again.diverged") == 1
    assert np.isfinite(trace["history.loss"].array).all()
    assert trace.number("again.loss") > 1e4 * trace.number("step.0.loss")


ROWS = "0, 1; 1, 0; 2, 1; 3, 0; 4, 1; 5, 0; 6, 1; 7, 0.5"


def test_rows_of_the_user_are_taken_exactly():
    values = values_of(data=ROWS, held_out="0.25")
    found = runs(values)
    given = sorted([*found.exact.inputs.ravel(), *found.exact_held_out.inputs.ravel()])
    assert given == [Fraction(k) for k in range(8)]
    assert training.trace(values).number("examples") == 6


def test_two_inputs_from_a_file(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("x1,x2,y\n" + "\n".join(f"{k},{k % 3},{k % 2}" for k in range(10)) + "\n")
    values = values_of(data=str(path))
    assert training.trace(values).number("inputs") == 2
    assert exact("9") in {row[0] for row in values["data"]}


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("data=sinus", "the nearest is sine"),
        ("data=1, 2; 3, 4", "got 2 rows"),
        (f"data={ROWS}; 1, 2, 3", "row 9 has 3 numbers"),
        (f"data={ROWS}; 1, 1000", "row 9, y"),
        ("data=missing.csv", "missing.csv"),
        ("data=1,1; 1,2; 1,3; 1,4; 1,5; 1,6; 1,7; 1,8", "must not all be the same"),
        ("data=1,1; 2,1; 3,1; 4,1; 5,1; 6,1; 7,1; 8,1", "nothing to learn"),
        ("hidden=0", "1 to 3 hidden layers"),
        ("hidden=8, x", "1 to 3 hidden layers"),
        ("hidden=2,2,2,2", "1 to 3 hidden layers"),
        ("optimiser=adams", "the nearest is adam"),
        ("learning_rate=0", "above 0"),
        ("held_out=0.9", "at most 1/2"),
    ],
)
def test_a_bad_value_gives_one_line(setting, says):
    with pytest.raises(SettingError) as wrong:
        read_settings({"training": training.PARAMETERS}, [f"training.{setting}"], "training")
    assert says in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_kinds_of_data_sets():
    shapes = [dataset(name, 9, 0.1, 0).inputs.shape for name in MADE]
    assert shapes == [*[(9, 1)] * 2, *[(9, 2)] * 4]
    assert TrainingData("data", "sine").read(" moons ") == "moons"
    assert widths("8, 4") == (8, 4)


def test_a_training_whose_layer_died_answers_everything_alike(default):
    # the loss of a constant c is its squared distance to the mean of the targets, and their variance
    run = runs(training.defaults()).large
    answers = run.network.forward(run.examples.inputs, run.parameters(run.last)).prediction
    targets = run.examples.targets
    assert default.number("rates.large.dead") == 1
    assert np.ptp(answers) == 0
    assert run.losses[-1] == pytest.approx((answers[0, 0] - targets.mean()) ** 2 + targets.var(), rel=1e-12)
    assert default.number("rates.own.dead") == default.number("rates.small.dead") == 0


def test_examples_on_a_line_leave_no_loss_and_others_do():
    def on_a_line(*rows):
        table = np.array([[exact(number) for number in row] for row in rows], dtype=object)
        return training.lies_on_a_line(Dataset(table[:, :-1], table[:, -1:]))

    assert on_a_line(("0", "0.1"), ("1", "0.4"), ("3", "1"))  # y = 0.3 x + 0.1
    assert not on_a_line(("0", "0.1"), ("1", "0.4"), ("3", "1.000000000000001"))
    assert on_a_line(("0", "0", "1"), ("1", "0", "3"), ("0", "1", "0"), ("2", "2", "3"))  # y = 1 + 2 x1 - x2
    assert not on_a_line(("0", "0", "0"), ("1", "0", "1"), ("0", "1", "1"), ("1", "1", "0"))  # xor
    assert training.trace(values_of(data="line", noise="0")).number("line.loss") == 0
