"""What the check of a brief or of its data objects to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from smmeasure.messages import Message


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a brief that the method objects to.

    Attributes
    ----------
    rule : int
        Number of the rule; it never changes.
    severity : Severity
        An error keeps a result from being computed, a warning limits it, advice improves the brief.
    place : str
        Key path in the brief.
    reason : Message
        Why it matters.
    cure : Message
        What to do.
    """

    rule: int
    severity: Severity
    place: str
    reason: Message
    cure: Message

    @property
    def code(self) -> str:
        """Number of the rule as it is printed, e.g. ``SMM03``."""
        return f"SMM{self.rule:02d}"
