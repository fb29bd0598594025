"""The parameters that a notebook takes; read from its file alone, before anything heavy is loaded."""

from __future__ import annotations

import ast
import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from smmeasure.errors import Fault, RunError
from smmeasure.messages import Message, message

_TAG = "parameters"


def parameter_names(notebook: Path) -> tuple[str, ...]:
    """Give the names that a notebook's `parameters` cell assigns, in order.

    Parameters
    ----------
    notebook : pathlib.Path
        File of the notebook.

    Raises
    ------
    RunError
        The file is missing or is no notebook, it has no such cell, or the cell is no Python.
    """
    sources = [_source(cell) for cell in _cells(notebook) if _TAG in cell.get("metadata", {}).get("tags", ())]
    if not sources:
        raise RunError.at(
            notebook.name,
            message("no cell with the tag «parameters»"),
            message("one code cell with that tag, which holds every key of a brief"),
            message("Tag the cell in the property inspector of JupyterLab."),
        )
    try:
        body = ast.parse(sources[0]).body
    except SyntaxError as error:
        raise RunError.at(
            notebook.name,
            message("a cell «parameters» that is no Python: {reason}", reason=error.msg),
            message("assignments of plain values"),
            message("Correct line {line} of the cell.", line=error.lineno or 1),
        ) from error
    return tuple(dict.fromkeys(_assigned(body)))


def check_parameters(names: Iterable[str], parameters: Mapping[str, object], name: str) -> None:
    """Refuse parameters that a notebook doesn't know.

    Parameters
    ----------
    names : iterable of str
        What the notebook knows.
    parameters : Mapping[str, object]
        What it is given.
    name : str
        What to call the notebook in an error.

    Raises
    ------
    RunError
        One fault for each unknown name, with the nearest known one.
    """
    known = list(names)
    faults = [
        Fault(
            f"{name}: {unknown}",
            message("a parameter that the notebook doesn't have"),
            message("one of {names}", names=", ".join(known)),
            _suggestion(unknown, known),
        )
        for unknown in parameters
        if unknown not in known
    ]
    if faults:
        raise RunError(*faults)


def _cells(notebook: Path) -> list[dict[str, dict[str, list[str]]]]:
    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))
        return list(content["cells"])
    except OSError as error:
        found = message("{reason}", reason=error.strerror or str(error))
    except (ValueError, KeyError, TypeError):
        found = message("a file that is no notebook")
    raise RunError.at(
        notebook.name,
        found,
        message("a Jupyter notebook of version 4"),
        message("Take a fresh one from a workspace that «smmeasure new» makes."),
    )


def _source(cell: Mapping[str, object]) -> str:
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)


def _assigned(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _suggestion(unknown: str, known: list[str]) -> Message:
    near = difflib.get_close_matches(unknown, known, n=1)
    if near:
        return message("Did you mean «{name}»?", name=near[0])
    return message("Remove it, or add it to the cell «parameters».")
