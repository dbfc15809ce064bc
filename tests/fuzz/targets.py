"""What atheris drives, by `python targets.py TARGET [options of libFuzzer]`: bytes become a text or a file, and nothing
but the announced error may come of it."""

import os
import sys
import tempfile
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["engine", "scenes.lessons.numbers", "scenes.stage", "lark"]):
    from engine import Trace, network_from_npz
    from scenes.lessons import index
    from scenes.lessons.numbers import chain, expression
    from scenes.stage.parameters import SettingError

LESSONS = {lesson: index.parameters(lesson) for lesson in index.LESSONS}
PARAMETERS = [parameter for parameters in LESSONS.values() for parameter in parameters]
FILE = os.path.join(tempfile.mkdtemp(), "fuzzed.csv")


def check_message(wrong: Exception) -> None:
    """One printable line that is not long."""
    said = str(wrong)
    if not said.isprintable() or len(said) > 900:
        raise AssertionError(ascii(said)[:2000])


def text_of(given: bytes) -> str:
    return given.decode("utf-8", "surrogateescape")


def expressions(given: bytes) -> None:
    """An expression with values, and its graph."""
    written, _, values = text_of(given).partition("|")
    try:
        expression.read(written)
        chain.read_values(values)
        chain.expression_graph({"expression": written, "values": values})
    except (ValueError, SettingError) as wrong:
        check_message(wrong)


def parameters(given: bytes) -> None:
    """Any parameter; those that are paths of files have a target of their own."""
    if not given:
        return
    text = text_of(given[1:])
    parameter = PARAMETERS[given[0] % len(PARAMETERS)]
    if parameter.name == "data" and text.strip().lower().endswith(".csv"):
        return
    try:
        parameter.read(text)
    except ValueError as wrong:
        check_message(wrong)


def settings(given: bytes) -> None:
    """KEY=VALUE."""
    text = text_of(given)
    if ".csv" in text.lower():
        return
    try:
        index.values("neuron", [text])
    except SettingError as wrong:
        check_message(wrong)


def tables(given: bytes) -> None:
    """A CSV file."""
    with open(FILE, "wb") as file:
        file.write(given)
    for key in ("loss.data", "training.data"):
        try:
            index.values(key.partition(".")[0], [f"{key}={FILE}"])
        except SettingError as wrong:
            check_message(wrong)


def archives(given: bytes) -> None:
    """An NPZ file."""
    for read in (Trace.from_npz, network_from_npz):
        try:
            read(given)
        except ValueError as wrong:
            check_message(wrong)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (expressions, parameters, settings, tables, archives)
}

if __name__ == "__main__":
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
