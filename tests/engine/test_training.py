"""Training: its history, and how it says that it diverged. Expected numbers by hand; beside PyTorch in a file of its
own."""

import copy
import math
import pickle
import warnings
from fractions import Fraction

import numpy as np
import pytest

import engine.training.train
from engine import (
    Adam,
    Dataset,
    Dense,
    ExactnessError,
    GradientDescent,
    Momentum,
    Network,
    exact,
    moons,
    sine,
    train,
    xor,
)

INF, NAN = math.inf, math.nan


@pytest.fixture(autouse=True)
def _no_warnings():
    """What overflows is a state of the history, never a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def fractions(rows):
    return [[exact(number) for number in row.split()] for row in rows]


def of_the_film(rate, **options):
    """The neuron of lesson 5 in floats: x = 2.1, target 4, w = 1, b = 0."""
    return train(Network.neuron([1.0], 0.0), Dataset([[2.1]], [[4.0]]), learning_rate=rate, **options)


def same_bits(one, other):
    assert one.steps.tobytes() == other.steps.tobytes()
    for attribute in ("batch_losses", "losses", "learning_rates"):
        assert getattr(one, attribute).tobytes() == getattr(other, attribute).tobytes()
    for name in one.parameters:
        assert one.parameters[name].tobytes() == other.parameters[name].tobytes()
        assert one.gradients[name].tobytes() == other.gradients[name].tobytes()


class TestExact:
    """Lesson 5 on Fractions."""

    NETWORK = Network.neuron([Fraction(1)], Fraction(0))
    DATA = Dataset(fractions(["2.1"]), fractions(["4"]))

    def test_two_steps_by_hand(self):
        # Step 0: prediction 2.1, miss -1.9, gradients 2 * -1.9 * 2.1 = -7.98 and -3.8.
        # Step 1: w = 1.798, b = 0.38, prediction 3.7758 + 0.38 = 4.1558, miss 0.1558, gradients 0.65436 and 0.3116.
        # Step 2: w = 1.798 - 0.065436, b = 0.38 - 0.03116, prediction 3.6383844 + 0.34884 = 3.9872244, miss -0.0127756.
        history = train(self.NETWORK, self.DATA, learning_rate=Fraction(1, 10), epochs=2)
        assert history.parameters["layer.1.weight"].ravel().tolist() == fractions(["1 1.798 1.732564"])[0]
        assert history.parameters["layer.1.bias"].ravel().tolist() == fractions(["0 0.38 0.34884"])[0]
        assert history.losses.tolist() == fractions(["3.61 0.02427364 0.00016321595536"])[0]
        assert history.batch_losses.tolist() == history.losses.tolist()
        slopes = (
            history.gradients["layer.1.weight"].ravel().tolist(),
            history.gradients["layer.1.bias"].ravel().tolist(),
        )
        assert slopes[0][:2] == fractions(["-7.98 0.65436"])[0]
        assert slopes[1][:2] == fractions(["-3.8 0.3116"])[0]
        assert history.learning_rates.tolist() == [Fraction(1, 10)] * 3
        assert all(type(rate) is Fraction for rate in history.learning_rates)
        assert (history.state, history.reason, history.diverged) == ("finished", None, False)

    def test_two_steps_with_momentum(self):
        # velocity -7.98, -3.8; then half of it and the new gradient: -3.99 + 0.65436, -1.9 + 0.3116
        history = train(
            self.NETWORK, self.DATA, optimiser=Momentum(Fraction(1, 2)), learning_rate=Fraction(1, 10), epochs=2
        )
        assert history.trained.parameters["layer.1.weight"].item() == exact("2.131564")
        assert history.trained.parameters["layer.1.bias"].item() == exact("0.53884")

    def test_a_whole_learning_rate_is_kept_as_a_fraction(self):
        history = train(self.NETWORK, self.DATA, learning_rate=0, epochs=1)
        assert [type(rate) for rate in history.learning_rates] == [Fraction, Fraction]

    def test_held_out_examples_and_batches(self):
        # w = 1, b = 0 is right for (1, 1) and (3, 3) and misses (5, 7) by 2
        data = Dataset(fractions(["1", "3"]), fractions(["1", "3"]))
        history = train(
            self.NETWORK,
            data,
            learning_rate=Fraction(1),
            epochs=3,
            batch_size=1,
            seed=0,
            held_out=Dataset(fractions(["5"]), fractions(["7"])),
        )
        assert history.held_out_losses.tolist() == [4] * 7
        assert history.losses.tolist() == [0] * 7

    def test_divergence_beyond_floats(self):
        # miss times -1.164 a step: the square passes 10^308 after 2330 steps; here 10 times as fast, and no limit
        history = train(self.NETWORK, self.DATA, learning_rate=Fraction(10**40), epochs=8, limit=None)
        factor = 1 - exact("10.82") * 10**40
        assert history.losses.tolist() == [exact("3.61") * factor ** (2 * k) for k in range(9)]
        assert history.losses[-1] > 10**600
        assert not history.diverged

    def test_early_notice_of_divergence(self):
        history = train(self.NETWORK, self.DATA, learning_rate=Fraction(10**40), epochs=8)
        assert history.reason == "the loss is over 10000 times that of the start at step 1"
        assert len(history) == 2


class TestHistory:
    def test_a_loss_belongs_to_the_parameters_of_its_record(self):
        network, data = Network.of((2, 5, 1), "tanh", seed=0), moons(30, seed=1)
        history = train(network, data, "mean_squared_error", Adam(), 0.05, epochs=9, batch_size=8, seed=2, every=4)
        assert history.steps.tolist() == [*range(0, 36, 4), 36]
        for record in range(len(history)):
            w1, b1, w2, b2 = (kept[record] for kept in history.parameters.values())
            prediction = np.tanh(data.inputs @ w1 + b1) @ w2 + b2
            assert history.losses[record] == pytest.approx(np.mean((prediction - data.targets) ** 2), rel=1e-12)
            again = history.network_at(record)(data.inputs)
            np.testing.assert_allclose(again, prediction, rtol=1e-12)

    def test_a_gradient_belongs_to_the_batch_and_parameters_of_its_record(self):
        network, data = Network.of((2, 5, 1), "tanh", seed=0), moons(30, seed=1)
        history = train(network, data, learning_rate=0.1, epochs=3, batch_size=8, seed=2)
        order = np.random.default_rng(2).permutation(30)
        rows = order[16:24]  # the third batch, that of step 2

        def loss(moved):
            w1, b1, w2, b2 = moved.values()
            return np.mean((np.tanh(data.inputs[rows] @ w1 + b1) @ w2 + b2 - data.targets[rows]) ** 2)

        at = {name: kept[2].copy() for name, kept in history.parameters.items()}
        assert history.batch_losses[2] == pytest.approx(loss(at), rel=1e-12)
        for name, array in at.items():
            for place in np.ndindex(array.shape):
                middle, sides = array[place], []
                for step in (1e-6, -1e-6):
                    array[place] = middle + step
                    sides.append(loss(at))
                array[place] = middle
                slope = (sides[0] - sides[1]) / 2e-6
                assert history.gradients[name][2][place] == pytest.approx(slope, rel=1e-6, abs=1e-9)

    def test_the_path_reads_parameters_in_their_order(self):
        history = train(Network.of((2, 2, 1), seed=0), xor(), epochs=3)
        assert history.path.shape == (4, 9)
        want = [np.concatenate([kept[2].ravel() for kept in history.parameters.values()])]
        np.testing.assert_array_equal(history.path[2:3], want)
        np.testing.assert_array_equal(
            history.path[0], np.concatenate([p.ravel() for p in history.network.parameters.values()])
        )

    def test_nothing_trained_is_the_start(self):
        history = of_the_film(0.1, epochs=0)
        assert (len(history), history.steps.tolist(), history.epochs.tolist()) == (1, [0], [0.0])
        assert history.losses[0] == pytest.approx(3.61, rel=1e-15)
        assert history.learning_rates.tolist() == [0.1]
        assert history.held_out_losses is None

    def test_arrays_are_read_only(self):
        history = train(Network.of((2, 2, 1), seed=0), xor(), epochs=3, held_out=xor())
        arrays = [history.steps, history.epochs, history.batch_losses, history.losses, history.held_out_losses]
        for array in (*arrays, history.learning_rates, history.path, *history.parameters.values()):
            assert not array.flags.writeable
        with pytest.raises(TypeError):
            history.parameters["layer.1.weight"] = None

    def test_a_schedule_is_asked_for_no_step_that_is_not_made(self):
        rates = [0.1, 0.05, 0.02]
        history = of_the_film(lambda k: rates[k], epochs=3)
        assert history.learning_rates.tolist() == [0.1, 0.05, 0.02, 0.02]


class TestRecords:
    @pytest.mark.parametrize(
        ("epochs", "every", "want"),
        [
            (10, 1, [*range(11)]),
            (10, 3, [0, 3, 6, 9, 10]),
            (10, 5, [0, 5, 10]),
            (10, 10, [0, 10]),
            (10, 99, [0, 10]),
            (1, 1, [0, 1]),
            (0, 7, [0]),
        ],
    )
    def test_every_kth_the_first_and_the_last(self, epochs, every, want):
        history = of_the_film(0.01, epochs=epochs, every=every)
        assert history.steps.tolist() == want
        dense = of_the_film(0.01, epochs=epochs, every=1)
        np.testing.assert_array_equal(history.losses, dense.losses[want])
        np.testing.assert_array_equal(history.path, dense.path[want])

    @pytest.mark.parametrize(("epochs", "records"), [(1000, 1001), (1001, 502), (2000, 1001), (2501, 835)])
    def test_a_long_training_keeps_about_a_thousand(self, epochs, records):
        # 1001 steps: every 2nd, 0 to 1000, and 1001. 2501: every 3rd, 0 to 2499, and 2501.
        history = of_the_film(0.01, epochs=epochs)
        assert len(history) == records
        assert (history.steps[0], history.steps[-1]) == (0, epochs)

    def test_no_more_memory_than_records(self):
        history = of_the_film(0.01, epochs=1500)
        for array in (history.steps, history.losses, *history.parameters.values(), *history.gradients.values()):
            whole = array if array.base is None else array.base
            assert whole.nbytes == array.nbytes
            assert len(array) == 751

    @pytest.mark.parametrize(("epochs", "every"), [(10, 1), (10, 5), (10, 3), (0, 1), (1500, None)])
    def test_arrays_are_made_as_long_as_they_become(self, monkeypatch, epochs, every):
        made, zeros = [], np.zeros
        monkeypatch.setattr(np, "zeros", lambda shape, **options: made.append(shape) or zeros(shape, **options))
        history = of_the_film(0.01, epochs=epochs, every=every)
        lengths = {shape if isinstance(shape, int) else shape[0] for shape in made}
        assert lengths - {1} == {len(history)} - {1}  # the neuron itself has arrays of one

    def test_a_history_that_diverged_gives_back_what_it_did_not_need(self):
        history = of_the_film(0.2, epochs=1000)
        for array in (history.steps, history.losses, *history.parameters.values(), *history.gradients.values()):
            whole = array if array.base is None else array.base
            assert whole.nbytes == array.nbytes
            assert len(array) < 50

    def test_large_networks_keep_fewer(self, monkeypatch):
        # 2 parameters and 2 gradients a record: room for 50 of them in 200 numbers; 500 steps, every 10th
        monkeypatch.setattr(engine.training.train, "NUMBERS", 200)
        assert of_the_film(0.01, epochs=500).steps.tolist() == [*range(0, 501, 10)]
        monkeypatch.setattr(engine.training.train, "NUMBERS", 1)
        assert of_the_film(0.01, epochs=500).steps.tolist() == [0, 250, 500]
        assert len(of_the_film(0.01, epochs=500, every=1)) == 501


class TestSeeds:
    def run(self, seed, **options):
        return train(
            Network.of((2, 4, 1), "tanh", seed=0), moons(25, seed=1), epochs=6, batch_size=4, seed=seed, **options
        )

    def test_the_same_seed_gives_the_same_bits(self):
        same_bits(self.run(5), self.run(5))
        same_bits(self.run(5), self.run(np.random.default_rng(5)))
        same_bits(self.run(5), self.run(np.int64(5)))

    def test_another_seed_gives_another_order(self):
        assert self.run(5).path[-1].tolist() != self.run(6).path[-1].tolist()

    def test_no_global_state_is_touched(self):
        np.random.seed(0)  # noqa: NPY002
        want = np.random.get_state()[1].copy()  # noqa: NPY002
        self.run(5)
        np.testing.assert_array_equal(np.random.get_state()[1], want)  # noqa: NPY002

    def test_held_out_examples_change_nothing(self):
        same_bits(self.run(5), self.run(5, held_out=moons(9, noise=0.5, seed=8)))

    def test_how_much_is_recorded_changes_nothing(self):
        every, fifth = self.run(5), self.run(5, every=5)
        np.testing.assert_array_equal(every.path[fifth.steps], fifth.path)

    def test_a_batch_of_all_examples_is_no_batch(self):
        network, data = Network.of((2, 4, 1), "tanh", seed=0), moons(25, seed=1)
        same_bits(train(network, data, epochs=5), train(network, data, epochs=5, batch_size=25, seed=1))
        same_bits(train(network, data, epochs=5), train(network, data, epochs=5, batch_size=1000))


class TestDivergence:
    def test_the_neuron_whose_rate_is_too_large(self):
        # The miss starts at -1.9 and is multiplied by 1 - 0.2 * 10.82 = -1.164 a step. (w, b) moves along (2.1, 1), so
        # the miss by 5.41 times as much as b. Answering 0 would lose 16, more than 3.61, so the limit is 160000.
        history = of_the_film(0.2, epochs=500)
        miss = [-1.9 * (-1.164) ** k for k in range(100)]
        first = next(k for k, e in enumerate(miss) if e * e > 160_000)
        assert first == 36
        assert (history.state, history.diverged) == ("diverged", True)
        assert history.reason == "the loss is over 10000 times that of the start at step 36"
        assert history.steps.tolist() == [*range(37)]
        np.testing.assert_allclose(history.losses, [e * e for e in miss[:37]], rtol=1e-9)
        moved = [(e + 1.9) / 5.41 for e in miss[:37]]
        np.testing.assert_allclose(history.parameters["layer.1.bias"].ravel(), moved, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(
            history.parameters["layer.1.weight"].ravel(), [1 + 2.1 * b for b in moved], rtol=1e-9
        )
        np.testing.assert_allclose(history.gradients["layer.1.bias"].ravel(), [2 * e for e in miss[:37]], rtol=1e-9)

    def test_the_last_record_is_the_one_that_showed_it(self):
        history = of_the_film(0.2, epochs=500, every=10)
        assert history.steps.tolist() == [0, 10, 20, 30, 36]
        assert len(history.losses) == len(history.parameters["layer.1.bias"]) == len(history.learning_rates) == 5
        assert history.losses[-1] == pytest.approx(3.61 * 1.164**72, rel=1e-9)

    @pytest.mark.parametrize(("limit", "step"), [(1, 5), (100, 21), (Fraction(100), 21), (1e300, 2280)])
    def test_the_limit_can_be_chosen(self, limit, step):
        # 3.61 * 1.354896^k > 16 * limit, so k > ln(4.43213 * limit) / 0.303725 = 4.90, 20.06, 2279.2
        history = of_the_film(0.2, epochs=5000, limit=limit, every=1)
        assert history.steps[-1] == step
        assert f"over {float(limit):g} times that of the start at step {step}" in history.reason

    def test_without_a_limit_until_it_overflows(self):
        # the largest float is 1.797693e308; 3.61 * 1.354896^k is that where k = ln(4.979759e307) / 0.303725 = 2332.7
        history = of_the_film(0.2, epochs=5000, limit=None, every=1)
        assert history.reason == "the loss is inf at step 2333"
        assert history.losses[-1] == INF
        assert np.isfinite(history.losses[:-1]).all()
        assert np.isfinite(history.path).all()

    def test_a_start_near_the_minimum_may_leap(self):
        # the loss of the start is about 1e-20; Adam's first step is as long as its rate wherever it stands
        data = Dataset([[1.0], [2.0]], [[1.0], [2.0]])
        history = train(Network.neuron([1 + 1e-10], 0.0), data, optimiser=Adam(), learning_rate=0.1, epochs=50)
        assert history.losses[0] < 1e-19
        assert history.losses[1] > 1e10 * history.losses[0]
        assert (history.state, history.reason) == ("finished", None)

    @pytest.mark.parametrize("optimiser", [GradientDescent(), Adam(), Momentum()])
    def test_a_start_in_the_minimum_stays(self, optimiser):
        data = Dataset([[1.0], [2.0]], [[2.0], [4.0]])
        history = train(Network.neuron([2.0], 0.0), data, optimiser=optimiser, epochs=5)
        assert history.losses.tolist() == [0] * 6
        assert history.path.tolist() == [[2.0, 0.0]] * 6
        assert (history.state, history.reason) == ("finished", None)

    def test_zero_at_the_start_and_nothing_but_zeros_to_learn(self):
        history = train(Network.neuron([0.0], 0.0), Dataset([[1.0]], [[0.0]]), epochs=3)
        assert (history.state, history.losses.tolist()) == ("finished", [0, 0, 0, 0])

    def test_one_odd_batch_is_no_divergence(self):
        # 1999 targets of 1 and one of 1000: the mean of squares is 500.9995, that of one batch alone 1000000
        targets = np.ones((2000, 1))
        targets[77] = 1000.0
        data = Dataset(np.ones((2000, 1)), targets)
        history = train(
            Network.neuron([0.0], 0.0), data, learning_rate=0.0, epochs=1, batch_size=1, seed=0, limit=1, every=1
        )
        assert history.batch_losses.max() == 1e6
        assert history.losses[0] == pytest.approx(500.9995, rel=1e-12)
        assert history.state == "finished"

    @pytest.mark.parametrize("loss", ["mean_squared_error", "squared_error"])
    def test_a_batch_shows_divergence_between_records(self, loss):
        data = sine(40, seed=0)
        network = Network.of((1, 6, 1), "relu", seed=2)
        options = {"learning_rate": 30.0, "epochs": 100, "batch_size": 5, "seed": 0, "every": 100_000}
        history = train(network, data, loss, **options)
        assert history.diverged
        assert history.steps[0] == 0
        assert 0 < history.steps[-1] < 100
        usual = {"mean_squared_error": np.mean, "squared_error": np.sum}[loss](data.targets**2)
        assert not history.losses[-1] <= 10_000 * max(usual, history.losses[0])

    def test_a_weight_that_is_nan(self):
        history = train(Network.neuron([NAN, 1.0], 0.0), xor(), epochs=5)
        assert history.reason == "the parameter layer.1.weight holds nan at step 0"
        assert len(history) == 1
        assert np.isnan(history.losses[0])

    def test_data_with_nan_never_get_so_far(self):
        with pytest.raises(ValueError, match=r"^inputs: row 1, column x: must be finite, got nan$"):
            Dataset([[1.0], [NAN]], [[1.0], [1.0]])

    def test_a_gradient_that_overflows_before_the_loss(self):
        # prediction 1e-50 * 1e200 = 1e150, loss 1e300, gradient 2e150 * 1e200
        history = train(Network.neuron([1e-50], 0.0), Dataset([[1e200]], [[0.0]]), epochs=5)
        assert history.reason == "the gradient of layer.1.weight holds inf at step 0"
        assert history.losses[0] == pytest.approx(1e300)

    def test_infinite_weights_behind_tanh(self):
        # the loss stays finite, (1 - 3)^2 = 4, and the gradients are 0
        network, data = Network.neuron([0.1], 0.1, "tanh"), Dataset([[1.0]], [[3.0]])
        history = train(network, data, learning_rate=1.7e308, epochs=3)
        assert history.reason == "the parameter layer.1.weight holds inf at step 1"
        assert history.losses[-1] == 4.0
        assert history.gradients["layer.1.weight"][-1] == 0.0
        sparse = train(network, data, learning_rate=1.7e308, epochs=3, every=99)
        assert sparse.reason == "the parameter layer.1.weight holds inf at step 3"

    def test_a_loss_that_overflows_on_examples_beside_the_batch(self):
        assert np.random.default_rng(1).permutation(2).tolist() == [0, 1]
        data = Dataset([[1.0], [1e200]], [[0.0], [0.0]])
        history = train(Network.neuron([1e-40], 0.0), data, epochs=3, batch_size=1, seed=1)
        assert history.reason == "the loss on all examples is inf at step 0"
        assert math.isfinite(history.batch_losses[0])

    def test_a_loss_that_blows_up_on_examples_beside_the_batch(self):
        # Rows (1, 1), (1, 1), (1000, 0) from w = b = 0: the loss is 2/3. Step 0 sees the first: gradients -2 and -2, so
        # w = b = 1/2. Step 1 sees the second, whose miss is 0; the third is missed by 500.5: 500.5^2 / 3 = 83500.08.
        assert np.random.default_rng(1).permutation(3)[2] == 2
        data = Dataset([[1.0], [1.0], [1000.0]], [[1.0], [1.0], [0.0]])
        history = train(Network.neuron([0.0], 0.0), data, learning_rate=0.25, epochs=1, batch_size=1, seed=1)
        assert history.reason == "the loss on all examples is over 10000 times that of the start at step 1"
        assert history.batch_losses.tolist() == [1.0, 0.0]
        assert history.losses.tolist() == pytest.approx([2 / 3, 500.5**2 / 3], rel=1e-12)

    def test_held_out_losses_that_are_not_finite_are_said_and_stop_nothing(self):
        data, far = Dataset([[1.0]], [[2.0]]), Dataset([[1e200]], [[0.0]])
        history = train(Network.neuron([1.0], 0.0), data, epochs=6, held_out=far)
        same_bits(history, train(Network.neuron([1.0], 0.0), data, epochs=6))
        assert history.held_out_losses.tolist() == [INF] * 7
        assert (history.state, history.reason) == ("finished", "the held-out loss is inf at step 0")

    @pytest.mark.parametrize("bad", [NAN, INF])
    def test_a_schedule_that_gives_no_number(self, bad):
        history = of_the_film(lambda k: bad if k == 3 else 0.01, epochs=10)
        assert history.reason == f"the learning rate is {bad} at step 3"
        assert len(history) == 4
        assert np.isfinite(history.path).all()

    def test_a_loss_of_cross_entropy(self):
        # answering 0 to both classes loses ln 2; at this rate the logits leave every scale
        data = Dataset([[1.0], [1.2]], [[0.0], [1.0]])
        network = Network((Dense([[0.0, 0.0]], [0.0, 0.0]),))
        history = train(network, data, "cross_entropy", learning_rate=1e6, epochs=50)
        assert history.losses[0] == pytest.approx(math.log(2), rel=1e-15)
        assert history.losses[-1] > 10_000 * math.log(2)
        assert history.reason == f"the loss is over 10000 times that of the start at step {history.steps[-1]}"


class TestLearning:
    def test_the_network_of_lesson_eight(self):
        # a line is no better than its least squares
        data = sine(40, seed=0)
        history = train(Network.of((1, 8, 8, 1), "tanh", seed=0), data, learning_rate=0.05, epochs=2000)
        x, y = data.inputs.ravel(), data.targets.ravel()
        line = np.mean((np.polyval(np.polyfit(x, y, 1), x) - y) ** 2)
        assert history.state == "finished"
        assert history.losses[-1] < 0.02 < line / 5
        assert history.losses[-1] < history.losses[0] / 20
        assert history.trained(data.inputs) == pytest.approx(np.sin(np.pi * data.inputs), abs=0.25)

    def test_in_mini_batches_with_a_held_out_set(self):
        data, held_out = sine(60, seed=1).split(0.25, seed=2)
        network = Network.of((1, 8, 8, 1), "tanh", seed=0)
        history = train(
            network, data, "mean_squared_error", Adam(), 0.01, epochs=300, batch_size=9, seed=3, held_out=held_out
        )
        # noise of standard deviation 0.1, so 0.01 at best
        assert history.losses[-1] < 0.03
        assert history.held_out_losses[-1] < 0.05 < history.held_out_losses[0]
        assert history.epochs[-1] == 300

    def test_exclusive_or_is_learned_to_the_last_point(self):
        history = train(Network.of((2, 4, 1), "tanh", seed=1), xor(), "binary_cross_entropy", Adam(), 0.05, epochs=500)
        assert ((history.trained(xor().inputs) > 0) == (xor().targets > 0.5)).all()


NEURON, POINT = Network.neuron([1.0], 0.0), Dataset([[1.0]], [[1.0]])
ONE = Dataset(fractions(["1"]), fractions(["1"]))


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({"epochs": -1}, ValueError, "epochs: must be at least 0, got -1"),
        ({"epochs": 1.5}, TypeError, "epochs: must be a whole number, got 1.5"),
        ({"epochs": True}, TypeError, "epochs: must be a whole number, got True"),
        ({"every": 0}, ValueError, "every: must be at least 1, got 0"),
        ({"every": 2.0}, TypeError, "every: must be a whole number, got 2.0"),
        ({"limit": 0.5}, ValueError, "limit: must be a finite number of at least 1, or None, got 0.5"),
        ({"limit": NAN}, ValueError, "limit: must be a finite number of at least 1, or None, got nan"),
        ({"limit": INF}, ValueError, "limit: must be a finite number of at least 1, or None, got inf"),
        ({"limit": "2"}, ValueError, "limit: must be a finite number of at least 1, or None, got '2'"),
        ({"batch_size": 0}, ValueError, "batch_size: must be at least 1, got 0"),
        ({"optimiser": "adam"}, TypeError, "optimiser: must be an optimiser such as Adam(), got 'adam'"),
        ({"optimiser": Adam}, TypeError, "optimiser: must be an optimiser such as Adam(), got <class 'engine"),
        ({"loss": "mse"}, ValueError, "loss: must be one of squared_error, "),
        ({"learning_rate": -0.1}, ValueError, "learning_rate: must be at least 0, got -0.1"),
        ({"learning_rate": NAN}, ValueError, "learning_rate: must be finite, got nan"),
        ({"learning_rate": "0.1"}, TypeError, "learning_rate: must be a number or a schedule, got '0.1'"),
        ({"learning_rate": lambda k: None}, TypeError, "learning_rate: must be a number, got None"),
        ({"learning_rate": "fast"}, TypeError, "learning_rate: must be a number or a schedule, got 'fast'"),
        ({"dataset": ([[1.0]], [[1.0]])}, TypeError, "dataset: must be a Dataset, got ([[1.0]], [[1.0]])"),
        ({"dataset": xor()}, ValueError, "dataset: has 2 inputs, the network takes 1"),
        ({"held_out": xor()}, ValueError, "held_out: has 2 inputs, the network takes 1"),
        ({"held_out": [1]}, TypeError, "held_out: must be a Dataset, got [1]"),
        (
            {"dataset": Dataset([[1.0]], [[1.0, 2.0]])},
            ValueError,
            "target: must have the prediction's shape (1, 1), got (1, 2)",
        ),
        (
            {"dataset": ONE},
            TypeError,
            "dataset: the network is of floats and the data are exact; convert one of them first",
        ),
        (
            {"held_out": ONE},
            TypeError,
            "held_out: the network is of floats and the data are exact; convert one of them first",
        ),
        (
            {"network": TestExact.NETWORK, "dataset": ONE},
            TypeError,
            "learning_rate: exact and float do not mix; give learning_rate as Fraction(1, 10)",
        ),
        (
            {"network": TestExact.NETWORK, "dataset": ONE, "optimiser": Adam()},
            ExactnessError,
            "adam's sqrt of an exact number is not rational",
        ),
        (
            {"network": Network.neuron([Fraction(1)], Fraction(0), "tanh"), "dataset": ONE},
            ExactnessError,
            "tanh of an exact number is not rational",
        ),
    ],
)
def test_errors(options, kind, message):
    with pytest.raises(kind) as raised:
        train(**{"network": NEURON, "dataset": POINT, "epochs": 3, **options})
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


def test_networks_and_histories_can_be_copied_and_sent_to_other_processes():
    network = Network.of((2, 3, 1), "tanh", seed=0)
    history = train(network, xor(), learning_rate=0.1, epochs=3)
    for made in (copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))):
        again = made(history)
        assert np.array_equal(again.path, history.path)
        assert np.array_equal(again.trained(np.eye(2)), history.trained(np.eye(2)))
        assert made(network).widths == (2, 3, 1)
        with pytest.raises(TypeError):
            again.parameters["layer.1.weight"] = np.zeros(3)
