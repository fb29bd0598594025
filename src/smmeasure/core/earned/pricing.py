"""The price of an indicator's unit as the brief wants it known: off a card, or learnt from the brand's own ads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from smmeasure.ads import AD, SPEND, UNITS, AdRows
from smmeasure.brief.campaign import Campaign, RateCard
from smmeasure.brief.findings import Finding, Severity
from smmeasure.brief.nouns import units_named
from smmeasure.core.earned.dated import dated, known_ads
from smmeasure.core.earned.differences import differences
from smmeasure.core.earned.media import PriceTest
from smmeasure.core.earned.oddities import oddities
from smmeasure.core.earned.price import FORMS, PriceModel, learn_price
from smmeasure.core.earned.unit_price import NoPrice, UnitPrice, card_price
from smmeasure.messages import Message, message

DOUBT_RULE, NO_PRICE_RULE = 71, 72


@dataclass(frozen=True, slots=True)
class Priced:
    """The price of one unit of an indicator, and how it was learnt.

    Attributes
    ----------
    price : UnitPrice or NoPrice
        The price, or why there is none.
    test : PriceTest or None
        How it stood the test on ads not seen; None off a card.
    warnings : tuple of Message
        What its buyer should do something about: prices out of date, or of no date.
    """

    price: UnitPrice | NoPrice
    test: PriceTest | None = None
    warnings: tuple[Message, ...] = ()


def prices(
    campaign: Campaign, cards: Mapping[str, RateCard], ads: Mapping[str, AdRows], as_of: date
) -> dict[str, Priced]:
    """Give the price of every indicator that has one in the brief.

    Parameters
    ----------
    campaign : Campaign
        The brief.
    cards : mapping of str to RateCard
        Prices that were read from files, by indicator.
    ads : mapping of str to AdRows
        Own ads, by indicator.
    as_of : datetime.date
        Date of the report; later ads are not used.
    """
    found: dict[str, Priced] = {}
    for key, indicator in campaign.indicators.items():
        stated = indicator.rate_card
        card = stated if isinstance(stated, RateCard) else cards.get(key)
        if card is not None:
            price = card_price(card, indicator.measures, campaign.currency, campaign.level, as_of)
            found[key] = Priced(price, warnings=() if isinstance(price, NoPrice) else price.doubts)
        elif indicator.ad_prices is not None and key in ads:
            found[key] = _learnt(campaign, key, ads[key], as_of)
    return found


def _learnt(campaign: Campaign, key: str, ads: AdRows, as_of: date) -> Priced:
    rows, warnings = known_ads(ads.frame, as_of), (*oddities(ads), *dated(ads, campaign, as_of))
    # A reason names the units as the brief does.
    named = ads.units if ads.units not in rows else UNITS
    model = learn_price(
        rows.rename(columns={UNITS: named}),
        currency=campaign.currency,
        units=named,
        spend=SPEND,
        ad=AD,
        features=ads.features,
        level=campaign.level,
    )
    if not isinstance(model, PriceModel):
        return Priced(model, warnings=warnings)
    asked = campaign.indicators[key].ad_prices
    price = model.price(**(asked.like if asked else {}))
    test = _test(key, ads, model)
    if isinstance(price, NoPrice):
        return Priced(price, test, warnings)
    # A campaign's exposure is what many ads would have brought, not one of them.
    known = price.of_many_ads()
    doubts = (*known.doubts, *_other_unit(campaign, key, ads), *warnings)
    source = message("{source}, {file}", source=known.source, file=ads.file)
    per = campaign.indicators[key].measures
    return Priced(replace(known, per=per, source=source, doubts=doubts), test, warnings)


def _test(key: str, ads: AdRows, model: PriceModel) -> PriceTest:
    return PriceTest(
        indicator=key,
        file=ads.file,
        units=ads.units,
        rows=model.rows,
        ads=model.ads,
        form=FORMS[model.form],
        features=tuple(name for name, _ in model.learnt.fit.design.levels),
        overall=model.overall,
        error=model.tested.error,
        error_of_mean=model.tested.error_of_mean,
        gain=model.gain,
        coverage=model.tested.coverage,
        level=model.level,
        doubts=model.doubts,
        explained=model.explained,
        differences=differences(model.learnt.fit, model.known, model.level),
    )


def _other_unit(campaign: Campaign, key: str, ads: AdRows) -> Iterator[Message]:
    """Say where the ads count something else than the indicator."""
    if ads.units.casefold() != campaign.indicators[key].measures:
        yield message(
            "it is that of «{units}»: a cost equivalent only as far as both count the same thing.",
            units=units_named(ads.units),
        )


def price_findings(found: Mapping[str, Priced], campaign: Campaign) -> Iterator[Finding]:
    """Say what is wrong with the prices: out of date, zero, or not learnt."""
    for key, priced in found.items():
        named = "ad_prices" if campaign.indicators[key].ad_prices else "rate_card"
        place = f"indicators.{key}.{named}"
        if isinstance(priced.price, NoPrice):
            yield Finding(NO_PRICE_RULE, Severity.ERROR, place, priced.price.reason, _OTHER_PRICE)
        for warning in priced.warnings:
            yield Finding(DOUBT_RULE, Severity.WARNING, place, warning, _NEW_ADS if named == "ad_prices" else _NEW_CARD)


_OTHER_PRICE = message("Give a dated rate card with prices above 0, or a longer export of ads.")
_NEW_ADS = message("Export the ads of the campaign's own time again, each row once and with its day.")
_NEW_CARD = message("Ask for the prices of the campaign's time, or learn them from your own ads with ad_prices.")
