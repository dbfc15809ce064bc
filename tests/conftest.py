"""Options of the test run, and a cache of its own for it."""

import os
import tempfile
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="take new golden pictures (look at them before)")


def pytest_configure(config: pytest.Config) -> None:
    """Nothing is read from the user's cache, and nothing left there: what a whole session renders goes here."""
    folder = tempfile.TemporaryDirectory(prefix="backreel-cache-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    os.environ["BACKREEL_CACHE"] = folder.name


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test begins with an empty cache."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("BACKREEL_CACHE", str(folder))
    return folder
