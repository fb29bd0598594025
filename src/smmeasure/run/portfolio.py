"""The page over all campaigns in a worker process."""

from __future__ import annotations

from dataclasses import replace

from smmeasure.errors import RunError
from smmeasure.messages import message
from smmeasure.run import notebooks
from smmeasure.run.execute import run_notebook
from smmeasure.run.files import write_atomically
from smmeasure.run.jobs import PORTFOLIO_FILE, PORTFOLIO_NOTEBOOK, Page, Portfolio
from smmeasure.run.outcome import Outcome, State
from smmeasure.run.pool import Progress
from smmeasure.run.publish import failure_page, page_failure, report_page
from smmeasure.run.speech import speaker
from smmeasure.run.workspace import find_notebook

_RUN_FILE = "index.ipynb"


def publish_portfolio(portfolio: Portfolio, progress: Progress) -> Outcome:
    """Run the portfolio's notebook and publish its page, or the page that says why there is none.

    Parameters
    ----------
    portfolio : Portfolio
        Which reports, in which language.
    progress : callable
        Told the cell that begins and the number of cells.
    """
    title = speaker(portfolio.language)(message("Campaign portfolio"))
    page = Page(title, portfolio.language, inputs=portfolio.inputs)
    notebook = find_notebook(PORTFOLIO_NOTEBOOK, portfolio.place.workspace)
    execution = run_notebook(notebook, portfolio.parameters, portfolio.place, progress)
    state, failure, html = execution.state, execution.failure, b""
    if failure is None:
        try:
            html = report_page(execution.notebook, page)
        except RunError as error:
            state, failure = State.FAILED, page_failure(error)
    if failure:
        html = failure_page(failure, state, replace(page, inputs=""), f"{_RUN_FILE}#{notebooks.ANCHOR}")
    write_atomically(portfolio.reports / _RUN_FILE, notebooks.to_bytes(execution.notebook))
    write_atomically(portfolio.reports / PORTFOLIO_FILE, html)
    return Outcome(PORTFOLIO_FILE, state, failure, execution.notes)
