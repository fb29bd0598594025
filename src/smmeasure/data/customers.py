"""From the orders and lists that a brief names to customers; persons are hashed as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pandas as pd

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.loyalty import CustomerList, Orders, Referrals
from smmeasure.customers import VOID, CustomerRows
from smmeasure.data.community import NO_KEY, Listed, read_list
from smmeasure.data.exports.merging import merged
from smmeasure.data.exports.reading import UNKNOWN, Export, read_exports
from smmeasure.data.files import read_content
from smmeasure.data.folder import NamedFile, named_files
from smmeasure.data.privacy import hash_of
from smmeasure.data.quote import clip
from smmeasure.data.table import find_columns
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message
from smmeasure.series import FileFacts

TABLE = "order"
_COLUMNS = "order_id, customer, ordered_at, net_amount"

_Read = TypeVar("_Read")


def load_customers(campaign: Campaign, folder: Path, key: bytes | None) -> CustomerRows | None:
    """Read the orders and the lists of customers that a brief names.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    folder : Path
        The folder that holds the files which the brief names; not opened where none is named.
    key : bytes or None
        The key of the workspace by which persons are hashed.

    Returns
    -------
    CustomerRows or None
        None where the brief has no ``loyalty``.

    Raises
    ------
    DataError
        With every fault of the files; no person is quoted.
    """
    asked = campaign.loyalty
    if asked is None:
        return None
    faults: list[Fault] = []
    orders = _tried(lambda: _orders(campaign, asked.orders, folder, key), faults)
    members = _tried(lambda: _list(asked.members, folder, "loyalty.members", key), faults)
    others = _tried(lambda: _list(asked.others, folder, "loyalty.others", key), faults)
    owners = _tried(lambda: _owners(asked.referrals, folder, key), faults)
    faults += _in_both(members, others)
    if faults or orders is None:
        raise DataError(*faults)
    lists = [one.facts for one in (members, others, owners) if one is not None]
    return CustomerRows(
        orders=_with_margin(orders.frame, asked.orders),
        members=members.days if members else None,
        others=others.days if others else None,
        referrals=owners.owners if owners else None,
        files=asked.files(),
        doubts=(*orders.doubts, *_strangers(orders.frame, members)),
        facts=tuple(dict.fromkeys([*orders.facts, *lists])),
    )


@dataclass(frozen=True, slots=True)
class _Bought:
    """The orders of all files, what is doubtful in them, and the files."""

    frame: pd.DataFrame
    doubts: tuple[Message, ...]
    facts: tuple[FileFacts, ...]


@dataclass(frozen=True, slots=True)
class _Codes:
    """Who owns which code, and the file."""

    owners: pd.Series
    facts: FileFacts


def _tried(read: Callable[[], _Read], faults: list[Fault]) -> _Read | None:
    """Read a file; its faults are added to those of the others."""
    try:
        return read()
    except DataError as error:
        faults += error.faults
        return None


def _orders(campaign: Campaign, asked: Orders, folder: Path, key: bytes | None) -> _Bought:
    exports = _exports(asked, folder, key)
    table = merged(exports, TABLE)
    if table.table.currency not in {None, campaign.currency}:
        raise DataError.at(
            "loyalty.orders.file",
            message("amounts in {currency} in {file}", currency=str(table.table.currency), file=clip(asked.file)),
            message("{currency}, the currency of the brief", currency=campaign.currency),
            message("Convert the amounts at a stated rate: two currencies are never added."),
        )
    faults = [*_keyless(table.table.frame, key), *_worthless(table.table.frame, asked)]
    if faults:
        raise DataError(*faults)
    told: list[Message] = []
    for doubt in (*(doubt for export in exports for doubt in export.doubts), *table.doubts):
        if doubt not in told:
            told.append(doubt)
    facts = tuple(FileFacts(export.file, export.sha256) for export in exports)
    return _Bought(table.table.frame, tuple(told), facts)


def _exports(asked: Orders, folder: Path, key: bytes | None) -> list[Export]:
    exports = [export for file in named_files(folder, asked.file) for export in _read(file, asked, folder, key)]
    found = [export for export in exports if any(table.shape.name == TABLE for table in export.tables)]
    if not found:
        raise DataError.at(
            "loyalty.orders.file",
            message("no orders in {file}", file=clip(asked.file)),
            message("an export of orders, or the columns {columns}", columns=_COLUMNS),
            message("Export the orders of the shop, or name the columns so in the file."),
        )
    return found


def _read(file: NamedFile, asked: Orders, folder: Path, key: bytes | None) -> list[Export]:
    """Read a file; none where its headers are of no report, as orders would be."""
    try:
        exports = read_exports(
            folder / file.file,
            locale=asked.locale,
            date_format=asked.date_format,
            decimal=asked.decimal,
            currency=asked.currency,
            key=key,
        )
    except DataError as error:
        if any(fault.found != UNKNOWN for fault in error.faults):
            raise
        return []
    return [export for export in exports if file.holds(export.file)]


def _keyless(orders: pd.DataFrame, key: bytes | None) -> Iterator[Fault]:
    """Refuse orders of which none names a customer."""
    if len(orders) and orders["customer"].notna().any():
        return
    yield Fault(
        "loyalty.orders.file",
        message("no customer that can be told from another on any of {count} rows", count=len(orders)),
        message("the customer's e-mail address or keyed hash on the rows of known customers"),
        NO_KEY if key is None else message("Export the orders with the customers' addresses or keys."),
    )


def _worthless(orders: pd.DataFrame, asked: Orders) -> Iterator[Fault]:
    """Refuse orders without an amount, which would be worth nothing."""
    is_void = orders["cancelled"].notna() | orders["status"].astype("string").str.casefold().isin(VOID)
    bought = orders[orders["customer"].notna() & ~is_void]
    amounts = bought.groupby("order_id", sort=False).agg(amount=("net_amount", "count"), day=("ordered_at", "min"))
    bare = amounts[amounts["amount"] == 0]
    if len(bare):
        yield Fault(
            "loyalty.orders.file",
            message(
                "orders without an amount in {file}: {count}, the first on {day}",
                file=clip(asked.file),
                count=len(bare),
                day=bare["day"].min().date(),
            ),
            message("an amount for every order"),
            message("Look the amounts up, or leave these orders out and say so; missing is not 0."),
        )


def _with_margin(orders: pd.DataFrame, asked: Orders) -> pd.DataFrame:
    if asked.margin is None:
        return orders
    kept = orders["net_amount"].astype("float64") - orders["refund"].astype("float64").fillna(0.0)
    return orders.assign(margin=asked.margin * kept)


def _list(asked: CustomerList | None, folder: Path, place: str, key: bytes | None) -> Listed | None:
    if asked is None:
        return None
    return read_list(read_content(folder, asked.file), asked, place, key)


def _in_both(members: Listed | None, others: Listed | None) -> Iterator[Fault]:
    """Refuse customers who stand in both groups."""
    if members is None or others is None:
        return
    both = members.days.index.intersection(others.days.index)
    if len(both):
        first = min(both, key=lambda who: (len(others.places[who]), others.places[who]))
        yield Fault(
            others.places[first],
            message(
                "customers who are members too: {count}, this one by {place}",
                count=len(both),
                place=members.places[first],
            ),
            message("each customer in one group"),
            message("Find out which of the two lists is right; nobody can be compared with himself."),
        )


def _owners(asked: Referrals | None, folder: Path, key: bytes | None) -> _Codes | None:
    """Read who owns which code."""
    if asked is None:
        return None
    content = read_content(folder, asked.file)
    table = find_columns(content, {"code": asked.code, "customer": asked.customer}, "loyalty.referrals")
    codes = [str(cell or "").strip() for cell in table.columns[asked.code]]
    owners = [hash_of(cell, key) for cell in table.columns[asked.customer]]
    seen: dict[str, int] = {}
    faults: list[Fault] = []
    for row, (code, owner) in enumerate(zip(codes, owners, strict=True)):
        place = f"{clip(asked.file)}:{table.lines[row]}"
        if not code or owner is None:
            faults.append(_half_a_code(f"{place} [{clip(asked.customer if code else asked.code)}]", key))
        elif code.casefold() in seen:
            faults.append(_twice(f"{place} [{clip(asked.code)}]", seen[code.casefold()]))
        seen.setdefault(code.casefold(), table.lines[row])
    if faults:
        raise DataError(*faults)
    return _Codes(pd.Series(owners, index=codes, dtype=object), FileFacts(content.file, content.sha256))


def _half_a_code(place: str, key: bytes | None) -> Fault:
    return Fault(
        place,
        message("a code without an owner who can be told, or an owner without a code"),
        message("a code and its owner on every row"),
        NO_KEY if key is None else message("Complete the row, or remove it."),
    )


def _twice(place: str, line: int) -> Fault:
    return Fault(
        place,
        message("a code that stands in line {line} already", line=line),
        message("each code once, with one owner"),
        message("Leave out codes that several people share: they say nothing of who brings whom."),
    )


def _strangers(orders: pd.DataFrame, members: Listed | None) -> Iterator[Message]:
    """Doubt lists of which nobody has ever ordered."""
    if members is not None and not members.days.index.isin(orders["customer"]).any():
        yield message(
            "None of the {count} members has an order in the file: were both hashed with the same key?",
            count=len(members.days),
        )
