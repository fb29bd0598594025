"""Lists of a community's members: hashed at the door, so that nothing personal goes further in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from smmeasure.data.cells import is_missing, parse_days
from smmeasure.data.files import read_content
from smmeasure.data.privacy import checked_key, person_hash
from smmeasure.data.rows import Cell
from smmeasure.data.table import Table, find_columns
from smmeasure.errors import CallError, DataError, Fault
from smmeasure.messages import message

_HASH = re.compile(r"[0-9a-f]{32}")


def read_members(
    path: str | Path, *, key: bytes | None, customer: str, since: str, date_format: str | None = None
) -> pd.Series:
    """Read who belongs to a community, and since when.

    Persons are hashed with the workspace's key, as in the orders: e-mail addresses are the same person however they
    are written. Cells that hold 32 hexadecimal digits are taken as such hashes already.

    Parameters
    ----------
    path : str or pathlib.Path
        The file.
    key : bytes or None
        The key of the workspace (`smm.load_key`), the same as the orders were read with.
    customer : str
        Header of the column of e-mail addresses, or of hashes.
    since : str
        Header of the column of the days on which they joined.
    date_format : str, optional
        How these days are written, in the signs of `datetime.strptime`; ``YYYY-MM-DD`` if left out.

    Returns
    -------
    pandas.Series of datetime64
        Day of joining by keyed hash, in the order of the hashes.

    Raises
    ------
    CallError
        Without a key, or with one that can be guessed.
    DataError
        With every fault of the file; no cell of a person is quoted.
    """
    if checked_key(key) is None:
        raise CallError.at(
            "key",
            message("no key"),
            message("the key with which the orders were read"),
            message("Take `smm.load_key()`: without it nobody can be found again in the orders."),
        )
    file = Path(path)
    wanted = {"customer": customer, "since": since}
    table = find_columns(read_content(file.parent, file.name), wanted, "members")
    people, days = table.columns[customer], parse_days(table.columns[since], date_format).items
    faults = _faults(table, wanted, people, days)
    if faults:
        raise DataError(*faults)
    hashes = [_hashed(cell, key) for cell in people]
    return _once(
        pd.Series(pd.to_datetime([day for day in days if day is not None]), hashes, name="since"), table, customer
    )


def _faults(table: Table, wanted: Mapping[str, str], people: Sequence[Cell], days: Sequence[object]) -> list[Fault]:
    faults: list[Fault] = []
    nobody = [row for row, cell in enumerate(people) if is_missing(cell) or not str(cell).strip("@ ")]
    if nobody:
        faults.append(
            Fault(
                _at(table, nobody[0], wanted["customer"]),
                message("rows without a person: {count}", count=len(nobody)),
                message("an e-mail address or a keyed hash on every row"),
                message("Remove these rows, or look the persons up."),
            )
        )
    undated = [row for row, day in enumerate(days) if day is None]
    if undated:
        faults.append(
            Fault(
                _at(table, undated[0], wanted["since"]),
                message("rows without a day that can be read: {count}", count=len(undated)),
                message("the day on which each person joined, as 2026-03-21"),
                message("Say how the days are written with `date_format`, for instance `%d/%m/%Y`."),
            )
        )
    return faults


def _hashed(cell: Cell, key: bytes | None) -> str:
    text = str(cell).strip()
    return text if _HASH.fullmatch(text) else str(person_hash(text, key))


def _once(members: pd.Series, table: Table, customer: str) -> pd.Series:
    """Refuse a person who joined on two days; a row that stands there twice says the same twice."""
    doubled = members.groupby(level=0, sort=True)
    if several := int((doubled.min() < doubled.max()).sum()):
        raise DataError.at(
            f"{table.content.file} [{customer}]",
            message("persons with several days of joining: {count}", count=several),
            message("one day for each person"),
            message("Keep the first day on which each of them joined."),
        )
    return doubled.first()


def _at(table: Table, row: int, header: str) -> str:
    return f"{table.content.file}:{table.lines[row]} [{header}]"
