"""Kinds of value that a brief may hold, each with what it accepts."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from smmeasure.units import Unit

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def iso_day(value: object) -> date:
    """Accept a day written as YYYY-MM-DD; anything else would be a guess.

    Raises
    ------
    pydantic_core.PydanticCustomError
        With the type ``day`` where the value is no such day.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _ISO_DAY.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise PydanticCustomError("day", "a day written as YYYY-MM-DD")


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

Text = Annotated[str, Field(min_length=1, max_length=500)]
"""Words on one line or a few; never empty."""

Ratio = Annotated[float, Field(ge=0, le=1)]
"""A share from 0 to 1."""
