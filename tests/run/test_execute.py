from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from smmeasure.errors import RunError
from smmeasure.run import notebooks
from smmeasure.run.execute import run_notebook
from smmeasure.run.jobs import Place
from smmeasure.run.outcome import State

Write = Callable[..., Path]


def outputs(notebook: notebooks.NotebookNode) -> list[str]:
    """Give the texts that the cells printed."""
    return [output.text for cell in notebook.cells for output in cell.get("outputs", []) if "text" in output]


def test_an_absent_parameter_is_none_and_no_default_of_the_notebook(place: Place, write_notebook: Write) -> None:
    """A name that the caller leaves out reaches the notebook as None."""
    path = write_notebook(place.workspace / "a.ipynb", "print(alpha, beta)", parameters="alpha = 1\nbeta = 'default'")

    execution = run_notebook(path, {"alpha": [1, None, "x"]}, place)

    assert (execution.state, execution.failure, execution.notes) == (State.PUBLISHED, None, ())
    assert outputs(execution.notebook) == ["[1, None, 'x'] None\n"]


def test_the_notebook_runs_in_the_workspace_whatever_its_name(place: Place, write_notebook: Write) -> None:
    """Braces in a file's name are no placeholders, and the working folder is the workspace."""
    path = write_notebook(place.workspace / "a{b}.ipynb", "import os\nprint(os.listdir())")

    assert outputs(run_notebook(path, {}, place).notebook) == ["['a{b}.ipynb']\n"]


def test_the_users_own_settings_stay_outside(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_notebook: Write
) -> None:
    """Neither an IPython profile nor an installed kernel nor thread settings of the user reach the notebook."""
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("intruder = True\n")
    kernel = tmp_path / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text('{"argv": ["false"], "display_name": "x", "language": "python"}')
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    code = "import os\nprint('intruder' in globals(), os.environ['OMP_NUM_THREADS'])"
    path = write_notebook(place.workspace / "a.ipynb", code)

    assert outputs(run_notebook(path, {}, place).notebook) == ["False 1\n"]


def test_an_unknown_parameter_is_refused_before_anything_runs(place: Place, write_notebook: Write) -> None:
    """A misspelt parameter is an error with the nearest name."""
    path = write_notebook(place.workspace / "a.ipynb")

    with pytest.raises(RunError) as raised:
        run_notebook(path, {"alhpa": 1, "zz": 2}, place)

    assert str(raised.value) == (
        "a.ipynb: alhpa: found a parameter that the notebook doesn't have; expected one of alpha, beta. "
        "Did you mean «alpha»?\n"
        "a.ipynb: zz: found a parameter that the notebook doesn't have; expected one of alpha, beta. "
        "Remove it, or add it to the cell «parameters»."
    )


def test_a_failing_cell_is_anchored_and_the_rest_does_not_run(place: Place, write_notebook: Write) -> None:
    """The failed notebook leads from its top to the failing cell, whose error stays readable."""
    path = write_notebook(place.workspace / "a.ipynb", "# A heading", "1 / 0", "print('never')")

    execution = run_notebook(path, {}, place)

    assert execution.state is State.FAILED
    assert execution.failure
    assert str(execution.failure.message) == "ZeroDivisionError: division by zero"
    assert execution.failure.cell == 3
    cells = execution.notebook.cells
    assert cells[0].source.startswith("**The run stopped: [see the cell](#failing-cell).**")
    anchor = next(i for i, cell in enumerate(cells) if '<a id="failing-cell"></a>' in cell.source)
    assert cells[anchor + 1].source == "1 / 0"
    assert cells[anchor + 1].outputs[0].ename == "ZeroDivisionError"
    assert outputs(execution.notebook) == []


def test_leaving_with_exit_is_a_failure(place: Place, write_notebook: Write) -> None:
    """A cell that ends the interpreter without an error still leaves the notebook unfinished."""
    path = write_notebook(place.workspace / "a.ipynb", "raise SystemExit(0)", "print('never')")

    execution = run_notebook(path, {}, place)

    assert execution.state is State.FAILED
    assert execution.failure
    assert str(execution.failure.message) == "SystemExit"


def test_a_kernel_that_dies_is_no_success(place: Place, write_notebook: Write) -> None:
    """The state of a dead kernel is dead, and the cell that killed it is anchored."""
    path = write_notebook(place.workspace / "a.ipynb", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")

    execution = run_notebook(path, {}, place)

    assert execution.state is State.DEAD
    assert execution.failure
    assert str(execution.failure.message) == "The kernel died while the notebook was running."
    assert execution.failure.cell == 3
    assert '<a id="failing-cell"></a>' in execution.notebook.cells[-2].source


def test_the_time_limit_is_for_the_whole_notebook(place: Place, write_notebook: Write) -> None:
    """Cells that are quick enough one by one are stopped when their sum is not."""
    path = write_notebook(place.workspace / "a.ipynb", *["import time; time.sleep(2)"] * 4)

    execution = run_notebook(path, {}, replace(place, time_limit=5.0))

    assert execution.state is State.TIMEOUT
    assert execution.failure
    assert str(execution.failure.message) == "The notebook was not finished after 5 seconds."


def test_a_warning_is_noted_and_kept(place: Place, write_notebook: Write) -> None:
    """What a cell writes to standard error is told and stays in the notebook."""
    path = write_notebook(place.workspace / "a.ipynb", "import warnings; warnings.warn('odd', UserWarning)")

    execution = run_notebook(path, {}, place)

    assert [str(note) for note in execution.notes] == ["cell 3 wrote to standard error: <cell>:1: UserWarning: odd"]
    assert outputs(execution.notebook) == [
        "<cell>:1: UserWarning: odd\n  import warnings; warnings.warn('odd', UserWarning)\n"
    ]


def test_two_runs_give_the_same_bytes(place: Place, tmp_path: Path, write_notebook: Write) -> None:
    """An executed notebook tells neither when nor where it ran, even where it failed."""
    cells = ("object()", "import warnings; warnings.warn('odd')", "import json, os\njson.loads(os.getcwd())")
    runs = []
    for folder in (tmp_path / "here", tmp_path / "elsewhere"):
        path = write_notebook(folder / "a.ipynb", *cells)
        runs.append(notebooks.to_bytes(run_notebook(path, {}, replace(place, workspace=folder)).notebook))

    assert runs[0] == runs[1]
    assert str(tmp_path).encode() not in runs[0]
