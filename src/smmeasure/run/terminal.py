"""A batch as the terminal shows it: progress while it runs, a table when it is done."""

from __future__ import annotations

import os
from pathlib import Path

from rich.console import Console
from rich.table import Table

from smmeasure.messages import message
from smmeasure.run.batch import Batch, Request, run_batch
from smmeasure.run.jobs import PORTFOLIO_FILE, REPORT_FILE
from smmeasure.run.outcome import STATES, Outcome, State, exit_code
from smmeasure.run.progress import follow
from smmeasure.run.speech import Say, speaker


def run_and_tell(request: Request) -> int:
    """Run a batch, show how it goes, and give the command's exit code."""
    say = speaker(request.overrides.language)
    with follow(Console(stderr=True), say) as listener:
        batch = run_batch(request, listener)
    Console().print(_table(batch, say))
    return exit_code(batch.outcomes)


def _table(batch: Batch, say: Say) -> Table:
    table = Table(*(say(name) for name in (message("Campaign"), message("State"), message("Report"))))
    for outcome in batch.outcomes:
        style = "green" if outcome.state.is_good else "bold red"
        table.add_row(outcome.campaign, f"[{style}]{say(STATES[outcome.state])}[/]", _address(batch.reports, outcome))
    table.columns[-1].overflow = "fold"
    return table


def _address(reports: Path, outcome: Outcome) -> str:
    """Give the page's path as the user would type it; none where the run was stopped."""
    if outcome.state is State.INTERRUPTED:
        return ""
    page = reports / PORTFOLIO_FILE if outcome.campaign == PORTFOLIO_FILE else reports / outcome.campaign / REPORT_FILE
    return min(str(page), os.path.relpath(page), key=len)
