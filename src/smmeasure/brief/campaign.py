"""The campaign as its analyst writes it: the types behind one YAML brief.

The fields of `Campaign` are the top-level keys of the file, the parameters of the notebook and the
properties of the JSON Schema. Descriptions are written for the person who fills in the brief: an
editor shows them while one types.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from smmeasure.brief.exposure import CARD_FILE, PRICES, AdPrices, CardFile, RateCard, ReferenceEvent, StatedPrices
from smmeasure.brief.fields import Day, Number, Ratio, Text, folder_name, known_country, known_currency, known_unit
from smmeasure.brief.loyalty import Loyalty
from smmeasure.brief.objective import Horizon, Objective, ObjectiveKind, Target
from smmeasure.brief.part import Part
from smmeasure.brief.savings import Deflection, Exchange
from smmeasure.brief.steps import FUNNEL, Conversion, Steps
from smmeasure.windows import Window

__all__ = [
    "CARD_FILE",
    "PRICES",
    "Action",
    "AdPrices",
    "Campaign",
    "CardFile",
    "Conversion",
    "Cost",
    "CostCategory",
    "Database",
    "Exclusion",
    "ExclusionReason",
    "Horizon",
    "Indicator",
    "Medium",
    "Objective",
    "ObjectiveKind",
    "OtherCampaign",
    "RateCard",
    "ReferenceEvent",
    "Source",
    "Span",
    "Target",
]


class Span(Part):
    """First and last day, both included."""

    start: Day = Field(description="First day, as YYYY-MM-DD.")
    end: Day = Field(description="Last day, included, as YYYY-MM-DD.")

    def window(self) -> Window:
        """Give the span as a `Window`."""
        return Window(self.start, self.end)


class Medium(StrEnum):
    """Who pays for, owns, passes on or gives the exposure."""

    PAID = "paid"
    OWNED = "owned"
    SHARED = "shared"
    EARNED = "earned"


class CostCategory(StrEnum):
    """What money was spent on; the total cost of a campaign counts every category."""

    MEDIA = "media"
    PRODUCTION = "production"
    TOOLS = "tools"
    INFLUENCERS = "influencers"
    DISCOUNTS = "discounts"
    STAFF = "staff"
    OTHER = "other"


class ExclusionReason(StrEnum):
    """Why days can't teach what a quiet day is like."""

    SALES = "sales"
    STOCK_OUT = "stock-out"
    METRIC_BREAK = "metric break"
    OUTAGE = "outage"
    HOLIDAY = "holiday"
    OTHER = "other"


class Database(Part):
    """A table of a database, where `file` names one."""

    table: Text = Field(description="Name of the table, or schema.table.")
    timezone: Text | None = Field(
        None, description="Time zone whose days count, e.g. Europe/Paris, where date is a column of moments in UTC."
    )
    ticks: Literal["seconds", "milliseconds", "microseconds"] | None = Field(
        None, description="What date counts since 1970, where its moments are numbers."
    )
    distinct: bool = Field(
        default=False, description="True counts the different values of a day, visitors say, and adds nothing up."
    )


class Source(Part):
    """Where values are: columns named by hand (`date`), or a `measure` of exports that are recognised."""

    file: Text = Field(
        description="File in the data folder: CSV, TSV, XLSX, XLS, ODS or Parquet. With measure also a ZIP, one of its "
        "members, a folder, or several files by a pattern such as meta/*.csv."
    )
    date: Text | None = Field(None, description="Column of the day; give either date or measure.")
    measure: Text | None = Field(
        None,
        description="What to read from exports that are recognised by their headers, e.g. views, spend, sessions; "
        "give either date or measure.",
    )
    value: Text | None = Field(None, description="Column of the value; leave it out to count rows.")
    database: Database | None = Field(
        None,
        description="Table of a database: file is then a .duckdb file in the data folder, or a name that "
        "connections.yaml knows.",
    )
    where: dict[str, str] = Field(default={}, description="Keep only rows whose column has this text.")
    rows: Literal["days", "events"] = Field(
        "days",
        description="days: one row per day, an absent day is unknown. events: one row per event or sale, "
        "a day without rows between the first and the last one is zero.",
    )
    sheet: Text | None = Field(None, description="Sheet of a workbook; the first one if left out.")
    platform: Text | None = Field(
        None, description="Keep only this platform's rows, e.g. instagram; with measure, where the files have several."
    )
    basis: Literal["total", "organic", "paid"] | None = Field(
        None, description="total, organic or paid; with measure, where the files have several."
    )
    table: Text | None = Field(
        None, description="Table of the measure, e.g. account_day; with measure, where two tables have it."
    )
    locale: Text | None = Field(
        None, description="Language of the headers, e.g. fr; with measure, where the headers are of two languages."
    )
    currency: Annotated[str, AfterValidator(known_currency)] | None = Field(
        None, description="Currency of the amounts; with measure, where the file names none."
    )
    as_of: Day | None = Field(
        None,
        description="Day on which it was exported; with measure, for values since publication and days without year.",
    )
    first_day: Day | None = Field(
        None, description="First day of the report; with measure, where its days are only numbered or it names none."
    )
    last_day: Day | None = Field(None, description="Last day of the report; with measure, where it names none.")
    date_format: Text | None = Field(None, description="How days are written if not YYYY-MM-DD, e.g. %d/%m/%Y.")
    decimal: Literal[".", ","] | None = Field(
        None, description="Decimal sign of the values; a point if left out, with measure what the file proves."
    )

    @property
    def day_column(self) -> str:
        """The column of the day of a source that names its columns."""
        return self.date or ""

    @property
    def decimal_sign(self) -> str:
        """The decimal sign of a source that names its columns."""
        return self.decimal or "."


class Indicator(Part):
    """One daily series with a unit, from one source."""

    measures: Text = Field(description="What it is in the catalogue, e.g. units_sold, sessions, reach_daily.")
    source: Source = Field(description="File and columns.")
    label: Text | None = Field(None, description="Name to show; the catalogue's name if left out.")
    noun: Text | None = Field(None, description="What is counted, in the plural, e.g. pieces.")
    unit: Annotated[Text, AfterValidator(known_unit)] | None = Field(
        None, description="count, people, fraction, seconds, points or a currency; the catalogue's if left out."
    )
    controls: tuple[Text, ...] = Field((), description="Indicators that the campaign can't have touched.")
    value_per_unit: Number | None = Field(
        None, gt=0, description="Net price of one unit, or cost of one contact for savings, in the brief's currency."
    )
    value_low: Number | None = Field(
        None, gt=0, description="Lowest likely value of one unit, at the brief's level; goes with value_per_unit."
    )
    value_high: Number | None = Field(None, gt=0, description="Highest likely value of one unit.")
    deflection: Deflection | None = Field(
        None, description="Contacts that these answers may spare, by a declared rate: shown apart, never in the ROI."
    )
    margin: Ratio | None = Field(None, description="Share of the price that is margin, from 0 to 1.")
    expected: Number | None = Field(None, gt=0, description="Total expected over the window when it was planned.")
    expected_low: Number | None = Field(
        None, gt=0, description="Lowest total that was thought likely, at the brief's level; goes with expected."
    )
    expected_high: Number | None = Field(None, gt=0, description="Highest total that was thought likely.")
    rate_card: StatedPrices | None = Field(
        None, description="Price of earned exposure, for its cost equivalent: stated here, or a file of prices."
    )
    ad_prices: AdPrices | None = Field(
        None, description="Own ads from which the price of one unit is learnt; in the place of rate_card."
    )
    medium: Medium | None = Field(
        None, description="paid, owned, shared or earned: whose exposure it is; the catalogue's if left out."
    )
    negative_share: Ratio | None = Field(
        None, description="Assumed share of a negative tone, from 0 to 1; it is valued apart."
    )
    negative_low: Ratio | None = Field(
        None, description="Lowest likely share of a negative tone, at the brief's level; goes with negative_share."
    )
    negative_high: Ratio | None = Field(None, description="Highest likely share of a negative tone.")
    negative_indicator: Text | None = Field(
        None, description="Indicator that counts those of a negative tone; in the place of negative_share."
    )
    reference_event: ReferenceEvent | None = Field(
        None, description="Event to compare the effect with, e.g. {name: the opening ceremony, count: 3000000}."
    )


class Cost(Part):
    """One item of cost: an amount, staff hours at a rate, or a column of an ad export."""

    category: CostCategory = Field(description="media, production, tools, influencers, discounts, staff or other.")
    amount: Number | None = Field(None, ge=0, description="Amount in the brief's currency, without tax.")
    low: Number | None = Field(
        None, gt=0, description="Lowest likely amount, at the brief's level; goes with amount and high."
    )
    high: Number | None = Field(None, gt=0, description="Highest likely amount, at the brief's level.")
    hours: Number | None = Field(None, ge=0, description="Staff hours; goes with rate.")
    rate: Number | None = Field(None, ge=0, description="Cost of one staff hour, charges included.")
    source: Source | None = Field(None, description="Spend per day from an ad export, summed over the window.")
    currency: Annotated[str, AfterValidator(known_currency)] | None = Field(
        None, description="Currency of the amount; another one than the brief's needs a rate of exchange."
    )
    exchange: Exchange | None = Field(
        None, description="Rate, source and day by which another currency becomes the brief's."
    )
    attributed: Source | None = Field(
        None,
        description="Conversion value that the platform attributes to this spend, by day; left out, it is read from "
        "the source itself where that has measure: spend.",
    )
    estimated: bool = Field(default=False, description="True where the amount is a guess: it is labelled so.")
    note: Text | None = Field(None, description="Anything worth knowing.")


class Action(Part):
    """What is done, where, from when to when, and what it costs."""

    name: Text = Field(description="The action in a few words.")
    platform: Text = Field(description="instagram, facebook, tiktok, youtube, linkedin, x, mail, site, shop …")
    medium: Medium = Field(description="paid, owned, shared or earned.")
    window: Span | None = Field(None, description="Days of the action; the campaign's window if left out.")
    costs: tuple[Cost, ...] = Field((), description="Every cost of the action.")
    conversion: Conversion | None = Field(
        None, description="Conversion rate of this action alone: of one indicator, to another."
    )


class Exclusion(Part):
    """Days that are kept out of the quiet period."""

    start: Day = Field(description="First day, as YYYY-MM-DD.")
    end: Day = Field(description="Last day, included.")
    reason: ExclusionReason = Field(description="sales, stock-out, metric break, outage, holiday or other.")
    note: Text | None = Field(None, description="Anything worth knowing.")

    def window(self) -> Window:
        """Give the excluded days as a `Window`."""
        return Window(self.start, self.end)


class OtherCampaign(Part):
    """Another campaign of the brand; its days are no quiet days."""

    name: Text = Field(description="Name of the other campaign.")
    start: Day = Field(description="First day, as YYYY-MM-DD.")
    end: Day = Field(description="Last day, included.")

    def window(self) -> Window:
        """Give the other campaign's days as a `Window`."""
        return Window(self.start, self.end)


class Campaign(Part):
    """One campaign's brief: what is wanted, what is done, what it costs and how it is measured."""

    campaign: Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"), AfterValidator(folder_name)] = (
        Field(description="Short name of lower-case letters, digits and hyphens; also the report's folder.")
    )
    title: Text = Field(description="Title of the report.")
    brand: Text = Field(description="The brand.")
    language: Literal["fr", "en"] = Field(description="Language of the report: fr or en.")
    currency: Annotated[str, AfterValidator(known_currency)] = Field(description="ISO code, e.g. EUR.")
    goal: Text = Field(description="What the business wants, in one sentence.")
    window: Span = Field(description="First and last day of the campaign.")
    data: Text = Field(description="Folder of the data files, from the workspace.")
    indicators: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], Indicator] = Field(
        min_length=1, description="The series, by a short name of your choice."
    )
    objectives: tuple[Objective, ...] = Field((), description="The goal made measurable.")
    actions: tuple[Action, ...] = Field((), description="What is done, and what it costs.")
    quiet_period: Span | None = Field(
        None, description="Days without commercial communication; all days before the window if left out."
    )
    exclusions: tuple[Exclusion, ...] = Field((), description="Days that teach nothing about quiet days.")
    other_campaigns: tuple[OtherCampaign, ...] = Field((), description="The brand's other campaigns.")
    roi: tuple[Text, ...] = Field((), description="Indicators whose effect is money earned or saved.")
    funnel: Steps = FUNNEL
    loyalty: Loyalty | None = Field(
        None, description="Orders with customer keys and members: what became of the customers that were won."
    )
    country: Annotated[str, AfterValidator(known_country)] | None = Field(
        None, description="ISO country whose public holidays the brand's customers have, e.g. FR."
    )
    level: Number = Field(0.95, gt=0.5, lt=1, description="Confidence level of every interval.")
    as_of: Day | None = Field(None, description="Date of the report; the last day of the data if left out.")

    def quiet_limits(self) -> tuple[date | None, date | None]:
        """Give first and last day of the declared quiet period; None where it is open."""
        return (self.quiet_period.start, self.quiet_period.end) if self.quiet_period else (None, None)

    def sources(self) -> dict[str, Source]:
        """Give every source by its key path: of indicators first, then of costs."""
        found = {f"indicators.{key}.source": indicator.source for key, indicator in self.indicators.items()}
        for number, action in enumerate(self.actions):
            costs = {f"actions[{number}].costs[{place}].source": cost for place, cost in enumerate(action.costs)}
            found |= {place: cost.source for place, cost in costs.items() if cost.source is not None}
            claimed = {place.removesuffix("source") + "attributed": cost.attributed for place, cost in costs.items()}
            found |= {place: source for place, source in claimed.items() if source is not None}
        return found

    def files(self) -> tuple[str, ...]:
        """Give what the brief calls its data files, each once, in order."""
        named = [source.file for source in self.sources().values()]
        prices = (price for one in self.indicators.values() for price in (one.rate_card, one.ad_prices))
        priced = [price.file for price in prices if isinstance(price, CardFile | AdPrices)]
        return tuple(dict.fromkeys([*named, *priced, *(self.loyalty.files() if self.loyalty else ())]))
