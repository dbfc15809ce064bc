"""`backreel doctor`: what this machine has, what it lacks or has broken, and what mends it. What it tries out is loaded
by processes of their own, so it answers where nothing but Click can be loaded."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import click

from scripts.health import packages
from scripts.health.extras import extras, to_try
from scripts.health.finding import Finding
from scripts.health.places import places
from scripts.health.tried import Answer, Tried
from scripts.named import Named

_FONTS, _PICTURE = "text", "picture"


@click.command("doctor")
@click.option("-o", "--output", type=Named(path_type=Path), default=Path("media"), help="The folder for films.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON on standard output.")
@click.option("--verbose", is_flag=True, help="Show where a fault came from.")
def command(output: Path, as_json: bool, verbose: bool) -> None:
    """What this machine has, what it lacks, and how to get it; what has to be mended comes last, with the command that
    mends it. Exit code 1 if something that is needed is missing or broken."""
    findings = sorted(examined(output), key=lambda finding: finding.urgency)
    if as_json:
        click.echo(json.dumps([finding.told() for finding in findings], ensure_ascii=False))
    else:
        _show(findings)
    if any(finding.needed and not finding.good for finding in findings):
        raise click.exceptions.Exit(1)


def examined(output: Path) -> list[Finding]:
    """All that is looked at. Two processes load things side by side: Manim takes as long as all others."""
    needed = packages.wanted()
    loads = [packages.to_load(name) for name in needed if name != "manim"]
    tries = [Tried([packages.to_load("manim")]), Tried([*loads, _FONTS, _PICTURE]), Tried(to_try())]
    try:
        found = places(output, _cache())
        answers = {name: answer for tried in tries for name, answer in tried.answers().items()}
    finally:
        for tried in tries:
            tried.end()
    return [
        packages.python(),
        packages.project(),
        *(packages.package(name, needs, answers) for name, needs in needed.items()),
        _fonts(answers[_FONTS], needed.get("typst", "typst")),
        _picture(answers[_PICTURE], needed.get("av", "av")),
        *extras(answers),
        *found,
    ]


def _cache() -> Path:
    try:
        from scenes.render.cache_folder import folder

        return folder()
    except ImportError:  # without platformdirs, which is said in its own line
        return Path(os.environ.get("BACKREEL_CACHE") or tempfile.gettempdir())
    except OSError:  # no home
        return Path("/nonexistent")


def _fonts(answer: Answer, needs: str) -> Finding:
    mend = packages.get_again(needs) if answer.fault else ""
    return Finding("fonts inside Typst", answer.found or answer.fault, not answer.fault, mend=mend)


def _picture(answer: Answer, needs: str) -> Finding:
    mend = packages.get_again(needs) if answer.fault else ""
    return Finding("video", answer.found or answer.fault, not answer.fault, mend=mend)


def _show(findings: list[Finding]) -> None:
    colours = {"ok": "green", "none": None, "broken": "yellow", "BROKEN": "red", "MISSING": "red"}
    for finding in findings:
        sign = click.style(f"{finding.sign:<7}", fg=colours[finding.sign])
        click.echo(f"{sign}  {finding.what}: {finding.found}")
        if finding.mend and not finding.good:
            click.echo(f"{'':9}-> {finding.mend}")
    bad = sum(finding.needed and not finding.good for finding in findings)
    if bad:
        click.echo(f"\n{bad} of what is needed {'is' if bad == 1 else 'are'} missing or broken; -> is what mends it")
    else:
        click.echo("\nall that is needed is there")
    sys.stdout.flush()
