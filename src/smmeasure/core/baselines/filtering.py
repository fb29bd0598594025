"""One structural model, run through statsmodels' Kalman filter once for each choice of dynamics.

The filter sees a day only after it has forecast it, so one pass holds the forecast from every
earlier day: a placebo window costs no second fit. The scale of all variances is estimated from the
forecast errors up to each day (concentrated scale: Harvey 1989, section 3.4); level, trend and
weekday pattern start exactly diffuse (Koopman 1997), regressors from a wide normal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
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


class _Pass:
    """What is read of a pass, in the place of statsmodels' results: copying all of them takes longer than filtering."""

    def __init__(self, representation: Any) -> None:  # noqa: ANN401 - statsmodels has no types
        self.representation = representation

    def update_representation(self, representation: Any) -> None:  # noqa: ANN401
        """Keep nothing of the model's matrices: they stay as they are until the next pass."""

    def update_filter(self, kalman_filter: Any) -> None:  # noqa: ANN401
        """Copy what the next pass will write over."""
        self.states = np.array(kalman_filter.predicted_state)
        self.covariances = np.array(kalman_filter.predicted_state_cov)
        self.forecasts = np.array(kalman_filter.forecast)[0]
        self.errors = np.array(kalman_filter.forecast_error)[0]
        self.variances = np.array(kalman_filter.forecast_error_cov)[0, 0]
        self.ready = int(kalman_filter.nobs_diffuse)
        self.diffuse = np.array(kalman_filter.forecast_error_diffuse_cov)[0, 0] if self.ready else None

    def fitted(self, observed: Bools) -> Floats:
        """Forecast each day from those before it; the filter leaves out days without a value."""
        design, intercept = self.representation.design[0], self.representation.obs_intercept[0]
        expected = (design * self.states[:, :-1]).sum(axis=0) + intercept
        fitted: Floats = np.where(observed, self.forecasts, expected)
        fitted[: self.ready] = np.nan
        return fitted


def _run(model: MLEModel, dynamics: Dynamics, values: Floats, count: int) -> Filtered:
    model.update(parameters_of(model.param_names, dynamics))
    matrices = model.ssm
    matrices.results_class = _Pass
    run: _Pass = matrices.filter()
    observed = ~np.isnan(values)
    scale, log_likelihood = _concentrated(run, observed)
    design = np.array(matrices.design[0, :, 0])
    design[len(design) - count :] = 0.0
    return Filtered(
        states=run.states.T,
        covariances=run.covariances.T,  # each is symmetric
        scale=scale,
        log_likelihood=log_likelihood,
        fitted=run.fitted(observed),
        design=design,
        transition=np.array(matrices.transition[:, :, 0]),
        shocks=matrices.selection[:, :, 0] @ np.sqrt(matrices.state_cov[:, :, 0]),
        irregular=float(matrices.obs_cov[0, 0, 0]),
        ready=run.ready,
    )


def _concentrated(run: _Pass, observed: Bools) -> tuple[Floats, Floats]:
    """Give scale and log-likelihood from the forecast errors before each day."""
    known = observed if run.diffuse is None else observed & (run.diffuse < _RESOLVED)
    variance = np.where(known, run.variances, 1.0)
    squares = _before(np.where(known, run.errors**2 / variance, 0.0))
    days = _before(known.astype(float))
    scale = squares / np.maximum(days, 1.0)
    floor = np.finfo(float).tiny
    log_likelihood = -0.5 * _before(np.log(variance)) - 0.5 * days * np.log(np.maximum(scale, floor))
    return scale, log_likelihood


def _before(values: Floats) -> Floats:
    """Add up what lies before each day."""
    return np.concatenate([[0.0], np.cumsum(values)])
