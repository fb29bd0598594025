"""The schema beside the briefs, which an editor reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from smmeasure.brief import PARAMETER_NAMES, SCHEMA_FILE, brief_schema, parse_yaml
from smmeasure.brief.catalogue import CATALOGUE

ROOT = Path(__file__).parents[2]


def objects(schema: object) -> list[dict[str, Any]]:
    """List every object of the schema that has keys of its own."""
    if isinstance(schema, list):
        return [found for part in schema for found in objects(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if "properties" in schema else []
    return own + [found for part in schema.values() for found in objects(part)]


def test_the_shipped_schema_is_up_to_date() -> None:
    """The file beside the briefs is what the types say; `make sync` writes it."""
    assert (ROOT / "params" / SCHEMA_FILE).read_text(encoding="utf-8") == brief_schema()


def test_the_schema_refuses_unknown_keys_everywhere() -> None:
    """An editor underlines a misspelt key in every block."""
    assert all(found["additionalProperties"] is False for found in objects(json.loads(brief_schema())))


def test_the_schema_describes_every_key() -> None:
    """An editor shows a sentence for every key while one types."""
    described = [
        value.get("description")
        for found in objects(json.loads(brief_schema()))
        for value in found["properties"].values()
    ]

    assert all(described)


def test_the_schema_completes_the_catalogue() -> None:
    """An editor offers the entries of the catalogue."""
    indicator = json.loads(brief_schema())["$defs"]["Indicator"]

    assert indicator["properties"]["measures"]["enum"] == list(CATALOGUE)


@pytest.mark.parametrize("word", ["ge", "gt", "le", "lt"])
def test_the_schema_speaks_the_words_of_json_schema(word: str) -> None:
    """Limits stand under the names that editors know, such as minimum."""
    assert f'"{word}":' not in brief_schema()


def test_the_notebooks_cell_is_the_example_brief() -> None:
    """The parameters cell of the campaign's notebook holds the brief of the red dresses, every name of it."""
    notebook = nbformat.read(ROOT / "notebooks" / "campaign.ipynb", as_version=4)
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    held: dict[str, object] = {}
    exec(cell.source, {}, held)  # noqa: S102 - the project's own notebook
    written = parse_yaml((ROOT / "params" / "robes-rouges.yaml").read_text(encoding="utf-8"), "robes-rouges.yaml")

    assert held == {name: written.get(name) for name in PARAMETER_NAMES}
