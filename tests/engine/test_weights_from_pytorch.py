"""Networks from PyTorch's own modules and back: the same predictions in float64."""

from pathlib import Path

import numpy as np
import pytest

from engine.networks.frameworks import from_state_dict, to_state_dict
from engine.networks.network import Network
from engine.networks.weights import load_network, network_from_json, network_from_npz, network_to_json, network_to_npz

torch = pytest.importorskip("torch")
nn = torch.nn


class Sine(nn.Module):
    def forward(self, x):
        return torch.sin(x)


MODULES = {
    "identity": nn.Identity,
    "relu": nn.ReLU,
    "leaky_relu": nn.LeakyReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "softplus": nn.Softplus,
    "gelu": nn.GELU,
    "sin": Sine,
    "softmax": lambda: nn.Softmax(dim=-1),
}


def sequential(widths: tuple[int, ...], names: list[str], kind=torch.float64, bias: bool = True) -> nn.Sequential:
    """PyTorch's own initial weights. An identity has no module."""
    torch.manual_seed(0)
    modules = []
    for inputs, outputs, name in zip(widths, widths[1:], names, strict=False):
        modules.append(nn.Linear(inputs, outputs, bias=bias, dtype=kind))
        modules += [] if name == "identity" else [MODULES[name]()]
    return nn.Sequential(*modules)


def inputs(examples: int, width: int) -> np.ndarray:
    return np.random.default_rng(0).normal(0, 3, (examples, width))


def predicted(module: nn.Module, batch: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        return module(torch.tensor(batch)).numpy()


def close(network: Network, module: nn.Module) -> None:
    batch = inputs(50, network.widths[0])
    want = predicted(module, batch)
    np.testing.assert_allclose(network(batch), want, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(network(batch[0]), want[0], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", MODULES)
def test_every_activation_means_what_it_means_in_pytorch(name: str):
    names = [name, name, "identity"]
    module = sequential((3, 5, 4, 2), names)
    network = from_state_dict(module.state_dict(), names)
    close(network, module)
    if name not in ("softmax", "identity"):
        close(from_state_dict(module.state_dict(), name), module)
    for again in (network_from_json(network_to_json(network)), network_from_npz(network_to_npz(network))):
        close(again, module)


@pytest.mark.parametrize("name", MODULES)
def test_an_activation_at_the_output(name: str):
    module = sequential((2, 3), [name])
    close(from_state_dict(module.state_dict(), [name]), module)


def test_above_20_softplus_is_more_than_pytorchs_by_what_that_leaves_out():
    # softplus(z) - z = log(1 + exp(-z)), which is exp(-z) less half its square: 5.6e-10 at 21.3. PyTorch says 0.
    module = nn.Sequential(nn.Linear(1, 1, dtype=torch.float64), nn.Softplus())
    network = from_state_dict({"weight": [[1.0]], "bias": [0.0]}, ["softplus"])
    module.load_state_dict({"0.weight": torch.ones(1, 1), "0.bias": torch.zeros(1)})
    gap = network(np.array([[21.3]])) - predicted(module, np.array([[21.3]]))
    assert gap[0, 0] == pytest.approx(5.617e-10, rel=1e-3)
    assert abs(network(np.array([[19.9]])) - predicted(module, np.array([[19.9]])))[0, 0] < 1e-14


@pytest.mark.parametrize("name", MODULES)
def test_pytorch_loads_a_network_of_ours_and_predicts_the_same(name: str):
    network = Network.of((3, 6, 5, 2), name, initialisation="glorot_normal", seed=7)
    module = sequential(network.widths, [layer.activation for layer in network.layers])
    state = {key: torch.from_numpy(array) for key, array in to_state_dict(network).items()}
    module.load_state_dict(state)  # strict: all keys and shapes must be those of the module
    close(network, module)


def test_layers_may_have_names_of_their_own():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.fc1 = nn.Linear(2, 4, dtype=torch.float64)
            self.body = nn.Sequential(nn.Linear(4, 3, bias=False, dtype=torch.float64), nn.Tanh())
            self.out = nn.Linear(3, 1, dtype=torch.float64)

        def forward(self, x):
            return self.out(self.body(torch.tanh(self.fc1(x))))

    module = Net()
    network = from_state_dict(module.state_dict(), "tanh")
    close(network, module)
    assert network.layers[1].bias.tolist() == [0.0] * 3
    names = ["fc1", "body.0", "out"]
    assert set(module.state_dict()) == set(to_state_dict(network, names)) - {"body.0.bias"}


def test_tensors_may_want_gradients_and_be_float32():
    module = sequential((3, 4, 1), ["relu", "identity"], kind=torch.float32)
    network = from_state_dict(dict(module.named_parameters()), "relu")  # requires_grad
    assert network.layers[0].weight.T.tolist() == module[0].weight.tolist()  # Python's floats: no digit is lost
    close(network, module.double())
    assert from_state_dict(module.state_dict(keep_vars=True), "relu").widths == (3, 4, 1)


def test_no_biases():
    module = sequential((3, 4, 2), ["gelu", "identity"], bias=False)
    close(from_state_dict(module.state_dict(), "gelu"), module)


def test_the_state_dict_saved_by_numpy(tmp_path: Path):
    module = sequential((3, 4, 2), ["sigmoid", "identity"])
    np.savez(tmp_path / "net.npz", **module.state_dict())
    close(load_network(tmp_path / "net.npz", "sigmoid"), module)
    np.savez(tmp_path / "net.npz", **{key: tensor.numpy() for key, tensor in module.state_dict().items()})
    close(load_network(tmp_path / "net.npz", "sigmoid"), module)


@pytest.mark.parametrize(
    ("module", "key"),
    [
        (lambda: nn.Sequential(nn.Conv2d(1, 2, 3)), r"0\.weight"),
        (lambda: nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)), r"1\.weight|1\.running_mean"),
        (lambda: nn.Sequential(nn.Linear(2, 3), nn.LayerNorm(3)), r"1\.weight"),
        (lambda: nn.Sequential(nn.Linear(2, 3), nn.LayerNorm((3, 3))), r"1\.bias"),
        (lambda: nn.Sequential(nn.Linear(2, 3), nn.PReLU()), r"1\.weight"),
        (lambda: nn.LSTM(2, 3), "weight_ih_l0"),
        (lambda: nn.Bilinear(2, 2, 3), "weight"),
        (lambda: nn.Sequential(nn.Linear(2, 3), nn.Linear(4, 1)), r"1\.weight: takes 4 inputs, but 0\.weight has 3"),
    ],
)
def test_other_layers_are_refused_by_key(module, key: str):
    with pytest.raises(ValueError, match=rf"^({key})") as refused:
        from_state_dict(module().state_dict(), "relu")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("tensor", "says"),
    [
        (torch.ones(1, 1, dtype=torch.bfloat16), "cannot be read as an array .*BFloat16"),
        (torch.ones(1, 1, device="meta"), "cannot be read as an array"),
        (torch.ones(1, 1, dtype=torch.complex64), "must be an array of numbers, got one of complex64"),
    ],
)
def test_tensors_that_numpy_cannot_hold_are_refused_by_key(tensor: object, says: str):
    with pytest.raises(TypeError, match=rf"^0\.weight: {says}") as refused:
        from_state_dict({"0.weight": tensor}, "relu")
    assert "\n" not in str(refused.value)


def test_the_module_in_place_of_its_state_dict():
    with pytest.raises(TypeError, match=r"as module.state_dict\(\) does, got one of type Sequential$"):
        from_state_dict(sequential((2, 1), ["identity"]), "relu")
