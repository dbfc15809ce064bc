"""A whole lesson and scenes of other people's files, checked; nothing that they do stops the check."""

from pathlib import Path

import pytest

from scenes.lessons import index
from scenes.render.check import check
from scenes.render.checked import Checked, FileJob, LessonJob
from scenes.stage.parameters import read_settings

STOCK = """
from manim import *

class Space(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=1.2, theta=-0.8)
        surface = Surface(lambda u, v: np.array([u, v, u * v]), u_range=[-1, 1], v_range=[-1, 1], resolution=4)
        words = Text("in front", font_size=36).to_edge(UP, buff=1)
        self.add_fixed_in_frame_mobjects(words)
        self.add(surface)
        self.begin_ambient_camera_rotation(rate=0.5)
        self.wait(1)

class Close(MovingCameraScene):
    def construct(self):
        self.add(Square().shift(RIGHT * 5), Text("here", font_size=40))
        self.play(self.camera.frame.animate.scale(0.4))
        self.wait()

class Nodes(Scene):
    def construct(self):
        labels = {name: Text(name, font_size=36, color=BLACK) for name in "abc"}
        self.play(Create(Graph(list("abc"), [("a", "b"), ("b", "c")], labels=labels)))
        self.wait()

class Cells(Scene):
    def construct(self):
        self.play(FadeIn(Table([["a", "b"], ["c", "d"]], include_outer_lines=True)))
        self.wait()

class Program(Scene):
    def construct(self):
        self.add(Code(code_string="x = y", language="python", formatter_style="monokai"))
        self.wait(2)

class Nothing(Scene):
    pass

class Picture(Scene):
    def construct(self):
        self.add(Circle(), Text("a ring of one unit", font_size=40).shift(DOWN * 2))
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "mine.py"
    path.write_text(text, encoding="utf-8")
    return path


def _checked(path: Path, scene: str | None = None) -> list[Checked]:
    return check(FileJob(path, scene), lambda share: None)


def test_scenes_of_stock_manim_are_checked_as_they_are(tmp_path: Path):
    found = _checked(_file(tmp_path, STOCK))
    names = ["Space", "Close", "Nodes", "Cells", "Program", "Nothing", "Picture"]
    assert [one.lesson for one in found] == [f"mine.{name}" for name in names]
    assert {(one.language, one.aspect, one.theme, one.broken) for one in found} == {("", "16:9", "", "")}
    wrong = {one.lesson.split(".")[1]: {f.fault.kind for f in one.found} - {"unreadable-glyph"} for one in found}
    assert wrong.pop("Space") <= {"text-on-text", "text-crossed"}
    assert wrong.pop("Program") - {"contrast"} == {"unbound-number"}  # the number of its line
    assert not any(wrong.values())


def test_one_scene_of_a_file(tmp_path: Path):
    (one,) = _checked(_file(tmp_path, STOCK), "Close")
    assert one.lesson == "mine.Close"
    assert one.seconds == pytest.approx(2.0)
    assert one.texts == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("import nothing_of_this_name", "No module named 'nothing_of_this_name'"),
        ("class A(", "SyntaxError"),
        ("x = 1", "there is no scene in mine.py"),
        ("from manim import *\nconfig.renderer = 'opengl'\nclass A(Scene): pass", "OpenGL"),
        ("from manim import *\nclass A(Scene): pass", "no scene 'B'; the nearest is A; there are: A in mine.py"),
    ],
)
def test_what_cannot_be_loaded_says_why_in_one_line(text: str, why: str, tmp_path: Path):
    (one,) = _checked(_file(tmp_path, text), "B" if "B" in why else None)
    assert why in one.broken
    assert "\n" not in one.broken
    assert one.is_unknown or one.trace
    assert one.is_unknown is ("no scene" in why)


def test_a_scene_that_breaks_says_when_and_the_next_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    text = """
from manim import *
class First(Scene):
    def construct(self):
        print("as scenes do")
        self.play(FadeIn(Dot()), run_time=2)
        self.add(Text("half", font_size=40).shift(RIGHT * 7))
        self.wait()
        raise ValueError("no such weight")
class Second(Scene):
    def construct(self):
        self.wait()
"""
    first, second = _checked(_file(tmp_path, text))
    assert first.broken == "cannot be played at 3.0 s: ValueError: no such weight (mine.py, line 9)"
    assert [found.fault.kind for found in first.found] == ["out-of-frame"]
    assert second.broken == ""
    assert capsys.readouterr().out == ""


def test_a_scene_that_ends_python_ends_itself_only(tmp_path: Path):
    text = """
import sys
from manim import *
class First(Scene):
    def construct(self):
        sys.exit("enough")
class Second(Scene):
    def construct(self):
        self.wait()
Another = Second
"""
    first, second = _checked(_file(tmp_path, text))
    assert first.broken == "cannot be played at 0.0 s: SystemExit: enough (mine.py, line 6)"
    assert (second.lesson, second.broken) == ("mine.Second", "")


@pytest.mark.parametrize("forever", ["while True: self.wait(60)", "self.wait(10_000)"])
def test_a_scene_without_an_end_is_stopped(forever: str, tmp_path: Path):
    text = f"from manim import *\nclass A(Scene):\n    def construct(self):\n        {forever}"
    (one,) = _checked(_file(tmp_path, text))
    assert "it goes on for more than 30 minutes; does it ever end? (mine.py, line 4)" in one.broken


def test_a_fault_inside_of_a_library_names_the_line_of_the_scene(tmp_path: Path):
    text = "from manim import *\nclass A(Scene):\n    def construct(self):\n        self.play(Dot())"
    (one,) = _checked(_file(tmp_path, text))
    assert one.broken.endswith("(mine.py, line 4)")


def test_what_a_file_sets_ends_with_it(tmp_path: Path):
    from manim import config

    before = (config.frame_width, config.background_color)
    text = "from manim import *\nconfig.frame_width = 9\nconfig.frame_height = 9\nconfig.background_color = WHITE\n"
    (one,) = _checked(_file(tmp_path, text + "class A(Scene):\n    def construct(self):\n        self.wait()"))
    assert one.aspect == "1:1"
    assert (config.frame_width, config.background_color) == before


def test_files_may_import_what_lies_beside_them(tmp_path: Path):
    (tmp_path / "beside.py").write_text("SECONDS = 3", encoding="utf-8")
    text = (
        "from manim import *\nfrom beside import SECONDS\nclass A(Scene):\n    def construct(self): self.wait(SECONDS)"
    )
    (one,) = _checked(_file(tmp_path, text))
    assert one.seconds == pytest.approx(3.0)


def test_pictures_show_the_fault(tmp_path: Path):
    from io import BytesIO

    from PIL import Image

    text = """
from manim import *
class A(Scene):
    def construct(self):
        self.add(Text("half", font_size=40).shift(RIGHT * 7))
        self.wait()
"""
    (one,) = _checked(_file(tmp_path, text))
    (found,) = one.found
    image = Image.open(BytesIO(found.picture))
    assert image.size == (960 + 2 * 27, 540 + 2 * 27)
    red = [(x, y) for x in range(image.width) for y in range(image.height) if image.getpixel((x, y)) == (255, 64, 64)]
    frame = 27 + 960
    assert min(x for x, _ in red) < frame < max(x for x, _ in red)  # the box crosses the edge of the frame
    assert min(y for _, y in red) > image.height / 2 - 40


def test_the_picture_of_a_text_that_went_too_soon_shows_it(tmp_path: Path):
    from io import BytesIO

    from PIL import Image

    text = """
from manim import *
class A(Scene):
    def construct(self):
        words = Text("gone before it could be read", font_size=40)
        self.add(words)
        self.wait(1)
        self.remove(words)
        self.wait(1)
"""
    (one,) = _checked(_file(tmp_path, text))
    (found,) = one.found
    assert found.fault.kind == "reading-time"
    image = Image.open(BytesIO(found.picture)).convert("L")
    left, bottom, right, top = found.fault.box
    scale = 540 / 8
    inside = (27 + 480 + left * scale, 27 + 270 - top * scale, 27 + 480 + right * scale, 27 + 270 - bottom * scale)
    assert sum(image.crop(tuple(map(round, inside))).histogram()[200:]) > 500  # its white ink


def test_a_lesson_is_checked_with_its_shots(monkeypatch: pytest.MonkeyPatch):
    values = read_settings({"neuron": index.parameters("neuron")}, [], "neuron")
    film = index.film("neuron")
    played = film.question

    def broken(self: object) -> None:
        played(self)
        raise ZeroDivisionError("in the middle")

    monkeypatch.setattr(film, "question", broken)
    shares: list[float] = []
    (one,) = check(LessonJob("neuron", values, "ru", "9:16", "dark"), shares.append)
    assert (one.lesson, one.language, one.aspect, one.theme) == ("neuron", "ru", "9:16", "dark")
    assert "(question): ZeroDivisionError: in the middle" in one.broken
    assert one.digits == one.agreed > 0
    assert {row.shot for row in one.numbers} == {"question"}
    assert one.found == ()
    assert shares == [0.0]
