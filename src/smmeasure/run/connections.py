"""The databases of a workspace: their addresses stand in a file or in the environment, and nowhere else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import yaml

from smmeasure.data.quote import clip, listed
from smmeasure.errors import CallError, DataError
from smmeasure.messages import message

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

CONNECTIONS_FILE = "connections.yaml"
"""File of a workspace that holds one line per database: ``name: address``."""

EMBEDDED = ".duckdb"
"""How the name of a database ends that is a file of the data folder."""

_VARIABLE = re.compile(r"\$\{(\w+)\}")


@contextmanager
def connected(name: str, folder: Path, workspace: Path) -> Iterator[BaseBackend]:
    """Open a database for as long as it is asked.

    Parameters
    ----------
    name : str
        Name of a ``.duckdb`` file in the data folder, or of a connection.
    folder : pathlib.Path
        The data folder.
    workspace : pathlib.Path
        Folder that may hold ``connections.yaml``. The variable ``SMMEASURE_CONNECTION_<NAME>`` comes first;
        ``${VARIABLE}`` in an address stands for another variable.

    Raises
    ------
    CallError
        No address is known, or it names a variable that isn't set or a database whose library isn't installed.
    DataError
        The database can't be opened. No address and no password is in the text.
    """
    backend = _embedded(name, folder) if name.endswith(EMBEDDED) else _remote(name, address_of(name, workspace))
    try:
        yield backend
    finally:
        backend.disconnect()


def _embedded(name: str, folder: Path) -> BaseBackend:
    from smmeasure.data.files import refuse_outside  # noqa: PLC0415 - ibis is loaded only where a database is asked
    from smmeasure.data.warehouse.embedded import open_embedded  # noqa: PLC0415

    refuse_outside(name)
    if not (folder / name).is_file():
        raise DataError.at(
            clip(name),
            message("no such file in the data folder"),
            message("a DuckDB database"),
            message("Make one with `smmeasure warehouse`, or correct the key `file` in the brief."),
        )
    return open_embedded(folder / name, read_only=True)


def _remote(name: str, address: str) -> BaseBackend:
    import ibis  # noqa: PLC0415 - ibis is loaded only where a database is asked

    from smmeasure.data.warehouse.refusals import told_as_fault  # noqa: PLC0415

    try:
        parts = urlsplit(address)
        secret = parts.password or ""
        with told_as_fault(clip(name), hidden=(address, secret, unquote(secret))):
            backend: BaseBackend = ibis.connect(address)
    except DataError:
        raise
    except (ImportError, AttributeError, ValueError):
        kind = clip(address.partition(":")[0])
        raise CallError.at(
            clip(name),
            message("a database of the kind “{kind}”, which can't be opened here", kind=kind),
            message("an address whose library is installed"),
            message("Install what it needs: `pip install smmeasure[{kind}]`, or correct the address.", kind=kind),
        ) from None
    return backend


def address_of(name: str, workspace: Path) -> str:
    """Give the address of a connection, its variables filled in.

    Raises
    ------
    CallError
        The name is not known, the file is no list of addresses, or a variable isn't set.
    """
    known = _known(workspace)
    address = os.environ.get(f"SMMEASURE_CONNECTION_{re.sub(r'[^A-Z0-9]', '_', name.upper())}") or known.get(name)
    if address is None:
        raise CallError.at(
            clip(name),
            message("a database that no connection names"),
            message("one of: {names}", names=listed(known))
            if known
            else message("an address in {file}", file=CONNECTIONS_FILE),
            message("Write its address into {file} as `name: address`.", file=CONNECTIONS_FILE),
        )
    missing = [variable for variable in _VARIABLE.findall(address) if variable not in os.environ]
    if missing:
        raise CallError.at(
            f"{CONNECTIONS_FILE}: {clip(name)}",
            message("a variable that is not set: {names}", names=listed(missing)),
            message("variables of the environment"),
            message("Set it before the command is called."),
        )
    return _VARIABLE.sub(lambda found: os.environ[found[1]], address)


def _known(workspace: Path) -> dict[str, str]:
    file = workspace / CONNECTIONS_FILE
    if not file.is_file():
        return {}
    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        # The parser quotes the line: an address must not be seen.
        read = None
    if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
        raise CallError.at(
            CONNECTIONS_FILE,
            message("a file that holds no addresses"),
            message("one line per database: `name: address`"),
            message("Correct the file; its content is not shown here."),
        )
    return {str(name): value for name, value in read.items()}
