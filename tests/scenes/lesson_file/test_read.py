"""A lesson file, right and wrong. Whatever is wrong is one line that says where."""

import os
import time
import zlib
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from scenes.lessons import index
from scenes.lessons.lesson_file.read import LessonFile, checked
from scenes.stage.look.theme import DARK
from scenes.stage.parameters import SettingError

WHOLE = """\
lessons = ["relu", "neuron"]

[look]
language = "ru"
aspect = "9:16"
theme = "light"
reduced_motion = true
logo = "сам/logo.png"
colors.weight = "#0F44D9"

[neuron]
input = 3
weight = 0.1
bias = "1/3"

[loss]
data = [[1, 2], [2.5, 3], [3, 0.1]]

[network]
layers = "2-3-1"
neurons = [
    [1, 0, 0.5],
    [0.5, 0.2, 0.8],
]

[symbols]
weight = "θ"

[words.en.neuron]
title = "My #neuron [bold]"
labels.step = "iteration"

[words.en.neuron.shots.loss]
caption.miss = "The error is {step.0.error}."
question = "How {@loss} is it?"

[words.ru.film]
title = "Мой курс"
"""


@pytest.fixture
def written(tmp_path: Path):
    """Writes a lesson file and reads it; a logo lies in a folder beside it."""

    def made(text: str, name: str = "course.toml") -> LessonFile:
        (tmp_path / "сам").mkdir(exist_ok=True)
        Image.new("RGBA", (2000, 1000), "#0F44D9").save(tmp_path / "сам" / "logo.png")
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return checked(Path(os.path.relpath(file)))

    return made


def test_all_that_a_lesson_file_says(written):
    file = written(WHOLE)
    assert file.lessons == ("relu", "neuron")
    assert file.look == {"language": "ru", "aspect": "9:16", "theme": "light", "reduced_motion": True}
    values = index.values("neuron", file.settings)
    assert values["input"] == 3
    assert values["weight"] == Fraction(1, 10)  # as it is written, not as a float
    assert values["bias"] == Fraction(1, 3)
    assert index.values("loss", file.settings)["data"] == ((1, 2), (Fraction(5, 2), 3), (3, Fraction(1, 10)))
    assert index.values("network", file.settings)["neurons"] == (
        (1, 0, Fraction(1, 2)),
        (Fraction(1, 2), Fraction(1, 5), Fraction(4, 5)),
    )
    assert file.custom.theme(DARK).weight == "#0F44D9"
    assert file.custom.theme(DARK).bias == DARK.bias
    assert dict(file.custom.symbols) == {"weight": "θ"}
    assert dict(file.custom.texts("en", "neuron")) == {
        ("title",): "My #neuron [bold]",
        ("labels", "step"): "iteration",
        ("shots", "loss", "caption", "miss"): "The error is {step.0.error}.",
        ("shots", "loss", "question"): "How {@loss} is it?",
    }
    assert dict(file.custom.texts("ru", "film")) == {("title",): "Мой курс"}
    assert file.custom.film == "course"
    assert file.custom.logo is not None
    assert file.custom.logo.ratio == 2
    assert len(file.custom.logo.content) < 20_000  # made as small as a film needs it


def test_without_a_list_the_lessons_are_those_that_have_a_table(written):
    assert written("[relu]\n[neuron]\ninput = 3\n").lessons == ("relu", "neuron")
    assert written('[look]\ntheme = "light"\n').lessons == ()


def test_what_the_call_says_goes_over_the_file(written):
    file = written("[neuron]\ninput = 3\nbias = 1\n")
    values = index.values("neuron", [*file.settings, "neuron.input=5"])
    assert (values["input"], values["bias"]) == (5, 1)


def test_a_table_of_examples_may_lie_beside_the_file(written, tmp_path: Path):
    (tmp_path / "мои данные.csv").write_text("x,y\n1,2\n2,3.5\n", encoding="utf-8")
    file = written('[loss]\ndata = "мои данные.csv"\n')
    assert index.values("loss", file.settings)["data"] == ((1, 2), (2, Fraction(7, 2)))
    assert [path.name for path in file.files] == ["course.toml", "мои данные.csv"]


BEGIN = "\n# a comment with input in it\n"
WRONG = [
    ("[neuron]\ninptu = 3", 4, "neuron.inptu: no such key; the nearest is neuron.input;"),
    ("[neuorn]\ninput = 3", 3, "neuorn: no lesson or key 'neuorn'; the nearest is neuron;"),
    ("[neuron]\nbias = 1\ninput = nan", 5, "neuron.input: must be a number"),
    ("[neuron]\ninput = -inf", 4, "neuron.input: must be a number"),
    ("[neuron]\ninput = true", 4, "neuron.input: must be a number or a text, got true"),
    ("[neuron]\ninput = 2024-01-01", 4, "neuron.input: must be a number or a text, got a date or a time"),
    ("[neuron]\ninput = {a = 1}", 4, "neuron.input: must be a number or a text, got a table"),
    ("[neuron]\ninput = []", 4, "neuron.input: must be numbers [1, 2]"),
    ("[neuron]\nsteps = 1.5", 4, "neuron.steps: must be an integer"),
    ("[neuron]\nlearning_rate = 0", 4, "neuron.learning_rate: must be a number, above 0"),
    (f"[neuron]\ninput = {'9' * 400}", 4, "neuron.input: must be a number of at most 60 characters"),
    (f"[neuron]\ninput = {'9' * 5000}", 4, "a number must have less than 1000 digits"),
    (f"[neuron]\ninput = {'1_' * 4000}1", 4, "a number must have less than 1000 digits"),
    ("neuron = 3", 3, "neuron: must be a table, [neuron]"),
    ("[neuron]\ninput = 3\ninput = 4", 5, "column 10: cannot overwrite a value"),
    ("[neuron]\ninput 3", 4, "expected '=' after a key"),
    ('lessons = ["neuron", "relux"]', 3, "lessons: no lesson 'relux'; the nearest is relu;"),
    ('lessons = ["neuron", "neuron"]', 3, "lessons: neuron is there twice"),
    ('lessons = "neuron"', 3, "lessons: must be names of lessons"),
    ("lessons = []", 3, "lessons: must be names of lessons"),
    ('[look]\ntheme = "drak"', 4, "look.theme: must be one of dark, light, print, got 'drak'"),
    ("[look]\naspect = 1", 4, "look.aspect: must be one of"),
    ('[look]\nreduced_motion = "yes"', 4, "look.reduced_motion: must be true or false"),
    ('[look]\ncolor = "red"', 4, "look.color: no key 'color'; the nearest is colors;"),
    ('[look]\ncolors.weight = "red"', 4, 'look.colors.weight: must be a colour such as "#F2B42E"'),
    ('[look]\ncolors.wieght = "#FF0000"', 4, "look.colors.wieght: no colour 'wieght'; the nearest is weight;"),
    ('[look]\nlogo = "nowhere.png"', 4, "look.logo: there is no file 'nowhere.png' beside the lesson file"),
    ('[look]\nlogo = "сам"', 4, "look.logo: 'сам' is no file"),
    ('[look]\nlogo = "course.toml"', 4, "look.logo: 'course.toml' is no PNG or JPEG"),
    ('[symbols]\nwieght = "v"', 4, "symbols.wieght: no quantity 'wieght'; the nearest is weight;"),
    ('[symbols]\nweight = "w2"', 4, "symbols.weight: must have no digit"),
    ('[symbols]\nweight = "我"', 4, "symbols.weight: the fonts of the film have no 我 (U+6211)"),
    ('[symbols]\nweight = "\\u200b"', 4, "symbols.weight: must be text, got the character U+200B"),
    ('[symbols]\nweight = "\\u0301"', 4, "symbols.weight: must begin with a letter"),
    ('[symbols]\nweight = "\\u115f"', 4, "symbols.weight: the fonts of the film have no"),
    ('[symbols]\nweight = "w²"', 4, "symbols.weight: must have no digit"),
    ('[words.en.neuron]\ntitle = "\\ufeff"', 4, "must be text, got the character U+FEFF"),
    ('[words.en.neuron]\ntitle = "a\\u2028b"', 4, "must be text, got the character U+2028"),
    (
        '[words.en.neuron.shots.loss]\ncaption.miss = "{steps|one:|other: }"',
        4,
        "a word that goes with a number has a form of no letters",
    ),
    ("[words]\nen = 0x" + "f" * 5000, 4, "a number must have less than 1000 digits"),
    ("[words]\nen = 0x" + "f" * 900, 4, "words.en: must be a table, [words.en]; got a number"),
    ("[" + ".".join("a" * 3000) + "]", 3, "a key of so many parts"),
    ("[symbols]\nbad = [\n" + "'bad',\n" * 9000 + "]", 4, "symbols.bad: no quantity 'bad'"),
    (
        "[words.en.neuron]\ntitle = '" + "".join(map(chr, range(0x4E00, 0x4E30))) + "'",
        4,
        "the fonts of the film have no",
    ),
    ("k = 1\n" * 11_000, None, "must have at most 10000 lines"),
    ("[symbols]\n" + "\n".join(f"s{k} = 'x'" for k in range(2000)), 4, "symbols.s0: no quantity 's0'"),
    ('[symbols]\nweight = ""', 4, "symbols.weight: must be 1 to 3 characters"),
    ('[words.de.neuron]\ntitle = "x"', 3, "words.de: no language 'de'"),
    ('[words.en.nueron]\ntitle = "x"', 3, "words.en.nueron: no lesson 'nueron'; the nearest is neuron"),
    ('[words.en.neuron]\ntitel = "x"', 4, "words.en.neuron.titel: no key 'titel'; the nearest is title;"),
    ("[words.en.neuron]\ntitle = 3", 4, "words.en.neuron.title: must be a text"),
    ('[words.en.neuron]\ntitle = " "', 4, "words.en.neuron.title: must have 1 to 60 characters here, got 0"),
    (f'[words.en.neuron]\ntitle = "{"x" * 61}"', 4, "words.en.neuron.title: must have 1 to 60 characters here, got 61"),
    ('[words.en.neuron]\ntitle = "a\\u202eb"', 4, "words.en.neuron.title: must be text, got the character U+202E"),
    ('[words.en.neuron]\ntitle = "a\\u0007b"', 4, "words.en.neuron.title: must be text, got the character U+0007"),
    ('[words.en.neuron]\nlabels.stp = "x"', 4, "words.en.neuron.labels.stp: no label 'stp'; the nearest is step;"),
    ('[words.en.neuron.shots.los]\ncaption = "x"', 3, "no shot 'los'; the nearest is loss;"),
    ('[words.en.neuron.shots.bias]\nquestion = "x"', 4, "this shot asks no question"),
    ('[words.en.neuron.shots.loss]\ncaption.mis = "x"', 4, "no variant 'mis'; the nearest is miss;"),
    ('[words.en.neuron.shots.loss]\ncaption = "{step.0.LOSS}"', 4, "braces are for the path of a number"),
    ('[words.en.neuron.shots.loss]\ncaption = "a } b"', 4, "braces are for the path of a number"),
    ('[words.en.neuron.shots.loss]\ncaption = "{@losss}"', 4, "{@losss} is no symbol"),
    ('[words.en.neuron.shots.loss]\nsentences.a = "x"', 4, "there is no sentence here"),
    (
        '[words.ru.neuron.shots.repeat]\ncaption = "{steps} {steps|one:шаг|other:шага}"',
        4,
        "a word that goes with a number has no form for few, many",
    ),
    ("x = [" * 5000 + "]" * 5000, None, "must have at most 10000 characters"),
    ("x = " + "[\n" * 5000 + "]" * 5000, None, "brackets are nested too deep"),
    (".".join("a" * 3000) + " = 1", 3, "a key of so many parts"),
    ('[neuron]\n"input\\n\\u001b[31m" = 3', None, "no such key"),
]


@pytest.mark.parametrize(("text", "line", "said"), WRONG, ids=[said for _, _, said in WRONG])
def test_what_is_wrong_is_one_line_that_says_where(written, text: str, line: int | None, said: str):
    before = time.process_time()
    with pytest.raises(SettingError) as wrong:
        written(BEGIN + text + "\n")
    told = str(wrong.value)
    assert said in told
    assert told.isprintable()
    assert "course.toml" in told
    assert line is None or f"course.toml, line {line}" in told
    assert len(told) < 500
    assert time.process_time() - before < 3


def test_a_text_that_shows_a_number_which_is_not_there_is_told_with_the_nearest(written):
    file = written('[words.en.neuron.shots.loss]\ncaption = "It is {step.0.lsos}."\n')
    with pytest.raises(SettingError, match=r"course.toml, line 2: .*\{step.0.lsos\} is no number.*\{step.0.loss\}"):
        file.check_words("neuron", index.values("neuron", []))
    last = written('[words.en.neuron.shots.repeat]\ncaption.falls = "{final.loss} after {steps}"\n')
    last.check_words("neuron", index.values("neuron", []))
    last.check_words("relu", index.values("relu", []))  # nothing is said of that one


BLANKS = ["", " ", "\\t", "\\n", "\\r", "\\u000b", "\\f", "\\u00a0", "\\u2003"]


@pytest.mark.parametrize("blank", BLANKS)
def test_blanks_around_a_name_do_not_make_it_another_file(written, tmp_path: Path, blank: str):
    house = tmp_path / "house"
    house.mkdir()
    (tmp_path / "secret.csv").write_text("x,y\n1,2\n2,77.25\n")
    for lesson in ("loss", "training"):
        for name in (f"../secret.csv{blank}", f"{tmp_path}/secret.csv{blank}", f"{blank}../secret.csv"):
            for value in (f'"{name}"', f'["{name}"]', f'[["{name}"]]'):
                (house / "course.toml").write_text(f"[{lesson}]\ndata = {value}\n")
                with pytest.raises(SettingError, match=r"lies elsewhere|there is no file") as wrong:
                    checked(house / "course.toml")
                assert "77.25" not in str(wrong.value)


def test_a_picture_that_a_telephone_has_turned_stands_upright(tmp_path: Path):
    turned = Image.Exif()
    turned[0x0112] = 6  # orientation: a quarter turn
    Image.new("RGB", (100, 160), "#0F44D9").save(tmp_path / "logo.jpg", exif=turned)
    (tmp_path / "course.toml").write_text('[look]\nlogo = "logo.jpg"\n')
    logo = checked(tmp_path / "course.toml").custom.logo
    assert logo is not None
    assert logo.ratio == pytest.approx(1.6)


def test_a_damaged_picture_is_told_whatever_its_decoder_raises(tmp_path: Path):
    Image.new("RGB", (40, 20)).save(tmp_path / "good.png")
    good = (tmp_path / "good.png").read_bytes()
    end = good.index(b"IEND") - 4
    for chunk, content in ((b"gAMA", b"\0"), (b"cHRM", b"\0"), (b"iCCP", b""), (b"tRNS", b"\0")):
        body = chunk + content
        extra = len(content).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
        (tmp_path / "logo.png").write_bytes(good[:end] + extra + good[end:])
        (tmp_path / "course.toml").write_text('[look]\nlogo = "logo.png"\n')
        with suppress(SettingError):  # a decoder may also not mind
            checked(tmp_path / "course.toml")


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd", "folder/../../secret.csv", "link.csv", "~/x.csv"])
def test_files_elsewhere_are_not_read(written, tmp_path: Path, name: str):
    house = tmp_path / "house"
    house.mkdir()
    (tmp_path / "secret.csv").write_text("x,y\n1,2\n2,77.25\n")
    (house / "link.csv").symlink_to(tmp_path / "secret.csv")
    for text in (f'[loss]\ndata = "{name}"\n', f'[look]\nlogo = "{name}"\n'):
        (house / "course.toml").write_text(text)
        with pytest.raises(SettingError, match=r"line 2: .*(lies elsewhere|there is no file|must be)") as wrong:
            checked(house / "course.toml")
        assert "77.25" not in str(wrong.value)


def test_values_that_do_not_go_together_are_told_with_their_line(written):
    with pytest.raises(SettingError, match=r"course.toml, line 2: chain.expression: .*zero"):
        written('[chain]\nexpression = "1 / a"\nvalues = "a=0"\n')


def test_a_line_is_found_for_keys_of_every_kind(written):
    lines = "\n".join(f"# input {n}" for n in range(500))
    with pytest.raises(SettingError, match=r"line 502: neuron.input"):
        written(f"[neuron]\n{lines}\ninput = nan\n")
    with pytest.raises(SettingError, match=r"line 1: neuron.input"):
        written("neuron = {bias = 1, input = nan}\n")
    with pytest.raises(SettingError, match=r"line 4: neuron.input"):
        written('words.en.neuron.title = """\ninput\n"""\nneuron.input = nan\n')


@pytest.mark.parametrize(
    "content", [b"\xff\xfe[\x00n\x00", b"[neuron]\ninput = 3 # \xe9\n", b"\x00", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_utf8_is_told(tmp_path: Path, content: bytes):
    file = tmp_path / "course.toml"
    file.write_bytes(content)
    with pytest.raises(SettingError, match=r"course.toml, line \d"):
        checked(file)


def test_windows_writes_a_mark_and_other_line_ends(tmp_path: Path):
    file = tmp_path / "course.toml"
    file.write_bytes(b"\xef\xbb\xbf[neuron]\r\ninput = 3\r\n")
    assert index.values("neuron", checked(file).settings)["input"] == 3


def test_what_is_no_file_is_told_at_once(tmp_path: Path):
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, Path("/dev/zero")):
        with pytest.raises(SettingError, match="is no file"):
            checked(path)
    with pytest.raises(SettingError, match="cannot be read"):
        checked(tmp_path / "nowhere.toml")
    large = tmp_path / "large.toml"
    with large.open("wb") as file:
        file.truncate(10_000_000_000)
    with pytest.raises(SettingError, match="at most 256 kB"):
        checked(large)


def test_the_slowest_file_within_the_bounds_is_read_in_time(tmp_path: Path):
    """Many long keys, many tables, many comments that look like the key that is wrong."""
    file = tmp_path / "course.toml"
    for text in (
        "[neuron]\n" + "# input = 3\n" * 20_000 + "input = nan\n",
        "[neuron]\ninput = nan\n" + "".join(f"[a.b.c{n}]\nd.e.f.g.h = [[1, 2], [3]]\n" for n in range(4000)),
        "[words.en.neuron]\n" + "".join(f'labels.{"x" * 50}{n} = "{"y" * 100}"\n' for n in range(1500)),
    ):
        file.write_text(text)
        before = time.process_time()
        with pytest.raises(SettingError):
            checked(file)
        assert time.process_time() - before < 3


def test_a_picture_that_unpacks_to_gigabytes_is_refused_before_it_is_opened(tmp_path: Path):
    Image.new("1", (8_000, 8_000)).save(tmp_path / "bomb.png")
    (tmp_path / "course.toml").write_text('[look]\nlogo = "bomb.png"\n')
    before = time.process_time()
    with pytest.raises(SettingError, match="at most 16 megapixels"):
        checked(tmp_path / "course.toml")
    assert time.process_time() - before < 1
