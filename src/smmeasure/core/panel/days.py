"""The days of a panel, looked at before anything is measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smmeasure.core.arguments import Arguments
from smmeasure.core.gaps.look import look
from smmeasure.core.gaps.note import DataNote
from smmeasure.core.panel.question import Panel
from smmeasure.windows import Window

_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """A panel after a look at its days.

    Attributes
    ----------
    panel : Panel
        Without its last day where that was exported before it was over; it may leave no day of the window.
    notes : tuple of DataNote
        What was seen on the treated total, in the order of the days; empty unless the panel is daily.
    """

    panel: Panel
    notes: tuple[DataNote, ...]


def look_at_days(panel: Panel, outcomes: pd.DataFrame) -> Seen:
    """Set a partial last day aside in all units, and tell what else is wrong with the days of the treated total.

    Parameters
    ----------
    panel : Panel
        The panel.
    outcomes : pandas.DataFrame, shape (dates, units)
        The table that it was cut from; it says whether data go on after the window.
    """
    if not panel.daily:
        return Seen(panel, ())
    values = outcomes.iloc[:, panel.treated.tolist()].to_numpy(dtype=float, na_value=np.nan)
    total = pd.Series(values.sum(axis=1), pd.DatetimeIndex(outcomes.index))
    window = Window(panel.index[panel.first].date(), panel.index[-1].date())
    nothing = pd.DataFrame(index=total.index)
    seen, notes = look(Arguments(total, _DAY, window, (), nothing, nothing))
    partial = bool(np.isnan(seen.y[panel.index[-1]]))
    return Seen(panel.pretend(panel.first, panel.horizon - 1) if partial else panel, notes)
