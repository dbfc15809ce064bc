"""A film drawn by the workers of a real scheduler is the film drawn alone, whatever becomes of a worker."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from scenes.deliver.lesson import Unfinished, deliver
from scenes.lessons import index
from scenes.render import cluster
from scenes.render.advance import Advance
from scenes.render.clip_key import keys
from scenes.render.clips import Clips
from scenes.render.edition import Edition
from scenes.render.farm import ShotsFailed, can_fork
from scenes.stage.parameters import defaults

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes are looked at as on Linux")
ROOT = Path(__file__).parents[2]
EDITION = Edition("tuning", defaults(index.parameters("tuning")), "ru", "l")
SHORT = 60.0  # seconds


def nobody(advance: Advance) -> None:
    """Looks at no progress."""


@contextmanager
def started(program: str, *options: str, folder: Path) -> Iterator[psutil.Popen]:
    """A program of dask, with the house installed as it is here."""
    call = [sys.executable, "-m", f"distributed.cli.dask_{program}", *options, "--no-dashboard"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / f"{program}.{time.monotonic_ns()}.log").open("w") as log:
        process = psutil.Popen(call, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(SHORT)


def worker(address: str, folder: Path):
    return started("worker", address, "--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", folder=folder)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one."""
    folder = tmp_path_factory.mktemp("scheduler")
    told = folder / "scheduler.json"
    with started("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", told.name, folder=folder):
        until(told.exists)
        yield json.loads(told.read_text())["address"]


def until(happened) -> None:
    deadline = time.monotonic() + SHORT
    while not happened():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.02)


def drawing(process: psutil.Popen) -> list[psutil.Process]:
    """The processes of a worker, where one of them draws a shot: it was forked by the one that runs up to it."""
    below = process.children(recursive=True)
    return below if len(below) >= 2 else []


def test_two_workers_make_byte_for_byte_the_film_of_one_process_and_one_may_be_killed(
    scheduler: str, cache_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    killed: list[psutil.Process] = []
    finished: list[int] = []
    with worker(scheduler, tmp_path) as first, worker(scheduler, tmp_path) as second:
        call = [sys.executable, "-m", "scripts.main", "render", "tuning", "-l", "ru", "-q", "l", "--json"]
        call += ["--cluster", scheduler, "-o", str(tmp_path / "together")]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        conductor = subprocess.Popen(
            call, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        until(lambda: drawing(first) and drawing(second))
        killed = drawing(first)
        finished = list((cache_folder / "keys").iterdir())
        os.kill(first.pid, signal.SIGKILL)
        answer, said = conductor.communicate(timeout=4 * SHORT)
        assert first.wait(SHORT) == -signal.SIGKILL
        assert second.poll() is None
    assert (conductor.returncode, said) == (0, "")
    assert json.loads(answer)["drawn"] == [f"tuning.{shot}" for shot in EDITION.shots]
    assert len(finished) < len(EDITION.shots)
    until(lambda: not any(process.is_running() for process in killed))
    monkeypatch.setenv("BACKREEL_CACHE", str(tmp_path / "cache"))
    alone = deliver(EDITION, tmp_path / "alone", nobody)
    for file in alone.outputs:
        assert file.read_bytes() == (tmp_path / "together" / file.name).read_bytes(), file.name
    there, here = Clips(cache_folder), Clips(tmp_path / "cache")
    for key in keys(EDITION).values():
        brought, made = there.get(key), here.get(key)
        assert (brought.span, brought.numbers, brought.name) == (made.span, made.numbers, made.name)


def test_a_worker_with_other_code_draws_nothing_and_is_named(
    scheduler: str, cache_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cluster, "code_of", lambda lesson: "0" * 64)
    said = r"^tuning\.\w+ could not be drawn: the worker tcp://127.0.0.1:\d+ has another backreel; install there what is"
    with worker(scheduler, tmp_path), pytest.raises(ShotsFailed, match=said) as failed:
        deliver(EDITION, tmp_path / "media", nobody, cluster=scheduler)
    assert not failed.value.is_ours
    assert set(failed.value.faults) == {f"tuning.{shot}" for shot in EDITION.shots}
    assert not list((cache_folder / "keys").iterdir())


def test_a_process_that_is_killed_is_named_and_all_others_are_finished(
    scheduler: str, cache_folder: Path, tmp_path: Path
):
    with worker(scheduler, tmp_path) as drawer:
        ended: list[int] = []

        def kill(advance: Advance) -> None:
            if not ended:
                until(lambda: drawing(drawer))
                ended.append(drawer.children()[0].pid)
                os.killpg(ended[0], signal.SIGKILL)

        with pytest.raises(ShotsFailed, match=r"could not be drawn: its process was ended by SIGKILL$") as failed:
            deliver(EDITION, tmp_path / "media", kill, cluster=scheduler)
        assert not failed.value.is_ours
    kept = Clips(cache_folder)
    missing = [f"tuning.{shot}" for shot, key in keys(EDITION).items() if kept.find(key) is None]
    assert missing == list(failed.value.faults)
    assert len(missing) < len(EDITION.shots)


def test_a_wish_to_stop_ends_what_is_being_drawn_and_keeps_what_has_come(
    scheduler: str, cache_folder: Path, tmp_path: Path
):
    with worker(scheduler, tmp_path) as drawer:

        def stop(advance: Advance) -> None:
            until(lambda: drawing(drawer))
            raise KeyboardInterrupt

        with pytest.raises(Unfinished) as stopped:
            deliver(EDITION, tmp_path / "media", stop, cluster=scheduler)
        assert stopped.value.shots == len(list((cache_folder / "keys").iterdir())) > 0
        until(lambda: not drawer.children())
        assert drawer.poll() is None
    assert not list((tmp_path / "media").iterdir())


def test_where_no_scheduler_or_no_worker_is_one_line_says_so(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    for address in ("tcp://127.0.0.1:1", "nowhere:nothing", "ftp://127.0.0.1:1"):
        with pytest.raises(OSError, match="no scheduler of dask answers there") as failed:
            deliver(EDITION, tmp_path, nobody, cluster=address)
        assert failed.value.filename == address
    with pytest.raises(OSError, match="the scheduler has no worker; start one: dask worker tcp://"):
        deliver(EDITION, tmp_path, nobody, cluster=scheduler)


def test_without_dask_the_line_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(OSError, match=r'pip install "backreel\[cluster\]"'):
        deliver(EDITION, tmp_path, nobody, cluster="tcp://127.0.0.1:1")
