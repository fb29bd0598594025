"""Public holidays as a regressor for the baseline."""

from __future__ import annotations

from datetime import date

import pandas as pd

from smmeasure.windows import Window

HOLIDAY_COLUMN = "public_holiday"


def holiday_events(country: str, first: date, last: date) -> pd.DataFrame:
    """Mark the public holidays of a country.

    Parameters
    ----------
    country : str
        ISO 3166 code, for example ``FR``; a code that the brief accepts.
    first, last : datetime.date
        First and last day, both included.

    Returns
    -------
    pandas.DataFrame, shape (days, 1)
        Column ``public_holiday``: 1.0 on a public holiday, else 0.0; one row per day.
    """
    from holidays import country_holidays  # noqa: PLC0415 - slow import, only when a country is given

    known = country_holidays(country, years=range(first.year, last.year + 1))
    days = Window(first, last).index()
    marks = [float(day.date() in known) for day in days]
    return pd.DataFrame({HOLIDAY_COLUMN: marks}, index=days)
