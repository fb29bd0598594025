"""What a call about the days after a campaign may contain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from smmeasure.core.arguments import Arguments, DateLike, check
from smmeasure.core.results import Uplift
from smmeasure.errors import CallError, Fault
from smmeasure.messages import message
from smmeasure.windows import mask


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A checked call.

    Attributes
    ----------
    arguments : Arguments
        The series with the campaign's own window.
    days : tuple of int
        Checkpoints, ascending.
    level : float
        Confidence level, in (0, 1).
    """

    arguments: Arguments
    days: tuple[int, ...]
    level: float

    @property
    def last_seen(self) -> date | None:
        """Last day with a value; None where there is none."""
        seen = self.arguments.y.dropna().index
        return pd.Timestamp(seen[-1]).date() if len(seen) else None

    def day(self, days: int) -> date:
        """Give the date of a checkpoint."""
        return self.arguments.window.end + timedelta(days=days)

    def up_to(self, days: int, own: Uplift) -> Arguments:
        """Widen the window to a checkpoint; days after the campaign that are excluded become missing.

        Parameters
        ----------
        days : int
            Days since the end of the window.
        own : Uplift
            The effect in the window; controls that it refused are left out.

        Raises
        ------
        CallError
            If a control or an event is not known up to there.
        """
        known, window = self.arguments, self.arguments.window
        refused = {one.name for one in own.controls if not one.used}
        after = known.y.index > pd.Timestamp(window.end)
        left_out = mask(pd.DatetimeIndex(known.y.index), known.exclude).to_numpy() & after
        return check(
            known.y.mask(pd.Series(left_out, index=known.y.index)),
            window.start,
            self.day(days),
            controls=known.controls.loc[:, [str(name) not in refused for name in known.controls.columns]],
            events=known.events,
            exclude=known.exclude,
            shares={},
        )


def check_follow_up(  # noqa: PLR0913 - the arguments of a public function
    y: object,
    start: DateLike,
    end: DateLike,
    days: object,
    *,
    controls: object,
    events: object,
    exclude: Iterable[object],
    level: float,
) -> Inquiry:
    """Check the arguments of a follow-up.

    Parameters
    ----------
    y, start, end, days, controls, events, exclude, level
        As in `smmeasure.core.follow_up.estimate.estimate_follow_up`.

    Raises
    ------
    CallError
        With every fault of the arguments at once.
    """
    faults = list(_days_faults(days))
    try:
        arguments = check(y, start, end, controls=controls, events=events, exclude=exclude, shares={"level": level})
    except CallError as error:
        raise CallError(*error.faults, *faults) from None
    if faults or not isinstance(days, tuple | list):
        raise CallError(*faults)
    return Inquiry(arguments, tuple(int(one) for one in days), level)


def _days_faults(days: object) -> Iterator[Fault]:
    whole = isinstance(days, tuple | list) and all(
        isinstance(one, int | np.integer) and not isinstance(one, bool) and one >= 1 for one in days
    )
    if whole and isinstance(days, tuple | list) and days and list(days) == sorted(set(days)):
        return
    yield Fault(
        "days",
        message("{value}", value=repr(days)),
        message("whole numbers of days after the end, 1 or more, each greater than the one before"),
        message("Write days=(30, 90, 180)."),
    )
