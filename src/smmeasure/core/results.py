"""What an estimate says: one frozen value per idea."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from smmeasure.core.gaps.note import DataNote
from smmeasure.messages import Message


class Verdict(StrEnum):
    """What the interval allows to say about the effect."""

    RISE = "rise"
    FALL = "fall"
    NO_CHANGE = "no measurable change"
    NOT_MEASURABLE = "not measurable"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One baseline that was tried on the quiet period.

    Attributes
    ----------
    name : str
        Name of the baseline, such as ``weekday mean``, ``regression with trend``, ``unobserved components`` or
        ``seasonal ARIMA``; one that takes controls ends on ``with controls``.
    log : bool
        Whether it was learnt on the logarithm of the series.
    score : float
        Rolling-origin error of the window total, relative to the mean total; smaller is better.
    chosen : bool
        Whether the estimate uses this baseline.
    """

    name: str
    log: bool
    score: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far the method errs on this very series when nothing happened.

    Attributes
    ----------
    placebos : int
        Pretend campaigns of the window's length placed in the quiet period.
    independent : float
        How many of them count as independent (overlapping ones share days).
    false_alarm_rate : float
        Share of placebos whose interval, calibrated without them, left out the true effect of 0.
    median_error : float
        Median absolute error of the placebo totals, relative to the total observed.
    widening : float
        Factor by which the interval was widened for the small number of placebos; 1 or more.
    candidates : tuple of Candidate
        Every baseline tried, best first.
    """

    placebos: int
    independent: float
    false_alarm_rate: float
    median_error: float
    widening: float
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class ControlCheck:
    """One control of an estimate: whether it may be used, and how much hangs on it.

    Numbers are nan where nothing can be said.

    Attributes
    ----------
    name : str
        Name of the control.
    used : bool
        Whether the estimate uses it.
    rel_change, rel_change_ci_lower, rel_change_ci_upper : float
        The control's own change in the window, relative to its own baseline, as fractions: measured
        like an indicator. Where `relative_to_others`, the change of its ratio to the other controls.
    pvalue : float
        Two-sided, of that change; below ``1 - change_level`` exactly when its interval leaves out 0.
    change_level : float
        Level of that interval: the call's errors shared out among its controls and the effect
        (Bonferroni), in (0, 1).
    relative_to_others : bool
        Whether the change is told against the other controls, so that what all of them share is none.
    rel_effect_without : float
        The indicator's relative effect estimated without this control, as a fraction.
    rel_effect_shift : float
        By how much this control moves that effect: with it minus without it, as a fraction.
    reliability : float
        Share of the control's variance that is signal shared with the indicator, in [0, 1]; the rest is
        noise of its own, which shrinks its coefficient (errors in variables).
    rel_bias : float
        By how much that shrinking of all used controls may have moved the relative effect, as a fraction; nan
        where not used.
    corrected : bool
        Whether the effect was corrected for that, because the used controls moved together by more than is
        usual; `rel_effect_without` and `rel_effect_shift` are told before the correction.
    reason : Message or None
        Why it is not used, with the evidence; None where it is.
    """

    name: str
    used: bool
    rel_change: float = float("nan")
    rel_change_ci_lower: float = float("nan")
    rel_change_ci_upper: float = float("nan")
    pvalue: float = float("nan")
    change_level: float = float("nan")
    relative_to_others: bool = False
    rel_effect_without: float = float("nan")
    rel_effect_shift: float = float("nan")
    reliability: float = float("nan")
    rel_bias: float = float("nan")
    corrected: bool = False
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Uplift:
    """What a campaign changed in one series: observed minus baseline over the window.

    Totals run over the days of the window that were observed. With the verdict `not measurable`,
    baseline, effect, intervals and p-value are nan and `reason` says why.

    Attributes
    ----------
    observed : float
        Observed total over the window, in the unit of the series.
    baseline : float
        Total that the series would have reached without the campaign, same unit.
    effect : float
        ``observed - baseline``, same unit.
    effect_ci_lower, effect_ci_upper : float
        Interval of `effect` at `level`, calibrated on placebo windows.
    rel_effect, rel_effect_ci_lower, rel_effect_ci_upper : float
        Effect relative to the baseline, as fractions.
    pvalue : float
        Two-sided; below ``1 - level`` exactly when the interval leaves out 0.
    verdict : Verdict
        Follows from the interval, never contradicts it.
    level : float
        Confidence level of the intervals, in (0, 1).
    days : int
        Days of the window that were observed.
    daily : pandas.DataFrame, shape (quiet + window days, 8)
        ``observed, baseline, baseline_ci_lower, baseline_ci_upper, effect, cumulative,
        cumulative_ci_lower, cumulative_ci_upper``; one row per calendar day from the first quiet
        day to the last day of the window; effect columns are nan outside the window.
    method : str
        Name of the baseline that was used.
    calibration : Calibration or None
        None where nothing could be calibrated.
    draws : tuple of float
        Equally likely values of `effect` (evenly spaced quantiles of its distribution, ascending);
        returns are worked out from them. Empty where not measurable.
    reason : Message or None
        Why the series is not measurable, with what would have been needed; else None.
    controls : tuple of ControlCheck
        Every control that was given, in the order given; empty without controls.
    notes : tuple of DataNote
        What was seen wrong with the days of the series, or of a panel's treated total, in their order: a partial last
        day, zeros in place of values, one value repeated, a break of the metric, shifted days. Each says by its
        `kind` what it is, and by `handled` whether the estimate sets its days aside. Empty where nothing was seen.
    """

    observed: float
    baseline: float
    effect: float
    effect_ci_lower: float
    effect_ci_upper: float
    rel_effect: float
    rel_effect_ci_lower: float
    rel_effect_ci_upper: float
    pvalue: float
    verdict: Verdict
    level: float
    days: int
    daily: pd.DataFrame
    method: str
    calibration: Calibration | None
    draws: tuple[float, ...] = ()
    reason: Message | None = None
    controls: tuple[ControlCheck, ...] = ()
    notes: tuple[DataNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign of a given length could detect in a series, before it begins.

    Attributes
    ----------
    days : int
        Length of the campaign.
    level : float
        Confidence level of the future interval.
    power : float
        Probability of detection asked for.
    baseline : float
        Expected total over the campaign's length without a campaign, unit of the series.
    mde : float
        Minimum detectable effect: smallest total effect found with probability `power`.
    rel_mde : float
        `mde` relative to `baseline`, as a fraction.
    curve : pandas.DataFrame, columns ``rel_effect, power``
        Probability of detection by size of the effect (fractions).
    measurable : bool
        Whether the quiet period allows any statement.
    reason : Message or None
        Why not measurable, with what would be needed; else None.
    lengths : pandas.DataFrame, columns ``days, rel_mde``
        Minimum detectable effect, relative to the baseline, of campaigns of other lengths, as far as
        the quiet period allows; empty where not measurable. Days are weeks for a weekly series.
    effect : float or None
        Effect expected, relative to the baseline, as a fraction; None where none was named.
    days_needed : int or None
        Shortest campaign that finds `effect` with probability `power`.
    days_reason : Message or None
        Why an effect was named and no length can be given; else None.
    notes : tuple of DataNote
        What was seen wrong with the days of the series, in their order; empty where nothing was.
    """

    days: int
    level: float
    power: float
    baseline: float
    mde: float
    rel_mde: float
    curve: pd.DataFrame
    measurable: bool
    reason: Message | None = None
    lengths: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"days": [], "rel_mde": []}))
    effect: float | None = None
    days_needed: int | None = None
    days_reason: Message | None = None
    notes: tuple[DataNote, ...] = ()
