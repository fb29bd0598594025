"""Who did what: a joint effect divided among campaigns that may overlap.

Days with the same campaigns on form a cell. Days of a single campaign are its own, whatever the shape of
its effect; only where campaigns overlap is it assumed that each has the same effect, relative to the
baseline, on all its days. Then the effects are those of generalised least squares on the cells (Aitken
1936), under the condition that they add up to observed minus baseline over all campaign days (restricted
least squares: Theil 1971, section 6.8): the whole is measured, only its division is modelled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg
from scipy.sparse.csgraph import connected_components

from smmeasure.core.arrays import Bools, Floats
from smmeasure.core.campaigns.baseline import Counterfactual

_RANK = 1e-9
"""Singular values smaller than this share of the largest count as zero."""


@dataclass(frozen=True, slots=True)
class Apportioned:
    """Effects of campaigns, or of groups of them that can't be told apart.

    Attributes
    ----------
    groups : tuple of tuple of int
        Campaigns of each part.
    effects : ndarray, shape (parts,)
        Total effect of each, unit of the series.
    covariance : ndarray, shape (parts, parts)
        Scale matrix of the effects, unit squared.
    """

    groups: tuple[tuple[int, ...], ...]
    effects: Floats
    covariance: Floats


def apportion(days: Counterfactual, on: Bools) -> Apportioned:
    """Divide the joint effect.

    Parameters
    ----------
    days : Counterfactual
        Days with campaigns.
    on : ndarray of bool, shape (campaigns, days)
        Which campaign ran on which day.
    """
    patterns, cell = np.unique(on, axis=1, return_inverse=True)
    in_cell = (np.asarray(cell).ravel() == np.arange(patterns.shape[1])[:, None]).astype(float)
    sizes = days.baseline if (days.baseline > 0.0).all() else np.ones(len(days.baseline))
    loads = patterns.T * (in_cell @ sizes)[:, None]
    shares = loads / loads.sum(axis=0)
    groups = _told_apart(shares)
    summed = np.array([[float(place in group) for place in range(len(on))] for group in groups])
    operator = _restricted(shares, in_cell @ days.covariance @ in_cell.T) @ in_cell
    effects = operator @ days.effect
    errors = summed @ _errors(operator, effects / (on @ sizes) if days.factor else np.zeros(len(on)), on)
    covariance = errors @ days.covariance @ errors.T
    return Apportioned(groups, summed @ effects, (covariance + covariance.T) / 2.0)


def _errors(operator: Floats, fractions: Floats, on: Bools) -> Floats:
    """Give the linear map from errors of the baseline's days to errors of the effects.

    Where effects are fractions of what would have been, the noise of a day that carries them is swollen by
    them, and a campaign's true effect on that day holds its fraction of the same noise. What remains on the
    days of a single campaign is the noise itself; the sum over the campaigns is that of the baseline.
    """
    swollen = 1.0 + fractions @ on
    errors: Floats = operator * swollen - fractions[:, None] * on
    return errors


def _restricted(shares: Floats, covariance: Floats) -> Floats:
    """Give the linear map from totals of cells to effects that add up to their sum.

    Where effects are not determined it is one of many; the sums over groups that are told apart are
    the same for all of them.
    """
    root = linalg.cholesky(covariance, lower=True)
    white = linalg.solve_triangular(root, shares, lower=True)
    free = np.linalg.pinv(white.T @ white, rcond=_RANK, hermitian=True)
    effects = free @ white.T @ linalg.inv(root)
    towards = free.sum(axis=1) / free.sum()
    operator: Floats = effects + np.outer(towards, 1.0 - effects.sum(axis=0))
    return operator


def _told_apart(shares: Floats) -> tuple[tuple[int, ...], ...]:
    """Group the campaigns whose effects could be moved from one to the other without any cell noticing."""
    unseen = linalg.null_space(shares, rcond=_RANK)
    moved = np.abs(unseen @ unseen.T) > _RANK
    count, labels = connected_components(moved, directed=False)
    groups = [tuple(np.flatnonzero(labels == label).tolist()) for label in range(count)]
    return tuple(sorted(groups))
