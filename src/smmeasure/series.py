"""One indicator's daily values, as they came through the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from smmeasure.units import Unit


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What was seen while a file was read.

    Attributes
    ----------
    file : str
        File as named in the brief, relative to the data folder.
    sha256 : str
        Fingerprint of the file's bytes, hexadecimal.
    rows : int
        Data rows read, after the header.
    rows_used : int
        Rows that the brief's filter kept.
    duplicate_days : tuple of datetime.date
        Days that a table of one row per day held more than once with the same value; kept once.
    encoding : str
        Encoding or container of the file (``utf-8``, ``utf-16``, ``xlsx``).
    """

    file: str
    sha256: str
    rows: int
    rows_used: int
    duplicate_days: tuple[date, ...]
    encoding: str


@dataclass(frozen=True, slots=True)
class IndicatorSeries:
    """The daily series of one indicator.

    Attributes
    ----------
    key : str
        Name of the indicator in the brief.
    values : pandas.Series of float, shape (n,)
        One value per calendar day from the first to the last day of the source, in `unit`;
        a day without a value is nan, never 0. DatetimeIndex with daily frequency, no time zone.
    unit : Unit
        Unit of the values.
    facts : SourceFacts
        Where they came from and what was seen on the way.
    """

    key: str
    values: pd.Series
    unit: Unit
    facts: SourceFacts
