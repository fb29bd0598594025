from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from smmeasure.brief import PARAMETER_NAMES
from smmeasure.errors import CallError, RunError
from smmeasure.run.batch import Batch, Request, run_batch
from smmeasure.run.briefs import Entry
from smmeasure.run.outcome import Outcome, State, exit_code

Write = Callable[..., Path]

RECORD = """\
from IPython.display import display
display({"application/vnd.smmeasure.record+json": {"campaign": campaign}}, raw=True)
"""


@dataclass
class Log:
    """Keeps all that a batch tells."""

    ended_campaigns: list[str] = field(default_factory=list)
    refused_briefs: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)

    def moved(self, campaign: str, done: int, total: int) -> None:
        """Check that a step lies within its notebook."""
        assert 1 <= done <= total, campaign

    def ended(self, outcome: Outcome) -> None:
        """Keep the order of the ends."""
        self.ended_campaigns.append(outcome.campaign)

    def refused(self, entry: Entry) -> None:
        """Keep the faults."""
        self.refused_briefs += map(str, entry.faults)

    def crashed(self, campaign: str, traceback: str) -> None:
        """Keep the campaign and its traceback."""
        self.crashes.append(f"{campaign}{traceback}")


def states(batch: Batch) -> dict[str, str]:
    """Give the state of each campaign."""
    return {outcome.campaign: str(outcome.state) for outcome in batch.outcomes}


def files(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def template(workspace: Path, write_notebook: Write, *cells: str) -> None:
    """Write a campaign notebook of the given cells."""
    names = "\n".join(f"{name} = None" for name in PARAMETER_NAMES)
    write_notebook(workspace / "notebooks" / "campaign.ipynb", *cells, parameters=names)


def test_four_campaigns_share_two_workers(workspace: Path, write_brief: Write) -> None:
    """Every campaign gets its three files, and the portfolio follows."""
    names = [f"c{number}" for number in range(4)]
    for name in names:
        write_brief(workspace, name)

    batch = run_batch(Request((workspace / "params",), jobs=2), log := Log())

    assert states(batch) == dict.fromkeys(names, "published") | {"index.html": "published"}
    assert exit_code(batch.outcomes) == 0
    three = ("report.html", "result.json", "run.ipynb")
    expected = [f"{name}/{file}" for name in names for file in three]
    assert sorted(files(workspace / "reports")) == [*expected, "index.html", "index.ipynb"]
    assert sorted(log.ended_campaigns) == [*names, "index.html"]
    assert "<h1>The campaign c3</h1>" in (workspace / "reports" / "c3" / "report.html").read_text()


def test_a_second_run_does_nothing_and_a_forced_one_changes_no_byte(workspace: Path, write_brief: Write) -> None:
    """Reports whose inputs are the same stay, and making them again gives the same bytes."""
    write_brief(workspace, "a")
    request = Request((workspace / "params",))
    run_batch(request, Log())
    before = files(workspace / "reports")

    again = run_batch(request, Log())
    forced = run_batch(Request(request.briefs, force=True), Log())

    assert states(again) == {"a": "unchanged", "index.html": "unchanged"}
    assert states(forced) == {"a": "published", "index.html": "published"}
    assert files(workspace / "reports") == before


def test_a_failure_stops_nobody_else(workspace: Path, write_brief: Write, write_notebook: Write) -> None:
    """A failed, a dead and a mute campaign leave pages, records and notebooks; the others are published."""
    for name in ("error", "dead", "mute", "fine"):
        write_brief(workspace, name)
    template(
        workspace,
        write_notebook,
        "import os, signal",
        "if campaign == 'error': raise ValueError('<b>broken</b>')",
        "if campaign == 'dead': os.kill(os.getpid(), signal.SIGKILL)",
        RECORD.replace("\ndisplay", "\nif campaign != 'mute': display"),
    )

    batch = run_batch(Request((workspace / "params",), jobs=2), Log())

    assert states(batch) == {
        "dead": "dead", "error": "failed", "fine": "published", "mute": "failed",
        "index.html": "published",
    }  # fmt: skip
    assert exit_code(batch.outcomes) == 1
    folder = workspace / "reports" / "error"
    page = (folder / "report.html").read_text()
    assert "ValueError: &lt;b&gt;broken&lt;/b&gt;" in page
    assert "Traceback" not in page
    assert 'href="run.ipynb#failing-cell"' in page
    assert '<a id=\\"failing-cell\\"></a>' in (folder / "run.ipynb").read_text()
    record = json.loads((folder / "result.json").read_text())
    assert record["state"] == "failed"
    assert record["failure"]["cell"] == 4
    assert "dead" in (workspace / "reports" / "index.html").read_text()


def test_faulty_briefs_are_told_and_the_others_run(workspace: Path, write_brief: Write) -> None:
    """Each faulty brief gets an error page in its own folder, and the command fails with 2."""
    write_brief(workspace, "fine")
    write_brief(workspace, "hostile", campaign="../../escape")
    write_brief(workspace, "missing-data", data="nowhere", language="fr")
    (workspace / "params" / "Empty One.yaml").write_text("")

    batch = run_batch(Request((workspace / "params",)), log := Log())

    assert states(batch) == {
        "empty-one": "refused", "fine": "published", "hostile": "refused", "missing-data": "refused",
        "index.html": "published",
    }  # fmt: skip
    assert exit_code(batch.outcomes) == 2
    assert [fault.split(": found")[0] for fault in log.refused_briefs] == [
        "params/Empty One.yaml", "params/hostile.yaml: campaign",
    ]  # fmt: skip
    assert not (workspace.parent / "escape").exists()
    page = (workspace / "reports" / "hostile" / "report.html").read_text()
    assert "<title>The campaign hostile</title>" in page
    assert str(workspace) not in page
    assert '<html lang="fr">' in (workspace / "reports" / "missing-data" / "report.html").read_text()


def test_a_file_in_a_reports_place_costs_one_campaign(workspace: Path, write_brief: Write) -> None:
    """Where not even an error page can be written, the outcome alone tells why."""
    write_brief(workspace, "blocked")
    (workspace / "reports").mkdir()
    (workspace / "reports" / "blocked").touch()

    batch = run_batch(Request((workspace / "params",)), log := Log())

    assert states(batch) == {"blocked": "failed", "index.html": "published"}
    assert log.crashes == []
    [fault] = batch.outcomes[0].failure.faults if batch.outcomes[0].failure else ()
    assert str(fault) == (
        "reports/blocked: found File exists; expected a place that can be written. Make room on the disk, remove "
        "what stands in the way, or ask for the right to write there."
    )


def test_a_notebook_that_lacks_a_key_of_a_brief_is_told(
    workspace: Path, write_brief: Write, write_notebook: Write
) -> None:
    """A notebook older than the brief's keys gets an error page, not silence."""
    write_brief(workspace, "a")
    write_notebook(workspace / "notebooks" / "campaign.ipynb", parameters="campaign = None")

    batch = run_batch(Request((workspace / "params",)), Log())

    assert states(batch)["a"] == "failed"
    assert "a parameter that the notebook doesn" in (workspace / "reports" / "a" / "report.html").read_text()


def test_two_briefs_of_one_campaign_are_both_refused(workspace: Path, write_brief: Write) -> None:
    """Nobody can tell whose report it would be, so neither runs."""
    write_brief(workspace, "one", campaign="same")
    write_brief(workspace, "two", campaign="same")

    batch = run_batch(Request((workspace / "params",)), log := Log())

    assert states(batch) == {"same": "refused", "index.html": "published"}
    assert log.refused_briefs == [
        f"params/{file}.yaml: campaign: found «same», which is also the campaign of params/{other}.yaml; expected a "
        "name that only one brief has. Rename one of them: the name is the folder of its report."
        for file, other in (("one", "two"), ("two", "one"))
    ]


def test_a_lost_worker_costs_one_campaign(workspace: Path, write_brief: Write, write_notebook: Write) -> None:
    """When the process that runs a notebook is killed, its campaign gets a page and the others run."""
    write_brief(workspace, "killer")
    write_brief(workspace, "other")
    kill = "import os, signal\nif campaign == 'killer': os.kill(os.getppid(), signal.SIGKILL)"
    template(workspace, write_notebook, kill, RECORD)

    batch = run_batch(Request((workspace / "params",)), log := Log())

    assert states(batch) == {"killer": "dead", "other": "published", "index.html": "published"}
    assert log.crashes == ["killer"]
    page = (workspace / "reports" / "killer" / "report.html").read_text()
    assert "The process that ran the notebook died." in page


def test_a_failing_portfolio_is_a_failure(workspace: Path, write_brief: Write, write_notebook: Write) -> None:
    """The reports stay, an error page takes the portfolio's place, and the next run tries again."""
    write_brief(workspace, "a")
    names = "reports = None\nlanguage = None"
    write_notebook(workspace / "notebooks" / "portfolio.ipynb", "1 / 0", parameters=names)

    for state in ("published", "unchanged"):
        batch = run_batch(Request((workspace / "params",)), Log())

        assert states(batch) == {"a": state, "index.html": "failed"}
        assert exit_code(batch.outcomes) == 1
        assert "ZeroDivisionError" in (workspace / "reports" / "index.html").read_text()


def test_a_notebook_without_parameters_stops_all_before_anything_runs(workspace: Path, write_brief: Write) -> None:
    """The fault is in the notebook, so no campaign is blamed and no report is touched."""
    write_brief(workspace, "a")
    path = workspace / "notebooks" / "campaign.ipynb"
    path.write_text(path.read_text().replace('"parameters"\n', '"else"\n'))

    with pytest.raises(RunError, match=r"^campaign\.ipynb: found no cell with the tag «parameters»"):
        run_batch(Request((workspace / "params",)), Log())

    assert not (workspace / "reports").exists()


def test_reports_that_cant_be_written_stop_all(workspace: Path, write_brief: Write) -> None:
    """A reports folder below a file is one clear error."""
    write_brief(workspace, "a")
    (workspace / "file").touch()

    with pytest.raises(CallError, match="found Not a directory; expected a folder in which reports can be written"):
        run_batch(Request((workspace / "params",), reports=workspace / "file" / "reports"), Log())


@pytest.mark.parametrize(
    ("states_", "code"),
    [
        ([State.PUBLISHED, State.UNCHANGED], 0),
        ([State.PUBLISHED, State.FAILED], 1),
        ([State.DEAD], 1),
        ([State.TIMEOUT, State.REFUSED], 2),
        ([State.REFUSED, State.INTERRUPTED], 130),
        ([], 0),
    ],
)
def test_the_exit_code_follows_from_the_outcomes(states_: list[State], code: int) -> None:
    """A stop outweighs a fault, a fault outweighs a failure."""
    assert exit_code(Outcome("a", state) for state in states_) == code
