"""From a file on a disk to its parts, as rows of cells: paths, archives and what stands where."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from smmeasure.data.archive import LIMITS, Budget, Limits, is_hidden
from smmeasure.data.content import Content, Reading
from smmeasure.data.opening import Opened, Wanted, open_source
from smmeasure.data.quote import clip, listed, nearest
from smmeasure.errors import DataError
from smmeasure.messages import message

__all__ = ["Content", "Reading", "files_in", "look_into", "read_content", "read_parts", "refuse_outside"]

_CHUNK = 1 << 20
_MOST_LOOKED_AT = 5000
"""Paths that are looked at for a name like the one that is missing: the folder may be a whole disk."""


def read_content(folder: Path, file: str, sheet: str | None = None, *, limits: Limits = LIMITS) -> Content:
    """Read one table of the data folder: of a text, a workbook, a Parquet file, or of any of these in an archive.

    Parameters
    ----------
    folder : Path
        The data folder.
    file : str
        Name of the file inside the folder; ``archive.zip/file.csv`` is a file of an archive.
    sheet : str or None
        Sheet of a workbook; None takes the first one.
    limits : Limits
        How much may come out of an archive.

    Returns
    -------
    Content
        Its rows and its fingerprint.

    Raises
    ------
    DataError
        Where the file is missing, outside the folder, empty, damaged, or holds no table or several files.
    """
    path, member = _split(folder, file)
    opened = _read(folder, path, Wanted(member, sheet, all_sheets=False), limits)
    if opened.faults:
        raise DataError(*opened.faults)
    if len(opened.parts) != 1:
        names = [part.content.file for part in opened.parts]
        raise DataError.at(
            clip(file),
            message("an archive of {count} files", count=len(names)),
            message("one file"),
            message("Name one of them: {names}.", names=listed(names))
            if names
            else message("Put an export into the archive, or name another file."),
        )
    return opened.parts[0].content


def read_parts(folder: Path, file: str, *, limits: Limits = LIMITS) -> tuple[Content, ...]:
    """Read a file with all its parts: the sheets of a workbook, the files of an archive; one where it has no parts.

    Files of an archive that hold no data by their names (pictures, documents) are passed over.

    Raises
    ------
    DataError
        Where the file is missing, outside the folder, empty or damaged; with the faults of all its parts.
    """
    path, member = _split(folder, file)
    opened = _read(folder, path, Wanted(member), limits)
    if opened.faults:
        raise DataError(*opened.faults)
    if not opened.parts:
        raise DataError.at(
            clip(file),
            message("an archive without a data file"),
            message("an archive of exports"),
            message("Put an export into the archive, or name another file."),
        )
    return tuple(part.content for part in opened.parts)


def look_into(folder: Path, file: str, most: int, *, limits: Limits = LIMITS) -> Opened:
    """Look at the first rows of a file, and at its last ones, without reading what lies between.

    Parameters
    ----------
    folder : Path
        The data folder.
    file : str
        Name of the file inside the folder.
    most : int
        Bytes to look at, about: a file that is not longer is read as a whole.
    limits : Limits
        How much may come out of an archive.

    Raises
    ------
    DataError
        Where the file is missing, outside the folder, empty or damaged.
    """
    path, member = _split(folder, file)
    with _stream(folder, path) as stream:
        return open_source(stream, path, "", Budget(path, _size(stream), limits), Wanted(member, most=most))


def files_in(folder: Path) -> tuple[str, ...]:
    """List the files of a folder and of the folders in it, by their paths from there, sorted; hidden ones left out."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if _is_file(path))
    return tuple(
        sorted(name for name in names if not is_hidden(name) and not PurePosixPath(name).name.startswith("~$"))
    )


def _is_file(path: Path) -> bool:
    """Whether a path leads to a file that may be seen."""
    try:
        return path.is_file()
    except OSError:
        return False


def _read(folder: Path, file: str, wanted: Wanted, limits: Limits) -> Opened:
    with _stream(folder, file) as stream:
        fingerprint = _fingerprint(stream)
        return open_source(stream, file, fingerprint, Budget(file, _size(stream), limits), wanted)


def _fingerprint(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(_CHUNK):
        digest.update(piece)
    return digest.hexdigest()


def _size(stream: BinaryIO) -> int:
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def _split(folder: Path, file: str) -> tuple[str, str | None]:
    """Part the name of a file from that of its member: the longest beginning that is a file."""
    refuse_outside(file)
    parts = PurePosixPath(file).parts
    for count in range(len(parts) - 1, 0, -1):
        path = "/".join(parts[:count])
        if not (folder / file).exists() and (folder / path).is_file():
            return path, "/".join(parts[count:])
    return file, None


@contextmanager
def _stream(folder: Path, file: str) -> Iterator[BinaryIO]:
    try:
        with (folder / file).open("rb") as stream:
            yield stream
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise _missing(folder, file) from None
    except OSError as problem:
        raise DataError.at(
            clip(file),
            message("a file that can't be opened ({reason})", reason=str(problem.strerror)),
            message("a file that may be read"),
            message("Give yourself the right to read it, or copy it anew."),
        ) from None


def refuse_outside(file: str) -> None:
    """Refuse a name that leads out of the data folder.

    Raises
    ------
    DataError
        Where it is absolute, climbs with ``..``, or names a drive.
    """
    posix, windows = PurePosixPath(file), PureWindowsPath(file)
    outside = posix.is_absolute() or windows.drive or windows.root or ".." in windows.parts or "\0" in file
    if outside:
        raise DataError.at(
            clip(file),
            message("a path that leaves the data folder"),
            message("a file inside the data folder"),
            message("Put the file in the data folder and name it without “..” or a drive."),
        )


def _missing(folder: Path, file: str) -> DataError:
    near_by = islice(folder.rglob("*"), _MOST_LOOKED_AT)
    names = sorted(
        path.relative_to(folder).as_posix() for path in near_by if _is_file(path) and not is_hidden(path.name)
    )
    near = nearest(file, names)
    cure = message("Put the file there, or correct the key `file` in the brief.")
    if near:
        cure = message("Did you mean {near}? Correct the key `file` in the brief.", near=near)
    elif names:
        cure = message("Put the file there. The folder holds: {names}.", names=listed(names))
    return DataError.at(clip(file), message("no such file in the data folder"), message("an export"), cure)
