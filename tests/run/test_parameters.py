from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from smmeasure.errors import RunError
from smmeasure.run.parameters import parameter_names

Write = Callable[..., Path]

_FRESH = "Take a fresh one from a workspace that «smmeasure new» makes."


def test_names_are_those_that_the_cell_assigns(tmp_path: Path, write_notebook: Write) -> None:
    """Assignments count with and without annotation, each name once; imports don't."""
    code = "import os\nalpha = 1\nbeta: str | None = None\nalpha = 2\ngamma = {'a': 1}"

    assert parameter_names(write_notebook(tmp_path / "a.ipynb", parameters=code)) == ("alpha", "beta", "gamma")


def test_a_notebook_without_the_cell_is_refused(tmp_path: Path) -> None:
    """Without a tagged cell nobody knows what the notebook takes."""
    nbformat.write(new_notebook(cells=[new_code_cell("alpha = 1")]), tmp_path / "a.ipynb")

    with pytest.raises(RunError) as raised:
        parameter_names(tmp_path / "a.ipynb")

    assert str(raised.value) == (
        "a.ipynb: found no cell with the tag «parameters»; expected one code cell with that tag, which holds "
        "every key of a brief. Tag the cell in the property inspector of JupyterLab."
    )


def test_a_cell_that_is_no_python_is_refused(tmp_path: Path, write_notebook: Write) -> None:
    """The error names the line."""
    path = write_notebook(tmp_path / "a.ipynb", parameters="alpha = 1\nbeta =")

    with pytest.raises(RunError) as raised:
        parameter_names(path)

    assert str(raised.value) == (
        "a.ipynb: found a cell «parameters» that is no Python: invalid syntax; expected assignments of plain "
        "values. Correct line 2 of the cell."
    )


@pytest.mark.parametrize("content", ["", "no json", "[]", '{"cells": 1}', "{}"])
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, content: str) -> None:
    """Any other file gives one clear error."""
    (tmp_path / "a.ipynb").write_text(content)

    with pytest.raises(RunError) as raised:
        parameter_names(tmp_path / "a.ipynb")

    assert str(raised.value) == (
        f"a.ipynb: found a file that is no notebook; expected a Jupyter notebook of version 4. {_FRESH}"
    )


def test_a_missing_notebook_is_told(tmp_path: Path) -> None:
    """A notebook that isn't there is named."""
    with pytest.raises(RunError) as raised:
        parameter_names(tmp_path / "a.ipynb")

    assert str(raised.value) == (
        f"a.ipynb: found No such file or directory; expected a Jupyter notebook of version 4. {_FRESH}"
    )
