"""What a campaign could detect in a series, before it begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from smmeasure.core.arguments import Arguments, DateLike, check_ahead
from smmeasure.core.calibration import Distribution, calibrate
from smmeasure.core.gaps.look import look
from smmeasure.core.quiet import quiet, too_short_or_flat
from smmeasure.core.results import Plan
from smmeasure.core.uplift import NO_PLACEBO, too_wild
from smmeasure.messages import Message
from smmeasure.windows import Window

_POINTS = 41
"""Points of the power curve."""

_REACH = 2.0
"""The power curve ends at so many times the minimum detectable effect."""

_NAN = float("nan")


def plan(  # noqa: PLR0913 - the contract of a public function
    y: pd.Series,
    days: int,
    *,
    controls: pd.DataFrame | None = None,
    exclude: Iterable[Window | tuple[DateLike, DateLike]] = (),
    level: float = 0.95,
    power: float = 0.8,
    rng: int = 0,  # noqa: ARG001 - part of the contract: nothing here is drawn at random
) -> Plan:
    """Tell which effect a campaign of a given length could detect, right after the last day of a series.

    The distribution of the total without a campaign is that of `estimate_uplift`. An effect E, added
    to that total, is found when the sum passes the upper end of the interval; so the minimum
    detectable effect is the upper end minus the total's quantile at ``1 - power``.

    Parameters
    ----------
    y : pandas.Series of float, shape (n,)
        Daily or weekly values with a DatetimeIndex without time zone; all of it is quiet period.
    days : int
        Length of the campaign in days; in weeks for a weekly series.
    controls : pandas.DataFrame, optional
        Series that the campaign can't touch, over the days of `y`; later values are not needed.
    exclude : iterable of Window or pair of days
        Days that are not quiet.
    level : float
        Confidence level of the future interval, in (0, 1).
    power : float
        Probability of detection asked for, in (0, 1).
    rng : int
        Kept for the contract of all estimators; this one draws nothing.

    Returns
    -------
    Plan
        Expected total, minimum detectable effect and power curve.

    Raises
    ------
    CallError
        If an argument can't be taken; the error lists every fault.
    """
    checked = check_ahead(y, days, controls=controls, exclude=exclude, shares={"level": level, "power": power})
    arguments, notes = look(checked)
    return replace(_planned(arguments, days, level, power), notes=notes)


def _planned(arguments: Arguments, days: int, level: float, power: float) -> Plan:
    """Plan on what is left of a series."""
    question = quiet(arguments)
    reason = too_short_or_flat(question, arguments)
    if reason is not None:
        return _unmeasurable(days, level, power, reason)
    baseline = calibrate(question, level)
    if baseline is None:
        return _unmeasurable(days, level, power, NO_PLACEBO)
    total = baseline.totals(question.first, np.ones((1, question.horizon), dtype=bool))
    reason = too_wild(total, level)
    if reason is not None:
        return _unmeasurable(days, level, power, reason)
    return _plan(total, days, level, power)


def _plan(total: Distribution, days: int, level: float, power: float) -> Plan:
    baseline = float(total.expected[0])
    mde = float((total.quantile(0.5 + level / 2.0) - total.quantile(1.0 - power))[0])
    return Plan(
        days=days,
        level=level,
        power=power,
        baseline=baseline,
        mde=mde,
        rel_mde=mde / baseline if baseline > 0.0 else _NAN,
        curve=_curve(total, level, mde),
        measurable=True,
    )


def _curve(total: Distribution, level: float, mde: float) -> pd.DataFrame:
    """Give the probability of detection by size of the effect, from none to twice the detectable one."""
    baseline = float(total.expected[0])
    effects = np.linspace(0.0, _REACH * mde, _POINTS)
    low, high = (float(total.quantile(share)[0]) for share in (0.5 - level / 2.0, 0.5 + level / 2.0))
    found = 1.0 - total.probability_below(high - effects) + total.probability_below(low - effects)
    relative = effects / baseline if baseline > 0.0 else np.full(_POINTS, _NAN)
    return pd.DataFrame({"rel_effect": relative, "power": found})


def _unmeasurable(days: int, level: float, power: float, reason: Message) -> Plan:
    return Plan(
        days=days,
        level=level,
        power=power,
        baseline=_NAN,
        mde=_NAN,
        rel_mde=_NAN,
        curve=pd.DataFrame({"rel_effect": [], "power": []}, dtype=float),
        measurable=False,
        reason=reason,
    )
