"""Fuzzing that sees which lines it reaches (atheris, libFuzzer): no other error than those announced, none that hangs,
none that takes much memory. See README."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine import Network, Trace, network_to_npz

pytest.importorskip("atheris", reason="atheris is not there; it has wheels for Linux on x86-64")

ROOT = Path(__file__).parents[2]
SECONDS = int(os.environ.get("BACKREEL_FUZZ_SECONDS", "3"))  # of each target
WORDS = "relu tanh exp sin cos log sqrt sigmoid square abs seed sine moons xor descent momentum adam nan inf 1e40 1/3"
TABLE = b"x,y\n" + b"".join(b"%d,%d\n" % (k, k * k % 7) for k in range(10))
CORPUS: dict[str, list[bytes]] = {
    "expressions": [b"(a + b) * a|a=2, b=-1.5", b"sigmoid(-a^2)/3|", b"-relu(a*0.5 - 1)**3|a=1e2", b"log(a)|a=1/3"],
    "parameters": [bytes([k]) + text for k in range(0, 100, 7) for text in (b"1", b"1, 2; 2, 3.5", b"2-3-1", b"8, 8")],
    "settings": [
        b"neuron.input=3",
        b"neuron.learning_rate=1/3",
        b"chain.values=a=2",
        b"landscape.racers=adam 1; descent 2",
    ],
    "tables": [
        TABLE,
        TABLE.replace(b",", b";"),
        b'\xef\xbb\xbfx1\tx2\ty\n"1"\t2,5\t1/3\n',
        TABLE.decode().encode("utf-16"),
    ],
    "archives": [Trace({"a": 0.5, "b": [1, 2]}).to_npz(), network_to_npz(Network.of((2, 3, 1), "tanh", seed=1))],
}


@pytest.mark.parametrize("target", CORPUS)
def test_nothing_but_the_announced_error(target: str, tmp_path: Path):
    corpus, kept = tmp_path / "corpus", tmp_path / "found"
    for folder in (corpus, kept):
        folder.mkdir()
    for place, written in enumerate(CORPUS[target]):
        (corpus / str(place)).write_bytes(written)
    (tmp_path / "words").write_text("".join(f'"{word}"\n' for word in WORDS.split()), encoding="ascii")
    done = subprocess.run(
        [
            *(sys.executable, Path(__file__).with_name("targets.py"), target),
            *(f"-max_total_time={SECONDS}", "-timeout=5", "-rss_limit_mb=1000", "-seed=1", "-max_len=1000"),
            *(f"-dict={tmp_path / 'words'}", f"-artifact_prefix={kept}/", "-print_final_stats=1", str(corpus)),
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        errors="backslashreplace",
        check=False,
        timeout=SECONDS + 120,
    )
    found = {file.name: file.read_bytes() for file in kept.iterdir()}
    assert done.returncode == 0, f"{found}\n{done.stderr[-3000:]}"
    tried = next(line for line in done.stderr.splitlines() if "number_of_executed_units" in line)
    assert int(tried.split()[-1]) > 100
