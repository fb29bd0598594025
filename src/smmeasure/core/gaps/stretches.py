"""Runs of zeros, or of one value, too long to be chance: often a source that gave no data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Bools
from smmeasure.core.gaps.note import DataNote, NoteKind
from smmeasure.core.gaps.record import Record
from smmeasure.messages import message

_LEAST_ZEROS = 3
"""Shorter runs of zeros are never told: a shop may close for a day."""

_LEAST_REPEATS = 5
"""Shorter runs of one value are never told."""

_CHANCE = 0.001
"""Told where chance alone would give such a run in fewer than this share of series."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Observed days in a row, by their places among the observed days."""

    first: int
    length: int


def suspicious_stretches(record: Record) -> Iterator[DataNote]:
    """Tell runs of zeros after values, and runs of one other value, that chance doesn't explain.

    With a share p of such days outside the run, a run of k days begins somewhere in n days with a
    probability of at most ``n p^k``.

    Parameters
    ----------
    record : Record
        The series; excluded and eventful days are no part of a run.
    """
    told = np.isfinite(record.values) & ~record.eventful
    days = np.flatnonzero(told)
    values = record.values[days]
    if not (values != 0.0).any():
        return
    zero = values == 0.0
    for run in _runs(zero):
        if run.first > 0 and _is_rare(zero, run, _LEAST_ZEROS):
            yield _zeros(record, days[run.first], days[run.first + run.length - 1], run.length)
    same = np.concatenate([[False], (np.diff(values) == 0.0) & ~zero[1:]])
    for run in _runs(same):
        if _is_rare(same, run, _LEAST_REPEATS - 1):
            yield _repeats(record, days[run.first - 1], days[run.first + run.length - 1], run.length + 1)


def _runs(marks: Bools) -> Iterator[_Run]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marks.astype(np.int8), [0]])))
    for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield _Run(first, end - first)


def _is_rare(marks: Bools, run: _Run, least: int) -> bool:
    others = len(marks) - run.length
    # One mark more than was seen, so that a rare mark is never taken for an impossible one.
    share = (float(marks.sum()) - run.length + 1.0) / (others + 2.0)
    return run.length >= least and len(marks) * share**run.length < _CHANCE


def _zeros(record: Record, first: int, last: int, length: int) -> DataNote:
    values = {"start": record.day(first), "end": record.day(last), "count": length}
    return DataNote(
        NoteKind.ZEROS,
        record.day(first),
        record.day(last),
        length,
        0.0,
        float(np.nanmedian(record.values)),
        False,  # noqa: FBT003 - a field of the note
        message("From {start} to {end} every value is 0: {count} in a row, where 0 is rare.", **values),
        message("Where they stand for missing data, leave those cells empty; a closed shop, exclude. They were kept."),
    )


def _repeats(record: Record, first: int, last: int, length: int) -> DataNote:
    values = {"start": record.day(first), "end": record.day(last), "count": length}
    found = float(record.values[first])
    return DataNote(
        NoteKind.REPEATS,
        record.day(first),
        record.day(last),
        length,
        found,
        float(np.nanmedian(record.values)),
        False,  # noqa: FBT003 - a field of the note
        message("From {start} to {end} every value is {found}: {count} in a row.", found=found, **values),
        message("The source may have repeated its last value: export those days again, or leave them empty."),
    )
