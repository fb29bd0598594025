"""Everything that can be seen wrong with a series before it is measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from smmeasure.core.arguments import Arguments
from smmeasure.core.gaps.breaks import metric_breaks
from smmeasure.core.gaps.note import DataNote, NoteKind
from smmeasure.core.gaps.partial_day import partial_last_day
from smmeasure.core.gaps.record import Record
from smmeasure.core.gaps.shift import shifted_days
from smmeasure.core.gaps.stretches import suspicious_stretches
from smmeasure.windows import Window, mask

_DAY = pd.Timedelta(days=1)


def look(arguments: Arguments) -> tuple[Arguments, tuple[DataNote, ...]]:
    """Set a partial last day aside, and tell what else is wrong with the days of a series.

    Parameters
    ----------
    arguments : Arguments
        A checked call.

    Returns
    -------
    Arguments
        The same call; a last day that was exported before it was over is missing.
    tuple of DataNote
        In the order of the days.
    """
    record = _record(arguments)
    stretches = list(suspicious_stretches(record))
    spoken = _without_zeros(record, stretches)
    partial = partial_last_day(spoken) if _ends_with_the_data(arguments) else None
    if partial is not None:
        arguments = replace(arguments, y=arguments.y.mask(arguments.y.index == pd.Timestamp(partial.first)))
    alone = [note for note in (partial, shifted_days(spoken)) if note is not None]
    notes = [*stretches, *metric_breaks(spoken), *alone]
    return arguments, tuple(sorted(notes, key=lambda note: (note.first, note.kind)))


def _ends_with_the_data(arguments: Arguments) -> bool:
    """Whether the last observed day is used: days after the window are nobody's business."""
    last = arguments.y.last_valid_index()
    return isinstance(last, pd.Timestamp) and last <= pd.Timestamp(arguments.window.end)


def _record(arguments: Arguments) -> Record:
    y = arguments.y.loc[: pd.Timestamp(arguments.window.end)]
    index = pd.DatetimeIndex(y.index)
    excluded = mask(index, arguments.exclude).to_numpy(dtype=bool)
    return Record(
        index=index,
        values=np.where(excluded, np.nan, y.to_numpy(dtype=float)),
        quiet=np.asarray(~excluded & (index < pd.Timestamp(arguments.window.start))),
        events=arguments.events.reindex(index).to_numpy(dtype=float),
        weekly=arguments.step != _DAY,
    )


def _without_zeros(record: Record, stretches: list[DataNote]) -> Record:
    """Take zeros that were told already for missing, so that they don't hide or make another defect."""
    silent = mask(record.index, [Window(note.first, note.last) for note in stretches if note.kind is NoteKind.ZEROS])
    return replace(record, values=np.where(silent, np.nan, record.values))
