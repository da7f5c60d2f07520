"""Files appear whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scorewatch.errors import RunError


def write_whole(path: Path, data: bytes) -> None:
    """`path` holds `data`; whoever looks meanwhile sees the old file or none, never a half one."""
    scratch = _beside(path)
    try:
        with scratch.open("xb") as file:
            file.write(data)
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """A folder to fill beside `path`, put in its place when the block ends well and removed when it does not.

    What it replaces is removed only when the new one is in place. RunError, naming where the old one lies, in the
    rare case that neither can be put there.
    """
    scratch = _beside(path)
    scratch.mkdir()
    old = _beside(path)
    try:
        yield scratch
        if replace and path.exists():
            path.rename(old)
        scratch.rename(path)
    except BaseException as error:
        shutil.rmtree(scratch, ignore_errors=True)
        if old.exists():
            try:
                old.rename(path)
            except OSError:
                raise RunError(f"{path}: could not be replaced; what was there is in {old}") from error
        raise
    shutil.rmtree(old, ignore_errors=True)


def _beside(path: Path) -> Path:
    """A name that is not taken, in the same folder: a rename there is one act."""
    return path.with_name(f".{path.name}.{secrets.token_hex(6)}")
