from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from smmeasure.run.briefs import Overrides, read_entries
from smmeasure.run.jobs import REPORT_FILE, RUN_FILE, Job, Page, Place, Portfolio, Subject
from smmeasure.run.outcome import State
from smmeasure.run.record import Record

Write = Callable[..., Path]


def job_of(brief: Path, workspace: Path, overrides: Overrides = Overrides()) -> Job:  # noqa: B008 - it is frozen
    """Make the job of a brief."""
    [entry] = read_entries([brief], workspace, overrides)
    assert entry.campaign
    subject = Subject(entry.name, workspace / "reports", Page("A", "en"), entry.place)
    return Job.of(subject, entry.campaign, entry.parameters, Place(workspace, workspace))


def publish(job: Job, state: State = State.PUBLISHED) -> Path:
    """Leave what a run of the job leaves."""
    folder = job.subject.reports / job.subject.campaign
    folder.mkdir(parents=True, exist_ok=True)
    for name in (REPORT_FILE, RUN_FILE):
        (folder / name).touch()
    Record(state, job.inputs, {}).write(folder)
    return folder


def test_a_report_of_the_same_inputs_is_unchanged(workspace: Path, write_brief: Write) -> None:
    """Reading the same brief again finds the report that stands there."""
    brief = write_brief(workspace, "a")
    publish(job_of(brief, workspace))

    assert job_of(brief, workspace).is_unchanged()


@pytest.mark.parametrize("changed", ["data", "notebook", "brief", "option", "report", "record", "state", "no data"])
def test_whatever_a_report_depends_on_is_noticed(workspace: Path, write_brief: Write, changed: str) -> None:
    """A change of data, notebook, brief, option or of what stands there asks for a new run."""
    brief = write_brief(workspace, "a")
    overrides = Overrides()
    folder = publish(job_of(brief, workspace), State.FAILED if changed == "state" else State.PUBLISHED)
    data, notebook = workspace / "data" / "page.csv", workspace / "notebooks" / "campaign.ipynb"
    match changed:
        case "data":
            data.write_text(data.read_text() + "2026-02-11,100\n")
        case "notebook":
            notebook.write_text(notebook.read_text().replace("<h1>", "<h1 >"))
        case "brief":
            write_brief(workspace, "a", title="Another title")
        case "option":
            overrides = Overrides(as_of="2026-02-09")
        case "report":
            (folder / REPORT_FILE).unlink()
        case "record":
            (folder / "result.json").write_text("{}")
        case "no data":
            data.unlink()

    assert not job_of(brief, workspace, overrides).is_unchanged()


def test_a_portfolio_is_unchanged_while_its_records_are(workspace: Path, write_brief: Write) -> None:
    """The page carries the fingerprint of what it shows; another record or language makes it anew."""
    folder = publish(job_of(write_brief(workspace, "a"), workspace))
    place = Place(workspace, workspace)
    portfolio = Portfolio.of(workspace / "reports", "fr", place)
    meta = f'<meta name="smmeasure-inputs" content="{portfolio.inputs}">'
    (workspace / "reports" / "index.html").write_text(f"<head>{meta}</head>")

    assert portfolio.is_unchanged()
    assert not Portfolio.of(workspace / "reports", "en", place).is_unchanged()

    Record(State.FAILED, "", {}).write(folder)

    assert not Portfolio.of(workspace / "reports", "fr", place).is_unchanged()


def test_the_portfolio_is_told_its_reports_from_the_workspace(workspace: Path) -> None:
    """No folder of this machine gets into the notebook."""
    place = Place(workspace, workspace)

    assert Portfolio.of(workspace / "reports", "fr", place).parameters == {"reports": "reports", "language": "fr"}
    assert Portfolio.of(workspace.parent / "out", "en", place).parameters == {"reports": "../out", "language": "en"}
