"""The last day of an export that was made before the day was over."""

from __future__ import annotations

import numpy as np
import pandas as pd

from smmeasure.core.arrays import Floats
from smmeasure.core.gaps.note import DataNote, NoteKind
from smmeasure.core.gaps.record import Record, deviation, logs, offset_of, pattern
from smmeasure.messages import message

_RECENT = 14
"""Observed days before it that say what a day is usually like."""

_LEAST_RECENT = 5
"""Fewer than so many of them say nothing."""

_LEAST_HISTORY = 28
"""Days before it that say how far a day may fall by itself."""

_DEVIATIONS = 4.5
"""So many standard deviations of a day below the usual; false on fewer than 1 % of quiet series
(benchmarks/ACCURACY.md)."""

_WILDEST = 0.5
"""Series whose days swing by more, as a standard deviation of the logarithm, are not judged."""

_LOW = float(np.log(0.6))
"""A day with more than this share of the usual is never called partial."""

_BELOW_NEIGHBOURS = float(np.log(0.7))
"""It must also fall this far below each of the three days before it: a fall that lasts is no partial day."""

_NEIGHBOURS = 3

_RARE = 0.02
"""And lie below all but this share of the days before it, wherever the level then was."""


def partial_last_day(record: Record) -> DataNote | None:
    """Tell whether the last observed day was exported before it was over.

    Its logarithm, without the weekly pattern, is compared with the median of the fourteen days before it;
    the spread of the same distance on earlier days says how far is too far.

    Parameters
    ----------
    record : Record
        The series up to its last day.
    """
    seen = np.flatnonzero(np.isfinite(record.values))
    values = logs(record)
    if values is None or len(seen) <= _LEAST_HISTORY or record.eventful[seen[-1]]:
        return None
    last, before = int(seen[-1]), seen[:-1]
    level = values - pattern(record, np.where(np.arange(len(values)) == last, np.nan, values))
    usual = _usual(level)
    if not _too_low(level, usual, before, last):
        return None
    offset = offset_of(record.values) or 0.0
    expected = float(np.exp(values[last] - level[last] + usual[last]) - offset)
    return _note(record, last, expected)


def _usual(level: Floats) -> Floats:
    """Median of the observed days just before each, shape (n,)."""
    known = pd.Series(level).dropna()
    recent = known.shift(1).rolling(_RECENT, min_periods=_LEAST_RECENT).median()
    return recent.reindex(range(len(level))).to_numpy(dtype=float)


def _too_low(level: Floats, usual: Floats, before: np.typing.NDArray[np.intp], last: int) -> bool:
    distances = level - usual
    spread = deviation(distances[before])
    fall = float(distances[last])
    lowest = float(level[before[-_NEIGHBOURS:]].min()) + _BELOW_NEIGHBOURS
    return bool(
        spread <= _WILDEST
        and fall < min(_LOW, -_DEVIATIONS * spread)
        and level[last] < min(lowest, float(np.quantile(level[before], _RARE)))
    )


def _note(record: Record, last: int, expected: float) -> DataNote:
    day, found = record.day(last), float(record.values[last])
    values = {"day": day, "found": found, "expected": expected}
    return DataNote(
        NoteKind.PARTIAL_DAY,
        day,
        day,
        1,
        found,
        expected,
        True,  # noqa: FBT003 - a field of the note
        message("The last week, dated {day}, holds {found} where about {expected} are usual.", **values)
        if record.weekly
        else message("The last day, {day}, holds {found} where about {expected} are usual.", **values),
        message("It looks as if it had been exported before it was over: it is left out. Export it again."),
    )
