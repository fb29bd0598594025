"""The door: from a brief and a folder of exports to indicator series and cost items."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from smmeasure.brief.campaign import Action, Campaign, Cost, Source
from smmeasure.brief.catalogue import unit_of
from smmeasure.costs import Attributed, CostBasis, CostItem
from smmeasure.data.attributed import Convert, carries_value, claim_of, conversion, in_own_currency, settings_of
from smmeasure.data.calendar_days import Spent, one_value_per_day, spent_in
from smmeasure.data.daily import Daily, daily_values
from smmeasure.data.database_days import DatabaseDays
from smmeasure.data.exports.reading import Export
from smmeasure.data.files import Content, read_content
from smmeasure.data.measuring import Measured, check_measure, facts_of, measured
from smmeasure.data.quote import clip
from smmeasure.data.recognised import Exports
from smmeasure.data.table import Table, find_table
from smmeasure.errors import DataError, Fault
from smmeasure.messages import message
from smmeasure.series import IndicatorSeries, SourceFacts
from smmeasure.units import Kind, Unit
from smmeasure.windows import Window, mask

_NO_DATABASE: Mapping[str, DatabaseDays] = MappingProxyType({})
_HEADER_CURRENCY = re.compile(r".*[(\[]\s*([A-Z]{3})\s*[)\]]\s*")


def load_series(
    campaign: Campaign, folder: Path, databases: Mapping[str, DatabaseDays] = _NO_DATABASE
) -> dict[str, IndicatorSeries]:
    """Read every indicator of a brief.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    folder : Path
        The folder that holds the files which the brief names.
    databases : mapping of str to DatabaseDays
        The days of sources that are tables of a database, by key path.

    Returns
    -------
    dict of str to IndicatorSeries
        The daily series by the brief's names, in its order. Each file is read once.

    Raises
    ------
    DataError
        With all faults of all indicators.
    """
    files = _Files(folder, databases)
    series: dict[str, IndicatorSeries] = {}
    faults: list[Fault] = []
    for key, indicator in campaign.indicators.items():
        unit = unit_of(indicator, campaign.currency)
        try:
            values, facts = files.series(indicator.source, unit, f"indicators.{key}.source")
            series[key] = IndicatorSeries(key, values.rename(key), unit, facts)
        except DataError as error:
            faults.extend(error.faults)
    _raise_all(faults)
    return series


def load_costs(
    campaign: Campaign, folder: Path, databases: Mapping[str, DatabaseDays] = _NO_DATABASE
) -> tuple[CostItem, ...]:
    """Work out every cost item of a brief; spend in an export is summed over its action's window, up to `as_of`.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    folder : Path
        The folder that holds the files which the brief names; not opened where none is named.
    databases : mapping of str to DatabaseDays
        The days of sources that are tables of a database, by key path.

    Returns
    -------
    tuple of CostItem
        One item per cost of the brief, in its order, in the brief's currency.

    Raises
    ------
    DataError
        With all faults of all cost items.
    """
    files = _Files(folder, databases)
    items: list[CostItem] = []
    faults: list[Fault] = []
    for number, action in enumerate(campaign.actions):
        for position, cost in enumerate(action.costs):
            place = f"actions[{number}].costs[{position}].source"
            try:
                items.append(_cost_item(campaign, action, cost, files, place))
            except DataError as error:
                faults.extend(error.faults)
    _raise_all(faults)
    return tuple(items)


def _spent_by(as_of: date | None, window: Window) -> list[Window]:
    """Days of a window that lie before the date of the report: spend of later days is not known yet."""
    if as_of is None or as_of >= window.end:
        return [window]
    return [Window(window.start, as_of)] if as_of >= window.start else []


class _Files:
    """The data folder, each file and sheet of it read once."""

    def __init__(self, folder: Path, databases: Mapping[str, DatabaseDays]) -> None:
        self._folder = folder
        self._databases = databases
        self._contents: dict[tuple[str, str | None], Content] = {}
        self._exports = Exports(folder)

    def series(self, source: Source, unit: Unit, place: str) -> tuple[pd.Series, SourceFacts]:
        """Read the daily values of a source."""
        if source.database is not None:
            return self.database(source, place)
        if source.measure is None:
            table, daily = self.daily(source, unit, place)
            return daily.series, _facts(table, daily)
        rows = self.measured(source, unit, place)
        return one_value_per_day(rows, source.file, place), facts_of(rows, source.file)

    def database(self, source: Source, place: str) -> tuple[pd.Series, SourceFacts]:
        """Give the days of a source that is a table of a database: whoever runs the brief has asked for them."""
        if place not in self._databases:
            raise DataError.at(
                place,
                message("a table of the database {name}, which was not asked", name=clip(source.file)),
                message("a brief that is run, checked or loaded inside a workspace"),
                message("Use `smmeasure run`, `smmeasure check` or `smm.load`."),
            )
        found = self._databases[place]
        return found.values, found.facts

    def measured(self, source: Source, unit: Unit, place: str) -> Measured:
        """Read the rows of a source that names a measure."""
        check_measure(source, place)
        return measured(self._exports.of(source, place), source, unit, place)

    def exports(self, source: Source, place: str) -> tuple[Export, ...]:
        """Read the exports of a source that names a measure."""
        return self._exports.of(source, place)

    def daily(self, source: Source, unit: Unit, place: str) -> tuple[Table, Daily]:
        """Read the daily values of a source."""
        table = find_table(self._content(source), source, place)
        _check_currency(source, unit, table, place)
        return table, daily_values(table, source, unit, place)

    def _content(self, source: Source) -> Content:
        asked = (source.file, source.sheet)
        if asked not in self._contents:
            self._contents[asked] = read_content(self._folder, *asked)
        return self._contents[asked]


def _facts(table: Table, daily: Daily) -> SourceFacts:
    content = table.content
    return SourceFacts(
        content.file, content.sha256, daily.rows, daily.rows_used, daily.duplicate_days, content.encoding
    )


def _check_currency(source: Source, unit: Unit, table: Table, place: str) -> None:
    """Refuse a column whose header names another currency, as ad exports do."""
    if unit.kind is not Kind.MONEY or source.value is None:
        return
    named = _HEADER_CURRENCY.fullmatch(source.value)
    if named and named[1] != unit.currency:
        raise DataError.at(
            f"{place}.value",
            message("the column “{name}” of {file}", name=clip(source.value), file=clip(table.content.file)),
            message("an amount in {currency}", currency=str(unit.currency)),
            message("A brief has one currency: convert the column, or change the key `currency`."),
        )


def _cost_item(campaign: Campaign, action: Action, cost: Cost, files: _Files, place: str) -> CostItem:
    if cost.source is not None:
        return _export_item(campaign, action, cost, cost.source, files, place)
    by_hours = cost.hours is not None
    amount = (cost.hours or 0.0) * (cost.rate or 0.0) if by_hours else cost.amount or 0.0
    own = in_own_currency(cost, campaign.currency)
    return CostItem(
        action=action.name,
        category=cost.category.value,
        amount=own(amount),
        estimated=cost.estimated,
        basis=CostBasis.HOURS if by_hours else CostBasis.AMOUNT,
        hours=cost.hours,
        note=cost.note,
        low=None if cost.low is None else own(cost.low),
        high=None if cost.high is None else own(cost.high),
        converted=conversion(cost, amount),
    )


def _export_item(  # noqa: PLR0913, PLR0917 - the parts of one cost item
    campaign: Campaign, action: Action, cost: Cost, source: Source, files: _Files, place: str
) -> CostItem:
    windows = _spent_by(campaign.as_of, (action.window or campaign.window).window())
    unit = Unit(Kind.MONEY, cost.currency or campaign.currency)
    spent, facts = _spent(files, source, unit, windows, place)
    own = in_own_currency(cost, campaign.currency)
    return CostItem(
        action=action.name,
        category=cost.category.value,
        amount=own(spent.amount),
        estimated=cost.estimated,
        basis=CostBasis.EXPORT,
        facts=facts,
        days_missing=spent.days_missing,
        note=cost.note,
        attributed=_attributed(files, cost, unit, windows, own, place),
        converted=conversion(cost, spent.amount),
    )


def _spent(
    files: _Files, source: Source, unit: Unit, windows: Sequence[Window], place: str
) -> tuple[Spent, SourceFacts]:
    """Add up the amounts of a source that lie in the windows."""
    if source.measure is None:
        values, facts = files.series(source, unit, place)
        return _spent_daily(values, windows, place), facts
    rows = files.measured(source, unit, place)
    return spent_in(rows, windows, place), facts_of(rows, source.file)


def _attributed(  # noqa: PLR0913, PLR0917 - the parts of one cost item
    files: _Files, cost: Cost, unit: Unit, windows: Sequence[Window], own: Convert, place: str
) -> Attributed | None:
    """Add up what the platform claims that a spend sold, in the days of the spend; None where it doesn't say."""
    source = claim_of(cost)
    if source is None:
        return None
    where = place if cost.attributed is None else place.removesuffix("source") + "attributed"
    exports = files.exports(source, where) if source.measure is not None else ()
    if cost.attributed is None and not carries_value(exports):
        return None
    found, facts = _spent(files, source, unit, windows, where)
    return Attributed(own(found.amount), settings_of(exports), found.days_missing, facts)


def _spent_daily(values: pd.Series, windows: Sequence[Window], place: str) -> Spent:
    """Add up the days of a series that lie in the windows."""
    spend = values[mask(pd.DatetimeIndex(values.index), windows)].dropna()
    if (spend < 0).any():
        raise DataError.at(
            f"{place}.value",
            message("negative spend on {day}", day=spend[spend < 0].index[0].date()),
            message("amounts of 0 or more"),
            message("Leave refunds out of the export, or give the cost as `amount`."),
        )
    return Spent(float(spend.sum()), sum(window.days for window in windows) - len(spend))


def _raise_all(faults: list[Fault]) -> None:
    """Raise every fault once: two indicators of one file meet the same ones."""
    if faults:
        raise DataError(*{str(fault): fault for fault in faults}.values())
