"""`backreel render --watch`, on a copy of the code and the words that is saved to as an editor does."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # seconds


class Watch:
    """The command, running on a tree of its own."""

    def __init__(self, tree: Path, *arguments: str) -> None:
        self.tree, self.output = tree, tree / "media"
        self.said, self.told = tree / "stdout", tree / "stderr"
        with self.said.open("w") as out, self.told.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scripts.main", "render", "--watch", "-q", "l", "-o", "media", *arguments],
                cwd=tree,
                env={**os.environ, "PYTHONPATH": str(tree)},
                stdout=out,
                stderr=err,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # background jobs ignore it
            )
        self.stills = self.lines = 0

    def next_still(self) -> bytes:
        """The picture that is announced next, as a file."""
        self.stills += 1
        self.lines += 1
        self.until(lambda: len(self.said.read_text().splitlines()) >= self.stills)
        self.until(lambda: len(self.told.read_text().splitlines()) >= self.lines)
        return self.picture()

    def picture(self) -> bytes:
        path = Path(self.said.read_text().splitlines()[-1])
        return (self.tree / path).read_bytes()

    def next_line(self) -> str:
        """What is said next on standard error."""
        self.lines += 1
        self.until(lambda: self.told.read_text().count("\n") >= self.lines)
        return self.told.read_text().splitlines()[self.lines - 1]

    def save(self, file: str, before: str, after: str) -> None:
        """Write a file beside it, and rename it, as editors do."""
        path = self.tree / file
        text = path.read_text(encoding="utf-8")
        assert before in text
        beside = path.with_name(f"{path.name}~")
        beside.write_text(text.replace(before, after, 1), encoding="utf-8")
        beside.replace(path)

    def still(self, *arguments: str) -> bytes:
        """What `backreel still` makes of the tree as it is now."""
        command = [sys.executable, "-m", "scripts.main", "still", "-q", "l", "-o", "again", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(self.tree)}
        made = subprocess.run(command, cwd=self.tree, env=environment, capture_output=True, text=True, check=True)
        return (self.tree / made.stdout.strip()).read_bytes()

    def children(self) -> list[str]:
        """Its processes, on Linux."""
        tasks = Path("/proc", str(self.process.pid), "task").glob("*/children")
        return sorted(process for task in tasks for process in task.read_text().split())

    def until(self, is_so) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            assert self.process.poll() is None, self.told.read_text()
            assert time.monotonic() < deadline, self.told.read_text()
            time.sleep(0.02)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for package in ("engine", "scenes", "scripts"):
        shutil.copytree(ROOT / package, tmp_path / package)
    return tmp_path


@pytest.fixture
def started(tree: Path) -> Iterator:
    running = []

    def start(*arguments: str) -> Watch:
        running.append(Watch(tree, *arguments))
        return running[-1]

    yield start
    for watch in running:
        watch.process.kill()
        watch.process.wait()


def test_every_save_is_seen_and_a_broken_one_leaves_the_picture(started):
    watch = started("neuron", "--shot", "forward")
    words, lesson, theme = "scenes/text/en/neuron.toml", "scenes/lessons/neuron.py", "scenes/stage/look/theme.py"
    pictures = [watch.next_still()]
    said = watch.told.read_text()
    assert re.fullmatch(r"shot forward \(\d+\.\d s\) media/neuron\.forward\.en\.png\n", said)
    waiting = watch.children()

    # words of this shot
    watch.save(words, 'question = "Forward', 'questions = "Forward')
    assert "there is no question to answer" in watch.next_line()
    assert watch.picture() == pictures[-1]
    watch.save(words, "questions", "question")
    assert watch.next_still() == pictures[-1]
    watch.save(words, "The prediction is {", "Look: the prediction is {")
    pictures.append(watch.next_still())
    assert watch.still("neuron", "--shot", "forward") == pictures[-1]
    watch.save(words, "Look: the prediction is {step.0.prediction}", "Look: the prediction is {step.0.predicted}")
    text = (watch.tree / words).read_text(encoding="utf-8")
    line = text[: text.index("{step.0.predicted}")].count("\n") + 1
    assert watch.next_line() == f"backreel: {words}:{line}: en: {{step.0.predicted}} is no number of this lesson"
    watch.save(words, "Look: the prediction is {step.0.predicted}", "The prediction is {step.0.prediction}")
    assert watch.next_still() == pictures[0]
    assert watch.children() == waiting  # what comes before the shot was made but once

    # other words
    watch.save(words, 'title = "', 'title = "Look: ')
    pictures.append(watch.next_still())
    assert watch.still("neuron", "--shot", "forward") == pictures[-1]
    watch.save(words, "title", "title title")
    assert re.search(rf"{words}: .* \(at line 1, ", watch.next_line())
    watch.save(words, 'title title = "Look: ', 'title = "')
    assert watch.next_still() == pictures[0]

    # code
    watch.save(lesson, "class NeuronLesson", "class NeuronLesson lesson")
    number = (watch.tree / lesson).read_text().split("class NeuronLesson")[0].count("\n") + 1
    assert watch.next_line().startswith(f"backreel: {lesson}:{number}: ")
    watch.save(lesson, "class NeuronLesson lesson", "class NeuronLesson")
    assert watch.next_still() == pictures[0]
    background = re.search(r'background="#\w+"', (watch.tree / theme).read_text())
    assert background is not None
    watch.save(theme, background[0], 'background="#123456"')
    pictures.append(watch.next_still())
    assert watch.still("neuron", "--shot", "forward") == pictures[-1]
    assert len(set(pictures)) == len(pictures)

    left = watch.children()
    watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait(timeout=30) == 130
    assert watch.told.read_text().splitlines()[watch.lines :] == [
        "backreel: stopped; nothing half-made is left, call again to start over"
    ]
    assert [file.name for file in watch.output.iterdir()] == ["neuron.forward.en.png"]
    assert not any(Path("/proc", process).exists() for process in left)


def test_a_new_body_is_seen_in_haste_and_put_right_where_it_was_wrong(started):
    watch = started("neuron", "--shot", "forward")
    lesson, heading = "scenes/lessons/neuron_forward.py", "scenes/stage/heading.py"
    first = watch.next_still()
    waiting = watch.children()

    # of this shot: the look in haste is right, and nothing more is said when the one from the start is over
    watch.save(lesson, "= VGroup(general, row)", "= VGroup(general, row).set_opacity(0.5)")
    pale = watch.next_still()
    assert pale == watch.still("neuron", "--shot", "forward") != first
    watch.until(lambda: not set(watch.children()) & set(waiting))

    # of the shot before: in haste nothing is to be seen
    watch.save(lesson, "self.ask.next_to(self.asked, RIGHT, buff=0.25)", "self.picture.target_ring.scale(2)")
    large = watch.next_still()
    assert large == watch.still("neuron", "--shot", "forward") not in (first, pale)

    # of every shot: the dots of the heading climb at each, but in haste at this one only
    watch.save(heading, ".set_fill(color)", ".set_fill(color).shift([0, -0.1, 0])")
    hasty, right = watch.next_still(), watch.next_still()
    assert right == watch.still("neuron", "--shot", "forward") != hasty
    assert len({first, pale, large, hasty, right}) == 5

    # broken: what is said is said of a look from the start
    watch.save(heading, "dot.animate.", "dot.animated.")
    assert watch.next_line().startswith(f"backreel: {heading}:")
    assert watch.picture() == right


def test_data_that_is_saved_is_seen_and_the_last_of_many_saves_counts(started, tree: Path):
    data = tree / "points.csv"
    data.write_text("x,y\n1,2\n2,3\n4,4\n")
    watch = started("loss", "-s", "loss.data=points.csv")
    first = watch.next_still()
    watch.save("points.csv", "4,4", "4,x")
    assert "points.csv" in watch.next_line()
    assert watch.picture() == first
    for number in ("5", "6", "7"):
        data.write_text(f"x,y\n1,2\n2,3\n4,{number}\n")
        time.sleep(0.15)
    expected = watch.still("loss", "-s", "loss.data=points.csv")
    assert expected != first
    assert watch.next_still() == expected
    watch.process.send_signal(signal.SIGTERM)
    assert watch.process.wait(timeout=30) == 130


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--watch"], "one lesson"),
        (["--watch", "neuron", "loss"], "one lesson"),
        (["--watch", "neuron", "--shot", "questoin"], "the nearest is question"),
        (["neuron", "--shot", "question"], "--watch"),
    ],
)
def test_calls_that_make_no_sense_are_refused(arguments: list[str], what: str, tmp_path: Path):
    command = [sys.executable, "-m", "scripts.main", "render", *arguments, "-o", str(tmp_path)]
    made = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert made.returncode == 2
    assert what in made.stderr
    assert not list(tmp_path.iterdir())


def test_a_saved_lesson_file_is_seen_and_a_broken_one_leaves_the_picture(started, tree: Path):
    file, shot = tree / "course.toml", ("--shot", "bias")
    file.write_text('[neuron]\ninput = 3\n[words.en.neuron.shots.bias]\ncaption = "Two."\n', encoding="utf-8")
    watch = started("-c", "course.toml", *shot)
    pictures = [watch.next_still()]
    watch.save("course.toml", "input = 3", "input = 2")
    pictures.append(watch.next_still())
    watch.save("course.toml", '"Two."', '"It is {step.0.gradient.bias}."')
    pictures.append(watch.next_still())
    assert len(set(pictures)) == 3
    watch.save("course.toml", "input", "inptu")
    assert "course.toml, line 2: neuron.inptu: no such key" in watch.next_line()
    assert watch.picture() == pictures[-1]
    watch.save("course.toml", "inptu", "input")  # as it was: nothing else is to be seen
    watch.save("course.toml", "input = 2", "input = 5")
    assert watch.next_still() == watch.still("-c", "course.toml", *shot)


def test_a_lesson_file_may_name_another_look_and_other_files_later(tree: Path, started):
    """What the call itself says goes over it."""
    course, heights, logo = tree / "course.toml", tree / "heights.csv", tree / "logo.png"
    heights.write_text("x,y\n1, 2\n2, 3.5\n3, 5\n")
    Image.new("RGB", (300, 100), "#0F44D9").save(logo)
    course.write_text('[look]\ntheme = "dark"\n[loss]\n')
    asked = ("-c", "course.toml", "--shot", "line", "-l", "en")
    watch = started(*asked)
    pictures = [watch.next_still()]
    assert watch.said.read_text().splitlines()[-1] == "media/loss.line.en.png"

    def next_is_new(name: str) -> None:
        pictures.append(watch.next_still())
        assert watch.said.read_text().splitlines()[-1] == f"media/{name}"
        assert pictures[-1] not in pictures[:-1]

    watch.save("course.toml", '"dark"', '"light"\nlanguage = "ru"')
    next_is_new("loss.line.en.light.png")
    watch.save("course.toml", "[loss]", '[loss]\ndata = "heights.csv"')
    next_is_new("loss.line.en.light.png")
    watch.save("heights.csv", "3.5", "1.5")
    next_is_new("loss.line.en.light.png")
    watch.save("course.toml", "[look]", '[look]\nlogo = "logo.png"')
    next_is_new("loss.line.en.light.png")
    Image.new("RGB", (300, 100), "#D9440F").save(logo)
    next_is_new("loss.line.en.light.png")
    assert watch.still(*asked) == pictures[-1]
    watch.save("course.toml", "[look]", '[look]\naspect = "1:1"')
    next_is_new("loss.line.en.1x1.light.png")
