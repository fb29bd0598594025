"""Windows: spans of days, both ends included."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from smmeasure.windows import Window, day_after, mask

WEEK = Window(date(2026, 3, 2), date(2026, 3, 8))
DAYS = st.dates(date(2025, 12, 1), date(2026, 6, 1))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Draw a window of 1 to 40 days."""
    start = draw(DAYS)
    return Window(start, start + timedelta(days=draw(st.integers(0, 39))))


def test_both_ends_count() -> None:
    """The week from 2 to 8 March has seven days, its first and last among them."""
    assert WEEK.days == len(WEEK.index()) == 7
    assert [WEEK.contains(day) for day in (date(2026, 3, 1), WEEK.start, WEEK.end, date(2026, 3, 9))] == [
        False,
        True,
        True,
        False,
    ]


def test_windows_that_touch_at_one_day_overlap() -> None:
    """Two windows overlap on a shared day and not on neighbouring days."""
    assert WEEK.overlaps(Window(date(2026, 3, 8), date(2026, 3, 9)))
    assert not WEEK.overlaps(Window(date(2026, 3, 9), date(2026, 3, 9)))


@given(windows(), windows())
def test_overlap_is_having_a_day_in_common(first: Window, second: Window) -> None:
    """Windows overlap exactly where their days do, whichever is asked."""
    shared = bool(len(first.index().intersection(second.index())))

    assert first.overlaps(second) is second.overlaps(first) is shared


@given(st.lists(windows(), max_size=4))
def test_a_mask_marks_the_days_of_any_window(spans: list[Window]) -> None:
    """A day is marked exactly where some window contains it; windows outside the index do no harm."""
    index = pd.date_range("2026-01-01", "2026-04-30")
    marked = mask(index, spans)

    assert marked.tolist() == [any(span.contains(day.date()) for span in spans) for day in index]
    assert marked.index.equals(index)


def test_the_day_after_crosses_months() -> None:
    """The day after the last of February is the first of March."""
    assert day_after(date(2026, 2, 28)) == date(2026, 3, 1)
