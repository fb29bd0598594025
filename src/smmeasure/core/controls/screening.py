"""Whether a control moved with the campaign: its own window, measured as an indicator's is.

With two or more controls each is told as a ratio to the mean of the others, so that what all of them
share (a market, the weather) cancels whatever its size; a control that moved alone does not. One
control has only its own past, which can't tell the market from the campaign.

The call's errors are shared out (Bonferroni) among the controls and the effect itself: a control that
is refused by chance was about to explain a move that now looks like an effect, so that refusals by
chance have to stay rare beside the false alarms that the level allows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from smmeasure.core.arguments import Arguments
from smmeasure.core.controls.change import change_of
from smmeasure.core.quiet import quiet
from smmeasure.core.results import Uplift, Verdict
from smmeasure.messages import Message, message
from smmeasure.units import Rate

_MAJORITY = 3
"""From so many controls on, the one that differs most from the others is the one that moved."""


@dataclass(frozen=True, slots=True)
class Screened:
    """One control after the screening.

    Attributes
    ----------
    name : str
        Name of the control.
    change : Uplift or None
        Its own change in the window; None where its past allows no estimate.
    relative : bool
        Whether that is the change of its ratio to the other controls.
    reason : Message or None
        Why it is refused, with the evidence; None where it is kept.
    """

    name: str
    change: Uplift | None
    relative: bool
    reason: Message | None = None

    @property
    def moved(self) -> bool:
        """Whether the interval of its change leaves out 0."""
        return self.change is not None and self.change.verdict in {Verdict.RISE, Verdict.FALL}

    @property
    def pvalue(self) -> float:
        """Two-sided p-value of its change; 1 where nothing is known."""
        return 1.0 if self.change is None else self.change.pvalue


def screen(arguments: Arguments, level: float) -> tuple[Screened, ...]:
    """Refuse the controls that moved with the campaign, one after the other.

    Parameters
    ----------
    arguments : Arguments
        The call, with its controls.
    level : float
        Level of the call, in (0, 1).

    Returns
    -------
    tuple of Screened
        Every control, in the order given.
    """
    table = controls_of(arguments)
    shared = shared_level(level, table.shape[1])
    alone = cache(lambda place: _alone(arguments, table, place, shared))
    refused = _flat(arguments, table)
    while True:
        kept = [place for place in range(table.shape[1]) if place not in refused]
        shown = {place: _against(arguments, table, place, kept, shared) or alone(place) for place in kept}
        moved = [place for place in kept if shown[place].moved]
        if not moved:
            return tuple((refused | shown)[place] for place in range(table.shape[1]))
        # Two controls that part look alike from either side: then the past of each must tell.
        ranked = shown if len(kept) >= _MAJORITY else {place: alone(place) for place in moved}
        worst = min(moved, key=lambda place: ranked[place].pvalue)
        refused[worst] = _refused(shown[worst], single=len(kept) == 1)


def _flat(arguments: Arguments, table: pd.DataFrame) -> dict[int, Screened]:
    """Refuse the controls that stand still on the quiet days, by place."""
    question = quiet(arguments)
    calm = table.reindex(question.index).to_numpy()[question.calm]
    still = np.flatnonzero(np.ptp(calm, axis=0) == 0.0).tolist() if len(calm) else []
    reason = message("It never moves in the quiet period, so that it tells nothing.")
    return {place: Screened(str(table.columns[place]), None, relative=False, reason=reason) for place in still}


def shared_level(level: float, controls: int) -> float:
    """Give the level of each control's interval: errors shared out among the controls and the effect."""
    return 1.0 - (1.0 - level) / (controls + 1)


def unrefused(arguments: Arguments, screened: Sequence[Screened]) -> Arguments:
    """Give the call with those controls alone that were not refused."""
    return with_controls(arguments, [place for place, one in enumerate(screened) if one.reason is None])


def with_controls(arguments: Arguments, places: Sequence[int]) -> Arguments:
    """Give the call with those controls alone that stand at some places."""
    return replace(arguments, controls=arguments.controls.iloc[:, list(places)])


def _alone(arguments: Arguments, table: pd.DataFrame, place: int, level: float) -> Screened:
    """Measure a control against its own past."""
    change = change_of(as_indicator(arguments, table.iloc[:, place]), level)
    return Screened(str(table.columns[place]), change, relative=False)


def _against(
    arguments: Arguments, table: pd.DataFrame, place: int, kept: Sequence[int], level: float
) -> Screened | None:
    """Measure a control as a ratio to the mean of the others; None where there is no such ratio."""
    own, others = table.iloc[:, place], table.iloc[:, [other for other in kept if other != place]]
    others = others.loc[:, ((others >= 0.0) | others.isna()).all().to_numpy()]
    if others.empty or (own < 0.0).any():
        return None
    mean = (others / others.mean()).mean(axis=1, skipna=False)
    change = change_of(as_indicator(arguments, own / mean.where(mean > 0.0)), level)
    return None if change is None else Screened(str(own.name), change, relative=True)


def controls_of(arguments: Arguments) -> pd.DataFrame:
    """Give the controls on the days of the series, nan where missing."""
    return arguments.controls.reindex(arguments.y.index).astype(float)


def as_indicator(arguments: Arguments, values: pd.Series) -> Arguments:
    """Give the same call for another series, without controls."""
    return replace(with_controls(arguments, ()), y=values)


def _refused(screened: Screened, *, single: bool) -> Screened:
    if screened.change is None:
        return screened
    return replace(screened, reason=_evidence(_moved(screened.change), relative=screened.relative, single=single))


def _evidence(moved: Message, *, relative: bool, single: bool) -> Message:
    """Say that a control moved, by how much, and what would settle why."""
    if relative:
        return message(
            "Against the other controls: {moved}. Something touched it alone, and the campaign may be that.",
            moved=moved,
        )
    if single:
        return message(
            "Against its own past: {moved}. No other control can tell whether the whole market did or the campaign "
            "touched it; a second control that the campaign can't have touched would settle it.",
            moved=moved,
        )
    return message("Against its own past: {moved}. No ratio to the other controls can be formed.", moved=moved)


def _moved(change: Uplift) -> Message:
    """Say by how much; a series whose baseline is not positive has no per cent."""
    if math.isnan(change.rel_effect_ci_lower):
        return message(
            "a total of {observed} in the window, where {low} to {high} is usual",
            observed=change.observed,
            low=change.observed - change.effect_ci_upper,
            high=change.observed - change.effect_ci_lower,
        )
    return message(
        "{change} in the window, between {low} and {high}",
        change=Rate(change.rel_effect, signed=True),
        low=Rate(change.rel_effect_ci_lower, signed=True),
        high=Rate(change.rel_effect_ci_upper, signed=True),
    )
