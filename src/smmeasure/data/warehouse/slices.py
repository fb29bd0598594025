"""The slice of one campaign: its days as one Parquet file, which its notebook reads and nothing else."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from types import MappingProxyType

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from smmeasure.data.quote import clip
from smmeasure.data.warehouse.answers import Answer
from smmeasure.data.warehouse.questions import Question
from smmeasure.errors import DataError
from smmeasure.messages import message

SLICE = "days.parquet"
"""Name of the file in the folder ``campaign=<name>`` of each campaign."""

_KEY = b"smmeasure"
_NONE: Mapping[Question, str] = MappingProxyType({})
_SCHEMA = pa.schema(
    [
        pa.field("indicator", pa.string(), nullable=False),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("day", pa.date32(), nullable=False),
        pa.field("value", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class SliceSeries:
    """The days of one indicator as a slice holds them.

    Attributes
    ----------
    indicator : str
        Its name in the brief.
    asked : str
        Fingerprint of the question that was answered, hexadecimal.
    values : pandas.Series of float, shape (n,)
        One value per calendar day, nan where nothing is known.
    rows : int
        Rows of the table that count.
    """

    indicator: str
    asked: str
    values: pd.Series
    rows: int


def fingerprint_of(question: Question, database: str = "") -> str:
    """Give one fingerprint of all that a question says, and of the database where it is a file; hexadecimal."""
    return hashlib.sha256(json.dumps([astuple(question), database]).encode()).hexdigest()


def slice_bytes(answers: Sequence[Answer], databases: Mapping[Question, str] = _NONE) -> bytes:
    """Write the answers for one campaign as Parquet, one row per indicator and day.

    Parameters
    ----------
    answers : sequence of Answer
        Answers for one campaign.
    databases : mapping of Question to str
        Fingerprint of the database that was asked, where it is a file.

    Returns
    -------
    bytes
        The same answers give the same bytes.
    """
    ordered = sorted(answers, key=lambda one: one.question.indicator)
    columns: dict[str, list[object]] = {name: [] for name in _SCHEMA.names}
    for one in ordered:
        columns["indicator"] += [one.question.indicator] * len(one.values)
        columns["unit"] += [str(one.question.unit)] * len(one.values)
        columns["day"] += [day.date() for day in pd.DatetimeIndex(one.values.index)]
        columns["value"] += [None if pd.isna(value) else float(value) for value in one.values]
    facts = {
        one.question.indicator: {
            "asked": fingerprint_of(one.question, databases.get(one.question, "")),
            "rows": one.rows,
        }
        for one in ordered
    }
    schema = _SCHEMA.with_metadata({_KEY: json.dumps(facts, sort_keys=True).encode()})
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns, schema=schema), buffer)
    return buffer.getvalue()


def read_slice(raw: bytes, file: str) -> dict[str, SliceSeries]:
    """Read a slice.

    Parameters
    ----------
    raw : bytes
        The file.
    file : str
        Its name, for faults.

    Returns
    -------
    dict of str to SliceSeries
        By indicator.

    Raises
    ------
    DataError
        The bytes are no slice.
    """
    try:
        table = pq.read_table(io.BytesIO(raw))
        facts = json.loads((table.schema.metadata or {})[_KEY])
    except (pa.ArrowException, OSError, KeyError, ValueError):
        raise DataError.at(
            clip(file),
            message("a file that holds no campaign's days"),
            message("a slice of the warehouse"),
            message("Remove the file: it is made again."),
        ) from None
    rows = list(zip(*(table[name].to_pylist() for name in ("indicator", "day", "value")), strict=True))
    return {key: _series(key, fact, [row[1:] for row in rows if row[0] == key]) for key, fact in facts.items()}


def _series(key: str, fact: dict[str, object], rows: Sequence[tuple[object, float | None]]) -> SliceSeries:
    index = pd.DatetimeIndex([day for day, _ in rows], freq="D")
    values = pd.Series([value for _, value in rows], index=index, dtype="float64")
    return SliceSeries(key, str(fact["asked"]), values, int(str(fact["rows"])))
