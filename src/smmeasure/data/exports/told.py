"""What a user says of an export, and what a reader gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smmeasure.data.exports.canonical import CanonicalTable
from smmeasure.messages import Message


@dataclass(frozen=True, slots=True)
class Declared:
    """What a user says of a file, None where he says nothing.

    Attributes
    ----------
    platform : str or None
        Network of a series whose title names none.
    date_format : str or None
        How days are written.
    decimal : str or None
        Decimal sign.
    currency : str or None
        ISO 4217 code of the amounts.
    as_of : datetime.date or None
        Day of the export.
    first_day, last_day : datetime.date or None
        Period of a table that names none.
    key : bytes or None
        Secret of the hashes of persons.
    """

    platform: str | None = None
    date_format: str | None = None
    decimal: str | None = None
    currency: str | None = None
    as_of: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    key: bytes | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader makes of a file.

    Attributes
    ----------
    tables : tuple of CanonicalTable
        Its rows in canonical columns.
    rows : int
        Rows of data.
    left_out : tuple of int
        Lines that hold totals or name nothing.
    decimal : str or None
        Decimal sign.
    day_first : bool or None
        Whether days stand before months.
    doubts : tuple of Message
        What a reader should know.
    """

    tables: tuple[CanonicalTable, ...]
    rows: int
    left_out: tuple[int, ...] = ()
    decimal: str | None = None
    day_first: bool | None = None
    doubts: tuple[Message, ...] = ()
