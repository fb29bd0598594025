"""One pass over a table for all questions that group its rows alike: the expression, for any database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis

from smmeasure.data.warehouse.questions import Aggregation, DayColumn, Question
from smmeasure.data.warehouse.zones import Stretch, day_number

_EXACT = "decimal(38, 9)"
"""Sums of it don't depend on the order of the rows, as sums of floating numbers do."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Questions that one pass over their table answers.

    Attributes
    ----------
    table : str
        Name of the table.
    day : DayColumn
        Column of the day.
    filters : tuple of str
        Columns that part its rows.
    questions : tuple of Question
        What is asked; of each filter the question's text counts.
    """

    table: str
    day: DayColumn
    filters: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def measures(self) -> tuple[tuple[Aggregation, str], ...]:
        """What is worked out of each group, once for all questions; rows are counted in any case."""
        asked = ((one.aggregation, one.value) for one in self.questions)
        return tuple(dict.fromkeys((how, value) for how, value in asked if value is not None))

    def texts(self, place: int) -> tuple[str, ...]:
        """Texts that any question wants of one filter, sorted."""
        return tuple(sorted({one.texts[place] for one in self.questions}))


def passes(questions: Sequence[Question]) -> tuple[Pass, ...]:
    """Bring together the questions that one pass answers."""
    groups: dict[tuple[str, DayColumn, tuple[str, ...]], list[Question]] = {}
    for one in questions:
        groups.setdefault((one.table, one.day, one.filters), []).append(one)
    return tuple(Pass(*key, tuple(group)) for key, group in groups.items())


def span_of(table: ibis.Table, day: DayColumn) -> ibis.Table:
    """Ask for the first and the last day or moment of a table; of moments in ticks since 1970."""
    moment = as_day(table[day.name]) if day.timezone is None else _ticks_of(table, day)
    return table.select(moment=moment).aggregate(
        first=lambda rows: rows["moment"].min(), last=lambda rows: rows["moment"].max()
    )


def grouped(table: ibis.Table, asked: Pass, offsets: Sequence[Stretch] = ()) -> ibis.Table:
    """Aggregate the rows of a table for all questions of a pass.

    Parameters
    ----------
    table : ibis.Table
        The table.
    asked : Pass
        What is asked of it.
    offsets : sequence of Stretch
        Offsets of the time zone over the whole table, where the pass names one.

    Returns
    -------
    ibis.Table
        One row per day and combination of texts: `day`, or `day_number` since 1970 where a time zone is named; `by_0`
        … the texts of the filters; `rows`; and for each measure `m0` …, of `ONE` the lowest and, as `m0_high`, the
        highest value. A sum of nulls only is null.
    """
    texts = [_as_text(table, name) for name in asked.filters]
    wanted = [text.isin(asked.texts(place)) for place, text in enumerate(texts)]
    kept = table.filter(wanted) if wanted else table
    chosen = {f"by_{place}": _as_text(kept, name) for place, name in enumerate(asked.filters)}
    chosen |= {f"v{place}": kept[value] for place, (_, value) in enumerate(asked.measures)}
    key = "day" if asked.day.timezone is None else "day_number"
    rows = kept.select(**{key: _day(kept, asked.day, offsets)}, **chosen)
    return rows.group_by([key, *(f"by_{place}" for place in range(len(texts)))]).aggregate(**_aggregates(rows, asked))


def _aggregates(rows: ibis.Table, asked: Pass) -> dict[str, ibis.Value]:
    found = {"rows": rows.count()}
    for place, (how, _) in enumerate(asked.measures):
        column = rows[f"v{place}"]
        if how is Aggregation.DISTINCT:
            found[f"m{place}"] = column.nunique()
        elif how is Aggregation.SUM:
            found[f"m{place}"] = (column if column.type().is_integer() else column.cast(_EXACT)).sum()
        else:
            found |= {f"m{place}": column.min(), f"m{place}_high": column.max()}
    return found


def _as_text(table: ibis.Table, name: str) -> ibis.Value:
    column = table[name]
    return column if column.type().is_string() else column.cast("string")


def _day(table: ibis.Table, day: DayColumn, offsets: Sequence[Stretch]) -> ibis.Value:
    if day.timezone is not None:
        return day_number(_ticks_of(table, day), 1 if day.ticks is None else day.ticks.per_second, offsets)
    return as_day(table[day.name])


def as_day(column: ibis.Value) -> ibis.Value:
    """Give the day of a column of days, local moments, or texts like 2026-03-01."""
    return column.date() if column.type().is_timestamp() else column.cast(ibis.dtype("date"))


def _ticks_of(table: ibis.Table, day: DayColumn) -> ibis.Value:
    """Give moments as numbers since 1970: those of a column of numbers, else seconds."""
    column = table[day.name]
    return column.epoch_seconds() if day.ticks is None else column


def plain_day(value: object) -> date | None:
    """Give the day that a database answers with, as a day or as its text."""
    return None if value is None else date.fromisoformat(str(value)[:10])
