"""Rates of engagement: pooled over the window, with an interval, against the same rate of quiet days.

A rate is a ratio of sums, ``sum(n_d) / sum(m_d)`` over the days on which both are known, and never a
mean of ratios. Over people reached it is the same formula read another way: the mean of the daily
rates, each day weighing as much as its reach. The sum below the line is a weight there, not a number
of people: nobody is counted twice because no such number is given. A rate per post and 1,000
followers takes the followers of each day: ``1000 sum(n_d) / sum(posts_d followers_d)``.

Its interval is that of a count by score, widened by what pretend campaigns of the same length scatter
beyond counting (see `core.funnel.scatter`): interactions of a day come together, and a good week is good
for days. With fewer than four quiet weeks it is that of the ratio estimator, with days of the window as
the unit of sampling (Cochran 1977, eq. 2.39 without finite population correction):
``s.e. = sqrt(d / (d - 1) sum((n_d - r m_d)^2)) / sum(m_d)``.
"""

from __future__ import annotations

import math
from collections.abc import Container, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from smmeasure.brief.campaign import Campaign, Medium, Source
from smmeasure.brief.rates import RATES, RateEntry
from smmeasure.core.days import Frame, before
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.core.funnel import RateKind, rate_interval, usual_rate
from smmeasure.core.funnel.scatter import COUNTING, LEAST_BLOCKS, WEEK, scatter
from smmeasure.core.phases import NOT_BEGUN
from smmeasure.core.rate_results import RateResult
from smmeasure.messages import Message, message

LEAST_DAYS = 3
"""On fewer days than this the spread between days says nothing."""

_APART = ((None, Medium.OWNED, Medium.SHARED), (Medium.PAID,), (Medium.EARNED,))
"""Media whose indicators are never divided by those of another: the own page's, ads', others' posts."""

LEAST_QUIET = WEEK * LEAST_BLOCKS
"""Fewer quiet days than this don't tell how much weeks scatter."""


def all_rates(campaign: Campaign, results: Mapping[str, IndicatorResult], frame: Frame) -> tuple[RateResult, ...]:
    """Work out every rate of the catalogue, each a number or the reason why there is none.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    results : mapping of str to IndicatorResult
        Every indicator of the brief.
    frame : Frame
        Days it is measured on.
    """
    return tuple(_rate(entry, campaign, results, frame) for entry in RATES.values())


def _rate(entry: RateEntry, campaign: Campaign, results: Mapping[str, IndicatorResult], frame: Frame) -> RateResult:
    if frame.observed is None:
        return _without(entry, NOT_BEGUN)
    chosen = _chosen(entry, campaign, results)
    if isinstance(chosen, Message):
        return _without(entry, chosen)
    days = frame.observed.index()
    window = _pair([results[key].series.values.reindex(days) for key in chosen])
    reason = why_no_rate(window)
    if reason is not None:
        return _without(entry, reason, chosen)
    quiet = _pair([before(results[key].series.values, frame) for key in chosen])
    usual = usual_rate(quiet["below"], quiet["above"], len(days)) if (quiet["below"] > 0).any() else None
    return RateResult(
        entry.id,
        entry.unit,
        entry.stage,
        chosen,
        rate_of_window(window, quiet, campaign.level).scaled(entry.scale),
        usual.scaled(entry.scale) if usual and usual.ci_lower >= 0 else None,
        len(window.dropna()),
    )


def _without(entry: RateEntry, reason: Message, indicators: tuple[str, ...] = ()) -> RateResult:
    return RateResult(entry.id, entry.unit, entry.stage, indicators, None, None, 0, reason=reason)


def _pair(series: Sequence[pd.Series]) -> pd.DataFrame:
    """Put what is above and what is below the line side by side, day by day; several below are multiplied."""
    above, *below = (one.astype(float) for one in series)
    product = below[0]
    for factor in below[1:]:
        product = product * factor
    return pd.DataFrame({"above": above, "below": product})


def why_no_rate(days: pd.DataFrame) -> Message | None:
    """Say why a rate can't be computed from days with `above` and `below` the line, or None where it can.

    Parameters
    ----------
    days : pandas.DataFrame, shape (days, 2)
        Daily values, nan where missing.
    """
    known = days.dropna()
    if len(known) < LEAST_DAYS:
        return message(
            "Both sides are known on {days} days only; {least} are needed.", days=len(known), least=LEAST_DAYS
        )
    if (known < 0).any(axis=None):
        return message("A day has a value below 0: what was taken back can't be told from what was counted.")
    if known["below"].sum() <= 0:
        return message("What it is divided by is 0 over the whole window.")
    return None


def rate_of_window(window: pd.DataFrame, quiet: pd.DataFrame, level: float) -> Estimate:
    """Divide sums over the window, with an interval as wide as quiet weeks scatter.

    Parameters
    ----------
    window, quiet : pandas.DataFrame, columns ``above`` and ``below``
        Daily values, 0 or more, nan where missing; those of the window as for `pooled_rate`.
    level : float
        Level of the interval, in (0, 1).

    Returns
    -------
    Estimate
        ``sum(above) / sum(below)``, never below 0.
    """
    countable = quiet.where((quiet >= 0).all(axis=1)).dropna()
    if len(countable) < LEAST_QUIET:
        return pooled_rate(window["above"], window["below"], level)
    names = {"below": "previous", "above": "step"}
    spread = scatter(countable.rename(columns=names), window.rename(columns=names), RateKind.FREQUENCY)
    known = window.dropna()
    above, below = float(known["above"].sum()), float(known["below"].sum())
    dispersion = spread.of_total(above, below, len(known)) if spread else COUNTING
    rate = rate_interval(above, below, level, RateKind.FREQUENCY, dispersion)
    return rate or pooled_rate(window["above"], window["below"], level)


def pooled_rate(above: pd.Series, below: pd.Series, level: float) -> Estimate:
    """Divide sums over days, with the interval of the ratio estimator.

    Parameters
    ----------
    above, below : pandas.Series, shape (days,)
        Daily values, 0 or more; days on which either is missing count for neither. At least
        three days are complete, and not all of `below` are 0.
    level : float
        Level of the interval, in (0, 1).

    Returns
    -------
    Estimate
        ``sum(above) / sum(below)``; the interval ends at 0 where it would go below.
    """
    days = pd.DataFrame({"above": above, "below": below}).dropna()
    whole = float(days["below"].sum())
    rate = float(days["above"].sum()) / whole
    errors = days["above"] - rate * days["below"]
    deviation = math.sqrt(len(days) / (len(days) - 1) * float(np.square(errors).sum())) / whole
    reach = float(stats.t.ppf(0.5 + level / 2, len(days) - 1)) * deviation
    return Estimate(rate, max(0.0, rate - reach), rate + reach)


def _chosen(entry: RateEntry, campaign: Campaign, results: Mapping[str, IndicatorResult]) -> tuple[str, ...] | Message:
    """Choose one indicator per side, or say why none fits: one of each, else those of one source."""
    tried = [[_keys(measure, campaign, results, media) for measure in entry.measures] for media in _APART]
    found = next((sides for sides in tried if all(sides)), tried[0])
    lacking = [measure for measure, keys in zip(entry.measures, found, strict=True) if not keys]
    if lacking:
        return _lacks(lacking, campaign)
    if all(len(keys) == 1 for keys in found):
        return tuple(keys[0] for keys in found)
    together = [
        (first, *rest)
        for first in found[0]
        if (rest := [_beside(first, keys, campaign) for keys in found[1:]]) and None not in rest
    ]
    if len(together) == 1:
        return tuple(key for key in together[0] if key is not None)
    return message(
        "The brief has several of {measures}: which belong together isn't known.", measures=", ".join(entry.measures)
    )


def _lacks(measures: Sequence[str], campaign: Campaign) -> Message:
    """Say what a rate lacks; what counts ads or others' posts is there, and divides nothing of the own page."""
    elsewhere = {one.measures for one in campaign.indicators.values() if one.medium not in _APART[0]}
    named = ", ".join(measures)
    if elsewhere.issuperset(measures):
        return message("The brief has {measures} of another medium only: they are not divided.", measures=named)
    return message("The brief has no {measures}.", measures=named)


def _keys(
    measure: str, campaign: Campaign, results: Mapping[str, IndicatorResult], media: Container[Medium | None]
) -> list[str]:
    return [
        key
        for key, indicator in campaign.indicators.items()
        if indicator.measures == measure and indicator.medium in media and not results[key].is_control
    ]


def _beside(first: str, keys: Sequence[str], campaign: Campaign) -> str | None:
    """Give the only one of some indicators that comes from the same rows of the same file."""
    origin = _origin(campaign.indicators[first].source)
    same = [key for key in keys if _origin(campaign.indicators[key].source) == origin]
    return same[0] if len(same) == 1 else None


def _origin(source: Source) -> object:
    return source.model_dump(exclude={"value", "measure"})
