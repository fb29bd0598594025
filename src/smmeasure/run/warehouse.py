"""The command `smmeasure warehouse`: a folder of exports, and files too large for one, into one database file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import yaml
from ibis.backends.duckdb import Backend
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.exports.reading import Export, read_exports
from smmeasure.data.files import refuse_outside
from smmeasure.data.folder import named_files
from smmeasure.data.quote import clip
from smmeasure.data.warehouse.embedded import open_embedded
from smmeasure.data.warehouse.folders import store_exports
from smmeasure.data.warehouse.mapping import FileColumn, FileMapping, known_mapping, read_head
from smmeasure.data.warehouse.streaming import Stored, store_csv, store_parquet
from smmeasure.errors import CallError, DataError, Fault, SmmeasureError
from smmeasure.messages import message
from smmeasure.run.workspace import find_workspace, read_key

DATABASE = "warehouse.duckdb"
"""Name of the database in the folder of exports."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Column(_Part):
    """What a column of a file becomes."""

    name: str
    kind: Literal["id", "text", "day", "moment", "count", "people", "number", "money", "rate", "seconds", "points"]


class _Table(_Part):
    """A table that is made of a large file: a pattern of Parquet files, or one CSV or TSV file."""

    file: str
    columns: dict[str, _Column] = {}
    date_format: str | None = None
    decimal: Literal[".", ","] = "."


@dataclass(slots=True)
class _Made:
    """What was made so far, and what was refused."""

    stored: list[Stored] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[object] = field(default_factory=list)


def build_warehouse(folder: Path, output: Path | None, tables: Path | None, write: Callable[[str], object]) -> bool:
    """Make one database file of a folder of exports.

    Parameters
    ----------
    folder : pathlib.Path
        The folder; every file in it that is an export is read.
    output : pathlib.Path or None
        The database; ``warehouse.duckdb`` in the folder if None. A file that stands there is replaced.
    tables : pathlib.Path or None
        YAML file of tables that are made of large files of the folder: Parquet, CSV, TSV.
    write : callable
        Takes one line at a time.

    Returns
    -------
    bool
        Whether every file became part of the database; what was refused is written.

    Raises
    ------
    SmmeasureError
        The folder or the file of tables can't be read, or the database can't be written; nothing was changed.
    """
    if not folder.is_dir():
        raise CallError.at(
            str(folder), message("no such folder"), message("a folder of exports"), message("Check the spelling.")
        )
    target = output or folder / DATABASE
    large = _read_tables(tables)
    made = _Made()
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".warehouse-") as beside:
            _fill(Path(beside) / DATABASE, folder, large, made)
            (Path(beside) / DATABASE).replace(target)
    except OSError as error:
        raise CallError.at(
            str(target),
            message("{reason}", reason=error.strerror or str(error)),
            message("a place that can be written"),
            message("Choose another place with --output."),
        ) from None
    _tell(target, made, write)
    return not made.faults


def _fill(database: Path, folder: Path, large: Mapping[str, _Table], made: _Made) -> None:
    backend = open_embedded(database)
    try:
        taken = {file for table in large.values() for file in _matches(folder, table.file)}
        for name, table in large.items():
            try:
                made.stored.append(_large(backend, folder, name, table))
            except SmmeasureError as error:
                made.faults += error.faults
        exports = list(_exports(folder, taken, made))
        kept = store_exports(backend, exports)
        made.stored += kept.tables
        made.faults += kept.faults
        made.notes += kept.doubts
    finally:
        backend.disconnect()


def _matches(folder: Path, pattern: str) -> set[Path]:
    refuse_outside(pattern)
    return set(folder.glob(pattern))


def _exports(folder: Path, taken: Iterable[Path], made: _Made) -> Iterable[Export]:
    """Read the exports of a folder in the order of their names; files of large tables are left out."""
    left_out, key = set(taken), _key(folder)
    for one in named_files(folder, "."):
        if folder / one.file not in left_out:
            try:
                yield from read_exports(folder / one.file, key=key)
            except DataError as error:
                made.faults += error.faults


def _key(folder: Path) -> bytes | None:
    """Give the key of the workspace around the folder; without one no person is told from another."""
    try:
        workspace = find_workspace(folder)
    except CallError:
        return None
    return read_key(workspace)


def _large(backend: Backend, folder: Path, name: str, table: _Table) -> Stored:
    files = sorted(_matches(folder, table.file))
    if not files:
        raise DataError.at(
            clip(name),
            message("no file like {pattern}", pattern=clip(table.file)),
            message("a file of the folder"),
            message("Correct the key `file`."),
        )
    if all(file.suffix == ".parquet" for file in files):
        return store_parquet(backend, name, files)
    if len(files) > 1:
        raise DataError.at(
            clip(name),
            message("{count} files like {pattern}", count=len(files), pattern=clip(table.file)),
            message("one CSV or TSV file per table"),
            message("Name one file, or save them as Parquet."),
        )
    return store_csv(backend, name, files[0], _mapping(files[0], table))


def _mapping(file: Path, table: _Table) -> FileMapping | None:
    if not table.columns:
        return known_mapping(read_head(file), date_format=table.date_format, decimal=table.decimal)
    columns = [FileColumn(header, one.name, ColumnKind(one.kind)) for header, one in table.columns.items()]
    return FileMapping(tuple(columns), (), table.date_format, table.decimal)


def _read_tables(file: Path | None) -> Mapping[str, _Table]:
    if file is None:
        return {}
    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
        return TypeAdapter(dict[str, _Table]).validate_python(given)
    except ValidationError as error:
        raise CallError(*(_fault(file, one["loc"], str(one["msg"])) for one in error.errors())) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CallError(_fault(file, (), str(getattr(error, "strerror", None) or "no YAML in UTF-8"))) from None


def _fault(file: Path, place: Iterable[object], reason: str) -> Fault:
    return Fault(
        ".".join([f"{clip(file.name)}", *map(clip, place)]),
        message("{reason}", reason=reason),
        message("tables with the keys file, columns, date_format and decimal"),
        message("Correct it as the documentation of `smmeasure warehouse` says."),
    )


def _tell(target: Path, made: _Made, write: Callable[[str], object]) -> None:
    write(f"{target}:")
    for one in made.stored:
        totals = f", {one.left_out} rows of totals left out" if one.left_out else ""
        write(f"  {one.table}: {one.rows} rows{totals}")
    for note in made.notes:
        write(f"  doubtful: {note}")
    for fault in made.faults:
        write(f"  refused: {fault}")
