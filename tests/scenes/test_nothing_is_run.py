"""Nothing that a user writes is ever run or unpickled, and nothing reaches the network: the sources of the engine, the
scenes and the command line name none of the means, save in the few places below, each with its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenes.lessons.numbers.program_lines import run

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for room in ("engine", "scenes", "scripts") for path in (ROOT / room).rglob("*.py"))

BUILTINS = {"eval", "exec", "compile", "__import__", "execfile", "breakpoint"}
MODULES = {
    *(
        "pickle",
        "cPickle",
        "dill",
        "cloudpickle",
        "joblib",
        "shelve",
        "marshal",
        "yaml",
        "jsonpickle",
        "code",
        "codeop",
    ),
    *("subprocess", "pty", "ctypes", "runpy", "importlib.util", "webbrowser"),
    *("socket", "socketserver", "ssl", "http", "urllib.request", "requests", "httpx", "aiohttp", "ftplib", "smtplib"),
}
CALLS = {"system", "popen", "spawnl", "spawnv", "execv", "execve", "execvp", "execl", "import_string", "literal_eval"}
ALLOWED = {
    # Code and requests of the project's own, between the processes of one cluster that its owner runs.
    ("scenes/render/cluster.py", "pickle"),
    ("scenes/render/remote.py", "pickle"),
    ("scenes/render/remote.py", "subprocess"),  # the worker that draws: this very Python, no shell
    ("scenes/render/farm.py", "pickle"),  # whether a fault of its own worker can be sent to its parent
    ("scenes/render/stage_state.py", "pickle"),  # writes a key of what is on the stage; it is never read back
    ("scenes/render/exchange.py", "compile"),  # `watch`: files of the project that were edited while it runs
    ("scenes/render/scene_file.py", "importlib.util"),  # a lesson as Manim's own command names it: Python by its nature
    ("scenes/deliver/narration/voices.py", "subprocess"),  # espeak-ng by a list of words, no shell
    ("scenes/deliver/narration/voices.py", "importlib.util"),  # find_spec alone: whether a package is there
    ("scenes/deliver/narration/processes/espeak.py", "ctypes"),  # the voice itself: a library of its package
    # A lesson from outside is a Python file that its user asks for by name: running it is what it is for.
    ("scenes/lessons/outside/loading.py", "compile"),
    ("scenes/lessons/outside/loading.py", "exec"),
    ("scenes/lessons/outside/sources.py", "importlib.util"),  # find_spec alone: which files a module has
    ("scenes/render/stopping.py", "exec"),  # of an empty text, for what Python does on the way
    ("scripts/health/extras.py", "importlib.util"),  # find_spec alone: which packages are there
    ("scripts/health/tried.py", "subprocess"),  # the doctor's probe: this very Python, no shell
    ("scripts/benchmarks/import_time.py", "subprocess"),  # the benchmarks: this very Python and their own commands
    ("scripts/benchmarks/rendering.py", "subprocess"),
}


def _means(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """What is named in a source of the means above, and in which line."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found = [name.name for name in names]
            case ast.ImportFrom(module=str(module), names=names):
                found = [module, *(f"{module}.{name.name}" for name in names)]
            case ast.Name(id=name) if name in BUILTINS:
                yield name, node.lineno
                continue
            case ast.Call(func=ast.Attribute(attr=name)) if name in CALLS:
                yield name, node.lineno
                continue
            case ast.Call(keywords=keywords) if any(
                key.arg in ("shell", "allow_pickle") and not _is_false(key.value) for key in keywords
            ):
                yield "shell=True or allow_pickle=True", node.lineno
                continue
            case ast.Call(func=ast.Attribute(attr="load", value=ast.Name(id="np" | "numpy")), keywords=keywords):
                if not any(key.arg == "allow_pickle" for key in keywords):
                    yield "np.load without allow_pickle=False", node.lineno
                continue
            case _:
                continue
        for module in found:
            parts = module.split(".")
            yield from (
                (means, node.lineno)
                for means in {".".join(parts[: k + 1]) for k in range(len(parts))}
                if means in MODULES
            )


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_source_can_run_what_a_user_wrote_or_reach_the_network():
    assert len(SOURCES) > 300
    found = {
        (_name(path), means, line)
        for path in SOURCES
        for means, line in _means(ast.parse(path.read_text(encoding="utf-8")))
    }
    beyond = sorted(place for place in found if place[:2] not in ALLOWED)
    assert not beyond, beyond
    assert {place[:2] for place in found} == ALLOWED  # the list has no place that is not needed any more


@pytest.mark.parametrize(
    "source",
    [
        "eval('1')",
        "import pickle",
        "from pickle import loads",
        "from urllib import request",
        "import urllib.request",
        "import http.client",
        "os.system('ls')",
        "subprocess_like.run('ls', shell=True)",
        "np.load(file)",
        "np.load(file, allow_pickle=True)",
        "run = exec",
    ],
)
def test_the_means_are_seen(source: str):
    assert list(_means(ast.parse(source)))


def test_lines_of_a_program_are_worked_out():
    found = run("p = w * x\ny_hat = p + b\ne = y_hat - y\nloss = e ** 2", {"w": 1, "x": 2, "b": 3, "y": 7})
    assert (found["p"], found["y_hat"], found["e"], found["loss"]) == (2, 5, -2, 4)


@pytest.mark.parametrize(
    "line",
    [
        "p = __import__('os').system('true')",
        "p = open('x')",
        "p = w.grad",
        "p = [w for w in w]",
        "p = w if w else w",
        "p = 'text'",
        "p = True",
        "p, q = w, w",
        "p = v",
        "import os",
        "w",
        "p = w / w",
        "p = lambda: w",
        "p = (w",
        "p = w\0",
        "p = " + "(" * 5000 + "w" + ")" * 5000,
        "p = " + "-" * 100_000 + "w",
    ],
)
def test_nothing_else_is(line: str):
    with pytest.raises(ValueError, match=r"is none of name|not lines of a program") as wrong:
        run(line, {"w": 2})
    assert len(str(wrong.value)) < 200
