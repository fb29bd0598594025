"""What a campaign changed in the treated units of a panel, against units without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from smmeasure.core.arguments import DateLike
from smmeasure.core.gaps.note import NoteKind
from smmeasure.core.panel.arguments import check
from smmeasure.core.panel.choice import choose, judge
from smmeasure.core.panel.days import Seen, look_at_days
from smmeasure.core.panel.inference import Estimate, Inference
from smmeasure.core.panel.methods import METHODS, judged_by, measure
from smmeasure.core.panel.question import Panel
from smmeasure.core.results import Uplift
from smmeasure.core.threads import one_thread
from smmeasure.core.verdicts import Said, Told, measured, not_measurable
from smmeasure.messages import Message, message

_NAN = float("nan")

AUTO = "auto"
"""Let pretend campaigns in the quiet period choose the method."""


@one_thread
def estimate_panel_uplift(  # noqa: PLR0913 - the contract of a public function
    outcomes: pd.DataFrame,
    treated: Sequence[str],
    start: DateLike,
    end: DateLike,
    *,
    method: str = AUTO,
    inference: str = AUTO,
    level: float = 0.95,
    rng: int = 0,  # noqa: ARG001 - part of the contract: nothing here is drawn at random
) -> Uplift:
    """Estimate what a campaign changed in the total of the treated units.

    The days of a daily panel are looked at first: what is wrong with the treated total is told, and a last day that
    was exported before it was over is left out in all units (`smmeasure.core.gaps`).

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
    inference : str
        How the error of the total is judged: ``moving_blocks`` of time (Chernozhukov et al. 2021), ``placebo_units``
        (Abadie et al. 2010, with a single treated unit), or ``auto``: Student's t for ``tbr`` and the log difference,
        else moving blocks where the panel is at least four times as long as the window, else placebo units. The log
        difference has its own only, and takes no part where another one is asked for.
    level : float
        Confidence level of the intervals, in (0, 1).
    rng : int
        Kept for the contract of all estimators; this one draws nothing.

    Returns
    -------
    Uplift
        The treated total over the window; interval, p-value and verdict are those of one inference and never
        contradict each other. `calibration` tells how often the method would have cried wolf on pretend campaigns
        in the quiet period.

    Raises
    ------
    CallError
        If an argument can't be taken; the error lists every fault.
    """
    seen = look_at_days(check(outcomes, treated, start, end, method, level, (AUTO, *METHODS), inference), outcomes)
    uplift = _estimate(seen.panel, method, Inference(inference), level) if seen.panel.horizon else _unseen(seen, level)
    return replace(uplift, daily=_up_to(uplift.daily, seen), notes=seen.notes)


def _estimate(panel: Panel, method: str, judged: Inference, level: float) -> Uplift:
    choice = choose(panel, level, judged) if method == AUTO else judge(panel, judged_by(METHODS[method], judged), level)
    found = measure(panel, choice.method, level)
    told = Told(level, panel.horizon, choice.method.name, choice.calibration)
    observed = float(panel.total[panel.first :].sum())
    if isinstance(found, Message):
        return not_measurable(found, observed, told, pd.Series(panel.total, panel.index))
    baseline = float(found.path[panel.first :].sum())
    said = Said(observed, baseline, found.lower, found.upper, found.pvalue, tuple(found.draws.tolist()))
    return measured(said, told, _daily(panel, found))


def _unseen(seen: Seen, level: float) -> Uplift:
    """Say that the only day of the window was set aside."""
    reason = message("No whole day of the campaign is left. {reason}", reason=seen.notes[-1].reason)
    return not_measurable(reason, _NAN, Told(level, 0, "", None), pd.Series(seen.panel.total, seen.panel.index))


def _up_to(daily: pd.DataFrame, seen: Seen) -> pd.DataFrame:
    """Lay out the day that was set aside, too: nothing observed, and the effect so far as the day before."""
    if not any(note.kind is NoteKind.PARTIAL_DAY for note in seen.notes):
        return daily
    daily = daily.reindex(pd.date_range(daily.index[0], daily.index[-1] + pd.Timedelta(days=1)))
    running = ["cumulative", "cumulative_ci_lower", "cumulative_ci_upper"]
    daily[running] = daily[running].ffill()
    return daily


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
