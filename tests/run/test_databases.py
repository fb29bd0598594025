from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from smmeasure.brief import Campaign, read_brief
from smmeasure.data.warehouse.embedded import open_embedded
from smmeasure.errors import DataError, SmmeasureError
from smmeasure.run.connections import connected
from smmeasure.run.databases import SLICES, days_of, gather
from smmeasure.run.faults import data_faults
from smmeasure.run.loading import load

Write = Callable[..., Path]

ORDERS = """
CREATE OR REPLACE TABLE orders AS
SELECT epoch_us(TIMESTAMP '2026-01-01 23:30:00' + i * INTERVAL 1 DAY) AS at, 10.0 + i AS amount, 'customer ' || i % 3
AS customer, CASE WHEN i % 2 = 0 THEN 'web' ELSE 'shop' END AS channel FROM range(40) t(i)
"""
POSTGRES = os.environ.get("SMMEASURE_TEST_POSTGRES")
POSTGRES_ORDERS = """
CREATE TABLE orders AS
SELECT (extract(epoch FROM TIMESTAMP '2026-01-01 23:30:00' + i * INTERVAL '1 day') * 1000000)::BIGINT AS at,
       10.0::DOUBLE PRECISION + i AS amount, CASE WHEN i % 2 = 0 THEN 'web' ELSE 'shop' END AS channel
FROM generate_series(0, 39) AS t(i)
"""
SALES = {
    "measures": "revenue",
    "source": {
        "file": "shop.duckdb",
        "database": {"table": "orders", "timezone": "Europe/Paris", "ticks": "microseconds"},
        "date": "at",
        "value": "amount",
        "where": {"channel": "web"},
        "rows": "events",
    },
}


@pytest.fixture
def shop(workspace: Path) -> Path:
    """Give a workspace whose data folder holds a database."""
    fill(workspace, ORDERS)
    return workspace


def fill(workspace: Path, *statements: str) -> None:
    """Change the database of a workspace."""
    backend = open_embedded(workspace / "data" / "shop.duckdb")
    for statement in statements:
        backend.con.execute(statement)
    backend.disconnect()


def campaign(workspace: Path, write_brief: Write, name: str, **changes: object) -> Campaign:
    """Write and read a brief that sums the orders of the web shop."""
    path = write_brief(workspace, name, indicators={"sales": SALES}, **changes)
    return read_brief(path.read_text(encoding="utf-8"), path.name)


def test_an_indicator_may_be_a_table_of_a_database(shop: Path, write_brief: Write) -> None:
    """Half past eleven at night in UTC is the next day in Paris; a day without web orders is zero."""
    (sales,) = load(campaign(shop, write_brief, "a"), shop).series.values()

    assert [str(day.date()) for day in (sales.values.index[0], sales.values.index[-1])] == ["2026-01-02", "2026-02-10"]
    assert list(sales.values.iloc[:4]) == [10.0, 0.0, 12.0, 0.0]
    assert (sales.facts.file, sales.facts.rows_used, sales.facts.encoding) == ("shop.duckdb/orders", 20, "database")


def test_a_cost_may_be_a_table_of_a_database(shop: Path, write_brief: Write) -> None:
    """Its days in the campaign's window are added up."""
    spend = {**SALES["source"], "where": {}}  # type: ignore[dict-item]
    action = {"name": "Ads", "platform": "x", "medium": "paid", "costs": [{"category": "media", "source": spend}]}
    (item,) = load(campaign(shop, write_brief, "a", actions=[action]), shop).costs

    assert item.amount.amount == sum(range(40, 47))


def test_a_batch_asks_once_and_each_campaign_reads_its_slice(shop: Path, write_brief: Write) -> None:
    """The slice of a campaign holds its days; a database that is gone isn't missed while nothing changed."""
    first, second = (campaign(shop, write_brief, name) for name in ("a", "b"))
    asked = days_of(first, shop)
    gather([first, second], shop)
    files = sorted(str(path.relative_to(shop)) for path in (shop / SLICES).rglob("*.parquet"))

    assert files == ["campaign_days/campaign=a/days.parquet", "campaign_days/campaign=b/days.parquet"]
    assert str(days_of(first, shop)) == str(asked)


def test_a_slice_of_another_database_or_brief_is_not_used(shop: Path, write_brief: Write) -> None:
    """What changed is asked again, and a damaged slice is no slice."""
    before = campaign(shop, write_brief, "a")
    gather([before], shop)
    fill(shop, "UPDATE orders SET amount = amount + 1")
    (changed,) = days_of(before, shop).values()
    (shop / SLICES / "campaign=a" / "days.parquet").write_bytes(b"PAR1")
    (damaged,) = days_of(before, shop).values()

    assert (changed.values.iloc[0], damaged.values.iloc[0]) == (11.0, 11.0)


def test_a_brief_without_databases_asks_for_none(workspace: Path, write_brief: Write) -> None:
    """No folder of slices is made."""
    path = write_brief(workspace, "a")
    gather([read_brief(path.read_text(encoding="utf-8"), path.name)], workspace)

    assert not (workspace / SLICES).exists()


def test_the_faults_of_a_table_are_those_of_the_brief_s_data(shop: Path, write_brief: Write) -> None:
    """`check` and the report tell the same."""
    fill(shop, "ALTER TABLE orders RENAME amount TO total")

    assert [str(fault) for fault in data_faults(campaign(shop, write_brief, "a"), shop)] == [
        (
            "orders [amount]: found no such column; expected one of: at, total, customer, channel. Look the name up, "
            "and correct it."
        )
    ]


def opened(name: str, workspace: Path) -> str:
    """Give the refusal of a database."""
    with pytest.raises(SmmeasureError) as caught, connected(name, workspace / "data", workspace):
        pass
    return str(caught.value)


def test_a_database_must_be_known(workspace: Path) -> None:
    """A file that isn't there, and a name without an address."""
    assert opened("shop.duckdb", workspace) == (
        "shop.duckdb: found no such file in the data folder; expected a DuckDB database. Make one with "
        "`smmeasure warehouse`, or correct the key `file` in the brief."
    )
    assert opened("crm", workspace) == (
        "crm: found a database that no connection names; expected an address in connections.yaml. Write its address "
        "into connections.yaml as `name: address`."
    )


def test_no_password_and_no_address_is_ever_told(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where a variable is missing, nor where nobody listens, nor where the file is broken."""
    file = workspace / "connections.yaml"
    file.write_text("crm: postgresql://ann:${CRM_PASSWORD}@localhost:1/shop?connect_timeout=2\n")
    told = [opened("crm", workspace)]
    monkeypatch.setenv("CRM_PASSWORD", "swordfish")
    told.append(opened("crm", workspace))
    monkeypatch.setenv("SMMEASURE_CONNECTION_CRM", "nonsense://ann:swordfish@localhost/shop")
    told.append(opened("crm", workspace))
    monkeypatch.delenv("SMMEASURE_CONNECTION_CRM")
    file.write_text("crm: [postgresql://ann:swordfish@localhost\n")
    told.append(opened("crm", workspace))

    assert [text.partition(";")[0] for text in told] == [
        "connections.yaml: crm: found a variable that is not set: CRM_PASSWORD",
        told[1].partition(";")[0],
        "crm: found a database of the kind “nonsense”, which can't be opened here",
        "connections.yaml: found a file that holds no addresses",
    ]
    assert told[1].startswith("crm: found refused by the database: ")
    assert "swordfish" not in "".join(told)


def test_the_keys_of_a_database_are_checked(shop: Path, write_brief: Write) -> None:
    """Beside a table of a database, keys of files mean nothing; people are never added up."""
    wrong = yaml.safe_load(yaml.safe_dump(SALES))
    wrong["source"]["decimal"] = ","
    path = write_brief(shop, "a", indicators={"sales": wrong})
    with pytest.raises(SmmeasureError) as caught:
        read_brief(path.read_text(encoding="utf-8"), path.name)

    assert str(caught.value) == (
        "a.yaml: indicators.sales.source.decimal: found a key that means nothing beside database; expected columns "
        "whose types say what they hold. Remove it."
    )
    visitors = {**SALES, "measures": "reach_daily"}
    path = write_brief(shop, "c", indicators={"reach": visitors})
    with pytest.raises(DataError, match="values in people, added up over the rows of a day"):
        load(read_brief(path.read_text(encoding="utf-8"), path.name), shop)


@pytest.mark.xdist_group("postgres")
@pytest.mark.skipif(
    POSTGRES is None, reason="no PostgreSQL: run `tools/with_postgres.sh make test`, which starts a server"
)
def test_a_remote_database_gives_what_the_embedded_one_gives(
    shop: Path, write_brief: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address stands in the environment; the brief names the connection; the values are the same bits."""
    monkeypatch.setenv("SMMEASURE_CONNECTION_CRM", str(POSTGRES))
    with connected("crm", shop / "data", shop) as backend, backend.begin() as cursor:
        cursor.execute("DROP TABLE IF EXISTS orders")
        cursor.execute(POSTGRES_ORDERS)
    (here,) = load(campaign(shop, write_brief, "a"), shop).series.values()
    remote = {**SALES, "source": {**SALES["source"], "file": "crm"}}  # type: ignore[dict-item]
    path = write_brief(shop, "b", indicators={"sales": remote})
    asking = read_brief(path.read_text(encoding="utf-8"), path.name)
    gather([asking], shop)
    monkeypatch.delenv("SMMEASURE_CONNECTION_CRM")
    (there,) = load(asking, shop).series.values()

    assert there.values.equals(here.values)
    assert (there.facts.file, there.facts.sha256) == ("crm/orders", here.facts.sha256)
