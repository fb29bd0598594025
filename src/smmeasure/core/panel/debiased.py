"""The mean effect of a synthetic control without the bias of weights that were fitted, by Student's t.

Chernozhukov, Wüthrich and Zhu (2024), *A t-test for synthetic controls*, section 2: the quiet period is cut into
blocks; weights learnt without a block err there as they do in the window, and that error is taken off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from smmeasure.core.arrays import Floats
from smmeasure.core.panel.question import Panel
from smmeasure.core.panel.weights import simplex_weights
from smmeasure.errors import CallError
from smmeasure.messages import message

_FEWEST = 2
"""Blocks without which there is no spread between them."""


@dataclass(frozen=True, slots=True)
class MeanEffect:
    """The mean effect on the treated total over the window.

    Attributes
    ----------
    effect : float
        Per period, in the unit of the outcome.
    standard_error : float
    ci_lower, ci_upper : float
        Interval at the level asked.
    pvalue : float
        Two-sided, of no mean effect.
    """

    effect: float
    standard_error: float
    ci_lower: float
    ci_upper: float
    pvalue: float


def mean_effect(panel: Panel, level: float = 0.9, blocks: int = 3) -> MeanEffect:
    """Estimate the mean effect by cross-fitting.

    Parameters
    ----------
    panel : Panel
    level : float
        Confidence level, in (0, 1).
    blocks : int
        Blocks of the quiet period, each as long as the window or as fits; three are recommended by the authors.

    Returns
    -------
    MeanEffect
        With ``blocks - 1`` degrees of freedom; the standard error is ``sqrt(1 + blocks x length / horizon)`` times
        the standard deviation of the blocks' effects by the root of their number (equation 6).

    Raises
    ------
    CallError
        If the quiet period can't be cut into that many blocks.
    """
    if blocks < _FEWEST or panel.first <= blocks:
        raise CallError.at(
            "blocks",
            message("{blocks} for {quiet} quiet periods", blocks=blocks, quiet=panel.first),
            message("2 or more, and more quiet periods than blocks"),
            message("Take fewer blocks, or data that begin earlier."),
        )
    length = min(panel.first // blocks, panel.horizon)
    starts = panel.first - length * np.arange(blocks, 0, -1)
    effects = np.array([_without(panel, int(start), length) for start in starts])
    effect, spread = float(effects.mean()), float(effects.std(ddof=1))
    error = float(np.sqrt(1.0 + blocks * length / panel.horizon) * spread / np.sqrt(blocks))
    student = stats.t(blocks - 1)
    reach = float(student.ppf(0.5 + level / 2.0)) * error
    pvalue = float(2.0 * student.sf(abs(effect) / error)) if error > 0.0 else float(effect == 0.0)
    return MeanEffect(effect, error, effect - reach, effect + reach, pvalue)


def _without(panel: Panel, start: int, length: int) -> float:
    """Give the mean gap of the window less that of a block of quiet periods from which nothing was learnt."""
    block = np.arange(start, start + length)
    kept = np.delete(np.arange(panel.first), block)
    goal = panel.total / len(panel.treated)
    weights = simplex_weights(panel.donors[kept], goal[kept])
    gaps: Floats = panel.total - len(panel.treated) * (panel.donors @ weights)
    return float(gaps[panel.first :].mean() - gaps[block].mean())
