from __future__ import annotations

from datetime import UTC, datetime

import pytest

from smmeasure.data.warehouse.zones import Stretch, day_of, local_day, stretches


def second(text: str) -> int:
    """Give a moment in UTC as seconds since 1970."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def test_a_year_in_paris_has_two_changes() -> None:
    """They are found to the second: at 1 o'clock UTC on the last Sundays of March and October."""
    start, end = second("2026-01-01"), second("2026-12-31")

    assert stretches("Europe/Paris", start, end) == (
        Stretch(start, 3600),
        Stretch(second("2026-03-29T01:00:00"), 7200),
        Stretch(second("2026-10-25T01:00:00"), 3600),
    )


def test_a_zone_without_changes_has_one_offset() -> None:
    """Kathmandu is 5 hours and 45 minutes ahead all year."""
    assert stretches("Asia/Kathmandu", 0 + 10**9, 10**9 + 10**7) == (Stretch(10**9, 20_700),)


@pytest.mark.parametrize(("zone", "day"), [("Pacific/Auckland", "2026-03-02"), ("America/New_York", "2026-03-01")])
def test_a_moment_has_a_day_of_its_own_in_each_zone(zone: str, day: str) -> None:
    """Noon and a half in London is another day in Auckland."""
    assert local_day(second("2026-03-01T12:30:00"), zone).isoformat() == day


def test_days_are_counted_from_1970() -> None:
    """Day 0 is the first of January."""
    assert [day_of(number).isoformat() for number in (0, 20_000)] == ["1970-01-01", "2024-10-04"]
