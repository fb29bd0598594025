"""What a brief says of the price of exposure: a dated card, a file of cards, or the brand's own ads; and an event."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag

from smmeasure.brief.fields import Day, Number, Text, known_currency
from smmeasure.brief.part import Part

MOST_FEATURES = 4
"""Prices by more features than this rest on too few ads each."""


class RateCard(Part):
    """What one unit of exposure would cost to buy: a range, its source and its date."""

    low: Number = Field(ge=0, description="Low price per unit, in the brief's currency.")
    central: Number = Field(ge=0, description="Central price per unit.")
    high: Number = Field(ge=0, description="High price per unit.")
    source: Text = Field(description="Where the prices come from.")
    date: Day = Field(description="Day of the prices.")


class CardFile(Part):
    """A file of rate cards; the prices that hold on the campaign's first day count."""

    file: Text = Field(
        description="File of prices in the data folder, with the columns platform, action, low, central, high, "
        "currency, source, valid_from and valid_to."
    )
    platform: Text = Field(description="Platform whose prices are meant, as the file writes it.")
    action: Text = Field(description="What is priced, as the file writes it, e.g. view.")
    currency: Annotated[str, AfterValidator(known_currency)] | None = Field(
        None, description="Currency of the prices where the file names none."
    )
    date_format: Text | None = Field(None, description="How days are written if not YYYY-MM-DD, e.g. %d/%m/%Y.")
    decimal: Literal[".", ","] | None = Field(None, description="Decimal sign of the prices if no number proves it.")


PRICES, CARD_FILE = "<prices>", "<file>"
"""Names of the two ways of stating prices; pydantic puts them into the places of faults."""


def _way_of_prices(value: object) -> str:
    is_file = "file" in value if isinstance(value, dict) else isinstance(value, CardFile)
    return CARD_FILE if is_file else PRICES


StatedPrices = Annotated[
    Annotated[RateCard, Tag(PRICES)] | Annotated[CardFile, Tag(CARD_FILE)], Discriminator(_way_of_prices)
]
"""A dated card, or a file of cards."""


class AdPrices(Part):
    """The brand's own ads, from which the price of a unit is learnt."""

    file: Text = Field(
        description="Ad export in the data folder. An export that is recognised needs no more; of any other file name "
        "the columns with spend, units, ad and day."
    )
    units: Text = Field(
        "impressions", description="Column of what was bought, whose price is that of a unit: impressions, clicks …"
    )
    spend: Text | None = Field(None, description="Column of what was paid; names the columns of any other file.")
    ad: Text | None = Field(None, description="Column that tells ads apart; goes with spend.")
    day: Text | None = Field(None, description="Column of the day; goes with spend: later days than the report's go.")
    features: tuple[Text, ...] = Field(
        (),
        max_length=MOST_FEATURES,
        description="Columns that the price may depend on, the most important first, e.g. platform, age, month.",
    )
    like: dict[str, str] = Field(
        default={}, description="Features that the exposure has, e.g. {platform: instagram}; averaged if left out."
    )
    currency: Annotated[str, AfterValidator(known_currency)] | None = Field(
        None, description="Currency of the amounts where the file names none."
    )
    date_format: Text | None = Field(None, description="How days are written if not YYYY-MM-DD, e.g. %d/%m/%Y.")
    decimal: Literal[".", ","] | None = Field(None, description="Decimal sign of the numbers; a point if left out.")


class ReferenceEvent(Part):
    """An event whose size a reader knows."""

    name: Text = Field(description="The event as a reader calls it, e.g. the opening ceremony.")
    count: Number = Field(gt=0, description="Its size in the unit of the indicator, e.g. 3000000 views.")
