"""From the ad exports that a brief names to rows of ads, from which a price is learnt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from smmeasure.ads import AD, DAY, MONTH, SPEND, UNITS, AdRows
from smmeasure.brief.campaign import AdPrices, Campaign, Source
from smmeasure.data.cells import Parsed, is_missing, parse_days, parse_numbers
from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.exports.merging import merged
from smmeasure.data.exports.shapes import AD_DAY
from smmeasure.data.files import read_content
from smmeasure.data.gathering import read_each
from smmeasure.data.quote import clip, listed, nearest
from smmeasure.data.recognised import Exports
from smmeasure.data.rows import Cell
from smmeasure.data.table import Table, find_columns
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message
from smmeasure.units import COUNT, Kind, Unit

_COUNTS = tuple(name for name, kind in AD_DAY.kinds.items() if kind in {ColumnKind.COUNT, ColumnKind.NUMBER})
_TEXTS = (*(name for name, kind in AD_DAY.kinds.items() if kind in {ColumnKind.TEXT, ColumnKind.ID}), MONTH)
_ADS = ("ad_id", "ad_name", "ad_group_id", "ad_group_name", "campaign_id", "campaign_name")
"""What tells ads apart, the finest first."""

_HEADER_CURRENCY = re.compile(r".*[(\[]\s*([A-Z]{3})\s*[)\]]\s*")


def load_ad_rows(campaign: Campaign, folder: Path) -> dict[str, AdRows]:
    """Read the ads from which the prices of a brief are learnt.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    folder : Path
        The folder that holds the files which the brief names; not opened where none is named.

    Returns
    -------
    dict of str to AdRows
        Rows by indicator, for those with ``ad_prices``.

    Raises
    ------
    DataError
        With every fault of the files; where amounts are in another currency than the brief's.
    """
    exports = Exports(folder)

    def read(key: str, asked: AdPrices) -> AdRows:
        """Read the ads of one indicator: by named columns, or as a recognised export."""
        place = f"indicators.{key}.ad_prices"
        if asked.spend is not None:
            return _named(campaign, asked, folder, place)
        return _recognised(campaign, asked, exports, place)

    prices = ((key, indicator.ad_prices) for key, indicator in campaign.indicators.items())
    return read_each(((key, asked) for key, asked in prices if asked is not None), read)


def _recognised(campaign: Campaign, asked: AdPrices, exports: Exports, place: str) -> AdRows:
    _check_known(asked, place)
    source = Source(
        file=asked.file,
        measure=SPEND,
        table=AD_DAY.name,
        currency=asked.currency,
        date_format=asked.date_format,
        decimal=asked.decimal,
    )
    table = merged(exports.of(source, place), AD_DAY.name).table
    if table.currency not in {None, campaign.currency}:
        raise _other_currency(str(table.currency), asked, campaign, place)
    rows = table.frame
    ad = next((name for name in _ADS if rows[name].notna().any()), _ADS[0])
    texts = {name: rows[name] for name in asked.features if name != MONTH}
    frame = pd.DataFrame(
        {
            **{name: column.astype("string") for name, column in texts.items()},
            SPEND: rows[SPEND].astype(float),
            UNITS: rows[asked.units].astype("float64"),
            AD: rows[ad].astype("string"),
            DAY: rows["date_start"],
        }
    )
    return AdRows(_with_month(frame, asked), asked.units, asked.features, asked.file)


def _check_known(asked: AdPrices, place: str) -> None:
    """Refuse names that no recognised ad export has."""
    faults = [
        Fault(
            f"{place}.{key}",
            message("“{name}”, which no ad export has", name=clip(name)),
            message("one of {names}", names=listed(known, most=40)),
            message("Did you mean {near}?", near=near)
            if (near := nearest(name, known))
            else message("Name the columns of the file with the keys spend, units, ad and day."),
        )
        for key, name, known in (
            ("units", asked.units, _COUNTS),
            *((f"features[{number}]", name, _TEXTS) for number, name in enumerate(asked.features)),
        )
        if name not in known
    ]
    if faults:
        raise DataError(*faults)


def _other_currency(found: str, asked: AdPrices, campaign: Campaign, place: str) -> DataError:
    return DataError.at(
        f"{place}.file",
        message("amounts in {currency} in {file}", currency=found, file=clip(asked.file)),
        message("{currency}, the currency of the brief", currency=campaign.currency),
        message("Convert the amounts at a stated rate: two currencies are never added."),
    )


def _named(campaign: Campaign, asked: AdPrices, folder: Path, place: str) -> AdRows:
    """Read the columns that the brief names."""
    header = _HEADER_CURRENCY.fullmatch(asked.spend or "")
    currency = header[1] if header else asked.currency
    if currency not in {None, campaign.currency}:
        raise _other_currency(str(currency), asked, campaign, place)
    features = [name for name in asked.features if name != MONTH or asked.day is None]
    wanted = {"spend": asked.spend, "units": asked.units, "ad": asked.ad, "day": asked.day}
    wanted |= {f"features[{number}]": name for number, name in enumerate(features)}
    named = {key: name for key, name in wanted.items() if name is not None}
    table = find_columns(read_content(folder, asked.file), named, place)
    body = _without_totals(table.columns[asked.ad or asked.units])
    faults: list[Fault] = []
    columns: dict[str, object] = {name: _texts(table.columns[name][body]) for name in features}
    for key, name, unit in (
        (SPEND, asked.spend, Unit(Kind.MONEY, campaign.currency)),
        (UNITS, asked.units, COUNT),
    ):
        cells = table.columns[name or ""][body]
        parsed = parse_numbers(cells, asked.decimal or ".", unit)
        faults += _unread(table, name or "", body, parsed.unread, message("numbers ({unit})", unit=str(unit)))
        faults += _negative(table, name or "", body, parsed.items)
        columns[key] = [float("nan") if value is None else value for value in parsed.items]
    if asked.day is not None:
        days: Parsed[date] = parse_days(table.columns[asked.day][body], asked.date_format)
        faults += _unread(table, asked.day, body, days.unread, message("days"))
        columns[DAY] = pd.to_datetime(pd.Series(list(days.items), dtype="object"))
    if faults:
        raise DataError(*faults)
    columns[AD] = _texts(table.columns[asked.ad][body]) if asked.ad else [str(line) for line in table.lines[body]]
    return AdRows(_with_month(pd.DataFrame(columns), asked), asked.units, asked.features, asked.file)


def _without_totals(cells: tuple[Cell, ...]) -> slice:
    """Leave out a last row that names no ad: ad exports end on their total."""
    last = len(cells)
    while last > 1 and is_missing(cells[last - 1]):
        last -= 1
    return slice(0, last)


def _texts(cells: tuple[Cell, ...]) -> pd.Series:
    return pd.Series([None if is_missing(cell) else str(cell).strip() for cell in cells], dtype="string")


def _unread(table: Table, name: str, body: slice, unread: tuple[int, ...], expected: Message) -> Iterator[Fault]:
    """Name the first cell of a column that was not understood, and count the others."""
    if not unread:
        return
    first = unread[0]
    yield Fault(
        f"{clip(table.content.file)}:{table.lines[body][first]} [{clip(name)}]",
        message(
            "“{text}”, and {others} cells like it",
            text=clip(str(table.columns[name][body][first])),
            others=len(unread) - 1,
        ),
        message("{expected}", expected=expected),
        message("Correct the cells, or say how they are written with the keys `decimal` and `date_format`."),
    )


def _negative(table: Table, name: str, body: slice, values: tuple[float | None, ...]) -> Iterator[Fault]:
    """Name the first amount below 0: a refund is no price."""
    first = next((place for place, value in enumerate(values) if value is not None and value < 0.0), None)
    if first is not None:
        yield Fault(
            f"{clip(table.content.file)}:{table.lines[body][first]} [{clip(name)}]",
            message("{value}", value=values[first]),
            message("amounts and units from 0 up"),
            message("Take corrections and refunds out before a price is learnt."),
        )


def _with_month(frame: pd.DataFrame, asked: AdPrices) -> pd.DataFrame:
    if MONTH not in asked.features or DAY not in frame or MONTH in frame:
        return frame
    return frame.assign(**{MONTH: frame[DAY].dt.strftime("%Y-%m").astype("string")})
