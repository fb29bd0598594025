"""How alike two groups were before anything happened."""

from __future__ import annotations

import math

import numpy as np

from smmeasure.core.arrays import Floats
from smmeasure.core.loyalty.purchases import Past
from smmeasure.core.loyalty.results import BalanceRow, Trait
from smmeasure.units import COUNT, Unit

GOOD, BAD = 0.1, 0.25
"""Standardised differences above which groups are doubted (Austin 2009, Stat. Med. 28:3083), and not compared at all
(Rubin 2001, Health Serv. Outcomes Res. Methodol. 2:169; Stuart 2010, Stat. Sci. 25:1)."""

_NAN = float("nan")


def balance_rows(before: tuple[Past, Past], after: tuple[Past, Past] | None, money: Unit) -> tuple[BalanceRow, ...]:
    """Compare members and others trait by trait.

    Parameters
    ----------
    before, after : tuple of Past
        Members, then others; `after` is None where nobody was compared.
    money : Unit
        Currency of the spend.
    """
    units = {Trait.SPEND: money}
    found: list[BalanceRow] = []
    for place, trait in enumerate(Trait):
        one, zero = (_known(group.columns[place]) for group in before)
        kept = (np.array([]),) * 2 if after is None else tuple(_known(group.columns[place]) for group in after)
        spread = _spread(one, zero)
        found.append(
            BalanceRow(
                trait=trait,
                unit=units.get(trait, COUNT),
                members_before=_mean(one),
                others_before=_mean(zero),
                members_after=_mean(kept[0]),
                others_after=_mean(kept[1]),
                smd_before=_standardised(_mean(one) - _mean(zero), spread),
                smd_after=_standardised(_mean(kept[0]) - _mean(kept[1]), spread),
            )
        )
    return tuple(found)


def worst(rows: tuple[BalanceRow, ...]) -> float:
    """Give the largest standardised difference after matching, without its sign; 0 where none is known."""
    return max((abs(row.smd_after) for row in rows if not math.isnan(row.smd_after)), default=0.0)


def _known(values: Floats) -> Floats:
    return values[~np.isnan(values)]


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else _NAN


def _spread(members: Floats, others: Floats) -> float:
    if not len(members) or not len(others):
        return _NAN
    return math.sqrt((float(members.var()) + float(others.var())) / 2.0)


def _standardised(difference: float, spread: float) -> float:
    return difference / spread if spread > 0.0 else _NAN
