"""Files that are whole or absent: written beside, flushed, renamed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from smmeasure.errors import CallError, RunError
from smmeasure.messages import message

_READABLE = 0o644


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it.

    Parameters
    ----------
    path : pathlib.Path
        The file; its folder exists.
    content : bytes
        Everything that the file shall hold.

    Raises
    ------
    RunError
        It can't be written; what stood there still stands.
    """
    try:
        _write_beside(path, content)
    except OSError as error:
        raise _unwritable(path, error) from error


def _write_beside(path: Path, content: bytes) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes private files; a report is for everybody who may enter the folder.
        Path(beside).chmod(_READABLE)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _unwritable(path: Path, error: OSError) -> RunError:
    return RunError.at(
        f"{path.parent.name}/{path.name}",
        message("{reason}", reason=error.strerror or str(error)),
        message("a place that can be written"),
        message("Make room on the disk, remove what stands in the way, or ask for the right to write there."),
    )


def writable_folder(folder: Path, option: str = "--reports") -> Path:
    """Make a folder and prove that files can be written in it.

    Parameters
    ----------
    folder : pathlib.Path
        The folder.
    option : str
        The option that names it, for the cure.

    Raises
    ------
    CallError
        The folder can't be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder.resolve()
    except OSError as error:
        raise CallError.at(
            str(folder),
            message("{reason}", reason=error.strerror or str(error)),
            message("a folder in which reports can be written"),
            message("Choose another folder with {option}, or ask for the right to write there.", option=option),
        ) from error


def campaign_folder(reports: Path, campaign: str) -> Path:
    """Make the folder of one campaign, and make sure that it lies in the reports folder itself.

    Parameters
    ----------
    reports : pathlib.Path
        The reports folder, resolved.
    campaign : str
        Short name of the campaign.

    Raises
    ------
    RunError
        The name or a link in its place leads elsewhere, or the folder can't be made.
    """
    folder = reports / campaign
    if folder.resolve() != reports / Path(campaign).name or folder.parent != reports:
        raise RunError.at(
            campaign,
            message("a folder outside the reports"),
            message("a campaign whose folder lies directly in the reports folder"),
            message("Rename the campaign, or remove the link that stands in its place."),
        )
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder
