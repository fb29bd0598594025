"""What could be found if some units of a panel were treated: pretend campaigns in the panel's own past.

Each pretend campaign is measured as the real one would be, with an interval learnt from the periods before
it alone. Nothing is judged by how well the controls fit the periods they were chosen on: a set of units
that was taken because it is extreme fits its past, and fails after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from smmeasure.core.arrays import Floats, Ints
from smmeasure.core.panel import log_difference
from smmeasure.core.panel.inference import Estimate
from smmeasure.core.panel.methods import LOG_DIFFERENCE, METHODS, Method, measure
from smmeasure.core.panel.question import Panel

_MOST = 12
"""Pretend campaigns at most; one half ranks, the other judges."""

_LEARNING = 2
"""Lengths of the campaign that lie before the first pretend one."""

_FEWEST = 4
"""Pretend campaigns below which there is nothing to tell."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What pretend campaigns say of a set of treated units.

    Attributes
    ----------
    rel_mde : float
        Smallest effect found with the power asked for, relative to the observed total; nan where the
        pretend campaigns can't be measured.
    false_alarms : float
        Share of the pretend campaigns whose interval left out 0.
    """

    rel_mde: float
    false_alarms: float


def first_periods(panel: Panel, days: int) -> Ints:
    """Choose where pretend campaigns begin: evenly, the last at the end of the panel.

    Returns
    -------
    ndarray of int, shape (m,)
        First rows, ascending; empty where the past is too short.
    """
    latest = len(panel.values) - days
    earliest = max(_LEARNING * days, LOG_DIFFERENCE.fewest)
    if latest - earliest + 1 < _FEWEST:
        return np.empty(0, dtype=np.intp)
    rows = np.linspace(earliest, latest, min(_MOST, latest - earliest + 1))
    return np.unique(rows.round().astype(np.intp))


def periods_needed(days: int) -> int:
    """Give the periods that a panel must have for pretend campaigns of some length."""
    return max(_LEARNING * days, LOG_DIFFERENCE.fewest) + days + _FEWEST - 1


def treating(panel: Panel, units: Sequence[int]) -> Panel:
    """Treat some columns; all others are controls."""
    treated = np.array(sorted(units), dtype=np.intp)
    return replace(panel, treated=treated, controls=np.setdiff1d(np.arange(panel.values.shape[1]), treated))


def quick_method(panel: Panel) -> Method:
    """Choose the method that ranks: one with an interval in closed form."""
    return LOG_DIFFERENCE if log_difference.applies(replace(panel, first=len(panel.values))) else METHODS["tbr"]


def judge_set(panel: Panel, rows: Ints, days: int, method: Method, shares: tuple[float, float]) -> Judged:
    """Judge a set of treated units on pretend campaigns.

    Parameters
    ----------
    panel : Panel
        With the set treated.
    rows : ndarray of int
        First rows of the pretend campaigns.
    days : int
        Their length in periods.
    method : Method
        How they are measured.
    shares : tuple of float
        Level of the interval, and power.
    """
    level, power = shares
    found = [_pretended(panel.pretend(int(row), days), method, level) for row in rows]
    known = np.array([one for one in found if one is not None]).reshape(-1, 2)
    if len(known) < len(found) or not len(known):
        return Judged(float("nan"), float("nan"))
    lower, upper = known[:, 0], known[:, 1]
    return Judged(_smallest(lower, upper, power), float(np.mean((lower > 0.0) | (upper < 0.0))))


def _pretended(placebo: Panel, method: Method, level: float) -> Floats | None:
    """Give the ends of the pretended effect, relative to the observed total."""
    observed = float(placebo.total[placebo.first :].sum())
    found = measure(placebo, method, level)
    if not isinstance(found, Estimate) or observed <= 0.0:
        return None
    return np.array([found.lower, found.upper]) / observed


def _smallest(lower: Floats, upper: Floats, power: float) -> float:
    """Give the smallest effect that is found: as far as the interval reaches, and as far as pretended effects err.

    A lift is found where it passes the lower end of the pretended effect, turned round.
    """
    centres = (lower + upper) / 2.0
    reach = float(np.median(upper - lower)) / 2.0
    return reach + float(stats.norm.ppf(power)) * float(np.sqrt(np.mean(centres**2)))
