"""The notebooks by themselves: in JupyterLab and under plain papermill, without the batch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from nbclient import NotebookClient

from smmeasure.show.page import RECORD_TYPE
from support import make_workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workspace with one more brief, of a single indicator, that runs quickly."""
    folder = make_workspace(tmp_path_factory.mktemp("lab"))
    brief = yaml.safe_load((folder / "params" / "guide-des-tailles.yaml").read_text(encoding="utf-8"))
    brief |= {"campaign": "quick", "language": "en", "funnel": []}
    brief["indicators"] = {"social_sessions": brief["indicators"]["social_sessions"]}
    for action in brief["actions"]:
        action.pop("conversion", None)
    (folder / "params" / "quick.yaml").write_text(yaml.safe_dump(brief, default_flow_style=False), encoding="utf-8")
    return folder


def papermill(workspace: Path, brief: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the campaign notebook with papermill's own command."""
    command = [sys.executable, "-m", "papermill", "notebooks/campaign.ipynb", "out.ipynb", "-f", str(brief), *options]
    return subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=False)  # noqa: S603


def test_the_campaign_notebook_runs_as_it_is(workspace: Path) -> None:
    """Opened from its folder and run from top to bottom, untouched, the notebook measures the example."""
    notebook = nbformat.read(workspace / "notebooks" / "campaign.ipynb", as_version=4)
    resources = {"metadata": {"path": str(workspace / "notebooks")}}
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources=resources).execute()
    data = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]

    assert sum(RECORD_TYPE in one for one in data) == 1
    assert sum("smm-card" in one.get("text/html", "") for one in data) >= 1


def test_plain_papermill_takes_a_brief(workspace: Path) -> None:
    """`papermill -f` runs any brief without the batch, in the brief's language."""
    done = papermill(workspace, workspace / "params" / "quick.yaml")

    assert done.returncode == 0, done.stderr
    assert "To know before deciding" in (workspace / "out.ipynb").read_text(encoding="utf-8")


def test_plain_papermill_refuses_an_unknown_name(workspace: Path) -> None:
    """A misspelt parameter, which papermill only warns about, stops the notebook with a suggestion."""
    done = papermill(workspace, workspace / "params" / "quick.yaml", "-p", "langage", "fr")

    assert done.returncode != 0
    assert "parameters: langage: found a key that does not exist" in done.stderr
    assert "Did you mean «language»?" in done.stderr


def test_plain_papermill_refuses_half_a_brief(workspace: Path) -> None:
    """What a brief leaves out is never taken from the notebook's example."""
    half = workspace / "half.yaml"
    half.write_text("campaign: half\ntitle: Half a brief\n", encoding="utf-8")
    done = papermill(workspace, half)

    assert done.returncode != 0
    assert "parameters: window: found nothing" in done.stderr
