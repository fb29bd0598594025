"""Log difference: the treated keep their ratio to the controls, up to weekdays and passing swings.

The logarithm of the treated total minus a weighted mean logarithm of the controls is regressed on weekdays by
generalised least squares with first-order autoregressive errors. The interval of the sum holds the error
of the coefficients, and of the autocorrelation through its degrees of freedom (Satterthwaite 1946). It serves series
that share trend and season up to a factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from smmeasure.core.arrays import Floats
from smmeasure.core.panel import autocorrelation
from smmeasure.core.panel.autocorrelation import Memory
from smmeasure.core.panel.inference import SHARES, Estimate
from smmeasure.core.panel.log_ratios import Ratios, ratios, residuals
from smmeasure.core.panel.question import Panel

_WEEK = 7
_FEWEST_WEEKS = 3
"""Quiet weeks below which weekdays are not told apart."""

_STEP = 0.01
"""Change of the autocorrelation by which the slope of the error is found."""

_MOST_DOUBT = 1.0
"""Standard error of a mean log difference beyond which the retransformation grows no more."""

_FEWEST = 14
"""Quiet periods below which the autocorrelation is not learnt."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What the quiet periods teach about the log difference.

    Attributes
    ----------
    fitted : ndarray of float, shape (periods,)
        Expected log difference; in the window with what is left of the last quiet residual.
    sums : ndarray of float, shape (horizon,)
        Sum of observed minus expected log difference, up to each period of the window.
    errors : ndarray of float, shape (horizon,)
        Standard error of each sum.
    single : ndarray of float, shape (horizon,)
        Standard error of each period.
    freedom : float
        Degrees of freedom.
    mix : ndarray of float, shape (periods,)
        Weighted mean logarithm of the controls.
    """

    fitted: Floats
    sums: Floats
    errors: Floats
    single: Floats
    freedom: float
    mix: Floats


def applies(panel: Panel) -> bool:
    """Whether every outcome has a logarithm and the quiet period is long enough."""
    return panel.first >= _FEWEST and bool((panel.donors > 0.0).all() and (panel.total > 0.0).all())


def fit(panel: Panel) -> Fit:
    """Learn the log difference from the quiet periods.

    Parameters
    ----------
    panel : Panel
        To which the method `applies`.

    Returns
    -------
    Fit
    """
    quiet, horizon = panel.first, panel.horizon
    design = _design(panel)
    compared = ratios(panel, design[:quiet])
    difference, learnt = compared.treated, _memory(compared, design[:quiet])
    coefficients, spread, variance = _generalised(design[:quiet], difference[:quiet], learnt.rho)
    mean = design @ coefficients
    memory = learnt.rho ** np.arange(1, horizon + 1)
    fitted = mean.copy()
    fitted[quiet:] += memory * (difference - mean)[quiet - 1]
    shocks = _shocks(learnt.rho, horizon)
    sums = np.cumsum(design[quiet:], axis=0) - design[quiet - 1] * np.cumsum(memory)[:, None]
    rows = design[quiet:] - design[quiet - 1] * memory[:, None]
    return Fit(
        fitted=fitted,
        sums=np.cumsum((difference - fitted)[quiet:]),
        errors=np.sqrt(variance * np.cumsum(shocks**2) + np.einsum("ij,jk,ik->i", sums, spread, sums)),
        single=np.sqrt(
            variance * np.cumsum(np.append(1.0, memory[:-1]) ** 2) + np.einsum("ij,jk,ik->i", rows, spread, rows)
        ),
        freedom=_freedom(quiet - design.shape[1], learnt, horizon),
        mix=compared.mix,
    )


def estimate(panel: Panel, level: float) -> Estimate:
    """Measure the treated total.

    Parameters
    ----------
    panel : Panel
        To which the method `applies`.
    level : float

    Returns
    -------
    Estimate
    """
    learnt = fit(panel)
    student = stats.t(learnt.freedom)
    reach = float(student.ppf(0.5 + level / 2.0))
    observed = np.cumsum(panel.total[panel.first :])
    count = np.arange(1, panel.horizon + 1)
    # Back from logarithms errors upwards weigh more than errors downwards: half the variance is taken out.
    doubt = np.minimum(learnt.errors / count, _MOST_DOUBT)
    effects = observed * -np.expm1(-learnt.sums / count - doubt**2 / 2.0)
    low, high = (observed * -np.expm1(-(learnt.sums + way * learnt.errors) / count) for way in (-reach, reach))
    baseline = _levels(panel, learnt, float(observed[-1] - effects[-1]))
    window = baseline[panel.first :]
    # The running sum of the periods' effects differs a little from the effect so far on logarithms.
    shift = np.cumsum(panel.total[panel.first :] - window) - effects
    error = float(learnt.errors[-1])
    sums = learnt.sums[-1] + student.ppf(SHARES) * error
    return Estimate(
        path=baseline,
        lower=float(low[-1]),
        upper=float(max(high[-1], effects[-1])),
        pvalue=float(2.0 * student.sf(abs(learnt.sums[-1]) / error)) if error > 0.0 else float(learnt.sums[-1] == 0.0),
        draws=np.asarray(observed[-1] * -np.expm1(-sums / panel.horizon)),
        period_lower=window * np.exp(-reach * learnt.single),
        period_upper=window * np.exp(reach * learnt.single),
        running_lower=low + shift,
        running_upper=high + shift,
    )


def path(panel: Panel) -> Floats:
    """Give the baseline of the treated total, shape (periods,)."""
    return estimate(panel, 0.5).path


def _levels(panel: Panel, learnt: Fit, total: float) -> Floats:
    """Bring the baseline back from logarithms; in the window it adds up to a total."""
    levels = np.exp(learnt.fitted + learnt.mix)
    levels[panel.first :] *= total / levels[panel.first :].sum()
    return np.asarray(levels)


def _design(panel: Panel) -> Floats:
    if not panel.daily or panel.first < _FEWEST_WEEKS * _WEEK:
        return np.ones((panel.periods, 1))
    return np.eye(_WEEK)[np.arange(panel.periods) % _WEEK]


def _memory(compared: Ratios, design: Floats) -> Memory:
    every = np.column_stack([compared.treated[: len(design)], compared.others])
    return autocorrelation.learn(residuals(every, design), design)


def _shocks(rho: float, horizon: int) -> Floats:
    """Count how often a shock that runs on is in a sum that ends 1, 2 … periods later."""
    return np.asarray((1.0 - rho ** np.arange(1, horizon + 1)) / (1.0 - rho))


def _freedom(residual: int, learnt: Memory, horizon: int) -> float:
    """Give the degrees of freedom of the sum's variance, which is uncertain through the shocks and through rho."""
    beside = learnt.rho + _STEP
    slope = np.log((_shocks(beside, horizon) ** 2).sum() / (_shocks(learnt.rho, horizon) ** 2).sum()) / _STEP
    return float(2.0 / (2.0 / residual + slope**2 * learnt.variance))


def _generalised(design: Floats, values: Floats, rho: float) -> tuple[Floats, Floats, float]:
    """Give coefficients, their covariance and the variance of the shocks (Prais and Winsten 1954)."""
    white = np.sqrt(1.0 - rho**2)
    rows = np.vstack([white * design[:1], design[1:] - rho * design[:-1]])
    goal = np.append(white * values[:1], values[1:] - rho * values[:-1])
    inverse = np.linalg.inv(rows.T @ rows)
    found = inverse @ rows.T @ goal
    left = goal - rows @ found
    variance = float(left @ left) / (len(goal) - design.shape[1])
    return found, variance * inverse, variance
