"""Notebooks as values: what they take, what they give, and how they are kept."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from smmeasure.run.jobs import RECORD_MIME

ANCHOR = "failing-cell"
_MARKER_TAG = "papermill-error-cell-tag"
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}")
_CELL_FILE = re.compile(r"(?:/[\w.-]+)*/ipykernel_\d+/\d+\.py")


def tags(cell: NotebookNode) -> list[str]:
    """Give the tags of a cell."""
    return list(cell.metadata.get("tags", []))


def records(notebook: NotebookNode) -> Iterator[dict[str, object]]:
    """Give every record that an executed notebook displayed."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if RECORD_MIME in output.get("data", {}):
                yield output.data[RECORD_MIME]


def complaints(notebook: NotebookNode) -> Iterator[tuple[int, str]]:
    """Give the number of each code cell that wrote to standard error, and its first line."""
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    for number, cell in enumerate(code, start=1):
        text = "".join(output.text for output in cell.outputs if output.get("name") == "stderr")
        if text.strip():
            yield number, text.strip().splitlines()[0]


def remove_markers(notebook: NotebookNode) -> None:
    """Take out what papermill or an earlier failure put around a failing cell; changes in place."""
    notebook.cells = [cell for cell in notebook.cells if _MARKER_TAG not in tags(cell)]


def mark_failure(notebook: NotebookNode, index: int, reason: str) -> None:
    """Put a line at the top that leads to the cell where the run stopped, and an anchor before it.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook as far as it ran; changed in place.
    index : int
        Position of the cell.
    reason : str
        What happened there.
    """
    anchor = f'<a id="{ANCHOR}"></a>\n\n**The run stopped in the next cell.**'
    notebook.cells.insert(min(index, len(notebook.cells)), _marker("failing-cell-anchor", anchor))
    head = f"**The run stopped: [see the cell](#{ANCHOR}).**\n\n```text\n{reason}\n```"
    notebook.cells.insert(0, _marker("failing-cell-link", head))


def tidy(notebook: NotebookNode, workspace: Path) -> None:
    """Take out of an executed notebook all that would differ in another place or at another time.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook; changed in place.
    workspace : pathlib.Path
        Where it ran; paths below it are written relative to it.
    """
    notebook.metadata.pop("papermill", None)
    notebook.metadata.pop("widgets", None)
    for index, cell in enumerate(notebook.cells):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if "injected-parameters" in tags(cell):
            cell.id = "injected-parameters"
        for output in cell.get("outputs", []):
            _scrub(output, workspace)
        cell.id = cell.get("id") or f"cell-{index}"


def to_bytes(notebook: NotebookNode) -> bytes:
    """Write a notebook as the bytes of its file."""
    text: str = nbformat.writes(notebook, version=4)
    return f"{text}\n".encode()


def portable(text: str, workspace: Path) -> str:
    """Write a text without addresses of memory and without the folders of this machine."""
    text = _CELL_FILE.sub("<cell>", _ADDRESS.sub("0x…", text))
    folders = {str(workspace): ".", sys.prefix: "<python>", sys.base_prefix: "<python>", str(Path.home()): "~"}
    for folder in sorted((folder for folder in folders if folder != "/"), key=len, reverse=True):
        text = text.replace(folder, folders[folder])
    return text


def _marker(identity: str, text: str) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_markdown_cell(text, id=identity, metadata={"tags": [_MARKER_TAG]})
    return cell


def _scrub(output: NotebookNode, workspace: Path) -> None:
    if "text" in output:
        output.text = portable(output.text, workspace)
    if output.output_type == "error":
        output.evalue = portable(output.evalue, workspace)
        output.traceback = [portable(line, workspace) for line in output.traceback]
    if "text/plain" in output.get("data", {}):
        output.data["text/plain"] = portable(output.data["text/plain"], workspace)
