"""A file held by one process at a time, on POSIX systems and on Windows.

The system itself holds the lock and frees it with the process: one that crashes or is killed leaves nothing
behind that somebody would have to remove, as a lock file of our own would be.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_READABLE = 0o644

_PAUSE = 0.05
"""Seconds between two tries where the system doesn't wait by itself."""

_BUSY = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
"""What Windows says of bytes that another process holds, after it has tried for ten seconds."""

_GUARD = 2**30
"""The byte that Windows locks: far beyond any content, because a locked byte can't even be read by others."""

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        """Hold the guard byte; freed when the file is closed."""

        def attempt() -> None:
            """Ask for the byte once; refused while somebody else has it."""
            file.seek(_GUARD)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)

        until_free(attempt)

    def _unlock(file: BinaryIO) -> None:
        file.seek(_GUARD)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        """Hold the file; freed when it is closed."""
        fcntl.flock(file, fcntl.LOCK_EX)

    def _unlock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


def until_free(attempt: Callable[[], None]) -> None:
    """Try until nobody else holds what is wanted.

    Parameters
    ----------
    attempt : callable
        Takes the lock, or raises what the system says while another process holds it.

    Raises
    ------
    OSError
        Anything else that the system objects to.
    """
    while True:
        try:
            attempt()
        except OSError as error:
            if error.errno not in _BUSY:
                raise
            time.sleep(_PAUSE)
        else:
            return


@contextmanager
def held(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read all of it and to add to its end, for this process alone; it is made where there is none.

    Parameters
    ----------
    path : pathlib.Path
        The file. A link in its place is refused: it could lead anywhere.

    Yields
    ------
    binary file
        At its beginning; whatever is written goes to its end.

    Raises
    ------
    OSError
        It can't be opened, or is a link.
    """
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
    for name in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT"):
        flags |= getattr(os, name, 0)  # each system has its own
    with os.fdopen(os.open(path, flags, _READABLE), "r+b") as file:
        _lock(file)
        try:
            file.seek(0)
            yield file
            file.flush()
        finally:
            _unlock(file)
