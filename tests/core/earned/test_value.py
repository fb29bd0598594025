"""Volumes times prices: by hand, as equivalents that never meet money, with intervals that hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from small import not_measured, uplift
from smmeasure.brief.campaign import Medium, RateCard
from smmeasure.core.earned.draws import share_counted, share_within
from smmeasure.core.earned.unit_price import NoPrice, UnitPrice, card_price
from smmeasure.core.earned.value import MediaValue, NoValue, media_value, media_values
from smmeasure.core.earned.volume import Volume, counted, gained, split_by_tone
from smmeasure.core.estimates import Estimate, Evidence
from smmeasure.errors import CallError, UnitError
from smmeasure.messages import Message
from smmeasure.units import Money, MoneyEquivalent

DAY = date(2026, 3, 20)


def card(low: float, central: float, high: float, day: str = "2026-01-01") -> RateCard:
    """Write a rate card."""
    return RateCard.model_validate({"low": low, "central": central, "high": high, "source": "own ads", "date": day})


def price(low: float = 0.006, central: float = 0.006, high: float = 0.006, per: str = "impressions") -> UnitPrice:
    """Read a price off a card, certain unless said otherwise."""
    found = card_price(card(low, central, high), per, "EUR", 0.95, DAY)
    assert isinstance(found, UnitPrice)
    return found


def earned(effect: float = 10_000, low: float = 8_000, high: float = 12_000, **changes: object) -> Volume:
    """Gain earned impressions."""
    per = str(changes.pop("per", "impressions"))
    medium = changes.pop("medium", Medium.EARNED)
    assert isinstance(medium, Medium)
    noun = str(changes.pop("noun", ""))
    return replace(gained("views", medium, per, uplift(effect, low, high), **changes), noun=noun)


def value(volume: Volume, at: UnitPrice) -> MediaValue:
    """Value a volume that can be valued."""
    found = media_value(volume, at)
    assert isinstance(found, MediaValue)
    return found


def amounts(told: MediaValue) -> tuple[float, float, float]:
    """Give low, central and high in equivalent euros."""
    assert {told.low.currency, told.central.currency, told.high.currency} == {"EUR"}
    return told.low.amount, told.central.amount, told.high.amount


def test_certain_price() -> None:
    """10,000 impressions (8,000 to 12,000) × 0.006 EUR = 60 EUR_eq (48 to 72)."""
    told = value(earned(), price())

    assert amounts(told) == pytest.approx((48, 60, 72))
    assert str(told.calculation) == "10000 × 0.006 per unit (rate card of own ads, 2026-01-01)"


def test_certain_volume() -> None:
    """2,000 impressions counted × 0.006 EUR (0.004 to 0.009) = 12 EUR_eq (8 to 18)."""
    told = value(counted("ads", Medium.PAID, "impressions", 2000, 0.95), price(0.004, 0.006, 0.009))

    assert amounts(told) == pytest.approx((8, 12, 18))


def test_both_uncertain() -> None:
    """Two log-normal factors with ends at ×÷ 1.5 and ×÷ 1.5 have a product with ends at ×÷ 1.5^√2 = ×÷ 1.774."""
    shares = np.arange(1, 400) / 400
    draws = 10_000 * np.exp(stats.norm.ppf(shares) * np.log(1.5) / stats.norm.ppf(0.975))
    volume = gained("views", Medium.EARNED, "impressions", uplift(10_000, 10_000 / 1.5, 15_000, draws=tuple(draws)))
    told = value(volume, price(0.004, 0.006, 0.009))

    # Draws end at half a per cent on each side, which brings the ends of a product 1 % nearer.
    assert amounts(told) == pytest.approx((60 / 1.774, 60, 60 * 1.774), rel=0.02)


def test_the_median_and_ends_of_a_card() -> None:
    """The draws of a card have its central price as median, and its ends at 2.5 % and 97.5 %."""
    drawn = price(0.004, 0.006, 0.012).draws

    # 199 draws stand at every half per cent.
    assert (drawn[4], drawn[99], drawn[194]) == pytest.approx((0.004, 0.006, 0.012))


def test_exposure_that_was_lost() -> None:
    """An effect of −500 (−900 to 100) is worth 0 EUR_eq, at most 100 × 0.006 = 0.60."""
    assert amounts(value(earned(-500, -900, 100), price())) == pytest.approx((0, 0, 0.6))


def test_an_equivalent_is_never_money() -> None:
    """A value refuses money, is labelled an equivalent, and says that it is no return."""
    told = value(earned(), price())

    assert told.evidence is Evidence.EQUIVALENT
    assert str(told.explanation) == (
        "This is a cost equivalent, what the same exposure would have cost to buy; it is no return, is never added to "
        "money and never enters an ROI."
    )
    for end in (told.low, told.central, told.high):
        with pytest.raises(UnitError):
            Money(1.0, "EUR") + end  # type: ignore[operator]


@given(
    st.floats(-1e6, 1e6),
    st.floats(0, 1e5),
    st.floats(0, 1e5),
    st.floats(1e-4, 1.0),
    st.floats(1.0, 5.0),
    st.floats(1.0, 5.0),
)
def test_intervals_contain_their_values(  # noqa: PLR0913, PLR0917 - one argument per number of the example
    effect: float, below: float, above: float, central: float, down: float, up: float
) -> None:
    """Low, central and high are in order, finite and never negative, and the draws ascend."""
    told = value(earned(effect, effect - below, effect + above), price(central / down, central, central * up))
    low, middle, high = amounts(told)

    assert 0.0 <= low <= middle <= high < np.inf
    assert list(told.draws) == sorted(told.draws)


def test_media_are_kept_apart() -> None:
    """Paid 1,000, earned 10,000 on one network and 5,000 on another: 6, then 60 + 30 = 90 EUR_eq, never 96."""
    bought = counted("ads", Medium.PAID, "impressions", 1000, 0.95)
    told = media_values([(earned(), price()), (earned(5000, 4000, 6000), price()), (bought, price())])
    (paid,), (gift,) = told.of(Medium.PAID), told.of(Medium.EARNED)

    assert paid.central == MoneyEquivalent(pytest.approx(6), "EUR")
    assert (gift.low.amount, gift.central.amount, gift.high.amount) == pytest.approx((72, 90, 108))
    assert sum(part.central.amount for part in gift.parts) == pytest.approx(gift.central.amount)
    assert told.of(Medium.SHARED) == ()


def test_mentions_of_a_negative_tone_are_apart() -> None:
    """A fifth of 10,000 in a negative tone: 48 EUR_eq earned, 12 EUR_eq apart; together the whole 60."""
    good, bad = split_by_tone(earned(), 0.2)
    told = media_values([(good, price()), (bad, price())])
    (gift,), (harm,) = told.of(Medium.EARNED), told.of(Medium.EARNED, negative=True)

    assert (gift.central.amount, harm.central.amount) == pytest.approx((48, 12))
    whole = value(earned(), price())
    assert (gift.low + harm.low).amount == pytest.approx(whole.low.amount)
    assert (gift.high + harm.high).amount == pytest.approx(whole.high.amount)


@given(st.floats(0, 1), st.floats(-1e5, 1e5), st.floats(0, 1e4))
def test_tones_add_up_to_the_whole(negative: float, effect: float, half: float) -> None:
    """Whatever the share, both parts add up to the volume and its ends."""
    whole = earned(effect, effect - half, effect + half)
    good, bad = split_by_tone(whole, negative)

    for end in ("value", "ci_lower", "ci_upper"):
        parts = getattr(good.estimate, end) + getattr(bad.estimate, end)
        # Two products are rounded once each.
        assert parts == pytest.approx(getattr(whole.estimate, end), rel=1e-9, abs=1e-9)


def test_units_are_never_mixed() -> None:
    """An impression and the click on it are two totals; a price of the other unit is refused."""
    told = media_values([(earned(), price()), (earned(100, 50, 150, per="clicks"), price(per="clicks"))])
    wrong = media_value(earned(), price(per="clicks"))

    assert [total.per for total in told.of(Medium.EARNED)] == ["impressions", "clicks"]
    assert isinstance(wrong, NoValue)
    assert str(wrong.reason) == (
        "The volume counts impressions, the price is that of clicks: a price of the same unit is needed."
    )


def test_two_currencies_have_no_total() -> None:
    """Values in euros and pounds of one medium refuse to be added."""
    pounds = card_price(card(0.006, 0.006, 0.006), "impressions", "GBP", 0.95, DAY)
    with pytest.raises(UnitError):
        media_values([(earned(), price()), (earned(), pounds)])


def test_what_was_not_measured_or_priced_is_told() -> None:
    """A volume without a number or a price without one gives its reason, and no zero."""
    unknown = gained("views", Medium.EARNED, "impressions", not_measured())
    uncounted = counted("ads", Medium.PAID, "impressions", float("nan"), 0.95)
    free = card_price(card(0, 0.006, 0.009), "impressions", "EUR", 0.95, DAY)
    told = media_values([(unknown, price()), (uncounted, price()), (earned(), free)])

    assert told.totals == ()
    assert [str(one.reason) for one in told.unknown] == [
        "Too few quiet days.",
        "«ads» was not counted.",
        (
            "The rate card of own ads has the prices 0, 0.006 and 0.009: low, central and high must rise in this order "
            "from above 0."
        ),
    ]


@pytest.mark.parametrize(
    ("day", "doubts"),
    [
        ("2025-03-20", []),
        (
            "2025-03-19",
            [
                (
                    "The rate card of own ads is 366 days old: prices of ads follow the seasons and the market, and a "
                    "card older than 365 days is out of date."
                )
            ],
        ),
        ("2026-03-21", ["The rate card of own ads is of 2026-03-21, after the date of the report."]),
    ],
)
def test_a_card_out_of_date(day: str, doubts: list[str]) -> None:
    """A card older than a year, or of tomorrow, is flagged; one of a year ago is not."""
    found = card_price(card(0.004, 0.006, 0.009, day), "impressions", "EUR", 0.95, DAY)

    assert isinstance(found, UnitPrice)
    assert [str(doubt) for doubt in found.doubts] == doubts


@pytest.mark.parametrize("prices", [(0.006, 0.004, 0.009), (0.004, 0.009, 0.006), (0, 0, 0)])
def test_a_card_out_of_order(prices: tuple[float, float, float]) -> None:
    """Prices that don't rise from low to high, or are 0, are no prices."""
    assert isinstance(card_price(card(*prices), "impressions", "EUR", 0.95, DAY), NoPrice)


@pytest.mark.parametrize("number", [-1.0, float("inf")])
def test_a_count_is_never_negative(number: float) -> None:
    """Negative and infinite counts are refused."""
    with pytest.raises(CallError):
        counted("ads", Medium.PAID, "impressions", number, 0.95)


def test_a_share_of_tone_is_a_share() -> None:
    """Twenty for 20 % is refused."""
    with pytest.raises(CallError) as error:
        split_by_tone(earned(), 20)

    assert str(error.value) == "negative: found 20; expected a number from 0 to 1. 0.2 stands for 20 %."


def test_the_interval_of_a_value_holds() -> None:
    """Of 500 values whose volume and price err as their draws say, 95 % hold the true 60 EUR_eq."""
    rng = np.random.default_rng(5)
    quantiles = stats.norm.ppf(np.arange(1, 100) / 100)
    reach = stats.norm.ppf(0.975)
    inside = []
    for slip, factor in zip(rng.normal(0, 1_000, 500), np.exp(rng.normal(0, 0.2, 500)), strict=True):
        seen, paid = 10_000 + slip, 0.006 * factor
        drawn = tuple(seen + 1_000 * quantiles)
        volume = gained("v", Medium.EARNED, "impressions", uplift(seen, seen - 1960, seen + 1960, draws=drawn))
        told = value(volume, price(paid * np.exp(-0.2 * reach), paid, paid * np.exp(0.2 * reach)))
        inside.append(told.low.amount <= 60 <= told.high.amount)

    # Three standard errors of 95 % of 500.
    assert np.mean(inside) == pytest.approx(0.95, abs=0.03)


def test_a_range_of_the_negative_share_by_hand() -> None:
    """10,000 counted, a fifth negative, a tenth to two fifths: 2,000 (1,000 to 4,000) × 0.006 = 12 (6 to 24)."""
    mentions = counted("talk", Medium.EARNED, "mentions", 10_000, 0.95)
    good, bad = split_by_tone(mentions, 0.2, share_within(0.1, 0.2, 0.4, 0.95).tolist())

    assert bad.estimate == Estimate(*(pytest.approx(number, rel=1e-9) for number in (2_000, 1_000, 4_000)))
    assert amounts(value(bad, price(per="mentions"))) == pytest.approx((6, 12, 24))
    # What is not negative is the rest: 8,000, at least 6,000 and at most 9,000.
    assert amounts(value(good, price(per="mentions"))) == pytest.approx((36, 48, 54))


def test_a_share_that_was_counted_has_wilsons_interval() -> None:
    """20 of 100: (2 × 20 + 1.96² ± 1.96 √(1.96² + 4 × 20 × 0.8)) ÷ 2 (100 + 1.96²) = 0.1334 and 0.2888."""
    drawn = share_counted(20, 100)

    # 199 draws stand at every half per cent.
    assert (drawn[4], drawn[99], drawn[194]) == pytest.approx((0.1334, 0.2, 0.2888), abs=5e-5)
    assert list(drawn) == sorted(drawn)
    assert share_counted(0, 50)[99] == pytest.approx(0.0)


def test_an_uncertain_share_of_uncertain_mentions() -> None:
    """Ends at ×÷ 1.5 for the mentions and ×÷ 1.2 for the share: their product ends at ×÷ exp √(ln² 1.5 + ln² 1.2)."""
    shares = np.arange(1, 400) / 400
    reach = stats.norm.ppf(shares) / stats.norm.ppf(0.975)
    mentions = uplift(10_000, 10_000 / 1.5, 15_000, draws=tuple(10_000 * np.exp(reach * np.log(1.5))))
    talk = gained("talk", Medium.EARNED, "mentions", mentions)
    _, bad = split_by_tone(talk, 0.2, (0.2 * np.exp(reach * np.log(1.2))).tolist())
    factor = np.exp(np.hypot(np.log(1.5), np.log(1.2)))

    # Draws end at half a per cent on each side, which brings the ends of a product 1 % nearer.
    assert (bad.estimate.ci_lower, bad.estimate.ci_upper) == pytest.approx((2_000 / factor, 2_000 * factor), rel=0.02)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(-1e5, 1e5), st.floats(0, 1e4))
def test_tones_of_an_uncertain_share_add_up_to_the_whole(
    one: float, other: float, third: float, effect: float, half: float
) -> None:
    """Whatever the range of the share, both middles add up to the whole, and each lies in its own interval."""
    low, central, high = sorted((one, other, third))
    whole = earned(effect, effect - half, effect + half)
    good, bad = split_by_tone(whole, central, share_within(low, central, high, 0.95).tolist())

    assert good.estimate.value + bad.estimate.value == pytest.approx(whole.estimate.value, rel=1e-9, abs=1e-9)
    for part in (good, bad):
        assert part.estimate.ci_lower <= part.estimate.value <= part.estimate.ci_upper
        assert list(part.draws) == sorted(part.draws)


@given(st.lists(st.tuples(st.floats(0, 1e5), st.floats(0, 1e4)), min_size=1, max_size=4))
def test_a_total_is_the_sum_of_its_parts(effects: list[tuple[float, float]]) -> None:
    """Low, central and high of a total are the sums of those of its parts, in EUR_eq, which refuses to add to euros."""
    (whole,) = media_values([(earned(size, size - half, size + half), price()) for size, half in effects]).totals

    for end in ("low", "central", "high"):
        parts = sum(getattr(part, end).amount for part in whole.parts)
        assert getattr(whole, end).amount == pytest.approx(parts, rel=1e-12)
        assert str(getattr(whole, end).unit) == "EUR_eq"
        for both in ((getattr(whole, end), Money(1.0, "EUR")), (Money(1.0, "EUR"), getattr(whole, end))):
            with pytest.raises(UnitError):
                both[0] + both[1]
    assert whole.low.amount <= whole.central.amount <= whole.high.amount


def test_units_are_named_as_the_brief_does() -> None:
    """«views» are what the catalogue says in the reader's language, unless the brief has its own word."""
    plain, own = earned(per="views"), earned(per="views", noun="vues du film")

    assert (str(plain.what), own.what) == ("views", "vues du film")
    assert isinstance(plain.what, Message)
