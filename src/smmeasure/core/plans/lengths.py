"""How long a campaign must run: the smallest effect that is found, by length."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from smmeasure.core.results import Plan
from smmeasure.messages import Message, message
from smmeasure.units import Rate

_DAYS = (3, 7, 10, 14, 21, 28, 42, 56, 84, 112, 140, 168)
"""Lengths of campaigns in days that people choose from; whole weeks from the second one on."""

_WEEKS = (1, 2, 3, 4, 6, 8, 12, 16, 20, 26)
"""The same for a weekly series."""

_QUIET_SHARE = 2
"""The quiet period must be so many times as long as the campaign."""


def lengths_to_try(days: int, quiet: int, *, weekly: bool) -> tuple[int, ...]:
    """Choose the lengths to look at: the usual ones that the quiet period allows, and the one asked about.

    Parameters
    ----------
    days : int
        Length asked about; in weeks for a weekly series.
    quiet : int
        Quiet days, or weeks, with a value.
    weekly : bool
        Whether the series is weekly.
    """
    usual = _WEEKS if weekly else _DAYS
    return tuple(sorted({*(length for length in usual if length <= quiet // _QUIET_SHARE), days}))


def table(lengths: tuple[int, ...], smallest: Callable[[int], float]) -> pd.DataFrame:
    """Lay out the smallest effect by length.

    Parameters
    ----------
    lengths : tuple of int
        Lengths, ascending.
    smallest : callable
        Gives the minimum detectable effect of a length, relative to the baseline.

    Returns
    -------
    pandas.DataFrame, columns ``days, rel_mde``
    """
    return pd.DataFrame({"days": list(lengths), "rel_mde": [smallest(length) for length in lengths]})


def asked(plan: Plan, effect: float | None, *, weekly: bool = False) -> Plan:
    """Answer how long a campaign must run for an effect to be found.

    Parameters
    ----------
    plan : Plan
        With its table of lengths.
    effect : float or None
        Effect expected, relative to the baseline, as a fraction; a fall is as visible as a rise.
    weekly : bool
        Whether lengths are weeks.

    Returns
    -------
    Plan
        With `effect`, and `days_needed` or the reason why there is none.
    """
    if effect is None:
        return plan
    if not plan.measurable:
        return replace(plan, effect=effect, days_reason=plan.reason)
    needed = _needed(plan.lengths, abs(effect))
    reason = _too_small(plan.lengths, abs(effect), weekly=weekly) if needed is None else None
    return replace(plan, effect=effect, days_needed=needed, days_reason=reason)


def _needed(lengths: pd.DataFrame, effect: float) -> int | None:
    """Give the shortest length that suffices, between two lengths of the table by a straight line on logarithms."""
    days, sizes = lengths["days"].to_numpy(), lengths["rel_mde"].to_numpy()
    enough = np.flatnonzero(sizes <= effect)
    if not len(enough):
        return None
    first = int(enough[0])
    if first == 0 or effect <= 0.0:
        return int(days[first])
    before, after = (math.log(sizes[place]) for place in (first - 1, first))
    share = (before - math.log(effect)) / (before - after)
    between = math.log(days[first - 1]) + share * math.log(days[first] / days[first - 1])
    # A whole number of days in spite of rounding.
    return min(int(days[first]), math.ceil(math.exp(between) - 1e-9))


def _too_small(lengths: pd.DataFrame, effect: float, *, weekly: bool) -> Message:
    known = lengths.dropna()
    if not len(known):
        return message("The series may be zero without a campaign: no percentage can be given.")
    best = known.iloc[int(known["rel_mde"].to_numpy().argmin())]
    values = {
        "longest": int(known["days"].max()),
        "effect": Rate(effect),
        "smallest": Rate(float(best["rel_mde"])),
        "days": int(best["days"]),
    }
    if weekly:
        return message(
            "No length that the quiet period allows, up to {longest} weeks, shows an effect of {effect}; the smallest "
            "that can be seen is {smallest}, over {days} weeks. A stronger campaign, a steadier indicator or a good "
            "control is needed.",
            **values,
        )
    return message(
        "No length that the quiet period allows, up to {longest} days, shows an effect of {effect}; the smallest that "
        "can be seen is {smallest}, over {days} days. A stronger campaign, a steadier indicator or a good control is "
        "needed.",
        **values,
    )
