"""What a campaign changed in the treated units of a panel, against units without it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from smmeasure.core.arguments import DateLike
from smmeasure.core.panel.arguments import check
from smmeasure.core.panel.choice import Choice, choose, judge
from smmeasure.core.panel.inference import Estimate
from smmeasure.core.panel.methods import METHODS, measure
from smmeasure.core.panel.question import Panel
from smmeasure.core.results import Uplift, Verdict
from smmeasure.messages import Message

_NAN = float("nan")

AUTO = "auto"
"""Let pretend campaigns in the quiet period choose the method."""


def estimate_panel_uplift(  # noqa: PLR0913 - the contract of a public function
    outcomes: pd.DataFrame,
    treated: Sequence[str],
    start: DateLike,
    end: DateLike,
    *,
    method: str = AUTO,
    level: float = 0.95,
    rng: int = 0,  # noqa: ARG001 - part of the contract: nothing here is drawn at random
) -> Uplift:
    """Estimate what a campaign changed in the total of the treated units.

    Parameters
    ----------
    outcomes : pandas.DataFrame of float, shape (dates, units)
        One indicator in every unit; dates at any regular distance, no value missing. Everything before
        `start` is quiet period; rows after `end` are left aside.
    treated : sequence of str
        Columns of the units that had the campaign; all others are controls.
    start, end : date-like
        First and last day of the campaign, both included.
    method : str
        ``tbr`` (Kerman et al. 2017), ``did``, ``synthetic_control`` (Abadie et al. 2010), ``augmented``
        (Ben-Michael et al. 2021), ``sdid`` (Arkhangelsky et al. 2021), or ``auto``: the one that errs least
        on pretend campaigns in the quiet period, a log difference to the controls among them.
    level : float
        Confidence level of the intervals, in (0, 1).
    rng : int
        Kept for the contract of all estimators; this one draws nothing.

    Returns
    -------
    Uplift
        The treated total over the window, with interval, p-value and verdict of one inference: Student's t
        for ``tbr`` and the log difference, else moving blocks of time (Chernozhukov et al. 2021) where the
        panel is at least four times as long as the window, else placebo units. `calibration` tells how
        often the method would have cried wolf on pretend campaigns in the quiet period.

    Raises
    ------
    CallError
        If an argument can't be taken; the error lists every fault.
    """
    panel = check(outcomes, treated, start, end, method, level, (AUTO, *METHODS))
    choice = choose(panel, level) if method == AUTO else judge(panel, METHODS[method], level)
    found = measure(panel, choice.method, level)
    if isinstance(found, Message):
        return _not_measurable(panel, choice, level, found)
    return _measured(panel, choice, level, found)


def _measured(panel: Panel, choice: Choice, level: float, found: Estimate) -> Uplift:
    observed = float(panel.total[panel.first :].sum())
    baseline = float(found.path[panel.first :].sum())
    outside = not found.lower <= 0.0 <= found.upper
    return Uplift(
        observed=observed,
        baseline=baseline,
        effect=observed - baseline,
        effect_ci_lower=found.lower,
        effect_ci_upper=found.upper,
        rel_effect=_relative(observed, baseline),
        rel_effect_ci_lower=_relative(observed, observed - found.lower) if found.upper < observed else _NAN,
        rel_effect_ci_upper=_relative(observed, observed - found.upper),
        pvalue=_pvalue(found.pvalue, 1.0 - level, outside=outside),
        verdict=_verdict(found),
        level=level,
        days=panel.horizon,
        daily=_daily(panel, found),
        method=choice.method.name,
        calibration=choice.calibration,
        draws=tuple(found.draws.tolist()),
    )


def _relative(observed: float, baseline: float) -> float:
    """Effect relative to a baseline; nan where the baseline is not positive."""
    return observed / baseline - 1.0 if baseline > 0.0 else _NAN


def _verdict(found: Estimate) -> Verdict:
    if found.lower > 0.0:
        return Verdict.RISE
    return Verdict.FALL if found.upper < 0.0 else Verdict.NO_CHANGE


def _pvalue(pvalue: float, edge: float, *, outside: bool) -> float:
    """Give the p-value; where a test has steps, or at the very edge, it follows the interval."""
    return min(pvalue, float(np.nextafter(edge, 0.0))) if outside else max(pvalue, edge)


def _daily(panel: Panel, found: Estimate) -> pd.DataFrame:
    """Lay out observed, baseline and effect by period."""
    observed, first = panel.total, panel.first
    effect = (observed - found.path)[first:]
    window = {
        "baseline_ci_lower": found.period_lower,
        "baseline_ci_upper": found.period_upper,
        "effect": effect,
        "cumulative": np.cumsum(effect),
        "cumulative_ci_lower": found.running_lower,
        "cumulative_ci_upper": found.running_upper,
    }
    daily = pd.DataFrame({"observed": observed, "baseline": found.path}, index=panel.index)
    for name, values in window.items():
        daily[name] = np.concatenate([np.full(first, _NAN), values])
    daily.loc[panel.index[-1], ["cumulative_ci_lower", "cumulative_ci_upper"]] = found.lower, found.upper
    return daily


def _not_measurable(panel: Panel, choice: Choice, level: float, reason: Message) -> Uplift:
    """Give what was observed and why no more can be said."""
    daily = pd.DataFrame({"observed": panel.total}, index=panel.index)
    for column in (
        "baseline",
        "baseline_ci_lower",
        "baseline_ci_upper",
        "effect",
        "cumulative",
        "cumulative_ci_lower",
        "cumulative_ci_upper",
    ):
        daily[column] = _NAN
    return Uplift(
        observed=float(panel.total[panel.first :].sum()),
        baseline=_NAN,
        effect=_NAN,
        effect_ci_lower=_NAN,
        effect_ci_upper=_NAN,
        rel_effect=_NAN,
        rel_effect_ci_lower=_NAN,
        rel_effect_ci_upper=_NAN,
        pvalue=_NAN,
        verdict=Verdict.NOT_MEASURABLE,
        level=level,
        days=panel.horizon,
        daily=daily,
        method=choice.method.name,
        calibration=choice.calibration,
        reason=reason,
    )
