"""How kernels are compiled, and where the compiled code is kept.

Numba's cache notices a change in a function's own file alone, not in one that it calls. So the folder is named by a
hash of every source that goes into any kernel.
"""

from __future__ import annotations

import gc
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import platformdirs
from numba import config

F = TypeVar("F", bound=Callable[..., Any])

_PACKAGE = Path(__file__).resolve().parent.parent
# every folder with a function that is compiled, or that a compiled one calls, or with a constant that is in its code
SOURCES = ("chance", "people", "plan", "tile", "engine")


def key() -> str:
    """A hash of every source that goes into a kernel, and of what compiles it."""
    found = hashlib.sha256(f"numba {numba.__version__}\n".encode())
    for room in SOURCES:
        for path in sorted((_PACKAGE / room).glob("*.py")):
            found.update(f"{room}/{path.name}\n".encode() + path.read_bytes())
    return found.hexdigest()[:20]


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _folder() -> Path | None:
    """Where compiled code is kept; None where nothing can be written, and every start compiles anew."""
    return next((home / key() for home in _homes() if _writable(home / key())), None)


def _homes() -> Iterator[Path]:
    asked = os.environ.get("SCOREWATCH_CACHE")
    if asked:
        yield Path(asked)
    yield platformdirs.user_cache_path("scorewatch", appauthor=False)
    yield Path(tempfile.gettempdir()) / f"scorewatch-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"


FOLDER = _folder()
_READY = "ready"


def kernel(function: F) -> F:
    """The function compiled when it is first called by another one; it makes no array, and nothing counts references.

    It cannot be called from Python: reading so many arrays from there would have to be compiled, too.
    """
    return _compiled(function, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def merged(function: F) -> F:
    """As `kernel`, and merged into its caller by the compiler's second half: one caller, and many arrays or constants.

    Handing over what a kernel works with takes as long as a tenth of what it does with it.
    """
    return _compiled(function, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)


def part(function: F) -> F:
    """As `kernel`, and made a part of what calls it before anything is compiled: a few lines, or one caller.

    It takes a tenth off the time to compile, which inlining everything doubles.
    """
    return _compiled(function, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True, inline="always")


def builder(function: F) -> F:
    """As `kernel`, for what makes arrays of its own."""
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def entry(function: F) -> F:
    """The function compiled when it is first called from Python, without the interpreter's lock meanwhile."""
    return _compiled(function, _nrt=False, no_cfunc_wrapper=True)


def building_entry(function: F) -> F:
    """As `entry`, for what makes arrays of its own."""
    return _compiled(function, no_cfunc_wrapper=True)


def _compiled(function: F, **options: bool | str) -> F:
    """Kept for the next start in a folder of our own; other packages' functions are none of ours."""
    kept = config.CACHE_DIR
    config.CACHE_DIR = str(FOLDER or "")  # read where a function is decorated
    try:
        compile_ = numba.njit(nogil=True, cache=FOLDER is not None, error_model="numpy", **options)
        return cast(F, compile_(function))
    finally:
        config.CACHE_DIR = kept


@contextmanager
def compiling() -> Iterator[None]:
    """What is compiled meanwhile takes a little less time: a compiler makes few cycles of garbage."""
    was_enabled = gc.isenabled()
    if not is_ready():
        gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def is_ready() -> bool:
    """Whether a start has compiled everything before, so that this one compiles nothing."""
    return FOLDER is not None and (FOLDER / _stamp()).exists()


def set_ready() -> None:
    """Everything is compiled."""
    if FOLDER is not None:
        (FOLDER / _stamp()).touch()


@cache  # asking a processor what it can do takes a millisecond
def _stamp() -> str:
    """One for each kind of processor and each place the package lies in, as numba keeps them apart."""
    from llvmlite import binding

    where = f"{binding.get_host_cpu_name()} {binding.get_host_cpu_features().flatten()} {_PACKAGE}"
    return f"{_READY}-{hashlib.sha256(where.encode()).hexdigest()[:12]}"
