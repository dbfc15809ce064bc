"""What goes wrong while a film is made leaves nothing half-made."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scenes.deliver.files import workshop
from scenes.deliver.lesson import deliver
from scenes.lessons.numbers import neuron
from scenes.render.advance import Advance
from scenes.render.clips import Clips
from scenes.render.edition import Edition
from scenes.render.encoder import Encoder

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_soon_and_keeps_only_finished_shots(asked: signal.Signals, cache_folder: Path, tmp_path: Path):
    command = [sys.executable, "-m", "scripts.main", "render", "neuron", "-q", "l", "-o", str(tmp_path / "media")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )
    deadline = time.monotonic() + 60
    while not list((cache_folder / "keys").glob("*")) and time.monotonic() < deadline:
        time.sleep(0.1)  # until the first shot is finished
    process.send_signal(asked)
    begin = time.monotonic()
    _, said = process.communicate(timeout=30)
    assert time.monotonic() - begin < 5, said
    assert process.returncode == 130
    assert said.count("\n") == 1
    kept = Clips(cache_folder)
    finished = [kept.find(key.name) for key in kept.keys.iterdir()]
    assert None not in finished
    assert not list(kept.halves.iterdir())
    assert f"stopped; {len(finished)} finished shot" in said
    assert not (tmp_path / "media").exists()


def test_a_wish_to_stop_that_a_callback_dropped_is_heard_at_the_next_frame(tmp_path: Path):
    """Here a destructor is where Python hears of it: what it raises there is lost."""
    told = """
import os, signal, sys
from pathlib import Path
from scenes.deliver.drawn import Unfinished
from scenes.deliver.lesson import deliver
from scenes.lessons.numbers import neuron
from scenes.render.edition import Edition
from scenes.render import stopping

stopping.listen()

class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        sum(range(10))

heard = []
def progress(advance):
    heard.append(advance.done)
    if len(heard) == 20:
        Last()
try:
    deliver(Edition("neuron", neuron.defaults(), "en", "l"), Path(sys.argv[1]), progress)
except Unfinished:
    print(len(heard))
"""
    ended = subprocess.run(
        [sys.executable, "-c", told, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr) == ("20\n", "")


def test_a_forked_process_ends_without_a_word_when_all_are_asked_to_stop():
    """The terminal asks each of them: the line is said once, by the one that forked."""
    told = """
import os, signal, time
from scenes.render.farm import fork
from scenes.render.stopping import listen

listen()
process = fork()
if not process:
    print(signal.pthread_sigmask(signal.SIG_BLOCK, ()), flush=True)
    time.sleep(60)
time.sleep(0.2)
os.kill(process, signal.SIGINT)
_, status = os.waitpid(process, 0)
print(os.WTERMSIG(status) == signal.SIGINT, flush=True)
os.kill(os.getpid(), signal.SIGINT)
"""
    ended = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert ended.stdout.splitlines() == ["set()", "True"]
    assert ended.stderr.count("Traceback") == ended.stderr.count("KeyboardInterrupt") - 1 == 1


def test_what_is_asked_at_an_awkward_moment_is_heard_after_it():
    told = """
import os, signal
from scenes.render.stopping import listen, undisturbed

listen()
try:
    with undisturbed():
        for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(os.getpid(), wish)
        print("whole")
except KeyboardInterrupt:
    os.kill(os.getpid(), signal.SIGINT)  # somebody in a hurry
    print("cleared away", signal.pthread_sigmask(signal.SIG_BLOCK, ()))
"""
    ended = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert (ended.stdout, ended.stderr) == ("whole\ncleared away set()\n", "")


def test_a_wish_in_the_last_moment_changes_nothing():
    told = """
import os, signal, sys
from scenes.render.stopping import listen

listen()
class Last:
    def __del__(self, kill=os.kill, me=os.getpid(), wish=signal.SIGTERM):
        kill(me, wish)
sys.last = Last()
"""
    ended = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_a_wish_while_it_is_loaded_gets_its_line():
    told = """
import os, signal, sys

class Asks:
    def find_spec(self, name, path, target=None):
        if name == "click.core":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Asks())
from scripts.start import main
main()
"""
    ended = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == "backreel: stopped; nothing half-made is left, call again to start over\n"


def test_what_killed_processes_left_is_cleared_whatever_the_clock_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    left = [tmp_path / "out" / ".backreel-left", tmp_path / "tmp" / "backreel-work-left"]
    for folder, when in zip(left, (4e9, 1e9), strict=True):
        folder.mkdir(parents=True)
        (folder / "half").write_text("half")
        os.utime(folder, (when, when))
    with workshop(tmp_path / "out") as one, workshop(tmp_path / "out") as other:  # neither takes the other for left
        assert one.is_dir()
        assert other.is_dir()
        assert not any(folder.exists() for folder in left)
    assert not list((tmp_path / "out").iterdir())


def test_a_fault_in_the_middle_keeps_the_film_from_before(tmp_path: Path):
    before = tmp_path / "neuron.en.mp4"
    before.write_bytes(b"the film from before")

    def fails(advance: Advance) -> None:
        if advance.done > 20:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        deliver(Edition("neuron", neuron.defaults(), "en", "l"), tmp_path, fails)
    assert [file.name for file in tmp_path.iterdir()] == ["neuron.en.mp4"]
    assert before.read_bytes() == b"the film from before"


def test_a_disk_that_is_full_is_an_error_and_not_a_short_film():
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full to stand for a full disk")
    import numpy as np

    frames = np.random.default_rng(0).integers(16, 235, (8, 360, 320), dtype=np.uint8)

    def write() -> None:
        encoder = Encoder(Path("/dev/full"), 320, 240, 15)
        for _ in range(20):
            for frame in frames:
                encoder.write(frame)
        encoder.close()

    with pytest.raises(OSError, match="No space left"):
        write()
