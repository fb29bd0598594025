"""The days of every indicator of every campaign, from as few passes over the tables as there are groupings."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import pandas as pd
from ibis.backends import BaseBackend

from smmeasure.data.quote import clip, listed
from smmeasure.data.warehouse.passes import Pass, grouped, passes, plain_day, span_of
from smmeasure.data.warehouse.questions import Aggregation, DayColumn, Question, check_questions
from smmeasure.data.warehouse.refusals import told_as_fault
from smmeasure.data.warehouse.tables import open_tables
from smmeasure.data.warehouse.zones import Stretch, day_of, local_day, stretches
from smmeasure.errors import DataError, Fault
from smmeasure.messages import message
from smmeasure.windows import Window

_Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """The daily values of one indicator of one campaign.

    Attributes
    ----------
    question : Question
        What was asked.
    values : pandas.Series of float, shape (n,)
        One value per calendar day, in the question's unit, from the first to the last day of the table, or of
        the rows that count where an absent day is unknown; nan where nothing is known.
    rows : int
        Rows of the table that count.
    """

    question: Question
    values: pd.Series
    rows: int


def answer(backend: BaseBackend, questions: Sequence[Question]) -> tuple[Answer, ...]:
    """Answer the questions of all campaigns at once.

    Parameters
    ----------
    backend : ibis.backends.BaseBackend
        The warehouse.
    questions : sequence of Question
        What is asked.

    Returns
    -------
    tuple of Answer
        In the order of the questions.

    Raises
    ------
    DataError
        With all faults: tables and columns that are not there or can't be what they are asked for, filters that
        keep nothing, rows without a day, two values on one day.
    """
    check_questions(tuple(questions))
    tables = open_tables(backend, questions)
    spans = {
        asked: _Span.of(backend, tables[asked[0]], *asked) for asked in {(one.table, one.day) for one in questions}
    }
    found: dict[Question, Answer] = {}
    faults: list[Fault] = []
    for one in passes(questions):
        span = spans[one.table, one.day]
        rows = _fetch(backend, grouped(tables[one.table], one, span.offsets), clip(one.table))
        for question in one.questions:
            try:
                found[question] = _answer(question, one, rows, span)
            except DataError as error:
                faults.extend(error.faults)
    if faults:
        raise DataError(*faults)
    return tuple(found[one] for one in questions)


@dataclass(frozen=True, slots=True)
class _Span:
    """First and last day of a table; None where it is empty."""

    window: Window | None
    offsets: tuple[Stretch, ...] = ()

    @classmethod
    def of(cls, backend: BaseBackend, table: ibis.Table, name: str, day: DayColumn) -> _Span:
        """Ask a table for them."""
        (row,) = _fetch(backend, span_of(table, day), clip(name))
        first, last = row["first"], row["last"]
        if first is None or last is None:
            return cls(None, (Stretch(0, 0),))
        if day.timezone is None:
            return cls(_window(plain_day(first), plain_day(last)))
        scale = 1 if day.ticks is None else day.ticks.per_second
        low, high = (math.floor(float(str(end)) / scale) for end in (first, last))
        try:
            ends = local_day(low, day.timezone), local_day(high, day.timezone)
        except (OverflowError, OSError, ValueError):
            raise _wrong_ticks(name, day) from None
        return cls(_window(*ends), stretches(day.timezone, low, high))


def _window(first: date | None, last: date | None) -> Window | None:
    return None if first is None or last is None else Window(first, last)


def _wrong_ticks(table: str, day: DayColumn) -> DataError:
    return DataError.at(
        f"{clip(table)} [{clip(day.name)}]",
        message("numbers that are no moments in {ticks}", ticks="seconds" if day.ticks is None else day.ticks.value),
        message("the time since 1970"),
        message("Say what the numbers count: seconds, milliseconds or microseconds."),
    )


def _fetch(backend: BaseBackend, expression: ibis.Table, place: str) -> list[_Row]:
    with told_as_fault(place):
        rows: list[_Row] = backend.to_pyarrow(expression).to_pylist()
    return rows


def _answer(question: Question, asked: Pass, rows: Sequence[_Row], span: _Span) -> Answer:
    mine = [row for row in rows if all(row[f"by_{place}"] == text for place, text in enumerate(question.texts))]
    count = sum(int(str(row["rows"])) for row in mine)
    if not mine or span.window is None:
        raise _nothing(question)
    days = [_day(row) for row in mine]
    if None in days:
        raise _no_day(question, mine[days.index(None)])
    values = dict(zip([day for day in days if day is not None], _values(question, asked, mine), strict=True))
    window = span.window if question.absent_is_zero else Window(min(values), max(values))
    calendar = window.index()
    absent = 0.0 if question.absent_is_zero else math.nan
    series = pd.Series([values.get(day.date(), absent) for day in calendar], index=calendar, dtype="float64")
    return Answer(question, series, count)


def _day(row: _Row) -> date | None:
    if "day" in row:
        return plain_day(row["day"])
    return None if row["day_number"] is None else day_of(int(str(row["day_number"])))


def _values(question: Question, asked: Pass, rows: Sequence[_Row]) -> Iterator[float]:
    """Give the value of each day; nan where every row was null."""
    if question.value is None:
        return (float(str(row["rows"])) for row in rows)
    name = f"m{asked.measures.index((question.aggregation, question.value))}"
    if question.aggregation is Aggregation.ONE:
        differing = [_day(row) for row in rows if row[name] != row[f"{name}_high"]]
        if differing:
            raise _two_values(question, sorted(day for day in differing if day is not None))
    return (math.nan if row[name] is None else float(str(row[name])) for row in rows)


def _nothing(question: Question) -> DataError:
    wanted = listed(f"{name}: {text}" for name, text in question.where)
    return DataError.at(
        question.place,
        message("no row with {wanted} in {table}", wanted=wanted, table=clip(question.table))
        if question.where
        else message("no row in {table}", table=clip(question.table)),
        message("rows that count"),
        message("Write the text exactly as it stands in the table; capitals and spaces count there."),
    )


def _no_day(question: Question, row: _Row) -> DataError:
    return DataError.at(
        f"{clip(question.table)} [{clip(question.day.name)}]",
        message("{count} rows without a day", count=int(str(row["rows"]))),
        message("a day in every row"),
        message("Give every row its day, or leave such rows out with a view of the table."),
    )


def _two_values(question: Question, days: Sequence[date]) -> DataError:
    return DataError.at(
        f"{clip(question.table)} [{clip(question.value)}]",
        message("different values on one day: {days}", days=listed(days)),
        message("one value per day"),
        message("Keep one row per day, name the rows with `where`, or say `rows: events` to add them up."),
    )
