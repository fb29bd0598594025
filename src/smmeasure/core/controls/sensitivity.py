"""What hangs on each control: the effect without it, and what its noise may hide."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from smmeasure.core.arguments import Arguments
from smmeasure.core.controls.attenuation import Movements, movements_of
from smmeasure.core.controls.change import change_of
from smmeasure.core.controls.screening import Screened, as_indicator, controls_of, with_controls
from smmeasure.core.results import ControlCheck, Uplift, Verdict

Estimate = Callable[[tuple[int, ...]], Uplift | None]
"""The effect with the controls at some places; None where it can't be estimated."""

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What hangs on the controls of an effect.

    Attributes
    ----------
    checks : tuple of ControlCheck
        Every control that was given, in the order given.
    factor : float
        What the baseline has to be multiplied by so that it follows a move that all used controls made; 1 where
        they made none beyond what is usual, or where nothing is known.
    """

    checks: tuple[ControlCheck, ...]
    factor: float = 1.0


def check_controls(arguments: Arguments, screened: Sequence[Screened], uplift: Uplift) -> Sensitivity:
    """Leave out one control after the other, and tell how reliable each is.

    Parameters
    ----------
    arguments : Arguments
        The call, with every control that was given.
    screened : sequence of Screened
        What the screening found, in the order of the controls.
    uplift : Uplift
        The effect, estimated with the controls that were not refused.
    """
    if uplift.verdict is Verdict.NOT_MEASURABLE:
        return Sensitivity(tuple(_check(one) for one in screened))
    estimate: Estimate = cache(lambda places: change_of(with_controls(arguments, places), uplift.level))
    used = tuple(place for place, one in enumerate(screened) if one.reason is None)
    lag = _lag(arguments, screened, used, estimate, uplift)
    checks = []
    for place, one in enumerate(screened):
        other = estimate(tuple(sorted({*used} ^ {place})))
        effect = other.rel_effect if other else _NAN
        movements = _movements(arguments, place)
        checks.append(
            _check(
                one,
                rel_effect_without=effect if place in used else uplift.rel_effect,
                rel_effect_shift=uplift.rel_effect - effect if place in used else effect - uplift.rel_effect,
                reliability=movements.reliability if movements else _NAN,
                rel_bias=lag.bias(uplift) if place in used else _NAN,
                corrected=lag.corrected and place in used,
            )
        )
    return Sensitivity(tuple(checks), math.exp(lag.missing) if lag.corrected else 1.0)


@dataclass(frozen=True, slots=True)
class _Lag:
    """How far the baseline stayed behind the move of the used controls.

    Attributes
    ----------
    missing : float
        Logarithm of what the baseline has to be multiplied by; nan where unknown.
    corrected : bool
        Whether the controls moved together by more than usual, so that it has to be.
    """

    missing: float = _NAN
    corrected: bool = False

    def bias(self, uplift: Uplift) -> float:
        """By how much the relative effect is too great, as a fraction."""
        return (1.0 + uplift.rel_effect) * -math.expm1(-self.missing)


def _check(screened: Screened, *, corrected: bool = False, **found: float) -> ControlCheck:
    change = screened.change
    bounded = change is not None and not math.isnan(change.rel_effect_ci_lower)
    return ControlCheck(
        screened.name,
        used=screened.reason is None,
        rel_change=change.rel_effect if change and bounded else _NAN,
        rel_change_ci_lower=change.rel_effect_ci_lower if change else _NAN,
        rel_change_ci_upper=change.rel_effect_ci_upper if change else _NAN,
        pvalue=change.pvalue if change else _NAN,
        change_level=change.level if change else _NAN,
        relative_to_others=screened.relative,
        corrected=corrected,
        reason=screened.reason,
        **found,
    )


def _movements(arguments: Arguments, place: int) -> Movements | None:
    table = controls_of(arguments)
    others = [table.iloc[:, other] for other in range(table.shape[1]) if other != place]
    return movements_of(arguments, table.iloc[:, place], others)


def _lag(
    arguments: Arguments, screened: Sequence[Screened], used: tuple[int, ...], estimate: Estimate, uplift: Uplift
) -> _Lag:
    """Tell how far the baseline stayed behind the used controls because their noise shrinks their coefficients.

    It should have followed their move by the slope of their signal; it followed by as much as it
    differs from the baseline without any control.
    """
    joint = _joint(arguments, used)
    movements = None if joint is None else movements_of(arguments, joint, ())
    if joint is None or movements is None:
        return _Lag()
    only = screened[used[0]]
    known = only.change if len(used) == 1 and not only.relative else None
    own = known or change_of(as_indicator(arguments, joint), uplift.level)
    return _told(movements, own, estimate(()), uplift.rel_effect)


def _told(movements: Movements, own: Uplift | None, alone: Uplift | None, rel_effect: float) -> _Lag:
    """Compare how far the baseline should have followed the change of the controls with how far it did."""
    if own is None or alone is None or not min(own.rel_effect, rel_effect, alone.rel_effect) > -1.0:
        return _Lag()
    moved = math.log1p(own.rel_effect)
    followed = math.log1p(alone.rel_effect) - math.log1p(rel_effect)
    missing = movements.slope * moved - followed
    return _Lag(missing, own.verdict is not Verdict.NO_CHANGE and missing * movements.slope * moved > 0.0)


def factor_since(arguments: Arguments, since: pd.Timestamp, level: float, rel_effect: float) -> float:
    """Tell what the baseline of the last days of a window has to be multiplied by, as `check_controls` does for all.

    Parameters
    ----------
    arguments : Arguments
        The call, with the controls that are used.
    since : pandas.Timestamp
        The first of these days.
    level : float
        Level of the intervals, in (0, 1).
    rel_effect : float
        Relative effect on these days with the controls, before any correction, as a fraction.

    Returns
    -------
    float
        1 where the controls made no common move on these days beyond what is usual, or nothing is known.
    """
    joint = _joint(arguments, tuple(range(arguments.controls.shape[1])))
    movements = None if joint is None else movements_of(arguments, joint, ())
    if joint is None or movements is None or math.isnan(movements.slope):
        return 1.0
    own = change_of(as_indicator(arguments, joint), level, since)
    if own is None or own.verdict is Verdict.NO_CHANGE:
        return 1.0
    lag = _told(movements, own, change_of(with_controls(arguments, ()), level, since), rel_effect)
    return math.exp(lag.missing) if lag.corrected else 1.0


def _joint(arguments: Arguments, used: tuple[int, ...]) -> pd.Series | None:
    """Give the mean of the used controls, each over its own mean; None without any, or where a mean is not positive."""
    table = controls_of(arguments).iloc[:, list(used)]
    if table.empty or not (table.mean() > 0.0).all():
        return None
    return (table / table.mean()).mean(axis=1, skipna=False)
