"""One indicator over another: the days that both are known on, what kind of rate it is, how much it scatters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from smmeasure.brief.catalogue import Stage
from smmeasure.core.estimates import Estimate
from smmeasure.core.funnel.kinds import RateKind, kind_of_rate
from smmeasure.core.funnel.rates import rate_interval
from smmeasure.core.funnel.scatter import COUNTING, Dispersion, Scatter, scatter
from smmeasure.messages import Message, message
from smmeasure.units import COUNT, Unit


@dataclass(frozen=True, slots=True)
class Observed:
    """Values of every indicator in the window and before it, their units, and the level of the intervals.

    Attributes
    ----------
    window : mapping of str to pandas.Series, shape (days,)
        Observed values in the window; nan where unknown.
    quiet : mapping of str to pandas.Series, shape (quiet days,)
        Values on a daily calendar before the window; nan on days that are not quiet.
    level : float
        Confidence level of the rates' intervals.
    units : mapping of str to Unit
        Unit of every indicator; a count where it is not named.
    """

    window: Mapping[str, pd.Series]
    quiet: Mapping[str, pd.Series]
    level: float
    units: Mapping[str, Unit] = field(default_factory=dict)

    def unit(self, key: str) -> Unit:
        """Give the unit of an indicator."""
        return self.units.get(key, COUNT)

    def pairs(self, previous: str, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Give the days of two indicators before the window and in it."""
        first, second = (
            pd.concat({"previous": values[previous], "step": values[key]}, axis=1)
            for values in (self.quiet, self.window)
        )
        return first, second


@dataclass(frozen=True, slots=True)
class Divided:
    """One indicator over another in the window.

    Attributes
    ----------
    previous, key : str
        Keys in the brief.
    part, whole : float
        Totals over the days on which both are known; nan where there are none.
    days : int
        Days on which both are known.
    kind : RateKind
        What is divided.
    scatter : Scatter or None
        How much days scatter before the window; None where that is not known.
    rate : Estimate or None
        Part over whole; None where `reason` says why.
    grows : bool
        Whether the part is larger than the whole, where a share was expected.
    past : pandas.DataFrame, columns ``previous`` and ``step``
        Quiet days before the window; nan where unknown, not quiet, or below zero.
    reason : Message or None
        Why there is no rate.
    """

    previous: str
    key: str
    part: float
    whole: float
    days: int
    kind: RateKind
    scatter: Scatter | None
    rate: Estimate | None
    grows: bool
    past: pd.DataFrame
    reason: Message | None

    @property
    def dispersion(self) -> Dispersion:
        """How much the totals of the window scatter; like counts where nothing is known of it."""
        return self.dispersion_of(self.part, self.whole, self.days)

    def dispersion_of(self, part: float, whole: float, days: int) -> Dispersion:
        """Give how much other totals of the two indicators scatter."""
        return self.scatter.of_total(part, whole, days) if self.scatter and whole > 0 else COUNTING


def divide(stages: Mapping[str, Stage], previous: str, key: str, observed: Observed) -> Divided:
    """Divide an indicator by another over the days of the window on which both are known.

    Parameters
    ----------
    stages : mapping of str to Stage
        Stage of both.
    previous, key : str
        The whole and the part.
    observed : Observed
        Their values.
    """
    quiet, window = observed.pairs(previous, key)
    known = window.dropna()
    whole, part = (float(known[name].sum(min_count=1)) for name in ("previous", "step"))
    kind = kind_of_rate((stages[previous], observed.unit(previous)), (stages[key], observed.unit(key)))
    grows = kind is RateKind.SHARE and part > whole > 0
    past = quiet.where(_is_countable(quiet, kind).all(axis=1))
    spread = scatter(past, window, RateKind.RATIO if grows else kind)
    reason = _no_rate(known, kind)
    if spread is None and kind is RateKind.AMOUNT:
        reason = reason or message("fewer than two days of amounts have no spread")
    divided = Divided(previous, key, part, whole, len(known), kind, spread, None, grows, past, reason)
    if reason:
        return divided
    return replace(divided, rate=rate_interval(part, whole, observed.level, kind, divided.dispersion))


def _is_countable(days: pd.DataFrame, kind: RateKind) -> pd.DataFrame:
    """Mark values that can be a part or a whole: only an amount may be below zero, by refunds."""
    return pd.DataFrame({"previous": days["previous"] >= 0, "step": (days["step"] >= 0) | (kind is RateKind.AMOUNT)})


def _no_rate(known: pd.DataFrame, kind: RateKind) -> Message | None:
    """Say why two series can't be divided, or None where they can."""
    if not len(known):
        return message("no day of the window is known for both steps")
    negative = int((~_is_countable(known, kind)).any(axis=1).sum())
    if negative:
        return message("no share can be told with a day below zero (days: {count})", count=negative)
    if not known["previous"].sum() > 0:
        return message("nothing came as far as the step before")
    return None
