"""Log difference: the treated keep their ratio to the controls, up to weekdays and passing swings.

The logarithm of the treated total minus the mean logarithm of the controls is regressed on weekdays by
generalised least squares with first-order autoregressive errors. The autocorrelation is corrected for the
bias of a short past (Kendall 1954; Marriott and Pope 1954), and the interval of the sum holds the
error of the coefficients. It serves series that share trend and season up to a factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from smmeasure.core.arrays import Floats
from smmeasure.core.panel.inference import SHARES, Estimate
from smmeasure.core.panel.question import Panel

_WEEK = 7
_FEWEST_WEEKS = 3
"""Quiet weeks below which weekdays are not told apart."""

_HIGHEST = 0.97
"""Largest autocorrelation; beyond it the mean could not be told from a walk."""

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
    freedom : int
        Degrees of freedom.
    """

    fitted: Floats
    sums: Floats
    errors: Floats
    single: Floats
    freedom: int


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
    design, difference = _design(panel), np.log(panel.total) - np.log(panel.donors).mean(axis=1)
    rho = _autocorrelation(design[:quiet], difference[:quiet])
    coefficients, spread, variance = _generalised(design[:quiet], difference[:quiet], rho)
    mean = design @ coefficients
    memory = rho ** np.arange(1, horizon + 1)
    fitted = mean.copy()
    fitted[quiet:] += memory * (difference - mean)[quiet - 1]
    # A shock of period j runs on: it counts (1 - rho^m) / (1 - rho) times in a sum that ends m periods later.
    shocks = (1.0 - memory) / (1.0 - rho)
    sums = np.cumsum(design[quiet:], axis=0) - design[quiet - 1] * np.cumsum(memory)[:, None]
    rows = design[quiet:] - design[quiet - 1] * memory[:, None]
    return Fit(
        fitted=fitted,
        sums=np.cumsum((difference - fitted)[quiet:]),
        errors=np.sqrt(variance * np.cumsum(shocks**2) + np.einsum("ij,jk,ik->i", sums, spread, sums)),
        single=np.sqrt(
            variance * np.cumsum(np.append(1.0, memory[:-1]) ** 2) + np.einsum("ij,jk,ik->i", rows, spread, rows)
        ),
        freedom=quiet - design.shape[1] - 1,  # the autocorrelation was learnt too
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
    effects = observed * -np.expm1(-learnt.sums / count)
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
        upper=float(high[-1]),
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
    levels = np.exp(learnt.fitted + np.log(panel.donors).mean(axis=1))
    levels[panel.first :] *= total / levels[panel.first :].sum()
    return np.asarray(levels)


def _design(panel: Panel) -> Floats:
    if not panel.daily or panel.first < _FEWEST_WEEKS * _WEEK:
        return np.ones((panel.periods, 1))
    return np.eye(_WEEK)[np.arange(panel.periods) % _WEEK]


def _autocorrelation(design: Floats, values: Floats) -> float:
    found, *_ = np.linalg.lstsq(design, values, rcond=None)
    residuals = values - design @ found
    size = float(residuals @ residuals)
    rho = float(residuals[1:] @ residuals[:-1]) / size if size > 0.0 else 0.0
    # Means of all seven weekdays take out whole harmonics whose parts of the bias cancel: corrected as for one mean.
    return float(np.clip(rho + (1.0 + 3.0 * rho) / len(values), 0.0, _HIGHEST))


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
