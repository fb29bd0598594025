"""How often the interval of a value holds its truth, on simulated series and simulated ads.

Earned impressions: a positive series with a weekly pattern and noise of 10 % that returns to its level; the campaign
multiplies it by a known factor. Ads: two platforms at known mean prices, each ad off by a log-normal factor of 30 %.
Every value is then worth a known number of euros. An interval at 95 % should hold it for 93 to 97 % of the seeds.

    python benchmarks/returns.py [--seeds N] [--jobs N]
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from datetime import date

# One thread per process: the matrices are small, and the processes share the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from smmeasure.brief.campaign import Medium, RateCard
from smmeasure.core.earned.amplification import earned_over_bought
from smmeasure.core.earned.price import Price, PriceModel, learn_price
from smmeasure.core.earned.unit_price import UnitPrice, card_price
from smmeasure.core.earned.value import MediaValue, media_value
from smmeasure.core.earned.volume import Volume, counted, gained
from smmeasure.core.uplift import estimate_uplift

WEEKDAYS = np.array([1.0, 1.1, 1.05, 1.0, 0.95, 0.8, 0.7])
QUIET, WINDOW, LEVEL, NOISE, PERSISTENCE, LIFT = 120, 14, 1000.0, 0.1, 0.3, 0.4
PRICES = {"facebook": 0.004, "instagram": 0.006}
ADS, AD_SPREAD, CARD_SPREAD = 50, 0.3, 0.2
TRUE_PRICE = PRICES["instagram"]
DAY = date(2026, 3, 20)
BAR = (0.93, 0.97)


def series(rng: np.random.Generator) -> tuple[pd.Series, float]:
    """Simulate earned impressions by day, and how many of them the campaign brought."""
    days = pd.date_range("2025-10-01", periods=QUIET + WINDOW)
    shocks = rng.normal(0.0, NOISE * np.sqrt(1 - PERSISTENCE**2), len(days))
    noise = np.zeros(len(days))
    for day in range(1, len(days)):
        noise[day] = PERSISTENCE * noise[day - 1] + shocks[day]
    untouched = LEVEL * WEEKDAYS[days.day_of_week] * np.exp(noise)
    lifted = untouched * np.where(np.arange(len(days)) >= QUIET, 1.0 + LIFT, 1.0)
    return pd.Series(lifted, days), float((lifted - untouched).sum())


def ads(rng: np.random.Generator) -> pd.DataFrame:
    """Buy impressions with ads of log-normal sizes on two platforms."""
    table = pd.DataFrame({"ad_id": range(ADS), "platform": list(PRICES) * (ADS // 2)})
    table["impressions"] = np.exp(rng.normal(9.0, 0.7, ADS)).round()
    factor = np.exp(rng.normal(-(AD_SPREAD**2) / 2, AD_SPREAD, ADS))
    table["spend"] = table["platform"].map(PRICES) * factor * table["impressions"]
    return table


def card(rng: np.random.Generator) -> RateCard:
    """Write a card that errs as much as it says."""
    central = TRUE_PRICE * float(np.exp(rng.normal(0.0, CARD_SPREAD)))
    reach = float(np.exp(1.959964 * CARD_SPREAD))
    prices = {"low": central / reach, "central": central, "high": central * reach}
    return RateCard.model_validate({**prices, "source": "simulated", "date": "2026-01-01"})


def held(volume: Volume, price: UnitPrice, truth: float) -> dict[str, float]:
    """Say whether the interval of a value holds the truth, and how wide it is."""
    told = media_value(volume, price)
    if not isinstance(told, MediaValue):
        raise TypeError(told.reason)
    low, central, high = told.low.amount, told.central.amount, told.high.amount
    return {"held": low <= truth <= high, "width": (high - low) / truth, "error": abs(central - truth) / truth}


def one(seed: int) -> list[dict[str, object]]:
    """Value one campaign in every way."""
    rng = np.random.default_rng([20, seed])
    values, extra = series(rng)
    uplift = estimate_uplift(values, values.index[QUIET], values.index[-1])
    volume = gained("impressions", Medium.EARNED, "impressions", uplift)
    dated = card(rng)
    model = learn_price(ads(rng), currency="EUR", features=("platform",))
    if not isinstance(model, PriceModel) or not isinstance(price := model.price(platform="instagram"), Price):
        raise TypeError(model)
    by_card = card_price(dated, "impressions", "EUR", 0.95, DAY)
    if not isinstance(by_card, UnitPrice):
        raise TypeError(by_card.reason)
    fresh = TRUE_PRICE * float(np.exp(rng.normal(-(AD_SPREAD**2) / 2, AD_SPREAD)))
    truth = extra * TRUE_PRICE
    low, high = by_card.low.amount, by_card.high.amount
    ends_by_ends = {
        "held": volume.estimate.ci_lower * low <= truth <= volume.estimate.ci_upper * high,
        "width": (volume.estimate.ci_upper * high - volume.estimate.ci_lower * low) / truth,
        "error": abs(volume.estimate.value * by_card.central.amount - truth) / truth,
    }
    paid = 5_000.0
    ratio = earned_over_bought(volume, [counted("ads", Medium.PAID, "impressions", paid, 0.95)]).estimate
    amplified = {
        "held": ratio is not None and ratio.ci_lower <= extra / paid <= ratio.ci_upper,
        "width": (ratio.ci_upper - ratio.ci_lower) / (extra / paid) if ratio else np.nan,
        "error": abs(ratio.value / (extra / paid) - 1.0) if ratio else np.nan,
    }
    rows = {
        "volume × rate card": held(volume, by_card, truth),
        "volume × own ads, many more ads": held(volume, price.of_many_ads(), truth),
        "volume × own ads, one more ad": held(volume, price.of_one_more_ad(), extra * fresh),
        "counted volume × own ads, many": held(
            counted("impressions", Medium.EARNED, "impressions", extra, 0.95), price.of_many_ads(), truth
        ),
        "earned over paid": amplified,
        "no bar: ends × ends": ends_by_ends,
    }
    return [{"value": name, **row} for name, row in rows.items()]


def main() -> None:
    """Simulate, value, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    with ProcessPoolExecutor(options.jobs) as processes:
        rows = pd.DataFrame([row for some in processes.map(one, range(options.seeds), chunksize=10) for row in some])
    found = rows.groupby("value", sort=False)
    table = pd.DataFrame(
        {
            "seeds": found.size(),
            "coverage %": 100 * found["held"].mean(),
            "width": found["width"].median(),
            "error": found["error"].median(),
        }
    )
    share = table["coverage %"] / 100
    table["93-97 %"] = np.where((share >= BAR[0]) & (share <= BAR[1]), "pass", "MISS")
    table.loc[table.index.str.startswith("no bar"), "93-97 %"] = ""
    print(table.round({"coverage %": 1, "width": 2, "error": 3}).to_string())


if __name__ == "__main__":
    main()
