from __future__ import annotations

import ibis
import pytest
import sqlglot
from sqlglot import expressions as exp

from smmeasure.data.warehouse.passes import grouped, passes, span_of
from smmeasure.data.warehouse.questions import Aggregation, DayColumn, Question, Ticks
from smmeasure.data.warehouse.zones import stretches
from smmeasure.units import COUNT, PEOPLE, Kind, Unit

DAY = DayColumn("at", "Europe/Paris", Ticks.MICROSECONDS)
EVENTS = ibis.table({"at": "int64", "amount": "float64", "visitor": "string", "campaign": "string"}, name="events")
ASKED = (
    Question("a", "revenue", "events", DAY, Unit(Kind.MONEY, "EUR"), "amount", (("campaign", "a"),), Aggregation.SUM),
    Question("b", "visitors", "events", DAY, PEOPLE, "visitor", (("campaign", "b"),), Aggregation.DISTINCT),
    Question("b", "visits", "events", DAY, COUNT, None, (("campaign", "b"),)),
)
DIALECTS = ("duckdb", "postgres", "bigquery", "snowflake")


def parsed(expression: ibis.Table, dialect: str) -> exp.Expression:
    """Compile an expression for a database, and parse what came out in its own dialect."""
    return sqlglot.parse_one(str(ibis.to_sql(expression, dialect=dialect)), dialect=dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_one_expression_asks_every_database_the_same(dialect: str) -> None:
    """One pass over one table: filtered, grouped by day and campaign, with a sum, different visitors and rows."""
    (one,) = passes(ASKED)
    sql = parsed(grouped(EVENTS, one, stretches("Europe/Paris", 1_767_225_600, 1_798_761_600)), dialect)
    groups = sql.find(exp.Group)
    sums = list(sql.find_all(exp.Sum))

    assert [table.name for table in sql.find_all(exp.Table)] == ["events"]
    assert groups is not None
    assert len(groups.expressions) == 2
    assert sql.named_selects == [
        "day_number", "by_0", "rows", "m0", "m1",
    ]  # fmt: skip
    assert [cast.to.this for cast in sums[0].find_all(exp.Cast)] == [exp.DataType.Type.DECIMAL]
    assert [count.find(exp.Distinct) is not None for count in sql.find_all(exp.Count)] == [False, True]
    assert {text.this for text in sql.find(exp.In).expressions} == {"a", "b"}
    assert {"3600000000", "7200000000"} <= {number.this for number in sql.find_all(exp.Literal)}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_span_of_a_table_is_two_numbers(dialect: str) -> None:
    """First and last moment, nothing else."""
    sql = parsed(span_of(EVENTS, DAY), dialect)

    assert (sql.named_selects, sql.find(exp.Group)) == (["first", "last"], None)
    assert [len(list(sql.find_all(kind))) for kind in (exp.Min, exp.Max)] == [1, 1]
