"""What the briefs of campaigns ask of databases."""

from __future__ import annotations

from collections.abc import Iterable

from smmeasure.brief.campaign import Campaign, Database, Source
from smmeasure.brief.catalogue import unit_of
from smmeasure.data.warehouse.questions import Aggregation, DayColumn, Question, Ticks
from smmeasure.units import Kind, Unit


def questions_of(campaigns: Iterable[Campaign]) -> dict[str, tuple[Question, ...]]:
    """Give the questions of all campaigns by the name of the database.

    Parameters
    ----------
    campaigns : iterable of Campaign
        The briefs; sources that are files are passed over.

    Returns
    -------
    dict of str to tuple of Question
        Each question's `indicator` is the key path of its source.
    """
    found: dict[str, list[Question]] = {}
    for campaign in campaigns:
        units = {
            f"indicators.{key}.source": unit_of(one, campaign.currency) for key, one in campaign.indicators.items()
        }
        money = Unit(Kind.MONEY, campaign.currency)
        for place, source in campaign.sources().items():
            if source.database is not None:
                asked = _question(campaign.campaign, place, source, source.database, units.get(place, money))
                found.setdefault(source.file, []).append(asked)
    return {name: tuple(asked) for name, asked in found.items()}


def _question(campaign: str, place: str, source: Source, database: Database, unit: Unit) -> Question:
    return Question(
        campaign=campaign,
        indicator=place,
        table=database.table,
        day=DayColumn(source.day_column, database.timezone, None if database.ticks is None else Ticks(database.ticks)),
        unit=unit,
        value=source.value,
        where=tuple(source.where.items()),
        aggregation=_aggregation(source, database),
        absent_is_zero=source.rows == "events",
    )


def _aggregation(source: Source, database: Database) -> Aggregation:
    if database.distinct:
        return Aggregation.DISTINCT
    if source.value is None:
        return Aggregation.ROWS
    return Aggregation.SUM if source.rows == "events" else Aggregation.ONE
