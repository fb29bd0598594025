"""A metric that was changed overnight: another definition, another tag, another level that lasts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smmeasure.core.arrays import MEDIAN_TO_DEVIATION, Floats, Ints
from smmeasure.core.gaps.note import DataNote, NoteKind
from smmeasure.core.gaps.record import Record, logs, pattern
from smmeasure.messages import message

_SIDE, _SIDE_WEEKS = 14, 8
"""Days, or weeks, on either side that say the level."""

_LEAST_OF_SIDE = 0.7
"""Share of either side that must be known."""

_JUMP = float(np.log(1.6))
"""Smaller changes of level are left to the interval."""

_DEVIATIONS = 3.0
"""The levels must lie so many standard deviations of a single day apart."""

_STRAYS = 2
"""So many days of either side may lie beyond the middle between the levels."""

_LASTING = 0.6
"""Share of the change that must be there overnight, and still be there two sides later."""

_MOST = 3
"""The largest breaks are told; a series with more has no level at all."""


@dataclass(frozen=True, slots=True)
class _Break:
    """A change of level at a position: the jump in logarithms, and how badly two levels fit there."""

    position: int
    jump: float
    cost: float


def metric_breaks(record: Record) -> Iterator[DataNote]:
    """Tell sudden, lasting changes of level in the quiet period that nothing declared explains.

    Parameters
    ----------
    record : Record
        The series; an excluded day near the change, or an event that changes with it, explains it.
    """
    values = logs(record)
    if values is None:
        return
    level = np.where(record.quiet & ~record.eventful, values - pattern(record, values), np.nan)
    side = _SIDE_WEEKS if record.weekly else _SIDE
    found = [one for position in _candidates(level, side) if (one := _break_at(level, position, side))]
    told: list[_Break] = []
    for one in sorted(found, key=lambda item: item.cost):
        if all(abs(one.position - other.position) >= side for other in told) and not _declared(record, one, side):
            told.append(one)
    for one in sorted(told[:_MOST], key=lambda item: item.position):
        yield _note(record, one.position, side)


def _candidates(level: Floats, side: int) -> Ints:
    """Positions where the medians of both sides differ enough."""
    rolled = pd.Series(level).rolling(side, min_periods=int(_LEAST_OF_SIDE * side)).median().to_numpy(dtype=float)
    after = np.full(len(level), np.nan)
    before = after.copy()
    before[side:] = rolled[side - 1 : -1]
    after[: max(0, len(level) - side + 1)] = rolled[side - 1 :]
    with np.errstate(invalid="ignore"):
        return np.flatnonzero(np.isfinite(level) & (np.abs(after - before) >= _JUMP))


def _break_at(level: Floats, position: int, side: int) -> _Break | None:
    before, after = (
        part[np.isfinite(part)] for part in (level[position - side : position], level[position : position + side])
    )
    low, high = float(np.median(before)), float(np.median(after))
    jump, middle = high - low, (low + high) / 2.0
    apart = np.concatenate([before - low, after - high])
    spread = MEDIAN_TO_DEVIATION * float(np.median(np.abs(apart)))
    sign = float(np.sign(jump))
    strays = max(int(((before - middle) * sign > 0.0).sum()), int(((after - middle) * sign < 0.0).sum()))
    overnight = (float(np.median(after[:3])) - float(np.median(before[-3:]))) * sign
    clear = abs(jump) >= _DEVIATIONS * spread and strays <= _STRAYS and overnight >= _LASTING * abs(jump)
    if not clear or not _lasts(level, position, side, (low, high)):
        return None
    return _Break(position, jump, float(np.abs(apart).sum()) - abs(jump))


def _lasts(level: Floats, position: int, side: int, levels: tuple[float, float]) -> bool:
    """Whether the side before the first and the side after the second, where known, keep their levels."""
    low, high = levels
    most = (1.0 - _LASTING) * abs(high - low)
    earlier, later = level[max(0, position - 2 * side) : position - side], level[position + side : position + 2 * side]
    return _near(earlier, low, most) and _near(later, high, most)


def _near(part: Floats, level: float, most: float) -> bool:
    known = part[np.isfinite(part)]
    return not len(known) or abs(float(np.median(known)) - level) <= most


def _declared(record: Record, one: _Break, side: int) -> bool:
    """Whether an excluded day lies at the change, or an event is usual on one side and not on the other."""
    near = record.quiet[max(0, one.position - 3) : one.position + 3]
    if not near.all():
        return True
    before = record.events[one.position - side : one.position]
    after = record.events[one.position : one.position + side]
    return bool((np.median(before, axis=0) != np.median(after, axis=0)).any())


def _note(record: Record, position: int, side: int) -> DataNote:
    day = record.day(position)
    quiet = np.where(record.quiet, record.values, np.nan)
    usual = float(np.nanmedian(quiet[position - side : position]))
    found = float(np.nanmedian(quiet[position : position + side]))
    return DataNote(
        NoteKind.BREAK,
        day,
        day,
        1,
        found,
        usual,
        False,  # noqa: FBT003 - a field of the note
        message(
            "From {day} on the usual value is {found}, where it was {usual}: a change overnight that lasts, with "
            "nothing declared to explain it.",
            day=day,
            found=found,
            usual=usual,
        ),
        message(
            "If the way of counting changed, exclude the days before {day}. They were kept: the interval is wider "
            "for it.",
            day=day,
        ),
    )
