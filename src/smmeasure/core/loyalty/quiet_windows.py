"""Windows before a campaign in which customers were won without it, and days that the orders lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from smmeasure.core.loyalty.purchases import EPOCH, Purchases
from smmeasure.windows import Window

MOST_WINDOWS = 12
"""More windows than these lie too far back to be like the campaign's."""

IMPROBABLE = 15.0
"""Days with orders that a stretch without any usually has, from which on the file lacks days: chance leaves so many out
once in three million times."""

_WEEK = 7


def quiet_windows(window: Window, kept_out: Sequence[Window], earliest: date) -> tuple[Window, ...]:
    """Give windows as long as the campaign's that begin on its day of the week, the latest first.

    Parameters
    ----------
    window : Window
        The campaign's.
    kept_out : sequence of Window
        Days that are no quiet days.
    earliest : datetime.date
        First day that a window may begin on.
    """
    whole = timedelta(days=-(-window.days // _WEEK) * _WEEK)
    length, found, start = timedelta(days=window.days - 1), list[Window](), window.start - whole
    while start >= earliest and len(found) < MOST_WINDOWS:
        candidate = Window(start, start + length)
        if any(candidate.overlaps(other) for other in kept_out):
            start -= timedelta(days=_WEEK)
        else:
            found.append(candidate)
            start -= whole
    return tuple(found)


def empty_stretches(purchases: Purchases) -> tuple[Window, ...]:
    """Give stretches of days without any order that chance doesn't explain: an export without these days."""
    return tuple(_empty(purchases))


def _empty(purchases: Purchases) -> Iterator[Window]:
    days = np.unique(purchases.day)
    share = len(days) / (purchases.last_day - purchases.first_day + 1)
    for last, following in pairwise(days.tolist()):
        if (following - last - 1) * share >= IMPROBABLE:
            yield Window((EPOCH + last + 1).item(), (EPOCH + following - 1).item())
