"""Initial weights: the papers' variances and limits, and the same seed gives the same bits."""

import math

import numpy as np
import pytest

from engine import Network
from engine.networks.initialisation import INITIALISATIONS

INPUTS, OUTPUTS = 300, 200
N = INPUTS * OUTPUTS
# He et al. (2015), equation 10: variance 2 / inputs. Glorot and Bengio (2010), equation 12: 2 / (inputs + outputs).
VARIANCES = {
    "he_normal": 2 / 300,
    "he_uniform": 2 / 300,
    "glorot_normal": 2 / 500,
    "glorot_uniform": 2 / 500,
}
LIMITS = {"he_uniform": math.sqrt(6 / 300), "glorot_uniform": math.sqrt(6 / 500)}  # Glorot and Bengio, equation 16


def test_every_initialisation_is_checked():
    assert set(VARIANCES) == set(INITIALISATIONS)


@pytest.mark.parametrize("name", VARIANCES)
def test_mean_and_variance_are_the_papers(name: str):
    weight = INITIALISATIONS[name](INPUTS, OUTPUTS, np.random.default_rng(1))
    variance = VARIANCES[name]
    assert weight.shape == (INPUTS, OUTPUTS)
    assert weight.dtype == np.float64
    # Four standard errors: of a mean sqrt(v / n); of a variance v sqrt((kurtosis - 1) / n), where the kurtosis is 3 for
    # the normal and 9/5 for the uniform distribution.
    assert abs(weight.mean()) < 4 * math.sqrt(variance / N)
    kurtosis = 9 / 5 if name in LIMITS else 3
    assert abs(weight.var() - variance) < 4 * variance * math.sqrt((kurtosis - 1) / N)
    fourth = np.mean(weight**4) / variance**2
    assert fourth == pytest.approx(kurtosis, rel=0.05)


@pytest.mark.parametrize("name", LIMITS)
def test_uniform_weights_fill_their_limits(name: str):
    weight = INITIALISATIONS[name](INPUTS, OUTPUTS, np.random.default_rng(1))
    limit = LIMITS[name]
    assert np.abs(weight).max() <= limit
    # The chance that none of n falls into the outer 20 / n is e^-10 on each side.
    assert weight.max() > limit * (1 - 40 / N)
    assert weight.min() < -limit * (1 - 40 / N)


@pytest.mark.parametrize("name", VARIANCES)
def test_the_same_seed_gives_the_same_bits(name: str):
    def network(seed):
        return Network.of((3, 4, 2), "tanh", initialisation=name, seed=seed)

    first, again, other = network(7), network(7), network(8)
    generator = np.random.default_rng(7)
    drawn, next_drawn = network(generator), network(generator)
    for key, weight in first.parameters.items():
        assert weight.tobytes() == again.parameters[key].tobytes() == drawn.parameters[key].tobytes()
        if key.endswith("bias"):
            assert not weight.any()
        else:
            assert not np.any(weight == other.parameters[key])
            assert not np.any(weight == next_drawn.parameters[key])  # the generator has moved on


@pytest.mark.parametrize("name", VARIANCES)
def test_layers_are_drawn_one_after_another_each_with_its_own_widths(name: str):
    weights = Network.of((500, 200, 300), initialisation=name, seed=3).parameters
    for inputs, outputs, key in ((500, 200, "layer.1.weight"), (200, 300, "layer.2.weight")):
        variance = 2 / inputs if name.startswith("he") else 2 / (inputs + outputs)
        assert weights[key].var() == pytest.approx(variance, rel=4 * math.sqrt(2 / (inputs * outputs)))


def test_no_global_random_state_is_read_or_left():
    np.random.seed(1)  # noqa: NPY002
    before = np.random.get_state()[1].tobytes()  # noqa: NPY002
    weight = Network.of((3, 4, 2), seed=7).layers[0].weight
    assert np.random.get_state()[1].tobytes() == before  # noqa: NPY002
    np.random.seed(2)  # noqa: NPY002
    assert np.array_equal(Network.of((3, 4, 2), seed=7).layers[0].weight, weight)


def test_a_network_is_not_drawn_without_a_seed():
    with pytest.raises(TypeError, match="seed"):
        Network.of((3, 4, 2))
