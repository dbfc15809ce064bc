"""CSV files that nobody would give: each is read, or one line says what is wrong, soon and in little memory."""

import os
import resource
import time
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenes.lessons import index
from scenes.stage.parameters import SettingError

SECONDS, BYTES, LONGEST = 3.0, 100_000_000, 900
MORE = int(os.environ.get("BACKREEL_FUZZ", "1"))  # times as many examples
quick = partial(settings, deadline=None, derandomize=MORE == 1, suppress_health_check=list(HealthCheck))
KEYS = ("loss.data", "training.data")
LEFT_IN_PLACE = b"x,y\n" + b"".join(b"%d,%d\n" % (k, k * k % 7) for k in range(10))  # both lessons take it


STRANGE = ["a b.csv", "рост.csv", "a\nb.csv", "a'b\".csv", "-.csv", "\u202ea.csv", "%s{0}.csv", "a=b.CSV"]


def told(key: str, path: Path | str) -> str | None:
    """What is said to a file; None where it is taken."""
    begun = time.process_time()
    try:
        index.values(key.partition(".")[0], [f"{key}={path}"])
    except SettingError as wrong:
        said = str(wrong)
    else:
        return None
    assert time.process_time() - begun < SECONDS
    assert said.startswith(f"{key}: ")
    assert said.isprintable(), ascii(said)
    assert len(said) < LONGEST
    return said


cells = st.one_of(
    st.sampled_from(["x", "y", "x1", "x2", "1", "2", "-3.5", "1/3", "", " ", '"', '""', '"a', "=1+1", "1,5", "nan"]),
    st.sampled_from(["2024-01-01", "1 000", "1.000,5", "٣", "\0", "\u202e", "\ufeff", "9" * 400, "1e-9999"]),
    st.sampled_from(["1e99", "'1", "x" * 200_000]),
    st.text(max_size=8),
)
lines = st.lists(cells, max_size=5)
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "latin-1"])
tables = st.builds(
    lambda lines, separator, end, encoding: end.join(map(separator.join, lines)).encode(encoding, "ignore"),
    st.lists(lines, max_size=15),
    st.sampled_from([",", ";", "\t", ", ", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    encodings,
)


def damaged(places: list[tuple[int, int]]) -> bytes:
    whole = bytearray(LEFT_IN_PLACE)
    for place, byte in places:
        whole[place % len(whole)] = byte
    return bytes(whole)


damages = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=4).map(damaged)


@quick(max_examples=400 * MORE)
@given(st.sampled_from(KEYS), tables | damages | st.binary(max_size=200))
def test_any_file_is_read_or_answered(tmp_path_factory: pytest.TempPathFactory, key: str, written: bytes):
    file = tmp_path_factory.getbasetemp() / "fuzzed.csv"
    file.write_bytes(written)
    told(key, file)


LARGE = {
    "much too large": lambda file: file.truncate(10**12),
    "just too large": lambda file: file.write(b"x,y\n" + b"1,2\n" * 500_000),
    "rows": lambda file: file.write(b"x,y\n" + b"1,2\n" * 480_000),
    "empty rows": lambda file: file.write(b"x,y\n" + b"\n" * 1_900_000),
    "columns": lambda file: file.write(b",".join(b"%d" % k for k in range(280_000)) + b"\n1,2\n"),
    "one cell": lambda file: file.write(b"1" * 1_900_000),
    "one quoted cell": lambda file: file.write(b'"' + b"1\n" * 900_000),
    "separators": lambda file: file.write(b"," * 1_900_000),
    "zeros": lambda file: file.truncate(1_900_000),
    "blanks": lambda file: file.write(b" " * 1_900_000),
    "quotes": lambda file: file.write(b'"' * 1_900_001),
}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("kind", LARGE)
def test_a_large_file_is_answered_soon_and_in_little_memory(tmp_path: Path, key: str, kind: str):
    with (tmp_path / "large.csv").open("wb") as file:
        LARGE[kind](file)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert told(key, tmp_path / "large.csv") is not None
    taken = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert taken < BYTES


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_name_is_a_name(tmp_path: Path, key: str, name: str):
    (tmp_path / name).write_bytes(LEFT_IN_PLACE)
    assert told(key, tmp_path / name) is None
    (tmp_path / name).write_bytes(b"x,y\n1,2\n3\n")
    assert "row 3" in str(told(key, tmp_path / name))


def test_a_name_that_is_no_text_is_a_name_too(tmp_path: Path):
    name = os.fsdecode(bytes(tmp_path) + b"/\xff\xfe.csv")
    Path(name).write_bytes(LEFT_IN_PLACE)
    assert told("loss.data", name) is None
    assert "there is no such file" in str(told("loss.data", f"{name[:-4]}.no.csv"))


@pytest.mark.parametrize("key", KEYS)
def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path, key: str):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    (tmp_path / "random.csv").symlink_to("/dev/urandom")
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    (tmp_path / "folder.csv").mkdir()
    for name, says in (
        ("pipe", "is no regular file"),
        ("zero", "is no regular file"),
        ("random", "is no regular file"),
        ("loop", "cannot be read"),
        ("folder", "is a folder, not a file"),
    ):
        assert says in str(told(key, tmp_path / f"{name}.csv"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path):
    (tmp_path / "secret.csv").write_bytes(LEFT_IN_PLACE)
    (tmp_path / "secret.csv").chmod(0)
    assert "its permissions forbid it" in str(told("loss.data", tmp_path / "secret.csv"))
