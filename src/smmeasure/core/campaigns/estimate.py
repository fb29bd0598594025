"""What each of several campaigns changed in one series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from smmeasure.core.arguments import DateLike
from smmeasure.core.arrays import Bools, Floats
from smmeasure.core.calibration import Baseline, calibrate
from smmeasure.core.campaigns.apportioning import Apportioned, apportion
from smmeasure.core.campaigns.arguments import Inquiry, check_campaigns
from smmeasure.core.campaigns.baseline import Counterfactual, far_reaching, without_campaigns
from smmeasure.core.campaigns.question import Question, ask
from smmeasure.core.campaigns.results import CampaignPart, CampaignShares
from smmeasure.core.effects import Precision, TotalEffect, unknown_effect
from smmeasure.core.gaps.look import look
from smmeasure.core.results import Verdict
from smmeasure.core.uplift import NO_PLACEBO, too_wild
from smmeasure.messages import Message, message
from smmeasure.windows import Window, mask

_NAN = float("nan")

_TELLING = 0.3
"""Correlations beyond this, either way, are told in words."""


def estimate_campaigns(  # noqa: PLR0913 - the contract of a public function
    y: pd.Series,
    campaigns: Mapping[str, Window | tuple[DateLike, DateLike]],
    *,
    controls: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    exclude: Iterable[Window | tuple[DateLike, DateLike]] = (),
    level: float = 0.95,
) -> CampaignShares:
    """Estimate what each of several campaigns changed in one series.

    The baseline is learnt from the quiet days before the first campaign and corrected by those between
    and after the campaigns (up to eight weeks after the last). If a campaign's effect lasts beyond its
    end, name those days in `exclude` or lengthen its window: otherwise they count as quiet. The joint
    effect, observed minus baseline over all campaign days, is divided by restricted generalised least
    squares (`smmeasure.core.campaigns.apportioning`).

    A move of the whole market beyond what is usual is followed as far as the coefficients of the controls go, which
    their noise makes too small; the correction of `estimate_uplift` for it is not made here, where the quiet days
    between the campaigns correct the baseline instead.

    Parameters
    ----------
    y : pandas.Series of float, shape (n,)
        Daily or weekly values, DatetimeIndex without time zone; nan or an absent date means missing.
    campaigns : mapping of str to Window or pair of days
        First and last day of each campaign, both included; two or more, in any order; they may overlap.
    controls : pandas.DataFrame, shape (m, q), optional
        Series that no campaign can have touched, at most 20; without gaps from the first campaign to the last. One
        that moved with a campaign is refused (`smmeasure.core.controls.screening`).
    events : pandas.DataFrame, shape (m, p), optional
        Known regressors such as public holidays (0 or 1); without gaps.
    exclude : iterable of Window or pair of days
        Days that are neither quiet nor of a campaign.
    level : float
        Confidence level of all intervals, in (0, 1).

    Returns
    -------
    CampaignShares
        Each campaign's effect and share, the joint effect, and how the estimates err together.

    Raises
    ------
    CallError
        If an argument can't be taken; the error lists every fault.
    """
    checked = check_campaigns(y, campaigns, controls=controls, events=events, exclude=exclude, level=level)
    arguments, data_notes = look(checked.arguments)
    found = _measured(replace(checked, arguments=arguments))
    return replace(found, data_notes=data_notes)


def _measured(inquiry: Inquiry) -> CampaignShares:
    question = ask(inquiry)
    if isinstance(question, Message):
        return _unknown(inquiry, question)
    baseline = calibrate(question.stretch, inquiry.level)
    if baseline is None:
        return _unknown(inquiry, NO_PLACEBO)
    asked = np.ones((1, question.stretch.horizon), dtype=bool)
    reason = too_wild(baseline.totals(question.stretch.first, asked), inquiry.level)
    if reason is not None:
        return _unknown(inquiry, reason)
    days = without_campaigns(question, far_reaching(question, baseline))
    return _said(question, baseline, days, inquiry.level)


def _said(question: Question, baseline: Baseline, days: Counterfactual, level: float) -> CampaignShares:
    on = question.on[:, question.campaign]
    found = apportion(days, on)
    precision = Precision(level, baseline.degrees)
    expected = float(days.baseline.sum())
    variance = float(days.covariance.sum())
    joint = precision.effect(expected + float(days.effect.sum()), expected, variance**0.5, len(days.effect))
    own = [np.asarray(on[list(group)].any(axis=0)) for group in found.groups]
    labels = [" + ".join(question.names[place] for place in group) for group in found.groups]
    spread = np.sqrt(np.diag(found.covariance))
    correlation = found.covariance / np.outer(spread, spread)
    return CampaignShares(
        parts=tuple(_part(question, days, found, place, joint, precision) for place in range(len(labels))),
        joint=joint,
        covariance=pd.DataFrame(found.covariance, labels, labels),
        correlation=pd.DataFrame(correlation, labels, labels),
        notes=(*_notes(labels, correlation, own), *question.notes),
        data_notes=(),
        level=level,
        method=baseline.pool.method,
        calibration=baseline.calibration,
    )


def _part(  # noqa: PLR0913, PLR0917 - one part of a whole, told with the whole
    question: Question, days: Counterfactual, found: Apportioned, place: int, joint: TotalEffect, precision: Precision
) -> CampaignPart:
    group = found.groups[place]
    own = question.on[list(group)][:, question.campaign].any(axis=0)
    expected, effect = float(days.baseline[own].sum()), float(found.effects[place])
    error = float(found.covariance[place, place]) ** 0.5
    share, lower, upper = _share(found, place, joint, precision)
    names = tuple(question.names[one] for one in group)
    return CampaignPart(
        names=names,
        total=precision.effect(expected + effect, expected, error, int(own.sum())),
        share=share,
        share_ci_lower=lower,
        share_ci_upper=upper,
        reason=_inseparable(names) if len(names) > 1 else None,
    )


def _share(found: Apportioned, place: int, joint: TotalEffect, precision: Precision) -> tuple[float, float, float]:
    """Give a part's share of the whole with Fieller's interval, which is bounded where the whole is not 0."""
    if joint.verdict not in {Verdict.RISE, Verdict.FALL}:
        return _NAN, _NAN, _NAN
    effect, whole, squared = float(found.effects[place]), joint.effect, precision.reach**2
    variance, across = float(found.covariance[place, place]), float(found.covariance[place].sum())
    leading = whole**2 - squared * float(found.covariance.sum())
    middle = effect * whole - squared * across
    root = max(middle**2 - leading * (effect**2 - squared * variance), 0.0) ** 0.5
    return effect / whole, (middle - root) / leading, (middle + root) / leading


def _inseparable(names: tuple[str, ...]) -> Message:
    return message(
        "«{names}» ran on days that no data can tell apart: only the sum of their effects is given, and no share of "
        "each. Days on which one of them runs alone are needed.",
        names=", ".join(names),
    )


def _notes(labels: list[str], correlation: Floats, own: list[Bools]) -> tuple[Message, ...]:
    """Say in words which estimates err together or against each other."""
    pairs = [(one, other, float(correlation[one, other])) for one, other in combinations(range(len(labels)), 2)]
    return tuple(
        _note(labels[one], labels[other], value, int((own[one] & own[other]).sum()))
        for one, other, value in pairs
        if abs(value) >= _TELLING
    )


def _note(one: str, other: str, value: float, shared: int) -> Message:
    correlation = round(value, 2)
    if value < 0.0 and shared:
        return message(
            "«{one}» and «{other}» share {days} days: what is credited to one is taken from the other "
            "(correlation {correlation}). Their sum is known better than each of them.",
            one=one,
            other=other,
            days=shared,
            correlation=correlation,
        )
    if value < 0.0:
        return message(
            "The estimates of «{one}» and «{other}» err in opposite directions (correlation {correlation}).",
            one=one,
            other=other,
            correlation=correlation,
        )
    return message(
        "The estimates of «{one}» and «{other}» err in the same direction (correlation {correlation}): they stand on "
        "one baseline.",
        one=one,
        other=other,
        correlation=correlation,
    )


def _unknown(inquiry: Inquiry, reason: Message) -> CampaignShares:
    """Give what was observed and why no more can be said."""
    names = list(inquiry.campaigns)
    blank = pd.DataFrame(np.nan, names, names)
    windows = list(inquiry.campaigns.values())
    return CampaignShares(
        parts=tuple(
            CampaignPart((name,), _observed(inquiry, [window]), _NAN, _NAN, _NAN, reason)
            for name, window in inquiry.campaigns.items()
        ),
        joint=_observed(inquiry, windows),
        covariance=blank,
        correlation=blank.copy(),
        notes=(),
        data_notes=(),
        level=inquiry.level,
        method="",
        calibration=None,
        reason=reason,
    )


def _observed(inquiry: Inquiry, windows: list[Window]) -> TotalEffect:
    y = inquiry.arguments.y
    seen = y[mask(pd.DatetimeIndex(y.index), windows)].dropna()
    return unknown_effect(float(seen.sum()) if len(seen) else _NAN, len(seen))
