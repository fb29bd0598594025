"""ZIP archives and gzip files, read without unpacking to a disk, and never further than they should."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO

from smmeasure.data.quote import clip
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message

_STEP = 1024
"""Bytes in a kilobyte."""

_CHUNK = 1 << 16
_ENCRYPTED, _UTF8_NAME = 0x1, 0x800
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Other methods give any number of bytes for a few, all at once."""

_GZIP_WINDOW = 31
_HIDDEN_FOLDER = "__MACOSX"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may come out of one file.

    Attributes
    ----------
    unpacked : int
        Bytes, of all its members.
    ratio : int
        Bytes for each byte of the file, above `free` bytes.
    free : int
        Bytes for which the ratio does not count: a short text of one sign may be very small.
    members : int
        Members of an archive.
    """

    unpacked: int = 1 << 29
    ratio: int = 250
    free: int = 1 << 25
    members: int = 5000


LIMITS = Limits()
"""What a folder of exports stays far below."""


class Budget:
    """The bytes that may still come out of a file.

    Parameters
    ----------
    file : str
        Its name, for faults.
    packed : int
        Its bytes.
    limits : Limits
        How much may come out of it.
    """

    def __init__(self, file: str, packed: int, limits: Limits = LIMITS) -> None:
        self.file = file
        self.limits = limits
        self._left = min(limits.unpacked, max(limits.free, packed * limits.ratio))
        self._most = self._left

    def take(self, count: int) -> None:
        """Count bytes that came out.

        Raises
        ------
        DataError
            Where they are too many.
        """
        self._left -= count
        if self._left < 0:
            raise DataError.at(
                clip(self.file),
                message("a file that unpacks to more than {size}", size=size_text(self._most)),
                message("exports of a usual size"),
                message("It may be made to fill the memory. If you trust it, unpack it yourself and read its files."),
            )


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes
    ----------
    name : str
        Its name, with its folders.
    info : zipfile.ZipInfo
        Where it is.
    """

    name: str
    info: zipfile.ZipInfo


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that was not read.

    Attributes
    ----------
    name : str
        Its name.
    reason : Message
        Why not.
    """

    name: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Members:
    """What an archive holds.

    Attributes
    ----------
    files : tuple of Member
        Its files, sorted by name.
    passed_over : tuple of PassedOver
        Files that the computer made for itself.
    faults : tuple of Fault
        What may not be read.
    """

    files: tuple[Member, ...]
    passed_over: tuple[PassedOver, ...]
    faults: tuple[Fault, ...]


def open_archive(stream: BinaryIO, file: str) -> zipfile.ZipFile:
    """Open a ZIP archive.

    Raises
    ------
    DataError
        Where it is damaged.
    """
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, OverflowError):
        raise _damaged(file) from None


def members_of(archive: zipfile.ZipFile, budget: Budget, file: str) -> Members:
    """List the files of an archive; folders are left out.

    Raises
    ------
    DataError
        Where there are too many.
    """
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > budget.limits.members:
        raise DataError.at(
            clip(file),
            message("an archive of {count} files", count=len(infos)),
            message("at most {most}", most=budget.limits.members),
            message("Unpack it yourself, and give the folder."),
        )
    files: list[Member] = []
    passed: list[PassedOver] = []
    faults: list[Fault] = []
    for member in sorted((Member(_name(info), info) for info in infos), key=lambda member: member.name):
        if is_hidden(member.name):
            passed.append(PassedOver(f"{file}/{member.name}", message("made by the computer for itself")))
        elif fault := _refused(member, file, {other.name for other in files}):
            faults.append(fault)
        else:
            files.append(member)
    return Members(tuple(files), tuple(passed), tuple(faults))


def is_hidden(name: str) -> bool:
    """Whether a path leads to what a file manager hides: ``.DS_Store``, ``__MACOSX``, ``Thumbs.db``."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    hidden = {_HIDDEN_FOLDER, "Thumbs.db", "desktop.ini"}
    return any(part in hidden or (part.startswith(".") and part not in {".", ".."}) for part in parts)


def unpack(archive: zipfile.ZipFile, member: Member, budget: Budget, place: str, most: int | None = None) -> bytes:
    """Read a member, in pieces that are counted: what its header says of its size may be a lie.

    Parameters
    ----------
    archive : zipfile.ZipFile
        The archive.
    member : Member
        One of its files.
    budget : Budget
        What may still come out.
    place : str
        Its name, for faults.
    most : int or None
        Bytes to read at most; None for all of it.

    Raises
    ------
    DataError
        Where it is damaged or too large.
    """
    return b"".join(pieces(archive, member, budget, place, most))


def pieces(
    archive: zipfile.ZipFile, member: Member, budget: Budget, place: str, most: int | None = None
) -> Iterator[bytes]:
    """Read a member piece by piece; the parameters and faults are those of `unpack`."""
    left = most
    try:
        with archive.open(member.info) as packed:
            while (left is None or left > 0) and (piece := packed.read(_CHUNK if left is None else min(_CHUNK, left))):
                budget.take(len(piece))
                left = None if left is None else left - len(piece)
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        raise _damaged(place) from None


def gunzip(stream: BinaryIO, budget: Budget, place: str, most: int | None = None) -> bytes:
    """Unpack a gzip file, of one part or several.

    Raises
    ------
    DataError
        Where it is damaged, cut or too large.
    """
    parts: list[bytes] = []
    size = 0
    packed = zlib.decompressobj(_GZIP_WINDOW)
    try:
        while most is None or size < most:
            fed = (packed.unused_data if packed.eof else packed.unconsumed_tail) or stream.read(_CHUNK)
            if packed.eof:
                if not fed.strip(b"\0"):
                    break
                packed = zlib.decompressobj(_GZIP_WINDOW)
            part = packed.decompress(fed, _CHUNK)
            if not (fed or part or packed.eof):
                raise _damaged(place)
            budget.take(len(part))
            size += len(part)
            parts.append(part)
    except zlib.error:
        raise _damaged(place) from None
    return b"".join(parts)[:most]


def size_text(count: int) -> Message:
    """Write a number of bytes with its unit.

    Examples
    --------
    >>> str(size_text(1536)), str(size_text(37))
    ('1.5 KB', '37 B')
    """
    if count < _STEP:
        return message("{size} B", size=count)
    if count < _STEP**2:
        return message("{size} KB", size=round(count / _STEP, 1))
    if count < _STEP**3:
        return message("{size} MB", size=round(count / _STEP**2, 1))
    return message("{size} GB", size=round(count / _STEP**3, 1))


def _name(info: zipfile.ZipInfo) -> str:
    """Give the name of a member: old packers write UTF-8 without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _refused(member: Member, file: str, known: set[str]) -> Fault | None:
    windows = PureWindowsPath(member.name)
    if PurePosixPath(member.name).is_absolute() or windows.drive or windows.root or ".." in windows.parts:
        return Fault(
            clip(f"{file}/{member.name}"),
            message("a name that leads out of the archive"),
            message("names inside the archive"),
            message("Don't trust this archive: download it again from its origin."),
        )
    if member.info.flag_bits & _ENCRYPTED:
        return Fault(
            clip(f"{file}/{member.name}"),
            message("an encrypted file"),
            message("a file without a password"),
            message("Unpack it with its password, and give the folder."),
        )
    if member.info.compress_type not in _METHODS:
        return Fault(
            clip(f"{file}/{member.name}"),
            message("a file packed in an unusual way (method {number})", number=member.info.compress_type),
            message("a usual ZIP archive"),
            message("Unpack it yourself, and give the folder."),
        )
    if member.name in known:
        return Fault(
            clip(f"{file}/{member.name}"),
            message("two files of one name"),
            message("each name once"),
            message("Unpack it yourself, and give the folder."),
        )
    return None


def _damaged(place: str) -> DataError:
    return DataError.at(
        clip(place),
        message("an archive that is damaged or cut"),
        message("a ZIP or gzip file that can be unpacked"),
        message("Download or copy it again."),
    )
