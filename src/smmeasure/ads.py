"""The brand's own ads, row by row, as the price of a unit is learnt from them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

SPEND, UNITS, AD, DAY, MONTH = "spend", "units", "ad_id", "date_start", "month"
"""Columns of every table of ads, beside its features."""


@dataclass(frozen=True, slots=True)
class AdRows:
    """What was paid for ads, and what it bought.

    Attributes
    ----------
    frame : pandas.DataFrame, shape (n, 3 + features)
        The columns `SPEND` (float, money), `UNITS` (float, counts), `AD` (text), where days are known
        `DAY` (datetime64), and one column of text per feature; nan where the file says nothing.
    units : str
        What is counted, as the brief writes it: ``impressions``.
    features : tuple of str
        What the price may depend on, the most important first.
    file : str
        File as named in the brief.
    """

    frame: pd.DataFrame
    units: str
    features: tuple[str, ...]
    file: str
