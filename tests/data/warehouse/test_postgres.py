from __future__ import annotations

import os
from collections.abc import Iterator

import ibis
import pandas as pd
import pytest
from ibis.backends import BaseBackend
from ibis.backends.duckdb import Backend

from smmeasure.data.warehouse.answers import answer
from smmeasure.data.warehouse.questions import Aggregation, DayColumn, Question, Ticks
from smmeasure.errors import DataError
from smmeasure.units import COUNT, PEOPLE, Kind, Unit

ADDRESS = os.environ.get("SMMEASURE_TEST_POSTGRES")
EUR = Unit(Kind.MONEY, "EUR")
EVENTS = """
CREATE TABLE events AS
SELECT (extract(epoch FROM moment) * 1000000)::BIGINT AS at, moment, moment AT TIME ZONE 'UTC' AS moment_utc,
       moment::DATE AS day, i AS number, CASE WHEN i % 3 = 0 THEN NULL ELSE i * 0.1::DOUBLE PRECISION END AS amount,
       'visitor ' || i % 5 AS visitor, CASE WHEN i % 2 = 0 THEN 'spring' ELSE 'sale' END AS campaign
FROM (SELECT i, TIMESTAMP '2026-03-28 20:00:00' + i * INTERVAL '1 hour' AS moment FROM generate_series(0, 71) h(i)) t
"""
"""The events of `conftest.EVENTS`, as PostgreSQL writes them."""

pytestmark = [
    pytest.mark.skipif(
        ADDRESS is None, reason="no PostgreSQL: run `tools/with_postgres.sh make test`, which starts a server"
    ),
    pytest.mark.xdist_group("postgres"),
]


@pytest.fixture
def postgres() -> Iterator[BaseBackend]:
    """Give a schema of the test's own on a real server whose clocks are not in UTC."""
    backend = ibis.connect(str(ADDRESS))
    for statement in ("DROP TABLE IF EXISTS events CASCADE", EVENTS, "SET TIME ZONE 'Asia/Tokyo'"):
        with backend.begin() as cursor:
            cursor.execute(statement)
    yield backend
    backend.disconnect()


@pytest.mark.parametrize(
    "day",
    [
        DayColumn("at", "Europe/Paris", Ticks.MICROSECONDS),
        DayColumn("moment", "Europe/Paris"),
        DayColumn("moment_utc", "America/New_York"),
        DayColumn("day"),
        DayColumn("moment"),
    ],
    ids=["ticks", "moments", "moments with zone", "days", "local moments"],
)
def test_postgres_answers_as_the_embedded_database_does(
    postgres: BaseBackend, database: Backend, day: DayColumn
) -> None:
    """The same questions of the same rows have the same values to the last bit, on the same days."""
    asked = [
        Question("a", "revenue", "events", day, EUR, "amount", (("campaign", "spring"),), Aggregation.SUM),
        Question("a", "visitors", "events", day, PEOPLE, "visitor", (("campaign", "spring"),), Aggregation.DISTINCT),
        Question("b", "visits", "events", day, COUNT, None, (("campaign", "sale"),)),
        Question("b", "all", "public.events", day, COUNT),
    ]
    here = [one.values for one in answer(database, [*asked[:3], Question("b", "all", "events", day, COUNT)])]

    for one, other in zip(answer(postgres, asked), here, strict=True):
        pd.testing.assert_series_equal(one.values, other, check_exact=True)


def test_what_postgres_refuses_is_told_without_a_traceback(postgres: BaseBackend) -> None:
    """A view that can't be worked out fails on the server; the place is the table."""
    with postgres.begin() as cursor:
        cursor.execute("CREATE OR REPLACE VIEW broken AS SELECT day, 1 / (number - number) AS value FROM events")
    asked = Question("a", "x", "broken", DayColumn("day"), EUR, "value", (), Aggregation.SUM)

    with pytest.raises(DataError) as caught:
        answer(postgres, [asked])

    assert str(caught.value) == (
        "broken: found refused by the database: division by zero; expected a table and columns that it can read. "
        "Look at the names and the types of the columns."
    )
