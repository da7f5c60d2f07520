"""`scorewatch`: one entry for every command, and one place where what goes wrong becomes a message and a status."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from scorewatch.cli import compare, folders, inputs, regime, runs, say, stop
from scorewatch.errors import ScorewatchError, nearest
from scorewatch.version import __version__

LATER = ("explore", "bake", "case", "sweep", "fit", "safeguard", "annex", "archive")
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]  # typer brings it, and does not export it


class Commands(TyperGroup):
    """The commands there are; one that comes later is told apart from one that is misspelt."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was typed; a usage error says which one was meant."""
        word = args[0]
        if word not in self.commands:
            if word in LATER:
                ctx.fail(f'"{word}" comes later: the name is kept, and nothing is there yet.')
            near = nearest(word, [*self.commands, *LATER])
            known = ", ".join(self.commands)
            ctx.fail(
                f'no command is called "{word}". ' + (f'Did you mean "{near}"?' if near else f"There are: {known}.")
            )
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="scorewatch",
    cls=Commands,
    help="Puts scoring and blacklist regimes on trial on invented people.",
    epilog="First: scorewatch demo. A REGIME is a shipped name or a path to a TOML file.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    if asked:
        say.out(f"scorewatch {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and leave.")
    ] = False,
) -> None:
    del version  # said before any command runs


regime.register(app)
runs.register(app)
compare.register(app)
folders.register(app)
inputs.register(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command that was typed has run, and the process ends with its status: 0, 1 or 2."""
    say.prepare()
    signal.signal(signal.SIGTERM, _stop)
    status = _status(list(sys.argv[1:] if arguments is None else arguments))
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        status = status or _gone()
    stop.leave(status)


def _stop(*_: object) -> None:
    """Told to end: as Ctrl-C, so that what was being written is removed."""
    raise KeyboardInterrupt


def _status(arguments: list[str]) -> int:
    command: Any = typer.main.get_command(app)
    try:
        with command.make_context("scorewatch", arguments or ["--help"]) as context:
            command.invoke(context)
    except typer.Exit as done:
        return int(done.exit_code)
    except ScorewatchError as error:
        say.error(error)
        return error.exit_status
    except _UsageError as error:
        return _misused(error)
    except (KeyboardInterrupt, typer.Abort):
        say.message("Stopped. Nothing is half written.")
        return 1
    except BrokenPipeError:
        return _gone()
    except MemoryError:
        say.message("There is not enough memory for this. Nothing is half written.")
        return 1
    except OSError as error:
        say.message(f"{error.filename or 'the system'}: {error.strerror or error}")
        return 1
    except Exception as error:
        if os.environ.get("SCOREWATCH_TRACEBACK"):
            raise
        say.message(f"Scorewatch failed: {type(error).__name__}: {error}")
        say.message("This is a fault in Scorewatch. SCOREWATCH_TRACEBACK=1 shows where it arose.")
        return 1
    return 0


def _misused(error: Any) -> int:
    context = error.ctx
    say.message(error.format_message())
    if context is not None:
        say.message(f"Try: {context.command_path} --help")
    return 2


def _gone() -> int:
    """Whoever read standard output has gone, as `| head` does: no more is said."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
