"""Bring the files that are derived from others up to date: schema, notebook parameters, demo data, lists, words.

Run ``make sync`` after a change of the brief's types, of the example brief, of the simulator, of a header
dictionary or of a sentence; a test fails as long as one of them is behind.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from pprint import pformat

import exports_page
import nbformat

from smmeasure.brief import PARAMETER_NAMES, SCHEMA_FILE, brief_schema, parse_yaml
from smmeasure.data.demo import write_demo

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "params" / "robes-rouges.yaml"
WIDTH = 116


def parameters_source() -> str:
    """Write the parameters cell of the campaign notebook: the example brief, every name of it."""
    given = parse_yaml(EXAMPLE.read_text(encoding="utf-8"), EXAMPLE.name)
    lines = [f"{name} = {pformat(given.get(name), width=WIDTH, sort_dicts=False)}" for name in PARAMETER_NAMES]
    return "\n".join(lines)


def with_parameters(path: Path) -> str:
    """Give the text of a notebook whose parameters cell is up to date."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = parameters_source()
    return nbformat.writes(notebook) + "\n"


def main() -> None:
    """Write every derived file."""
    (ROOT / "params" / SCHEMA_FILE).write_text(brief_schema(), encoding="utf-8")
    notebook = ROOT / "notebooks" / "campaign.ipynb"
    notebook.write_text(with_parameters(notebook), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(notebook)], check=True)  # noqa: S603
    write_demo(ROOT / "data" / "demo")
    exports_page.main()


if __name__ == "__main__":
    main()
