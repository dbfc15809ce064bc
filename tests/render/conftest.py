"""One lesson and one film of two for all tests that look into them."""

import pytest

from scenes.deliver.lesson import Delivery, deliver, deliver_film
from scenes.lessons import index
from scenes.lessons.numbers import neuron
from scenes.render.edition import Edition
from scenes.stage.parameters import defaults


@pytest.fixture(scope="session")
def film(tmp_path_factory) -> Delivery:
    output = tmp_path_factory.mktemp("media")
    return deliver(Edition("neuron", neuron.defaults(), "ru", "l"), output, lambda advance: None)


@pytest.fixture(scope="session")
def two_lessons(tmp_path_factory) -> Delivery:
    """The shortest two as one film, in Russian."""
    output = tmp_path_factory.mktemp("media")
    values = {name: defaults(index.parameters(name)) for name in ("tuning", "chain")}
    return deliver_film(values, Edition(index.FILM, {}, "ru", "l"), output, lambda advance: None)
