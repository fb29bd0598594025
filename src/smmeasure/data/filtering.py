"""Which rows of a canonical table a source means: its filters, and what it may not leave open."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from smmeasure.brief.campaign import Source
from smmeasure.data.exports.canonical import CanonicalTable, ColumnKind
from smmeasure.data.measures import NET_SALES, column_of, is_counted
from smmeasure.data.quote import clip, listed, nearest, normal
from smmeasure.errors import DataError
from smmeasure.messages import message

_CANCELLED = frozenset({"cancelled", "canceled", "voided", "failed", "expired"})
"""States in which an order brings nothing."""

_OF_A_LINE = frozenset({"sku", "product"})
"""Columns of an order that differ from line to line; amounts of the whole order stand on its first line."""

_NONE = "(none)"

_UNQUOTED = frozenset({"text", "title", "subject"})
"""Columns of free text: what others wrote is not repeated in a message."""


_KEYS = frozenset({"platform", "basis"})
"""Columns that a source filters by keys of their own."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The rows of a table that a source means.

    Attributes
    ----------
    values : pandas.Series of float, shape (n,)
        Values by the row's place in the table; null where nothing is known.
    left_out : pandas.Index, shape (m,)
        Places of the rows that only the filter `where` leaves out.
    """

    values: pd.Series
    left_out: pd.Index


def meant(table: CanonicalTable, source: Source, place: str) -> Meant:
    """Find the rows of a table that a source means.

    Orders that were cancelled are left out unless the source filters by `status`.

    Parameters
    ----------
    table : CanonicalTable
        The merged table.
    source : Source
        What the brief says.
    place : str
        Key path of the source, for faults.

    Raises
    ------
    DataError
        Where a filter names no column or keeps nothing, or where rows of two platforms, accounts, bases
        or levels are left.
    """
    frame, name, measure = table.frame, table.shape.name, source.measure or ""
    _check_filters(table, source, place)
    if name == "order":
        _refuse_lines(source, place)
        frame = _without_cancelled(frame, source)
    for key, said in (("platform", source.platform), ("basis", source.basis)):
        if said is not None and key in frame:
            frame = _kept(frame, key, said, f"{place}.{key}")
    whole = frame
    for column, text in source.where.items():
        frame = _kept(frame, column, text, f"{place}.where.{column}")
    values = _values(frame, name, measure)
    _refuse_several(frame.loc[values[values.notna()].index], table, source, place)
    return Meant(values, whole.index.difference(frame.index))


def _values(frame: pd.DataFrame, name: str, measure: str) -> pd.Series:
    """Give the values of a measure: 1 for each thing that is counted, at its first row."""
    column = column_of(name, measure) or measure
    if is_counted(name, measure):
        known = frame[column].dropna().drop_duplicates()
        return pd.Series(1.0, index=known.index)
    values = frame[column].astype("float64")
    if name == "order" and measure == NET_SALES:
        return values - frame["refund"].astype("float64").fillna(0.0)
    return values


def _without_cancelled(frame: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Leave out orders that were cancelled, unless the brief asks for a status itself."""
    if "status" in source.where:
        return frame
    is_out = frame["cancelled"].notna() | frame["status"].map(normal, na_action="ignore").isin(_CANCELLED)
    return frame[~frame["order_id"].isin(frame.loc[is_out, "order_id"])]


def _refuse_lines(source: Source, place: str) -> None:
    amounts = {"net_amount", "gross_amount", "discount", "shipping", "tax", "refund", NET_SALES}
    asked = sorted(_OF_A_LINE.intersection(source.where))
    if asked and source.measure in amounts:
        raise DataError.at(
            f"{place}.where.{asked[0]}",
            message("{measure}, an amount of whole orders, for single lines", measure=source.measure or ""),
            message("a measure of single lines"),
            message("Take line_amount or quantity, or leave the filter out."),
        )


def _check_filters(table: CanonicalTable, source: Source, place: str) -> None:
    """Refuse filters by columns that the table doesn't have."""
    kinds, name = table.shape.kinds, table.shape.name
    texts = [column for column, kind in kinds.items() if kind in {ColumnKind.TEXT, ColumnKind.ID}]
    for column in source.where:
        if column not in texts:
            near = nearest(column, texts)
            raise DataError.at(
                f"{place}.where.{clip(column)}",
                message("no column “{name}” in the table {table}", name=clip(column), table=name),
                message("one of its columns: {columns}", columns=listed(texts, most=40)),
                message("Did you mean {near}?", near=near)
                if near
                else message("Name one of these columns in the brief."),
            )
    for key, said in (("platform", source.platform), ("basis", source.basis)):
        is_paid = key == "basis" and said == "paid" and name == "ad_day"
        if said is not None and key not in kinds and not is_paid:
            raise DataError.at(
                f"{place}.{key}",
                message("the key {key} for the table {table}, which doesn't tell it", key=key, table=name),
                message("a source without this key"),
                message("Remove it."),
            )


def _kept(frame: pd.DataFrame, column: str, text: str, place: str) -> pd.DataFrame:
    left = frame[frame[column].map(normal, na_action="ignore") == normal(text)]
    if len(left):
        return left
    there = sorted(set(frame[column].dropna()))
    raise DataError.at(
        place,
        message("“{text}” in no row", text=clip(text)),
        message("a text that the column holds")
        if column in _UNQUOTED
        else message("a text that the column holds: {texts}", texts=listed(there)),
        message("Write the text as it stands in the file."),
    )


def _refuse_several(frame: pd.DataFrame, table: CanonicalTable, source: Source, place: str) -> None:
    """Refuse rows of two platforms, bases or levels: what belongs together is the brief's to say."""
    for column in ("platform", "account", "basis", "level"):
        there = sorted(set(frame[column].fillna(_NONE))) if column in table.shape.kinds else []
        if len(there) > 1:
            name = next(one for one in there if one != _NONE)
            key = f"{column}: {name}" if column in _KEYS else f"where: {{{column}: {name}}}"
            raise DataError.at(
                place,
                message(
                    "{measure} of {column} {names}", measure=source.measure or "", column=column, names=listed(there)
                ),
                message("one {column}", column=column),
                message(
                    "Say which one is meant, e.g. `{key}`; for several, write one indicator or cost for each.", key=key
                ),
            )
