"""What a brand bought ad by ad: the rows that a price can be learnt from, and those that can't."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smmeasure.core.argument_faults import MEND_NUMBERS, share_faults, wrong_type
from smmeasure.core.arrays import Bools, Floats, Ints
from smmeasure.errors import CallError, Fault
from smmeasure.messages import Message, message
from smmeasure.units import Rate

OTHER = "other"
"""Levels that are too rare to have a price of their own."""

UNSTATED = "not stated"
"""The level of a row whose feature is missing: an audience that nobody named is no other audience."""

_LEAST_OF_LEVEL = 5
"""A level bought fewer times than this has no price of its own."""

_SMALLEST = 0.001
"""Ads that together hold this share of all units are too small to have a price: three impressions, one cent."""

_CURRENCY = "currency"


@dataclass(frozen=True, slots=True)
class AdColumns:
    """Which columns of a table of ads hold what.

    Attributes
    ----------
    spend : str
        What was paid, in one currency.
    units : str
        What it bought: impressions, views, clicks or engagements.
    ad : str
        The ad, whose rows of the same features are one purchase.
    together : str
        What errs together: the ad, its ad set or its campaign.
    features : tuple of str
        What a price may depend on: platform, format, age, gender, interest, month.
    """

    spend: str
    units: str
    ad: str
    together: str
    features: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every column once, in the order read."""
        return tuple(dict.fromkeys((self.spend, self.units, self.ad, self.together, *self.features)))


@dataclass(frozen=True, slots=True)
class Bought:
    """Purchases that have a price: one row per ad and combination of features.

    Attributes
    ----------
    price : ndarray, shape (n,)
        Paid per unit, above 0.
    units : ndarray, shape (n,)
        Units bought, above 0.
    features : pandas.DataFrame of str, shape (n, f)
        Their levels; rare ones are called `OTHER`.
    groups : ndarray of int, shape (n,)
        Number of the ad, or of what errs together.
    known : mapping of str to frozenset of str
        Levels of each feature before the rare ones were pooled.
    doubts : tuple of Message
        Rows that were left out, and why.
    """

    price: Floats
    units: Floats
    features: pd.DataFrame
    groups: Ints
    known: dict[str, frozenset[str]]
    doubts: tuple[Message, ...]

    def taken(self, rows: Bools) -> Bought:
        """Keep some of the rows."""
        kept = (self.price[rows], self.units[rows], self.features[rows], self.groups[rows])
        return Bought(*kept, self.known, self.doubts)

    @property
    def overall(self) -> float:
        """All that was paid over all units bought."""
        return float(self.units @ self.price / self.units.sum())

    @property
    def even_ads(self) -> float:
        """Ads of the same size that tell as much as these: the fewer, the more one of them bought (Kish 1965)."""
        bought_by_ad = np.bincount(self.groups, weights=self.units)
        return float(bought_by_ad.sum() ** 2 / (bought_by_ad**2).sum()) if len(self.units) else 0.0


def bought(rows: pd.DataFrame, columns: AdColumns, currency: str, level: float) -> Bought:
    """Read what was bought off a table of ads.

    Rows of one ad with the same features are added up first: a day with two impressions says little
    about a price. Rows that cost nothing or bought nothing have no price and are counted as doubts.

    Parameters
    ----------
    rows : pandas.DataFrame
        One row per ad, day, audience or whatever the export breaks it into.
    columns : AdColumns
        What its columns hold.
    currency : str
        ISO code; where the table has a column ``currency``, it must say the same.
    level : float
        Level of the intervals to come, in (0, 1).

    Raises
    ------
    CallError
        With every fault of the table at once.
    """
    _check(rows, columns, currency, level)
    known = rows[[columns.spend, columns.units]].notna().all(axis=1).to_numpy()
    cells = _cells(rows[known], columns)
    spend, units = (cells[name].to_numpy(dtype=float) for name in (columns.spend, columns.units))
    priced: Bools = (spend > 0.0) & (units > 0.0)
    small = priced & _too_small(np.where(priced, units, 0.0))
    priced &= ~small
    features = cells[list(columns.features)][priced].reset_index(drop=True)
    return Bought(
        spend[priced] / units[priced],
        units[priced],
        features.apply(_pooled),
        np.asarray(pd.factorize(cells[_TOGETHER][priced], sort=True)[0], dtype=np.intp),
        {name: frozenset(features[name]) for name in columns.features},
        tuple(_doubts(spend, units, small, int((~known).sum()))),
    )


_AD, _TOGETHER = "\N{NULL}ad", "\N{NULL}together"
"""Keys in a table whose other names are the user's."""


def _cells(rows: pd.DataFrame, columns: AdColumns) -> pd.DataFrame:
    """Add up the rows of each ad with the same features; missing levels are a level."""
    named = {name: name for name in columns.features} | {_AD: columns.ad, _TOGETHER: columns.together}
    keys = {key: rows[name].astype("string").fillna(UNSTATED).astype(str) for key, name in named.items()}
    table = pd.DataFrame({**keys, columns.spend: rows[columns.spend], columns.units: rows[columns.units]})
    return table.groupby(list(keys), sort=True, as_index=False)[[columns.spend, columns.units]].sum()


def _pooled(levels: pd.Series) -> pd.Series:
    rare = levels.map(levels.value_counts()) < _LEAST_OF_LEVEL
    return levels.mask(rare, OTHER)


def _too_small(units: Floats) -> Bools:
    """Mark the smallest purchases that together hold no more than a thousandth of all units."""
    order = np.argsort(units, kind="stable")
    small = np.zeros(len(units), dtype=bool)
    small[order] = np.cumsum(units[order]) <= _SMALLEST * units.sum()
    return small


def _doubts(spend: Floats, units: Floats, small: Bools, missing: int) -> Iterator[Message]:
    free, empty = (spend == 0.0) & (units > 0.0), (spend > 0.0) & (units == 0.0)
    if missing:
        yield message("Rows of ads without an amount or a number of units, left out: {count}.", count=missing)
    if free.any():
        yield message(
            "Ads that cost nothing, left out: {count}; they hold {share} of all units.",
            count=int(free.sum()),
            share=Rate(float(units[free].sum() / units.sum())),
        )
    if small.any():
        yield message(
            "Ads so small that their prices are chance, left out: {count}; together they hold {share} of all units.",
            count=int(small.sum()),
            share=Rate(float(units[small].sum() / units.sum())),
        )
    if empty.any():
        yield message(
            "Ads that bought nothing, left out: {count}; they hold {share} of all that was spent.",
            count=int(empty.sum()),
            share=Rate(float(spend[empty].sum() / spend.sum())),
        )


def _check(rows: pd.DataFrame, columns: AdColumns, currency: str, level: float) -> None:
    faults = list(share_faults("level", level))
    if not isinstance(rows, pd.DataFrame):
        table = message("a table of ads (pandas.DataFrame)")
        raise CallError(*faults, wrong_type("rows", rows, table, message("Read it with pandas.read_csv.")))
    faults += _absent(rows, columns)
    if not faults:
        faults += [fault for name in (columns.spend, columns.units) for fault in _amount_faults(rows, name)]
        faults += _currency_faults(rows, currency)
    if faults:
        raise CallError(*faults)


def _absent(rows: pd.DataFrame, columns: AdColumns) -> Iterator[Fault]:
    for name in columns.all:
        if list(rows.columns).count(name) != 1:
            yield Fault(
                f"rows['{name}']",
                message("{count} columns of this name", count=list(rows.columns).count(name)),
                message("one"),
                message("The columns are: {names}.", names=_listed(list(rows.columns))),
            )
    if columns.spend == columns.units or {columns.spend, columns.units} & set(columns.features):
        yield Fault(
            "features",
            message("{names}", names=_listed((columns.spend, columns.units, *columns.features))),
            message("spend, units and features in columns of their own"),
            message("A price can't depend on what it is made of."),
        )


def _amount_faults(rows: pd.DataFrame, name: str) -> Iterator[Fault]:
    place, values = f"rows['{name}']", rows[name]
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        yield Fault(place, message("values of {type}", type=str(values.dtype)), message("numbers"), MEND_NUMBERS)
        return
    wrong = values.lt(0.0).fillna(value=False) | values.isin([np.inf, -np.inf])
    if wrong.any():
        yield Fault(
            place,
            message("{value} in row {row}", value=float(values[wrong].iloc[0]), row=str(rows.index[wrong][0])),
            message("numbers from 0 up"),
            message("Take corrections and refunds out before a price is learnt."),
        )


def _currency_faults(rows: pd.DataFrame, currency: str) -> Iterator[Fault]:
    if _CURRENCY not in rows.columns:
        return
    found = sorted(set(rows[_CURRENCY].dropna().astype(str)))
    if found not in ([], [currency]):
        yield Fault(
            f"rows['{_CURRENCY}']",
            message("{names}", names=_listed(found)),
            message("{currency}", currency=currency),
            message("Prices of several currencies have no mean: keep the rows of one, or convert them at a rate."),
        )


def _listed(names: Sequence[object]) -> str:
    return ", ".join(str(name) for name in names)
