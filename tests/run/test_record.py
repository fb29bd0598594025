from __future__ import annotations

import math
from pathlib import Path

import pytest

from smmeasure.run.outcome import State
from smmeasure.run.record import Record, read_record


def test_a_record_is_json_in_its_own_order_without_nan(tmp_path: Path) -> None:
    """Keys keep their order, letters their accents, and a number that is none becomes null."""
    record = Record(
        State.PUBLISHED, "abc", {"title": "Été", "effect": math.nan, "draws": (1.5, math.inf), "a": {"b": None}}
    )

    record.write(tmp_path)

    assert (tmp_path / "result.json").read_text(encoding="utf-8") == (
        '{\n "schema": 1,\n "state": "published",\n "inputs": "abc",\n "title": "Été",\n "effect": null,\n'
        ' "draws": [\n  1.5,\n  null\n ],\n "a": {\n  "b": null\n }\n}\n'
    )


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    """State, fingerprint and content come back."""
    record = Record(State.FAILED, "", {"campaign": "a", "failure": {"cell": 3}})
    record.write(tmp_path)

    assert read_record(tmp_path) == Record(State.FAILED, "", {"schema": 1, **record.content})


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"schema": 1, "state": "odd", "inputs": ""}'])
def test_what_is_no_record_counts_as_none(tmp_path: Path, content: str) -> None:
    """A file of another shape is no reason to fail: the report is made again."""
    (tmp_path / "result.json").write_text(content)

    assert read_record(tmp_path) is None
