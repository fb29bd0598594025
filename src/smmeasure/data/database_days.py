"""The days of a source that is a table of a database, as they came from there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pandas as pd

from smmeasure.brief.campaign import Campaign
from smmeasure.series import SourceFacts


@dataclass(frozen=True, slots=True)
class DatabaseDays:
    """The daily values of one source.

    Attributes
    ----------
    values : pandas.Series of float, shape (n,)
        One value per calendar day; nan where nothing is known.
    facts : SourceFacts
        Where they came from; the fingerprint is that of the values.
    """

    values: pd.Series
    facts: SourceFacts


def database_days(values: pd.Series, file: str, table: str, rows: int) -> DatabaseDays:
    """Make the days of a source.

    Parameters
    ----------
    values : pandas.Series of float, shape (n,)
        One value per calendar day.
    file : str
        Name of the database in the brief.
    table : str
        Its table.
    rows : int
        Rows of the table that count.
    """
    said = "\n".join(f"{day:%Y-%m-%d} {float(value).hex()}" for day, value in values.items())
    digest = hashlib.sha256(said.encode()).hexdigest()
    return DatabaseDays(values, SourceFacts(f"{file}/{table}", digest, rows, rows, (), "database"))


def names_database(campaign: Campaign) -> bool:
    """Whether any source of a brief is a table of a database."""
    return any(source.database is not None for source in campaign.sources().values())
