"""The day of a moment in a time zone, by plain arithmetic, which every database knows alike.

Databases differ in how they convert time zones and in which rules they hold. The offsets of a zone are few in the
period of a table: they are worked out here, and the database only adds one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import ibis

_DAY = 86_400
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which a zone's clocks keep one distance from UTC.

    Attributes
    ----------
    start : int
        First second of it, since 1970 in UTC.
    offset : int
        Seconds that local clocks are ahead of UTC.
    """

    start: int
    offset: int


def stretches(timezone: str, first: int, last: int) -> tuple[Stretch, ...]:
    """Give the offsets of a time zone between two moments.

    Parameters
    ----------
    timezone : str
        Name in the time zone database, as Europe/Paris.
    first, last : int
        Seconds since 1970 in UTC.

    Returns
    -------
    tuple of Stretch
        At least one, in their order.
    """
    zone = ZoneInfo(timezone)
    found = [Stretch(first, _offset(zone, first))]
    for start in range(first, last, _DAY):
        end = min(start + _DAY, last)
        if _offset(zone, end) != found[-1].offset:
            change = _change(zone, start, end)
            found.append(Stretch(change, _offset(zone, change)))
    return tuple(found)


def _offset(zone: ZoneInfo, second: int) -> int:
    ahead = datetime.fromtimestamp(second, zone).utcoffset() or timedelta()
    return int(ahead.total_seconds())


def _change(zone: ZoneInfo, start: int, end: int) -> int:
    """Give the first second with the offset of `end`, by halving: clocks change at most once a day."""
    while end - start > 1:
        middle = (start + end) // 2
        start, end = (start, middle) if _offset(zone, middle) == _offset(zone, end) else (middle, end)
    return end


def day_number(moment: ibis.Value, per_second: int, offsets: Sequence[Stretch]) -> ibis.Value:
    """Give the local day of moments, counted from 1970.

    Parameters
    ----------
    moment : ibis integer or floating column
        Time since 1970 in UTC.
    per_second : int
        Its units per second: 1 000 000 where it counts microseconds.
    offsets : sequence of Stretch
        Offsets of the zone over the whole column.

    Returns
    -------
    ibis integer column
    """
    return (moment + _local(moment, per_second, offsets)) // (_DAY * per_second)


def _local(moment: ibis.Value, per_second: int, offsets: Sequence[Stretch]) -> ibis.Value:
    """Choose the offset by halving, so that many years cost few comparisons."""
    if len(offsets) == 1:
        return ibis.literal(offsets[0].offset * per_second, "int64")
    half = len(offsets) // 2
    earlier, later = offsets[:half], offsets[half:]
    return ibis.ifelse(
        moment < later[0].start * per_second, _local(moment, per_second, earlier), _local(moment, per_second, later)
    )


def day_of(number: int) -> date:
    """Give the day with a number counted from 1970."""
    return _EPOCH + timedelta(days=number)


def local_day(second: float, timezone: str) -> date:
    """Give the local day of one moment, in seconds since 1970 in UTC."""
    return datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(timezone)).date()
