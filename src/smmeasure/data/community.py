"""Lists of customers: hashed at the door, so that nothing personal goes further in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from smmeasure.brief.loyalty import CustomerList
from smmeasure.data.cells import is_missing, parse_days
from smmeasure.data.files import Content, read_content
from smmeasure.data.privacy import checked_key, hash_of
from smmeasure.data.quote import clip, normal
from smmeasure.data.rows import Cell
from smmeasure.data.table import Table, find_columns
from smmeasure.errors import CallError, DataError, Fault
from smmeasure.messages import message
from smmeasure.series import FileFacts


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of customers that was read.

    Attributes
    ----------
    days : pandas.Series of datetime64
        Day by keyed hash, in the order of the hashes.
    places : mapping of str to str
        Where each of them first stands, as ``file:line [header]``, by keyed hash.
    facts : FileFacts
        The file.
    """

    days: pd.Series
    places: Mapping[str, str]
    facts: FileFacts


NO_KEY = message(
    "Make a key once, as `smmeasure new` does: 64 hexadecimal digits from a random source in a file privacy.key beside "
    "the folder params; keep it secret and keep a copy."
)


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
    asked = CustomerList.model_construct(file=file.name, customer=customer, since=since, date_format=date_format)
    return read_list(read_content(file.parent, file.name), asked, "members", key).days


def read_list(content: Content, asked: CustomerList, place: str, key: bytes | None) -> Listed:
    """Read a list of customers with a day each; as `read_members`, with the lines where they stand.

    Parameters
    ----------
    content : Content
        The file.
    asked : CustomerList
        Its columns, and which rows are meant.
    place : str
        Key path in the brief, for faults.
    key : bytes or None
        The key of the workspace; without one only cells that are keyed hashes already can be taken.

    Raises
    ------
    DataError
        With every fault of the file; no cell of a person is quoted.
    """
    wanted = {"customer": asked.customer, "since": asked.since}
    found = find_columns(content, {**wanted, **{f"where.{column}": column for column in asked.where}}, place)
    table = _kept(found, asked.where, place)
    people, days = table.columns[asked.customer], parse_days(table.columns[asked.since], asked.date_format).items
    faults = _faults(table, wanted, people, days, key)
    if faults:
        raise DataError(*faults)
    hashes = [str(hash_of(cell, key)) for cell in people]
    known = pd.to_datetime([day for day in days if day is not None])
    return _once(pd.DataFrame({"customer": hashes, "since": known, "line": table.lines}), content, asked.customer)


def _kept(table: Table, where: Mapping[str, str], place: str) -> Table:
    """Keep the rows whose columns have these texts; what stands there instead is not told: it may be a name."""
    for column, text in where.items():
        rows = [row for row, cell in enumerate(table.columns[column]) if normal(cell) == normal(text)]
        if not rows:
            raise DataError.at(
                f"{place}.where.{clip(column)}",
                message("“{text}” in no row of {file}", text=clip(text), file=clip(table.content.file)),
                message("a text that the column holds"),
                message("Write the text as it stands in the file."),
            )
        columns = {name: tuple(cells[row] for row in rows) for name, cells in table.columns.items()}
        table = Table(table.content, table.header, columns, tuple(table.lines[row] for row in rows))
    return table


def _faults(
    table: Table, wanted: Mapping[str, str], people: Sequence[Cell], days: Sequence[object], key: bytes | None
) -> list[Fault]:
    faults: list[Fault] = []
    nobody = {row: cell for row, cell in enumerate(people) if is_missing(cell) or not str(cell).strip("@ ")}
    if nobody:
        faults.append(
            Fault(
                _at(table, min(nobody), wanted["customer"]),
                message("rows without a person: {count}", count=len(nobody)),
                message("an e-mail address or a keyed hash on every row"),
                message("Remove these rows, or look the persons up."),
            )
        )
    open_ones = [row for row in range(len(people)) if row not in nobody and hash_of(people[row], key) is None]
    if open_ones:
        faults.append(
            Fault(
                _at(table, open_ones[0], wanted["customer"]),
                message("persons as they are, and no key to hash them with: {count}", count=len(open_ones)),
                message("the workspace's key in the file privacy.key, or keyed hashes"),
                NO_KEY,
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


def _once(rows: pd.DataFrame, content: Content, header: str) -> Listed:
    """Refuse a person who joined on two days; a row that stands there twice says the same twice."""
    firsts, file = rows.groupby("customer", sort=True).first(), content.file
    again = rows[rows["since"] != rows["customer"].map(firsts["since"])]
    if len(again):
        line, other = again["line"].iloc[0], firsts["line"][again["customer"].iloc[0]]
        raise DataError.at(
            f"{clip(file)}:{line} [{clip(header)}]",
            message(
                "persons with several days of joining: {count}, this one also in line {other}",
                count=again["customer"].nunique(),
                other=int(other),
            ),
            message("one day for each person"),
            message("Keep the first day on which each of them joined."),
        )
    places = {
        who: f"{clip(file)}:{line} [{clip(header)}]" for who, line in zip(firsts.index, firsts["line"], strict=True)
    }
    return Listed(firsts["since"].rename_axis(None), places, FileFacts(file, content.sha256))


def _at(table: Table, row: int, header: str) -> str:
    return f"{clip(table.content.file)}:{table.lines[row]} [{clip(header)}]"
