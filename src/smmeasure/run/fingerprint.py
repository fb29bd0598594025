"""Fingerprints: whether anything changed that a report depends on."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path

from smmeasure.brief import Campaign
from smmeasure.data.folder import named_files
from smmeasure.errors import DataError

_REQUIREMENT_NAME = re.compile(r"[\w.-]+")


def data_files(campaign: Campaign, folder: Path) -> tuple[Path, ...]:
    """Give the data files that a brief names, each once, in order: those of a folder or a pattern, too.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    folder : Path
        Its data folder.
    """
    found = [file for named in campaign.files() for file in _files(folder, named)]
    return tuple(folder / file for file in dict.fromkeys(found))


def _files(folder: Path, named: str) -> list[str]:
    try:
        return [one.file for one in named_files(folder, named)]
    except DataError:
        # Nothing is there: as a file that is missing it keeps the report from being called unchanged.
        return [named]


def fingerprint(parameters: Mapping[str, object], inputs: Iterable[Path]) -> str:
    """Take the fingerprint of a report's inputs.

    Parameters
    ----------
    parameters : Mapping[str, object]
        Parameters of the notebook, plain values.
    inputs : iterable of pathlib.Path
        The notebook, the data files, the records that it reads.

    Returns
    -------
    str
        SHA-256 over them, this package's code and the versions of what it uses; hexadecimal. Empty
        where a file is missing: then nothing can be called unchanged.
    """
    try:
        contents = [digest(path, path.stat().st_mtime_ns, path.stat().st_size) for path in inputs]
    except OSError:
        return ""
    text = json.dumps([parameters, contents, tool()], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def digest(path: Path, modified: int, size: int) -> str:  # noqa: ARG001 - part of the key: many briefs, one file
    """Give the SHA-256 of a file, hexadecimal; read again only where it was changed since."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def tool() -> str:
    """Give one fingerprint of this package's own files and the versions of what it stands on."""
    package = Path(str(files("smmeasure")))
    own = sorted(path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    digests = [(path.relative_to(package).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in own]
    text = json.dumps([digests, sorted(_versions()), platform.python_version()])
    return hashlib.sha256(text.encode()).hexdigest()


def _versions() -> Iterator[tuple[str, str]]:
    for requirement in requires("smmeasure") or ():
        found = _REQUIREMENT_NAME.match(requirement)
        if found:
            try:
                yield found[0], version(found[0])
            except PackageNotFoundError:
                yield found[0], "absent"
