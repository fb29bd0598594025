"""Geo-based regression: what a unit of spend brought, from regions that spent differently by design.

Vaver and Koehler (2011), *Measuring ad effectiveness using geo experiments*, equation 1: sales of the campaign's time
on sales before and on what was spent, weighted against the noise of large regions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from smmeasure.core.arrays import Floats
from smmeasure.errors import CallError
from smmeasure.messages import message

_TERMS = 3
"""Intercept, sales before, spend."""


@dataclass(frozen=True, slots=True)
class GeoRegression:
    """The incremental return on spend of regions.

    Attributes
    ----------
    iroas : float
        Incremental response by incremental spend.
    standard_error : float
    freedom : int
        Degrees of freedom of Student's t.
    ci_lower, ci_upper : float
        Two-sided interval at the level asked.
    """

    iroas: float
    standard_error: float
    freedom: int
    ci_lower: float
    ci_upper: float

    def probability_above(self, threshold: float) -> float:
        """Give the probability that a unit of spend brings more than a threshold."""
        return float(stats.t.sf((threshold - self.iroas) / self.standard_error, self.freedom))


def geo_regression(before: Floats, during: Floats, spend: Floats, level: float = 0.95) -> GeoRegression:
    """Regress the response of regions on what was spent in them.

    Parameters
    ----------
    before, during : ndarray of float, shape (regions,)
        Response of each region before and during the campaign; `before` is positive.
    spend : ndarray of float, shape (regions,)
        What was spent on the campaign in each region, 0 in those without it.
    level : float
        Confidence level, in (0, 1).

    Returns
    -------
    GeoRegression
        Least squares with weights ``1 / before ** 2``.

    Raises
    ------
    CallError
        If there are too few regions, one had no response before, or spend is the same everywhere.
    """
    _refuse(before, during, spend)
    design = np.column_stack([np.ones(len(before)), before, spend]) / before[:, None]
    goal = during / before
    found, *_ = np.linalg.lstsq(design, goal, rcond=None)
    left = goal - design @ found
    freedom = len(before) - _TERMS
    spread = np.linalg.inv(design.T @ design) * float(left @ left) / freedom
    iroas, error = float(found[2]), float(np.sqrt(spread[2, 2]))
    reach = float(stats.t.ppf(0.5 + level / 2.0, freedom)) * error
    return GeoRegression(iroas, error, freedom, iroas - reach, iroas + reach)


def _refuse(before: Floats, during: Floats, spend: Floats) -> None:
    if len(before) <= _TERMS or not len(before) == len(during) == len(spend):
        raise CallError.at(
            "before, during, spend",
            message("{before}, {during} and {spend} values", before=len(before), during=len(during), spend=len(spend)),
            message("one of each for four regions or more"),
            message("Give the sums of each region, in the same order."),
        )
    if not (before > 0.0).all() or not np.isfinite([before, during, spend]).all():
        raise CallError.at(
            "before, during, spend",
            message("values that are missing or infinite, or a region without a response before"),
            message("finite numbers, positive ones before the campaign"),
            message("Leave those regions out."),
        )
    if np.ptp(spend) == 0.0:
        raise CallError.at(
            "spend",
            message("the same value everywhere"),
            message("regions with and without spend"),
            message("Without a difference in spend there is no return on it."),
        )
