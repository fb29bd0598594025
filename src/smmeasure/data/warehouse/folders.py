"""A folder of exports as tables of the embedded database: one per canonical table, and one of the files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
from ibis.backends.duckdb import Backend

from smmeasure.data.exports.canonical import CanonicalTable, ColumnKind
from smmeasure.data.exports.merging import merged
from smmeasure.data.exports.reading import Export
from smmeasure.data.exports.shapes import SHAPES
from smmeasure.data.warehouse.streaming import Stored
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message

FILES = "source_file"
"""The table of the files: what each is, and what is doubtful in it."""

_TYPES = {
    ColumnKind.DAY: pa.date32(),
    ColumnKind.MOMENT: pa.timestamp("s"),
    ColumnKind.COUNT: pa.int64(),
    ColumnKind.PEOPLE: pa.int64(),
}
_TEXTS = frozenset({ColumnKind.ID, ColumnKind.TEXT, ColumnKind.PERIOD, ColumnKind.HASH})
_FILE_SCHEMA = pa.schema(
    [
        ("sha256", pa.string()),
        ("file", pa.string()),
        ("platform", pa.string()),
        ("report", pa.string()),
        ("locale", pa.string()),
        ("encoding", pa.string()),
        ("rows", pa.int64()),
        ("left_out", pa.int64()),
        ("tables", pa.list_(pa.string())),
        ("doubts", pa.list_(pa.string())),
    ]
)


@dataclass(frozen=True, slots=True)
class StoredFolder:
    """What became of a folder of exports.

    Attributes
    ----------
    tables : tuple of Stored
        The tables that were made, in the order of their names.
    doubts : tuple of Message
        Where exports contradict one another.
    faults : tuple of Fault
        Tables whose exports can't be brought together.
    """

    tables: tuple[Stored, ...]
    doubts: tuple[Message, ...]
    faults: tuple[Fault, ...]


def store_exports(backend: Backend, exports: Sequence[Export]) -> StoredFolder:
    """Bring exports together, and make a table of each canonical table that they hold.

    Parameters
    ----------
    backend : ibis.backends.duckdb.Backend
        The embedded database; tables of the same names are replaced.
    exports : sequence of Export
        The exports, in the order in which later ones count where they are of one day.
    """
    tables: list[Stored] = []
    doubts: list[Message] = []
    faults: list[Fault] = []
    for name in sorted({table.shape.name for export in exports for table in export.tables}):
        try:
            one = merged(exports, name)
        except DataError as error:
            faults += error.faults
            continue
        tables.append(_store(backend, name, arrow_table(one.table)))
        doubts += one.doubts
    tables.append(_store(backend, FILES, _files(exports)))
    return StoredFolder(tuple(tables), tuple(doubts), tuple(faults))


def arrow_table(table: CanonicalTable) -> pa.Table:
    """Give a canonical table as Arrow columns; each says its unit in its metadata."""
    fields, columns = [], []
    for name, kind in table.shape.kinds.items():
        unit = table.unit(name)
        said = {} if unit is None else {"unit": str(unit)}
        kind_of = pa.string() if kind in _TEXTS else _TYPES.get(kind, pa.float64())
        fields.append(pa.field(name, kind_of, metadata=said))
        columns.append(pa.array(_cells(table.frame[name]), type=kind_of))
    fields.append(pa.field("table_currency", pa.string()))
    columns.append(pa.array([table.currency] * len(table.frame), type=pa.string()))
    return pa.table(columns, schema=pa.schema(fields))


def _cells(column: pd.Series) -> list[object]:
    return [None if null else cell for cell, null in zip(column.astype("object"), column.isna(), strict=True)]


def _files(exports: Iterable[Export]) -> pa.Table:
    rows = [
        {
            "sha256": export.sha256,
            "file": export.file,
            "platform": export.match.report.platform,
            "report": export.match.report.report,
            "locale": export.match.report.locale,
            "encoding": export.encoding,
            "rows": export.rows,
            "left_out": len(export.left_out),
            "tables": [table.shape.name for table in export.tables],
            "doubts": [str(doubt) for doubt in export.doubts],
        }
        for export in exports
    ]
    return pa.Table.from_pylist(rows, schema=_FILE_SCHEMA)


def _store(backend: Backend, name: str, table: pa.Table) -> Stored:
    backend.con.register("_incoming", table)
    try:
        backend.con.execute(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM _incoming')  # noqa: S608 - a name of ours
    finally:
        backend.con.unregister("_incoming")
    return Stored(name, table.num_rows)


def is_canonical(name: str) -> bool:
    """Whether a name is one of a canonical table, or of the table of the files."""
    return name in SHAPES or name == FILES
