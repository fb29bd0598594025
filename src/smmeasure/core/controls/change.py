"""What a series did in the window, told like an effect but without its days."""

from __future__ import annotations

import numpy as np
import pandas as pd

from smmeasure.core.arguments import Arguments
from smmeasure.core.calibration import calibrate
from smmeasure.core.quiet import obstacle, quiet
from smmeasure.core.results import Uplift
from smmeasure.core.totals import said_of
from smmeasure.core.verdicts import Told, measured


def change_of(arguments: Arguments, level: float, since: pd.Timestamp | None = None) -> Uplift | None:
    """Measure a series in the window as `smmeasure.core.uplift.estimate_uplift` does; its days are left out.

    Parameters
    ----------
    arguments : Arguments
        The series, its window and its controls.
    level : float
        Level of the interval, in (0, 1).
    since : pandas.Timestamp, optional
        First day of the window that counts; without it, all of them do.

    Returns
    -------
    Uplift or None
        With an empty table `daily`; None where its quiet period allows no estimate.
    """
    question = quiet(arguments)
    if obstacle(question, arguments) is not None:
        return None
    baseline = calibrate(question, level)
    if baseline is None:
        return None
    days = question.index[question.first :]
    counted = question.observed & np.asarray(days >= (since or days[0]))
    if not counted.any():
        return None
    total = baseline.totals(question.first, counted[None])
    said = said_of(total, float(np.nansum(np.where(counted, question.values[question.first :], np.nan))), level)
    told = Told(level, int(counted.sum()), baseline.pool.method, baseline.calibration)
    return measured(said, told, pd.DataFrame())
