"""The method tried on a series' own past: pretend campaigns side by side, each measured as a real one would be.

`core.calibration` calibrates one estimate on overlapping placebos; this module asks the finished estimate itself,
from outside, how often it cries wolf and how often it finds what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy import stats

from smmeasure.core.arguments import check_ahead
from smmeasure.core.quiet import LEAST_DAYS, LEAST_WEEKS
from smmeasure.core.results import Uplift, Verdict
from smmeasure.core.uplift import estimate_uplift
from smmeasure.errors import CallError, Fault
from smmeasure.messages import message

MOST_PLACEBOS = 40
"""Pretend campaigns of one series at most; where more would fit, as many are spread evenly."""

MOST_DAYS, MOST_WEEKS = 365, 104
"""Longest history given to one estimate where no length is asked for."""

LEAST_PLACEBOS = 3
"""Fewer pretend campaigns say nothing about a rate."""

CONFIDENCE = 0.95
"""Level of the intervals of rates."""

CAP = 20.0
"""Highest relative interval score of one placebo: a single hopeless window would outweigh all others."""

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something happened, with the exact interval of Clopper and Pearson (1934).

    Attributes
    ----------
    count, trials : int
        How often it happened, and how often it could have.
    rate : float
        ``count / trials``; nan without a trial.
    rate_ci_lower, rate_ci_upper : float
        Interval of the rate at `CONFIDENCE`; 0 and 1 without a trial.
    """

    count: int
    trials: int
    rate: float
    rate_ci_lower: float
    rate_ci_upper: float


@dataclass(frozen=True, slots=True)
class Trial:
    """What the method said of a pretend campaign whose true effect is known.

    Attributes
    ----------
    truth : float
        Effect that was put in, unit of the series.
    observed, effect, effect_ci_lower, effect_ci_upper, verdict
        As in `Uplift`.
    covered : bool
        Whether the interval holds the truth.
    """

    truth: float
    observed: float
    effect: float
    effect_ci_lower: float
    effect_ci_upper: float
    verdict: Verdict
    covered: bool


@dataclass(frozen=True, slots=True)
class Placebo:
    """One pretend campaign: measured as it was, and with an effect put in.

    Attributes
    ----------
    start, end : datetime.date
        First and last day.
    history : int
        Days (weeks of a weekly series) before it that the estimate was given.
    untouched : Trial
        Nothing was put in: the truth is 0.
    lifted : Trial
        Every value of the window was multiplied by 1 + lift.
    score : float
        Interval score of `untouched` over the observed total, capped at `CAP`: (width + 2 / (1 - level) × miss) /
        size of the total (Gneiting and Raftery 2007, equation 43); smaller is better; nan where not measurable.
    error : float
        Size of the effect over that of the observed total in `untouched`, a fraction; nan where not measurable.
    """

    start: date
    end: date
    history: int
    untouched: Trial
    lifted: Trial
    score: float
    error: float

    @property
    def measurable(self) -> bool:
        """Whether the method made a statement."""
        return self.untouched.verdict is not Verdict.NOT_MEASURABLE

    @property
    def false_alarm(self) -> bool:
        """Whether the method claimed a change where nothing had been done."""
        return self.untouched.verdict in {Verdict.RISE, Verdict.FALL}

    @property
    def found(self) -> bool:
        """Whether the method found the effect that was put in, with the right sign."""
        return self.lifted.verdict is (Verdict.RISE if self.lifted.truth > 0.0 else Verdict.FALL)


@dataclass(frozen=True, slots=True)
class PlaceboTest:
    """How the method does on a series' own past.

    Attributes
    ----------
    days : int
        Length of every pretend campaign; weeks for a weekly series.
    lift : float
        Effect that was put in, relative, a fraction.
    level : float
        Level of the intervals.
    placebos : tuple of Placebo
        In the order of time.
    false_alarms, coverage, coverage_lifted : Frequency
        Of the measurable ones: a change claimed where nothing was done; the interval held the truth without and with
        the lift.
    power, not_measurable : Frequency
        Of all: the lift was found; no statement was made.
    score, median_error : float
        Mean of `Placebo.score` and median of `Placebo.error` over the measurable ones; nan if there are none.
    """

    days: int
    lift: float
    level: float
    placebos: tuple[Placebo, ...]
    false_alarms: Frequency
    coverage: Frequency
    coverage_lifted: Frequency
    power: Frequency
    not_measurable: Frequency
    score: float
    median_error: float


def calibrate(  # noqa: PLR0913 - the contract of a public function
    y: pd.Series,
    days: int = 28,
    *,
    history: int | None = None,
    lift: float = 0.3,
    level: float = 0.95,
    most: int = MOST_PLACEBOS,
) -> PlaceboTest:
    """Measure pretend campaigns in a series' own past, without and with an effect put in.

    Parameters
    ----------
    y : pandas.Series of float, shape (n,)
        Daily or weekly values with a DatetimeIndex without time zone; all of it without campaigns worth the name.
    days : int
        Length of the pretend campaigns; in weeks for a weekly series.
    history : int, optional
        Days (weeks) before each pretend campaign that its estimate is given; where left out, all there are, up to
        365 days or 104 weeks.
    lift : float
        Effect put in, relative to the values, a fraction above -1 and other than 0.
    level : float
        Level of the intervals, in (0, 1).
    most : int
        Pretend campaigns at most; where more would fit, as many are spread evenly.

    Returns
    -------
    PlaceboTest
        Every pretend campaign and the rates over all.

    Raises
    ------
    CallError
        If an argument can't be taken or the series is too short; the error lists every fault.
    """
    windows = place_windows(y, days, history=history, lift=lift, level=level, most=most)
    return sum_up([try_window(window, lift, level) for window in windows], days, lift, level)


def place_windows(  # noqa: PLR0913 - the arguments of a public function
    y: pd.Series, days: int, *, history: int | None, lift: float, level: float, most: int = MOST_PLACEBOS
) -> tuple[PretendWindow, ...]:
    """Cut the pretend campaigns from a series, side by side back from its last day.

    Parameters
    ----------
    y, days, history, lift, level, most
        As in `calibrate`.

    Raises
    ------
    CallError
        If an argument can't be taken or the series is too short; the error lists every fault.
    """
    try:
        arguments = check_ahead(y, days, controls=None, exclude=(), shares={"level": level})
    except CallError as error:
        raise CallError(*error.faults, *_count_faults(history, most, LEAST_WEEKS), *_lift_faults(lift)) from None
    weekly = arguments.step == pd.Timedelta(days=7)
    need = max(2 * days, LEAST_WEEKS if weekly else LEAST_DAYS)
    faults = [*_count_faults(history, most, need), *_lift_faults(lift)]
    if faults:
        raise CallError(*faults)
    values = arguments.y.loc[: arguments.y.last_valid_index()]
    longest = history or (MOST_WEEKS if weekly else MOST_DAYS)
    known = np.concatenate([[0], np.cumsum(values.notna())])
    starts = np.arange(len(values) - days, max(history or need, 1) - 1, -days)[::-1]
    begins = np.maximum(starts - longest, 0)
    fitting = known[starts] - known[begins] >= need
    starts, begins = starts[fitting], begins[fitting]
    if len(starts) < LEAST_PLACEBOS:
        raise _too_short(int(known[-1]), days, max(history or 0, need), weekly=weekly)
    chosen = np.unique(np.linspace(0, len(starts) - 1, min(most, len(starts))).round().astype(int))
    return tuple(PretendWindow(values.iloc[begins[k] : starts[k] + days], int(starts[k] - begins[k])) for k in chosen)


@dataclass(frozen=True, slots=True)
class PretendWindow:
    """A pretend campaign that is still to be measured.

    Attributes
    ----------
    values : pandas.Series of float
        The days before it that its estimate is given, then its own; ends with it.
    history : int
        How many of them lie before.
    """

    values: pd.Series
    history: int


def _count_faults(history: object, most: object, need: int) -> Iterable[Fault]:
    counts = (("history", history, need), ("most", most, LEAST_PLACEBOS))
    for name, count, least in counts:
        if count is None and name == "history":
            continue
        if not isinstance(count, int) or isinstance(count, bool) or count < least:
            yield Fault(
                name,
                message("{value}", value=repr(count)),
                message("a whole number, {least} or more", least=least),
                message("Quiet days: at least twice the campaign's days, and never fewer than 56 days or 24 weeks.")
                if name == "history"
                else message("Fewer pretend campaigns say nothing about a rate."),
            )


def _lift_faults(lift: object) -> Iterable[Fault]:
    usable = isinstance(lift, int | float) and not isinstance(lift, bool) and -1.0 < lift < np.inf and lift != 0.0
    if not usable:
        yield Fault(
            "lift",
            message("{value}", value=repr(lift)),
            message("a fraction above -1 and other than 0"),
            message("0.3 puts in an effect of +30 %."),
        )


def _too_short(have: int, days: int, need: int, *, weekly: bool) -> CallError:
    values = {"have": have, "need": need + LEAST_PLACEBOS * days, "quiet": need, "days": days, "count": LEAST_PLACEBOS}
    if weekly:
        return CallError.at(
            "y",
            message("{have} weeks with a value", **values),
            message(
                "at least {need}: {quiet} before the first pretend campaign, and {count} campaigns of {days} weeks "
                "side by side",
                **values,
            ),
            message("Export a longer history, or ask for shorter campaigns."),
        )
    return CallError.at(
        "y",
        message("{have} days with a value", **values),
        message(
            "at least {need}: {quiet} before the first pretend campaign, and {count} campaigns of {days} days "
            "side by side",
            **values,
        ),
        message("Export a longer history, or ask for shorter campaigns."),
    )


def try_window(window: PretendWindow, lift: float, level: float) -> Placebo:
    """Measure one pretend campaign, without and with an effect put in.

    Parameters
    ----------
    window : PretendWindow
        Its days and those before.
    lift, level
        As in `calibrate`.
    """
    values = window.values
    start, end = values.index[window.history].date(), values.index[-1].date()
    raised = values.copy()
    raised.iloc[window.history :] *= 1.0 + lift
    truth = lift * float(values.iloc[window.history :].sum())
    untouched = trial(estimate_uplift(values, start, end, level=level), 0.0)
    lifted = trial(estimate_uplift(raised, start, end, level=level), truth)
    score, error = interval_score(untouched, level), _relative_error(untouched)
    return Placebo(start, end, window.history, untouched, lifted, score, error)


def trial(uplift: Uplift, truth: float) -> Trial:
    """Set what was estimated against the true effect, in the unit of the series."""
    lower, upper = uplift.effect_ci_lower, uplift.effect_ci_upper
    covered = lower <= truth <= upper  # False for nan
    return Trial(truth, uplift.observed, uplift.effect, lower, upper, uplift.verdict, covered)


def interval_score(untouched: Trial, level: float) -> float:
    """Relative interval score of a trial without effect, as in `Placebo`."""
    if untouched.verdict is Verdict.NOT_MEASURABLE:
        return _NAN
    miss = max(untouched.effect_ci_lower, -untouched.effect_ci_upper, 0.0)
    points = untouched.effect_ci_upper - untouched.effect_ci_lower + 2.0 / (1.0 - level) * miss
    return min(points / abs(untouched.observed), CAP) if untouched.observed else CAP


def _relative_error(untouched: Trial) -> float:
    return abs(untouched.effect / untouched.observed) if untouched.observed else _NAN


def sum_up(placebos: Sequence[Placebo], days: int, lift: float, level: float) -> PlaceboTest:
    """Count over all pretend campaigns of one series.

    Parameters
    ----------
    placebos : sequence of Placebo
        In the order of time.
    days, lift, level
        As in `calibrate`.
    """
    measured = [placebo for placebo in placebos if placebo.measurable]
    scores = np.array([placebo.score for placebo in measured])
    errors = np.array([placebo.error for placebo in measured])
    errors = errors[np.isfinite(errors)]
    return PlaceboTest(
        days=days,
        lift=lift,
        level=level,
        placebos=tuple(placebos),
        false_alarms=frequency([placebo.false_alarm for placebo in measured]),
        coverage=frequency([placebo.untouched.covered for placebo in measured]),
        coverage_lifted=frequency([placebo.lifted.covered for placebo in measured]),
        power=frequency([placebo.found for placebo in placebos]),
        not_measurable=frequency([not placebo.measurable for placebo in placebos]),
        score=float(scores.mean()) if len(scores) else _NAN,
        median_error=float(np.median(errors)) if len(errors) else _NAN,
    )


def frequency(happened: Sequence[bool]) -> Frequency:
    """Count how often something happened, with its exact interval."""
    count, trials = sum(happened), len(happened)
    if not trials:
        return Frequency(0, 0, _NAN, 0.0, 1.0)
    interval = stats.binomtest(count, trials).proportion_ci(CONFIDENCE, method="exact")
    return Frequency(count, trials, count / trials, float(interval.low), float(interval.high))
