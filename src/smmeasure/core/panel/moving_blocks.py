"""Conformal inference: whether the window would stand out if its effect were taken out of it.

Chernozhukov, Wüthrich and Zhu (2021), *An exact and robust conformal inference method for
counterfactual and synthetic controls*: the baseline is learnt from all periods under the null, and the
residuals of the window are compared with those of every cyclic shift of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Floats
from smmeasure.core.panel.inference import SHARES, Estimate, growing
from smmeasure.core.panel.question import Panel

Path = Callable[[Panel], Floats]
"""Gives the baseline of the treated total by period."""

Statistic = Callable[[Floats], Floats]
"""Sums up the residuals of windows: shape (windows, horizon) to (windows,)."""

_SIDE = 40
"""Points of the curve of p-values on each side of the estimate."""

_HALVINGS = 12
"""Steps by which a bound is narrowed between two points of the curve."""

_FARTHEST = 4.0
"""Effects that are tried go so many times beyond the treated total and the estimate."""

_SLACK = 1e-9
"""A p-value counts as reaching the level in spite of rounding."""


def absolute_total(windows: Floats) -> Floats:
    """Sum up the residuals for the claim of a total effect."""
    return np.asarray(np.abs(windows.sum(axis=1)))


def total_of_absolutes(windows: Floats) -> Floats:
    """Sum up the residuals for the claim of an effect in any period."""
    return np.asarray(np.abs(windows).sum(axis=1))


def block_pvalue(residuals: Floats, horizon: int, statistic: Statistic = absolute_total) -> float:
    """Compare the last residuals with every cyclic shift of them.

    Parameters
    ----------
    residuals : ndarray of float, shape (periods,)
        Learnt under the null from all periods.
    horizon : int
        Length of the window at the end.
    statistic : callable

    Returns
    -------
    float
        Share of the shifts whose statistic is at least the window's; never below ``1 / periods``.
    """
    periods = len(residuals)
    rows = (np.arange(periods)[:, None] + np.arange(horizon)) % periods
    found = statistic(residuals[rows])
    return float(np.mean(found >= found[periods - horizon]))


def permutation_pvalue(
    residuals: Floats,
    horizon: int,
    rng: np.random.Generator,
    *,
    permutations: int = 5000,
    statistic: Statistic = absolute_total,
) -> float:
    """Compare the last residuals with random permutations of all, as for independent periods.

    Parameters
    ----------
    residuals, horizon, statistic
        As in `block_pvalue`.
    rng : numpy.random.Generator
    permutations : int

    Returns
    -------
    float
        The residuals themselves count as one permutation.
    """
    shuffled = rng.permuted(np.tile(residuals, (permutations, 1)), axis=1)[:, :horizon]
    own = statistic(residuals[None, -horizon:])
    return float((1 + np.count_nonzero(statistic(shuffled) >= own)) / (permutations + 1))


def null_pvalue(panel: Panel, path: Path, effect: float) -> float:
    """Give the p-value of a total effect that is the same in each period of the window."""
    quiet = panel.without(effect)
    return block_pvalue(quiet.total - path(quiet), panel.horizon)


@dataclass(frozen=True, slots=True)
class _Side:
    """The p-values on one side of the estimate; they never rise with the distance.

    Attributes
    ----------
    effects, pvalues : ndarray of float, shape (41,)
        From the estimate outwards.
    bound : float
        Where the p-value falls to ``1 - level``.
    """

    effects: Floats
    pvalues: Floats
    bound: float


def estimate(panel: Panel, path: Path, level: float) -> Estimate | None:
    """Measure the treated total by inverting the test.

    The interval holds the estimate and every effect up to the farthest that the test accepts; the
    p-value of no effect is the largest of all effects that are at least as far on that side.

    Parameters
    ----------
    panel : Panel
        With at least ``1 / (1 - level)`` periods.
    path : callable
    level : float

    Returns
    -------
    Estimate or None
        None where no effect is so large that the test would reject it.
    """
    baseline = path(panel)
    effect = np.cumsum((panel.total - baseline)[panel.first :])
    total = float(effect[-1])
    below, above = (_side(panel, path, total, sign, 1.0 - level) for sign in (-1.0, 1.0))
    if below is None or above is None:
        return None
    window, shares = baseline[panel.first :], growing(panel.horizon)
    down, up = total - below.bound, above.bound - total
    single = shares[0]
    return Estimate(
        path=baseline,
        lower=below.bound,
        upper=above.bound,
        pvalue=_pvalue(panel, path, below if total > 0.0 else above),
        draws=_draws(below, above),
        period_lower=window - up * single,
        period_upper=window + down * single,
        running_lower=effect - down * shares,
        running_upper=effect + up * shares,
    )


def pointwise(panel: Panel, path: Path, level: float) -> Floats:
    """Measure each period of the window by itself, with the quiet periods and no other.

    Parameters
    ----------
    panel : Panel
        With at least ``1 / (1 - level)`` quiet periods.
    path : callable
    level : float

    Returns
    -------
    ndarray of float, shape (horizon, 2)
        Interval of the effect in each period (section 2.2 of the paper); nan where no size could be ruled out.
    """
    found = [estimate(panel.only(period), path, level) for period in range(panel.horizon)]
    return np.array([[np.nan, np.nan] if one is None else [one.lower, one.upper] for one in found])


def _side(panel: Panel, path: Path, total: float, sign: float, alpha: float) -> _Side | None:
    reach = _reach(panel, path, total, sign, alpha)
    if reach is None:
        return None
    effects = total + sign * reach * np.arange(_SIDE + 1) / _SIDE
    raw = np.array([1.0, *(null_pvalue(panel, path, effect) for effect in effects[1:])])
    pvalues = np.maximum.accumulate(raw[::-1])[::-1]
    last = int(np.flatnonzero(pvalues > alpha + _SLACK)[-1])
    inside, outside = effects[last], effects[last + 1]
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2.0
        accepted = null_pvalue(panel, path, middle) > alpha + _SLACK
        inside, outside = (middle, outside) if accepted else (inside, middle)
    return _Side(effects, pvalues, float(outside))


def _reach(panel: Panel, path: Path, total: float, sign: float, alpha: float) -> float | None:
    """Come from far away and halve the distance until the test accepts; the p-value needn't fall steadily."""
    residuals = (panel.total - path(panel))[: panel.first]
    size = float(np.abs(panel.total[panel.first :]).sum()) + abs(total)
    smallest = max(float(np.sqrt(np.mean(residuals**2) * panel.horizon)) / _SIDE, np.finfo(float).eps * size)
    farthest = reach = _FARTHEST * size
    while reach > smallest and null_pvalue(panel, path, total + sign * reach) <= alpha + _SLACK:
        reach /= 2.0
    return None if reach == farthest else 2.0 * reach


def _pvalue(panel: Panel, path: Path, side: _Side) -> float:
    """Give the p-value of no effect: the largest of the effects beyond it."""
    beyond = np.abs(side.effects - side.effects[0]) >= abs(side.effects[0])
    return max(null_pvalue(panel, path, 0.0), float(side.pvalues[beyond].max(initial=0.0)))


def _draws(below: _Side, above: _Side) -> Floats:
    """Spread the effects as the two curves of p-values do; beyond their ends, at their ends."""
    low = np.interp(2.0 * SHARES, below.pvalues[::-1], below.effects[::-1])
    high = np.interp(2.0 * (1.0 - SHARES), above.pvalues[::-1], above.effects[::-1])
    return np.where(SHARES <= 0.5, low, high)  # noqa: PLR2004 - the median is the estimate
