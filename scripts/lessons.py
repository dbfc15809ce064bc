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
    """The lessons: name, title, shots, languages; of one LESSON its parameters too, with what is allowed."""
    names = [options.checked_lesson(lesson)] if lesson is not None else list(index.LESSONS)
    lessons = [_lesson(name, words.load(language)) for name in names]
    if as_json:
        click.echo(json.dumps(lessons, ensure_ascii=False))
        return
    for found in lessons:
        click.echo(f"{found['name']}: {found['title']} ({', '.join(found['languages'])})")
        click.echo(f"  shots: {', '.join(found['shots'])}")
        if lesson is None:
            click.echo(f"  parameters: {', '.join(parameter['key'] for parameter in found['parameters'])}")
            continue
        for parameter in found["parameters"]:
            click.echo(f"  {parameter['key']}={parameter['default']}")
            click.echo(f"      {parameter['meaning']}: {parameter['allowed']}")


def _lesson(name: str, catalogue: words.Catalogue) -> dict[str, Any]:
    own = catalogue.lesson(name)
    return {
        "name": name,
        "title": own.title,
        "shots": [shot.name for shot in own.shots],
        "languages": [code for code in words.LANGUAGES if name in words.load(code).lessons],
        "parameters": [
            {"key": f"{name}.{p.name}", "default": p.default, "meaning": p.meaning, "allowed": p.allowed}
            for p in index.parameters(name)
        ],
    }
