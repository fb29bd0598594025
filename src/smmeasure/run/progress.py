"""How a batch is followed on a terminal, and in a log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from smmeasure.run.batch import Listener
from smmeasure.run.briefs import Entry
from smmeasure.run.outcome import ALERT_TITLE, Outcome
from smmeasure.run.speech import Say

_STYLES = {True: "green", False: "bold red"}


class Lines:
    """Writes one line per campaign when it ends; fit for a log.

    Parameters
    ----------
    console : rich.console.Console
        Where it writes.
    say : callable
        Says a message in the reader's language.
    """

    def __init__(self, console: Console, say: Say) -> None:
        self._console = console
        self._say = say
        self._refused: set[str] = set()

    def moved(self, campaign: str, done: int, total: int) -> None:
        """Say nothing: a log wants results."""

    def ended(self, outcome: Outcome) -> None:
        """Write how a campaign ended, and why where it failed."""
        self._print(f"{outcome.campaign}: {outcome.state}", _STYLES[outcome.state.is_good])
        if outcome.failure and not outcome.failure.faults:
            self._print(f"  {self._say(outcome.failure.message)} {self._say(outcome.failure.cure)}")
        for fault in outcome.failure.faults if outcome.failure and outcome.campaign not in self._refused else ():
            self._print(f"  {fault}")
        if outcome.alerts:
            self._print(f"  {self._say(ALERT_TITLE)}:", "bold yellow")
        for alert in outcome.alerts:
            self._print(f"  {self._say(alert)}", "yellow")
        for note in outcome.notes:
            self._print(f"  {self._say(note)}", "yellow")

    def refused(self, entry: Entry) -> None:
        """Write every fault of a brief, once."""
        self._refused.add(entry.name)
        for fault in entry.faults:
            self._print(str(fault), "red")

    def crashed(self, campaign: str, traceback: str) -> None:
        """Write the traceback of an error of our own."""
        self._print(f"{campaign}: {traceback}" if traceback else f"{campaign}: the worker died", "red")

    def _print(self, text: str, style: str = "") -> None:
        self._console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


class Bars(Lines):
    """Shows one moving line per running campaign above which the finished ones are written."""

    def __init__(self, progress: Progress, say: Say) -> None:
        super().__init__(progress.console, say)
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def moved(self, campaign: str, done: int, total: int) -> None:
        """Move the campaign's line."""
        if campaign not in self._bars:
            self._bars[campaign] = self._progress.add_task(campaign, total=total)
        self._progress.update(self._bars[campaign], completed=done - 1, total=total)

    def ended(self, outcome: Outcome) -> None:
        """Replace the moving line by a lasting one."""
        if outcome.campaign in self._bars:
            self._progress.remove_task(self._bars.pop(outcome.campaign))
        super().ended(outcome)


@contextmanager
def follow(console: Console, say: Say) -> Iterator[Listener]:
    """Give the listener that suits the console."""
    if not console.is_terminal:
        yield Lines(console, say)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bars(progress, say)
