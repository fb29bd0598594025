"""What a campaign changed in one series: observed minus baseline, with an interval that keeps its word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from smmeasure.core.arguments import Arguments, DateLike, check
from smmeasure.core.arrays import Bools, Floats
from smmeasure.core.calibration import Baseline, Distribution, calibrate
from smmeasure.core.controls.correction import divided, multiplied
from smmeasure.core.controls.screening import screen, unrefused
from smmeasure.core.controls.sensitivity import check_controls
from smmeasure.core.gaps.look import look
from smmeasure.core.quiet import Quiet, obstacle, quiet
from smmeasure.core.results import Uplift
from smmeasure.core.totals import said_of, tails
from smmeasure.core.verdicts import Told, measured, not_measurable
from smmeasure.messages import Message, message
from smmeasure.windows import Window

WILDEST = 10.0
"""An interval whose end is so many times the centre says nothing about a baseline."""

_NAN = float("nan")

NO_PLACEBO = message(
    "The quiet days are too scattered: no stretch as long as the campaign, after the first four weeks of quiet days, "
    "is quiet on at least half of its days. A longer quiet period or fewer excluded days are needed."
)


def estimate_uplift(  # noqa: PLR0913 - the contract of a public function
    y: pd.Series,
    start: DateLike,
    end: DateLike,
    *,
    controls: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    exclude: Iterable[Window | tuple[DateLike, DateLike]] = (),
    unit: str = "count",  # noqa: ARG001 - part of the contract: totals are sums whatever the unit
    level: float = 0.95,
    rng: int = 0,  # noqa: ARG001 - part of the contract: nothing here is drawn at random
) -> Uplift:
    """Estimate what a campaign changed in one series.

    Structural time-series models (`smmeasure.core.baselines`) forecast the window from the quiet period;
    their forecasts from earlier quiet days choose among them and calibrate the interval of the total.
    A last day that was exported before it was over is left out (`smmeasure.core.gaps`).
    A control that moved with the campaign is refused (`smmeasure.core.controls.screening`).

    Parameters
    ----------
    y : pandas.Series of float, shape (n,)
        Daily or weekly values, DatetimeIndex without time zone; nan or an absent date means missing.
        Everything before `start` that is not excluded is quiet period.
    start, end : date-like
        First and last day of the campaign, both included.
    controls : pandas.DataFrame, shape (m, q), optional
        Series that the campaign can't have touched, at most 20; without gaps in the window.
    events : pandas.DataFrame, shape (m, p), optional
        Known regressors such as public holidays (0 or 1); without gaps.
    exclude : iterable of Window or pair of days
        Days before the campaign that are not quiet.
    unit : str
        Unit of the values; it changes no number: totals are sums.
    level : float
        Confidence level of the intervals, in (0, 1).
    rng : int
        Kept for the contract of all estimators; this one draws nothing.

    Returns
    -------
    Uplift
        Totals over the observed days of the window, with intervals, p-value, verdict, daily values and
        what was found on each control.

    Raises
    ------
    CallError
        If an argument can't be taken; the error lists every fault.
    """
    checked = check(y, start, end, controls=controls, events=events, exclude=exclude, shares={"level": level})
    arguments, notes = look(checked)
    screened = screen(arguments, level)
    used = unrefused(arguments, screened)
    uplift = _estimate(used, level)
    found = check_controls(arguments, screened, uplift)
    if found.factor != 1.0:
        uplift = multiplied(_estimate(divided(used, found.factor), level), found.factor, used)
    return replace(uplift, controls=found.checks, notes=notes)


def _estimate(arguments: Arguments, level: float) -> Uplift:
    """Measure a series with all controls of its call."""
    question = quiet(arguments)
    reason = obstacle(question, arguments)
    if reason is not None:
        return _unknown(question, level, reason)
    baseline = calibrate(question, level)
    if baseline is None:
        return _unknown(question, level, NO_PLACEBO)
    total = baseline.totals(question.first, question.observed[None])
    reason = too_wild(total, level)
    if reason is not None:
        return _unknown(question, level, reason, baseline)
    return _known(question, level, baseline, total)


def too_wild(total: Distribution, level: float) -> Message | None:
    """Say why an interval is too wide for any statement, or None."""
    centre, upper = float(total.expected[0]), float(total.quantile(0.5 + level / 2.0)[0])
    size = abs(centre) if total.scale.factor else total.scale.typical * int(total.days[0])
    if upper - centre <= (WILDEST - 1.0) * size:
        return None
    return message(
        "The series swings too much: without a campaign its total could be {factor} times what is expected, "
        "and a statement needs less than {limit} times. A longer quiet period or a steadier indicator is needed.",
        factor=(upper - centre) / size + 1.0,
        limit=WILDEST,
    )


def _known(question: Quiet, level: float, baseline: Baseline, total: Distribution) -> Uplift:
    observed = float(np.nansum(question.values[question.first :]))
    said = said_of(total, observed, level)
    return measured(said, _told(question, level, baseline), _daily(question, baseline, level, (said.lower, said.upper)))


def _told(question: Quiet, level: float, baseline: Baseline | None) -> Told:
    days = int(question.observed.sum())
    return Told(level, days, baseline.pool.method if baseline else "", baseline.calibration if baseline else None)


def _daily(question: Quiet, baseline: Baseline, level: float, interval: tuple[float, float]) -> pd.DataFrame:
    """Lay out observed, baseline and effect by day; the last cumulative interval is that of the total."""
    horizon, first = question.horizon, question.first
    single = np.eye(horizon, dtype=bool)
    running = np.tri(horizon, dtype=bool) & question.observed
    days = baseline.totals(first, single)
    low, high = (days.quantile(share) for share in tails(level))
    observed = question.values[first:]
    cumulative = np.nancumsum(observed)
    daily = pd.DataFrame(index=question.index)
    daily["observed"] = question.values
    daily["baseline"] = np.concatenate([baseline.pool.fitted()[:first], days.expected])
    window: dict[str, Floats] = {
        "baseline_ci_lower": low,
        "baseline_ci_upper": high,
        "effect": observed - days.expected,
    }
    window["cumulative"] = np.nancumsum(window["effect"])
    window |= _running(baseline, first, running, cumulative, level, interval)
    for name, values in window.items():
        daily[name] = np.concatenate([np.full(first, _NAN), values])
    daily = daily.reindex(question.calendar)
    running_columns = ["cumulative", "cumulative_ci_lower", "cumulative_ci_upper"]
    daily[running_columns] = daily[running_columns].ffill()
    return daily


def _running(  # noqa: PLR0913, PLR0917 - one table, column by column
    baseline: Baseline,
    first: int,
    running: Bools,
    cumulative: Floats,
    level: float,
    interval: tuple[float, float],
) -> dict[str, Floats]:
    """Give the interval of the effect so far on each day; nan before the first observed day."""
    seen: Bools = np.asarray(running.any(axis=1))
    lower, upper = np.full(len(seen), _NAN), np.full(len(seen), _NAN)
    totals = baseline.totals(first, running[seen])
    low, high = (totals.quantile(share) for share in tails(level))
    lower[seen], upper[seen] = cumulative[seen] - high, cumulative[seen] - low
    lower[-1], upper[-1] = interval
    return {"cumulative_ci_lower": lower, "cumulative_ci_upper": upper}


def _unknown(question: Quiet, level: float, reason: Message, baseline: Baseline | None = None) -> Uplift:
    observed = float(np.nansum(question.values[question.first :])) if question.observed.any() else _NAN
    seen = pd.Series(question.values, question.index).reindex(question.calendar)
    return not_measurable(reason, observed, _told(question, level, baseline), seen)
