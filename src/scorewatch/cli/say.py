"""What the command line writes: results on standard output, messages on standard error, safe on any console."""

from __future__ import annotations

import io
import json
import re
import sys
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from scorewatch.errors import InputError, ScorewatchError

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 80
_SEQUENCE = re.compile("\x1b\\[[0-9;?]*[A-Za-z]")


def prepare() -> None:
    """No character is too rare for the console: what it cannot show becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def plain(text: str) -> str:
    """The text without control characters: what a file says cannot steer a terminal."""
    text = _SEQUENCE.sub("?", text)
    return "".join(c if c == "\n" or c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def out(text: str = "") -> None:
    """A line on standard output."""
    sys.stdout.write(plain(text) + "\n")


def object_out(found: Any) -> None:
    """One JSON object on standard output, in ASCII."""
    sys.stdout.write(json.dumps(found, indent=2, allow_nan=False) + "\n")


def message(text: str) -> None:
    """A line on standard error."""
    sys.stderr.write(plain(text) + "\n")


def error(found: ScorewatchError) -> None:
    """One message for each mistake, on standard error."""
    if isinstance(found, InputError):
        for mistake in found.mistakes:
            message(str(mistake))
        if len(found.mistakes) > 1:
            message(f"{len(found.mistakes)} mistakes.")
    else:
        message(str(found))


def wrapped(text: str, indent: str = "", hanging: str = "") -> str:
    """The text in lines of 80 columns: the first after `hanging` (or the indent), the others after the indent."""
    return textwrap.fill(
        plain(text), WIDTH, initial_indent=hanging or indent, subsequent_indent=indent, break_on_hyphens=False
    )


def table(rows: Iterable[tuple[str, str]], gap: int = 2) -> list[str]:
    """Two columns, the second wrapped beside the first."""
    pairs = list(rows)
    wide = max((len(left) for left, _ in pairs), default=0) + gap
    return [wrapped(right, " " * wide, left.ljust(wide)) for left, right in pairs]


def console() -> Console:
    """Where tables are printed: as wide as the terminal, and 120 columns where it is a file."""
    from rich.console import Console

    found = Console(highlight=False)
    if not found.is_terminal:
        found.width = max(found.width, 120)  # a file is not 80 columns wide
    return found


def line(console: Console, text: str) -> None:
    """A line on this console, as long as it is."""
    console.print(plain(text), markup=False, highlight=False, soft_wrap=True)
