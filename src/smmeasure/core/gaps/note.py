"""One thing seen in a series before it is measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from smmeasure.messages import Message


class NoteKind(StrEnum):
    """What was seen."""

    PARTIAL_DAY = "partial last day"
    ZEROS = "zeros in place of values"
    REPEATS = "one value repeated"
    BREAK = "break of the metric"
    SHIFT = "shifted days"


@dataclass(frozen=True, slots=True)
class DataNote:
    """Something about a series that a reader should know before he believes what is measured on it.

    Attributes
    ----------
    kind : NoteKind
        What was seen.
    first, last : datetime.date
        First and last day that it concerns.
    days : int
        Days that it concerns.
    found : float
        What stands there: the partial value, the repeated value, the usual value after a break, in the
        unit of the series; the days of a shift.
    usual : float
        What was to be expected there, told the same way.
    handled : bool
        Whether the measurement sets these days aside; else they are only told.
    reason : Message
        What was seen, with its numbers.
    cure : Message
        What was done, or what the reader can do.
    """

    kind: NoteKind
    first: date
    last: date
    days: int
    found: float
    usual: float
    handled: bool
    reason: Message
    cure: Message
