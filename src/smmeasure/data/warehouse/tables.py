"""The tables of a warehouse: found, and able to give what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import ibis
from ibis.backends import BaseBackend
from ibis.common.exceptions import TableNotFound

from smmeasure.data.quote import clip, listed, nearest
from smmeasure.data.warehouse.ga4 import web_days
from smmeasure.data.warehouse.questions import Aggregation, DayColumn, Question, Ticks
from smmeasure.data.warehouse.refusals import told_as_fault
from smmeasure.errors import DataError, Fault
from smmeasure.messages import message

GA4 = "ga4:"
"""What stands before the name of Google Analytics' event tables where their days are meant."""

CURRENCY = "table_currency"
"""Column of our own tables with the currency of all amounts of the table."""


def open_tables(backend: BaseBackend, questions: Sequence[Question]) -> dict[str, ibis.Table]:
    """Open the tables that questions name, each once.

    Raises
    ------
    DataError
        With every table and column that is missing, and every column that can't be what it is asked for.
    """
    tables: dict[str, ibis.Table] = {}
    faults: list[Fault] = []
    for name in dict.fromkeys(one.table for one in questions):
        try:
            tables[name] = _opened(backend, name)
        except DataError as error:
            faults += error.faults
    for one in questions:
        if one.table in tables:
            faults += column_faults(tables[one.table], one)
            faults += _currency_faults(backend, tables[one.table], one)
    if faults:
        raise DataError(*{str(fault): fault for fault in faults}.values())
    return tables


def _opened(backend: BaseBackend, name: str) -> ibis.Table:
    """Open a table, or the days of the site that events of Google Analytics become."""
    if name.startswith(GA4):
        return web_days(open_table(backend, name.removeprefix(GA4)))
    return open_table(backend, name)


def open_table(backend: BaseBackend, name: str) -> ibis.Table:
    """Open a table; ``schema.table`` names one of another schema.

    Raises
    ------
    DataError
        There is no such table.
    """
    schema, _, table = name.rpartition(".")
    with told_as_fault(clip(name)):
        try:
            return backend.table(table, database=schema or None)
        except TableNotFound:
            names = sorted(backend.list_tables(database=schema or None))
    near = nearest(table, names)
    raise DataError.at(
        clip(name),
        message("no such table in the warehouse"),
        message("one of: {names}", names=listed(names)),
        message("Did you mean {near}?", near=near) if near else message("Look the name up, and correct it."),
    )


def column_faults(table: ibis.Table, question: Question) -> Iterator[Fault]:
    """Look for columns that are missing or can't be what they are asked for."""
    missing = [name for name in question.columns if name not in table.columns]
    for name in missing:
        near = nearest(name, table.columns)
        yield Fault(
            f"{clip(question.table)} [{clip(name)}]",
            message("no such column"),
            message("one of: {names}", names=listed(table.columns)),
            message("Did you mean {near}?", near=near) if near else message("Look the name up, and correct it."),
        )
    if question.day.name not in missing:
        yield from _day_faults(table, question)
    if question.value is not None and question.value not in missing:
        yield from _value_faults(table, question, question.value)


def _day_faults(table: ibis.Table, question: Question) -> Iterator[Fault]:
    kind = table[question.day.name].type()
    place = f"{clip(question.table)} [{clip(question.day.name)}]"
    if question.day.timezone is None and kind.is_timestamp() and kind.timezone is not None:
        yield Fault(
            place,
            message("moments in UTC, whose day depends on the time zone"),
            message("a time zone whose days count"),
            message("Name it, as Europe/Paris."),
        )
    elif not _can_be_day(kind, question.day):
        expected = (
            message("a column of days, or of texts like 2026-03-01")
            if question.day.timezone is None
            else message("a column of moments, or of numbers together with what they count")
        )
        cure = message("Name another column, or say what the numbers count: {ticks}.", ticks=listed(Ticks))
        yield Fault(place, message("a column of the type {kind}", kind=str(kind)), expected, cure)


def _can_be_day(kind: ibis.DataType, day: DayColumn) -> bool:
    if day.timezone is None:
        return day.ticks is None and (kind.is_date() or kind.is_timestamp() or kind.is_string())
    return bool(kind.is_timestamp() if day.ticks is None else kind.is_integer())


def _value_faults(table: ibis.Table, question: Question, value: str) -> Iterator[Fault]:
    kind = table[value].type()
    if question.aggregation is not Aggregation.DISTINCT and not kind.is_numeric():
        yield Fault(
            f"{clip(question.table)} [{clip(value)}]",
            message("a column of the type {kind}", kind=str(kind)),
            message("a column of numbers"),
            message("Name another column, or leave `value` out to count rows."),
        )


def _currency_faults(backend: BaseBackend, table: ibis.Table, question: Question) -> Iterator[Fault]:
    """Look for amounts of another currency, in tables that say theirs."""
    if question.aggregation is Aggregation.DISTINCT or not question.unit.is_money or CURRENCY not in table.columns:
        return
    with told_as_fault(clip(question.table)):
        found = backend.to_pyarrow(table.select(CURRENCY).distinct()).to_pylist()
    others = sorted({row[CURRENCY] for row in found} - {None, question.unit.currency})
    if others:
        yield Fault(
            question.place,
            message("amounts in {currency} in {table}", currency=listed(others), table=clip(question.table)),
            message("an amount in {currency}", currency=str(question.unit.currency)),
            message("A brief has one currency: convert the column, or change the key `currency`."),
        )
