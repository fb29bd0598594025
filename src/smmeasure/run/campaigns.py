"""One campaign in a worker process: from its brief to the files in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nbformat import NotebookNode

from smmeasure.core.plain import plain
from smmeasure.errors import Fault, RunError
from smmeasure.messages import message
from smmeasure.run import notebooks
from smmeasure.run.execute import Execution, run_notebook
from smmeasure.run.faults import data_faults
from smmeasure.run.files import campaign_folder, write_atomically
from smmeasure.run.jobs import NOTEBOOK, RECORD_MIME, REPORT_FILE, RUN_FILE, Job, Subject
from smmeasure.run.ledger import Kept, keep
from smmeasure.run.outcome import ALERT_TITLE, Failure, Outcome, State
from smmeasure.run.pool import Progress
from smmeasure.run.publish import failure_page, page_failure, report_page
from smmeasure.run.record import Record
from smmeasure.run.speech import speaker
from smmeasure.run.workspace import find_notebook


def run_job(job: Job, progress: Progress) -> Outcome:
    """Measure one campaign and publish its report, or the page that says why there is none.

    Parameters
    ----------
    job : Job
        The brief and where it runs.
    progress : callable
        Told the cell that begins and the number of cells.
    """
    faults = data_faults(job.campaign, job.place.workspace)
    if faults:
        return refuse_subject(job.subject, faults)
    notebook = find_notebook(NOTEBOOK, job.place.workspace)
    try:
        execution = run_notebook(notebook, job.parameters, job.place, progress)
    except RunError as error:
        return fail(job.subject, State.FAILED, _notebook_failure(error))
    if execution.failure:
        return fail(job.subject, execution.state, execution.failure, execution)
    try:
        return _publish(job.subject, execution, job.inputs)
    except RunError as error:
        return fail(job.subject, State.FAILED, page_failure(error), execution)


def refuse_subject(subject: Subject, faults: tuple[Fault, ...]) -> Outcome:
    """Publish the page that tells the faults of a brief or of its data."""
    failure = Failure(
        message(
            "Nothing was computed, for the brief or its data have faults. Number of faults: {count}.", count=len(faults)
        ),
        message("Correct every line of the table, then run the campaign again."),
        faults=faults,
    )
    return fail(subject, State.REFUSED, failure)


def fail(subject: Subject, state: State, failure: Failure, execution: Execution | None = None) -> Outcome:
    """Put an error page, a failed record and the notebook as far as it ran in the report's place."""
    folder = campaign_folder(subject.reports, subject.campaign)
    link = f"{RUN_FILE}#{notebooks.ANCHOR}" if execution else ""
    html = failure_page(failure, state, subject.page, link)
    if execution:
        write_atomically(folder / RUN_FILE, notebooks.to_bytes(execution.notebook))
    else:
        (folder / RUN_FILE).unlink(missing_ok=True)
    write_atomically(folder / REPORT_FILE, html)
    Record(state, "", {**_identity(subject), "failure": plain(failure)}).write(folder)
    return Outcome(subject.campaign, state, failure, execution.notes if execution else ())


def _publish(subject: Subject, execution: Execution, inputs: str) -> Outcome:
    """Write ledger, notebook, page and record, the record last: it vouches for the others."""
    record = _record(execution.notebook)
    kept = keep(subject.reports, {**_identity(subject), **record}, inputs)
    say = speaker(subject.page.language)
    page = replace(
        subject.page,
        title=str(record.get("title") or subject.page.title),
        alerts=tuple(map(say, kept.alerts)),
        alert_title=say(ALERT_TITLE),
    )
    html = report_page(execution.notebook, page)
    folder = campaign_folder(subject.reports, subject.campaign)
    write_atomically(folder / RUN_FILE, notebooks.to_bytes(execution.notebook))
    write_atomically(folder / REPORT_FILE, html)
    Record(State.PUBLISHED, inputs, {**_identity(subject), **record, **_flipped(record, kept)}).write(folder)
    return Outcome(subject.campaign, State.PUBLISHED, notes=execution.notes, alerts=kept.alerts)


def _flipped(record: Mapping[str, object], kept: Kept) -> dict[str, object]:
    """Give the verdicts that no longer stand, also among the findings; nothing where all stand."""
    if not kept.findings:
        return {}
    names = ("code", "severity", "place", "reason", "cure")
    flips = [{name: plain(getattr(finding, name)) for name in names} for finding in kept.findings]
    findings = record.get("findings")
    return {"flips": flips, "findings": [*flips, *(findings if isinstance(findings, list) else [])]}


def _record(notebook: NotebookNode) -> dict[str, object]:
    record = next(notebooks.records(notebook), None)
    if record is None:
        raise RunError.at(
            NOTEBOOK,
            message("no record among the outputs of the notebook"),
            message("one output of type {mime}", mime=RECORD_MIME),
            message("Keep the cell of the notebook that displays the record of the evaluation."),
        )
    return record


def _notebook_failure(error: RunError) -> Failure:
    return Failure(
        message("The notebook doesn't take this brief."),
        message("Correct what the table names, then run the campaign again."),
        faults=error.faults,
    )


def _identity(subject: Subject) -> dict[str, object]:
    return {
        "campaign": subject.campaign,
        "title": subject.page.title,
        "brand": subject.page.brand,
        "language": subject.page.language,
        "brief": subject.brief,
    }
