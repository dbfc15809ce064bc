"""One film for all tests that look into it."""

import pytest

from scenes.deliver.lesson import Delivery, deliver
from scenes.lessons.numbers import neuron
from scenes.render.edition import Edition


@pytest.fixture(scope="session")
def film(tmp_path_factory) -> Delivery:
    output = tmp_path_factory.mktemp("media")
    return deliver(Edition("neuron", neuron.defaults(), "ru", "l"), output, lambda done, total: None)
