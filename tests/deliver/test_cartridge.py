"""The package for course systems: its manifest against the schemas of SCORM 1.2, and what a course system hears."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from scenes.deliver.embed.deliver import embed
from scenes.render.edition import Edition
from tests.browser import CHROMIUM, reported
from tests.deliver.small_film import TITLE, small_film

CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    (made,) = embed(small_film(folder), Edition("neuron", {}, "ru", "l"), ["moodle"], folder, {}).packages
    return made


def test_the_manifest_keeps_to_its_schemas(package: Path, tmp_path: Path):
    with zipfile.ZipFile(package) as zipped:
        assert zipped.testzip() is None
        zipped.extractall(tmp_path)
    imports = "".join(
        f'<xsd:import namespace="{space[1:-1]}" schemaLocation="{tmp_path / name}"/>'
        for space, name in ((CP, "imscp_rootv1p1p2.xsd"), (ADL, "adlcp_rootv1p2.xsd"))
    )
    both = f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">{imports}</xsd:schema>'
    schema = etree.XMLSchema(etree.fromstring(both))
    manifest = (tmp_path / "imsmanifest.xml").read_bytes()
    schema.assertValid(etree.fromstring(manifest))
    for right, wrong in ((b'"sco"', b'"video"'), (b"identifierref", b"ref"), (b' type="webcontent"', b"")):
        assert right in manifest
        assert not schema.validate(etree.fromstring(manifest.replace(right, wrong)))


def test_the_manifest_names_every_file_and_no_other(package: Path):
    with zipfile.ZipFile(package) as zipped:
        names = set(zipped.namelist())
        manifest = etree.fromstring(zipped.read("imsmanifest.xml"))
    assert manifest.findtext(f"{CP}metadata/{CP}schema") == "ADL SCORM"
    assert manifest.findtext(f"{CP}metadata/{CP}schemaversion") == "1.2"
    (resource,) = manifest.iter(f"{CP}resource")
    (item,) = manifest.iter(f"{CP}item")
    assert item.get("identifierref") == resource.get("identifier")
    assert item.findtext(f"{CP}title") == TITLE
    assert resource.get(f"{ADL}scormtype") == "sco"
    named = {file.get("href") for file in resource.iter(f"{CP}file")}
    assert resource.get("href") in named
    assert named == {name for name in names if not name.endswith(".xsd")} - {"imsmanifest.xml"}
    assert {f"neuron.ru{suffix}" for suffix in (".mp4", ".vtt", ".png")} <= named


def test_the_same_lesson_is_the_same_package(package: Path, tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    (again,) = embed(small_film(other), Edition("neuron", {}, "ru", "l"), ["moodle"], other, {}).packages
    assert again.read_bytes() == package.read_bytes()


# A course system in a few lines: what SCORM 1.2 knows (Run-Time Environment, 3.4), in the order that it allows.
SYSTEM = """<!doctype html><meta charset="utf-8"><script>
const RULES = {"cmi.core.lesson_status": /^(passed|completed|failed|incomplete|browsed)$/,
  "cmi.core.lesson_location": /^.{0,255}$/, "cmi.core.exit": /^(time-out|suspend|logout|)$/,
  "cmi.core.session_time": /^\\d{2,4}:[0-5]\\d:[0-5]\\d(\\.\\d{1,2})?$/};
const heard = [], faults = [], kept = {"cmi.core.lesson_status": "not attempted", "cmi.core.lesson_location": START};
let state = "new";
const call = (name, wanted, made) => (...said) => {
  heard.push([name, ...said]);
  if (state !== wanted) { faults.push(name + " while " + state); return "false"; }
  return made(...said);
};
window.API = {
  LMSInitialize: call("LMSInitialize", "new", () => { state = "open"; return "true"; }),
  LMSGetValue: call("LMSGetValue", "open", name => {
    if (!(name in kept)) faults.push("get " + name);
    return kept[name]; }),
  LMSSetValue: call("LMSSetValue", "open", (name, value) => {
    if (!RULES[name] || !RULES[name].test(value)) { faults.push(`set ${name} ${value}`); return "false"; }
    kept[name] = value; return "true"; }),
  LMSCommit: call("LMSCommit", "open", () => "true"),
  LMSFinish: call("LMSFinish", "open", () => { state = "closed"; return "true"; }),
  LMSGetLastError: () => "0", LMSGetErrorString: () => "", LMSGetDiagnostic: () => ""};
</script><iframe src="taken/index.html" width="800" height="600" allow="autoplay"></iframe><script>
const frame = document.querySelector("iframe");
frame.onload = () => {
  frame.onload = null;
  const video = frame.contentDocument.querySelector("video");
  let began = null;
  video.muted = true;
  video.onplaying = () => { began ??= video.currentTime; };
  const leave = () => setTimeout(() => {
    frame.src = "about:blank";
    setTimeout(() => fetch("report", {method: "POST", body: JSON.stringify({heard, faults, kept, state, began})}), 500);
  }, 300);
  if (UNTIL) video.ontimeupdate = () => {
    if (video.currentTime > UNTIL) { video.ontimeupdate = null; video.pause(); leave(); } };
  else video.onended = leave;
  setTimeout(() => video.play(), 500);
};
</script>"""


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: nothing to play the package in")
@pytest.mark.parametrize("to_the_end", [True, False], ids=["to the end", "left on the way"])
def test_a_course_system_hears_how_far_the_video_was_seen(package: Path, tmp_path: Path, to_the_end: bool):
    with zipfile.ZipFile(package) as zipped:
        zipped.extractall(tmp_path / "taken")
    start, until = ('"1.50"', "0") if to_the_end else ('""', "1")
    page = SYSTEM.replace("START", start).replace("UNTIL", until)
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    seen = json.loads(reported(tmp_path))
    assert seen["faults"] == []
    assert seen["state"] == "closed"
    kept = seen["kept"]
    assert re.fullmatch(r"0000:00:\d\d\.\d\d", kept["cmi.core.session_time"])
    if to_the_end:
        assert seen["began"] >= 1.4  # where it was left
        assert kept["cmi.core.lesson_status"] == "completed"
        assert kept["cmi.core.lesson_location"] == "0"
    else:
        assert kept["cmi.core.lesson_status"] == "incomplete"
        assert 1 <= float(kept["cmi.core.lesson_location"]) < 2
        assert kept["cmi.core.exit"] == "suspend"
