"""One notebook, run once: papermill in this process, one private kernel, one limit of time."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from smmeasure.messages import Message, message
from smmeasure.run import notebooks
from smmeasure.run.jobs import Place
from smmeasure.run.kernels import PrivateKernelManager, private_kernel
from smmeasure.run.outcome import Failure, State
from smmeasure.run.parameters import check_parameters, parameter_names
from smmeasure.run.pool import Progress

_SILENCE = 60
"""Seconds that the outputs of a finished cell may be late on a busy machine."""

_START = 120
"""Seconds that a kernel may take to start on a busy machine."""

_SHORTEST = 0.001
"""nbclient takes 0 for no limit at all."""


@dataclass(frozen=True, slots=True)
class Execution:
    """A notebook after its run.

    Attributes
    ----------
    notebook : NotebookNode
        As far as it ran, tidied; where it failed, with the failing cell anchored.
    state : State
        `PUBLISHED` where every cell ran, else how it ended.
    failure : Failure or None
        What went wrong.
    notes : tuple of Message
        What cells wrote to standard error.
    """

    notebook: NotebookNode
    state: State
    failure: Failure | None
    notes: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class _Reason:
    """What happened, and what can be done about it."""

    message: Message
    cure: Message


@dataclass(slots=True)
class _Watch:
    """Follows a run: which notebook object is being filled, and how far it is."""

    progress: Progress | None
    deadline: float
    notebook: NotebookNode | None = None
    index: int = 0

    def on_notebook_start(self, notebook: NotebookNode) -> None:
        """Keep the notebook, for the number of its cells."""
        self.notebook = notebook

    def on_cell_start(self, cell: NotebookNode, cell_index: int) -> None:  # noqa: ARG002 - nbclient names them
        """Note the cell that runs, and tell how far it is."""
        self.index = cell_index
        if self.progress and self.notebook:
            self.progress(cell_index + 1, len(self.notebook.cells))

    def remaining(self, cell: NotebookNode) -> float:  # noqa: ARG002
        """Give the seconds that are left for a cell: the limit is that of the whole notebook."""
        return max(self.deadline - monotonic(), _SHORTEST)


def run_notebook(
    path: Path, parameters: Mapping[str, object], place: Place, progress: Progress | None = None
) -> Execution:
    """Run a notebook with parameters.

    Parameters
    ----------
    path : pathlib.Path
        The notebook; it is read, never written.
    parameters : Mapping[str, object]
        Plain values. Names of the `parameters` cell that are absent here are handed over as None,
        so that no default of the notebook mixes with a brief.
    place : Place
        Where it runs, and for how long.
    progress : callable or None
        Told of every cell that begins.

    Raises
    ------
    RunError
        The file is no notebook, has no `parameters` cell or doesn't know a parameter.
    """
    names = parameter_names(path)
    check_parameters(names, parameters, path.name)
    source: NotebookNode = nbformat.read(path, as_version=4)
    whole = {name: parameters.get(name) for name in names}
    watch = _Watch(progress, monotonic() + place.time_limit)
    state, reason = _attempt(source, whole, place, watch)
    return _execution(watch.notebook or source, watch.index, state, reason, place.workspace)


def _attempt(
    source: NotebookNode, parameters: Mapping[str, object], place: Place, watch: _Watch
) -> tuple[State, _Reason | None]:
    """Run, and tell from the exception how it ended; papermill's own marks call a dead kernel completed."""
    with private_kernel(place.session) as kernel:
        try:
            executed = _papermill(source, parameters, place.workspace, config=kernel.config, watch=watch)
        except PapermillExecutionError as error:
            return State.FAILED, _cell_error(error.ename, notebooks.portable(error.evalue, place.workspace))
        except CellTimeoutError:
            return State.TIMEOUT, _timeout(place.time_limit)
        except DeadKernelError:
            return State.DEAD, _death(kernel.last_words())
        except RuntimeError as error:
            # nbclient has no type of its own for a kernel that never answers.
            if "Kernel" not in str(error):
                raise
            return State.DEAD, _death(kernel.last_words())
    if executed.metadata.papermill.exception:
        # A cell that leaves with sys.exit(0) stops the notebook and is no error to papermill.
        return State.FAILED, _cell_error("SystemExit", "")
    return State.PUBLISHED, None


def _papermill(
    source: NotebookNode, parameters: Mapping[str, object], workspace: Path, *, config: Config, watch: _Watch
) -> NotebookNode:
    # Nothing is saved on the way: the notebook object itself is watched, and written once at the end.
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    executed: NotebookNode = papermill.execute_notebook(
        source,
        None,
        parameters=dict(parameters),
        cwd=workspace,
        kernel_name="python3",
        language="python",
        progress_bar=False,
        request_save_on_cell_execute=False,
        autosave_cell_every=0,
        start_timeout=_START,
        config=config,
        kernel_manager_class=PrivateKernelManager,
        iopub_timeout=_SILENCE,
        shutdown_kernel="immediate",
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        timeout_func=watch.remaining,
        on_notebook_start=watch.on_notebook_start,
        on_cell_start=watch.on_cell_start,
    )
    return executed


def _execution(notebook: NotebookNode, index: int, state: State, reason: _Reason | None, workspace: Path) -> Execution:
    notebooks.remove_markers(notebook)
    notes = tuple(
        message("cell {cell} wrote to standard error: {text}", cell=cell, text=notebooks.portable(text, workspace))
        for cell, text in notebooks.complaints(notebook)
    )
    failure = None
    if reason:
        number = sum(cell.cell_type == "code" for cell in notebook.cells[: index + 1])
        failure = Failure(reason.message, reason.cure, cell=number)
        notebooks.mark_failure(notebook, index, str(reason.message))
    notebooks.tidy(notebook, workspace)
    return Execution(notebook, state, failure, notes)


def _cell_error(name: str, text: str) -> _Reason:
    return _Reason(
        message("{error}: {text}", error=name, text=text) if text else message("{error}", error=name),
        message("Open run.ipynb in JupyterLab: the failing cell is marked there, with the whole error."),
    )


def _timeout(time_limit: float) -> _Reason:
    return _Reason(
        message("The notebook was not finished after {seconds} seconds.", seconds=time_limit),
        message("See in run.ipynb which cell was running; allow more with --time-limit."),
    )


def _death(last_words: str) -> _Reason:
    died = message("The kernel died while the notebook was running.")
    return _Reason(
        message("{died} Its last words: {text}", died=died, text=last_words) if last_words else died,
        message("It may have run out of memory: run fewer campaigns at once with --jobs, or read less data."),
    )
