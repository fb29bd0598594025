from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from ibis.backends.duckdb import Backend

from smmeasure.data.warehouse.answers import answer
from smmeasure.data.warehouse.questions import Aggregation, DayColumn, Question, Ticks
from smmeasure.errors import DataError
from smmeasure.units import COUNT, FRACTION, PEOPLE, Kind, Unit

PARIS = DayColumn("at", "Europe/Paris", Ticks.MICROSECONDS)
EUR = Unit(Kind.MONEY, "EUR")
ROWS = Question("red-dresses", "visits", "events", PARIS, COUNT)


def days(values: pd.Series) -> dict[str, float]:
    """Give a series by day, as text."""
    return {day.date().isoformat(): value for day, value in values.items()}


def fault(backend: Backend, *questions: Question) -> str:
    """Give the whole text of the refusal."""
    with pytest.raises(DataError) as caught:
        answer(backend, questions)
    return str(caught.value)


@pytest.mark.parametrize("day", [PARIS, DayColumn("moment", "Europe/Paris"), DayColumn("moment_utc", "Europe/Paris")])
def test_a_moment_counts_on_the_day_of_the_brief_s_time_zone(database: Backend, day: DayColumn) -> None:
    """The day on which clocks go forward has 23 hours, whatever the type of the column."""
    (found,) = answer(database, [replace(ROWS, day=day)])

    assert days(found.values) == {"2026-03-28": 3, "2026-03-29": 23, "2026-03-30": 24, "2026-03-31": 22}
    assert (found.rows, found.values.index.freqstr) == (72, "D")


@pytest.mark.parametrize("column", ["day", "moment"])
def test_a_day_without_time_zone_is_taken_as_it_stands(database: Backend, column: str) -> None:
    """Days, and moments of local clocks, are not moved."""
    (found,) = answer(database, [replace(ROWS, day=DayColumn(column))])

    assert days(found.values) == {"2026-03-28": 4, "2026-03-29": 24, "2026-03-30": 24, "2026-03-31": 20}


def test_the_questions_of_all_campaigns_are_answered_in_their_order(database: Backend) -> None:
    """Sums, counts and different visitors come out of the same rows; a filter parts them."""
    questions = [
        replace(ROWS, campaign=name, indicator=key, day=DayColumn("day"), where=(("campaign", name),), **how)
        for name in ("spring", "sale")
        for key, how in {
            "revenue": {"unit": EUR, "value": "amount", "aggregation": Aggregation.SUM},
            "visitors": {"unit": PEOPLE, "value": "visitor", "aggregation": Aggregation.DISTINCT},
            "visits": {},
        }.items()
    ]
    found = answer(database, questions)

    assert [(one.question.campaign, one.question.indicator, one.values.iloc[0]) for one in found] == [
        ("spring", "revenue", 0.2),
        ("spring", "visitors", 2),
        ("spring", "visits", 2),
        ("sale", "revenue", 0.1),
        ("sale", "visitors", 2),
        ("sale", "visits", 2),
    ]


def test_the_sum_of_nulls_is_null_and_an_absent_day_is_zero_or_unknown(database: Backend) -> None:
    """A day whose values are all null stays unknown; one without rows is zero only where the rows are events."""
    database.con.execute(
        "CREATE TABLE sales(day DATE, amount DOUBLE); INSERT INTO sales VALUES ('2026-03-01', 2), ('2026-03-01', 0.5), "
        "('2026-03-02', NULL), ('2026-03-02', NULL), ('2026-03-04', 1)"
    )
    asked = Question("a", "x", "sales", DayColumn("day"), EUR, "amount", aggregation=Aggregation.SUM)
    events, rows = answer(database, [asked, replace(asked, indicator="y", absent_is_zero=False)])

    assert list(events.values.fillna(-1)) == [2.5, -1, 0, 1]
    assert list(rows.values.fillna(-1)) == [2.5, -1, -1, 1]


def test_a_table_of_days_gives_its_value_and_refuses_a_day_with_two(database: Backend) -> None:
    """People reached are read from rows of days, never added up."""
    database.con.execute(
        "CREATE TABLE reach(day VARCHAR, people INTEGER); "
        "INSERT INTO reach VALUES ('2026-03-01', 7), ('2026-03-01', 7), ('2026-03-03', 9)"
    )
    asked = Question("a", "x", "reach", DayColumn("day"), PEOPLE, "people", (), Aggregation.ONE, absent_is_zero=False)
    (found,) = answer(database, [asked])
    database.con.execute("INSERT INTO reach VALUES ('2026-03-03', 8)")

    assert list(found.values.fillna(-1)) == [7, -1, 9]
    assert fault(database, asked) == (
        "reach [people]: found different values on one day: 2026-03-03; expected one value per day. Keep one row per "
        "day, name the rows with `where`, or say `rows: events` to add them up."
    )


def test_people_and_shares_are_never_added_up(database: Backend) -> None:
    """The question is refused before any table is opened."""
    asked = replace(ROWS, value="number", aggregation=Aggregation.SUM, table="nothing")

    assert fault(database, replace(asked, unit=PEOPLE), replace(asked, unit=FRACTION, indicator="rate")) == (
        "red-dresses: visits: found values in people, added up over the rows of a day; expected counts, "
        "money or seconds, which may be added up. Count the different values of a column of visitors or customers "
        "instead.\n"
        "red-dresses: rate: found values in fraction, added up over the rows of a day; expected counts, "
        "money or seconds, which may be added up. Read a table of one row per day instead."
    )


def test_tables_and_columns_that_are_missing_are_told_at_once(database: Backend) -> None:
    """Each with its nearest neighbour."""
    questions = [
        replace(ROWS, table="event"),
        replace(ROWS, value="amounts", unit=EUR, aggregation=Aggregation.SUM),
        replace(ROWS, value="visitor", aggregation=Aggregation.SUM),
        replace(ROWS, day=DayColumn("moment_utc")),
        replace(ROWS, day=DayColumn("at")),
    ]
    names = "at, moment, moment_utc, day, number, amount, visitor, campaign"

    assert fault(database, *questions) == (
        "event: found no such table in the warehouse; expected one of: events. Did you mean events?\n"
        f"events [amounts]: found no such column; expected one of: {names}. Did you mean amount?\n"
        "events [visitor]: found a column of the type string; expected a column of numbers. Name another column, or "
        "leave `value` out to count rows.\n"
        "events [moment_utc]: found moments in UTC, whose day depends on the time zone; expected a time zone whose "
        "days count. Name it, as Europe/Paris.\n"
        "events [at]: found a column of the type int64; expected a column of days, or of texts like 2026-03-01. Name "
        "another column, or say what the numbers count: seconds, milliseconds, microseconds."
    )


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            {"day": DayColumn("at", "Europe/Pari", Ticks.MICROSECONDS)},
            (
                "red-dresses: visits: found the time zone “Europe/Pari”; expected a name of the time zone "
                "database, as Europe/Paris. Did you mean Europe/Paris?"
            ),
        ),
        (
            {"day": DayColumn("at", "Europe/Paris", Ticks.SECONDS)},
            (
                "events [at]: found numbers that are no moments in seconds; expected the time since 1970. Say what the "
                "numbers count: seconds, milliseconds or microseconds."
            ),
        ),
        (
            {"where": (("campaign", "Spring"),)},
            (
                "red-dresses: visits: found no row with campaign: Spring in events; expected rows that "
                "count. Write the text exactly as it stands in the table; capitals and spaces count there."
            ),
        ),
        (
            {"day": DayColumn("campaign")},
            (
                'events: found refused by the database: Conversion Error: invalid date field format: "spring", '
                "expected format is (YYYY-MM-DD) when casting from source column campaign; expected a table and "
                "columns that it can read. Look at the names and the types of the columns."
            ),
        ),
    ],
    ids=["zone", "ticks", "filter", "texts that are no days"],
)
def test_what_a_table_can_t_answer_is_refused(database: Backend, change: dict[str, object], text: str) -> None:
    """Nothing is guessed and nothing is zero by itself."""
    assert fault(database, replace(ROWS, **change)) == text


def test_rows_without_a_day_are_refused(database: Backend) -> None:
    """They belong to some day, and nobody knows to which."""
    database.con.execute("INSERT INTO events BY NAME SELECT 'sale' AS campaign FROM range(2)")

    assert fault(database, ROWS) == (
        "events [at]: found 2 rows without a day; expected a day in every row. Give every row its day, or leave such "
        "rows out with a view of the table."
    )


def test_the_order_of_rows_and_threads_changes_no_digit(database: Backend) -> None:
    """Amounts are added up exactly, so that the same rows give the same bytes."""
    database.con.execute(
        "CREATE TABLE up AS SELECT DATE '2026-03-01' AS day, i * 0.1 + 1e6 * (i % 7) AS amount FROM range(5000) t(i);"
        "CREATE TABLE down AS SELECT * FROM up ORDER BY amount DESC"
    )
    asked = Question("a", "x", "up", DayColumn("day"), EUR, "amount", (), Aggregation.SUM)
    up, down = answer(database, [asked, replace(asked, table="down")])

    assert up.values.iloc[0].hex() == down.values.iloc[0].hex()


def test_names_and_texts_are_quoted(database: Backend) -> None:
    """What stands in a brief is a name or a text, never a command."""
    evil = 'x"; DROP TABLE events; --'
    database.con.execute("CREATE TABLE sales AS SELECT DATE '2026-03-01' AS day, 'it''s; DROP TABLE events' AS shop")
    (found,) = answer(
        database, [Question("a", "x", "sales", DayColumn("day"), COUNT, None, (("shop", "it's; DROP TABLE events"),))]
    )

    assert list(found.values) == [1.0]
    assert fault(database, replace(ROWS, table=evil)).startswith('x"; DROP TABLE events; --: found no such table')
    assert len(answer(database, [ROWS])) == 1
