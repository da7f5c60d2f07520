"""A regime file from disk, and its tables: what cannot be read is said with its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from scorewatch.errors import InputError, Mistake
from scorewatch.regime import refuse

_AT_MOST = 4 * 1024 * 1024  # bytes; the largest regimes are a few hundred lines
_LINE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


def read(path: Path) -> str:
    """The text of a regime file. InputError where it is a folder, unreadable, too large, or records."""
    where = str(path)
    if path.is_dir():
        raise InputError(Mistake("is a folder, not a regime", where, do="Name a TOML file in it."))
    records = refuse.kind_of_records(path.name)
    if records:
        raise InputError(Mistake(f"is {records}, not a regime", where, refuse.WHY))
    try:
        with path.open("rb") as file:
            data = file.read(_AT_MOST + 1)
    except OSError as error:
        raise InputError(Mistake(f"cannot be read: {error.strerror or error}", where)) from None
    records = refuse.kind_of_content(data)
    if records:
        raise InputError(Mistake(f"looks like {records}, not like a regime", f"{where}:1", refuse.WHY))
    if len(data) > _AT_MOST:
        raise InputError(Mistake(f"is larger than {_AT_MOST // 1024**2} MiB: no regime is", where))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        do = "Save the file as UTF-8."
        raise InputError(Mistake("is not UTF-8 text", f"{where}:{line}", do=do)) from None


def tables(text: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text. InputError with the line where it is not TOML."""
    text = text.removeprefix("\ufeff")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1
        what = _LINE.sub("", str(error))
        if what == "Cannot overwrite a value":
            what = f'"{text.splitlines()[line - 1].partition("=")[0].strip()}" stands twice'
        raise InputError(Mistake(f"is not TOML: {what}", f"{file}:{line}", do=_advice(text, line))) from None
    except RecursionError:
        raise InputError(Mistake("is nested too deeply to be a regime", file)) from None
    except ValueError:
        found = re.search(r"\d{4000}", text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise InputError(Mistake("a number has thousands of digits", f"{file}:{line}")) from None


def _advice(text: str, line: int) -> str:
    """The likely reason why a line is not TOML."""
    lines = text.splitlines()
    here = lines[line - 1].strip() if line <= len(lines) else ""
    if "“" in here or "”" in here:
        return 'Use straight quotes: ".'
    if re.match(r"[\w.\-]+\s*:", here):
        return "Write name = value, with an equals sign."
    if re.search(r"=\s*(True|False|None|yes|no)\b", here):
        return "Write true or false, in small letters and without quotes."
    if re.search(r"=\s*\d+,\d", here):
        return "Write a decimal point, not a comma."
    if re.search(r"=\s*\.\d|=\s*\d+\.\s*$", here):
        return "Write a digit on both sides of the decimal point."
    if re.search(r"=\s*[A-Za-z]", here):
        return 'Put text in quotes: "…".'
    return ""
