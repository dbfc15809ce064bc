"""A page of one or more lessons in one language, as HTML with everything in it; it asks nobody for anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from markupsafe import Markup

from scenes.deliver.page.contents import PageLesson
from scenes.deliver.templates import coded, colours, filled, policy
from scenes.stage.look.theme import MEANINGS, THEMES, Theme
from scenes.stage.writing import words
from scenes.stage.writing.words import Catalogue

_HERE = resources.files("scenes.deliver.page")
_COLOURS = ("background", "panel", "ink", "muted", "faint", *MEANINGS)
_SCRIPTS = ("fractions.js", "drawing.js", "experiment.js", "film.js")


@dataclass(frozen=True)
class Other:
    """The same page in another language: its file, beside this one."""

    language: str
    file: str

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return words.load(self.language).name


def page(
    title: str,
    catalogue: Catalogue,
    lessons: Sequence[PageLesson],
    theme: Theme,
    size: tuple[int, int],
    others: Sequence[Other],
) -> str:
    """The page; `size` is that of a frame of its films."""
    style = _colors(theme) + _font() + _read("page.css")
    script = f'"use strict";\n(() => {{\n{"".join(_read(name) for name in _SCRIPTS)}}})();\n'
    return filled(
        "page/page.html",
        title=title,
        language=catalogue.code,
        language_name=catalogue.name,
        separator=catalogue.decimal_separator,
        w=catalogue.outputs["page"],
        symbols=catalogue.formulas.plain,
        lessons=lessons,
        theme=theme,
        width=size[0],
        height=size[1],
        others=others,
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script, img="data:", font="data:", media="data: blob:"),
    )


def _colors(theme: Theme) -> str:
    """The theme's colours; on paper those of the theme for print, whichever the page is in."""
    return f"{_root(theme)}\n@media print {{ {_root(THEMES['print'])} }}\n"


def _root(theme: Theme) -> str:
    scheme = "dark" if theme.name == "dark" else "light"
    return f":root {{ color-scheme: {scheme}; {colours(theme, _COLOURS)} }}"


def _font() -> str:
    """A font with the measures that formulas need, for machines that have none."""
    content = coded((_HERE / "font" / "math.woff2").read_bytes())
    return f'@font-face {{ font-family: "Formulas"; src: url(data:font/woff2;base64,{content}) format("woff2"); }}\n'


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
