"""How often the intervals of ROI, savings and earned value hold their truth, on series whose true effect is known.

Each world is a kind of noise and a length of the quiet period (`worlds.py`), before a window of 14 days. Sales rise by
40 %, contacts fall by 20 %; earned exposure is what sales are, in other units. Price and margin are known. Costs are
known, or stated with an error of 15 % and the range that tells so; the cost of one contact likewise; a rate card errs
by 20 %, and says so. Ads, in one world: two platforms at known mean prices, each ad off by a log-normal factor of 30 %.
An interval at 95 % should hold its truth for 93 to 97 % of the seeds.

    python benchmarks/returns.py [--seeds N] [--first SEED] [--jobs N] [--worlds WORLD ...]
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import product

import held
import numpy as np
import pandas as pd
from held import NO_BAR, Row, row
from worlds import NOISES, calm

from smmeasure.brief.campaign import Medium, RateCard
from smmeasure.core.earned.amplification import earned_over_bought
from smmeasure.core.earned.price import Price, PriceModel, learn_price
from smmeasure.core.earned.unit_price import UnitPrice, card_price
from smmeasure.core.earned.value import MediaValue, media_value
from smmeasure.core.earned.volume import Volume, counted, gained
from smmeasure.core.results import Uplift
from smmeasure.core.returns import Gain, gain_of, roi
from smmeasure.core.spending import TotalCost, certain, money_range
from smmeasure.core.uplift import estimate_uplift
from smmeasure.core.value_range import with_value_range
from smmeasure.units import Money

WINDOW, LEVEL = 14, 200.0
LIFT, FALL = 0.4, -0.2
WORLDS = {f"{kind}, {quiet} days": (kind, quiet) for quiet, kind in product((120, 365), NOISES)}
ADS_WORLD = "returning .3, 120 days"
COST_SPREAD, CARD_SPREAD, AD_SPREAD = 0.15, 0.2, 0.3
PRICES = {"facebook": 0.004, "instagram": 0.006}
ADS, FRESH, PAID = 50, 20, 1_000.0
DAY = date(2026, 3, 20)


@dataclass(frozen=True, slots=True)
class Effect:
    """A measured effect, and the true one."""

    uplift: Uplift
    truth: float


@dataclass(frozen=True, slots=True)
class Terms:
    """What effects are worth: price of a piece, margin, cost of a contact, cost of the campaign, price of a view."""

    price: float = 50.0
    margin: float = 0.6
    contact: float = 6.5
    cost: float = 20_000.0
    view: float = PRICES["instagram"]


def untouched(kind: str, quiet: int, rng: np.random.Generator) -> tuple[Uplift, float]:
    """Simulate days without an effect, and measure a window of them; give its total beside."""
    y = calm(NOISES[kind](quiet + WINDOW, rng), LEVEL)
    return estimate_uplift(y, y.index[quiet], y.index[-1]), float(y.iloc[quiet:].sum())


def put_in(uplift: Uplift, effect: float) -> Effect:
    """Give what would have been measured with an effect (a baseline learns from the days before alone)."""
    moved = {name: getattr(uplift, name) + effect for name in ("effect", "effect_ci_lower", "effect_ci_upper")}
    return Effect(replace(uplift, **moved, draws=tuple(draw + effect for draw in uplift.draws)), effect)


def euros(amount: float) -> Money:
    """Give an amount in euros."""
    return Money(amount, "EUR")


def stated(rng: np.random.Generator, truth: float) -> TotalCost:
    """State an amount that errs as much as its range says."""
    amount, reach = truth * float(np.exp(rng.normal(0.0, COST_SPREAD))), float(np.exp(1.959964 * COST_SPREAD))
    return money_range(euros(amount / reach), euros(amount), euros(amount * reach), 0.95)


def card(rng: np.random.Generator, truth: float) -> UnitPrice:
    """Read a price off a card that errs as much as it says."""
    central, reach = truth * float(np.exp(rng.normal(0.0, CARD_SPREAD))), float(np.exp(1.959964 * CARD_SPREAD))
    prices = {"low": central / reach, "central": central, "high": central * reach}
    dated = RateCard.model_validate({**prices, "source": "simulated", "date": "2026-01-01"})
    price = card_price(dated, "impressions", "EUR", 0.95, DAY)
    if not isinstance(price, UnitPrice):
        raise TypeError(price.reason)
    return price


def of_effect(world: str, effect: Effect) -> list[Row]:
    """Compare a measured effect with the true one, in parts of it."""
    found, size = effect.uplift, abs(effect.truth)
    ends = (found.effect_ci_lower / size, found.effect / size, found.effect_ci_upper / size)
    return [row(world, f"{NO_BAR}the effect itself", ends, effect.truth / size)]


def of_sales(world: str, sales: Effect, terms: Terms, rng: np.random.Generator) -> list[Row]:
    """Compare the ROI of sales with its truth."""
    gain = gain_of("pieces", sales.uplift, euros(terms.price), terms.margin, saves=False)
    truth = sales.truth * terms.price * terms.margin / terms.cost - 1.0
    return [
        of_roi(world, "ROI of sales, cost known", gain, certain(euros(terms.cost)), truth),
        of_roi(world, "ROI of sales, cost in a range", gain, stated(rng, terms.cost), truth),
    ]


def of_roi(world: str, name: str, gain: Gain, cost: TotalCost, truth: float) -> Row:
    """Compare an ROI with its truth."""
    estimate = roi([gain], cost).estimate
    if estimate is None:
        raise TypeError(name)
    return row(world, name, (estimate.ci_lower, estimate.value, estimate.ci_upper), truth)


def of_calls(world: str, calls: Effect, terms: Terms, rng: np.random.Generator) -> list[Row]:
    """Compare savings, and their ROI, with the truth; savings in parts of the true ones."""
    contact, truth = stated(rng, terms.contact), -calls.truth * terms.contact
    known = gain_of("calls", calls.uplift, euros(terms.contact), 1.0, saves=True)
    ranged = with_value_range(gain_of("calls", calls.uplift, contact.amount, 1.0, saves=True), contact, 0.95)
    ways = {"savings, cost of a contact known": known, "savings, cost of a contact in a range": ranged}
    return [
        *(row(world, name, tuple(end.amount / truth for end in ends(one)), 1.0) for name, one in ways.items()),
        of_roi(world, "ROI of savings, both in a range", ranged, stated(rng, terms.cost), truth / terms.cost - 1.0),
    ]


def ends(one: Gain | MediaValue) -> tuple[Money, Money, Money]:
    """Give low, best and high amount."""
    return one.low, one.central, one.high


def of_exposure(world: str, exposure: Effect, terms: Terms, rng: np.random.Generator) -> list[Row]:
    """Compare an earned value by a rate card with its truth."""
    volume = gained("impressions", Medium.EARNED, "impressions", exposure.uplift)
    return [of_value(world, "earned value, rate card", volume, card(rng, terms.view), exposure.truth * terms.view)]


def of_value(  # noqa: PLR0913, PLR0917 - a row of the table
    world: str, name: str, volume: Volume, price: UnitPrice, truth: float, times: float | np.ndarray = 1.0
) -> Row:
    """Compare a value with its truth, in parts of it, or with what so many single ads would cost."""
    value = media_value(volume, price)
    if not isinstance(value, MediaValue):
        raise TypeError(value.reason)
    return row(world, name, tuple(end.amount / truth for end in ends(value)), times)


def ads(rng: np.random.Generator) -> pd.DataFrame:
    """Buy impressions with ads of log-normal sizes on two platforms."""
    table = pd.DataFrame({"ad_id": range(ADS), "platform": list(PRICES) * (ADS // 2)})
    table["impressions"] = np.exp(rng.normal(9.0, 0.7, ADS)).round()
    table["spend"] = table["platform"].map(PRICES) * factors(ADS, rng) * table["impressions"]
    return table


def factors(count: int, rng: np.random.Generator) -> np.ndarray:
    """Draw by how much single ads are dearer or cheaper than the mean."""
    return np.exp(rng.normal(-(AD_SPREAD**2) / 2, AD_SPREAD, count))


def own_price(rng: np.random.Generator) -> Price:
    """Learn a price from ads."""
    model = learn_price(ads(rng), currency="EUR", features=("platform",))
    if not isinstance(model, PriceModel) or not isinstance(price := model.price(platform="instagram"), Price):
        raise TypeError(model)
    return price


def of_ads(world: str, exposure: Effect, terms: Terms, rng: np.random.Generator) -> list[Row]:
    """Compare earned values at the price of own ads, and earned over paid exposure, with the truth."""
    price, truth = own_price(rng), exposure.truth * terms.view
    volume = gained("impressions", Medium.EARNED, "impressions", exposure.uplift)
    known = counted("impressions", Medium.EARNED, "impressions", exposure.truth, 0.95)
    value = partial(of_value, world)
    return [
        value("earned value, own ads, many more ads", volume, price.of_many_ads(), truth),
        value("earned value, own ads, one more ad", volume, price.of_one_more_ad(), truth, factors(FRESH, rng)),
        value("counted exposure, own ads, many", known, price.of_many_ads(), truth),
        value("counted exposure, own ads, one more ad", known, price.of_one_more_ad(), truth, factors(FRESH, rng)),
        amplified(world, volume, exposure.truth),
        ends_by_ends(world, volume, price.of_many_ads(), truth),
    ]


def amplified(world: str, volume: Volume, truth: float) -> Row:
    """Compare earned over paid exposure with its truth."""
    paid = counted("ads", Medium.PAID, "impressions", PAID, 0.95)
    ratio = earned_over_bought(volume, [paid]).estimate
    if ratio is None:
        return Row(world, "earned over paid", np.nan)
    return row(world, "earned over paid", (ratio.ci_lower, ratio.value, ratio.ci_upper), truth / PAID)


def ends_by_ends(world: str, volume: Volume, price: UnitPrice, truth: float) -> Row:
    """Multiply ends by ends, as is often done: too wide."""
    low, high = volume.estimate.ci_lower * price.low.amount, volume.estimate.ci_upper * price.high.amount
    central = volume.estimate.value * price.central.amount
    return row(world, f"{NO_BAR}earned value, ends × ends", (low / truth, central / truth, high / truth), 1.0)


def one(task: tuple[str, int]) -> list[Row]:
    """Work out every value of one campaign."""
    world, seed = task
    kind, quiet = WORLDS[world]
    rng = np.random.default_rng([zlib.crc32(world.encode()), seed])
    uplift, total = untouched(kind, quiet, rng)
    sales, calls = (put_in(uplift, lift * total) for lift in (LIFT, FALL))
    terms = Terms()
    rows = [
        of_effect(world, sales),
        of_sales(world, sales, terms, rng),
        of_calls(world, calls, terms, rng),
        of_exposure(world, sales, terms, rng),
    ]
    if world == ADS_WORLD:
        rows.append(of_ads(world, sales, terms, rng))
    return [found for some in rows for found in some]


def main() -> None:
    """Simulate, work out, and print the table, and the same over all worlds."""
    asked = held.options(__doc__ or "", choices=list(WORLDS))
    tasks = product(asked.worlds, range(asked.first, asked.first + asked.seeds))
    rows = held.collect(one, tasks, asked.jobs)
    held.show(held.told(rows))
    if len(asked.worlds) > 1:
        held.show(held.told(Row("all worlds", one.value, one.held, one.width, one.error) for one in rows))


if __name__ == "__main__":
    main()
