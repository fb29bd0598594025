"""What a randomised campaign changed: each arm against the people held out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smmeasure.core.estimates import Estimate
from smmeasure.core.experiment import intervals
from smmeasure.core.experiment.adjustment import Adjusted, Group, cuped
from smmeasure.core.experiment.arguments import People, check
from smmeasure.core.experiment.balance import balance
from smmeasure.core.experiment.intervals import Interval, Mean, Share
from smmeasure.core.experiment.outcome import ArmEffect, Difference, Experiment
from smmeasure.core.experiment.several import together
from smmeasure.core.results import Verdict
from smmeasure.core.verdicts import pvalue_at_edge, verdict_of
from smmeasure.messages import Message, message

RATES = "Newcombe hybrid score, MOVER-R ratio"
MEANS = "Welch, Fieller ratio"
ADJUSTED = "CUPED, HC3, Fieller ratio"

_NAN = float("nan")
_LEAST = float(np.finfo(float).tiny)
"""The smallest number on one side of 0."""

CONSTANT = message(
    "Within each of the two arms everybody has the same value: nothing varies, so nothing says how far chance "
    "could move the means. Check the column, or wait until some people have done something."
)
DETERMINED = message(
    "Once the covariates are taken into account nothing varies: they may hold the outcome, or have been measured "
    "after the campaign. Only what was known before the campaign may be a covariate."
)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What a method says: the numbers of a `Difference` before its verdict."""

    effect: float
    ends: Interval
    ratio: float
    ratio_ends: Interval
    pvalue: float
    method: str


def estimate_experiment(  # noqa: PLR0913 - the contract of a public function
    outcome: pd.Series,
    arm: pd.Series,
    covariates: pd.DataFrame | None = None,
    *,
    control: str,
    level: float = 0.95,
    shares: Mapping[str, float] | None = None,
) -> Experiment:
    """Estimate what a randomised campaign changed, from people held out by chance.

    Each treated arm is compared with the control arm as the people were drawn, whether or not the campaign
    reached them. Rates are compared by Newcombe's hybrid score interval, their ratio by that of Donner and Zou;
    means by Welch's interval, their ratio by Fieller's (`smmeasure.core.experiment.intervals`). In either pair the
    ratio leaves out 1 exactly when the difference leaves out 0. Covariates take out what people's past predicts
    (`smmeasure.core.experiment.adjustment.cuped`).

    Parameters
    ----------
    outcome : pandas.Series of float, int or bool, shape (n,)
        One row per person who was drawn; 0 for people who did nothing. An outcome of 0 and 1 is read as a rate.
    arm : pandas.Series, shape (n,)
        The arm that each person was drawn for, on the index of `outcome`.
    covariates : pandas.DataFrame, shape (n, k), optional
        Numbers known of each person before the campaign, on the index of `outcome`. That they were measured
        before can't be seen from the numbers: a covariate that the campaign has moved (visits during the campaign,
        say) takes a part of the effect out, and no check finds it.
    control : str
        Name of the arm held out.
    level : float
        Confidence level of each interval, in (0, 1). It holds for each arm by itself: with several arms, or
        several outcomes, one of them strays more often than ``1 - level``.
    shares : mapping of str to float, optional
        What part of the people was meant for each arm, the control arm too; only the ratios count. Then `balance`
        says whether the arms have such sizes.

    Returns
    -------
    Experiment
        One `ArmEffect` for each treated arm, sorted by name. The verdict follows from the interval of the
        difference. `pvalue_holm` stands beside each p-value for all arms together.

    Raises
    ------
    CallError
        If an argument can't be taken; the error lists every fault.
    """
    people = check(outcome, arm, covariates, control, level, shares)
    sizes = {name: len(group.outcome) for name, group in people.groups.items()}
    return Experiment(
        outcome="" if outcome.name is None else str(outcome.name),
        control=people.control,
        binary=people.binary,
        level=level,
        arms=together([_arm(name, people, level) for name in people.groups if name != people.control]),
        balance=None if shares is None else balance(sizes, {str(name): share for name, share in shares.items()}),
    )


def _arm(name: str, people: People, level: float) -> ArmEffect:
    treated, control = people.groups[name], people.groups[people.control]
    size = len(treated.outcome)
    adjusted = cuped(treated, control) if people.covariates and not _constant(treated, control) else None
    return ArmEffect(
        arm=name,
        people=size,
        control_people=len(control.outcome),
        mean=treated.mean.value,
        control_mean=control.mean.value,
        difference=_plain(treated, control, level, binary=people.binary),
        adjusted=None if adjusted is None else _adjusted(adjusted, size, level),
        variance_explained=_NAN if adjusted is None else adjusted.explained,
    )


def _plain(treated: Group, control: Group, level: float, *, binary: bool) -> Difference:
    size = len(treated.outcome)
    if binary:
        return _difference(_rates(_share(treated), _share(control), level), size, level)
    if _constant(treated, control):
        return _not_measurable(level, MEANS, CONSTANT)
    one, zero = treated.mean, control.mean
    return _difference(_means(one, zero, intervals.welch_freedom(one, zero), level, MEANS), size, level)


def _adjusted(adjusted: Adjusted, people: int, level: float) -> Difference:
    if np.isnan(adjusted.freedom):
        return _not_measurable(level, ADJUSTED, DETERMINED)
    said = _means(adjusted.treated, adjusted.control, adjusted.freedom, level, ADJUSTED)
    return _difference(said, people, level)


def _constant(treated: Group, control: Group) -> bool:
    """Say whether neither arm varies; two different constants tell no more than one."""
    return treated.mean.variance + control.mean.variance <= 0.0


def _share(group: Group) -> Share:
    return Share(int(group.outcome.sum()), len(group.outcome))


def _rates(treated: Share, control: Share, level: float) -> _Comparison:
    z = intervals.normal_quantile(level)
    known = control.successes > 0
    ratio = intervals.mover_ratio(treated, control, z) if known else Interval(_NAN, _NAN)
    return _Comparison(
        effect=treated.rate - control.rate,
        ends=intervals.newcombe(treated, control, z),
        ratio=treated.rate / control.rate if known else _NAN,
        ratio_ends=ratio,
        pvalue=intervals.newcombe_pvalue(treated, control),
        method=RATES,
    )


def _means(treated: Mean, control: Mean, freedom: float, level: float, method: str) -> _Comparison:
    return _Comparison(
        effect=treated.value - control.value,
        ends=intervals.welch(treated, control, level, freedom),
        ratio=treated.value / control.value if control.value > 0.0 else _NAN,
        ratio_ends=intervals.fieller(treated, control, level, freedom),
        pvalue=intervals.welch_pvalue(treated, control, freedom),
        method=method,
    )


def _difference(said: _Comparison, people: int, level: float) -> Difference:
    lower, upper = said.ends.lower, said.ends.upper
    return Difference(
        effect=said.effect,
        effect_ci_lower=lower,
        effect_ci_upper=upper,
        rel_effect=said.ratio - 1.0,
        rel_effect_ci_lower=_same_side(said.ratio_ends.lower - 1.0, lower),
        rel_effect_ci_upper=_same_side(said.ratio_ends.upper - 1.0, upper),
        total=Estimate(said.effect, lower, upper).scaled(people),
        pvalue=pvalue_at_edge(said.pvalue, level, outside=not lower <= 0.0 <= upper),
        verdict=verdict_of(lower, upper),
        level=level,
        method=said.method,
    )


def _same_side(relative: float, end: float) -> float:
    """Keep an end of the ratio on that side of 0 where the difference has it: rounding may not contradict it."""
    if end == 0.0:
        return relative
    return max(relative, _LEAST) if end > 0.0 else min(relative, -_LEAST)


def _not_measurable(level: float, method: str, reason: Message) -> Difference:
    return Difference(
        effect=_NAN,
        effect_ci_lower=_NAN,
        effect_ci_upper=_NAN,
        rel_effect=_NAN,
        rel_effect_ci_lower=_NAN,
        rel_effect_ci_upper=_NAN,
        total=Estimate(_NAN, _NAN, _NAN),
        pvalue=_NAN,
        verdict=Verdict.NOT_MEASURABLE,
        level=level,
        method=method,
        reason=reason,
    )
