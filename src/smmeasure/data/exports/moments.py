"""Days and times of day as the platforms write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache

from babel import Locale

from smmeasure.data.cells import parse_days
from smmeasure.data.exports.settling import NUMERIC_DAY
from smmeasure.data.quote import normal
from smmeasure.data.rows import Cell

_ISO_TIME = re.compile(r"\d{4}[-/]\d{2}[-/]\d{2}[T ](\d{1,2}):(\d{2})(?::(\d{2}))?.*")
_TIME = re.compile(r",?\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?\s*")
_NAMED = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?(?:(\d{1,2})(?:er)?\.?\s+(?:de\s+)?)?([^\W\d_]+)\.?(?:\s+(\d{1,2}))?,?\s+(?:de\s+)?(\d{4})(.*)"
)
_HYPHENED = re.compile(r"(\d{1,2})-([^\W\d_]+)-(\d{4})(?!\d)")
_LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt", "ru")
_NOON = 12


def moment(cell: Cell, is_day_first: bool | None) -> datetime:  # noqa: FBT001 - what the file has proved
    """Read a day with or without a time, as the file writes it: no time zone is assumed.

    Raises
    ------
    ValueError
        Where the cell is no day of the calendar.
    """
    text = _HYPHENED.sub(r"\1 \2 \3", cell.strip()) if isinstance(cell, str) else ""
    if parts := NUMERIC_DAY.fullmatch(text):
        first, second = int(parts[1]), int(parts[2])
        day, month = (first, second) if is_day_first else (second, first)
        return datetime.combine(date(int(parts[3]), month, day), _clock(_TIME, parts[4]))
    if parts := _NAMED.fullmatch(text):
        return datetime.combine(_named_day(parts), _clock(_TIME, parts[5]))
    if isinstance(cell, datetime):
        return cell
    (known,) = parse_days([cell], None).items
    if known is None:
        raise ValueError
    return datetime.combine(known, _clock(_ISO_TIME, text))


def _named_day(parts: re.Match[str]) -> date:
    """Read a day like Sat, Aug 1, 2026 or 1 août 2026: the day stands on one side of its month."""
    month = months().get(normal(parts[2]))
    if month is None or (parts[1] is None) == (parts[3] is None):
        raise ValueError
    return date(int(parts[4]), month, int(parts[1] or parts[3]))


@cache
def months() -> Mapping[str, int]:
    """Give the number of a month by its name, whole or shortened, in the languages of the exports."""
    return {
        normal(name).rstrip("."): month
        for language in _LANGUAGES
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for month, name in Locale(language).months[form][width].items()
    }


def _clock(pattern: re.Pattern[str], text: str) -> time:
    """Read hours and minutes; midnight where none are written."""
    parts = pattern.fullmatch(text)
    if parts is None:
        if pattern is _TIME and text.strip():
            raise ValueError
        return time()
    hour, minute, second = int(parts[1]), int(parts[2]), int(parts[3] or 0)
    half = (parts[4] or "").lower() if pattern is _TIME else ""
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    return time(hour, minute, second)
