"""What is wrong with the data of a brief."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from smmeasure.brief import Campaign
from smmeasure.data.ad_prices import load_ad_rows
from smmeasure.data.customers import load_customers
from smmeasure.data.rate_cards import load_rate_cards
from smmeasure.data.reader import load_costs, load_series
from smmeasure.errors import Fault, SmmeasureError
from smmeasure.run.databases import days_of
from smmeasure.run.workspace import read_key, resolve_data


def data_faults(campaign: Campaign, workspace: Path) -> tuple[Fault, ...]:
    """Give every fault of the data that a brief names: of its series, its costs and its prices."""
    folder = resolve_data(campaign.data, workspace)
    try:
        databases = days_of(campaign, workspace)
    except SmmeasureError as error:
        return error.faults
    faults: list[Fault] = []
    loads: tuple[Callable[[], object], ...] = (
        lambda: load_series(campaign, folder, databases),
        lambda: load_costs(campaign, folder, databases),
        lambda: load_rate_cards(campaign, folder),
        lambda: load_ad_rows(campaign, folder),
        lambda: load_customers(campaign, folder, read_key(workspace) if campaign.loyalty else None),
    )
    for load in loads:
        try:
            load()
        except SmmeasureError as error:
            faults.extend(error.faults)
    return tuple(faults)
