"""What a randomised campaign changed, arm by arm: one frozen value per idea."""

from __future__ import annotations

from dataclasses import dataclass

from smmeasure.core.estimates import Estimate
from smmeasure.core.experiment.balance import Balance
from smmeasure.core.results import Verdict
from smmeasure.messages import Message


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one arm lies above the control arm, by one method.

    With the verdict `not measurable` effect, intervals, p-value and total are nan and `reason` says why.

    Attributes
    ----------
    effect : float
        Mean of the arm minus mean of the control arm, per person, in the unit of the outcome; for an
        outcome of 0 and 1 the difference of the two rates.
    effect_ci_lower, effect_ci_upper : float
        Interval of `effect` at `level`.
    rel_effect, rel_effect_ci_lower, rel_effect_ci_upper : float
        Effect relative to the mean of the control arm, as fractions; nan where that mean is not
        positive, the interval also where that mean can't be told from 0.
    total : Estimate
        `effect` times the people of the arm: what the campaign added, in the unit of the outcome.
    pvalue : float
        Two-sided; below ``1 - level`` exactly when the interval of `effect` leaves out 0.
    verdict : Verdict
        Follows from the interval of `effect`, never contradicts it.
    level : float
        Confidence level of the intervals, in (0, 1).
    method : str
        Names of the intervals of the difference and of the ratio.
    reason : Message or None
        Why it is not measurable; else None.
    pvalue_holm : float
        `pvalue` after Holm's correction for the number of treated arms, 1 or less: below ``1 - level`` for any of
        them in at most ``1 - level`` of the experiments in which no arm changed anything. The interval and the
        verdict are those of the arm by itself.
    """

    effect: float
    effect_ci_lower: float
    effect_ci_upper: float
    rel_effect: float
    rel_effect_ci_lower: float
    rel_effect_ci_upper: float
    total: Estimate
    pvalue: float
    verdict: Verdict
    level: float
    method: str
    reason: Message | None = None
    pvalue_holm: float = float("nan")


@dataclass(frozen=True, slots=True)
class ArmEffect:
    """One treated arm against the control arm.

    Attributes
    ----------
    arm : str
        Name of the treated arm.
    people, control_people : int
        People in the arm and in the control arm.
    mean, control_mean : float
        Mean outcome per person in both; for an outcome of 0 and 1 the rate.
    difference : Difference
        The plain comparison: what the people drawn for the two arms did.
    adjusted : Difference or None
        The same comparison after the part that the covariates predict was taken out; None where no
        covariates were given or the outcome does not vary within the arms.
    variance_explained : float
        Share of the variance of `effect` that the covariates took out, 0 to 1; nan where `adjusted` is None.
    """

    arm: str
    people: int
    control_people: int
    mean: float
    control_mean: float
    difference: Difference
    adjusted: Difference | None
    variance_explained: float


@dataclass(frozen=True, slots=True)
class Experiment:
    """What a randomised campaign changed.

    Attributes
    ----------
    outcome : str
        Name of the outcome; empty where the series had none.
    control : str
        Name of the control arm.
    binary : bool
        Whether the outcome takes the values 0 and 1 only and is read as a rate.
    level : float
        Confidence level of every interval, in (0, 1).
    arms : tuple of ArmEffect
        One for each treated arm, sorted by name.
    balance : Balance or None
        People of the arms against the shares that were meant; None where none were given.
    """

    outcome: str
    control: str
    binary: bool
    level: float
    arms: tuple[ArmEffect, ...]
    balance: Balance | None = None
