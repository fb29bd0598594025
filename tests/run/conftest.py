"""Small workspaces with real notebooks, briefs and data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from smmeasure.brief import PARAMETER_NAMES
from smmeasure.run.jobs import Place
from smmeasure.run.session import private_session

DISPLAY_RECORD = """\
from IPython.display import display
record = {"campaign": campaign, "title": title, "language": language, "brand": brand, "effect": 12.5}
display({"application/vnd.smmeasure.record+json": record}, raw=True)
"""
DISPLAY_PAGE = """\
from IPython.display import HTML
HTML(f"<h1>{title}</h1>")
"""

Write = Callable[..., Path]


def _write_notebook(path: Path, *cells: str, parameters: str = "alpha = 1\nbeta = None") -> Path:
    """Write a notebook of code cells after a `parameters` cell; a cell that begins with # is Markdown."""
    first = new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]})
    others = [
        new_markdown_cell(text, id=f"text-{number}")
        if text.startswith("#")
        else new_code_cell(text, id=f"code-{number}")
        for number, text in enumerate(cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[first, *others], metadata={"kernelspec": kernel}), path)
    return path


def _brief(name: str, **changes: object) -> dict[str, object]:
    """Give a brief without faults on the data of `workspace`."""
    source = {"file": "page.csv", "date": "date", "value": "sessions"}
    return {
        "campaign": name,
        "title": f"The campaign {name}",
        "brand": "A brand",
        "language": "en",
        "currency": "EUR",
        "goal": "More visits.",
        "window": {"start": "2026-02-01", "end": "2026-02-07"},
        "data": "data",
        "indicators": {"sessions": {"measures": "sessions", "source": source}},
        **changes,
    }


def _write_brief(workspace: Path, name: str, **changes: object) -> Path:
    """Write a brief into the workspace's `params`."""
    path = workspace / "params" / f"{name}.yaml"
    path.write_text(yaml.safe_dump(_brief(name, **changes), sort_keys=False), encoding="utf-8")
    return path


@pytest.fixture
def write_notebook() -> Write:
    """Give the function that writes a notebook: path, code cells, source of the `parameters` cell."""
    return _write_notebook


@pytest.fixture
def write_brief() -> Write:
    """Give the function that writes a brief: workspace, name, keys to change."""
    return _write_brief


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Give a workspace with thin notebooks, one data file and no brief."""
    folder = tmp_path / "work"
    (folder / "params").mkdir(parents=True)
    (folder / "data").mkdir()
    days = [f"2026-01-{day:02d}" for day in range(1, 32)] + [f"2026-02-{day:02d}" for day in range(1, 11)]
    rows = "".join(f"{day},{100 + number % 7}\n" for number, day in enumerate(days))
    (folder / "data" / "page.csv").write_text(f"date,sessions\n{rows}", encoding="utf-8")
    names = "\n".join(f"{name} = None" for name in PARAMETER_NAMES)
    _write_notebook(folder / "notebooks" / "campaign.ipynb", DISPLAY_PAGE, DISPLAY_RECORD, parameters=names)
    listing = "from pathlib import Path\nsorted(p.parent.name for p in Path(reports).glob('*/result.json'))"
    _write_notebook(folder / "notebooks" / "portfolio.ipynb", listing, parameters="reports = None\nlanguage = None")
    return folder


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Give a working folder and a private folder whose path is short enough for sockets."""
    with private_session() as session:
        yield Place(tmp_path_factory.mktemp("cwd"), session, 60.0)
