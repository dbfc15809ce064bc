"""`backreel`: finds the command, and turns whatever goes wrong into one clear line."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from importlib import import_module
from typing import Any

import click

from scenes.render import stopping

COMMANDS = {
    "new": "A lesson file to start from: numbers, look and words of lessons.",
    "list": "The lessons: name, title, shots, languages.",
    "render": "Render a lesson, or the film of all, to a video with captions, transcript and numbers.",
    "slides": "Lessons, or the film of all, as decks.",
    "page": "Lessons as web pages: film, transcript, formulas, numbers, an experiment by hand.",
    "still": "One picture at once: the last frame of a shot.",
    "check": "Look at every shot: layout, numbers, reading time.",
    "cache": "The finished shots that are kept for the next call.",
    "exercise": "A lesson's numbers as an exercise sheet and an answer sheet.",
    "embed": "The snippet to paste into a course, or the zip for its system.",
    "trace": "All numbers of a lesson; needs no Manim.",
    "doctor": "What this machine has, what it lacks, and how to get it.",
}

CANNOT, WRONG_CALL = 1, 2
_OURS = ("engine", "scenes", "scripts")
_LONGEST = 500  # characters of a message


class Stopped(Exception):
    """Ctrl-C, or another request to end; says what is left."""


class Backreel(click.Group):
    """Loads a command when it is called, so that help and lists answer at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"scripts.{cmd_name if cmd_name != 'list' else 'lessons'}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as asked:  # Click would print an empty line first
            raise Stopped(stopping.what_is_left(getattr(asked, "shots", 0))) from None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        from scenes.stage.near import no_such

        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            raise click.UsageError(no_such("command", args[0], COMMANDS))
        ctx.meta["backreel.arguments"] = args[1:]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Backreel, no_args_is_help=False, context_settings={"help_option_names": ["--help"]})
@click.version_option(package_name="backreel", prog_name="backreel")
def cli() -> None:
    """Animated explainer videos about backpropagation, every number of them right."""


def main() -> None:
    """Run the command line; exit 0: done; 1: could not be done; 2: the call is wrong; 130: stopped."""
    stopping.listen()
    try:
        code = cli(standalone_mode=False)  # Click hands back the code of an early exit
        sys.exit(code if isinstance(code, int) else 0)
    except Stopped as stopped:
        _finish(str(stopped), stopping.INTERRUPTED)
    except (KeyboardInterrupt, click.Abort):
        _finish(stopping.what_is_left(0), stopping.INTERRUPTED)
    except click.ClickException as wrong:
        _finish(_plainly(wrong), WRONG_CALL)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  (nobody reads on: leave quietly, as other tools do)
        sys.exit(CANNOT)
    except Exception as fault:
        if isinstance(fault, ImportError) and (fault.name or "").partition(".")[0] not in _OURS:
            what = f"{fault.name or 'a package'} is missing or broken ({fault})"
            _finish(f"{what}; backreel doctor says what to do", CANNOT)
        if isinstance(fault, MemoryError):
            _finish("there is not enough memory; -j 1 or a lower quality needs less", CANNOT)
        from scenes.render.farm import ShotsFailed
        from scenes.stage.parameters import SettingError
        from scenes.stage.writing.toml_text import LessonError

        if isinstance(fault, SettingError | LessonError):
            _finish(str(fault), WRONG_CALL)
        if isinstance(fault, ShotsFailed) and not fault.is_ours:
            _finish(f"{fault}{_room(*fault.faults.values())}", CANNOT)
        if isinstance(fault, OSError):
            where = f"{fault.filename}: " if fault.filename else _stream(fault)
            _finish(f"{where}{fault.strerror or fault}{_room(fault)}", CANNOT)
        _finish(f"{type(fault).__name__}: {fault} (this is a fault of backreel; --verbose shows where)", CANNOT)


def _plainly(wrong: click.ClickException) -> str:
    """A wrong call in words; Click's own speak of arguments and ranges."""
    said = wrong.format_message()
    command = wrong.ctx.info_name if isinstance(wrong, click.UsageError) and wrong.ctx is not None else None
    if command and said.startswith("Got unexpected extra argument"):
        takes = any(param.name == "lesson" for param in wrong.ctx.command.params)  # type: ignore[union-attr]
        more = said.partition("(")[2].removesuffix(")")
        return f"{command} takes {'one lesson' if takes else 'no names'}; {more} is too much"
    return said.replace("is not a valid integer range", "is no whole number")


def _stream(fault: OSError) -> str:
    """What could not be written where no file is named: an answer."""
    frames = traceback.walk_tb(fault.__traceback__)
    if not any(frame.f_code is click.echo.__code__ for frame, _ in frames):
        return ""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115  (what is left in it cannot be written at the end either)
    return "standard output: "


def _room(*faults: BaseException) -> str:
    """What helps where a disk is full."""
    if any(isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT) for fault in faults):
        return "; free some space (backreel doctor says where)"
    return ""


def _one_line(message: str) -> str:
    """A message as a line that a terminal only shows, the middle cut out where it is too long.

    >>> _one_line("a\\n b \\x1b[2J"), len(_one_line("a" * 6000))
    ('a b \\\\x1b[2J', 500)
    """
    line = " ".join(message.split())
    line = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in line)
    half = (_LONGEST - 1) // 2
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1 - half]}…{line[-half:]}"


def _finish(message: str, code: int) -> None:
    if "--verbose" in sys.argv:
        traceback.print_exc()
    click.echo(f"backreel: {_one_line(message)}", err=True)
    if code == stopping.INTERRUPTED:
        stopping.leave()
    sys.exit(code)


if __name__ == "__main__":
    main()
