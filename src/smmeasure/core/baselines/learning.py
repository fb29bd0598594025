"""A candidate baseline, learnt: its forecasts of a window from any earlier day.

The forecast is the mixture of the candidate's dynamics, each weighted by the likelihood of the days
before the forecast alone. So the spread of a total holds the noise of the days, the wandering of the
level, and the uncertainty about level, weekdays, coefficients and dynamics.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from smmeasure.core.arrays import Floats, Ints
from smmeasure.core.baselines.filtering import Filtered, filter_each
from smmeasure.core.baselines.specification import Specification

_NEGLIGIBLE = 1e-3
"""Dynamics with a smaller weight from every origin are left out of the forecasts."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """A candidate that has seen a series.

    Attributes
    ----------
    specification : Specification
        The candidate.
    filtered : tuple of Filtered
        One pass per choice of dynamics.
    regressors : ndarray, shape (n, p)
        Known regressors of every day.
    """

    specification: Specification
    filtered: tuple[Filtered, ...]
    regressors: Floats

    @property
    def ready(self) -> int:
        """First day from which the candidate can forecast."""
        return max(run.ready for run in self.filtered)

    def fitted(self) -> Floats:
        """Forecast each day from the day before; shape (n,), nan at the beginning."""
        last = np.array([run.log_likelihood[-1] for run in self.filtered])
        weights = np.exp(last - last.max())
        runs = np.stack([run.fitted for run in self.filtered])
        fitted: Floats = weights @ runs / weights.sum()
        return fitted

    def forecast(self, origins: Ints, horizon: int) -> Forecast:
        """Forecast the days after each origin.

        Parameters
        ----------
        origins : ndarray of int, shape (m,)
            Number of days known at each origin.
        horizon : int
            Days to forecast.
        """
        logs = np.stack([run.log_likelihood[origins] for run in self.filtered])
        weights = np.exp(logs - logs.max(axis=0))
        weights /= weights.sum(axis=0)
        kept = np.flatnonzero(weights.max(axis=1) > _NEGLIGIBLE)
        weights = weights[kept] / weights[kept].sum(axis=0)
        days = np.asarray(origins)[:, None] + np.arange(horizon)
        runs = tuple(self.filtered[place] for place in kept)
        ahead = tuple(_ahead(run, horizon) for run in runs)
        known = self.regressors[days]
        paths = np.stack([_path(run, rows, origins, known) for run, rows in zip(runs, ahead, strict=True)])
        return Forecast(runs, ahead, weights, paths, np.asarray(origins), known)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Forecasts from several origins, as a mixture of dynamics.

    Attributes
    ----------
    runs : tuple of Filtered, length g
        The dynamics that matter.
    ahead : tuple of ndarray, length g, each of shape (horizon, k)
        How the states at the origin make up each coming day under each, without regressors.
    weights : ndarray, shape (g, m)
        Their weight from each origin.
    paths : ndarray, shape (g, m, horizon)
        Expected values under each.
    origins : ndarray of int, shape (m,)
        Days known at each origin.
    regressors : ndarray, shape (m, horizon, p)
        Regressors of the days forecast.
    """

    runs: tuple[Filtered, ...]
    ahead: tuple[Floats, ...]
    weights: Floats
    paths: Floats
    origins: Ints
    regressors: Floats

    @property
    def path(self) -> Floats:
        """Expected values, shape (m, horizon)."""
        path: Floats = np.einsum("gm,gmh->mh", self.weights, self.paths)
        return path

    def variance(self, shares: Floats) -> Floats:
        """Variance of the weighted sum of the days forecast.

        Parameters
        ----------
        shares : ndarray, shape (m, horizon)
            Weight of each day in the sum, by origin.

        Returns
        -------
        ndarray, shape (m,)
            Variance within each choice of dynamics plus the variance between them.
        """
        sums = np.einsum("gmh,mh->gm", self.paths, shares)
        mean = (self.weights * sums).sum(axis=0)
        runs = zip(self.runs, self.ahead, strict=True)
        within = np.stack([_sum_variance(run, rows, self.origins, shares, self.regressors) for run, rows in runs])
        spread: Floats = (self.weights * (within + (sums - mean) ** 2)).sum(axis=0)
        return spread

    def covariance(self) -> Floats:
        """Covariance of the errors of the days after the first origin, shape (horizon, horizon).

        `variance` of any weighted sum is the quadratic form of its weights.
        """
        weights, apart = self.weights[:, 0], self.paths[:, 0] - self.path[0]
        origin, runs = int(self.origins[0]), zip(self.runs, self.ahead, strict=True)
        within = np.stack([_covariance(run, rows, origin, self.regressors[0]) for run, rows in runs])
        covariance: Floats = np.einsum("g,gij->ij", weights, within) + np.einsum("g,gi,gj->ij", weights, apart, apart)
        return covariance


def learn(values: Floats, specification: Specification, regressors: Floats, period: int | None) -> Learnt:
    """Let a candidate learn from a standardised series; see `filter_each` for the arguments."""
    return Learnt(specification, filter_each(values, specification, regressors, period), regressors)


def _ahead(run: Filtered, horizon: int) -> Floats:
    """How today's states make up each coming day, without regressors; shape (horizon, k)."""
    rows = np.empty((horizon, len(run.design)))
    row = run.design
    for step in range(horizon):
        rows[step] = row
        row = row @ run.transition
    return rows


def _path(run: Filtered, ahead: Floats, origins: Ints, regressors: Floats) -> Floats:
    states, count = run.states[origins], regressors.shape[2]
    path: Floats = states @ ahead.T
    if count:
        path = path + np.einsum("mhp,mp->mh", regressors, states[:, -count:])
    return path


def _sum_variance(run: Filtered, ahead: Floats, origins: Ints, shares: Floats, regressors: Floats) -> Floats:
    count = regressors.shape[2]
    loads = shares @ ahead
    if count:
        loads[:, -count:] += np.einsum("mh,mhp->mp", shares, regressors)
    known = np.einsum("mi,mij,mj->m", loads, run.covariances[origins], loads)
    coming = ((shares @ _coming(run, ahead)) * shares).sum(axis=1)
    variance: Floats = run.scale[origins] * (known + coming)
    return variance


def _covariance(run: Filtered, ahead: Floats, origin: int, regressors: Floats) -> Floats:
    """Covariance of the errors of single days: what is known of the states, and what is still to come."""
    count = regressors.shape[1]
    loads = ahead.copy()
    if count:
        loads[:, -count:] += regressors
    known = loads @ run.covariances[origin] @ loads.T
    covariance: Floats = run.scale[origin] * (known + _coming(run, ahead))
    return covariance


def _coming(run: Filtered, ahead: Floats) -> Floats:
    """Covariance that coming shocks and noise give the days ahead, relative to the scale; shape (horizon, horizon)."""
    horizon = len(ahead)
    effects = np.vstack([ahead @ run.shocks, np.zeros(run.shocks.shape[1])])
    # The shock before each day acts on that day and, carried on, on all later ones; the first day has none before it.
    carried = effects[_days_since_shock(horizon)].reshape(horizon, -1)
    coming: Floats = carried @ carried.T
    coming[np.diag_indices(horizon)] += run.irregular
    return coming


@lru_cache(maxsize=8)
def _days_since_shock(horizon: int) -> Ints:
    """Days from the shock before each day (columns) to each day (rows); `horizon` where there is none."""
    day = np.arange(horizon)
    since = day[:, None] - day
    since[(since < 0) | (day == 0)] = horizon
    return since
