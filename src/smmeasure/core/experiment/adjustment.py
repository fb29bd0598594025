"""Take out of an outcome what people's past predicts: CUPED."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Bools, Floats
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
        Share of the variance of the difference that was taken out, before the charge for the slopes.
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

    It is the regression of the outcome on the arm and the covariates, people weighted by ``1 / (n (n - 1))`` of
    their arm. Its variance is HC3 (MacKinnon and White 1985, J. Econometrics 29:305): each residual over one
    minus its leverage, which charges for the slopes where they were learnt; each arm's part of the sum goes with
    its mean, and the degrees of freedom are those of Welch's test.

    Parameters
    ----------
    treated, control : Group
        Both arms; the outcome varies within one of them, the covariates within arms are not collinear.

    Returns
    -------
    Adjusted
        Both means at the covariates' mean over both arms.
    """
    known = _standardised(treated.covariates, control.covariates)
    groups = [Group(group.outcome, x) for group, x in zip((treated, control), known, strict=True)]
    spread = sum(_covariance(group.covariates, group.covariates) for group in groups)
    common = sum(_covariance(group.covariates, group.outcome[:, None]) for group in groups)
    inverse: Floats = np.asarray(np.linalg.inv(spread), dtype=np.float64)
    theta = (inverse @ common)[:, 0]
    apart = groups[0].covariates.mean(axis=0) - groups[1].covariates.mean(axis=0)
    pulls = (-inverse @ apart, inverse @ apart)
    one, zero = (_adjusted(group, theta, inverse, pull) for group, pull in zip(groups, pulls, strict=True))
    before = treated.mean.variance + control.mean.variance
    kept = sum(summary(group.outcome - group.covariates @ theta).variance for group in groups) / before
    if one.variance + zero.variance < _NOTHING_LEFT * before:
        return Adjusted(one, zero, float("nan"), 1.0)
    return Adjusted(one, zero, welch_freedom(one, zero), max(1.0 - kept, 0.0))


def _adjusted(group: Group, theta: Floats, inverse: Floats, pull: Floats) -> Mean:
    """Adjust one mean; `pull` is how far its people's covariates move the difference through theta."""
    people = len(group.outcome)
    centred = (group.covariates - group.covariates.mean(axis=0)) / np.sqrt(people * (people - 1.0))
    left = group.outcome - group.covariates @ theta
    weights = 1.0 / people + centred @ pull / np.sqrt(people * (people - 1.0))
    free = 1.0 - 1.0 / people - np.einsum("ij,jk,ik->i", centred, inverse, centred)
    # Someone whom a covariate marks alone is fitted exactly: his residual is 0 and says nothing.
    seen: Bools = free > _NOTHING_LEFT
    errors = weights[seen] * (left - left.mean())[seen] / free[seen]
    return Mean(float(left.mean()), float(errors @ errors), people)


def _covariance(left: Floats, right: Floats) -> Floats:
    """Give the covariances of two groups of columns, over the people: those of their means."""
    people = len(left)
    moments: Floats = (left - left.mean(axis=0)).T @ (right - right.mean(axis=0)) / (people - 1) / people
    return moments


def _standardised(treated: Floats, control: Floats) -> tuple[Floats, Floats]:
    """Centre and scale columns over both arms, so that units of any size meet in one matrix."""
    both = np.concatenate([treated, control])
    middle, size = both.mean(axis=0), both.std(axis=0)
    return (treated - middle) / size, (control - middle) / size
