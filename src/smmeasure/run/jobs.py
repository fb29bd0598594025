"""What is to be run, as plain values that travel to a worker; light, for the process that only directs."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from smmeasure.brief import Campaign
from smmeasure.errors import Fault, RunError
from smmeasure.messages import message
from smmeasure.run.fingerprint import data_files, fingerprint
from smmeasure.run.light import spare_grammar
from smmeasure.run.outcome import Failure, Outcome, State
from smmeasure.run.pool import Progress
from smmeasure.run.record import FILE_NAME, read_record
from smmeasure.run.workspace import KEY_FILE, find_notebook, resolve_data

NOTEBOOK = "campaign.ipynb"
REPORT_FILE = "report.html"
RUN_FILE = "run.ipynb"

PORTFOLIO_NOTEBOOK = "portfolio.ipynb"
PORTFOLIO_FILE = "index.html"
"""The portfolio's page, and what its outcome is called: no campaign can be, for the point."""

RECORD_MIME = "application/vnd.smmeasure.record+json"
"""Type of the output in which a notebook hands over its record."""

_INPUTS = re.compile(rb'<meta name="smmeasure-inputs" content="([0-9a-f]{64})">')
_HEAD = 2000
"""Bytes in which a page's fingerprint stands."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notebook runs, and how long it may.

    Attributes
    ----------
    workspace : pathlib.Path
        Working folder of the notebook.
    session : pathlib.Path
        Private folder of the batch, for sockets.
    time_limit : float
        Seconds for the whole notebook.
    """

    workspace: Path
    session: Path
    time_limit: float = 600.0


@dataclass(frozen=True, slots=True)
class Page:
    """What a page needs beside its content.

    Attributes
    ----------
    title : str
        Title of the page.
    language : str
        Language of its text, ``fr`` or ``en``.
    brand : str
        The brand, shown above the title of an error page.
    inputs : str
        Fingerprint of what the page depends on; empty where it is kept elsewhere.
    alerts : tuple of str
        What a reader must be told before anything else, such as a verdict that no longer stands.
    alert_title : str
        What stands above them.
    """

    title: str
    language: str
    brand: str = ""
    inputs: str = ""
    alerts: tuple[str, ...] = ()
    alert_title: str = ""
    record_mime: str = field(default=RECORD_MIME, init=False)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a report is about, as far as it is known.

    Attributes
    ----------
    campaign : str
        Short name; also the folder below `reports`.
    reports : pathlib.Path
        The reports folder, resolved.
    page : Page
        Title, brand and language.
    brief : str
        File of the brief, relative to the workspace.
    """

    campaign: str
    reports: Path
    page: Page
    brief: str


@dataclass(frozen=True, slots=True)
class Job:
    """A brief without faults, ready to run.

    Attributes
    ----------
    subject : Subject
        Whom it is about.
    campaign : Campaign
        The brief.
    parameters : Mapping[str, object]
        The same as plain values, for the notebook.
    place : Place
        Where it runs.
    inputs : str
        Fingerprint of all that the report depends on, taken before it runs: what changes meanwhile
        is then noticed by the next run.
    """

    subject: Subject
    campaign: Campaign
    parameters: Mapping[str, object]
    place: Place
    inputs: str

    @classmethod
    def of(cls, subject: Subject, campaign: Campaign, parameters: Mapping[str, object], place: Place) -> Self:
        """Make a job, and take the fingerprint of its inputs."""
        folder = resolve_data(campaign.data, place.workspace)
        files = data_files(campaign, folder)
        key = place.workspace / KEY_FILE
        keys = [key] if campaign.loyalty and key.is_file() else []
        inputs = fingerprint(parameters, [find_notebook(NOTEBOOK, place.workspace), *files, *keys])
        return cls(subject, campaign, parameters, place, inputs)

    def is_unchanged(self) -> bool:
        """Say whether the report that stands there follows from the very same inputs."""
        folder = self.subject.reports / self.subject.campaign
        record = read_record(folder)
        if record is None or record.state is not State.PUBLISHED or not record.inputs:
            return False
        complete = all((folder / name).is_file() for name in (REPORT_FILE, RUN_FILE))
        return complete and record.inputs == self.inputs


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the page over all campaigns is made of.

    Attributes
    ----------
    reports : pathlib.Path
        The reports folder, resolved.
    language : str
        Language of the page.
    place : Place
        Where its notebook runs.
    inputs : str
        Fingerprint of all that the page depends on.
    """

    reports: Path
    language: str
    place: Place
    inputs: str

    @classmethod
    def of(cls, reports: Path, language: str, place: Place) -> Self:
        """Make a portfolio, and take the fingerprint of the records that stand there now."""
        records = sorted(reports.glob(f"*/{FILE_NAME}"))
        notebook = find_notebook(PORTFOLIO_NOTEBOOK, place.workspace)
        inputs = fingerprint({"language": language}, [notebook, *records])
        return cls(reports, language, place, inputs)

    @property
    def parameters(self) -> dict[str, object]:
        """Parameters of the notebook; the folder from the workspace, so that no page names it."""
        folder = Path(os.path.relpath(self.reports, self.place.workspace)).as_posix()
        return {"reports": folder, "language": self.language}

    def is_unchanged(self) -> bool:
        """Say whether the page that stands there shows the very same records."""
        try:
            with (self.reports / PORTFOLIO_FILE).open("rb") as file:
                found = _INPUTS.search(file.read(_HEAD))
        except OSError:
            return False
        return found is not None and found[1].decode() == self.inputs


def run_campaign(job: Job, progress: Progress) -> Outcome:
    """Measure one campaign and publish its report, or the page that says why there is none."""
    spare_grammar()
    from smmeasure.run.campaigns import run_job  # noqa: PLC0415 - only workers load papermill and nbconvert

    return _written(job.subject.campaign, lambda: run_job(job, progress))


def refuse(subject: Subject, faults: tuple[Fault, ...], progress: Progress) -> Outcome:  # noqa: ARG001 - a task
    """Publish the page that tells the faults of a brief."""
    spare_grammar()
    from smmeasure.run.campaigns import refuse_subject  # noqa: PLC0415

    return _written(subject.campaign, lambda: refuse_subject(subject, faults))


def give_up(subject: Subject, state: State, failure: Failure, progress: Progress) -> Outcome:  # noqa: ARG001 - a task
    """Publish the page of a campaign whose worker was lost."""
    spare_grammar()
    from smmeasure.run.campaigns import fail  # noqa: PLC0415

    return _written(subject.campaign, lambda: fail(subject, state, failure))


def run_portfolio(portfolio: Portfolio, progress: Progress) -> Outcome:
    """Publish the page over all campaigns, or the page that says why there is none."""
    spare_grammar()
    from smmeasure.run.portfolio import publish_portfolio  # noqa: PLC0415

    return _written(PORTFOLIO_FILE, lambda: publish_portfolio(portfolio, progress))


def _written(campaign: str, publish: Callable[[], Outcome]) -> Outcome:
    """Publish; where not even an error page can be written, the outcome alone tells why."""
    try:
        return publish()
    except RunError as error:
        failure = Failure(
            message("The files of the report can't be written."),
            message("Correct what is named, then run the campaign again."),
            faults=error.faults,
        )
        return Outcome(campaign, State.FAILED, failure)
