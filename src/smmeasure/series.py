"""One indicator's daily values, as they came through the door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smmeasure.errors import Fault
from smmeasure.messages import Message, message
from smmeasure.units import Unit

MOST_CONTROLS = 20
"""Controls that an indicator may have.

Each is screened and left out by an estimate of its own, a second or so, and shares the errors of the level
with all others, so that more of them are judged less sharply; each coefficient more adds to the error of the
baseline. A mean of several carries their shared signal with less noise than any of them.
"""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file that was read.

    Attributes
    ----------
    file : str
        Its path from the data folder.
    sha256 : str
        Fingerprint of its bytes, hexadecimal.
    """

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What was seen while a file, or several exports of one table, were read.

    Attributes
    ----------
    file : str
        File as named in the brief, relative to the data folder; a folder or a pattern where it names several.
    sha256 : str
        Fingerprint of the file's bytes, hexadecimal; of several, of their fingerprints.
    rows : int
        Data rows read, after the header.
    rows_used : int
        Rows that the brief's filter kept.
    duplicate_days : tuple of datetime.date
        Days that a table of one row per day held more than once with the same value; kept once.
    encoding : str
        Encoding or container of the file (``utf-8``, ``utf-16``, ``xlsx``).
    parts : tuple of FileFacts
        Every file where the brief names several; empty where it names one.
    doubts : tuple of Message
        What a reader should know before he trusts the values.
    """

    file: str
    sha256: str
    rows: int
    rows_used: int
    duplicate_days: tuple[date, ...]
    encoding: str
    parts: tuple[FileFacts, ...] = ()
    doubts: tuple[Message, ...] = ()

    @property
    def files(self) -> tuple[FileFacts, ...]:
        """Every file that was read, at least one."""
        return self.parts or (FileFacts(self.file, self.sha256),)


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


def control_faults(place: str, count: int) -> Iterator[Fault]:
    """Look for more controls than an indicator may have.

    Parameters
    ----------
    place : str
        Argument or part of the brief that names them.
    count : int
        How many there are.
    """
    if count > MOST_CONTROLS:
        yield Fault(
            place,
            message("{count} controls", count=count),
            message("at most {most}", most=MOST_CONTROLS),
            message(
                "Add up or average them into a few series: each is checked by an estimate of its own, and a mean of "
                "many carries what they share with less noise than any of them."
            ),
        )
