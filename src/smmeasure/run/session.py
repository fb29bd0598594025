"""The frame of a batch: a private folder that always goes, and a stop that is always heard."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LONGEST_FOLDER = 80
"""A socket's path holds some 100 bytes; this leaves room for the names below the folder."""


@contextmanager
def private_session() -> Iterator[Path]:
    """Give a private folder, short enough for sockets; it is gone afterwards, whatever became of the workers."""
    parent = Path(tempfile.gettempdir())
    if os.name == "posix" and len(os.fsencode(parent)) > _LONGEST_FOLDER:
        parent = Path("/tmp")  # noqa: S108 - the folder made in it is private
    folder = Path(tempfile.mkdtemp(prefix="smm-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def stoppable() -> Iterator[None]:
    """Let a scheduler's SIGTERM stop the batch in order, as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
