"""`backreel list`: the lessons, and what each of them can be told."""

from __future__ import annotations

import json
from typing import Any

import click

from scenes.lessons import index
from scenes.stage.writing import words
from scripts import options


@click.command("list")
@options.lesson
@options.language
@options.as_json
@options.verbose
def command(lesson: str | None, language: str, as_json: bool, verbose: bool) -> None:
    """The lessons, ours and those of installed packages: name, title, shots, languages; of one LESSON its
    parameters too, with what is allowed."""
    names = [options.checked_lesson(lesson)] if lesson is not None else [*index.LESSONS, *_installed()]
    lessons = [_lesson(name, language) for name in names]
    if as_json:
        click.echo(json.dumps(lessons, ensure_ascii=False))
        return
    for found in lessons:
        source = f", from {found['from']}" if "from" in found else ""
        click.echo(f"{found['name']}: {found['title']} ({', '.join(found['languages'])}{source})")
        click.echo(f"  shots: {', '.join(found['shots'])}")
        if lesson is None:
            click.echo(f"  parameters: {', '.join(parameter['key'] for parameter in found['parameters'])}")
            continue
        for parameter in found["parameters"]:
            click.echo(f"  {parameter['key']}={parameter['default']}")
            click.echo(f"      {parameter['meaning']}: {parameter['allowed']}")


def _installed() -> list[str]:
    """The lessons of packages; of one that cannot be used it is said why."""
    usable = []
    for name, found in index.installed().items():
        if isinstance(found, index.LessonError):
            click.echo(f"backreel: {found}", err=True)
        else:
            usable.append(name)
    return usable


def _lesson(name: str, language: str) -> dict[str, Any]:
    """What a lesson is, in this language, or if it has no words in it in the first that it has."""
    there, source = index.languages(name), index.find(name).source
    own = words.load(language if language in there else there[0]).lesson(name)
    return {
        "name": name,
        "title": own.title,
        "shots": [shot.name for shot in own.shots],
        "languages": list(there),
        **({"from": source.called} if source is not None else {}),
        "parameters": [
            {"key": f"{name}.{p.name}", "default": p.default, "meaning": p.meaning, "allowed": p.allowed}
            for p in index.parameters(name)
        ],
    }
