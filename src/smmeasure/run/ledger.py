"""The ledger on disk: one line per evaluation of a campaign, appended and never overwritten."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smmeasure.brief.findings import Finding
from smmeasure.core.ledger import LedgerEntry, flip_findings, flips, from_line, is_kept, ledger_entry, to_line
from smmeasure.errors import RunError
from smmeasure.messages import Message, message
from smmeasure.run.locking import held

LEDGER_FILE = "ledger.jsonl"
"""Name of the ledger in a reports folder."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger holds.

    Attributes
    ----------
    entries : tuple of LedgerEntry
        In the order in which they were written.
    unreadable : int
        Lines that are no entry: torn by a crash, or changed by hand.
    """

    entries: tuple[LedgerEntry, ...]
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What the ledger says of an evaluation that was just kept.

    Attributes
    ----------
    findings : tuple of Finding
        Verdicts that no longer stand.
    unreadable : int
        Lines that could not be compared with.
    """

    findings: tuple[Finding, ...] = ()
    unreadable: int = 0

    @property
    def alerts(self) -> tuple[Message, ...]:
        """Give what a reader of the report must be told."""
        damaged = message(
            "Lines of the ledger that can't be read, so that earlier verdicts may be missing here: {count}.",
            count=self.unreadable,
        )
        return (*(finding.reason for finding in self.findings), *([damaged] if self.unreadable else []))


def read_ledger(reports: Path) -> Ledger:
    """Read the ledger of a reports folder; an empty one where there is none.

    Parameters
    ----------
    reports : pathlib.Path
        The reports folder.
    """
    try:
        return _parsed((reports / LEDGER_FILE).read_bytes())
    except FileNotFoundError:
        return Ledger(())
    except OSError as error:
        raise _unusable(error) from error


def keep(reports: Path, record: Mapping[str, Any], inputs: str) -> Kept:
    """Add an evaluation to the ledger, unless it stands there from the very same inputs.

    Parameters
    ----------
    reports : pathlib.Path
        The reports folder; it exists.
    record : mapping
        The evaluation as the notebook displayed it.
    inputs : str
        Fingerprint of all that it depends on; where it is empty, that of the evaluation itself is taken.

    Returns
    -------
    Kept
        Verdicts of earlier lines that no longer stand. Nothing for a record that is no evaluation.

    Raises
    ------
    RunError
        The ledger can't be written; what stood there still stands.
    """
    entry = ledger_entry(record, inputs or _digest(record))
    if entry is None:
        return Kept()
    try:
        ledger = _appended(reports / LEDGER_FILE, entry)
    except OSError as error:
        raise _unusable(error) from error
    return Kept(tuple(flip_findings(flips(entry, ledger.entries))), ledger.unreadable)


def _digest(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()


def _appended(path: Path, entry: LedgerEntry) -> Ledger:
    """Add a line under a lock, on a line of its own even after a torn one; give what stood there before."""
    with held(path) as file:
        content = file.read()
        ledger = _parsed(content)
        if not is_kept(entry, ledger.entries):
            torn = b"\n" if content and not content.endswith(b"\n") else b""
            file.write(torn + to_line(entry).encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())
    return ledger


def _parsed(content: bytes) -> Ledger:
    lines = [line for line in content.split(b"\n") if line.strip()]
    entries = [from_line(line) for line in lines]
    read = tuple(entry for entry in entries if entry is not None)
    return Ledger(read, len(lines) - len(read))


def _unusable(error: OSError) -> RunError:
    return RunError.at(
        LEDGER_FILE,
        message("{reason}", reason=error.strerror or str(error)),
        message("a file in the reports folder that can be read and extended"),
        message("Make room on the disk, remove what stands in its place, or ask for the right to write there."),
    )
