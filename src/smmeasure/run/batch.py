"""Many campaigns at once: briefs in, reports and outcomes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from smmeasure.errors import SmmeasureError
from smmeasure.messages import message
from smmeasure.run.briefs import Entry, Overrides, find_briefs, read_entries
from smmeasure.run.databases import gather
from smmeasure.run.files import writable_folder
from smmeasure.run.jobs import (
    NOTEBOOK,
    PORTFOLIO_FILE,
    PORTFOLIO_NOTEBOOK,
    Job,
    Page,
    Place,
    Portfolio,
    Subject,
    give_up,
    refuse,
    run_campaign,
    run_portfolio,
)
from smmeasure.run.outcome import Failure, Outcome, State
from smmeasure.run.parameters import parameter_names
from smmeasure.run.pool import Done, Lost, Pool, Step, Task
from smmeasure.run.session import private_session, stoppable
from smmeasure.run.speech import DEFAULT_LANGUAGE, LANGUAGES
from smmeasure.run.workspace import find_notebook, find_workspace


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    Attributes
    ----------
    briefs : tuple of pathlib.Path
        Briefs and folders of briefs.
    reports : pathlib.Path or None
        Where the reports go; ``reports`` in the workspace if None.
    jobs : int
        How many notebooks run at once.
    overrides : Overrides
        Date and language from the command line.
    force : bool
        Whether reports are made again though nothing changed.
    time_limit : float
        Seconds for each notebook.
    """

    briefs: tuple[Path, ...]
    reports: Path | None = None
    jobs: int = 1
    overrides: Overrides = field(default_factory=Overrides)
    force: bool = False
    time_limit: float = 600.0


class Listener(Protocol):
    """Who is told how a batch goes."""

    def moved(self, campaign: str, done: int, total: int) -> None:
        """Tell that cell `done` of `total` of a campaign's notebook begins."""

    def ended(self, outcome: Outcome) -> None:
        """Tell that a campaign is finished, one way or another."""

    def refused(self, entry: Entry) -> None:
        """Tell that a brief has faults and will not run."""

    def crashed(self, campaign: str, traceback: str) -> None:
        """Tell that a worker died or met an error that nobody expected; a death leaves no traceback."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of all campaigns of a request.

    Attributes
    ----------
    reports : pathlib.Path
        Folder of the reports, resolved.
    outcomes : tuple of Outcome
        One for each brief in the order of the request, then the portfolio's.
    """

    reports: Path
    outcomes: tuple[Outcome, ...]


def run_batch(request: Request, listener: Listener) -> Batch:
    """Run every campaign of a request, then the portfolio.

    Parameters
    ----------
    request : Request
        What is to be run, where and how.
    listener : Listener
        Told of every step.

    Raises
    ------
    SmmeasureError
        A path leads to no brief, there is no workspace, a notebook can't be used, or the reports
        folder can't be written. Nothing was run and nothing was changed.
    """
    files = find_briefs(request.briefs)
    workspace = find_workspace(files[0])
    for name in (NOTEBOOK, PORTFOLIO_NOTEBOOK):
        parameter_names(find_notebook(name, workspace))
    reports = writable_folder(request.reports or workspace / "reports")
    entries = read_entries(files, workspace, request.overrides)
    with suppress(SmmeasureError):
        # What a database refuses is told by the report of the campaign that asks for it, which asks again.
        gather([entry.campaign for entry in entries if entry.campaign is not None], workspace)
    outcomes = {entry.name: Outcome(entry.name, State.INTERRUPTED) for entry in entries}
    outcomes[PORTFOLIO_FILE] = Outcome(PORTFOLIO_FILE, State.INTERRUPTED)
    # What is finished when the user stops the batch stays; the outcomes tell what is not.
    with suppress(KeyboardInterrupt), private_session() as session, stoppable(), Pool(request.jobs) as pool:
        run = _Run(request, reports, Place(workspace, session, request.time_limit), pool, listener)
        for outcome in _campaigns(run, entries):
            outcomes[outcome.campaign] = outcome
        outcomes[PORTFOLIO_FILE] = _portfolio(run, request.overrides.language or _first_language(entries))
    return Batch(reports, tuple(outcomes.values()))


@dataclass(frozen=True, slots=True)
class _Run:
    """What every step of a batch needs."""

    request: Request
    reports: Path
    place: Place
    pool: Pool
    listener: Listener

    def tell(self, outcome: Outcome) -> Outcome:
        """Tell the listener of an outcome, and give it on."""
        self.listener.ended(outcome)
        return outcome


def _campaigns(run: _Run, entries: Sequence[Entry]) -> Iterator[Outcome]:
    """Run all that changed, side by side; give each outcome as it comes."""
    tasks: dict[str, Task[Outcome]] = {}
    subjects = {entry.name: _subject(entry, run.reports) for entry in entries}
    for entry in sorted(entries, key=_weight, reverse=True):
        if entry.campaign is None:
            run.listener.refused(entry)
            tasks[entry.name] = partial(refuse, subjects[entry.name], entry.faults)
            continue
        job = Job.of(subjects[entry.name], entry.campaign, entry.parameters, run.place)
        if not run.request.force and job.is_unchanged():
            yield run.tell(Outcome(entry.name, State.UNCHANGED))
        else:
            tasks[entry.name] = partial(run_campaign, job)
    lost: dict[str, Task[Outcome]] = {}
    for name, news in _work(run, tasks):
        if isinstance(news, Lost):
            lost[name] = partial(give_up, subjects[name], *_loss(news))
        else:
            yield run.tell(news)
    for name, news in _work(run, lost):
        yield run.tell(_outcome(name, news))


def _portfolio(run: _Run, language: str) -> Outcome:
    portfolio = Portfolio.of(run.reports, language, run.place)
    if not run.request.force and portfolio.is_unchanged():
        return run.tell(Outcome(PORTFOLIO_FILE, State.UNCHANGED))
    [(name, news)] = _work(run, {PORTFOLIO_FILE: partial(run_portfolio, portfolio)})
    return run.tell(_outcome(name, news))


def _outcome(name: str, news: Outcome | Lost) -> Outcome:
    return Outcome(name, *_loss(news)) if isinstance(news, Lost) else news


def _work(run: _Run, tasks: Mapping[str, Task[Outcome]]) -> Iterator[tuple[str, Outcome | Lost]]:
    """Run named tasks; pass their steps on, and give what they end with."""
    names = list(tasks)
    for index, news in run.pool.run(list(tasks.values())):
        if isinstance(news, Step):
            run.listener.moved(names[index], news.done, news.total)
        elif isinstance(news, Done):
            yield names[index], news.result
        else:
            run.listener.crashed(names[index], news.traceback)
            yield names[index], news


def _loss(lost: Lost) -> tuple[State, Failure]:
    if lost.traceback:
        error = lost.traceback.strip().splitlines()[-1]
        return State.FAILED, Failure(
            message("smmeasure itself failed: {error}", error=error),
            message("Please report it, with what the command printed."),
        )
    return State.DEAD, Failure(
        message("The process that ran the notebook died."),
        message("It may have run out of memory: run fewer campaigns at once with --jobs, or read less data."),
    )


def _weight(entry: Entry) -> int:
    """Guess how long a campaign takes: the longest begin first, so that no worker waits for the last one."""
    return len(entry.campaign.indicators) if entry.campaign else 0


def _subject(entry: Entry, reports: Path) -> Subject:
    language = _language_of(entry) or DEFAULT_LANGUAGE
    title, brand = (str(entry.parameters.get(key) or "") for key in ("title", "brand"))
    return Subject(entry.name, reports, Page(title or entry.name, language, brand), entry.place)


def _language_of(entry: Entry) -> str | None:
    language = entry.parameters.get("language")
    return str(language) if language in LANGUAGES else None


def _first_language(entries: Iterable[Entry]) -> str:
    return next(filter(None, map(_language_of, entries)), DEFAULT_LANGUAGE)
