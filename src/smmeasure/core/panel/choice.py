"""Which method to take: the one that errs least on pretend campaigns in the quiet period."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from smmeasure.core.arrays import Floats
from smmeasure.core.panel import log_difference, moving_blocks
from smmeasure.core.panel.inference import Estimate, Inference
from smmeasure.core.panel.methods import LOG_DIFFERENCE, METHODS, Method, judged_by, measure
from smmeasure.core.panel.question import Panel
from smmeasure.core.results import Calibration, Candidate

_MOST = 8
"""Pretend campaigns at most: they overlap, and more would say little more."""

_SHORTEST_PAST = 1 / 3
"""Share of the quiet period that the first pretend campaign leaves to learn from."""

_FEWEST = 4
"""Quiet periods before a pretend campaign, at least: every method can be asked with as many."""

_SURE = 0.9
"""Level of the F ratio at which another method is held to err less than the log difference."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The method taken and how it did on pretend campaigns.

    Attributes
    ----------
    method : Method
    calibration : Calibration or None
        None where no pretend campaign could be placed.
    """

    method: Method
    calibration: Calibration | None


def choose(panel: Panel, level: float, inference: Inference = Inference.AUTO) -> Choice:
    """Choose the method whose pretended effects are smallest.

    Parameters
    ----------
    panel : Panel
    level : float
    inference : Inference
        How the error of whatever is chosen shall be judged.

    Returns
    -------
    Choice
        For positive data the log difference, whose interval is the sharpest, unless another method errs
        so much less that an F ratio with as many independent campaigns would be rare by chance.
    """
    placebos = pretend_campaigns(panel)
    methods = _methods(panel, placebos, inference)
    if not placebos:
        return Choice(methods[0], None)
    errors = _errors(placebos, methods)
    scores = np.sqrt(np.mean(errors**2, axis=1))
    taken = int(np.argmin(scores))
    if methods[0].name == LOG_DIFFERENCE.name and scores[taken] > scores[0] * _clearly_less(
        _independent(panel, placebos)
    ):
        taken = 0
    return Choice(methods[taken], _calibration(panel, placebos, methods, errors, taken, level))


def judge(panel: Panel, method: Method, level: float) -> Choice:
    """Take a method as given, and tell how it did on the pretend campaigns that it can measure."""
    placebos = tuple(placebo for placebo in pretend_campaigns(panel) if placebo.first >= method.fewest)
    if not placebos:
        return Choice(method, None)
    return Choice(method, _calibration(panel, placebos, (method,), _errors(placebos, (method,)), 0, level))


def pretend_campaigns(panel: Panel) -> tuple[Panel, ...]:
    """Place pretend campaigns in the quiet period, evenly, the last one at its end.

    They are as long as the window, or a third of the quiet period where that is shorter.
    """
    horizon = min(panel.horizon, panel.first // 3)
    latest = panel.first - horizon
    earliest = max(round(panel.first * _SHORTEST_PAST), min(LOG_DIFFERENCE.fewest, latest), _FEWEST)
    if horizon < 1 or latest < earliest:
        return ()
    rows = np.unique(np.linspace(latest, earliest, min(_MOST, latest - earliest + 1)).round().astype(int))
    return tuple(panel.pretend(int(row), horizon) for row in rows)


def _independent(panel: Panel, placebos: tuple[Panel, ...]) -> float:
    """Count how many pretend campaigns fit side by side into the quiet period."""
    return min(float(len(placebos)), panel.first / placebos[0].horizon)


def _clearly_less(independent: float) -> float:
    """Give the ratio of two errors that would be rare by chance."""
    return float(1.0 / np.sqrt(stats.f.ppf(_SURE, independent, independent)))


def _methods(panel: Panel, placebos: tuple[Panel, ...], inference: Inference) -> tuple[Method, ...]:
    """List what can be asked of this panel; time-based regression without its claim of independent errors."""
    named = (judged_by(replace(method, own=None), inference) for method in METHODS.values())
    fitting = tuple(method for method in named if panel.first >= method.fewest)
    if inference is Inference.AUTO and all(log_difference.applies(part) for part in (panel, *placebos)):
        return (LOG_DIFFERENCE, *fitting)
    return fitting or (judged_by(METHODS["did"], inference),)


def _errors(placebos: tuple[Panel, ...], methods: tuple[Method, ...]) -> Floats:
    """Give the errors of each method on each pretend campaign, shape (methods, placebos)."""
    return np.array([[_error(placebo, method) for placebo in placebos] for method in methods])


def _error(placebo: Panel, method: Method) -> float:
    """Give the pretended effect relative to the observed total."""
    window = slice(placebo.first, None)
    observed = float(placebo.total[window].sum())
    gap = observed - float(method.learn(placebo)(placebo)[window].sum())
    return gap / abs(observed) if observed else gap


def _calibration(  # noqa: PLR0913, PLR0917 - one record, field by field
    panel: Panel, placebos: tuple[Panel, ...], methods: tuple[Method, ...], errors: Floats, taken: int, level: float
) -> Calibration:
    scores = np.sqrt(np.mean(errors**2, axis=1))
    order = np.argsort(scores, kind="stable")
    alarms = [_alarm(placebo, methods[taken], level) for placebo in placebos]
    known = [alarm for alarm in alarms if alarm is not None]
    return Calibration(
        placebos=len(placebos),
        independent=_independent(panel, placebos),
        false_alarm_rate=float(np.mean(known)) if known else float("nan"),
        median_error=float(np.median(np.abs(errors[taken]))),
        widening=1.0,
        candidates=tuple(
            Candidate(
                methods[row].name,
                methods[row].name == LOG_DIFFERENCE.name,
                float(scores[row]),
                chosen=bool(row == taken),
            )
            for row in order
        ),
    )


def _alarm(placebo: Panel, method: Method, level: float) -> bool | None:
    """Whether a pretend campaign shows an effect; None where it is too short to tell."""
    if method.own is not None:
        found = measure(placebo, method, level)
        return isinstance(found, Estimate) and found.pvalue < 1.0 - level
    if placebo.periods * (1.0 - level) < 1.0:
        return None
    return moving_blocks.null_pvalue(placebo, method.learn(placebo), 0.0) <= 1.0 - level
