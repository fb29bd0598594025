"""Kinds of value that a brief may hold, each with what it accepts."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, Strict
from pydantic_core import PydanticCustomError

from smmeasure.units import Unit

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, and those that turn round the order in which a whole line is read."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Days outside these years are slips of the keyboard."""

DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that no folder can have under Windows."""


def iso_day(value: object) -> date:
    """Accept a day written as YYYY-MM-DD; anything else would be a guess.

    Raises
    ------
    pydantic_core.PydanticCustomError
        With the type ``day`` where the value is no such day, ``day_range`` where it is not of our time.
    """
    day = _day_of(value)
    if day is None:
        raise PydanticCustomError("day", "a day written as YYYY-MM-DD")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError("day_range", "a day of our time")
    return day


def _day_of(value: object) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value.strip()):
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None


def seen(text: str) -> str:
    """Refuse characters that nobody sees and that break a page or turn its reading order round."""
    if _UNSEEN.search(text):
        raise PydanticCustomError("unseen", "a text without invisible control characters")
    return text


def folder_name(text: str) -> str:
    """Refuse a name that can't be a folder on every system."""
    if text in DEVICES:
        raise PydanticCustomError("device", "a name that can be a folder on every system")
    return text


def known_unit(text: str) -> str:
    """Accept the name of a unit."""
    if Unit.parse(text) is None:
        raise PydanticCustomError("unit", "count, people, fraction, seconds, points or a currency such as EUR")
    return text


def known_currency(code: str) -> str:
    """Accept an ISO 4217 currency code that has a sign in the languages of the reports."""
    from babel.numbers import list_currencies  # noqa: PLC0415 - loads locale data only when a brief is read

    if code not in list_currencies():
        raise PydanticCustomError("currency", "an ISO 4217 code such as EUR")
    return code


def known_country(code: str) -> str:
    """Accept an ISO 3166 country whose public holidays are known."""
    from holidays import list_supported_countries  # noqa: PLC0415 - slow import, only when a country is given

    if code not in list_supported_countries():
        raise PydanticCustomError("country", "an ISO 3166 country code such as FR")
    return code


Day = Annotated[date, BeforeValidator(iso_day)]
"""A day as YYYY-MM-DD."""

Number = Annotated[float, Strict()]
"""A number as YAML reads it: no text, and true is not 1."""

Text = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(seen)]
"""Words on one line or a few; never empty."""

Ratio = Annotated[Number, Field(ge=0, le=1)]
"""A share from 0 to 1."""
