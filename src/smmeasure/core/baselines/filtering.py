"""One structural model, run through statsmodels' Kalman filter once for each choice of dynamics.

The filter sees a day only after it has forecast it, so one pass holds the forecast from every
earlier day: a placebo window costs no second fit. The scale of all variances is estimated from the
forecast errors up to each day (concentrated scale: Harvey 1989, section 3.4); level, trend and
weekday pattern start exactly diffuse (Koopman 1997), regressors from a wide normal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from statsmodels.tsa.statespace.kalman_filter import FilterResults
from statsmodels.tsa.statespace.mlemodel import MLEModel

from smmeasure.core.arrays import Bools, Floats
from smmeasure.core.baselines.models import model_of, parameters_of
from smmeasure.core.baselines.scout import plausible
from smmeasure.core.baselines.specification import SEASONAL_ARIMA, Dynamics, Specification

_MANY = 8
"""From so many choices of dynamics on, a scout pays for itself."""

_UNSCOUTED = frozenset({"dtrend", "lltrend", "rtrend", "lldtrend", SEASONAL_ARIMA})
"""Levels that the scout does not know: it would take a trend for a wandering level."""

_RESOLVED = 1e-8
"""Below this a diffuse variance counts as zero: statsmodels' own tolerance is 1e-10 per entry."""


@dataclass(frozen=True, slots=True)
class Filtered:
    """What one pass of the filter knows on each day, with variances relative to the scale.

    Attributes
    ----------
    states : ndarray, shape (n + 1, k)
        Expected states on each day, from the days before it.
    covariances : ndarray, shape (n + 1, k, k)
        Their covariances.
    scale : ndarray, shape (n + 1,)
        Estimate of the scale from the days before.
    log_likelihood : ndarray, shape (n + 1,)
        Concentrated log-likelihood of the days before.
    fitted : ndarray, shape (n,)
        One-step forecasts; nan until level and weekdays are known.
    design : ndarray, shape (k,)
        How the states other than regressors make up a day.
    transition : ndarray, shape (k, k)
        How the states move on.
    shocks : ndarray, shape (k, r)
        Standard deviations of what enters the states each day.
    irregular : float
        Variance of the day's own noise.
    ready : int
        First day on which every state is known.
    """

    states: Floats
    covariances: Floats
    scale: Floats
    log_likelihood: Floats
    fitted: Floats
    design: Floats
    transition: Floats
    shocks: Floats
    irregular: float
    ready: int


def filter_each(
    values: Floats, specification: Specification, regressors: Floats, period: int | None
) -> tuple[Filtered, ...]:
    """Run the filter for each choice of dynamics of a candidate.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Standardised series, nan where it must not be learnt from.
    specification : Specification
        The candidate.
    regressors : ndarray, shape (n, p)
        Known regressors of every day; p may be 0.
    period : int or None
        Days of the weekly pattern; None for a weekly series.
    """
    model = model_of(values, specification, regressors, period)
    grid = specification.grid
    if len(grid) >= _MANY and specification.level not in _UNSCOUTED:
        grid = plausible(values, grid, period)
    return tuple(_run(model, dynamics, values, regressors.shape[1]) for dynamics in grid)


def _run(model: MLEModel, dynamics: Dynamics, values: Floats, count: int) -> Filtered:
    model.update(parameters_of(model.param_names, dynamics))
    result = model.ssm.filter()
    scale, log_likelihood = _concentrated(result, ~np.isnan(values))
    design = np.array(result.design[0, :, 0])
    design[len(design) - count :] = 0.0
    ready = int(result.nobs_diffuse)
    fitted = np.array(result.forecasts[0])
    fitted[:ready] = np.nan
    return Filtered(
        states=np.ascontiguousarray(result.predicted_state.T),
        covariances=np.ascontiguousarray(np.moveaxis(result.predicted_state_cov, 2, 0)),
        scale=scale,
        log_likelihood=log_likelihood,
        fitted=fitted,
        design=design,
        transition=np.array(result.transition[:, :, 0]),
        shocks=result.selection[:, :, 0] @ np.sqrt(result.state_cov[:, :, 0]),
        irregular=float(result.obs_cov[0, 0, 0]),
        ready=ready,
    )


def _concentrated(result: FilterResults, observed: Bools) -> tuple[Floats, Floats]:
    """Give scale and log-likelihood from the forecast errors before each day."""
    known = observed.copy()
    diffuse = result.forecasts_error_diffuse_cov
    if diffuse is not None:
        known &= diffuse[0, 0] < _RESOLVED
    error, variance = result.forecasts_error[0], result.forecasts_error_cov[0, 0]
    variance = np.where(known, variance, 1.0)
    squares = _before(np.where(known, error**2 / variance, 0.0))
    days = _before(known.astype(float))
    scale = squares / np.maximum(days, 1.0)
    floor = np.finfo(float).tiny
    log_likelihood = -0.5 * _before(np.log(variance)) - 0.5 * days * np.log(np.maximum(scale, floor))
    return scale, log_likelihood


def _before(values: Floats) -> Floats:
    """Add up what lies before each day."""
    return np.concatenate([[0.0], np.cumsum(values)])
