"""From a file of rate cards to the prices that hold for a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from smmeasure.brief.campaign import Campaign, CardFile, RateCard
from smmeasure.data.exports.canonical import CanonicalTable
from smmeasure.data.exports.merging import merged
from smmeasure.data.exports.reading import Export, read_exports
from smmeasure.data.folder import named_files
from smmeasure.data.gathering import read_each
from smmeasure.data.quote import clip, listed, normal
from smmeasure.errors import DataError
from smmeasure.messages import message

TABLE = "rate_card"
_PRICES = ["low", "central", "high"]


def load_rate_cards(campaign: Campaign, folder: Path) -> dict[str, RateCard]:
    """Read the rate cards that a brief takes from files.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    folder : Path
        The folder that holds the files which the brief names; not opened where none is named.

    Returns
    -------
    dict of str to RateCard
        By indicator the prices of its platform and action that hold on the campaign's first day; of
        several the latest. Indicators whose brief states the prices, or none, are not among them.

    Raises
    ------
    DataError
        With every fault of the files; where no price fits, holds on that day, or is in the brief's currency.
    """
    cards = ((key, indicator.rate_card) for key, indicator in campaign.indicators.items())
    asked = ((key, card) for key, card in cards if isinstance(card, CardFile))
    return read_each(asked, lambda key, card: _card(campaign, card, folder, f"indicators.{key}.rate_card"))


def _card(campaign: Campaign, asked: CardFile, folder: Path, place: str) -> RateCard:
    table = merged(_exports(asked, folder, place), TABLE).table
    if table.currency != campaign.currency:
        raise DataError.at(
            f"{place}.file",
            message("prices in {currency} in {file}", currency=str(table.currency), file=clip(asked.file)),
            message("{currency}, the currency of the brief", currency=campaign.currency),
            message("Convert the amounts at a stated rate: two currencies are never added."),
        )
    row = _holding(_fitting(table, asked, place), campaign.window.start, asked, place)
    low, central, high = (float(row[name]) for name in _PRICES)
    if not 0.0 <= low <= central <= high:
        raise DataError.at(
            f"{place}.file",
            message("{low}, {central}, {high}", low=low, central=central, high=high),
            message("low, central and high in ascending order"),
            message("Put the three prices in order."),
        )
    source = str(row["source"]) if pd.notna(row["source"]) else asked.file
    return RateCard(low=low, central=central, high=high, source=source, date=row["valid_from"].date())


def _exports(asked: CardFile, folder: Path, place: str) -> Sequence[Export]:
    exports = [
        export
        for file in named_files(folder, asked.file)
        for export in read_exports(
            folder / file.file, date_format=asked.date_format, decimal=asked.decimal, currency=asked.currency
        )
        if file.part is None or export.file.endswith(file.part.removeprefix(file.file))
    ]
    cards = [export for export in exports if any(table.shape.name == TABLE for table in export.tables)]
    if not cards:
        raise DataError.at(
            f"{place}.file",
            message("no rate card in {file}", file=clip(asked.file)),
            message(
                "the columns {columns}", columns="platform, action, low, central, high, source, valid_from, valid_to"
            ),
            message("Name the columns so in the file, or write the prices into the brief."),
        )
    return cards


def _fitting(table: CanonicalTable, asked: CardFile, place: str) -> pd.DataFrame:
    """Keep the prices of a platform and an action."""
    frame = table.frame
    for column, text in (("platform", asked.platform), ("action", asked.action)):
        left = frame[frame[column].map(normal, na_action="ignore") == normal(text)]
        if not len(left):
            raise DataError.at(
                f"{place}.{column}",
                message("“{text}” in no row of {file}", text=clip(text), file=clip(asked.file)),
                message("a text that the column holds: {texts}", texts=listed(sorted(set(frame[column].dropna())))),
                message("Write the text as it stands in the file."),
            )
        frame = left
    return frame.dropna(subset=[*_PRICES, "valid_from"])


def _holding(rows: pd.DataFrame, day: date, asked: CardFile, place: str) -> pd.Series:
    """Give the latest prices that hold on a day."""
    moment = pd.Timestamp(day)
    holds = (rows["valid_from"] <= moment) & (rows["valid_to"].isna() | (rows["valid_to"] >= moment))
    if not holds.any():
        spans = [
            f"{start.date()} – {_last(end)}" for start, end in zip(rows["valid_from"], rows["valid_to"], strict=True)
        ]
        raise DataError.at(
            f"{place}.file",
            message("prices of {spans} in {file}", spans=listed(spans) or "–", file=clip(asked.file)),
            message("prices that hold on {day}, the first day of the campaign", day=day),
            message("Ask for a rate card of that time: prices follow the seasons and the market."),
        )
    return rows[holds].sort_values("valid_from", kind="stable").iloc[-1]


def _last(day: pd.Timestamp) -> str:
    return "…" if pd.isna(day) else str(day.date())
