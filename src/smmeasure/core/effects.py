"""An effect summed over days, read off what is known of its baseline."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import pandas as pd
from scipy import stats

from smmeasure.core.calibration import Distribution
from smmeasure.core.results import Uplift, Verdict
from smmeasure.core.totals import said_of
from smmeasure.core.verdicts import Said, Told, measured, not_measurable

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class TotalEffect:
    """An effect summed over days: observed minus baseline.

    Attributes
    ----------
    observed, baseline : float
        Totals over the observed days, unit of the series.
    effect : float
        ``observed - baseline``, same unit.
    effect_ci_lower, effect_ci_upper : float
        Interval of `effect`, same unit.
    rel_effect, rel_effect_ci_lower, rel_effect_ci_upper : float
        Effect relative to the baseline, as fractions; nan where the baseline is not positive.
    pvalue : float
        Two-sided; below one minus the level exactly when the interval leaves out 0.
    verdict : Verdict
        Follows from the interval.
    days : int
        Observed days that the totals run over.
    draws : tuple of float
        Equally likely values of `effect`, ascending; empty where there are none.
    """

    observed: float
    baseline: float
    effect: float
    effect_ci_lower: float
    effect_ci_upper: float
    rel_effect: float
    rel_effect_ci_lower: float
    rel_effect_ci_upper: float
    pvalue: float
    verdict: Verdict
    days: int
    draws: tuple[float, ...] = ()

    def per_day(self) -> TotalEffect:
        """Turn totals into means per observed day, for values that don't add up over days."""
        share = 1 / max(self.days, 1)
        return replace(
            self,
            observed=self.observed * share,
            baseline=self.baseline * share,
            effect=self.effect * share,
            effect_ci_lower=self.effect_ci_lower * share,
            effect_ci_upper=self.effect_ci_upper * share,
            draws=tuple(draw * share for draw in self.draws),
        )


def unknown_effect(observed: float, days: int) -> TotalEffect:
    """Give what was observed where nothing more can be said."""
    told = Told(_NAN, days, "", None)
    return _total_of(not_measurable(None, observed, told, pd.Series(dtype=float)))


def effect_on_total(total: Distribution, observed: float, level: float) -> TotalEffect:
    """Read the effect off the distribution of one total without a campaign.

    Parameters
    ----------
    total : Distribution
        Of one total.
    observed : float
        What was observed, unit of the series.
    level : float
        Confidence level of the interval, in (0, 1).
    """
    return _effect(said_of(total, observed, level), level, int(total.days[0]))


@dataclass(frozen=True, slots=True)
class Precision:
    """How well effects are known.

    Attributes
    ----------
    level : float
        Confidence level of intervals, in (0, 1).
    degrees : float
        Degrees of freedom of Student's t.
    """

    level: float
    degrees: float

    @property
    def reach(self) -> float:
        """Half-width of an interval, in standard errors."""
        return float(stats.t.ppf(0.5 + self.level / 2.0, self.degrees))

    def effect(self, observed: float, baseline: float, error: float, days: int) -> TotalEffect:
        """Give an effect with a symmetrical interval.

        Parameters
        ----------
        observed, baseline : float
            Totals, unit of the series.
        error : float
            Standard error of the effect, same unit.
        days : int
            Observed days.
        """
        effect, half = observed - baseline, self.reach * error
        pvalue = 2.0 * float(stats.t.sf(abs(effect) / error, self.degrees)) if error > 0.0 else float(effect == 0.0)
        return _effect(Said(observed, baseline, effect - half, effect + half, pvalue, ()), self.level, days)


def _effect(said: Said, level: float, days: int) -> TotalEffect:
    return _total_of(measured(said, Told(level, days, "", None), pd.DataFrame()))


def _total_of(uplift: Uplift) -> TotalEffect:
    """Keep of a result what is about its total."""
    return TotalEffect(**{field.name: getattr(uplift, field.name) for field in fields(TotalEffect)})
