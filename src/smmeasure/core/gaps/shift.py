"""A weekly pattern that moves by a day: dates turned in another time zone from some day on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Bools, Floats, Ints
from smmeasure.core.gaps.note import DataNote, NoteKind
from smmeasure.core.gaps.record import Record, around, deviation, logs
from smmeasure.messages import message

_WEEK = 7
_LEAST_BEFORE, _LEAST_AFTER = 28, 21
"""Days that must be known on either side of the change."""

_MOST = 56
"""Days on either side that are looked at: patterns drift."""

_CLIP = 4.0
"""Distances of more standard deviations count as so many: a single day tells no pattern."""

_PROMISING = 0.8
"""Every seventh day is tried first; where less than this share remains, each day around it."""

_BETTER = 0.6
"""Share of the distances from the pattern that may remain once the pattern is moved by a day."""


def shifted_days(record: Record) -> DataNote | None:
    """Tell whether the weekly pattern moves by a day, from some quiet day on.

    Parameters
    ----------
    record : Record
        A daily series.
    """
    values = logs(record)
    if record.weekly or values is None:
        return None
    distance = np.where(record.quiet & ~record.eventful, values - around(values), np.nan)
    known = np.isfinite(distance)
    if not known.any():
        return None
    limit = _CLIP * deviation(distance)
    distance = np.clip(distance, -limit, limit)
    ends = _LEAST_BEFORE, len(distance) - _LEAST_AFTER
    coarse = _best(distance, known, record.season, range(ends[0], ends[1] + 1, _WEEK))
    if coarse.share > _PROMISING:
        return None
    around_it = range(max(ends[0], coarse.place - _WEEK), min(ends[1], coarse.place + _WEEK) + 1)
    fine = _best(distance, known, record.season, around_it)
    return _note(record, fine.place, fine.shift) if fine.share <= _BETTER else None


@dataclass(frozen=True, slots=True, order=True)
class _Move:
    """A shift at a place: the share of the distances that remains with it, smaller is better."""

    share: float
    shift: int
    place: int


def _best(distance: Floats, known: Bools, season: Ints, places: range) -> _Move:
    moves = (_moved(distance, known, season, place) for place in places)
    return min(moves, default=_Move(1.0, 0, 0))


def _moved(distance: Floats, known: Bools, season: Ints, place: int) -> _Move:
    """Give the share of the distances that remains with the better of both shifts, and that shift.

    The days before the change tell the pattern; those after it are compared with the pattern as it is and
    moved by one day. The days before must fit their own pattern better than the moved one by as much.
    """
    before = np.arange(max(0, place - _MOST), place)
    after = np.arange(place, min(len(distance), place + _MOST))
    before, after = before[known[before]], after[known[after]]
    if len(before) < _LEAST_BEFORE or len(after) < _LEAST_AFTER:
        return _Move(1.0, 0, place)
    counts = np.bincount(season[before], minlength=_WEEK)
    if not counts.all():
        return _Move(1.0, 0, place)
    shape = np.bincount(season[before], weights=distance[before], minlength=_WEEK) / counts
    moves = []
    for shift in (1, -1):
        moved = shape[(season - shift) % _WEEK]
        was, now = _misfit(distance, shape[season], moved, before), _misfit(distance, moved, shape[season], after)
        moves.append(_Move(max(was, now), shift, place))
    return min(moves)


def _misfit(distance: Floats, ours: Floats, theirs: Floats, days: Ints) -> float:
    """Distances from one pattern as a share of those from another."""
    other = float(np.abs(distance[days] - theirs[days]).sum())
    return float(np.abs(distance[days] - ours[days]).sum()) / other if other > 0.0 else 1.0


def _note(record: Record, place: int, shift: int) -> DataNote:
    day, last = record.day(place), record.day(int(np.flatnonzero(record.quiet)[-1]))
    return DataNote(
        NoteKind.SHIFT,
        day,
        last,
        (last - day).days + 1,
        float(shift),
        0.0,
        False,  # noqa: FBT003 - a field of the note
        message(
            "From {day} on the weekly pattern comes a day later than before: what was usual on a Monday falls on a "
            "Tuesday.",
            day=day,
        )
        if shift > 0
        else message(
            "From {day} on the weekly pattern comes a day earlier than before: what was usual on a Monday falls on "
            "a Sunday.",
            day=day,
        ),
        message("Look whether the source changed its time zone on that day; export all days in one time zone."),
    )
