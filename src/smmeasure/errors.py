"""What can go wrong, told so that the reader can mend it.

One fault names the place, what was found, what was expected and the cure. An error carries all the
faults of its input at once; its text lists them, one per line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from smmeasure.messages import Message, message


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input.

    Attributes
    ----------
    place : str
        File, key path, column, line or argument.
    found : Message
        What stands there.
    expected : Message
        What should stand there.
    cure : Message
        What the reader can do about it.
    """

    place: str
    found: Message
    expected: Message
    cure: Message

    def __str__(self) -> str:
        return f"{self.place}: found {self.found}; expected {self.expected}. {self.cure}"


class SmmeasureError(Exception):
    """Base of every error that smmeasure raises on purpose.

    Attributes
    ----------
    faults : tuple of Fault
        Every fault of the input, in the order in which a reader meets them.
    """

    faults: tuple[Fault, ...]

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults

    @classmethod
    def at(cls, place: str, found: Message, expected: Message, cure: Message) -> Self:
        """Make an error of a single fault."""
        return cls(Fault(place, found, expected, cure))

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class BriefError(SmmeasureError, ValueError):
    """A brief is not what the method needs: an unknown key, a missing date, a negative cost."""


class DataError(SmmeasureError, ValueError):
    """A data file or a series can't be read as it stands."""


class CallError(SmmeasureError, ValueError):
    """A function or a command was called with an argument it can't take."""


class UnitError(SmmeasureError, TypeError):
    """Quantities that must not meet in arithmetic did: money with its equivalent, people with people."""


class RunError(SmmeasureError, RuntimeError):
    """A notebook, a kernel or a report folder failed while a campaign was run."""


def unit_error(operation: str, left: str, right: str) -> UnitError:
    """Describe an operation between two units that has no meaning."""
    return UnitError.at(
        operation,
        message("{left} with {right}", left=left, right=right),
        message("two quantities of one unit"),
        message("Convert one of them by a stated price first, or keep them apart."),
    )
