"""What a notebook asks of the disk: a campaign's data, the records of a portfolio, versions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from smmeasure.brief.campaign import Campaign
from smmeasure.core.evaluate import CampaignData
from smmeasure.data.ad_prices import load_ad_rows
from smmeasure.data.calendar import holiday_events
from smmeasure.data.customers import load_customers
from smmeasure.data.rate_cards import load_rate_cards
from smmeasure.data.reader import load_costs, load_series
from smmeasure.run.databases import days_of
from smmeasure.run.workspace import find_workspace, read_key, resolve_data
from smmeasure.series import IndicatorSeries

_PACKAGES = ("smmeasure", "numpy", "pandas", "scipy", "statsmodels")
"""Packages that the numbers of a report depend on."""


def load(campaign: Campaign, workspace: Path | None = None) -> CampaignData:
    """Read the files of a campaign, and ask the databases that it names.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    workspace : pathlib.Path, optional
        Folder that the brief's data folder starts from; the workspace around the current folder if
        left out.

    Returns
    -------
    CampaignData
        Series, costs and public holidays.

    Raises
    ------
    CallError
        No workspace is found, or a database can't be reached.
    DataError
        With every fault of the files at once.
    """
    root = workspace or find_workspace(Path.cwd())
    folder, databases = resolve_data(campaign.data, root), days_of(campaign, root)
    series = load_series(campaign, folder, databases)
    costs, cards = load_costs(campaign, folder, databases), load_rate_cards(campaign, folder)
    ads = load_ad_rows(campaign, folder)
    customers = load_customers(campaign, folder, read_key(root)) if campaign.loyalty else None
    return CampaignData(series, costs, _holidays(campaign, series), cards, ads, customers)


def _holidays(campaign: Campaign, series: Mapping[str, IndicatorSeries]) -> pd.DataFrame | None:
    if campaign.country is None:
        return None
    days = [day for one in series.values() for day in (one.values.index[0].date(), one.values.index[-1].date())]
    return holiday_events(campaign.country, min(days), max([*days, campaign.window.end]))


def load_records(reports: str | Path) -> tuple[Mapping[str, object], ...]:
    """Read the record of every campaign below a reports folder, by the name of its folder.

    Parameters
    ----------
    reports : str or pathlib.Path
        The reports folder; a relative one starts at the workspace around the current folder.
    """
    folder = Path(reports) if Path(reports).is_absolute() else find_workspace(Path.cwd()) / reports
    return tuple(json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*/result.json")))


def load_key(workspace: Path | None = None) -> bytes | None:
    """Give the key by which a workspace hashes customers and authors, for `read_export`.

    Parameters
    ----------
    workspace : pathlib.Path, optional
        The workspace; the one around the current folder if left out.

    Returns
    -------
    bytes or None
        The key that `smmeasure new` has made; None where the workspace has none.

    Raises
    ------
    CallError
        No workspace is found, or its file holds no key.
    """
    return read_key(workspace or find_workspace(Path.cwd()))


def versions() -> Mapping[str, str]:
    """Give the versions of the packages that the numbers depend on."""
    return {package: version(package) for package in _PACKAGES}
