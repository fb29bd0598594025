"""The method tried on a series' own past: pretend campaigns side by side, each measured as a real one would be.

`core.calibration` calibrates one estimate on overlapping placebos; this module asks the finished estimate itself,
from outside, how often it cries wolf and how often it finds what is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smmeasure.core.arguments import check_ahead
from smmeasure.core.placebo_test import Placebo, PlaceboTest, interval_score, relative_error, sum_up, trial
from smmeasure.core.quiet import LEAST_DAYS, LEAST_WEEKS
from smmeasure.core.uplift import estimate_uplift
from smmeasure.errors import CallError, Fault
from smmeasure.messages import message

MOST_PLACEBOS = 40
"""Pretend campaigns of one series at most; where more would fit, as many are spread evenly."""

MOST_DAYS, MOST_WEEKS = 365, 104
"""Longest history given to one estimate where no length is asked for."""

LEAST_PLACEBOS = 3
"""Fewer pretend campaigns say nothing about a rate."""


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
    score, error = interval_score(untouched, level), relative_error(untouched)
    return Placebo(start, end, window.history, untouched, lifted, score, error)
