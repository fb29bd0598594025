"""Which files a source of a brief names: one file, a folder, a pattern, or a member of a ZIP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from smmeasure.data.files import refuse_outside
from smmeasure.data.quote import clip, listed, nearest
from smmeasure.errors import DataError
from smmeasure.messages import message

_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".zip"})
"""What a folder and a pattern take; other files beside the data, a picture say, are passed over."""

_PATTERN = frozenset("*?[")
_HIDDEN = (".", "~$", "__MACOSX")


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a source names.

    Attributes
    ----------
    file : str
        Its path from the data folder, with ``/``.
    part : str or None
        ``file/member`` where only one member of a ZIP is meant.
    """

    file: str
    part: str | None = None

    def holds(self, part: str) -> bool:
        """Whether a part of the file is meant: all are unless a member is named."""
        return self.part is None or part == self.part or part.startswith(f"{self.part}/")


def is_several(folder: Path, named: str) -> bool:
    """Whether a name means a folder or a pattern, where files that are no exports may lie among the others."""
    path = folder / named
    return path.is_dir() or (bool(_PATTERN.intersection(named)) and not path.is_file())


def named_files(folder: Path, named: str) -> tuple[NamedFile, ...]:
    """Give the files that a source names, sorted; of a folder those in folders of it, too.

    A link is followed: whoever can make one in the data folder can read what it leads to.

    Parameters
    ----------
    folder : Path
        The data folder.
    named : str
        What the brief says: a file, a folder, a pattern like ``meta/*.csv``, or ``archive.zip/member.csv``.

    Returns
    -------
    tuple of NamedFile
        At least one; a file that isn't there is given as it is named, for the reader of files to say so.

    Raises
    ------
    DataError
        Where the name leaves the data folder, or no data file lies in the folder or fits the pattern.
    """
    refuse_outside(named)
    path = folder / named
    if path.is_dir():
        return _some(folder, named, path.rglob("*"))
    if path.is_file():
        return (NamedFile(PurePosixPath(named).as_posix()),)
    if (archive := _archive(folder, named)) is not None:
        return (NamedFile(archive, named),)
    if _PATTERN.intersection(named):
        return _some(folder, named, _matches(folder, named))
    return (NamedFile(named),)


def _archive(folder: Path, named: str) -> str | None:
    """Give the file that a path goes on below, as into a ZIP."""
    parents = (parent.as_posix() for parent in PurePosixPath(named).parents)
    return next((parent for parent in parents if (folder / parent).is_file()), None)


def _matches(folder: Path, pattern: str) -> Iterator[Path]:
    try:
        yield from folder.glob(pattern)
    except (ValueError, NotImplementedError):
        raise DataError.at(
            clip(pattern),
            message("a pattern that can't be read"),
            message("a pattern such as {example}", example="meta/*.csv"),
            message("Use * for any letters of one name, and **/ for any folders."),
        ) from None


def _some(folder: Path, named: str, paths: Iterator[Path]) -> tuple[NamedFile, ...]:
    files = sorted({path.relative_to(folder).as_posix() for path in paths if _is_data(path, folder)})
    if not files:
        raise _none(folder, named)
    return tuple(map(NamedFile, files))


def _is_data(path: Path, folder: Path) -> bool:
    is_hidden = any(part.startswith(_HIDDEN) for part in path.relative_to(folder).parts)
    return not is_hidden and path.suffix.lower() in _SUFFIXES and path.is_file()


def _none(folder: Path, named: str) -> DataError:
    """Say that nothing fits, with what lies in the data folder."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if _is_data(path, folder)]
    near = nearest(named, names)
    cure = message("Put the files there, or correct the key `file` in the brief.")
    if near:
        cure = message("Did you mean {near}? Correct the key `file` in the brief.", near=near)
    elif names:
        cure = message(
            "Correct the key `file` in the brief. The data folder holds: {names}.", names=listed(sorted(names))
        )
    return DataError.at(clip(named), message("no data file of this name"), message("at least one export"), cure)
