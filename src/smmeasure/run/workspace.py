"""Where the briefs, the notebooks and the data lie."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from smmeasure.errors import CallError
from smmeasure.messages import message

_CAMPAIGN_NOTEBOOK = Path("notebooks", "campaign.ipynb")
_PARTS = (Path("notebooks"), Path("params"), Path("data", "demo"))
_KEY_BYTES = 32
_IGNORED = "/campaign_days/\n/connections.yaml\n/privacy.key\n/reports/\n"

KEY_FILE = "privacy.key"
"""The file of a workspace that holds the key by which customers and authors are hashed."""


def find_workspace(start: Path) -> Path:
    """Find the workspace that a file or folder belongs to.

    Parameters
    ----------
    start : pathlib.Path
        A brief or a folder of briefs.

    Returns
    -------
    pathlib.Path
        The nearest folder, from `start` upwards, that holds ``params`` or the campaign notebook.

    Raises
    ------
    CallError
        There is none.
    """
    resolved = start.resolve()
    for folder in (resolved, *resolved.parents):
        if (folder / "params").is_dir() or (folder / _CAMPAIGN_NOTEBOOK).is_file():
            return folder
    raise CallError.at(
        str(start),
        message("no workspace around it"),
        message("a folder «params» or a file {notebook} beside or above it", notebook=_CAMPAIGN_NOTEBOOK.as_posix()),
        message("Make a workspace with «smmeasure new», and put the brief into its folder «params»."),
    )


def resolve_data(folder: str, workspace: Path) -> Path:
    """Give the data folder of a brief; a relative one starts at the workspace."""
    return (workspace / folder).resolve()


def find_notebook(name: str, workspace: Path) -> Path:
    """Find a notebook: the workspace's own, else the one that came with smmeasure."""
    own = workspace / "notebooks" / name
    return own if own.is_file() else _shipped() / "notebooks" / name


def read_key(workspace: Path) -> bytes | None:
    """Read the key by which a workspace hashes customers and authors; None where it has none.

    Raises
    ------
    CallError
        The file holds no key.
    """
    file = workspace / KEY_FILE
    if not file.is_file():
        return None
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii"))
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise CallError.at(
            KEY_FILE,
            message("a file that holds no key"),
            message("{count} hexadecimal digits", count=2 * _KEY_BYTES),
            message("Put a copy of the key there; a new one gives every person another hash than before."),
        )
    return key


def create_workspace(target: Path) -> Path:
    """Make a workspace with notebooks, briefs and demo data.

    Parameters
    ----------
    target : pathlib.Path
        A folder that doesn't exist, or is empty.

    Raises
    ------
    CallError
        The folder holds something, or can't be written.
    """
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise CallError.at(
                str(target),
                message("something that is there already"),
                message("a folder that doesn't exist yet, or is empty"),
                message("Choose another name; nothing was changed."),
            )
        _copy_whole(target)
    except OSError as error:
        raise CallError.at(
            str(target),
            message("{reason}", reason=error.strerror or str(error)),
            message("a folder that can be written"),
            message("Choose another place, or ask for the right to write there."),
        ) from error
    return target


def _copy_whole(target: Path) -> None:
    """Copy beside and rename, so that a workspace is whole or absent."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as beside:
        fresh = Path(beside, "workspace")
        for part in _PARTS:
            ignored = shutil.ignore_patterns(".*", "__pycache__")
            shutil.copytree(_shipped() / part, fresh / part, ignore=ignored, copy_function=shutil.copyfile)
        _write_key(fresh)
        if target.exists():
            target.rmdir()
        fresh.rename(target)


def _write_key(workspace: Path) -> None:
    """Make the workspace's own secret: only its user may read it, and no repository takes it."""
    file = workspace / KEY_FILE
    file.touch(mode=0o600)
    file.write_text(f"{secrets.token_hex(_KEY_BYTES)}\n", encoding="ascii")
    (workspace / ".gitignore").write_text(_IGNORED, encoding="utf-8")


def _shipped() -> Path:
    """Give the workspace that came with smmeasure: in a wheel, or the repository itself."""
    package = Path(str(files("smmeasure")))
    packed = package / "templates" / "workspace"
    return packed if packed.is_dir() else package.parents[1]
