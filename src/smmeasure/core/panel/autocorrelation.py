"""How long swings last: one autocorrelation of a ratio, judged together with those of the other ratios.

A single short past tells little of it. The units of a panel tell it together: each ratio's own value is
drawn to the mean of all as far as chance alone explains their differences (Efron and Morris 1975, *Data
analysis using Stein's estimator and its generalizations*), though by one standard error at most, so that a
unit whose swings truly last longer is not taken for one like the others (Efron and Morris 1972).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Floats

HIGHEST = 0.97
"""Largest autocorrelation; beyond it the mean could not be told from a walk."""

_TRIED = np.linspace(-0.6, HIGHEST, 53)
"""Autocorrelations whose expected estimate is worked out; between them it is interpolated."""

_MEAN_LEARNT = 3
"""Ratios beyond which drawing to their own mean is better than leaving each alone."""


@dataclass(frozen=True, slots=True)
class Memory:
    """An autocorrelation and how well it is known.

    Attributes
    ----------
    rho : float
        First-order autocorrelation, 0 to 0.97.
    variance : float
        Squared standard error of `rho`.
    """

    rho: float
    variance: float


def learn(left: Floats, design: Floats) -> Memory:
    """Learn the autocorrelation of the first column, with the help of the others.

    Parameters
    ----------
    left : ndarray of float, shape (periods, ratios)
        Residuals of ratios after the terms of `design` were fitted to them.
    design : ndarray of float, shape (periods, terms)

    Returns
    -------
    Memory
    """
    periods, count = left.shape
    single = _corrected(_raw(left), design)
    common = float(np.clip(single.mean(), -HIGHEST, HIGHEST))
    chance, spread = (1.0 - common**2) / periods, float(((single - common) ** 2).sum())
    drawn = min((count - _MEAN_LEARNT) * chance / spread, 1.0) if count > _MEAN_LEARNT and spread > 0.0 else 0.0
    farthest = float(np.sqrt(chance))
    rho = single[0] + float(np.clip(drawn * (common - single[0]), -farthest, farthest))
    return Memory(float(np.clip(rho, 0.0, HIGHEST)), chance * (1.0 - drawn + drawn / count))


def _raw(left: Floats) -> Floats:
    size = (left**2).sum(axis=0)
    return np.asarray(np.divide((left[1:] * left[:-1]).sum(axis=0), size, out=np.zeros(len(size)), where=size > 0.0))


def _corrected(raw: Floats, design: Floats) -> Floats:
    """Find the autocorrelations whose expected estimate from residuals of this design is the one found.

    The ratio of two sums that go together is ``2 rho / n`` too small besides (Kendall 1954; Marriott and Pope 1954).
    """
    return np.interp(raw * (1.0 + 2.0 / len(design)), _expected(design), _TRIED)


def _expected(design: Floats) -> Floats:
    """Give the ratio of expectations of lag products to squares of residuals, for each autocorrelation tried."""
    periods = len(design)
    basis = np.linalg.qr(design)[0]
    beside = np.zeros_like(basis)
    beside[1:] += basis[:-1] / 2.0
    beside[:-1] += basis[1:] / 2.0
    crossed = beside @ basis.T
    lagged = basis @ (basis.T @ beside) @ basis.T - crossed - crossed.T
    lags = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods))).ravel()
    products, squares = (np.bincount(lags, part.ravel(), periods) for part in (lagged, -basis @ basis.T))
    products[1] += periods - 1.0
    squares[0] += periods
    powers = _TRIED[:, None] ** np.arange(periods)
    return np.asarray((powers @ products) / (powers @ squares))
