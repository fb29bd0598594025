"""Take out of an outcome what people's past predicts: CUPED."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Floats
from smmeasure.core.experiment.intervals import Mean, welch_freedom

_NOTHING_LEFT = 1e-12
"""Share of the variance below which what is left of an outcome is rounding."""


@dataclass(frozen=True, slots=True)
class Group:
    """One arm.

    Attributes
    ----------
    outcome : ndarray, shape (n,)
        Outcome of each person.
    covariates : ndarray, shape (n, k)
        What was known of each person before the campaign.
    """

    outcome: Floats
    covariates: Floats

    @property
    def mean(self) -> Mean:
        """Mean outcome with its sampling variance; the variance of a constant is exactly 0."""
        return summary(self.outcome)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Two means after adjustment.

    Attributes
    ----------
    treated, control : Mean
        Adjusted means with their sampling variances.
    freedom : float
        Degrees of freedom of their difference; nan where nothing varies any more.
    explained : float
        Share of the variance of the difference that was taken out, before the price of estimating.
    """

    treated: Mean
    control: Mean
    freedom: float
    explained: float


def summary(values: Floats) -> Mean:
    """Average values; the variance of a constant is exactly 0, whatever the rounding of its mean."""
    people = len(values)
    constant = values.min() == values.max()
    return Mean(float(values.mean()), 0.0 if constant else float(values.var(ddof=1)) / people, people)


def cuped(treated: Group, control: Group) -> Adjusted:
    """Adjust the means of two arms by what was known before: Deng, Xu, Kohavi and Walker (2013), section 3.2.

    The adjusted outcome is ``Y - theta (X - mean of X over both arms)``. As in the paper theta is the
    covariance over the variance of the covariate, here those of the difference of the two means,
    ``theta = (S1 / n1 + S0 / n0)^-1 (s1 / n1 + s0 / n0)``, with S the covariance matrix of the covariates within
    an arm and s their covariances with the outcome: the value that makes the difference least variable also with
    arms of unequal size, where one slope for all people can lose precision (Lin 2013, Ann. Appl. Stat. 7:295).

    Estimating k slopes costs precision. The variance is multiplied by ``(N - 2) / (N - 2 - k)`` for the degrees of
    freedom and by ``1 + T^2 / (N - 2)``, with Hotelling's T^2 of the covariates between the arms, for the error of
    theta: with equal arms and variances the variance of the analysis of covariance, exactly.

    Parameters
    ----------
    treated, control : Group
        Both arms; the outcome varies within one of them, the covariates within arms are not collinear.

    Returns
    -------
    Adjusted
        Both means at the covariates' mean over both arms.
    """
    people, columns = len(treated.outcome) + len(control.outcome), treated.covariates.shape[1]
    known = _standardised(treated.covariates, control.covariates)
    spread = sum(_covariance(x, x) for x in known)
    common = sum(_covariance(x, group.outcome[:, None]) for x, group in zip(known, (treated, control), strict=True))
    theta = np.linalg.solve(spread, common)[:, 0]
    apart = known[0].mean(axis=0) - known[1].mean(axis=0)
    hotelling = float(apart @ np.linalg.solve(spread, apart))
    price = (people - 2) / (people - 2 - columns) * (1.0 + hotelling / (people - 2))
    left = [summary(group.outcome - x @ theta) for x, group in zip(known, (treated, control), strict=True)]
    kept = (left[0].variance + left[1].variance) / (treated.mean.variance + control.mean.variance)
    one, zero = (Mean(mean.value, mean.variance * price, mean.people) for mean in left)
    if kept < _NOTHING_LEFT:
        return Adjusted(one, zero, float("nan"), 1.0)
    return Adjusted(one, zero, welch_freedom(one, zero) - columns, max(1.0 - kept, 0.0))


def _standardised(treated: Floats, control: Floats) -> tuple[Floats, Floats]:
    """Centre and scale columns over both arms, so that units of any size meet in one matrix."""
    both = np.concatenate([treated, control])
    middle, size = both.mean(axis=0), both.std(axis=0)
    return (treated - middle) / size, (control - middle) / size


def _covariance(left: Floats, right: Floats) -> Floats:
    """Give the covariances of two groups of columns, over the people: those of their means."""
    people = len(left)
    moments: Floats = (left - left.mean(axis=0)).T @ (right - right.mean(axis=0)) / (people - 1) / people
    return moments
