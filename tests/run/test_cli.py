from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

import smmeasure
from smmeasure.brief import PARAMETER_NAMES

Write = Callable[..., Path]

COMMAND = [sys.executable, "-c", "from smmeasure.run.cli import main; main()"]
WAIT = """\
import time
from pathlib import Path
if campaign == "slow":
    Path("started").touch()
    time.sleep(600)
"""


def smm(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would."""
    return subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_the_version_is_told(tmp_path: Path) -> None:
    """The command knows its version."""
    done = smm("--version", cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, f"smmeasure {smmeasure.__version__}\n", "")


def test_help_loads_nothing_heavy() -> None:
    """What takes long to load waits until a command needs it."""
    code = "import smmeasure.run.cli, sys; print({'pandas', 'papermill', 'nbconvert', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout == "set()\n"


def test_workers_load_nothing_that_only_kernels_need() -> None:
    """The process beside each kernel reads data and writes pages; it loads no statistics and no figures."""
    code = (
        "import sys, smmeasure.run.campaigns, smmeasure.run.portfolio; "
        "print({'scipy', 'statsmodels', 'matplotlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout == "set()\n"


def test_a_fault_of_the_call_is_one_line_and_code_2(tmp_path: Path) -> None:
    """No traceback for a path that leads nowhere."""
    done = smm("run", "nothere", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "nothere: found no such file or folder; expected a YAML brief or a folder of them. "
        "Check the spelling of the path.\n"
    )


def test_a_run_ends_with_a_table_and_the_code_of_its_outcomes(workspace: Path, write_brief: Write) -> None:
    """Each campaign has its line while it runs and its row at the end."""
    write_brief(workspace, "good")
    write_brief(workspace, "bad", currency="NOPE")

    done = smm("run", "params", "--jobs", "1", cwd=workspace)

    assert done.returncode == 2
    assert "good: published\n" in done.stderr
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in done.stdout.splitlines() if "│" in line]
    assert ["good", "published", "reports/good/report.html"] in rows
    assert ["index.html", "published", "reports/index.html"] in rows
    assert any(row[0] == "bad" and row[2] == "reports/bad/report.html" for row in rows)


def test_check_lists_findings_and_runs_nothing(workspace: Path, write_brief: Write) -> None:
    """A brief that breaks a rule of the method is told so, and no report is made."""
    write_brief(workspace, "a", roi=["sessions"])

    done = smm("check", "params", cwd=workspace)

    assert done.returncode == 2
    assert done.stdout.startswith("params/a.yaml:\n  1. SMM")
    assert not (workspace / "reports").exists()


def test_inspect_tells_what_files_are(workspace: Path) -> None:
    """What is read is told, what is not is told beside it, and the exit code says so."""
    done = smm("inspect", "data/page.csv", "data/none.csv", cwd=workspace)

    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout == (
        "data/page.csv\n"
        "  a table that no dictionary knows: 41 rows, 2026-01-01 to 2026-02-10\n"
        "    columns     date, sessions\n"
        "    numeric     sessions\n"
        "    format      UTF-8, comma, 629 B\n"
        "    in a brief  source: {file: page.csv, date: date, value: sessions}\n"
        "data/none.csv\n"
        "  not read: none.csv: found no such file in the data folder; expected an export. "
        "Did you mean page.csv? Correct the key `file` in the brief.\n"
        "files: 2, other tables: 1, not read: 1\n"
    )


def test_inspect_tells_which_export_a_file_is(tmp_path: Path) -> None:
    """Platform, report, columns and days are seen in the language of the session, or as JSON."""
    header = "Nom de la campagne;Jour;Montant dépensé (EUR);Impressions;Classement"
    (tmp_path / "a.csv").write_text(f"{header}\nPrintemps;13/03/2026;1 012,50;10;-\n", encoding="utf-8")

    done = smm("inspect", "a.csv", "--language", "fr", cwd=tmp_path)
    record = smm("inspect", "a.csv", "--json", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "a.csv\n"
        "  meta_ads · ads (français): 1 ligne, 13 mars 2026\n"
        "    gardé   Nom de la campagne → campaign_name, Jour → day, Montant dépensé (EUR) → spend, Impressions\n"
        "    écarté  Classement\n"
        "    tables  ad_day (1)\n"
        "    format  UTF-8, point-virgule, séparateur décimal «\u00a0,\u00a0», jour/mois/année, 106 o\n"
    )
    assert '"platform": "meta_ads"' in record.stdout


def test_new_makes_a_workspace_once(tmp_path: Path) -> None:
    """The workspace holds notebooks, briefs, data and a key of its own; a folder in use is left alone."""
    made = smm("new", "mine", cwd=tmp_path)
    again = smm("new", "mine", cwd=tmp_path)

    assert made.returncode == 0
    left = {path.name for path in (tmp_path / "mine").iterdir()}
    assert left == {"data", "notebooks", "params", "privacy.key", ".gitignore"}
    assert (tmp_path / "mine" / "notebooks" / "campaign.ipynb").is_file()
    assert again.returncode == 2
    assert again.stderr == (
        "mine: found something that is there already; expected a folder that doesn't exist yet, or is empty. "
        "Choose another name; nothing was changed.\n"
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_stop_in_the_middle_leaves_what_is_finished_and_nothing_else(
    workspace: Path, write_brief: Write, write_notebook: Write, tmp_path: Path, stop: signal.Signals
) -> None:
    """Workers and kernels go, finished reports stay, nothing is half-written, temporary folders vanish."""
    record = "from IPython.display import display\ndisplay({'application/vnd.smmeasure.record+json': {}}, raw=True)"
    names = "\n".join(f"{name} = None" for name in PARAMETER_NAMES)
    write_notebook(workspace / "notebooks" / "campaign.ipynb", WAIT, record, parameters=names)
    for name in ("quick", "slow", "waiting"):
        write_brief(workspace, name)
    temporary = tmp_path / "t"
    temporary.mkdir()
    batch = subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, "run", "params", "--jobs", "1"],
        cwd=workspace,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (workspace / "started").exists():
        assert batch.poll() is None, batch.communicate()
        time.sleep(0.1)

    os.killpg(batch.pid, stop) if stop is signal.SIGINT else batch.send_signal(stop)
    output, errors = batch.communicate()

    assert batch.returncode == 130
    assert "Traceback" not in errors
    assert "stopped" in output
    assert sorted(str(path.relative_to(workspace)) for path in (workspace / "reports").rglob("*")) == [
        "reports/quick", "reports/quick/report.html", "reports/quick/result.json", "reports/quick/run.ipynb",
    ]  # fmt: skip
    assert list(temporary.iterdir()) == []
    kernels = [
        process for process in psutil.process_iter(["cmdline"]) if str(temporary) in str(process.info["cmdline"])
    ]
    assert kernels == []
