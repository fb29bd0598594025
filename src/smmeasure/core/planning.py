"""What a campaign could detect in a series, before it begins."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from smmeasure.core.arguments import Arguments, DateLike, check_ahead
from smmeasure.core.calibration import Baseline, calibrate
from smmeasure.core.gaps.look import look
from smmeasure.core.plans.detection import Detection, detection
from smmeasure.core.plans.lengths import asked, lengths_to_try, table
from smmeasure.core.quiet import Quiet, quiet, too_short_or_flat
from smmeasure.core.results import Plan
from smmeasure.core.uplift import NO_PLACEBO, too_wild
from smmeasure.errors import CallError, Fault
from smmeasure.messages import Message, message
from smmeasure.windows import Window

_POINTS = 41
"""Points of the power curve."""

_REACH = 2.0
"""The power curve ends at so many times the minimum detectable effect."""

_NAN = float("nan")


def plan(  # noqa: PLR0913 - the contract of a public function
    y: pd.Series,
    days: int,
    *,
    controls: pd.DataFrame | None = None,
    exclude: Iterable[Window | tuple[DateLike, DateLike]] = (),
    level: float = 0.95,
    power: float = 0.8,
    effect: float | None = None,
    rng: int = 0,  # noqa: ARG001 - part of the contract: nothing here is drawn at random
) -> Plan:
    """Tell which effect a campaign of a given length could detect, right after the last day of a series.

    The test and its interval are those of `estimate_uplift`. How often they find an effect is learnt by
    putting the effect into pretend campaigns of the quiet period, and from the distribution of the total
    without a campaign (`smmeasure.core.plans.detection` states how both are weighed).

    Parameters
    ----------
    y : pandas.Series of float, shape (n,)
        Daily or weekly values with a DatetimeIndex without time zone; all of it is quiet period.
    days : int
        Length of the campaign in days; in weeks for a weekly series.
    controls : pandas.DataFrame, optional
        Series that the campaign can't touch, at most 20, over the days of `y`; later values are not needed.
    exclude : iterable of Window or pair of days
        Days that are not quiet.
    level : float
        Confidence level of the future interval, in (0, 1).
    power : float
        Probability of detection asked for, in (0, 1).
    effect : float, optional
        Effect expected, relative to the baseline, as a fraction: the plan then tells how long the
        campaign must run for it to be found.
    rng : int
        Kept for the contract of all estimators; this one draws nothing.

    Returns
    -------
    Plan
        Expected total, minimum detectable effect, power curve, and the detectable effect by length.

    Raises
    ------
    CallError
        If an argument can't be taken; the error lists every fault.
    """
    checked = _checked(y, days, controls, exclude, {"level": level, "power": power}, effect)
    arguments, notes = look(checked)
    made = asked(_planned(arguments, days, level, power), effect, weekly=arguments.step > pd.Timedelta(days=1))
    return replace(made, notes=notes)


def _checked(  # noqa: PLR0913, PLR0917 - the arguments of a public function
    y: object, days: object, controls: object, exclude: Iterable[object], shares: dict[str, float], effect: object
) -> Arguments:
    """Check the arguments; every fault is told at once."""
    faults = list(_effect_faults(effect))
    try:
        arguments = check_ahead(y, days, controls=controls, exclude=exclude, shares=shares)
    except CallError as error:
        raise CallError(*error.faults, *faults) from None
    if faults:
        raise CallError(*faults)
    return arguments


def _effect_faults(effect: object) -> Iterator[Fault]:
    number = effect if isinstance(effect, int | float) and not isinstance(effect, bool) else None
    if effect is None or (number is not None and math.isfinite(number) and number > -1.0 and number != 0.0):
        return
    yield Fault(
        "effect",
        message("{value}", value=repr(effect)),
        message("a fraction above -1 and other than 0"),
        message("0.1 stands for +10 % against the baseline."),
    )


def _planned(arguments: Arguments, days: int, level: float, power: float) -> Plan:
    """Plan on what is left of a series."""
    question = quiet(arguments)
    reason = too_short_or_flat(question, arguments)
    if reason is not None:
        return _unmeasurable(days, level, power, reason)
    baseline = calibrate(question, level)
    if baseline is None:
        return _unmeasurable(days, level, power, NO_PLACEBO)
    total = baseline.totals(question.first, np.ones((1, question.horizon), dtype=bool))
    reason = too_wild(total, level)
    if reason is not None:
        return _unmeasurable(days, level, power, reason)
    return _plan(question, baseline, days, level, power)


def _plan(question: Quiet, baseline: Baseline, days: int, level: float, power: float) -> Plan:
    own = detection(baseline, question, question.horizon, level)
    mde = own.smallest(power)
    lengths = lengths_to_try(question.horizon, int(question.calm.sum()), weekly=question.period is None)

    def smallest(length: int) -> float:
        """Smallest relative change that a campaign of so many days would show."""
        found = own if length == question.horizon else detection(baseline, question, length, level)
        return _relative(found.smallest(power), found.expected)

    return Plan(
        days=days,
        level=level,
        power=power,
        baseline=own.expected,
        mde=mde,
        rel_mde=_relative(mde, own.expected),
        curve=_curve(own, mde),
        measurable=True,
        lengths=table(lengths, smallest),
    )


def _relative(effect: float, baseline: float) -> float:
    return effect / baseline if baseline > 0.0 else _NAN


def _curve(own: Detection, mde: float) -> pd.DataFrame:
    """Give the probability of detection by size of the effect, from none to twice the detectable one."""
    effects = np.linspace(0.0, _REACH * mde, _POINTS)
    relative = effects / own.expected if own.expected > 0.0 else np.full(_POINTS, _NAN)
    return pd.DataFrame({"rel_effect": relative, "power": own.power(effects)})


def _unmeasurable(days: int, level: float, power: float, reason: Message) -> Plan:
    return Plan(
        days=days,
        level=level,
        power=power,
        baseline=_NAN,
        mde=_NAN,
        rel_mde=_NAN,
        curve=pd.DataFrame({"rel_effect": [], "power": []}, dtype=float),
        measurable=False,
        reason=reason,
    )
