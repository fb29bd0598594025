"""Where a campaign stands on the date of the report: no result before the match is played."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from smmeasure.messages import message
from smmeasure.windows import Window

FOLLOW_UP_DAYS = 30
"""Days after the end of the window from which a measured campaign counts as followed up."""

NOT_BEGUN = message("The campaign has not begun: there is no result before the match is played.")
"""Why a planned campaign has no return, rate or share of a target."""


class Phase(StrEnum):
    """Where a campaign stands on the report's date."""

    PLANNED = "planned"
    RUNNING = "running"
    MEASURED = "measured"
    FOLLOWED_UP = "followed up"

    @property
    def has_result(self) -> bool:
        """Whether returns may be computed: the window is over."""
        return self in {Phase.MEASURED, Phase.FOLLOWED_UP}


def phase_on(as_of: date, window: Window) -> Phase:
    """Tell the phase of a campaign on a date.

    Parameters
    ----------
    as_of : datetime.date
        Date of the report; data of that day are known.
    window : Window
        First and last day of the campaign.
    """
    if as_of < window.start:
        return Phase.PLANNED
    if as_of < window.end:
        return Phase.RUNNING
    if as_of < window.end + timedelta(days=FOLLOW_UP_DAYS):
        return Phase.MEASURED
    return Phase.FOLLOWED_UP
