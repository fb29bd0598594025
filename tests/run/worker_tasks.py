"""Tasks for the tests of the pool, in a module of their own so that a worker can load them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

Progress = Callable[[int, int], None]


def double(number: int, progress: Progress) -> int:
    """Tell one step, and double a number."""
    progress(1, 2)
    return 2 * number


def process(_progress: Progress) -> int:
    """Give the worker's process."""
    return os.getpid()


def die(_progress: Progress) -> None:
    """Kill the worker."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail(_progress: Progress) -> None:
    """Raise what nobody expects."""
    msg = "unexpected"
    raise ZeroDivisionError(msg)


def linger(sign: Path, _progress: Progress) -> None:
    """Leave a sign of life, then of an orderly end, which never comes by itself."""
    sign.write_text(str(os.getpid()))
    try:
        time.sleep(600)
    finally:
        sign.write_text("ended in order")
