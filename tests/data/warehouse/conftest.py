"""An embedded database with the events of a few days, and what is asked of them."""

from __future__ import annotations

import pytest
from ibis.backends.duckdb import Backend

from smmeasure.data.warehouse.embedded import open_embedded

EVENTS = """
CREATE TABLE events AS
SELECT epoch_us(moment) AS at, moment, moment AT TIME ZONE 'UTC' AS moment_utc, moment::DATE AS day, i AS number,
       CASE WHEN i % 3 = 0 THEN NULL ELSE i * 0.1 END AS amount, 'visitor ' || i % 5 AS visitor,
       CASE WHEN i % 2 = 0 THEN 'spring' ELSE 'sale' END AS campaign
FROM (SELECT i, TIMESTAMP '2026-03-28 20:00:00' + i * INTERVAL 1 HOUR AS moment FROM range(72) hours(i))
"""
"""Three times 24 hours over the night in which Paris sets its clocks an hour forward."""


@pytest.fixture
def database() -> Backend:
    backend = open_embedded()
    backend.con.execute(EVENTS)
    return backend
