"""An effect whose baseline follows a market that moved all controls.

The coefficient of a noisy control is the best one for usual days, on which the series' own past tells most
of what the control would. A move of the whole market beyond what is usual has no such past: there the
baseline has to follow by the slope of the signal (`smmeasure.core.controls.attenuation`). To multiply
the baseline is to estimate the series divided by the same factor in the window, and to multiply the
outcome: interval, p-value and verdict stay in agreement.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from smmeasure.core.arguments import Arguments
from smmeasure.core.calibration import Distribution
from smmeasure.core.results import Uplift


def divided(arguments: Arguments, factor: float) -> Arguments:
    """Divide the series by a factor in the window."""
    y = arguments.y.copy()
    y[pd.Timestamp(arguments.window.start) :] /= factor
    return replace(arguments, y=y)


def multiplied(uplift: Uplift, factor: float, arguments: Arguments) -> Uplift:
    """Multiply what was estimated on a divided series by the factor again.

    Parameters
    ----------
    uplift : Uplift
        Estimated on the divided series.
    factor : float
        The factor.
    arguments : Arguments
        The call with its own series, undivided.
    """
    start = pd.Timestamp(arguments.window.start)
    daily = uplift.daily.copy()
    daily.loc[start:] *= factor
    daily.loc[start:, "observed"] = arguments.y.reindex(daily.loc[start:].index)
    return replace(
        uplift,
        observed=uplift.observed * factor,
        baseline=uplift.baseline * factor,
        effect=uplift.effect * factor,
        effect_ci_lower=uplift.effect_ci_lower * factor,
        effect_ci_upper=uplift.effect_ci_upper * factor,
        daily=daily,
        draws=tuple(draw * factor for draw in uplift.draws),
    )


def total_times(total: Distribution, factor: float) -> Distribution:
    """Multiply totals without a campaign by the factor; what is told as a factor already keeps its spread.

    Parameters
    ----------
    total : Distribution
        The totals as they were learnt.
    factor : float
        The factor.
    """
    spread = total.spread if total.scale.factor else total.spread * factor
    return replace(total, expected=total.expected * factor, spread=spread)
