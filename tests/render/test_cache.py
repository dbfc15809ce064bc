"""What was drawn is not drawn again while nothing that it shows has changed; what has changed is."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import av
import pytest

from scenes.deliver.drawn import How, Unfinished
from scenes.deliver.lesson import Delivery, deliver
from scenes.lessons.numbers import neuron
from scenes.render import cache
from scenes.render.advance import Advance
from scenes.render.clip_key import keys, kind
from scenes.render.clips import Clips, Known
from scenes.render.edition import Edition
from scenes.stage.timeline import Said, ShotSpan, ShownNumber

ROOT = Path(__file__).parents[2]
EDITION = Edition("neuron", neuron.defaults(), "ru", "l")
SPAN = ShotSpan("one", (Said("Ask?", 0, 5, is_question=True), Said("Tell.", 5, 9)), "What is seen.", 0, 9)
NUMBERS = (ShownNumber("loss", "361/100", 3.61, "3,61", "=", "one", 2, 9),)
KNOWN = Known({"numbers": ["loss"], "attributes": []}, "0123456789abcdef0")


def nobody(advance: Advance) -> None:
    """Looks at no progress."""


def rendered(lesson: str, output: Path, *more: str, house: Path = ROOT, seed: int = 0) -> dict[str, list[str]]:
    """What the command answers, in a process of its own, as it is called."""
    call = [sys.executable, "-m", "scripts.main", "render", lesson, "-q", "l", "--json", "-o", str(output), *more]
    environment = {**os.environ, "PYTHONPATH": str(house), "PYTHONHASHSEED": str(seed)}
    ended = subprocess.run(call, cwd=house, env=environment, capture_output=True, text=True, check=False)
    assert not ended.returncode, ended.stderr
    answer: dict[str, list[str]] = json.loads(ended.stdout)
    return answer


def same_files(one: Path, other: Path) -> list[str]:
    """The names of all files, which are byte for byte the same in both folders."""
    names = sorted(file.name for file in one.iterdir())
    assert names == sorted(file.name for file in other.iterdir())
    for name in names:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    return names


def test_nothing_is_drawn_again_and_manim_is_not_even_loaded(film: Delivery, tmp_path: Path):
    first = deliver(EDITION, tmp_path / "first", nobody, How(jobs=2))
    assert first.drawn == tuple(f"neuron.{shot}" for shot in EDITION.shots)
    program = f"""
import sys
from pathlib import Path
from scenes.deliver.lesson import deliver
from scenes.lessons.numbers import neuron
from scenes.render.edition import Edition
again = deliver(Edition("neuron", neuron.defaults(), "ru", "l"), Path({str(tmp_path / "again")!r}), print)
print(again.drawn, "manim" in sys.modules, file=sys.stderr)
"""
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stderr == "() False\n"
    assert len(same_files(tmp_path / "first", tmp_path / "again")) == len(film.outputs)
    for before, now in zip(film.outputs, first.outputs, strict=True):
        assert now.read_bytes() == before.read_bytes(), now.name


@pytest.mark.parametrize(
    ("lesson", "setting", "drawn"),
    [
        ("landscape", "large_rate=0.7", ["rates", "valleys"]),  # two descents that are gone after the next shot begins
        ("neuron", "steps=5", ["repeat", "rates", "valley", "summary"]),  # a history that is seen from here on
    ],
)
def test_another_parameter_draws_what_shows_it(lesson: str, setting: str, drawn: list[str], tmp_path: Path):
    rendered(lesson, tmp_path / "before", seed=1)
    changed = rendered(lesson, tmp_path / "changed", "-s", f"{lesson}.{setting}", seed=2)
    assert changed["drawn"] == [f"{lesson}.{shot}" for shot in drawn]
    rendered(lesson, tmp_path / "anew", "-s", f"{lesson}.{setting}", "--no-cache", seed=3)
    same_files(tmp_path / "changed", tmp_path / "anew")
    assert rendered(lesson, tmp_path / "again")["drawn"] == []  # the first ones are still there


def test_another_caption_draws_the_shot_that_says_it_and_the_one_that_takes_it_away(tmp_path: Path):
    house = tmp_path / "house"
    for package in ("engine", "scenes", "scripts"):
        shutil.copytree(ROOT / package, house / package, ignore=shutil.ignore_patterns("__pycache__"))
    rendered("tuning", tmp_path / "before")
    words = house / "scenes" / "text" / "en" / "tuning.toml"
    text = words.read_text(encoding="utf-8")
    captions = [line for line in text.splitlines() if line.startswith("caption = ")]
    words.write_text(text.replace(captions[0], f"{captions[0][:-1]} Indeed.{captions[0][-1]}"), encoding="utf-8")
    shots = rendered("tuning", tmp_path / "same", house=ROOT)["shots"]
    said = next(place for place, shot in enumerate(shots) if captions[0] in _part_of(text, shot))
    drawn = rendered("tuning", tmp_path / "changed", house=house)["drawn"]
    assert drawn == [f"tuning.{shot}" for shot in shots[said : said + 2]]
    rendered("tuning", tmp_path / "anew", "--no-cache", house=house)
    same_files(tmp_path / "changed", tmp_path / "anew")


def _part_of(text: str, shot: str) -> str:
    """What the words say of a shot."""
    return next(part for part in text.split("[[shots]]") if f'name = "{shot}"' in part)


def test_what_is_damaged_is_drawn_again(cache_folder: Path, tmp_path: Path):
    drawn = rendered("tuning", tmp_path / "before")["drawn"]
    clips = Clips(cache_folder)
    keys_of = {file.name.split(".")[1]: file for file in clips.keys.iterdir()}
    bytes_, end, gone, description, another, key = (keys_of[shot.split(".")[1]] for shot in drawn[:6])
    harmed = clips.get(bytes_.name).video
    harmed.write_bytes(harmed.read_bytes()[:-100] + bytes(100))
    cut = clips.get(end.name).video
    cut.write_bytes(cut.read_bytes()[:-1])
    clips.get(gone.name).video.unlink()
    (clips.shots / clips.get(description.name).name).write_text('{"video": ')
    clip = clips.get(another.name)
    told = json.loads((clips.shots / clip.name).read_text().splitlines()[0])
    told["video"] = clips.get(key.name).video.stem  # a whole one, of other frames
    text = json.dumps(told)
    (clips.shots / clip.name).write_text(f"{text}\n{sha256(text.encode()).hexdigest()}")
    key.write_bytes(b"\xff\x00")
    again = rendered("tuning", tmp_path / "again")
    assert again["drawn"] == drawn[:5]  # the sixth is known by how it begins
    same_files(tmp_path / "before", tmp_path / "again")


def test_killed_at_any_moment_it_goes_on_with_what_was_finished(cache_folder: Path, tmp_path: Path):
    call = [sys.executable, "-m", "scripts.main", "render", "tuning", "-q", "l", "-o", str(tmp_path / "killed")]
    for finished in (1, 4):
        process = subprocess.Popen(call, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(list((cache_folder / "keys").glob("*"))) < finished:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not list((tmp_path / "killed").glob("*.mp4"))
    done = len(list((cache_folder / "keys").iterdir()))
    time.sleep(2.1)  # what the killed ones left there is no longer taken for somebody's who has just begun
    last = rendered("tuning", tmp_path / "killed")
    assert last["cached"] >= done >= 4
    rendered("tuning", tmp_path / "anew", "--no-cache")
    same_files(tmp_path / "killed", tmp_path / "anew")
    assert not list((cache_folder / "halves").iterdir())


def test_two_at_once_in_one_folder_make_the_film_of_one(tmp_path: Path):
    call = [sys.executable, "-m", "scripts.main", "render", "tuning", "-q", "l", "-j", "1", "-o", str(tmp_path / "two")]
    both = [subprocess.Popen(call, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    rendered("tuning", tmp_path / "anew", "--no-cache")
    same_files(tmp_path / "two", tmp_path / "anew")


def test_a_film_that_was_stopped_says_how_many_shots_are_kept(tmp_path: Path):
    def stop_in_the_fourth(advance: Advance) -> None:
        if f"neuron.{EDITION.shots[3]}" in advance.shots:
            raise KeyboardInterrupt

    with pytest.raises(Unfinished) as stopped:
        deliver(EDITION, tmp_path, stop_in_the_fourth)
    assert stopped.value.shots == 3
    assert not list(tmp_path.iterdir())
    assert deliver(EDITION, tmp_path, nobody, How(jobs=2)).drawn == tuple(
        f"neuron.{shot}" for shot in EDITION.shots[3:]
    )


@pytest.fixture(scope="module")
def nine_frames(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A video of nine frames."""
    path = tmp_path_factory.mktemp("video") / "nine.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=15)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(9):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode(None))
    return path.read_bytes()


def kept(clips: Clips, key: str, video: bytes, known: Known | None = None) -> None:
    clips.place_for(key).write_bytes(video)
    clips.keep(key, "neuron.one.kind", SPAN, NUMBERS, known)


def test_a_clip_is_read_back_as_it_was_kept(nine_frames: bytes, tmp_path: Path):
    clips = Clips(tmp_path)
    assert clips.find("neuron.one.a") is None
    clips.place_for("neuron.one.a").write_bytes(nine_frames)
    assert clips.find("neuron.one.a") is None  # not kept yet
    clip = clips.keep("neuron.one.a", "neuron.one.kind", SPAN, NUMBERS, KNOWN)
    assert (clip.span, clip.numbers, clip.frames, clip.known) == (SPAN, NUMBERS, 9, KNOWN)
    assert clip.video.read_bytes() == nine_frames
    assert clips.find("neuron.one.a") == clip
    assert clips.of_kind("neuron.one.kind") == [clip]
    assert clips.of_kind("neuron.one") == clips.of_kind("neuron.one.other") == []
    clips.take("neuron.one.b", clip)
    assert clips.find("neuron.one.b") == clip


def test_one_byte_of_a_description_makes_no_other_number(nine_frames: bytes, tmp_path: Path):
    clips = Clips(tmp_path)
    kept(clips, "neuron.one.a", nine_frames)
    (description,) = clips.shots.iterdir()
    told = description.read_bytes()
    for place in (told.index(b"numbers") + 12, len(told) // 2, len(told) - 1):
        harmed = bytearray(told)
        harmed[place] ^= 1
        description.write_bytes(harmed)
        assert clips.find("neuron.one.a") is None, place
    description.write_bytes(told)
    assert clips.find("neuron.one.a") is not None


def test_a_folder_where_a_file_was_is_damage_as_any(nine_frames: bytes, cache_folder: Path):
    clips = Clips(cache_folder)
    kept(clips, "neuron.one.a", nine_frames)
    for part in (clips.files, clips.shots, clips.keys):
        for file in part.iterdir():
            file.unlink()
            (file / "below").mkdir(parents=True)
    (clips.files / "points nowhere").symlink_to("/nonexistent")
    (clips.halves / "folder").mkdir()
    assert clips.find("neuron.one.a") is None
    assert cache.content().size > 0
    kept(clips, "neuron.one.a", nine_frames)
    assert clips.find("neuron.one.a") is not None
    (clips.keys / "another").mkdir()
    assert cache.trim(0) == cache.Content(cache_folder, {}, 0)


def test_a_text_is_made_once_and_again_where_it_is_damaged(tmp_path: Path):
    clips = Clips(tmp_path)
    made: list[str] = []

    def make() -> str:
        made.append("made")
        return "все числа"

    assert [clips.text("neuron.trace.a", make) for _ in range(2)] == ["все числа"] * 2
    assert made == ["made"]
    next(clips.files.iterdir()).write_text("все")
    assert clips.text("neuron.trace.a", make) == "все числа"
    assert made == ["made"] * 2


def test_a_video_that_lacks_frames_is_not_kept(nine_frames: bytes, tmp_path: Path):
    clips = Clips(tmp_path)
    clips.place_for("neuron.one.a").write_bytes(nine_frames)
    longer = ShotSpan("one", (), "", 0, 10)
    with pytest.raises(ValueError, match="one: 9 frames were written, and 10 are wanted"):
        clips.keep("neuron.one.a", "neuron.one.kind", longer, ())


@pytest.mark.parametrize(
    "other",
    [
        Edition("neuron", {**neuron.defaults(), "steps": 5}, "ru", "l"),
        Edition("neuron", neuron.defaults(), "en", "l"),
        Edition("neuron", neuron.defaults(), "ru", "m"),
        Edition("neuron", neuron.defaults(), "ru", "l", theme="light"),
        Edition("neuron", neuron.defaults(), "ru", "l", reduced_motion=True),
    ],
)
def test_another_edition_has_other_keys(other: Edition):
    assert list(keys(other)) == list(keys(EDITION))
    assert not set(keys(other).values()) & set(keys(EDITION).values())
    assert len(set(keys(other).values())) == len(other.shots)
    of_other_numbers = other.values != EDITION.values
    assert (kind(other, "loss") == kind(EDITION, "loss")) == of_other_numbers


def test_the_cache_goes_by_what_was_not_used_for_longest(nine_frames: bytes, cache_folder: Path):
    clips = Clips(cache_folder)
    for age, name in enumerate(("new", "middle", "old")):
        key = f"neuron.{name}.a"
        clips.place_for(key).write_bytes(nine_frames + name.encode())  # what comes after the last box is not read
        clip = clips.keep(key, f"neuron.{name}.kind", SPAN, NUMBERS)
        os.utime(clips.shots / clip.name, (1e9 - age, 1e9 - age))
    (clips.halves / "neuron.x.a.1.mp4").write_bytes(b"left by a process that was killed")
    assert cache.content().shots == {"neuron": 3}
    left = cache.trim(2 * len(nine_frames) + 20)
    assert left.shots == {"neuron": 2}
    assert left.size < cache.LIMIT
    assert sorted(file.name for file in clips.keys.iterdir()) == ["neuron.middle.a", "neuron.new.a"]
    assert clips.find("neuron.middle.a") is not None
    assert len(list(clips.files.iterdir())) == 2
    assert not list(clips.halves.iterdir())
    assert cache.trim(0) == cache.Content(cache_folder, {}, 0)


def test_what_is_in_use_is_not_trimmed(nine_frames: bytes, cache_folder: Path):
    with cache.cached() as clips:
        kept(clips, "neuron.one.a", nine_frames)
        with pytest.raises(BlockingIOError, match="being rendered"):
            cache.trim(0)
        assert clips.find("neuron.one.a") is not None
    assert cache.trim(0).shots == {}


def test_a_cache_that_cannot_be_made_is_said_in_one_line(tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    call = [sys.executable, "-m", "scripts.main", "render", "tuning", "-q", "l", "-o", str(tmp_path / "media")]
    environment = {**os.environ, "BACKREEL_CACHE": str(tmp_path / "file" / "cache")}
    ended = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "name another folder in BACKREEL_CACHE, or render with --no-cache" in ended.stderr
    assert not (tmp_path / "media").exists()
