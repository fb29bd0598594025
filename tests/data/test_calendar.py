from __future__ import annotations

from datetime import date

from smmeasure.data.calendar import holiday_events


def test_public_holidays_are_marked() -> None:
    """May 2026 has four public holidays in France."""
    events = holiday_events("FR", date(2026, 5, 1), date(2026, 5, 31))
    holidays = events.index[events["public_holiday"] == 1.0]
    assert [day.day for day in holidays] == [1, 8, 14, 25]
    assert events.shape == (31, 1)


def test_a_span_over_new_year_knows_both_years() -> None:
    """Christmas and New Year's Day are both marked."""
    events = holiday_events("FR", date(2025, 12, 25), date(2026, 1, 1))
    assert events["public_holiday"].tolist() == [1, 0, 0, 0, 0, 0, 0, 1]
