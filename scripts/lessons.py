"""`backreel list`: the lessons."""

from __future__ import annotations

import json

import click

from scenes.lessons import index
from scenes.stage.writing import words
from scripts import options


@click.command("list")
@options.language
@options.as_json
@options.verbose
def command(language: str, as_json: bool, verbose: bool) -> None:
    """The lessons: name, title, shots, languages."""
    catalogue = words.load(language)
    lessons = [
        {
            "name": name,
            "title": catalogue.lesson(name).title,
            "shots": [shot.name for shot in catalogue.lesson(name).shots],
            "languages": [code for code in words.LANGUAGES if name in words.load(code).lessons],
        }
        for name in index.LESSONS
    ]
    if as_json:
        click.echo(json.dumps(lessons, ensure_ascii=False))
        return
    for lesson in lessons:
        click.echo(f"{lesson['name']}: {lesson['title']} ({', '.join(lesson['languages'])})")
        click.echo(f"  shots: {', '.join(lesson['shots'])}")
