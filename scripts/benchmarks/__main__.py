"""`scripts/bench`: a table of ratios, or with --json one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

import click

from scenes.lessons import index
from scripts.benchmarks import import_time, loss_surface, scalar_graph, training_step
from scripts.benchmarks.measure import Result

GROUPS = {
    "training": training_step.results,
    "surfaces": loss_surface.results,
    "scalars": scalar_graph.results,
}


@click.command()
@click.argument("groups", nargs=-1, type=click.Choice([*GROUPS, "import", "faces", "render", "curve"]))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--lesson",
    "lessons",
    multiple=True,
    type=click.Choice(list(index.LESSONS)),
    help="For `render`: only it; for `curve`: it, not neuron.",
)
@click.option("-q", "--quality", default="h", show_default=True, type=click.Choice(["l", "m", "h", "p", "k"]))
def main(groups: tuple[str, ...], as_json: bool, lessons: tuple[str, ...], quality: str) -> None:
    """How many times faster the engine is than others, measured in turns in one run. GROUPS: all of the engine unless
    named; `faces` is a surface in three dimensions against stock Manim's; `render` is lessons against `manim render`, a
    Markdown table, and takes about forty minutes; `curve` is how the cost of a video grows with its pixels and its
    length."""
    if "render" in groups:
        _rendering(lessons or tuple(index.LESSONS), quality, as_json)
    if "curve" in groups:
        _curve(lessons[0] if lessons else "neuron", as_json)
    wanted = groups or (*GROUPS, "import")
    for result in _results(wanted):
        if as_json:
            click.echo(json.dumps({**asdict(result), "kept": result.kept}))
            continue
        promise = "" if result.wanted is None else f"wanted {result.wanted:.2f}: {'yes' if result.kept else 'NO'}"
        times = f"{_time(result.ours)} against {_time(result.theirs)}"
        click.echo(f"{result.ratio:6.2f} x  {result.what:<78} {times:<26} {promise}".rstrip())
    if "import" in wanted:
        took = import_time.milliseconds()
        if as_json:
            click.echo(json.dumps({"what": "import engine, after numpy", "milliseconds": took, "kept": took < 50}))
        else:
            click.echo(f"{took:6.1f} ms import engine, after numpy: wanted below 50: {'yes' if took < 50 else 'NO'}")


def _rendering(lessons: tuple[str, ...], quality: str, as_json: bool) -> None:
    from scripts.benchmarks import rendering  # loads Manim

    found = []
    for comparison in rendering.comparisons(lessons, quality):
        found.append(comparison)
        if as_json:
            click.echo(json.dumps(asdict(comparison)))
        else:
            click.echo(f"{comparison.lesson}: {comparison.times_faster:.1f} times faster", err=True)
    if not as_json:
        click.echo(rendering.table(found), nl=False)


def _curve(lesson: str, as_json: bool) -> None:
    from scripts.benchmarks import growth  # loads Manim

    for what, found in (("pixels", growth.with_pixels(lesson)), ("length", growth.with_length())):
        if as_json:
            for one in found:
                click.echo(json.dumps(asdict(one)))
            click.echo(json.dumps({"what": what, "exponent": growth.exponent(found)}))
        else:
            click.echo(growth.table(found, what))


def _results(groups: tuple[str, ...]) -> Iterator[Result]:
    for name in groups:
        if name in GROUPS:
            yield from GROUPS[name]()
        elif name == "faces":
            from scripts.benchmarks import surfaces  # loads Manim

            yield from surfaces.results()


def _time(seconds: float) -> str:
    return f"{1e6 * seconds:.0f} us" if seconds < 1e-3 else f"{1e3 * seconds:.1f} ms"


if __name__ == "__main__":
    main()
