"""The estimators by name, and which inference a panel allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from smmeasure.core.panel import (
    augmented,
    difference_in_differences,
    log_difference,
    moving_blocks,
    placebo_units,
    synthetic_control,
    synthetic_difference,
    time_based_regression,
)
from smmeasure.core.panel.inference import Estimate
from smmeasure.core.panel.moving_blocks import Path
from smmeasure.core.panel.question import Panel
from smmeasure.messages import Message, message

_SLACK = 1e-9
"""``1 / (1 - 0.95)`` is 20 in spite of rounding."""

_BLOCKS = 4
"""Lengths of the window that a panel must hold before blocks of time are preferred to units."""


@dataclass(frozen=True, slots=True)
class Method:
    """One way to measure a panel.

    Attributes
    ----------
    name : str
        What the result calls it.
    fewest : int
        Quiet periods that it needs.
    learn : callable
        Fixes what is chosen from the quiet periods; gives the baseline's path of a panel.
    own : callable or None
        Measures with an interval of the method's own; None where the inference is conformal.
    """

    name: str
    fewest: int
    learn: Callable[[Panel], Path]
    own: Callable[[Panel, float], Estimate | None] | None = None


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "tbr": Method("time-based regression", 3, lambda _: time_based_regression.path, time_based_regression.estimate),
        "did": Method("difference in differences", 2, lambda _: difference_in_differences.path),
        "synthetic_control": Method("synthetic control", 2, lambda _: synthetic_control.path),
        "augmented": Method(
            "augmented synthetic control",
            4,
            lambda panel: partial(augmented.path, penalty=augmented.choose_penalty(panel)),
        ),
        "sdid": Method("synthetic difference in differences", 3, lambda _: synthetic_difference.path),
    }
)
"""What a caller may ask for by name."""

LOG_DIFFERENCE = Method("log difference", 14, lambda _: log_difference.path, log_difference.estimate)
"""What `auto` may use besides."""


def inference(panel: Panel, level: float) -> Callable[[Panel, Path, float], Estimate | None] | Message:
    """Choose the conformal inference that a panel allows, or say what it lacks.

    Blocks of time are compared where the panel is four times as long as the window; else units, where one
    is treated and there are enough of them; else blocks again.
    """
    needed = 1.0 / (1.0 - level) - _SLACK
    enough_periods = panel.periods >= needed
    if enough_periods and panel.periods >= _BLOCKS * panel.horizon:
        return moving_blocks.estimate
    if len(panel.treated) == 1 and len(panel.controls) + 1 >= needed:
        return placebo_units.estimate
    if enough_periods and panel.first > panel.horizon:
        return moving_blocks.estimate
    return message(
        "The panel has {quiet} quiet periods, a window of {window} and {controls} controls: too few to judge an "
        "effect at a level of {level}. Needed are {periods} periods in all, most of them quiet, or one treated "
        "unit and {units} controls.",
        quiet=panel.first,
        window=panel.horizon,
        controls=len(panel.controls),
        level=level,
        periods=_ceiling(needed),
        units=_ceiling(needed) - 1,
    )


def _ceiling(needed: float) -> int:
    return int(-(-needed // 1))


def measure(panel: Panel, method: Method, level: float) -> Estimate | Message:
    """Measure the treated total, or say why it can't be measured.

    Parameters
    ----------
    panel : Panel
    method : Method
    level : float

    Returns
    -------
    Estimate or Message
    """
    if panel.first < method.fewest:
        return message(
            "There are {quiet} quiet periods before the window, and this method needs {fewest}. An earlier start "
            "of the data is needed.",
            quiet=panel.first,
            fewest=method.fewest,
        )
    if method.own is not None:
        found = method.own(panel, level)
    else:
        chosen = inference(panel, level)
        if isinstance(chosen, Message):
            return chosen
        found = chosen(panel, method.learn(panel), level)
    return found or message(
        "The controls don't tell what the treated units would have done: no size of an effect could be ruled out. "
        "More quiet periods, or controls that move like the treated units, are needed."
    )
