"""Parquet files: their columns as rows of cells, and what their footer says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from smmeasure.data.quote import clip
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError
from smmeasure.messages import message

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_MOST_CELLS = 50_000_000
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class ParquetRows:
    """The rows of a Parquet file.

    Attributes
    ----------
    rows : tuple of Row
        Its names, and its rows or the first of them.
    count : int
        Rows that it holds.
    """

    rows: tuple[Row, ...]
    count: int


def parquet_rows(stream: BinaryIO, file: str, most: int | None = None) -> ParquetRows:
    """Read a Parquet file.

    Parameters
    ----------
    stream : binary file
        The file.
    file : str
        Its name, for faults.
    most : int or None
        Rows to read at most; None for all of them.

    Raises
    ------
    DataError
        Where it is damaged, or too large to stand in the memory as a whole.
    """
    parquet = _open(stream, file)
    count, names = int(parquet.metadata.num_rows), parquet.schema_arrow.names
    wanted = count if most is None else min(most, count)
    if wanted * len(names) > _MOST_CELLS:
        raise DataError.at(
            clip(file),
            message("{rows} rows of {columns} columns", rows=count, columns=len(names)),
            message("a table that fits into the memory"),
            message("Read it through the warehouse, or add up its rows per day first."),
        )
    try:
        rows = tuple(islice(_rows(parquet, wanted), wanted))
    except (OSError, ValueError, ArithmeticError):
        raise _damaged(file) from None
    return ParquetRows((Row(1, tuple(names)), *rows), count)


def _rows(parquet: ParquetFile, wanted: int) -> Iterator[Row]:
    line = 2
    for batch in parquet.iter_batches(batch_size=max(1, min(_BATCH, wanted))):
        columns = [[_cell(value) for value in column.to_pylist()] for column in batch.columns]
        for cells in zip(*columns, strict=True):
            yield Row(line, cells)
            line += 1


def _open(stream: BinaryIO, file: str) -> ParquetFile:
    from pyarrow import ArrowException  # noqa: PLC0415 - few files need it, and it takes a while
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415

    try:
        return ParquetFile(stream, pre_buffer=False)
    except (ArrowException, OSError, ValueError):
        raise _damaged(file) from None


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        plain = value.replace(tzinfo=None)
        return plain.date() if plain.time() == time() else plain
    if value is None or isinstance(value, str | date):
        return value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int) and abs(value) >= 2**53:
        # A double would change the last digits of an id.
        return str(value)
    if isinstance(value, int | float | Decimal):
        number = float(value)
        return None if number != number else number  # noqa: PLR0124 - only nan differs from itself
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _damaged(file: str) -> DataError:
    return DataError.at(
        clip(file),
        message("a Parquet file that is damaged or cut"),
        message("a whole Parquet file"),
        message("Export or copy it again."),
    )
