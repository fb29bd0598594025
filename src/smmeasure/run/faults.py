"""What is wrong with the data of a brief."""

from __future__ import annotations

from pathlib import Path

from smmeasure.brief import Campaign
from smmeasure.data.reader import load_costs, load_series
from smmeasure.errors import DataError, Fault, SmmeasureError
from smmeasure.run.databases import days_of
from smmeasure.run.workspace import resolve_data


def data_faults(campaign: Campaign, workspace: Path) -> tuple[Fault, ...]:
    """Give every fault of the data that a brief names: of its series and of its costs."""
    folder = resolve_data(campaign.data, workspace)
    try:
        databases = days_of(campaign, workspace)
    except SmmeasureError as error:
        return error.faults
    faults: list[Fault] = []
    for load in (load_series, load_costs):
        try:
            load(campaign, folder, databases)
        except DataError as error:
            faults.extend(error.faults)
    return tuple(faults)
