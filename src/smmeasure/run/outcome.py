"""What became of one campaign: a value, so that a failure is counted and told, never thrown away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from smmeasure.errors import Fault
from smmeasure.messages import Message, message


class State(StrEnum):
    """How a run ended; derived from what happened, never from the saved notebook."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    TIMEOUT = "timeout"
    DEAD = "dead"
    INTERRUPTED = "interrupted"
    REFUSED = "refused"

    @property
    def is_good(self) -> bool:
        """Whether a report that follows from the inputs stands in the reports folder."""
        return self in {State.PUBLISHED, State.UNCHANGED}


STATES = {
    State.PUBLISHED: message("published"),
    State.UNCHANGED: message("unchanged"),
    State.FAILED: message("failed"),
    State.TIMEOUT: message("time limit reached"),
    State.DEAD: message("kernel died"),
    State.INTERRUPTED: message("stopped"),
    State.REFUSED: message("refused"),
}
"""The states as a reader says them."""


ALERT_TITLE = message("This report and an earlier one don't say the same")
"""What stands above the alerts of a report."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run gave no report.

    Attributes
    ----------
    message : Message
        What happened, in one sentence.
    cure : Message
        What the reader can do about it.
    cell : int or None
        Number of the code cell that was running, counted from 1 in the executed notebook.
    faults : tuple of Fault
        Every fault of the brief or the data; empty where the notebook itself failed.
    """

    message: Message
    cure: Message
    cell: int | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one campaign.

    Attributes
    ----------
    campaign : str
        Short name of the campaign; also its folder in the reports.
    state : State
        How the run ended.
    failure : Failure or None
        Why there is no report; None where there is one.
    notes : tuple of Message
        What a reader of the log should know though the report stands, such as a warning.
    alerts : tuple of Message
        What a reader of the report is told before anything else, such as a verdict that no longer stands.
    """

    campaign: str
    state: State
    failure: Failure | None = None
    notes: tuple[Message, ...] = ()
    alerts: tuple[Message, ...] = ()


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """Derive the exit code of the command: 0 all published, 1 some failed, 2 a fault in the input, 130 stopped."""
    states = {outcome.state for outcome in outcomes}
    if State.INTERRUPTED in states:
        return 130
    if State.REFUSED in states:
        return 2
    return int(any(not state.is_good for state in states))
