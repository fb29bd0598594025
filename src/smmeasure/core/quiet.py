"""From a checked call to the quiet period and the window, or the reason why nothing can be measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from smmeasure.core.arguments import Arguments
from smmeasure.core.arrays import Bools, Floats
from smmeasure.messages import Message, message
from smmeasure.windows import mask

LEARNING_DAYS = 28
"""Quiet days before the first placebo: four turns of the week."""

LEARNING_WEEKS = 12
"""The same for a weekly series: a quarter."""

LEAST_DAYS = 56
"""Least quiet days: as many again for placebos as for learning."""

LEAST_WEEKS = 24
"""The same for a weekly series."""

LEAST_OBSERVED = 0.8
"""Least share of the window that must be observed; a total over fewer days is another quantity."""

_WEEK = pd.Timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A series cut into what may be learnt from and what is asked about.

    Attributes
    ----------
    calendar : pandas.DatetimeIndex
        Every day from the first quiet day to the last of the window.
    index : pandas.DatetimeIndex, length n + h
        The same without the weekdays on which no quiet day was ever observed (a shop closed on Sundays).
    values : ndarray, shape (n + h,)
        Observed values, nan where missing.
    calm : ndarray of bool, shape (n + h,)
        Observed days that the baseline learns from; never in the window.
    first : int
        Position of the first day of the window: n.
    events, controls : ndarray, shape (n + h, p) and (n + h, q)
        Known regressors on the scale of their own, nan-free.
    period : int or None
        Days of the weekly pattern; None for a weekly series.
    """

    calendar: pd.DatetimeIndex
    index: pd.DatetimeIndex
    values: Floats
    calm: Bools
    first: int
    events: Floats
    controls: Floats
    period: int | None

    @property
    def horizon(self) -> int:
        """Days of the window."""
        return len(self.values) - self.first

    @property
    def learnable(self) -> Floats:
        """Values of the calm days, nan elsewhere; shape (n + h,)."""
        return np.where(self.calm, self.values, np.nan)

    @property
    def eventful(self) -> Bools:
        """Days on which some event is not as usual; shape (n + h,)."""
        if not self.events.size:
            return np.zeros(len(self.values), dtype=bool)
        marks: Bools = (self.events != np.median(self.events[self.calm], axis=0)).any(axis=1)
        return marks

    @property
    def observed(self) -> Bools:
        """Which days of the window were observed; shape (h,)."""
        return ~np.isnan(self.values[self.first :])

    @property
    def learning(self) -> int:
        """Quiet days needed before the first placebo."""
        least = LEARNING_WEEKS if self.period is None else LEARNING_DAYS
        return max(least, self.horizon)


def quiet(arguments: Arguments) -> Quiet:
    """Cut a series at the window.

    Days before the window that are excluded, missing, or without a value of some control are not
    calm. Days before the first calm day are dropped.
    """
    start = pd.Timestamp(arguments.window.start)
    index = _days(arguments)
    values = arguments.y.reindex(index)
    controls = arguments.controls.reindex(index)
    calm = values.notna() & ~mask(index, arguments.exclude) & controls.notna().all(axis=1)
    calm &= index < start
    begin = index[calm][0] if calm.any() else start
    weekdays = _weekdays(index, calm)
    kept = np.asarray((index >= begin) & index.day_of_week.isin(weekdays))
    marks = calm.to_numpy()[kept]
    positive = bool((values[calm] > 0.0).all())
    return Quiet(
        pd.DatetimeIndex(index[index >= begin]),
        pd.DatetimeIndex(index[kept]),
        values.to_numpy(dtype=float)[kept],
        marks,
        int(np.count_nonzero(index[kept] < start)),
        _regressors(arguments.events.reindex(index)[kept], marks, log=False),
        _regressors(controls[kept], marks, log=positive),
        len(weekdays) if len(weekdays) > 1 else None,
    )


def _weekdays(index: pd.DatetimeIndex, calm: pd.Series) -> list[int]:
    """Give the weekdays, Monday 0, on which something was ever observed; all while too few days tell."""
    marks = calm.to_numpy()
    told = index[marks] if np.count_nonzero(marks) >= LEARNING_DAYS else index
    return sorted({int(day) for day in told.day_of_week})


def _days(arguments: Arguments) -> pd.DatetimeIndex:
    """Give every day, or dated week, from the first of data or window to the last of the window."""
    first = pd.Timestamp(arguments.y.index[0])
    late = first - pd.Timestamp(arguments.window.start)
    lead = max(0, -(-late // arguments.step))
    return pd.date_range(first - lead * arguments.step, arguments.window.end, freq=arguments.step)


def _regressors(table: pd.DataFrame, calm: Bools, *, log: bool) -> Floats:
    """Standardise each column over the calm days; drop the columns that never change there."""
    columns = []
    for name in table.columns:
        values = table[name].to_numpy(dtype=float)
        known = values[calm]
        if log and np.nanmin(values, initial=np.inf) > 0.0:
            values, known = np.log(values), np.log(known)
        if len(known) and np.ptp(known) > 0.0:
            columns.append(np.nan_to_num((values - known.mean()) / known.std()))
    return np.column_stack(columns) if columns else np.empty((len(table), 0))


def obstacle(quiet: Quiet, arguments: Arguments) -> Message | None:
    """Say why the question can't be answered, with what would have been needed; None if it can."""
    return _short(quiet, arguments) or _unseen(quiet, arguments) or _flat(quiet)


def too_short_or_flat(quiet: Quiet, arguments: Arguments) -> Message | None:
    """Say why nothing can be learnt from the quiet period; None if something can."""
    return _short(quiet, arguments) or _flat(quiet)


def _short(quiet: Quiet, arguments: Arguments) -> Message | None:
    have, steps = int(quiet.calm.sum()), quiet.horizon
    weekly = quiet.period is None
    need = max(2 * steps, LEAST_WEEKS if weekly else LEAST_DAYS)
    if have >= need:
        return None
    values = {
        "have": have,
        "need": need,
        "window": steps,
        "begin": arguments.window.start - timedelta(days=need * (7 if weekly else 1)),
    }
    if weekly:
        return message(
            "{have} quiet weeks before the campaign; at least {need} are needed: twice the campaign's {window} "
            "weeks, and never fewer than 24. Data should begin on {begin} or earlier.",
            **values,
        )
    return message(
        "{have} quiet days before the campaign; at least {need} are needed: twice the campaign's {window} "
        "days, and never fewer than 56. Data should begin on {begin} or earlier.",
        **values,
    )


def _unseen(quiet: Quiet, arguments: Arguments) -> Message | None:
    seen, steps = int(quiet.observed.sum()), quiet.horizon
    if not steps:
        return message(
            "No week of the series is dated between {start} and {end}. A window of whole weeks is needed.",
            start=arguments.window.start,
            end=arguments.window.end,
        )
    if seen >= LEAST_OBSERVED * steps:
        return None
    last = pd.Timestamp(arguments.y.dropna().index[-1]).date()
    if last < arguments.window.start:
        return message(
            "The data end on {last}, before the campaign begins on {start}. A later export is needed.",
            last=last,
            start=arguments.window.start,
        )
    return message(
        "Only {seen} of the campaign's {window} days were observed; at least {need} are needed.",
        seen=seen,
        window=steps,
        need=int(np.ceil(LEAST_OBSERVED * steps)),
    )


def _flat(quiet: Quiet) -> Message | None:
    learnt = quiet.values[quiet.calm]
    if np.ptp(learnt) > 0.0:
        return None
    return message(
        "The series never moves in the quiet period: it is {value} on all {days} days. "
        "A series that moves is needed; check the source and its filter.",
        value=float(learnt[0]),
        days=len(learnt),
    )
