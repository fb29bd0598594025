"""The days of all campaigns out of databases: asked once for a batch, kept as one slice per campaign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from smmeasure.brief.campaign import Campaign
from smmeasure.data.database_days import DatabaseDays, database_days, names_database
from smmeasure.errors import DataError, Fault
from smmeasure.run.connections import EMBEDDED, connected
from smmeasure.run.files import write_atomically
from smmeasure.run.fingerprint import digest
from smmeasure.run.workspace import resolve_data

if TYPE_CHECKING:
    from smmeasure.data.warehouse.answers import Answer
    from smmeasure.data.warehouse.questions import Question

# ruff: noqa: PLC0415 - ibis is loaded only where a brief names a database

SLICES = "campaign_days"
"""Folder of a workspace with one Parquet file per campaign, ``campaign=<name>/days.parquet``."""


def days_of(campaign: Campaign, workspace: Path) -> Mapping[str, DatabaseDays]:
    """Give the days of those sources of a brief that are tables of a database, by key path.

    The campaign's slice is read where it answers the brief as it is now, and the database where it is a file;
    otherwise the database is asked. A slice of a remote database holds what the last `smmeasure run` found there.

    Raises
    ------
    CallError
        A database can't be reached.
    DataError
        With every fault of the tables.
    """
    if not names_database(campaign):
        return {}
    return _from_slice(campaign, workspace) or _asked(campaign, ask([campaign], workspace))


def gather(campaigns: Sequence[Campaign], workspace: Path) -> None:
    """Ask the databases once for all campaigns whose days are not known yet, and write the slice of each.

    Raises
    ------
    CallError
        A database can't be reached.
    DataError
        With every fault of the tables; then no slice was written.
    RunError
        A slice can't be written.
    """
    asking = [campaign for campaign in campaigns if names_database(campaign) and not _is_known(campaign, workspace)]
    if not asking:
        return
    from smmeasure.data.warehouse.slices import slice_bytes

    found = ask(asking, workspace)
    for campaign in asking:
        mine = [one for one in found if one.question.campaign == campaign.campaign]
        states = {one.question: _state(campaign, one.question, workspace) for one in mine}
        file = _slice(campaign, workspace)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, slice_bytes(mine, states))


def ask(campaigns: Sequence[Campaign], workspace: Path) -> tuple[Answer, ...]:
    """Ask every database what the briefs want of it, each table in as few passes as possible."""
    from smmeasure.data.warehouse.answers import answer
    from smmeasure.data.warehouse.briefs import questions_of

    faults: list[Fault] = []
    found: list[Answer] = []
    folders = {resolve_data(campaign.data, workspace) for campaign in campaigns}
    for folder in sorted(folders):
        mine = [campaign for campaign in campaigns if resolve_data(campaign.data, workspace) == folder]
        for name, questions in questions_of(mine).items():
            try:
                with connected(name, folder, workspace) as backend:
                    found += answer(backend, questions)
            except DataError as error:
                faults += error.faults
    if faults:
        raise DataError(*faults)
    return tuple(found)


def _asked(campaign: Campaign, found: Sequence[Answer]) -> dict[str, DatabaseDays]:
    files = {place: source.file for place, source in campaign.sources().items()}
    return {
        one.question.indicator: database_days(one.values, files[one.question.indicator], one.question.table, one.rows)
        for one in found
    }


def _from_slice(campaign: Campaign, workspace: Path) -> dict[str, DatabaseDays] | None:
    """Give the days of a campaign's slice; None where it is missing or answers something else."""
    from smmeasure.data.warehouse.briefs import questions_of
    from smmeasure.data.warehouse.slices import fingerprint_of, read_slice

    file = _slice(campaign, workspace)
    if not file.is_file():
        return None
    try:
        held = read_slice(file.read_bytes(), file.name)
    except DataError:
        # A damaged slice is a missing one: it is made of the database again.
        return None
    days: dict[str, DatabaseDays] = {}
    for name, questions in questions_of([campaign]).items():
        for one in questions:
            known = held.get(one.indicator)
            if known is None or known.asked != fingerprint_of(one, _state(campaign, one, workspace)):
                return None
            days[one.indicator] = database_days(known.values, name, one.table, known.rows)
    return days


def _is_known(campaign: Campaign, workspace: Path) -> bool:
    """Whether a campaign's slice holds what its databases hold now; of a remote one that is never known."""
    named = [source.file for source in campaign.sources().values() if source.database is not None]
    return all(name.endswith(EMBEDDED) for name in named) and _from_slice(campaign, workspace) is not None


def _slice(campaign: Campaign, workspace: Path) -> Path:
    return workspace / SLICES / f"campaign={campaign.campaign}" / "days.parquet"


def _state(campaign: Campaign, question: Question, workspace: Path) -> str:
    """Give the fingerprint of a database that is a file; of a remote one nothing is known."""
    name = campaign.sources()[question.indicator].file
    if not name.endswith(EMBEDDED):
        return ""
    file = resolve_data(campaign.data, workspace) / name
    if not file.is_file():
        return ""
    status = file.stat()
    return digest(file, status.st_mtime_ns, status.st_size)
