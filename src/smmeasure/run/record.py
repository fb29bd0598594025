"""The record of a run: what `result.json` holds, and what the portfolio reads."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from smmeasure.run.files import write_atomically
from smmeasure.run.outcome import State

SCHEMA = 1
"""Version of a record's shape where the notebook names none, as after a failure."""

FILE_NAME = "result.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of one campaign's run.

    Attributes
    ----------
    state : State
        How the run ended.
    inputs : str
        Fingerprint of all that the report depends on, hexadecimal; empty where none was taken.
    content : Mapping[str, object]
        The evaluation as the notebook displayed it, with its ``schema``; for a failed run the
        campaign's name, title, brand and language, and under ``failure`` what went wrong.
    """

    state: State
    inputs: str
    content: Mapping[str, object]

    def to_bytes(self) -> bytes:
        """Write the record as JSON: keys in their own order, a number that is none as null."""
        head = {"schema": self.content.get("schema", SCHEMA), "state": str(self.state), "inputs": self.inputs}
        text = json.dumps(_plain({**head, **self.content}), ensure_ascii=False, indent=1, allow_nan=False)
        return f"{text}\n".encode()

    def write(self, folder: Path) -> None:
        """Write `result.json` into a campaign's folder."""
        write_atomically(folder / FILE_NAME, self.to_bytes())


def read_record(folder: Path) -> Record | None:
    """Read a campaign's record; None where there is none."""
    try:
        content = json.loads((folder / FILE_NAME).read_bytes())
        return Record(State(content.pop("state")), content.pop("inputs"), content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
