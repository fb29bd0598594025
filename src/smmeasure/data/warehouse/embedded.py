"""The embedded database: one DuckDB file, or none but memory."""

from __future__ import annotations

from pathlib import Path

import ibis
from ibis.backends.duckdb import Backend

from smmeasure.data.quote import clip
from smmeasure.data.warehouse.refusals import told_as_fault

MEMORY = "512MB"
"""What DuckDB may hold; beyond that it writes to the folder of the database, or to the system's temporary one."""


def open_embedded(
    file: Path | None = None, *, threads: int = 2, memory: str = MEMORY, read_only: bool = False
) -> Backend:
    """Open an embedded database; a new file is made where none stands.

    Parameters
    ----------
    file : pathlib.Path or None
        The file; None keeps everything in memory.
    threads : int
        Threads of the database.
    memory : str
        What it may hold in memory, as DuckDB writes it: ``512MB``.
    read_only : bool
        Whether it is only read; then several processes may read it at once.

    Raises
    ------
    DataError
        The file is no DuckDB database, is missing and only to be read, or is being written by another process.
    """
    with told_as_fault("DuckDB" if file is None else clip(file.name)):
        backend = ibis.duckdb.connect(
            ":memory:" if file is None else file,
            read_only=read_only,
            threads=threads,
            memory_limit=memory,
            autoinstall_known_extensions=False,
        )
        # Moments are compared and shown in UTC, whatever zone the machine is in.
        backend.raw_sql("SET TimeZone = 'UTC'")
        return backend
