"""A film drawn by the workers of a real scheduler is the film drawn alone, whatever becomes of a worker."""

import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from distributed import Client

from scenes.deliver.drawn import How, Unfinished
from scenes.deliver.lesson import deliver
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


def same_files(one: Path, other: Path) -> list[str]:
    """The names of all files, which are byte for byte the same in both folders."""
    names = sorted(file.name for file in one.iterdir())
    assert names == sorted(file.name for file in other.iterdir())
    assert [name for name in names if (one / name).read_bytes() != (other / name).read_bytes()] == []
    return names


def nobody(advance: Advance) -> None:
    """Looks at no progress."""


@contextmanager
def started(program: str, *options: str, folder: Path) -> Iterator[psutil.Popen]:
    """A program of dask, with the house installed as it is here."""
    call = [sys.executable, "-m", f"distributed.cli.dask_{program}", *options, "--no-dashboard"]
    (folder / "tmp").mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp")}
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


@contextmanager
def scheduling(folder: Path) -> Iterator[tuple[psutil.Popen, str]]:
    """A scheduler, and its address."""
    told = folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", told.name)
    with started("scheduler", *options, folder=folder) as process:
        until(lambda: told.exists() and told.read_text())
        yield process, json.loads(told.read_text())["address"]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one."""
    with scheduling(tmp_path_factory.mktemp("scheduler")) as (_, address):
        yield address


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process makes of it: `media`, and the cache that it leaves."""
    folder = tmp_path_factory.mktemp("alone")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BACKREEL_CACHE", str(folder / "cache"))
        deliver(EDITION, folder / "media", nobody)
    return folder


def finished_but(shots: tuple[str, ...], alone: Path, cache_folder: Path) -> Clips:
    """The cache, where all but these shots are finished."""
    shutil.copytree(alone / "cache", cache_folder, dirs_exist_ok=True)
    for shot in shots:
        (cache_folder / "keys" / keys(EDITION)[shot]).unlink()
    return Clips(cache_folder)


def called(address: str, output: Path) -> subprocess.Popen[str]:
    """The command, in a process of its own, which answers in JSON."""
    call = [sys.executable, "-m", "scripts.main", "render", "tuning", "-l", "ru", "-q", "l", "--json"]
    return subprocess.Popen(
        [*call, "--cluster", address, "-o", str(output)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until(happened) -> None:
    deadline = time.monotonic() + SHORT
    while not happened():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.02)


def left_behind(folder: Path) -> list[Path]:
    """What those who drew for these workers left among temporary files."""
    return list((folder / "tmp").glob("backreel-*"))


def drawing(process: psutil.Popen) -> list[psutil.Process]:
    """The processes of a worker, where one of them draws a shot: it was forked by the one that runs up to it."""
    below = process.children(recursive=True)
    return below if len(below) >= 2 else []


def test_two_workers_make_byte_for_byte_the_film_of_one_process_and_one_may_be_killed(
    scheduler: str, alone: Path, cache_folder: Path, tmp_path: Path
):
    with worker(scheduler, tmp_path) as first, worker(scheduler, tmp_path) as second:
        conductor = called(scheduler, tmp_path / "together")
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
    assert left_behind(tmp_path) == []
    assert same_files(alone / "media", tmp_path / "together")
    assert same_files(alone / "cache" / "files", cache_folder / "files")
    brought, made = Clips(cache_folder), Clips(alone / "cache")
    for key in keys(EDITION).values():
        one, other = brought.get(key), made.get(key)
        assert (one.span, one.numbers) == (other.span, other.numbers)
        assert one.known is not None


def test_a_worker_with_other_code_draws_nothing_and_is_named(
    scheduler: str, cache_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cluster, "code_of", lambda lesson: "0" * 64)
    said = (
        r"^tuning\.\w+ could not be drawn: the worker tcp://127.0.0.1:\d+ has another backreel; install there what is"
    )
    with worker(scheduler, tmp_path), pytest.raises(ShotsFailed, match=said) as failed:
        deliver(EDITION, tmp_path / "media", nobody, How(cluster=scheduler))
    assert not failed.value.is_ours
    assert set(failed.value.faults) == {f"tuning.{shot}" for shot in EDITION.shots}
    assert not list((cache_folder / "keys").iterdir())


def test_a_process_that_is_killed_is_named_and_all_others_are_finished(
    scheduler: str, alone: Path, cache_folder: Path, tmp_path: Path
):
    wanted = EDITION.shots[:3]
    kept = finished_but(wanted, alone, cache_folder)
    ended: list[int] = []
    with worker(scheduler, tmp_path) as drawer:

        def kill(advance: Advance) -> None:
            if advance.done and not ended and kept.find(keys(EDITION)[wanted[0]]) is not None:
                until(lambda: drawing(drawer))
                ended.append(drawer.children()[0].pid)
                os.killpg(ended[0], signal.SIGKILL)

        with pytest.raises(ShotsFailed, match=r"could not be drawn: its process was ended by SIGKILL$") as failed:
            deliver(EDITION, tmp_path / "media", kill, How(cluster=scheduler))
    assert not failed.value.is_ours
    missing = [f"tuning.{shot}" for shot, key in keys(EDITION).items() if kept.find(key) is None]
    assert missing == list(failed.value.faults)
    assert len(missing) == 1


def test_a_wish_to_stop_ends_what_is_being_drawn_and_keeps_what_has_come(
    scheduler: str, alone: Path, cache_folder: Path, tmp_path: Path
):
    wanted = EDITION.shots[:3]
    kept = finished_but(wanted, alone, cache_folder)
    with worker(scheduler, tmp_path) as drawer:

        def stop(advance: Advance) -> None:
            if kept.find(keys(EDITION)[wanted[0]]) is not None:
                until(lambda: drawing(drawer))
                raise KeyboardInterrupt

        with pytest.raises(Unfinished) as stopped:
            deliver(EDITION, tmp_path / "media", stop, How(cluster=scheduler))
        until(lambda: not drawer.children())
        assert drawer.poll() is None
        assert left_behind(tmp_path) == []
    assert stopped.value.shots == len(EDITION.shots) - 2
    assert not (tmp_path / "media").exists()


def test_a_scheduler_that_dies_is_said_in_one_line_and_nothing_draws_on(
    alone: Path, cache_folder: Path, tmp_path: Path
):
    finished_but(EDITION.shots[-1:], alone, cache_folder)
    with scheduling(tmp_path) as (process, address), worker(address, tmp_path) as drawer:
        conductor = called(address, tmp_path / "media")
        until(lambda: drawing(drawer))
        below = drawing(drawer)
        process.kill()
        answer, said = conductor.communicate(timeout=SHORT)
        until(lambda: not any(one.is_running() for one in below))
    assert (conductor.returncode, answer) == (1, "")
    assert said == f"backreel: {address}: the scheduler is gone; call again to go on\n"


def test_where_no_scheduler_or_no_worker_is_one_line_says_so(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    for address in ("tcp://127.0.0.1:1", "nowhere:nothing", "ftp://127.0.0.1:1"):
        with pytest.raises(OSError, match="no scheduler of dask answers there") as failed:
            deliver(EDITION, tmp_path, nobody, How(cluster=address))
        assert failed.value.filename == address
    with pytest.raises(OSError, match="the scheduler has no worker; start one: dask worker tcp://"):
        deliver(EDITION, tmp_path, nobody, How(cluster=scheduler))


def test_a_client_that_did_not_get_through_is_gone_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """One that is cleared away later, while another starts, has both wait for one lock for ever."""
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    gc.collect()
    before = sum(isinstance(one, Client) for one in gc.get_objects())
    gc.disable()
    try:
        with pytest.raises(OSError, match="no scheduler of dask answers there"):
            deliver(EDITION, tmp_path, nobody, How(cluster="tcp://127.0.0.1:1"))
        assert sum(isinstance(one, Client) for one in gc.get_objects()) == before
    finally:
        gc.enable()


def test_without_dask_the_line_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(OSError, match=r'pip install "backreel\[cluster\]"'):
        deliver(EDITION, tmp_path, nobody, How(cluster="tcp://127.0.0.1:1"))
