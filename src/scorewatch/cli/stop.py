"""Ctrl-C and SIGTERM: the program ends at once, also while a compiler or a kernel holds the processor."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import NoReturn, TypeVar

T = TypeVar("T")

_left_behind = threading.Event()


def interruptible(work: Callable[[], T]) -> T:
    """What `work` returns or raises. KeyboardInterrupt comes at once, and leaves it behind in a thread.

    Python tells only the main thread of a signal, and only between two of its own instructions: so the main thread
    waits, and another one works. Work that writes files is not for this: `leave` ends it wherever it is.
    """
    returned: list[T] = []
    raised: list[BaseException] = []

    def in_a_thread() -> None:
        try:
            returned.append(work())
        except BaseException as error:
            raised.append(error)

    worker = threading.Thread(target=in_a_thread, daemon=True)
    try:
        worker.start()
        while worker.is_alive():
            worker.join(0.2)  # without a limit, some systems would not hear of a signal
    except KeyboardInterrupt:
        _left_behind.set()
        raise
    if raised:
        raise raised[0]
    return returned[0]


def leave(status: int) -> NoReturn:
    """The process has ended with this status; it does not wait for work that was left behind."""
    if _left_behind.is_set():
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)
