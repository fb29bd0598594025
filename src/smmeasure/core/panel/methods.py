"""The estimators by name, and which inference a panel allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
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
from smmeasure.core.panel.inference import Estimate, Inference
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
        Measures with an inference of the method's own, or one that was asked for; None where the panel decides.
    """

    name: str
    fewest: int
    learn: Callable[[Panel], Path]
    own: Callable[[Panel, float], Estimate | Message | None] | None = None


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


_CONFORMAL: Mapping[Inference, Callable[[Panel, Path, float], Estimate | None]] = MappingProxyType(
    {Inference.MOVING_BLOCKS: moving_blocks.estimate, Inference.PLACEBO_UNITS: placebo_units.estimate}
)


def judged_by(method: Method, inference: Inference) -> Method:
    """Give a method the inference that was asked for; with ``auto`` it keeps its own."""
    if inference is Inference.AUTO:
        return method
    return replace(method, own=partial(_judge, method.learn, inference))


def _judge(
    learn: Callable[[Panel], Path], inference: Inference, panel: Panel, level: float
) -> Estimate | Message | None:
    if inference not in _allowed(panel, level):
        return _lacking(panel, inference, level)
    return _CONFORMAL[inference](panel, learn(panel), level)


def _lacking(panel: Panel, inference: Inference, level: float) -> Message:
    """Say what an inference that was asked for would need."""
    needed = _ceiling(1.0 / (1.0 - level) - _SLACK)
    if inference is Inference.PLACEBO_UNITS:
        return message(
            "Placebo units need one treated unit and {units} controls at a level of {level}. The panel has {treated} "
            "treated and {controls} controls.",
            units=needed - 1,
            level=level,
            treated=len(panel.treated),
            controls=len(panel.controls),
        )
    return message(
        "Moving blocks need {periods} periods in all at a level of {level}, and more quiet ones than the window has. "
        "The panel has {quiet} quiet periods and a window of {window}.",
        periods=needed,
        level=level,
        quiet=panel.first,
        window=panel.horizon,
    )


def _allowed(panel: Panel, level: float) -> tuple[Inference, ...]:
    """List the inferences that a panel allows, the better one first.

    Blocks of time are compared where the panel is four times as long as the window; else units, where one
    is treated and there are enough of them; else blocks again.
    """
    needed = 1.0 / (1.0 - level) - _SLACK
    enough_periods = panel.periods >= needed and panel.first > panel.horizon
    allowed = {
        Inference.MOVING_BLOCKS: enough_periods,
        Inference.PLACEBO_UNITS: len(panel.treated) == 1 and len(panel.controls) + 1 >= needed,
    }
    found = tuple(name for name, fits in allowed.items() if fits)
    return found if panel.periods >= _BLOCKS * panel.horizon else found[::-1]


def _too_few(panel: Panel, level: float) -> Message:
    needed = 1.0 / (1.0 - level) - _SLACK
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
        allowed = _allowed(panel, level)
        found = _judge(method.learn, allowed[0], panel, level) if allowed else _too_few(panel, level)
    return found or message(
        "The controls don't tell what the treated units would have done: no size of an effect could be ruled out. "
        "More quiet periods, or controls that move like the treated units, are needed."
    )
