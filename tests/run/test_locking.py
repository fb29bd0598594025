"""A file held by one process at a time: others wait, and nobody who dies keeps it."""

from __future__ import annotations

import errno
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from smmeasure.run.locking import held, until_free

FORK = multiprocessing.get_context("fork")


def _hold(path: Path, told: Connection) -> None:
    """Hold a file, say so, and wait for a word."""
    with held(path) as file:
        file.write(b"x")
        told.send("held")
        told.recv()


def start(path: Path) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    """Start a process that holds a file once it can."""
    mine, theirs = FORK.Pipe()
    process = FORK.Process(target=_hold, args=(path, theirs))
    process.start()
    return process, mine


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    """While one process holds the file another one gets nothing; then it does, and both have written."""
    first, told = start(tmp_path / "file")
    assert told.recv() == "held"
    second, later = start(tmp_path / "file")
    waited = not later.poll(0.2)  # a lock that held would be silent for ever
    told.send("go")

    assert (waited, later.recv()) == (True, "held")

    later.send("go")
    first.join()
    second.join()
    assert (tmp_path / "file").read_bytes() == b"xx"


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    """The system frees the file with the process: nobody has to remove anything."""
    process, told = start(tmp_path / "file")
    assert told.recv() == "held"
    process.kill()
    process.join()

    with held(tmp_path / "file") as file:
        file.write(b"after")

    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes().endswith(b"after")


def test_what_is_written_goes_to_the_end_whatever_was_read(tmp_path: Path) -> None:
    """Nothing that stood there is overwritten."""
    path = tmp_path / "file"
    path.write_bytes(b"one\n")
    with held(path) as file:
        assert file.read(2) == b"on"
        file.seek(0)
        file.write(b"two\n")

    assert path.read_bytes() == b"one\ntwo\n"


def test_a_link_is_refused(tmp_path: Path) -> None:
    """A link could lead anywhere."""
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OSError, match="link") as raised, held(tmp_path / "link"):
        pass

    assert raised.value.errno == errno.ELOOP
    assert not (tmp_path / "elsewhere").exists()


def busy(*errors: int) -> Callable[[], None]:
    """Make an attempt that meets these errors first."""
    left = list(errors)

    def attempt() -> None:
        if left:
            raise OSError(left.pop(0), "busy")

    return attempt


def test_a_busy_file_is_tried_again_and_a_broken_one_is_told() -> None:
    """Where the system gives up waiting (Windows, after ten seconds) the wait goes on; other errors end it."""
    until_free(busy(errno.EDEADLK, errno.EACCES))

    with pytest.raises(OSError, match="busy") as raised:
        until_free(busy(errno.EACCES, errno.EIO))

    assert raised.value.errno == errno.EIO
